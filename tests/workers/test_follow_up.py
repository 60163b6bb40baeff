"""The whole path on real parts: the workshop closes, mails arrive, two yeses open, anything else stays sealed."""

import re
from typing import Any

import pytest
from msgspec.structs import replace
from redis import Redis

from server.core import commands as c
from server.core.errands import CloseLater, PlanFollowUp, Reveal, SendInvitation, SendMail, SendSignIn
from server.core.events import ParticipantRemoved
from server.core.followup.daytime import HOUR_MS
from server.core.followup.exchange import Sealed
from server.core.followup.plan import LATER_MS, Key, held
from server.core.ids import GroupId, PersonId, TextId
from server.core.people import Address, Profile, Reflection
from server.core.state import Closed
from server.settings import Settings
from server.store import keys
from server.store.ports import FOLLOW_UP
from tests.core.story import DESIGN, LEAD, Story, person
from tests.workers.conftest import Clock
from tests.workers.mailbox import Mailbox, text
from tests.workers.scene import BROCHURE, IDEA, JONAS, JONAS_OFFERS, MARA, MARA_OFFERS, MARK, NOON, OLE, SECOND_IDEA
from tests.workers.world import W, address_of, ledger, put, settle, work
from workers import jobs
from workers.bootstrap import Tools, open_tools
from workers.mail.compose import Hold
from workers.mail.deliver import Carrier
from workers.mail.library import Library
from workers.mail.post import Postman
from workers.outlook import state


async def nudges_due(tools: Tools, redis: Redis, clock: Clock) -> None:
    clock.at = NOON + 21 * HOUR_MS
    await work(tools, redis)


async def test_m1_after_the_close_everyone_gets_one_mail_with_a_section_per_group(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    await settle(tools)
    await work(tools, redis)
    assert mailbox.subjects() == [
        ("jonas@example.org", "Mara, Ole und du: eure Idee"),
        ("mara@example.org", "Jonas, Ole und du: eure Idee"),
        ("ole@example.org", "Mara, Jonas und du: eure Idee"),
    ]
    words = text(mailbox.to("mara@example.org")[0])
    assert IDEA in words
    assert SECOND_IDEA in words
    assert "https://gespann.example.org/follow-up/" in words
    assert (await ledger(tools))["nudge:m"] == ("queued", "")


async def test_links_of_the_mail_are_valid_for_their_purpose_only(tools: Tools, redis: Redis, mailbox: Mailbox) -> None:
    await settle(tools)
    await work(tools, redis)
    mail = mailbox.to("mara@example.org")[0]
    secret = mail["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    assert await tools.store.people.link(secret, "unsubscribe") == (W, MARA)
    assert await tools.store.people.link(secret, "follow-up") is None
    found = re.search(r"/follow-up/([A-Za-z0-9._-]+)", text(mail))
    assert found is not None
    assert await tools.store.people.link(found[1], "follow-up") == (W, MARA)
    await tools.store.people.put_address(W, MARA, Address("other@example.org"))
    assert await tools.store.people.link(found[1], "follow-up") is None


async def test_two_yeses_bring_each_what_the_other_offered_with_a_card(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    await settle(tools)
    await work(tools, redis)
    mailbox.clear()
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await work(tools, redis)
    assert mailbox.received == []
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    await work(tools, redis)
    assert mailbox.subjects() == [
        ("jonas@example.org", "Mara und du: ihr habt beide Ja gesagt"),
        ("mara@example.org", "Jonas und du: ihr habt beide Ja gesagt"),
    ]
    to_mara = mailbox.to("mara@example.org")[0]
    assert "+49 170 1234567" in text(to_mara)
    assert "mara@example.org" not in text(to_mara)
    card = next(iter(to_mara.iter_attachments()))
    assert card.get_content_type() == "text/vcard"
    assert b"EMAIL;TYPE=INTERNET:jonas@example.org\r\n" in card.get_payload(decode=True)
    assert "+49 170" not in text(mailbox.to("jonas@example.org")[0])


async def test_namesakes_have_the_number_of_the_own_page_also_where_the_first_of_them_is_no_partner(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    told = Story()
    told.now = NOON - HOUR_MS
    told.join("x", MARA, JONAS, OLE)
    told.publish("mjo", unplaced="x")
    told.now = NOON
    told.send(c.CloseWorkshop(), LEAD)
    await settle(tools, told)
    for namesake in (PersonId("x"), JONAS, OLE):
        await tools.store.people.put_profile(W, namesake, Profile("Jonas", "de"))
    await work(tools, redis)
    assert ("mara@example.org", "Jonas (2), Jonas (3) und du: wie es weitergehen kann") in mailbox.subjects()


async def test_w8_a_quiet_exit_takes_no_mail_from_either(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    """From the close to the nudge, for the one who left and for the one who stayed."""
    told = Story()
    told.now = NOON - HOUR_MS
    told.join(MARA, JONAS)
    told.publish("mj")
    told.wait(900)
    told.send(c.NoteIdea(GroupId("r1g0"), TextId("i1")), person(MARA))
    told.send(c.LeaveGroup(GroupId("r1g0")), person(JONAS))
    told.now = NOON
    told.send(c.CloseWorkshop(), LEAD)
    await settle(tools, told)
    await work(tools, redis)
    subjects = [("jonas@example.org", "Mara und du: eure Idee"), ("mara@example.org", "Jonas und du: eure Idee")]
    assert mailbox.subjects() == subjects
    assert IDEA in text(mailbox.to("jonas@example.org")[0])
    mailbox.clear()
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    await work(tools, redis)
    assert mailbox.subjects() == [
        ("jonas@example.org", "Mara und du: ihr habt beide Ja gesagt"),
        ("mara@example.org", "Jonas und du: ihr habt beide Ja gesagt"),
    ]
    mailbox.clear()
    await nudges_due(tools, redis, clock)
    assert [recipient for recipient, _ in mailbox.subjects()] == ["jonas@example.org", "mara@example.org"]


async def test_no_mail_tells_a_no_from_silence(tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock) -> None:
    """X3: every byte that reaches Mara is the same whether Jonas is silent, says no, or offered and took it back."""
    seen = []
    for answer in ("silence", "no", "withdrawn"):
        redis.flushall()
        mailbox.clear()
        clock.at = NOON
        await settle(tools)
        await work(tools, redis)
        await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
        if answer == "no":
            await tools.store.relations.withdraw(W, JONAS, MARA, declined=True)
        if answer == "withdrawn":
            await tools.store.relations.offer(W, JONAS, OLE, JONAS_OFFERS, NOON)
            await tools.store.relations.withdraw(W, JONAS, OLE, declined=False)
        await nudges_due(tools, redis, clock)
        seen.append([masked(content) for recipient, content in mailbox.raw if recipient == "mara@example.org"])
    assert len(seen[0]) == 2
    assert seen[0] == seen[1] == seen[2]


def masked(content: bytes) -> bytes:
    """Without what differs from run to run: ids, times, secrets and boundaries."""
    joined = re.sub(rb"=_[ab]_[0-9a-f]{24}", b"boundary", content)
    joined = joined.replace(b"=\r\n", b"")  # soft line breaks fall where the secrets are
    joined = re.sub(rb"(?m)^(Message-ID|Date):.*$", b"", joined)
    return re.sub(rb"/(follow-up|unsubscribe)/[A-Za-z0-9._-]+", rb"/\1/x", joined)


async def test_what_was_withdrawn_before_the_claim_is_never_delivered(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    """X4, with the errand to reveal already on its way."""
    await settle(tools)
    await work(tools, redis)
    mailbox.clear()
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    assert await tools.store.relations.withdraw(W, JONAS, MARA, declined=False)
    await put(tools, Reveal(W, MARA, JONAS))
    await work(tools, redis)
    assert mailbox.received == []


async def test_an_unconfirmed_address_gets_no_text_and_no_fields(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await settle(tools, confirmed=False)
    await work(tools, redis)
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    await nudges_due(tools, redis, clock)
    assert len(mailbox.received) == 3, "one mail per workshop until the click"
    for _, mail in mailbox.received:
        content = mail.as_bytes() + text(mail).encode()
        for secret in (IDEA, SECOND_IDEA, JONAS_OFFERS.phone, JONAS_OFFERS.line):
            assert secret.encode() not in content
    assert (await ledger(tools))["opened:m:j"] == ("queued", "unconfirmed")
    assert (await ledger(tools))["nudge:m"] == ("queued", "unconfirmed")


async def click(tools: Tools, clock: Clock) -> None:
    """Mara's, as the handler does it."""
    await tools.store.people.confirm(await tools.store.people.mint_link(W, MARA, FOLLOW_UP, address_of(MARA)), clock())
    for key in held(await tools.store.ledger.lines(W), MARA, MARK):
        await tools.store.ledger.settle(W, key, "queued", "", clock())


async def test_m2_the_click_sends_what_was_held_and_a_second_one_sends_nothing(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await settle(tools, confirmed=False)
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    await work(tools, redis)
    assert mailbox.subjects() == [
        (address_of(person), subject)
        for person, subject in (
            (JONAS, "Mara, Ole und du: wie es weitergehen kann"),
            (MARA, "Jonas, Ole und du: wie es weitergehen kann"),
            (OLE, "Mara, Jonas und du: wie es weitergehen kann"),
        )
    ]
    mailbox.clear()
    clock.pass_(HOUR_MS)
    for _ in range(2):
        await click(tools, clock)
        await work(tools, redis)
        assert mailbox.subjects() == [
            ("mara@example.org", "Jonas und du: ihr habt beide Ja gesagt"),
            ("mara@example.org", "Jonas, Ole und du: eure Idee"),
        ]
    [after] = [mail for _, mail in mailbox.received if "eure Idee" in mail["Subject"]]
    assert IDEA in text(after)
    assert SECOND_IDEA in text(after)


@pytest.mark.parametrize(
    ("clicked_h", "nudged_h"),
    [(1, 20), (20, 43), (37, None)],  # the close is at 14:00 in Berlin
)
async def test_m3_a_late_click_gives_rest_before_the_nudge_which_never_comes_after_48_hours(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock, clicked_h: int, nudged_h: int | None
) -> None:
    await settle(tools, confirmed=False)
    sent_h = None
    for hour in sorted({0, clicked_h, *range(20, 50)}):
        clock.at = NOON + hour * HOUR_MS
        if hour == clicked_h:
            await click(tools, clock)
        await work(tools, redis)
        if sent_h is None and (await ledger(tools))["nudge:m"][0] == "sent":
            sent_h = hour
    assert sent_h == nudged_h
    assert len(mailbox.to("mara@example.org")) == 2 + (nudged_h is not None)


async def test_a_click_between_reading_and_holding_is_not_lost(tools: Tools, redis: Redis, mailbox: Mailbox) -> None:
    """The hold looks again after it was written."""
    await settle(tools)
    await tools.store.ledger.owe(W, "opened:m:j", "<a@b>", NOON)
    line = await tools.store.ledger.claim(W, "opened:m:j", NOON)
    assert line is not None
    postman = Postman(tools, Carrier(tools.settings.smtp, "x"), Library(tools.store, tools.clock))
    await postman._put_by(W, Key("opened", MARA, JONAS), line, Hold())
    assert (await ledger(tools))["opened:m:j"] == ("queued", "")


async def test_after_an_erasure_between_opening_and_sending_nobody_rings_any_more(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await settle(tools)
    await work(tools, redis)
    mailbox.clear()
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    await tools.store.relations.claim(W, MARA, JONAS, NOON)
    await tools.store.people.erase(W, JONAS)
    await work(tools, redis)
    assert mailbox.received == []
    clock.pass_(tools.pace.look_again)
    await put(tools, Reveal(W, MARA, JONAS))
    assert await work(tools, redis) == 0


async def test_x1_a_yes_does_not_run_out_between_the_other_yes_and_the_claim(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    """The worker is late, or its clock is ahead."""
    await settle(tools)
    await work(tools, redis)
    mailbox.clear()
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON, NOON + 1000)
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON + 999, NOON + HOUR_MS)
    clock.pass_(2 * HOUR_MS)
    await work(tools, redis)
    assert [to for to, _ in mailbox.subjects()] == ["jonas@example.org", "mara@example.org"]


async def remove(tools: Tools, who: PersonId) -> None:
    found = await state(tools.store, W)
    assert found is not None
    events = (ParticipantRemoved(who),)
    await tools.store.log.append(W, found.version, f"remove:{who}", tools.clock(), events)


async def test_x9_what_was_sealed_before_somebody_was_taken_out_opens_no_more(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    """Whoever said yes first, and also between the second yes and the claim; nobody rings for ever."""
    await settle(tools)
    await work(tools, redis)
    mailbox.clear()
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    await tools.store.relations.offer(W, OLE, JONAS, JONAS_OFFERS, NOON)
    await tools.store.relations.offer(W, JONAS, OLE, JONAS_OFFERS, NOON)
    await remove(tools, JONAS)
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    assert await work(tools, redis) == 0
    for other in (MARA, OLE):
        await jobs.open_relation(tools, W, other, JONAS)
        assert isinstance(await tools.store.relations.relation(W, other, JONAS), Sealed)
    assert mailbox.received == []


async def test_x9_whom_a_claim_has_still_seen_there_is_looked_for_again(
    tools: Tools, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle(tools)
    for by, to in ((MARA, JONAS), (JONAS, MARA)):
        await tools.store.relations.offer(W, by, to, MARA_OFFERS, NOON)
    times = jobs._times

    async def removed_meanwhile(*asked: Any) -> tuple[int, ...]:
        await remove(tools, JONAS)
        return await times(*asked)

    monkeypatch.setattr(jobs, "_times", removed_meanwhile)
    await jobs.open_relation(tools, W, MARA, JONAS)
    assert isinstance(await tools.store.relations.relation(W, MARA, JONAS), Sealed)


async def test_x9_what_was_open_stays_and_is_told(tools: Tools, redis: Redis, mailbox: Mailbox) -> None:
    await settle(tools)
    await work(tools, redis)
    mailbox.clear()
    for by, to in ((MARA, JONAS), (JONAS, MARA)):
        await tools.store.relations.offer(W, by, to, MARA_OFFERS, NOON)
    assert await tools.store.relations.claim(W, MARA, JONAS, NOON) is not None
    await remove(tools, JONAS)
    await work(tools, redis)
    assert [to for to, _ in mailbox.subjects()] == ["jonas@example.org", "mara@example.org"]


async def test_the_nudge_speaks_by_state(tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock) -> None:
    await settle(tools)
    await work(tools, redis)
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    await tools.store.relations.withdraw(W, OLE, MARA, declined=True)
    await tools.store.relations.withdraw(W, OLE, JONAS, declined=True)
    await work(tools, redis)
    mailbox.clear()
    await nudges_due(tools, redis, clock)
    assert mailbox.subjects() == [
        ("jonas@example.org", "Mara und du: ein Satz genügt"),
        ("mara@example.org", "Jonas und du: ein Satz genügt"),
    ]
    words = text(mailbox.to("mara@example.org")[0])
    assert "mailto:jonas@example.org" in words
    assert "Mit Ole" in words, "Ole's no to Mara is silence to her: she is asked once more"
    assert (await ledger(tools))["nudge:o"] == ("dropped", "nothing-to-say")


async def test_who_offered_and_waits_reads_nothing_about_the_partner(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await settle(tools)
    await work(tools, redis)
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await tools.store.relations.offer(W, MARA, OLE, MARA_OFFERS, NOON)
    mailbox.clear()
    await nudges_due(tools, redis, clock)
    mail = mailbox.to("mara@example.org")[0]
    assert SECOND_IDEA in text(mail)
    for name in ("Jonas", "Ole"):
        assert name not in text(mail)
        assert name not in mail["Subject"]


async def test_unsubscribed_and_erased_get_nothing_more(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await settle(tools)
    await work(tools, redis)
    mailbox.clear()
    gone = Address("mara@example.org", confirmed_at=NOON, unsubscribed_at=NOON)
    await tools.store.people.put_address(W, MARA, gone)
    await tools.store.people.erase(W, JONAS)
    await nudges_due(tools, redis, clock)
    assert [recipient for recipient, _ in mailbox.received] == ["ole@example.org"]
    assert (await ledger(tools))["nudge:m"] == ("dropped", "unsubscribed")


async def test_a_nudge_that_was_held_up_into_the_night_waits_for_the_morning(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await settle(tools)
    await work(tools, redis)
    mailbox.clear()
    clock.at = NOON + 34 * HOUR_MS  # midnight in Berlin
    await work(tools, redis)
    assert mailbox.received == []
    clock.at = NOON + 43 * HOUR_MS  # nine in the morning
    await work(tools, redis)
    assert len(mailbox.received) == 3
    assert {line[0] for line in (await ledger(tools)).values()} == {"sent"}


async def test_nothing_happens_twice(tools: Tools, redis: Redis, mailbox: Mailbox) -> None:
    """Every errand once more, after all is done: nobody rings and no mail goes out."""
    await settle(tools)
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    await work(tools, redis)
    count = len(mailbox.received)
    assert count == 5
    await put(tools, PlanFollowUp(W), Reveal(W, MARA, JONAS), Reveal(W, JONAS, MARA), SendMail(W, f"after:m:{MARK}"))
    assert await work(tools, redis) == 0
    assert len(mailbox.received) == count


async def test_a_second_run_of_each_job_finds_nothing_to_do(tools: Tools, redis: Redis, mailbox: Mailbox) -> None:
    """Past the relay: RQ itself ran the job twice."""
    await settle(tools)
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    await work(tools, redis)
    before = await tools.store.ledger.lines(W)
    await jobs.plan(tools, W)
    await jobs.open_relation(tools, W, MARA, JONAS)
    await jobs.send_batch(tools, [(W, line.key) for line in before])
    await jobs.close_when_due(tools, W)
    assert await tools.store.ledger.lines(W) == before
    assert len(mailbox.received) == 5


async def test_an_address_added_after_the_close_gets_its_mail(tools: Tools, redis: Redis, mailbox: Mailbox) -> None:
    await settle(tools)
    await tools.store.people.put_address(W, MARA, None)
    await work(tools, redis)
    assert mailbox.to("mara@example.org") == []
    await tools.store.people.put_address(W, MARA, Address("mara@example.org"))
    await put(tools, PlanFollowUp(W))
    await work(tools, redis)
    assert len(mailbox.to("mara@example.org")) == 1


async def test_who_takes_another_address_gets_the_mail_there_and_the_first_one_none_again(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    await settle(tools)
    await work(tools, redis)
    await tools.store.people.put_address(W, MARA, Address("new@example.org"))
    await put(tools, PlanFollowUp(W))
    await work(tools, redis)
    await tools.store.people.put_address(W, MARA, Address("mara@example.org", confirmed_at=NOON))
    await put(tools, PlanFollowUp(W))
    await work(tools, redis)
    assert [len(mailbox.to(address)) for address in ("mara@example.org", "new@example.org")] == [1, 1]
    first, second = mailbox.to("mara@example.org")[0], mailbox.to("new@example.org")[0]
    assert first["Message-ID"] != second["Message-ID"], "another mail, to somebody else perhaps"
    assert IDEA not in text(second), "nobody has proven it"


async def test_a_mail_on_its_way_to_an_address_that_was_given_up_is_not_sent(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    await settle(tools)
    await jobs.plan(tools, W)
    await tools.store.people.put_address(W, MARA, Address("new@example.org"))
    await work(tools, redis)
    assert mailbox.to("mara@example.org") == []
    assert (await ledger(tools))[f"after:m:{MARK}"] == ("dropped", "other-address")


async def test_who_comes_back_to_an_address_gets_the_mail_that_was_dropped_meanwhile(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    await settle(tools)
    await jobs.plan(tools, W)
    known = await tools.store.people.address(W, MARA)
    await tools.store.people.put_address(W, MARA, Address("new@example.org"))
    await work(tools, redis)
    [owed] = [line for line in await tools.store.ledger.lines(W) if line.key == f"after:m:{MARK}"]
    assert owed.reason == "other-address"
    await tools.store.people.put_address(W, MARA, known)
    for _ in range(2):
        await put(tools, PlanFollowUp(W))
        await work(tools, redis)
    assert [mail["Message-ID"] for mail in mailbox.to("mara@example.org")] == [owed.message_id]


async def test_m10_who_wants_mails_again_gets_what_was_dropped_meanwhile(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await settle(tools)
    await work(tools, redis)
    await tools.store.people.want_mails(W, MARA, NOON, wanted=False)
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    await nudges_due(tools, redis, clock)
    for key in ("nudge:m", "opened:m:j"):
        assert (await ledger(tools))[key] == ("dropped", "unsubscribed")
    mailbox.clear()
    await put(tools, PlanFollowUp(W))
    assert await work(tools, redis) == 0, "not while they want none"
    await tools.store.people.want_mails(W, MARA, clock(), wanted=True)
    for _ in range(2):
        await put(tools, PlanFollowUp(W))
        await work(tools, redis)
    subjects = sorted(subject for to, subject in mailbox.subjects() if to == "mara@example.org")
    assert subjects == ["Jonas und du: ein Satz genügt", "Jonas und du: ihr habt beide Ja gesagt"]


async def test_an_address_typed_into_two_seats_gets_one_mail_until_its_owner_has_clicked(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    await settle(tools, confirmed=False)
    await tools.store.people.put_address(W, JONAS, Address("Mara@example.org"))
    await work(tools, redis)
    [sent] = mailbox.to("mara@example.org") + mailbox.to("Mara@example.org")
    found = re.search(r"/follow-up/([A-Za-z0-9._-]+)", text(sent))
    assert found is not None
    seat = await tools.store.people.link(found[1], "follow-up")
    assert seat is not None
    await tools.store.people.confirm(found[1], NOON)
    for key in held(await tools.store.ledger.lines(W), seat[1], MARK):
        await tools.store.ledger.settle(W, key, "queued", "", NOON)
    await work(tools, redis)
    both = mailbox.to("mara@example.org") + mailbox.to("Mara@example.org")
    subjects = sorted(mail["Subject"].rpartition(": ")[2] for mail in both)
    asks = "wie es weitergehen kann"
    assert subjects == sorted([asks, "eure Idee", asks]), "whose it is may have the other seat's, too"


async def test_who_gives_up_an_address_takes_nobody_elses_mail_away(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    """The seat that was written to has another address now: its link is dead, and the other seat's turn has come."""
    await settle(tools, confirmed=False)
    await tools.store.people.put_address(W, JONAS, Address("mara@example.org"))
    await work(tools, redis)
    lines = await ledger(tools)
    first, other = (MARA, JONAS) if lines[f"confirm:m:{MARK}"][0] == "sent" else (JONAS, MARA)
    assert lines[f"confirm:{other}:{MARK}"] == ("queued", "unconfirmed")
    await tools.store.people.put_address(W, first, Address("new@example.org"))
    for key in held(await tools.store.ledger.lines(W), first, MARK):
        await tools.store.ledger.settle(W, key, "queued", "", NOON)
    await work(tools, redis)
    assert (await ledger(tools))[f"confirm:{other}:{MARK}"][0] == "sent"


async def test_who_answered_the_questions_is_not_asked_again(tools: Tools, redis: Redis, mailbox: Mailbox) -> None:
    await settle(tools)
    await tools.store.people.put_reflection(W, MARA, Reflection(learned=5))
    await work(tools, redis)
    assert "drei kurze Fragen" not in text(mailbox.to("mara@example.org")[0])
    assert "drei kurze Fragen" in text(mailbox.to("jonas@example.org")[0])


async def test_a_workshop_that_nobody_closes_closes_itself(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    """W5, also when the round was made longer after the first look was arranged."""
    story = Story(replace(DESIGN, rounds=1))
    story.now = NOON
    story.join(MARA, JONAS)
    story.publish("mj")
    await settle(tools, story)
    await work(tools, redis)
    clock.pass_(3 * HOUR_MS)
    await work(tools, redis)
    found = await state(tools.store, W)
    assert found is not None
    assert isinstance(found.phase, Closed)
    assert found.phase.by_itself
    assert mailbox.subjects()[0][0] == address_of(JONAS)


async def test_an_early_look_closes_nothing_and_is_put_again(tools: Tools, redis: Redis, clock: Clock) -> None:
    story = Story()
    story.now = NOON
    story.join(MARA, JONAS)
    story.publish("mj")
    await settle(tools, story)
    await put(tools, CloseLater(W, NOON))
    assert await work(tools, redis) == 0
    found = await state(tools.store, W)
    assert found is not None
    assert not isinstance(found.phase, Closed)


async def test_sign_in_link_is_minted_by_the_worker_and_works_once(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    lead = await tools.store.facilitators.by_address("lead@example.org")
    await put(tools, SendSignIn(lead, "en", tools.clock()))
    await work(tools, redis)
    mail = mailbox.to("lead@example.org")[0]
    assert mail["List-Unsubscribe"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    body = mail.get_body(("plain",))
    assert body is not None
    link = next(line for line in str(body.get_content()).splitlines() if "/sign-in/" in line)
    secret = link.rpartition("/")[2]
    assert await tools.store.facilitators.spend_sign_in(secret) == lead
    assert await tools.store.facilitators.spend_sign_in(secret) is None
    for key in redis.keys("*"):
        assert secret.encode() not in key


async def test_an_invitation_says_to_what_and_by_whom_and_holds_no_secret(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    await settle(tools)
    kim = await tools.store.facilitators.by_address("kim@example.org")
    await put(tools, SendInvitation(W, kim, tools.clock()))
    await work(tools, redis)
    (mail,) = mailbox.to("kim@example.org")
    assert BROCHURE.title in str(mail["Subject"])
    said = text(mail)
    assert BROCHURE.facilitator in said
    assert f"/console/{W}" in said
    assert "/sign-in/" not in said


async def test_a_person_who_left_gets_no_mail(tools: Tools, redis: Redis, mailbox: Mailbox) -> None:
    left = Story()
    left.now = NOON
    left.join(MARA, JONAS, OLE)
    left.publish("mjo")
    left.send(c.EndRound(1), LEAD)
    left.send(c.RemoveParticipant(OLE), LEAD)
    left.send(c.CloseWorkshop(), LEAD)
    await settle(tools, left)
    await work(tools, redis)
    assert [recipient for recipient, _ in sorted(mailbox.received, key=lambda m: m[0])] == [
        "jonas@example.org",
        "mara@example.org",
    ]


async def test_m8_the_question_after_six_weeks_finds_what_it_needs_where_records_are_kept_for_three_days(
    settings: Settings, clock: Clock, redis: Redis, mailbox: Mailbox
) -> None:
    """Nothing that it is made of, nor its line, ends before it is due; the purge waits for it as well."""
    async with open_tools(replace(settings, people_days=3), clock) as tools:
        await settle(tools)
        await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
        await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
        await work(tools, redis)
    needed = [keys.mails(W), keys.mail(W, "later:m"), keys.relation(W, MARA, JONAS), keys.partners(W, MARA)]
    needed += [keys.texts(W), keys.people(W), keys.person(W, MARA)]
    assert [name for name in needed if redis.ttl(name) * 1000 < LATER_MS] == []
