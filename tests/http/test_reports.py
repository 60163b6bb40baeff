"""E8, E9: the facilitator reads shares once; whoever answers later, changes their mind or is erased changes nothing."""

import asyncio

import httpx
from litestar import Litestar

from server.core.commands import ByFacilitator, CloseWorkshop
from server.core.followup.report import Later, Openings
from server.core.ids import PersonId, WorkshopId
from server.core.people import Reflection
from tests.http.conftest import Clock
from tests.http.kit import (
    NOON,
    Json,
    browser,
    facilitator,
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


async def test_e9_a_facilitator_reads_what_the_workers_have_counted_and_looking_changes_nothing(
    app: Litestar, clock: Clock
) -> None:
    made = await workshop(app)
    id_, reports = WorkshopId(made["workshop"]), services(app).store.reports
    path = f"/api/workshops/{id_}/report"
    async with browser(app) as mara, browser(app) as jonas:
        await paired(app, made, mara, jonas)
    await closed(app, made)
    clock.now = NOON + 90 * DAY_MS
    async with await signed_in(app) as page:
        for _ in range(2):
            view = (await page.get(path)).json()
            assert (view["openings"], view["openingsAt"]) == (None, NOON + 28 * DAY_MS)
            assert (view["later"], view["laterAt"]) == (None, NOON + 84 * DAY_MS)
        await reports.freeze(id_, Openings(NOON + 28 * DAY_MS, 8, 4, "exact"))
        await reports.freeze(id_, Later(NOON + 84 * DAY_MS, 5, 5, 0, 0, 56, 100))
        view = (await page.get(path)).json()
        assert view["openings"] == {"at": NOON + 28 * DAY_MS, "pairs": 8, "opened": 4, "bound": "exact"}
        assert (view["later"]["n"], view["later"]["yes"]) == (5, 5)
