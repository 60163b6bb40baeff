"""Thinking alone first (rule K7), over HTTP."""

from litestar import Litestar

from server.core.commands import ByFacilitator, ByParticipant, EndRound, SayThought
from server.core.ids import GroupId, PersonId, WorkshopId
from tests.http.kit import (
    NOON,
    browser,
    facilitator,
    join,
    new_workshop,
    paired,
    refusal,
    services,
    signed_in,
    workshop,
)

ALONE = [{**new_workshop()["tasks"][0], "thinkS": 90, "roles": ["Driver", "Navigator"], "prompts": ["What if?"]}]


async def test_k7_nobody_reads_the_others_answer_before_all_are_done(app: Litestar) -> None:
    made = await workshop(app, tasks=ALONE)
    id_, base = WorkshopId(made["workshop"]), f"/api/workshops/{made['workshop']}/me"
    async with browser(app) as mara, browser(app) as jonas, browser(app) as kim:
        group = GroupId(await paired(app, made, mara, jonas))
        await join(kim, made, "Kim")
        own, all_ = f"{base}/groups/{group}/thought", f"{base}/groups/{group}/thoughts"
        assert (await mara.put(own, json={"text": "# A garden\n"})).status_code == 204
        assert (await jonas.put(own, json={"text": "A letter"})).status_code == 204
        assert (await mara.get(all_)).json() == {"mine": "# A garden", "others": None}
        people = [PersonId((await page.get(base)).json()["person"]) for page in (mara, jonas)]
        for person in people:
            await services(app).hubs.decide(id_, SayThought(group), ByParticipant(person), f"t:{person}", NOON)
        told = (await mara.get(all_)).json()
        assert told == {"mine": "# A garden", "others": [{"person": people[1], "name": "Jonas", "text": "A letter"}]}
        # typed without a connection, it still joins the others
        assert (await jonas.put(own, json={"text": "A weekly letter"})).status_code == 204
        assert (await mara.get(all_)).json()["others"][0]["text"] == "A weekly letter"
        assert refusal(await mara.put(own, json={"text": "x" * 2001})) == (422, "bad-field")
        assert refusal(await kim.get(all_)) == refusal(await kim.put(own, json={"text": "x"})) == (404, "not-found")
        lea = ByFacilitator(await facilitator(app))
        await services(app).hubs.decide(id_, EndRound(1), lea, "end", NOON)
        assert refusal(await mara.put(own, json={"text": "late"})) == (409, "no-round-running")


async def test_a_task_says_who_does_what_and_how_long_alone(app: Litestar) -> None:
    made = await workshop(app, tasks=ALONE)
    state = await services(app).workshop(made["workshop"])
    brochure = await services(app).store.workshops.brochure(state.id)
    assert brochure is not None
    assert (state.design.tasks[0].roles, state.design.tasks[0].think_s) == (2, 90)
    assert (brochure.tasks[0].roles, brochure.tasks[0].prompts) == (("Driver", "Navigator"), ("What if?",))
    async with await signed_in(app) as lea:
        for bad in (
            {"thinkS": 30},
            {"thinkS": 121},
            {"thinkS": 120, "minutes": 2},
            {"roles": ["x"] * 9},
            {"roles": [" "]},
        ):
            tasks = [{**ALONE[0], **bad}]
            answer = await lea.post("/api/workshops", json=new_workshop(tasks=tasks))
            assert refusal(answer) == (422, "bad-field"), bad
