"""Codes, seats and limits, from outside."""

import asyncio

import pytest
from litestar import Litestar

from server.http import codes
from server.http.limits import Limits
from server.store.store import Store
from tests.http.conftest import Clock
from tests.http.kit import NOON, browser, join, refusal, workshop


async def test_a_code_leads_to_its_workshop_however_it_is_typed(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        for typed in (
            made["code"],
            made["code"].lower(),
            made["code"].replace("-", ""),
            made["code"].replace("-", " "),
        ):
            answer = await page.get(f"/api/codes/{typed}")
            assert answer.status_code == 200, answer.text
            assert answer.json() == {
                "workshop": made["workshop"],
                "title": "Writing together",
                "facilitator": "Lea",
                "language": "de",
                "phase": "gathering",
                "joined": 0,
                "full": False,
                "closed": False,
                "deletedOn": NOON + (14 + 60) * 86_400_000,
                "series": "",
            }


@pytest.mark.parametrize(
    "typed", ["ACDE-FGHJ", "short", "0000-1111", "%00%00", "A" * 4000, "..%2f..", "💥💥💥💥💥💥💥💥"]
)
async def test_a_wrong_code_is_unknown(app: Litestar, typed: str) -> None:
    async with browser(app) as page:
        assert refusal(await page.get(f"/api/codes/{typed}")) in {(404, "unknown-code"), (404, "not-found")}


async def test_after_thirty_wrong_guesses_wrong_ones_are_refused_and_a_right_one_still_comes(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        for _ in range(30):
            assert refusal(await page.get("/api/codes/ACDEFGHJ")) == (404, "unknown-code")
        answer = await page.get("/api/codes/ACDEFGHJ")
        assert refusal(answer) == (429, "too-many-guesses")
        assert 1 <= answer.json()["fields"]["minutes"] <= 10
        assert (await page.get(f"/api/codes/{made['code']}")).status_code == 200
    async with browser(app, **{"user-agent": "another"}) as neighbour:
        assert refusal(await neighbour.get("/api/codes/ACDEFGHJ")) == (404, "unknown-code"), "one NAT, another browser"


async def test_a_room_whose_network_guesses_keeps_its_code(store: Store) -> None:
    """One NAT: three hundred wrong codes by others in the same building slow nobody down who has the right one."""
    limits = Limits(lambda: NOON, store.limits, slow_s=60)
    limits.right("nat", "ACDEFGHJ")
    for number in range(300):
        limits.wrong("nat", f"guesser {number}")
    async with asyncio.timeout(5):
        for number in range(40):
            await limits.turn("nat", f"guest {number}", "ACDEFGHJ")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await limits.turn("nat", "guest", "another")


async def test_ten_minutes_later_guessing_is_open_again(app: Litestar, clock: Clock) -> None:
    async with browser(app) as page:
        for _ in range(31):
            await page.get("/api/codes/ACDEFGHJ")
        clock.now += 10 * 60_000
        assert refusal(await page.get("/api/codes/ACDEFGHJ")) == (404, "unknown-code")


async def test_a_flood_of_guesses_is_refused_without_waiting(app: Litestar) -> None:
    async with browser(app) as page:
        for _ in range(30):
            await page.get("/api/codes/ACDEFGHJ")
        answers = await asyncio.gather(*(page.get("/api/codes/ACDEFGHJ") for _ in range(60)))
        assert {refusal(answer) for answer in answers} == {(429, "too-many-guesses")}


async def test_the_qr_code_is_a_picture_and_counts_as_a_guess(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        answer = await page.get(f"/api/codes/{made['code']}/qr.svg")
        assert answer.headers["content-type"].startswith("image/svg+xml")
        assert answer.text.startswith("<svg")
        assert refusal(await page.get("/api/codes/ACDEFGHJ/qr.svg")) == (404, "unknown-code")


async def test_a_personal_link_brings_the_seat_to_a_second_device(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as phone, browser(app) as laptop:
        joined = await join(phone, made)
        secret = joined["link"].partition("#")[2]
        answer = await laptop.post("/api/seats", json={"secret": secret})
        assert answer.json() == {"workshop": made["workshop"], "code": made["code"]}
        assert (await laptop.get(f"/api/workshops/{made['workshop']}/me")).json()["person"] == joined["person"]


@pytest.mark.parametrize("secret", ["", "x", "a.b.c", "..", "w.p." + "x" * 10_000])
async def test_a_made_up_personal_link_is_unknown(app: Litestar, secret: str) -> None:
    async with browser(app) as page:
        assert refusal(await page.post("/api/seats", json={"secret": secret})) == (404, "unknown-link")


def test_codes_have_no_look_alikes_and_are_read_back() -> None:
    assert not set(codes.ALPHABET) & set("0O1IL8B5S2ZU")
    for _ in range(200):
        code = codes.mint()
        assert codes.parse(codes.show(code)) == code
        assert codes.parse(f" {code[:4].lower()} – {code[4:]} ") == code
