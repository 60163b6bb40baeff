"""How much one may read: nobody in a room meets the limit, a loop does, and alone."""

import pytest
from litestar import Litestar

from server.http.limits import PAUSE_S, Limits
from server.http.problems import TooManyReads
from server.store.store import Store
from server.text.locales import text
from tests.http.conftest import Clock
from tests.http.kit import NOON, browser, join, refusal, signed_in, workshop


async def test_a_loop_waits_a_moment_and_its_neighbours_do_not(app: Litestar, clock: Clock) -> None:
    made = await workshop(app)
    mine = f"/api/workshops/{made['workshop']}/me"
    about = {"accept-language": "de"}
    async with browser(app, **about) as loop, browser(app, **about) as neighbour, await signed_in(app, **about) as lea:
        await join(loop, made, "Loop")
        for _ in range(300):
            assert (await loop.get("/api/mail-server")).status_code == 200
        for path in (mine, f"/api/codes/{made['code']}", f"/w/{made['code']}"):
            answer = await loop.get(path)
            assert (answer.status_code, answer.headers["retry-after"]) == (429, str(PAUSE_S)), path
        assert text("de", "error-too-many-reads", seconds=PAUSE_S) in answer.text
        assert answer.headers["refresh"] == str(PAUSE_S), "the page goes on by itself"
        assert refusal(await loop.get(mine)) == (429, "too-many-reads")
        await join(neighbour, made, "Neighbour")
        assert (await neighbour.get(mine)).status_code == 200, "one network, another seat"
        assert (await lea.get("/api/workshops")).status_code == 200
        assert (await loop.put(f"{mine}/reflection", json={"learned": 5})).status_code == 204, "writing has its own"
        clock.now += PAUSE_S * 1000
        for _ in range(20):
            assert (await loop.get(mine)).status_code == 200, "a whole page's worth"


async def test_a_room_of_a_thousand_phones_of_one_make_comes_in_by_one_network(store: Store) -> None:
    """What a page reads before its person has a seat, then a minute of reloads: nobody notices a limit."""
    at = NOON
    limits = Limits(lambda: at, store.limits)
    for phone in range(1000):
        at += 200
        for _ in range(5):
            limits.read("room", "phone", seated=False)
        for _ in range(100):
            limits.read("room", f"phone {phone}", seated=True)


async def test_another_cookie_each_time_leads_no_further_and_shuts_out_nobody_who_is_in(store: Store) -> None:
    limits = Limits(lambda: NOON, store.limits)
    limits.read("room", "mara", seated=True)
    for number in range(2_999):
        limits.read("room", f"made up {number}", seated=True)
    with pytest.raises(TooManyReads):
        limits.read("room", "made up just now", seated=True)
    limits.read("room", "mara", seated=True)
    limits.read("elsewhere", "jonas", seated=True)
