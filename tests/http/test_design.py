"""A workshop is changed after it was made (rule W11)."""

import asyncio
from typing import Any

import pytest
from litestar import Litestar

from server.core.commands import ByFacilitator, CloseWorkshop
from server.core.ids import WorkshopId
from server.store.ports import NotSaved
from tests.http.kit import NOON, Json, browser, facilitator, paired, refusal, services, signed_in, workshop
from tests.http.test_pictures import png


def changed(design: Json, **changes: Any) -> Json:
    kept = {name: design[name] for name in ("edition", "title", "facilitator", "places", "tasks")}
    for task in kept["tasks"]:
        task["pictures"] = [{"id": each["id"], "alt": each["alt"]} for each in task.get("pictures", [])]
    return {**kept, **changes}


async def test_w11_what_is_changed_counts_from_the_next_round_on(app: Litestar) -> None:
    made = await workshop(app)
    path = f"/api/workshops/{made['workshop']}/design"
    async with await signed_in(app) as lea, browser(app) as mara, browser(app) as jonas:
        await paired(app, made, mara, jonas)
        design = (await lea.get(path)).json()
        assert (design["edition"], design["title"], design["language"]) == (0, "Writing together", "de")
        assert [place["name"] for place in design["places"]] == ["Window", "Stove"]
        (task,) = design["tasks"]
        new = {"title": "A poem", "minutes": 5}
        body = changed(design, title=" Other ", places=[{"name": "Garden"}, {"name": "Stove"}], tasks=[new, task])
        for _ in range(2):  # the first answer was lost
            assert (await lea.put(path, json=body)).status_code == 204
        again = (await lea.get(path)).json()
        assert (again["edition"], again["title"]) == (1, "Other")
        assert [each["title"] for each in again["tasks"]] == ["A poem", "A letter"]
        state = await services(app).workshop(made["workshop"])
        around = await services(app).around(WorkshopId(made["workshop"]))
    stayed = state.design.tasks[1]
    assert (state.rounds[0].task, [each.id for each in state.design.tasks]) == (stayed, ["t1", "t0"])
    assert [place.id for place in state.design.places] == ["p2", "p1"], "the stove is the stove"
    words = {text.id: text.title for text in around.brochure.tasks}
    assert words == {"t0": "A letter", "t1": "A poem"}
    assert {place.name for place in around.brochure.places} == {"Window", "Stove", "Garden"}, "somebody sits there"


async def test_w11_the_second_of_two_is_told_and_changes_nothing(app: Litestar) -> None:
    made = await workshop(app)
    path = f"/api/workshops/{made['workshop']}/design"
    async with await signed_in(app) as lea:
        design = (await lea.get(path)).json()
        bodies = [changed(design, title=f"Title {number}") for number in range(4)]
        answers = await asyncio.gather(*(lea.put(path, json=body) for body in bodies))
        assert sorted(answer.status_code for answer in answers) == [204, 409, 409, 409]
        assert {refusal(answer)[1] for answer in answers if answer.status_code == 409} == {"changed-meanwhile"}
        won = next(body for body, answer in zip(bodies, answers, strict=True) if answer.status_code == 204)
        assert (await lea.get(path)).json()["title"] == won["title"]
        assert refusal(await lea.put(path, json=changed(design, tasks=[{"title": "B", "minutes": 3}]))) == (
            409,
            "changed-meanwhile",
        )


async def test_w11_what_was_cut_off_is_done_by_the_same_again_or_by_whoever_looks_next(
    app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await workshop(app)
    path, hubs = f"/api/workshops/{made['workshop']}/design", services(app).hubs
    decide = hubs.decide

    async def refused(*_args: Any) -> None:
        raise NotSaved

    async def cut_off(*args: Any) -> None:
        await decide(*args)
        raise NotSaved

    async with await signed_in(app) as lea:
        body = (await lea.get(path)).json()
        for edition, broken in enumerate((refused, cut_off), start=1):
            body = changed(body, tasks=[*body["tasks"], {"title": f"Task {edition}", "minutes": 5}])
            with monkeypatch.context() as store:
                store.setattr(hubs, "decide", broken)
                assert (await lea.put(path, json=body)).status_code == 503
            assert (await lea.put(path, json=body)).status_code == 204
            body = (await lea.get(path)).json()
            assert (body["edition"], len(body["tasks"])) == (edition, edition + 1)

        added = changed(body, title="Other", tasks=[*body["tasks"], {"title": "Added", "minutes": 5}])
        with monkeypatch.context() as store:
            store.setattr(hubs, "decide", refused)
            assert (await lea.put(path, json=added)).status_code == 503
        assert refusal(await lea.put(path, json=changed(body, title="Mine"))) == (409, "changed-meanwhile")
        seen = (await lea.get(path)).json()
        assert (seen["edition"], seen["tasks"][-1]["title"]) == (3, "Added"), "no words without their tasks"
        assert (await lea.put(path, json=changed(seen, title="Third"))).status_code == 204
    tasks = (await services(app).workshop(made["workshop"])).design.tasks
    assert [task.id for task in tasks] == ["t0", "t1", "t2", "t3"]


async def test_w11_words_that_nobody_needs_any_more_are_dropped(app: Litestar) -> None:
    made = await workshop(app)
    path = f"/api/workshops/{made['workshop']}/design"
    async with await signed_in(app) as lea:
        for number in range(4):
            body = changed((await lea.get(path)).json(), tasks=[{"title": f"Task {number}", "minutes": 3}])
            assert (await lea.put(path, json=body)).status_code == 204
    around = await services(app).around(WorkshopId(made["workshop"]))
    assert [text.title for text in around.brochure.tasks] == ["Task 2", "Task 3"]


async def test_w11_pictures_stay_and_new_ones_come(app: Litestar) -> None:
    async with await signed_in(app) as lea:
        first, second = [(await lea.post("/api/pictures", content=png())).json()["id"] for _ in range(2)]
        shown = [{"id": first, "alt": "One"}]
        task = {"title": "A", "minutes": 5, "pictures": shown}
        made = await workshop(app, tasks=[task])
        path = f"/api/workshops/{made['workshop']}"
        design = (await lea.get(f"{path}/design")).json()
        assert (await lea.get(f"{path}/pictures/{second}")).status_code == 200, "to be looked at before it is saved"
        both = [{**task, "pictures": [*shown, {"id": second, "alt": "Two"}]}]
        assert (await lea.put(f"{path}/design", json=changed(design, tasks=both))).status_code == 204
        shown = (await lea.get(f"{path}/design")).json()["tasks"][0]["pictures"]
        assert [each["alt"] for each in shown] == ["One", "Two"]
        gone = [{**task, "pictures": [{"id": "nothing", "alt": "Three"}]}]
        answer = await lea.put(f"{path}/design", json=changed(design, tasks=gone))
        assert answer.json()["fields"]["field"] == "tasks.0.pictures.0"


async def test_w11_a_closed_workshop_and_anothers_stay_as_they_are(app: Litestar) -> None:
    made = await workshop(app)
    path, id_ = f"/api/workshops/{made['workshop']}/design", WorkshopId(made["workshop"])
    async with await signed_in(app) as lea, await signed_in(app, "kim@workshops.example") as kim:
        design = (await lea.get(path)).json()
        for answer in (await kim.get(path), await kim.put(path, json=changed(design))):
            assert refusal(answer) == (403, "not-a-member")
        answer = await lea.put(path, json=changed(design, places=[{"name": " "}]))
        assert answer.json()["fields"]["field"] == "places.0.name"
        by = ByFacilitator(await facilitator(app))
        await services(app).hubs.decide(id_, CloseWorkshop(), by, "test:close", NOON)
        assert refusal(await lea.put(path, json=changed(design, title="Late"))) == (410, "workshop-closed")
        assert (await lea.get(path)).json()["title"] == design["title"]
