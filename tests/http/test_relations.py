"""The sealed exchange and the group's text, as the two people see them."""

import pytest
from litestar import Litestar

from server.core.commands import ByFacilitator, ByParticipant, CloseWorkshop, LeaveGroup, NoteIdea, RemoveParticipant
from server.core.ids import GroupId, PersonId, TextId, WorkshopId
from server.settings import DAY_MS
from server.store.keys import Retention
from tests.http.conftest import Clock
from tests.http.kit import NOON, Json, browser, facilitator, join, paired, refusal, services, workshop
from tests.store.test_paper import Writer

OFFER = {"mail": "mara@example.org", "phone": "", "link": "", "line": "Call me"}


async def test_x9_who_was_taken_out_gives_no_contact_and_nobody_is_told(app: Litestar) -> None:
    made = await workshop(app)
    id_ = WorkshopId(made["workshop"])
    me = f"/api/workshops/{id_}/me"
    async with browser(app) as mara, browser(app) as jonas:
        group = await paired(app, made, mara, jonas)
        (seen,) = (await jonas.get(f"{me}/relations")).json()
        lea, out = ByFacilitator(await facilitator(app)), PersonId(seen["partner"])
        await services(app).hubs.decide(id_, RemoveParticipant(out), lea, "test:out", NOON)
        offer = {"phone": "+49 170 1234567"}
        other = (await mara.get(f"{me}/relations")).json()[0]["partner"]
        assert refusal(await mara.put(f"{me}/relations/{other}", json=offer)) == (403, "not-a-member")
        assert (await jonas.put(f"{me}/relations/{out}", json=offer)).status_code == 204
        (after,) = (await jonas.get(f"{me}/relations")).json()
        assert {**after, "mine": None, "until": None} == seen
        assert (await mara.get(f"{me}/groups/{group}/text")).status_code == 200, "it is hers, too (K6)"
        assert (await mara.get(f"{me}/held")).status_code == 200
        assert (await mara.get(me)).json()["others"] == [], "who comes later is no business of hers"


async def test_an_offer_stays_sealed_until_both_said_yes_and_it_was_claimed(app: Litestar) -> None:
    made = await workshop(app)
    id_ = WorkshopId(made["workshop"])
    async with browser(app) as mara, browser(app) as jonas:
        group = await paired(app, made, mara, jonas)
        base = f"/api/workshops/{id_}/me/relations"
        (seen,) = (await mara.get(base)).json()
        assert seen == {
            "partner": seen["partner"],
            "name": "Jonas",
            "round": 1,
            "group": group,
            "symbol": seen["symbol"],
            "colour": seen["colour"],
            "mine": None,
            "until": None,
            "declined": False,
            "theirs": None,
            "opened": False,
            "groups": [{"round": 1, "group": group, "symbol": seen["symbol"], "colour": seen["colour"]}],
        }
        (back,) = (await jonas.get(base)).json()
        me, partner = PersonId(back["partner"]), PersonId(seen["partner"])

        assert (await mara.put(f"{base}/{partner}", json=OFFER)).status_code == 204
        assert (await mara.get(base)).json()[0]["mine"] == OFFER
        assert (await jonas.get(base)).json()[0] == back, "a yes cannot be told from silence"

        assert (await mara.delete(f"{base}/{partner}", params={"declined": "true"})).status_code == 204
        mine = (await mara.get(base)).json()[0]
        assert (mine["mine"], mine["declined"]) == (None, True)
        assert (await jonas.get(base)).json()[0] == back, "a no cannot be told from silence"

        assert (await mara.put(f"{base}/{partner}", json=OFFER)).status_code == 204
        assert (await jonas.put(f"{base}/{me}", json={"link": "https://jonas.example"})).status_code == 204
        assert (await jonas.get(base)).json()[0]["theirs"] is None, "not before it was claimed for delivery"
        assert await services(app).store.relations.claim(id_, me, partner, NOON) is not None
        opened = (await jonas.get(base)).json()[0]
        assert (opened["theirs"], opened["opened"]) == (OFFER, True)
        noted = await services(app).store.consents.all(id_)
        assert refusal(await mara.put(f"{base}/{partner}", json=OFFER)) == (409, "already-opened")
        assert refusal(await mara.delete(f"{base}/{partner}")) == (409, "already-delivering")
        assert await services(app).store.consents.all(id_) == noted, "what was not done was not agreed to"


async def test_x6_an_offer_runs_out_after_fourteen_days_untold_and_may_be_given_again(
    app: Litestar, clock: Clock
) -> None:
    made = await workshop(app)
    async with browser(app) as mara, browser(app) as jonas:
        await paired(app, made, mara, jonas)
        base = f"/api/workshops/{made['workshop']}/me/relations"
        (seen,), (back,) = (await mara.get(base)).json(), (await jonas.get(base)).json()
        await mara.put(f"{base}/{seen['partner']}", json=OFFER)
        clock.now += 14 * DAY_MS - 1
        (standing,) = (await mara.get(base)).json()
        assert (standing["mine"], standing["until"]) == (OFFER, clock.now + 1)
        clock.now += 1
        (over,) = (await mara.get(base)).json()
        assert (over["mine"], over["until"], over["declined"]) == (None, clock.now, False)
        assert (await jonas.get(base)).json() == [back], "nobody is told"
        id_, one, other = WorkshopId(made["workshop"]), PersonId(back["partner"]), PersonId(seen["partner"])
        await jonas.put(f"{base}/{one}", json=OFFER)
        assert await services(app).store.relations.claim(id_, one, other, clock.now) is None, "too late for this one"
        await mara.put(f"{base}/{other}", json=OFFER)
        assert await services(app).store.relations.claim(id_, one, other, clock.now) is not None


async def test_x6_an_offer_ends_no_later_than_the_records_of_who_gave_it(app: Litestar, clock: Clock) -> None:
    store = services(app).store
    store.retention = Retention(personal_days=3)
    made = await workshop(app)
    id_ = WorkshopId(made["workshop"])
    async with browser(app) as mara, browser(app) as jonas:
        await paired(app, made, mara, jonas)
        me = f"/api/workshops/{id_}/me"
        (seen,), (back,) = [(await page.get(f"{me}/relations")).json() for page in (mara, jonas)]

        async def until() -> int:
            assert (await mara.put(f"{me}/relations/{seen['partner']}", json=OFFER)).status_code == 204
            (mine,) = (await mara.get(f"{me}/relations")).json()
            return int(mine["until"])

        clock.now += 5 * DAY_MS
        assert await until() == clock.now + 14 * DAY_MS, "nothing is closed"
        by, closed_at = ByFacilitator(await facilitator(app)), clock.now
        await services(app).hubs.decide(id_, CloseWorkshop(), by, "test:close", closed_at)
        clock.now += 3 * DAY_MS
        assert await until() == clock.now + 14 * DAY_MS
        clock.now += 2 * DAY_MS
        assert await until() == closed_at + 17 * DAY_MS == (await mara.get(f"{me}/held")).json()["deletedOn"]
        await store.ledger.owe(id_, f"later:{seen['partner']}", "<1@x>", closed_at + 42 * DAY_MS)
        assert await until() == closed_at + 17 * DAY_MS, "another's mail keeps nothing of mine"
        await store.ledger.owe(id_, f"later:{back['partner']}", "<2@x>", closed_at + 15 * DAY_MS)
        assert await until() == closed_at + 18 * DAY_MS
        await store.ledger.owe(id_, f"nudge:{back['partner']}", "<3@x>", closed_at + 42 * DAY_MS)
        assert await until() == clock.now + 14 * DAY_MS


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "not-reachable"),
        ({"mail": "", "phone": ".", "line": "x"}, "not-reachable"),
        ({"phone": "12345"}, "not-reachable"),
        ({"link": "javascript:alert(1)"}, "not-reachable"),
        ({"mail": "nobody"}, "bad-address"),
        ({"mail": "a@b.example", "line": "x" * 201}, "bad-field"),
        ({"phone": "1" * 41}, "bad-field"),
        ({"other": "x"}, "bad-field"),
    ],
)
async def test_x2_an_offer_needs_a_way_to_reach_somebody(app: Litestar, given: Json, code: str) -> None:
    made = await workshop(app)
    async with browser(app) as mara, browser(app) as jonas:
        await paired(app, made, mara, jonas)
        base = f"/api/workshops/{made['workshop']}/me/relations"
        (seen,) = (await mara.get(base)).json()
        assert refusal(await mara.put(f"{base}/{seen['partner']}", json=given)) == (422, code)


async def test_w8_a_quiet_exit_takes_neither_the_partner_nor_the_text(app: Litestar) -> None:
    made = await workshop(app)
    id_ = WorkshopId(made["workshop"])
    async with browser(app) as mara, browser(app) as jonas:
        group = await paired(app, made, mara, jonas)
        base = f"/api/workshops/{id_}/me"
        me = PersonId((await mara.get(f"{base}/relations")).json()[0]["partner"])
        await services(app).hubs.decide(id_, LeaveGroup(GroupId(group)), ByParticipant(me), "test:leave", NOON)
        for page, name in ((mara, "Jonas"), (jonas, "Mara")):
            (seen,) = (await page.get(f"{base}/relations")).json()
            assert (seen["name"], seen["group"]) == (name, group)
            assert (await page.put(f"{base}/relations/{seen['partner']}", json=OFFER)).status_code == 204
            assert (await page.get(f"{base}/groups/{group}/text")).status_code == 200


async def test_nobody_offers_to_somebody_they_never_sat_with(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as mara, browser(app) as jonas, browser(app) as kim:
        group = await paired(app, made, mara, jonas)
        stranger = await join(kim, made, "Kim")
        base = f"/api/workshops/{made['workshop']}/me"
        assert (await kim.get(f"{base}/relations")).json() == []
        for partner in (stranger["person"], "nobody", "a:b"):
            assert refusal(await mara.put(f"{base}/relations/{partner}", json=OFFER)) == (404, "not-found")
            assert refusal(await mara.delete(f"{base}/relations/{partner}")) == (404, "not-found")
        assert refusal(await kim.get(f"{base}/groups/{group}/text")) == (404, "not-found")
        assert (await mara.get(f"{base}/groups/{group}/text")).json() == {
            "group": group,
            "markdown": "",
            "ideas": [],
            "letter": "",
        }


async def test_k3_the_ideas_are_those_marked_in_the_text_then_the_one_noted(app: Litestar) -> None:
    made = await workshop(app)
    id_ = WorkshopId(made["workshop"])
    async with browser(app) as mara, browser(app) as jonas:
        group = GroupId(await paired(app, made, mara, jonas))
        ada = Writer()
        ada.insert(0, "# Plan\n\n- a letter on Friday")
        ada.mark("- a letter on Friday")
        ada.letter.insert(0, "Dear us")
        await services(app).store.documents.append(id_, group, [ada.doc.get_update()])
        me = PersonId((await mara.get(f"/api/workshops/{id_}/me")).json()["person"])
        await services(app).store.workshops.put_text(id_, TextId("t"), "a garden")
        await services(app).hubs.decide(id_, NoteIdea(group, TextId("t")), ByParticipant(me), "note", NOON)
        for page in (mara, jonas):
            found = (await page.get(f"/api/workshops/{id_}/me/groups/{group}/text")).json()
            assert found == {
                "group": group,
                "markdown": "# Plan\n\n- a letter on Friday",
                "ideas": ["a letter on Friday", "a garden"],
                "letter": "Dear us",
            }
