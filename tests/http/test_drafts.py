"""'What if I swap these two?', asked before anything is done."""

from typing import Any

from litestar import Litestar

from server.core.commands import ByFacilitator, RecordDraft
from server.core.ids import PersonId, WorkshopId
from server.core.state import DraftGroup
from tests.http.kit import NOON, Json, browser, facilitator, profile, refusal, services, signed_in, workshop


async def joined(app: Litestar, made: Json, **about: Any) -> PersonId:
    async with browser(app) as page:
        body = {"code": made["code"], "profile": profile(**about)}
        answer = await page.post(f"/api/workshops/{made['workshop']}/participants", json=body)
        assert answer.status_code == 201, answer.text
        return PersonId(answer.json()["person"])


async def test_a_facilitator_reads_what_each_swap_would_cost(app: Litestar) -> None:
    made = await workshop(app)
    ada = await joined(app, made, name="Ada", level=1)
    bob = await joined(app, made, name="Bob", level=1)
    cem = await joined(app, made, name="Cem", level=3, notWith=[bob])
    dan = await joined(app, made, name="Dan", level=1)
    eve = await joined(app, made, name="Eve", level=3, langs=["pl"])
    where = f"/api/workshops/{made['workshop']}/draft/people/{ada}/swaps"
    async with await signed_in(app) as lea, await signed_in(app, "other@example.org") as other, browser(app) as nobody:
        assert refusal(await lea.get(where)) == (404, "not-found")
        groups = (DraftGroup((ada, bob)), DraftGroup((cem, dan)))
        record = RecordDraft(1, groups, (eve,))
        by = ByFacilitator(await facilitator(app))
        await services(app).hubs.decide(WorkshopId(made["workshop"]), record, by, "test:draft", NOON)
        answer = await lea.get(where)
        assert {price.pop("person"): price for price in answer.json()} == {
            cem: {"points": 0, "people": 4, "possible": True, "again": False},  # P2: of a wish nothing is told
            dan: {"points": 0, "people": 4, "possible": True, "again": False},
            eve: {"points": 6000, "people": 2, "possible": False, "again": False},
        }
        assert refusal(await lea.get(where.replace(ada, "nobody"))) == (404, "not-found")
        # The best that may be is known: what a swap gained beyond would tell of a wish.
        best = RecordDraft(1, groups, (eve,), bound=7000)
        await services(app).hubs.decide(WorkshopId(made["workshop"]), best, by, "test:best", NOON)
        assert {price["person"]: price["points"] for price in (await lea.get(where)).json()} == {
            cem: 0,
            dan: 0,
            eve: 1000,
        }
        assert refusal(await other.get(where)) == (403, "not-a-member")
        assert refusal(await nobody.get(where)) == (401, "not-signed-in")
