"""Signing in, making workshops, inviting a second facilitator."""

import asyncio
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.core.errands import SendInvitation, SendSignIn
from server.http.services import Services
from tests.http.kit import BASE, NOON, browser, facilitator, join, new_workshop, refusal, services, signed_in, workshop


async def asked_mails(app: Litestar) -> list[SendSignIn | SendInvitation]:
    taken = await services(app).store.outbox.take("test", block_ms=1)
    return [errand for _, errand in taken if isinstance(errand, SendSignIn | SendInvitation)]


async def test_signing_in_asks_the_workers_for_a_link(app: Litestar) -> None:
    async with browser(app) as page:
        answer = await page.post("/api/sign-in", json={"address": " Lea@example.org ", "language": "de"})
        assert (answer.status_code, answer.content) == (202, b"null")
    lea = await facilitator(app)
    assert await asked_mails(app) == [SendSignIn(lea, "de", NOON)]


async def test_who_is_not_admitted_gets_the_same_answer_and_no_mail(app: Litestar) -> None:
    async with browser(app) as page:
        answer = await page.post("/api/sign-in", json={"address": "eve@elsewhere.example", "language": "en"})
        assert (answer.status_code, answer.content) == (202, b"null")
        assert (await page.post("/api/sign-in", json={"address": "a@workshops.example"})).status_code == 202
    (asked,) = await asked_mails(app)
    assert isinstance(asked, SendSignIn)
    assert asked.language == "en"


async def test_an_address_gets_five_mails_in_a_quarter_of_an_hour(app: Litestar) -> None:
    async with browser(app) as page:
        for _ in range(5):
            assert (await page.post("/api/sign-in", json={"address": "lea@example.org"})).status_code == 202
        answer = await page.post("/api/sign-in", json={"address": "LEA@example.org"})
        assert refusal(answer) == (429, "too-many-mails")
        assert answer.json()["fields"] == {"minutes": 15}
        assert (await page.post("/api/sign-in", json={"address": "other@example.org"})).status_code == 202


async def test_whoever_asks_in_somebodys_name_locks_out_themselves(app: Litestar) -> None:
    async with browser(app, address="198.51.100.9") as eve, browser(app) as lea:
        answers = [await eve.post("/api/sign-in", json={"address": "lea@example.org"}) for _ in range(25)]
        assert [answer.status_code for answer in answers] == [202] * 5 + [429] * 20
        assert (await lea.post("/api/sign-in", json={"address": "lea@example.org"})).status_code == 202


async def test_what_is_no_address_is_said_so(app: Litestar) -> None:
    async with browser(app) as page:
        assert refusal(await page.post("/api/sign-in", json={"address": "lea"})) == (422, "bad-address")
        assert refusal(await page.post("/api/sign-in", json={"address": "a@b.example", "language": "fr"}))[0] == 422


async def test_a_link_signs_in_once_with_a_careful_cookie(app: Litestar) -> None:
    store, lea = services(app).store, await facilitator(app)
    secret = await store.facilitators.mint_sign_in(lea, NOON)
    async with browser(app) as page, browser(app) as second:
        assert refusal(await page.get("/api/facilitator")) == (401, "not-signed-in")
        answer = await page.post("/api/sign-in/spend", json={"secret": secret})
        assert answer.status_code == 204
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("gespann-session=")
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
        assert (await page.get("/api/facilitator")).json() == {"facilitator": lea, "address": "lea@example.org"}
        assert refusal(await second.post("/api/sign-in/spend", json={"secret": secret})) == (410, "link-used")
        assert (await page.post("/api/sign-out")).status_code == 204
        assert refusal(await page.get("/api/facilitator")) == (401, "not-signed-in")


async def test_signing_out_ends_the_session_on_the_server(app: Litestar) -> None:
    async with await signed_in(app) as page, browser(app) as thief:
        thief.cookies.update(page.cookies)
        assert (await thief.get("/api/facilitator")).status_code == 200
        await page.post("/api/sign-out")
        assert refusal(await thief.get("/api/facilitator")) == (401, "not-signed-in")


async def test_a_workshop_is_made_and_listed(app: Litestar) -> None:
    async with await signed_in(app) as lea, browser(app) as page:
        assert (await lea.get("/api/workshops")).json() == []
        made = (await lea.post("/api/workshops", json=new_workshop())).json()
        await join(page, made)
        assert (await lea.get("/api/workshops")).json() == [
            {
                "workshop": made["workshop"],
                "title": "Writing together",
                "code": made["code"],
                "phase": "gathering",
                "joined": 1,
                "createdAt": NOON,
            }
        ]
        assert (await lea.get(f"/api/workshops/{made['workshop']}/qr.svg")).text.startswith("<svg")


class Deaf(httpx.AsyncBaseTransport):
    """Every request arrives, and no answer does."""

    def __init__(self, app: Litestar) -> None:
        self._transport = httpx.ASGITransport(app)  # type: ignore[arg-type]  # Litestar's ASGI is stricter

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await self._transport.handle_async_request(request)
        raise httpx.ReadError("the answer is lost", request=request)


async def test_who_is_no_facilitator_any_more_makes_no_workshop(app: Litestar) -> None:
    """By a session of before; what they lead already is still theirs to lead."""
    async with await signed_in(app, "eve@elsewhere.example") as eve:
        assert refusal(await eve.post("/api/workshops", json=new_workshop())) == (403, "not-admitted")
        assert (await eve.get("/api/workshops")).json() == []


async def test_w9_a_lost_answer_and_a_second_press_make_one_workshop(app: Litestar) -> None:
    body = new_workshop(key="the-key-of-this-form")
    async with await signed_in(app) as lea, httpx.AsyncClient(transport=Deaf(app), base_url=BASE) as unlucky:
        unlucky.headers, unlucky.cookies = lea.headers, lea.cookies
        with pytest.raises(httpx.ReadError):
            await unlucky.post("/api/workshops", json=body)
        (line,) = (await lea.get("/api/workshops")).json()
        answers = await asyncio.gather(*(lea.post("/api/workshops", json=body) for _ in range(3)))
        assert [answer.json() for answer in answers] == [{key: line[key] for key in ("workshop", "code")}] * 3
        assert len((await lea.get("/api/workshops")).json()) == 1
        assert (await lea.post("/api/workshops", json={**body, "key": "the-key-of-another"})).json() != line
        assert len((await lea.get("/api/workshops")).json()) == 2
    async with await signed_in(app, "kim@workshops.example") as kim:  # her keys are hers
        assert (await kim.post("/api/workshops", json=body)).json()["workshop"] != line["workshop"]


async def test_w9_a_request_that_is_cut_off_anywhere_is_taken_up_where_it_was(app: Litestar) -> None:
    async with await signed_in(app) as lea:
        for number in range(8):
            body = new_workshop(key=f"the-very-key-of-{number}")
            cut = asyncio.create_task(lea.post("/api/workshops", json=body))
            await asyncio.sleep(number * 0.001)
            cut.cancel()
            await asyncio.wait({cut})
            made = (await lea.post("/api/workshops", json=body)).json()
            lines = (await lea.get("/api/workshops")).json()
            assert len(lines) == number + 1
            assert made["code"] in {line["code"] for line in lines if line["workshop"] == made["workshop"]}


TASK = {"title": "A", "minutes": 5}
BAD: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "title"),
    ({"title": "x" * 121}, "title"),
    ({"title": 5}, "title"),
    ({"facilitator": "\u202e"}, "facilitator"),
    ({"language": "fr"}, "language"),
    ({"rounds": 0}, "rounds"),
    ({"rounds": 13}, "rounds"),
    ({"rounds": "two"}, "rounds"),
    ({"size": 1}, "size"),
    ({"size": 9}, "size"),
    ({"places": []}, "places"),
    ({"places": [{"name": ""}]}, "places.0.name"),
    ({"tasks": []}, "tasks"),
    ({"tasks": [TASK, {"title": "B", "minutes": 0}]}, "tasks.1.minutes"),
    ({"tasks": [{**TASK, "brief": "x" * 5001}]}, "tasks.0.brief"),
    ({"tasks": [{**TASK, "steps": ["ok", " "]}]}, "tasks.0.steps.1"),
    ({"tasks": [{**TASK, "starter": "x" * 10_001}]}, "tasks.0.starter"),
    ({"tasks": [{**TASK, "minutes": "soon"}]}, "tasks.0.minutes"),
    ({"weights": {"experience": 50}}, "weights"),
    ({"weights": {"experience": -30, "interests": 90}}, "weights"),
]


@pytest.mark.parametrize(("change", "field"), BAD)
async def test_a_wrong_design_is_refused_by_its_field(app: Litestar, change: dict[str, Any], field: str) -> None:
    async with await signed_in(app) as lea:
        answer = await lea.post("/api/workshops", json=new_workshop(**change))
        assert refusal(answer) == (422, "bad-field")
        assert answer.json()["fields"]["field"] == field
        assert (await lea.get("/api/workshops")).json() == []


async def test_weights_are_spelled_as_the_rest_of_the_api(app: Litestar) -> None:
    weights = {"experience": 100, "experienceMode": "similar", "interests": 0, "skills": 0, "employer": 0}
    made = await workshop(app, weights=weights)
    state = await Services.workshop(services(app), made["workshop"])
    assert (state.design.weights.experience, state.design.weights.experience_mode) == (100, "similar")


async def test_a_second_facilitator_is_invited(app: Litestar) -> None:
    made = await workshop(app)
    async with await signed_in(app) as lea, await signed_in(app, "kim@workshops.example") as kim:
        path = f"/api/workshops/{made['workshop']}/facilitators"
        assert refusal(await kim.post(path, json={"address": "kim@workshops.example"})) == (403, "not-a-member")
        assert refusal(await lea.post(path, json={"address": "eve@elsewhere.example"})) == (403, "not-admitted")
        assert refusal(await lea.post(path, json={"address": "kim"})) == (422, "bad-address")
        assert (await lea.post(path, json={"address": "kim@workshops.example"})).status_code == 204
        assert (await lea.post(path, json={"address": "kim@workshops.example"})).status_code == 204
        assert [line["workshop"] for line in (await kim.get("/api/workshops")).json()] == [made["workshop"]]
        assert (await kim.get(f"/api/workshops/{made['workshop']}/qr.svg")).status_code == 200
    asked = [errand for errand in await asked_mails(app) if isinstance(errand, SendInvitation)]
    assert {errand.workshop for errand in asked} == {made["workshop"]}


async def test_nobody_learns_which_workshops_exist(app: Litestar) -> None:
    made = await workshop(app)
    async with await signed_in(app, "kim@workshops.example") as kim, browser(app) as page:
        for id_ in (made["workshop"], "0123456789abcdef0123", "..", "a:b"):
            assert refusal(await kim.get(f"/api/workshops/{id_}/qr.svg")) in {(403, "not-a-member"), (404, "not-found")}
            assert refusal(await page.get(f"/api/workshops/{id_}/qr.svg")) in {
                (401, "not-signed-in"),
                (404, "not-found"),
            }
