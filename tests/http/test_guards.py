"""Where a request may come from, and what every answer says about itself."""

import logging
import re

import pytest
from litestar import Litestar
from litestar.types import ControllerRouterHandler
from msgspec import structs

from server.app import build_app
from server.http.assets import Assets
from server.http.guards import is_ours
from server.http.headers import FIXED, policy
from server.settings import Settings
from server.store.store import Store, open_store
from tests.http.conftest import running
from tests.http.kit import BASE, NOON, browser, join, profile, refusal, workshop

UNSAFE = [
    ("POST", "/api/seats"),
    ("POST", "/api/sign-in"),
    ("POST", "/api/sign-in/spend"),
    ("POST", "/api/sign-out"),
    ("POST", "/api/workshops"),
    ("POST", "/api/pictures"),
    ("POST", "/api/workshops/w/participants"),
    ("POST", "/api/workshops/w/facilitators"),
    ("PUT", "/api/workshops/w/design"),
    ("PUT", "/api/workshops/w/me/profile"),
    ("PUT", "/api/workshops/w/me/address"),
    ("PUT", "/api/workshops/w/me/reflection"),
    ("PUT", "/api/workshops/w/me/relations/p"),
    ("DELETE", "/api/workshops/w/me/relations/p"),
    ("PUT", "/api/workshops/w/me/groups/g/showcase"),
    ("PUT", "/api/workshops/w/me/groups/g/showcase/yes"),
    ("DELETE", "/api/workshops/w/me/groups/g/showcase"),
    ("PUT", "/api/workshops/w/me/groups/g/thought"),
    ("PUT", "/api/workshops/w/me/groups/g/idea"),
    ("PUT", "/api/workshops/w/me/later"),
    ("PUT", "/api/workshops/w/me/series"),
    ("POST", "/api/workshops/w/me/confirm"),
    ("POST", "/api/workshops/w/me/erase"),
    ("POST", "/api/workshops/w/me/data-link"),
    ("POST", "/api/workshops/w/report"),
    ("POST", "/api/operator/retry"),
    ("PUT", "/api/workshops/w/me/mails"),
]


def test_the_list_above_is_complete(app: Litestar) -> None:
    paths = app.openapi_schema.paths or {}
    found = {
        (method.upper(), path)
        for path, item in paths.items()
        for method in ("post", "put", "delete", "patch")
        if getattr(item, method)
    }
    spelled = {
        (
            method,
            path.replace("/w/", "/{workshop}/")
            .replace("/relations/p", "/relations/{partner}")
            .replace("/groups/g/", "/groups/{group}/"),
        )
        for method, path in UNSAFE
    }
    assert found == spelled


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:8001"},
        {"origin": "http://127.0.0.1:8000.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": BASE},
        {"sec-fetch-site": "none"},
    ],
)
async def test_whatever_changes_something_comes_from_our_own_pages(app: Litestar, headers: dict[str, str]) -> None:
    async with browser(app, origin=None) as page:
        for method, path in UNSAFE:
            answer = await page.request(method, path, json={}, headers=headers)
            assert refusal(answer) == (403, "foreign-origin"), (method, path)


async def test_the_browsers_own_word_is_enough(app: Litestar) -> None:
    async with browser(app, origin=None) as page:
        answer = await page.post("/api/sign-out", headers={"origin": "null", "sec-fetch-site": "same-origin"})
        assert answer.status_code == 204


def test_by_tls_only_the_base_url_is_ours() -> None:
    plain = Settings(base_url="http://127.0.0.1:8000")
    secure = Settings(base_url="https://gespann.example.org")
    assert is_ours(plain, "http://192.168.1.5:8000", "192.168.1.5:8000"), "a phone in the same network"
    assert not is_ours(plain, "http://192.168.1.5:8000", "127.0.0.1:8000")
    assert is_ours(secure, "https://gespann.example.org", "anything")
    assert not is_ours(secure, "http://gespann.example.org", "gespann.example.org")
    assert not is_ours(secure, "https://evil.example", "evil.example")


async def test_cookies_are_secure_behind_tls(store: Store, front: Assets) -> None:
    settings = Settings(base_url="https://gespann.example.org", facilitators=None)
    app = build_app(settings, store, front=front)
    async with running(app):
        made = await workshop_over_tls(app)
        async with browser(app, origin=settings.base_url) as page:
            body = {"code": made["code"], "profile": profile(), "address": None}
            answer = await page.post(f"/api/workshops/{made['workshop']}/participants", json=body)
            assert "Secure" in answer.headers["set-cookie"].split("; ")
            assert answer.headers["strict-transport-security"]
            assert answer.json()["link"].startswith("https://gespann.example.org/seat#")


async def workshop_over_tls(app: Litestar) -> dict[str, str]:
    from tests.http.kit import new_workshop, signed_in

    async with await signed_in(app, origin="https://gespann.example.org") as lea:
        made: dict[str, str] = (await lea.post("/api/workshops", json=new_workshop())).json()
        return made


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/console",
        "/privacy",
        "/seat",
        "/nowhere",
        "/api/nowhere",
        "/api/facilitator",
        "/w/ACDE-FGHJ",
        "/health/live",
    ],
)
async def test_every_answer_carries_the_headers(app: Litestar, path: str) -> None:
    async with browser(app) as page:
        headers = (await page.get(path)).headers
        for name, value in FIXED.items():
            assert headers[name] == value
        csp = headers["content-security-policy"]
        assert csp.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "frame-ancestors 'none'" in csp
        assert "unsafe" not in csp
        assert headers["cache-control"] in {"no-store", "no-cache"}


async def test_the_nonce_is_for_styles_only_and_new_each_time(app: Litestar) -> None:
    async with browser(app) as page:
        seen = set()
        for _ in range(2):
            answer = await page.get("/console")
            nonce = re.search(r'<meta name="csp-nonce" content="([^"]+)">', answer.text)
            assert nonce is not None
            csp = answer.headers["content-security-policy"]
            assert f"style-src 'self' 'nonce-{nonce[1]}';" in csp
            assert csp.count("nonce-") == 1
            seen.add(nonce[1])
        assert len(seen) == 2


def test_the_policy_names_the_socket_and_believes_no_odd_host() -> None:
    plain = Settings(base_url="http://127.0.0.1:8000")
    assert "connect-src 'self' ws://127.0.0.1:8000;" in policy(plain, "127.0.0.1:8000", None)
    assert "ws://192.168.1.5:8000;" in policy(plain, "192.168.1.5:8000", None)
    assert "evil" not in policy(plain, "x; script-src evil", None)
    secure = Settings(base_url="https://gespann.example.org")
    assert "connect-src 'self' wss://gespann.example.org;" in policy(secure, "evil.example", None)


async def test_opening_any_page_changes_nothing(app: Litestar, store: Store) -> None:
    """Mail scanners follow every link in a mail, some with JavaScript."""
    made = await workshop(app)
    people, facilitators = store.people, store.facilitators
    async with browser(app) as page:
        joined = await join(page, made, address="mara@example.org")
        id_, person = made["workshop"], joined["person"]
        lea = await facilitators.by_address("lea@example.org")
        paths = [
            "/",
            "/console",
            f"/console/{id_}",
            "/privacy",
            "/seat",
            f"/w/{made['code']}",
            f"/sign-in/{await facilitators.mint_sign_in(lea, 0)}",
            f"/follow-up/{await people.mint_link(id_, person, 'follow-up', 'mara@example.org')}",
            f"/unsubscribe/{await people.mint_link(id_, person, 'unsubscribe', 'mara@example.org')}",
            f"/api/codes/{made['code']}",
            f"/api/workshops/{id_}/me",
            f"/api/workshops/{id_}/me/reflection",
            f"/api/workshops/{id_}/me/relations",
        ]
        before = await everything(store)
        for path in paths:
            assert (await page.get(path)).status_code == 200, path
        assert await everything(store) == before


async def everything(store: Store) -> dict[bytes, bytes | None]:
    keys = [key async for key in store.redis.scan_iter(count=1000)]
    return {key: await store.redis.dump(key) for key in sorted(keys)}


async def test_metrics_need_the_token_or_this_machine(
    app: Litestar, settings: Settings, store: Store, front: Assets
) -> None:
    async with browser(app, address="127.0.0.1") as here, browser(app) as elsewhere:
        answer = await here.get("/metrics")
        assert answer.status_code == 200
        assert "gespann_http_requests" in answer.text
        assert (await elsewhere.get("/metrics")).status_code == 404
        assert (await here.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"})).status_code == 404
    guarded = build_app(structs.replace(settings, metrics_token="0123456789abcdef"), store, front=front)
    async with running(guarded), browser(guarded, address="127.0.0.1") as here:
        assert (await here.get("/metrics")).status_code == 404
        assert (await here.get("/metrics", headers={"authorization": "Bearer 0123456789abcdef"})).status_code == 200


async def test_ready_says_so_when_the_store_is_gone(settings: Settings, front: Assets) -> None:
    async with await open_store("unix:///nowhere/at/all", lambda: NOON) as nowhere:
        lost = build_app(settings, nowhere, front=front)
        async with running(lost), browser(lost) as page:
            assert (await page.get("/health/live")).status_code == 200
            assert (await page.get("/health/ready")).status_code == 503
            assert refusal(await page.get("/api/codes/ACDEFGHJ")) == (503, "not-saved")


async def test_a_mistake_of_ours_is_a_sentence_without_a_traceback(
    settings: Settings, store: Store, front: Assets, caplog: pytest.LogCaptureFixture
) -> None:
    from litestar import get

    caplog.set_level(logging.WARNING, logger="httpx")  # the test's own client; other tests may have let it speak

    @get("/broken/{secret:str}", include_in_schema=False)
    async def page_() -> str:
        raise RuntimeError("a detail")

    @get("/api/broken/{secret:str}", include_in_schema=False)
    async def api() -> str:
        raise RuntimeError("a detail")

    more: list[ControllerRouterHandler] = [page_, api]
    broken = build_app(settings, store, front=front, more=more)
    async with running(broken), browser(broken) as page:
        answer = await page.get("/api/broken/hush")
        assert (answer.status_code, answer.json()) == (500, {"code": "server", "fields": {}})
        answer = await page.get("/broken/hush", headers={"accept-language": "de"})
        assert answer.status_code == 500
        assert "a detail" not in answer.text
        assert "Der Server hat ein Problem" in answer.text
    assert "a detail" in caplog.text
    assert "hush" not in caplog.text, "addresses hold secrets"
