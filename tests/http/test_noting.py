"""An idea noted when the round is over (rule W6), over HTTP."""

import asyncio

from litestar import Litestar

from server.core.commands import ByFacilitator, CloseWorkshop
from server.core.decide.group import MOST_IDEAS
from server.core.ids import WorkshopId
from tests.http.kit import NOON, browser, facilitator, join, paired, refusal, services, workshop


async def test_w6_after_the_close_both_read_the_idea_that_one_noted(app: Litestar) -> None:
    made = await workshop(app)
    base, id_ = f"/api/workshops/{made['workshop']}/me", WorkshopId(made["workshop"])
    async with browser(app) as mara, browser(app) as jonas:
        group = await paired(app, made, mara, jonas)
        lea = ByFacilitator(await facilitator(app))
        await services(app).hubs.decide(id_, CloseWorkshop(), lea, "test:close", NOON + 1)
        assert (
            await mara.put(f"{base}/groups/{group}/idea", json={"text": " A letter \non Fridays"})
        ).status_code == 204
        for who in (mara, jonas):
            assert (await who.get(f"{base}/groups/{group}/text")).json()["ideas"] == ["A letter on Fridays"]
        assert (await mara.post(f"{base}/erase")).status_code == 204
        assert (await jonas.get(f"{base}/groups/{group}/text")).json()["ideas"] == []


async def test_w6_a_refused_idea_is_written_nowhere(app: Litestar) -> None:
    made = await workshop(app)
    base, id_ = f"/api/workshops/{made['workshop']}/me", WorkshopId(made["workshop"])
    async with browser(app) as mara, browser(app) as jonas, browser(app) as kim:
        group = await paired(app, made, mara, jonas)
        await join(kim, made, "Kim")
        mine = f"{base}/groups/{group}/idea"
        for bad in ("", " \n ", "x" * 201, "\u200b"):
            assert refusal(await mara.put(mine, json={"text": bad})) == (422, "bad-field")
        assert refusal(await kim.put(mine, json={"text": "Not mine"}))[0] in {403, 404, 409}
        for number in range(MOST_IDEAS):
            assert (await mara.put(mine, json={"text": f"Idea {number}"})).status_code == 204
        assert refusal(await mara.put(mine, json={"text": "One too many"})) == (409, "too-many-ideas")
        assert len(await services(app).store.workshops.texts(id_)) == MOST_IDEAS


async def test_w6_of_ideas_noted_at_once_those_that_are_one_too_many_are_kept_nowhere(app: Litestar) -> None:
    made = await workshop(app)
    base, id_ = f"/api/workshops/{made['workshop']}/me", WorkshopId(made["workshop"])
    async with browser(app) as mara, browser(app) as jonas:
        mine = f"{base}/groups/{await paired(app, made, mara, jonas)}/idea"
        tries = (mara.put(mine, json={"text": f"Idea {number}"}) for number in range(MOST_IDEAS + 3))
        codes = [answer.status_code for answer in await asyncio.gather(*tries)]
        assert sorted(codes) == [204] * MOST_IDEAS + [409] * 3
        assert len(await services(app).store.workshops.texts(id_)) == MOST_IDEAS
