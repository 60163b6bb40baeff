"""E8, E9: the facilitator reads shares once; whoever answers later, changes their mind or is erased changes nothing."""

import asyncio
from contextlib import AsyncExitStack

import httpx
from litestar import Litestar

from server.core.commands import ByFacilitator, CloseWorkshop
from server.core.followup.exchange import Offer
from server.core.followup.report import Later
from server.core.ids import PersonId, WorkshopId
from server.core.people import Address, Profile, Reflection
from server.store import keys
from server.store.ports import GROWN
from tests.http.conftest import Clock
from tests.http.kit import (
    NOON,
    Json,
    browser,
    facilitator,
    grouped,
    join,
    paired,
    refusal,
    services,
    signed_in,
    workshop,
)

DAY_MS = 86_400_000


async def answer(app: Litestar, made: Json, *people: str, learned: int = 5) -> None:
    for who in people:
        reflection = Reflection(learned=learned, line="canary")  # type: ignore[arg-type]  # 1 to 5
        await services(app).store.people.put_reflection(WorkshopId(made["workshop"]), PersonId(who), reflection)


async def closed(app: Litestar, made: Json) -> None:
    lea = ByFacilitator(await facilitator(app))
    await services(app).hubs.decide(WorkshopId(made["workshop"]), CloseWorkshop(), lea, "test:close", NOON)


async def test_e8_shares_from_five_answers_on_and_then_for_good(app: Litestar) -> None:
    made = await workshop(app)
    path = f"/api/workshops/{made['workshop']}/report"
    async with browser(app) as mara, browser(app) as jonas, await signed_in(app) as lea:
        await paired(app, made, mara, jonas)
        assert (await lea.get(path)).json()["state"] == "open"
        await closed(app, made)
        await answer(app, made, "a", "b", "c", "d")
        for _ in range(2):
            few = (await lea.get(path)).json()
            assert (few["state"], few["report"], few["bestAt"]) == ("few", None, NOON + 2 * DAY_MS)
            assert refusal(await lea.post(path)) == (403, "not-allowed")
        await answer(app, made, "e", learned=1)
        ready = await lea.get(path)
        assert ready.json()["state"] == "ready"
        assert ready.json()["report"] is None

        both = await asyncio.gather(lea.post(path), lea.post(path))
        shown = both[0].json()
        assert both[1].json() == shown
        assert shown["report"]["learned"]["counts"] == [1, 0, 0, 0, 4]
        assert shown["report"]["asked"] == 2
        assert shown["report"]["couldGrow"] is None

        await answer(app, made, "f", "g")
        await answer(app, made, "e", learned=5)
        await services(app).store.people.erase(WorkshopId(made["workshop"]), PersonId("a"))
        for again in (await lea.get(path), await lea.post(path)):
            assert again.json() == shown
            assert "canary" not in again.text


async def test_only_who_leads_the_workshop_reads_it(app: Litestar) -> None:
    made = await workshop(app)
    path = f"/api/workshops/{made['workshop']}/report"
    async with browser(app) as nobody, await signed_in(app, "bo@workshops.example") as other:
        pages: list[tuple[httpx.AsyncClient, tuple[int, str]]] = [
            (nobody, (401, "not-signed-in")),
            (other, (403, "not-a-member")),
        ]
        for page, why in pages:
            assert refusal(await page.get(path)) == why
            assert refusal(await page.post(path)) == why


async def test_e9_a_late_yes_has_its_chance_and_whenever_it_is_counted_the_count_is_the_same(
    app: Litestar, clock: Clock
) -> None:
    """Offered on day 13 and answered on day 20 counts; what opens after the day that is named opens, and doesn't."""
    made = await workshop(app)
    id_, relations = WorkshopId(made["workshop"]), services(app).store.relations
    path = f"/api/workshops/{id_}/report"
    async with AsyncExitStack() as pages:
        room = [await pages.enter_async_context(browser(app, address=f"203.0.113.{n}")) for n in range(16)]
        people = [PersonId((await join(page, made, f"P{n}"))["person"]) for n, page in enumerate(room)]
    pairs = [(people[n], people[n + 1]) for n in range(0, 16, 2)]
    await grouped(app, made, *pairs)
    await closed(app, made)

    async def agree(a: PersonId, b: PersonId, first: int, second: int) -> bool:
        for who, other, day in ((a, b, first), (b, a, second)):
            at = NOON + day * DAY_MS
            await relations.offer(id_, who, other, Offer(mail="a@example.org"), at, at + 14 * DAY_MS)
        return await relations.claim(id_, a, b, NOON + second * DAY_MS) is not None

    for n, days in enumerate([(1, 2), (1, 14), (13, 20), (14, 27)]):
        assert await agree(*pairs[n], *days)
    assert await agree(*pairs[4], 28, 29)
    clock.now = NOON + 28 * DAY_MS - 1
    async with await signed_in(app) as lea:
        view = (await lea.get(path)).json()
        assert (view["openingsAt"], view["afterwardsReady"]) == (NOON + 28 * DAY_MS, False)
        clock.now = NOON + 30 * DAY_MS
        shown = (await lea.post(f"{path}/afterwards")).json()["openings"]
    assert shown == {"at": NOON + 28 * DAY_MS, "pairs": 8, "opened": 4, "bound": "exact"}


async def test_e9_openings_are_counted_from_their_day_on_and_below_five_groups_not_at_all(
    app: Litestar, clock: Clock
) -> None:
    made = await workshop(app)
    path = f"/api/workshops/{made['workshop']}/report"
    async with browser(app) as mara, browser(app) as jonas, await signed_in(app) as lea:
        await paired(app, made, mara, jonas)
        await closed(app, made)
        view = (await lea.get(path)).json()
        assert (view["openings"], view["openingsAt"]) == (None, NOON + 28 * DAY_MS)
        clock.now = NOON + 28 * DAY_MS
        page = await signed_in(app)
        assert (await page.get(path)).json()["openings"] is None, "one group"
        await page.aclose()


async def test_e9_what_came_of_it_is_counted_when_somebody_asks_and_looking_changes_nothing(
    app: Litestar, clock: Clock
) -> None:
    made = await workshop(app)
    id_, store = WorkshopId(made["workshop"]), services(app).store
    path = f"/api/workshops/{id_}/report"

    async def answers(count: int) -> None:
        for n in range(count):
            who = PersonId(f"g{n}")
            await store.people.put_profile(id_, who, Profile("Ada"))
            await store.people.put_address(id_, who, Address("ada@example.org"))
            await store.people.grow(await store.people.mint_link(id_, who, GROWN, "ada@example.org"), "yes", NOON)

    async with browser(app) as mara, browser(app) as jonas, await signed_in(app) as lea:
        await paired(app, made, mara, jonas)
        await closed(app, made)
        await answers(5)
        view = (await lea.get(path)).json()
        assert (view["later"], view["afterwardsReady"]) == (None, False)
        assert refusal(await lea.post(f"{path}/afterwards")) == (403, "not-allowed"), "not before all have had the time"
        clock.now = view["laterAt"]
        page = await signed_in(app)
        for _ in range(2):
            view = (await page.get(path)).json()
            assert (view["later"], view["afterwardsReady"]) == (None, True)
        assert await store.reports.frozen(id_, Later) is None
        shown = (await page.post(f"{path}/afterwards")).json()
        assert (shown["later"]["n"], shown["later"]["yes"], shown["afterwardsReady"]) == (5, 5, False)
        await store.client.do("HINCRBY", keys.grown(id_), "no", 3)
        assert (await page.post(f"{path}/afterwards")).json() == (await page.get(path)).json() == shown
        await page.aclose()
