"""What is held of somebody: told to them, taken along, changed and ended by them alone (rules E1, E2, E5)."""

import json

from litestar import Litestar

from server.core.errands import SendDataLink
from server.core.ids import PersonId, TextId, WorkshopId
from server.store.journal import Journal, NotLater, Stopped, Withdrawn
from server.store.ports import FOLLOW_UP
from server.text.versions import version
from tests.http.conftest import Clock
from tests.http.kit import NOON, Json, browser, join, paired, profile, refusal, services, workshop

OFFER = {"mail": "mara@example.org", "phone": "", "link": "", "line": "Call me"}


def by(secret: str) -> dict[str, str]:
    return {"authorization": f"Link {secret}"}


async def proven(app: Litestar, made: Json, person: str, address: str) -> str:
    """The secret of a follow-up link whose click has proven the address."""
    people, who = services(app).store.people, (WorkshopId(made["workshop"]), PersonId(person))
    secret = await people.mint_link(*who, FOLLOW_UP, address)
    await people.confirm(secret, NOON)
    return secret


async def test_e1_who_has_proven_an_address_needs_a_link_of_the_last_hour(app: Litestar, clock: Clock) -> None:
    made = await workshop(app)
    me, people = f"/api/workshops/{made['workshop']}/me", services(app).store.people
    async with browser(app) as seat, browser(app) as mail:
        joined = await join(seat, made, "Mara", "mara@example.org")
        who = WorkshopId(made["workshop"]), PersonId(joined["person"])
        assert (await seat.get(f"{me}/data")).status_code == 200, "nothing is proven: the seat is all there is"
        assert refusal(await seat.post(f"{me}/data-link")) == (403, "unconfirmed")

        old = by(await proven(app, made, joined["person"], "mara@example.org"))
        for page, headers in ((seat, {}), (mail, old)):
            assert refusal(await page.get(f"{me}/data", headers=headers)) == (403, "needs-fresh-link")
            assert refusal(await page.post(f"{me}/erase", headers=headers)) == (403, "needs-fresh-link")
        assert await people.profile(*who) is not None
        for page, headers in ((seat, {}), (mail, old)):
            for other in (None, "else@example.org"):  # which would then be what a fresh link is mailed to
                answer = await page.put(f"{me}/address", json={"address": other}, headers=headers)
                assert refusal(answer) == (403, "needs-fresh-link")

        for _ in range(3):
            assert (await mail.post(f"{me}/data-link", headers=old)).status_code == 202
        assert refusal(await mail.post(f"{me}/data-link", headers=old)) == (429, "too-many-mails")
        asked = [e for _, e in await services(app).store.outbox.take("t", block_ms=0) if isinstance(e, SendDataLink)]
        assert asked[0] == SendDataLink(*who, "de", NOON)

        secret = await people.mint_fresh(*who, "mara@example.org", NOON + 1000)
        shown = await mail.get(f"/my-data/{secret}")
        assert shown.status_code == 200
        assert '"fresh":true' in shown.text
        assert (await mail.get(f"{me}/data", headers=by(secret))).status_code == 200
        clock.now = NOON + 1000
        assert (await mail.get(f"/my-data/{secret}")).status_code == 404
        assert refusal(await mail.get(f"{me}/data", headers=by(secret))) == (401, "no-seat")

        again = await people.mint_fresh(*who, "mara@example.org", NOON + 5000)
        assert await people.link(again, FOLLOW_UP) is None, "of one purpose"
        assert (await mail.post(f"{me}/erase", headers=by(again))).status_code == 204
        assert await people.profile(*who) is None


async def test_a_fresh_link_is_of_the_address_that_it_was_mailed_to(app: Litestar) -> None:
    made = await workshop(app)
    me, people = f"/api/workshops/{made['workshop']}/me", services(app).store.people
    async with browser(app) as seat:
        joined = await join(seat, made, "Mara", "mara@example.org")
        who = WorkshopId(made["workshop"]), PersonId(joined["person"])
        secret = await people.mint_fresh(*who, "mara@example.org", NOON + 1000)
        assert (await seat.put(f"{me}/address", json={"address": "else@example.org"})).status_code == 204
        assert refusal(await seat.get(f"{me}/data", headers=by(secret))) == (401, "no-seat")


async def test_e2_the_file_holds_all_of_mine_and_nothing_of_anybody_else(app: Litestar) -> None:
    made = await workshop(app)
    id_, store = WorkshopId(made["workshop"]), services(app).store
    me = f"/api/workshops/{id_}/me"
    async with browser(app) as mara, browser(app) as jonas:
        group = await paired(app, made, mara, jonas)
        other = (await mara.get(f"{me}/relations")).json()[0]["partner"]
        mine = (await jonas.get(f"{me}/relations")).json()[0]["partner"]
        told = profile("Mara", workingOn="a boat", interests=["sailing"], notWith=[other])
        await mara.put(f"{me}/profile", json=told)
        await mara.put(f"{me}/address", json={"address": "mara@example.org"})
        await jonas.put(f"{me}/profile", json=profile("Jonas Canary", employer="Canary Ltd"))
        await jonas.put(f"{me}/address", json={"address": "canary@example.org"})
        await mara.put(f"{me}/reflection", json={"learned": 5, "line": "much"})
        await jonas.put(f"{me}/reflection", json={"line": "canary"})
        await mara.put(f"{me}/relations/{other}", json=OFFER)
        await jonas.put(f"{me}/relations/{mine}", json={"phone": "+49 170 1234567", "line": "canary"})
        await store.relations.claim(id_, PersonId(mine), PersonId(other), NOON)
        for person, words in ((mine, "a rope"), (other, "canary")):
            await store.workshops.put_text(id_, TextId(f"p:{person}:1"), words)
        await store.ledger.owe(id_, f"nudge:{mine}", "<1@x>", NOON)
        await store.ledger.owe(id_, f"nudge:{other}", "<2@x>", NOON)

        await mara.put(f"{me}/groups/{group}/thought", json={"text": "a raft"})
        await jonas.put(f"{me}/groups/{group}/thought", json={"text": "canary"})

        answer = await mara.get(f"{me}/data")
        assert "attachment" in answer.headers["content-disposition"]
        data = answer.json()
        assert data["profile"]["workingOn"] == "a boat"
        assert data["profile"]["notWith"] == 1
        assert data["address"]["address"] == "mara@example.org"
        assert data["reflection"]["line"] == "much"
        assert data["ideas"] == ["a rope"]
        assert data["groups"] == [{"round": 1, "task": "A letter", "partners": [1], "thought": "a raft"}]
        assert data["offers"] == [{"to": 1, "state": "opened", "offer": OFFER, "openedAt": NOON}]
        assert data["mails"] == [{"purpose": "nudge", "state": "queued", "dueAt": NOON}]
        assert [consent["what"] for consent in data["consents"]] == ["address", "offer"]
        for foreign in ("anary", "Jonas", "170", other, group):
            assert foreign not in answer.text, foreign

        held = (await mara.get(f"{me}/held")).json()
        assert (held["groups"], held["opened"], held["offered"], held["answered"]) == (1, 1, 0, True)
        assert held["deletedOn"] == data["deletedOn"]
        assert "anary" not in json.dumps(held)


async def test_e5_what_is_agreed_and_taken_back_stays_as_evidence_without_a_name(app: Litestar) -> None:
    made = await workshop(app)
    id_, store = WorkshopId(made["workshop"]), services(app).store
    me = f"/api/workshops/{id_}/me"
    async with browser(app) as mara, browser(app) as jonas, browser(app) as mail:
        await paired(app, made, mara, jonas)
        other = (await mara.get(f"{me}/relations")).json()[0]["partner"]
        mine = (await jonas.get(f"{me}/relations")).json()[0]["partner"]
        await mara.put(f"{me}/address", json={"address": "mara@example.org"})
        link = by(await proven(app, made, mine, "mara@example.org"))
        english = {**link, "cookie": "gespann-lang=en"}
        assert (await mara.put(f"{me}/relations/{other}", json=OFFER)).status_code == 204
        assert (await mail.delete(f"{me}/relations/{other}", headers=english)).status_code == 204
        assert (await mail.delete(f"{me}/relations/{other}", headers=english)).status_code == 204
        assert (await mail.put(f"{me}/mails", json={"wanted": False}, headers=english)).status_code == 204
        said = [
            (c.by, c.what, c.fields, c.to, c.said.text, c.said.language, c.said.way, c.at)
            for c in await store.consents.all(id_)
        ]
        words = {(about, spoken): version(about, spoken) for about in ("offer", "address") for spoken in ("de", "en")}
        assert said == [
            (mine, "address", ("mail",), None, words["address", "de"], "de", "seat", NOON),
            (mine, "offer", ("mail", "line"), other, words["offer", "de"], "de", "seat", NOON),
            (mine, "withdraw", (), other, words["offer", "en"], "en", "mail", NOON),
            (mine, "no-mails", (), None, words["address", "en"], "en", "mail", NOON),
        ]
        assert len(set(words.values())) == 4, "another wording is another version"
        await store.people.erase(id_, PersonId(mine))
        assert len(await store.consents.all(id_)) == 4
        kept = b"".join([await store.redis.dump(f"{{s{n}}}:w:{id_}:consents") or b"" for n in range(16)])
        assert b"mara" not in kept
        assert b"Call me" not in kept


async def test_mails_can_be_stopped_and_wanted_again(app: Litestar) -> None:
    made = await workshop(app)
    me, people = f"/api/workshops/{made['workshop']}/me", services(app).store.people
    async with browser(app) as seat:
        assert (await join(seat, made, "Mara"))["person"]
        assert (await seat.get(f"{me}/held")).json()["wantsMails"] is None
        await seat.put(f"{me}/mails", json={"wanted": False})
        await seat.put(f"{me}/address", json={"address": "mara@example.org"})
        for wanted in (False, True):
            assert (await seat.put(f"{me}/mails", json={"wanted": wanted})).status_code == 204
            assert (await seat.get(f"{me}/held")).json()["wantsMails"] is wanted
        (who,) = await people.listed(WorkshopId(made["workshop"]))
        address = await people.address(WorkshopId(made["workshop"]), who)
        assert address is not None
        assert address.unsubscribed_at is None


async def test_what_is_taken_back_is_in_the_journal_for_a_restore(app: Litestar, journal: Journal) -> None:
    """Each before it is done; what is given is not in it."""
    made = await workshop(app)
    me, id_ = f"/api/workshops/{made['workshop']}/me", WorkshopId(made["workshop"])
    async with browser(app) as mara, browser(app) as jonas, browser(app, origin=None) as machine:
        await paired(app, made, mara, jonas)
        (seen,) = (await mara.get(f"{me}/relations")).json()
        who = id_, PersonId((await mara.get(f"{me}/")).json()["person"])
        partner = PersonId(seen["partner"])
        await mara.put(f"{me}/address", json={"address": "mara@example.org"})
        await mara.put(f"{me}/relations/{partner}", json=OFFER)
        await mara.put(f"{me}/mails", json={"wanted": True})
        await mara.put(f"{me}/later", json={"on": True})
        assert journal.read() == []

        await mara.delete(f"{me}/relations/{partner}")
        await mara.delete(f"{me}/relations/{partner}", params={"declined": "true"})
        await mara.put(f"{me}/mails", json={"wanted": False})
        await mara.put(f"{me}/later", json={"on": False})
        stop = await services(app).store.people.mint_link(*who, "unsubscribe", "mara@example.org")
        assert (await machine.post(f"/unsubscribe/{stop}")).status_code == 200
        await mara.put(f"{me}/address", json={"address": "else@example.org"})
        assert journal.read() == [
            Withdrawn(NOON, *who, partner, declined=False),
            Withdrawn(NOON, *who, partner, declined=True),
            Stopped(NOON, *who),
            NotLater(NOON, *who),
            Stopped(NOON, *who),
            Stopped(NOON - 1, *who),
        ]


async def test_e5_nobody_fills_the_store_with_words_of_consent(app: Litestar, clock: Clock) -> None:
    """Three hundred a day are more than anybody says; reading all that is held is bounded, too."""
    made = await workshop(app)
    me, store = f"/api/workshops/{made['workshop']}/me", services(app).store
    async with browser(app) as seat:
        person = (await join(seat, made, "Mara"))["person"]
        for _ in range(300):
            await store.limits.hit(f"consents:{person}", 300, 60)
        refused = await seat.put(f"{me}/later", json={"on": False})
        assert refusal(refused) == (429, "too-many-requests")
        assert await store.consents.all(WorkshopId(made["workshop"])) == []
        for path in ("groups/r1g0/text", "held"):
            clock.now += 60_000
            asked = [(await seat.get(f"{me}/{path}")).status_code for _ in range(130)]
            assert asked[0] != 429
            assert asked[-1] == 429


async def test_e5_the_click_the_stop_and_the_late_question_are_written_down(app: Litestar) -> None:
    made = await workshop(app)
    me, id_ = f"/api/workshops/{made['workshop']}/me", WorkshopId(made["workshop"])
    store = services(app).store
    async with browser(app) as seat, browser(app) as mail, browser(app, origin=None) as machine:
        joined = await join(seat, made, "Mara", "mara@example.org")
        who = id_, PersonId(joined["person"])
        link = await store.people.mint_link(*who, FOLLOW_UP, "mara@example.org")
        for _ in range(2):
            assert (await mail.post(f"{me}/confirm", headers=by(link))).status_code == 204
        for on in (False, False, True):  # once more is no other word
            assert (await seat.put(f"{me}/later", json={"on": on})).status_code == 204
        stop = await store.people.mint_link(*who, "unsubscribe", "mara@example.org")
        assert (await machine.post(f"/unsubscribe/{stop}")).status_code == 200
    said = [(c.what, c.said.way) for c in await store.consents.all(id_) if c.by == who[1]]
    assert said == [
        ("address", "seat"),
        ("confirm", "mail"),
        ("no-later", "seat"),
        ("later", "seat"),
        ("no-mails", "mail"),
    ]
