"""Pages: frames with their boot data, and the few without a script."""

import json
import re
from typing import Any

import pytest
from litestar import Litestar

from server.http.services import preferred
from tests.http.kit import NOON, browser, facilitator, join, refusal, services, signed_in, workshop


def boot(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', html)
    assert found is not None
    read: dict[str, Any] = json.loads(found[1])
    return read


async def test_a_frame_names_its_entry_and_what_that_needs(app: Litestar) -> None:
    async with browser(app) as page:
        for path, entry in (("/", "site"), ("/seat", "participant"), ("/console", "console")):
            answer = await page.get(path)
            assert answer.headers["content-type"].startswith("text/html")
            assert f'<script type="module" src="/static/assets/{entry}-1.js"></script>' in answer.text
            assert '<link rel="stylesheet" href="/static/assets/base-1.css">' in answer.text
            assert '<link rel="modulepreload" href="/static/assets/base-1.js">' in answer.text
            more = {"address": None} if entry == "console" else {}
            assert boot(answer.text) == {"language": "en", "base": "http://127.0.0.1:8000", "demo": False} | more
            assert not re.search(
                r"<script(?! type=\"application/json\" id=\"boot\"| type=\"module\" src=)", answer.text
            )
            assert not re.search(r"(src|href)=\"(https?:)?//", answer.text), "nothing from other hosts"


async def test_a_workshops_page_speaks_its_language_unless_one_was_chosen(app: Litestar) -> None:
    made = await workshop(app, language="de")
    async with browser(app, **{"accept-language": "en"}) as page:
        answer = await page.get(f"/w/{made['code'].lower()}")
        assert boot(answer.text)["language"] == "de"
        assert boot(answer.text)["code"] == made["code"]
        assert '<html lang="de">' in answer.text
        assert boot((await page.get("/")).text)["language"] == "en"
        chosen = await page.get(f"/w/{made['code']}?lang=en")
        assert boot(chosen.text)["language"] == "en"
        assert "gespann-lang=en" in chosen.headers["set-cookie"]
        assert boot((await page.get(f"/w/{made['code']}")).text)["language"] == "en", "it is remembered"
        assert "set-cookie" not in (await page.get("/?lang=xx")).headers


async def test_a_page_knows_from_the_start_who_is_in_so_that_it_need_not_run_into_a_401(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        assert not boot((await page.get(f"/w/{made['code']}")).text)["seated"]
        await join(page, made)
        assert boot((await page.get(f"/w/{made['code']}")).text)["seated"]
    async with await signed_in(app) as page:
        assert boot((await page.get("/console")).text)["address"] == "lea@example.org"


async def test_boot_data_cannot_end_their_element(app: Litestar) -> None:
    async with browser(app) as page:
        answer = await page.get("/console/%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")
        assert "<script>alert" not in answer.text
        answer = await page.get("/console/%3C!--")
        assert "<!--" not in answer.text


async def test_a_wrong_code_leads_to_where_codes_are_typed_with_this_one_to_mend(app: Litestar) -> None:
    async with browser(app, **{"accept-language": "de-AT,de;q=0.9"}) as page:
        answer = await page.get("/w/ACDE-FGHJ")
        assert answer.status_code == 404
        told = {"language": "de", "base": "http://127.0.0.1:8000", "demo": False, "typed": "ACDE-FGHJ"}
        assert boot(answer.text) == {**told, "refused": {"code": "unknown-code", "fields": {}}}
        assert '<script type="module" src="/static/assets/site-1.js"></script>' in answer.text
        for _ in range(31):
            answer = await page.get("/w/ACDE-FGHJ")
        assert answer.status_code == 429
        assert boot(answer.text)["refused"] == {"code": "too-many-guesses", "fields": {"minutes": 10}}


async def test_whatever_stands_in_place_of_a_code_is_inert(app: Litestar) -> None:
    async with browser(app) as page:
        answer = await page.get("/w/%3Cscript%3E%3C!--" + "A" * 500)
        assert answer.status_code == 404
        assert "<script><!--" not in answer.text
        assert boot(answer.text)["typed"] == "<script><!--" + "A" * 12


async def test_an_unknown_address_is_a_page_for_people_and_json_for_programs(app: Litestar) -> None:
    async with browser(app) as page:
        answer = await page.get("/nowhere")
        assert answer.status_code == 404
        assert "exist" in answer.text
        assert refusal(await page.get("/api/nowhere")) == (404, "not-found")
        assert (await page.post("/privacy")).status_code == 405
        assert refusal(await page.get("/static/assets/none.js")) == (404, "not-found")
        assert refusal(await page.get("/static/..%2f..%2fpyproject.toml")) == (404, "not-found")
        assert refusal(await page.get("/static/manifest.json")) == (404, "not-found")


async def test_the_sign_in_page_asks_first_and_works_once(app: Litestar) -> None:
    lea = await facilitator(app)
    secret = await services(app).store.facilitators.mint_sign_in(lea, NOON)
    async with browser(app, origin=None) as page:
        for _ in range(2):
            answer = await page.get(f"/sign-in/{secret}")
            assert '<script type="module" src="/static/assets/ask-1.js"></script>' in answer.text
            assert '<form method="post"><button' in answer.text
        form = {"origin": "null", "sec-fetch-site": "same-origin"}
        assert (await page.post(f"/sign-in/{secret}")).status_code == 403
        answer = await page.post(f"/sign-in/{secret}", headers=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/console")
        assert answer.headers["set-cookie"].startswith("gespann-session=")
        assert (await page.get("/api/facilitator")).json()["facilitator"] == lea
        assert (await page.post(f"/sign-in/{secret}", headers=form)).status_code == 410
        answer = await page.get(f"/sign-in/{secret}")
        assert answer.status_code == 410
        assert "<form" not in answer.text


async def test_the_follow_up_page_knows_its_link(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        joined = await join(page, made, address="mara@example.org")
        people, id_, person = services(app).store.people, made["workshop"], joined["person"]
        secret = await people.mint_link(id_, person, "follow-up", "mara@example.org")
        earlier = await people.mint_link(id_, person, "follow-up", "old@example.org")
        answer = await page.get(f"/follow-up/{secret}")
        assert boot(answer.text)["secret"] == secret
        assert boot(answer.text)["language"] == "de"
        for wrong in ("x", "a.b.c", joined["seat"], earlier):
            assert (await page.get(f"/follow-up/{wrong}")).status_code == 404


async def test_unsubscribing_takes_one_click_from_anywhere(app: Litestar) -> None:
    made = await workshop(app)
    people = services(app).store.people
    async with browser(app) as page, browser(app, origin=None) as mail_program:
        joined = await join(page, made, address="mara@example.org")
        secret = await people.mint_link(made["workshop"], joined["person"], "unsubscribe", "mara@example.org")
        assert "<form" in (await page.get(f"/unsubscribe/{secret}")).text
        standing = await people.address(made["workshop"], joined["person"])
        assert standing is not None
        assert standing.unsubscribed_at is None
        one_click = {"List-Unsubscribe": "One-Click"}
        for _ in range(2):
            answer = await mail_program.post(f"/unsubscribe/{secret}", data=one_click)
            assert answer.status_code == 200
        standing = await people.address(made["workshop"], joined["person"])
        assert standing is not None
        assert standing.unsubscribed_at == NOON
        assert (await mail_program.post("/unsubscribe/a.b.c", data=one_click)).status_code == 404
        for _ in range(298):  # each click is noted for good
            await services(app).limits.consent(joined["person"])
        assert (await mail_program.post(f"/unsubscribe/{secret}", data=one_click)).status_code == 429


async def test_files_are_kept_for_ever_by_their_hashed_names(app: Litestar) -> None:
    async with browser(app) as page:
        answer = await page.get("/static/assets/base-1.js", headers={"accept-encoding": "gzip"})
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.text.startswith("export const one")
        again = await page.get("/static/assets/base-1.js", headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert (await page.get("/static/icon.svg")).headers["cache-control"] == "public, max-age=3600"


async def test_privacy_names_the_days_and_the_operator(app: Litestar) -> None:
    async with browser(app) as page:
        for language in ("de", "en"):
            answer = await page.get(f"/privacy?lang={language}")
            assert "60" in answer.text
            assert "Gespann &lt;gespann@localhost&gt;" in answer.text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-CH, en;q=0.8", "de"),
        ("en, de;q=0.8", "en"),
        ("fr, de;q=0.5", "de"),
        ("fr", "en"),
        ("*", "en"),
        ("de;q=x, en", "en"),
        ("de;q=0", "en"),
        ("en;q=0.1, de;q=0.2", "de"),
    ],
)
def test_the_browsers_preference_counts(header: str, language: str) -> None:
    assert preferred(header) == language


async def test_the_schemas_are_json_and_no_page_from_elsewhere(app: Litestar) -> None:
    async with await signed_in(app) as page:
        openapi = (await page.get("/schema/openapi.json")).json()
        assert "/api/workshops/{workshop}/me" in openapi["paths"]
        live = (await page.get("/schema/live.json")).json()
        assert {"Do", "Snapshot", "Room", "Seat", "Console"} <= set(live["$defs"])
        for other in ("/schema/swagger", "/schema/redoc", "/schema/elements", "/schema/rapidoc", "/schema/scalar"):
            assert (await page.get(other)).status_code == 404
