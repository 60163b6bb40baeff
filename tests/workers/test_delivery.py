"""A mail server that refuses, breaks, hangs up or is not there; a mail that cannot be made."""

from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace
from redis import Redis

from server.core.errands import PlanFollowUp, SendMail, SendSignIn
from server.core.followup.plan import parse
from server.core.ids import GroupId, TextId
from server.core.people import Address, Profile
from server.settings import Smtp
from server.store.ports import FOLLOW_UP, Mail
from server.store.tokens import mark
from tests.workers.conftest import Clock
from tests.workers.mailbox import Behaviour, Mailbox, text
from tests.workers.scene import JONAS, JONAS_OFFERS, MARA, MARA_OFFERS, MARK, NOON, OLE
from tests.workers.world import W, ledger, put, settle, work
from workers import jobs, relay, schedule
from workers.bootstrap import Pace, Tools
from workers.doorbell import queue
from workers.mail import deliver
from workers.mail.compose import Letter
from workers.mail.deliver import Carrier, Refused, Sent
from workers.mail.library import FRESH_MS
from workers.mail.post import MOST_ABANDONED, Tries
from workers.mail.render import Post, Renderer

PACE = Pace()
AFTER = f"after:m:{MARK}"


async def one(tools: Tools, redis: Redis) -> None:
    """One mail owed to Mara."""
    await settle(tools)
    await tools.store.ledger.owe(W, AFTER, "<fixed@gespann.example.org>", NOON)


async def send(tools: Tools) -> tuple[str, str]:
    await jobs.send_batch(tools, [(W, AFTER)])
    return (await ledger(tools))[AFTER]


@pytest.mark.parametrize("refusal", ["451 rcpt", "451 data", "421 data"])
async def test_4xx_is_tried_again_later(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock, refusal: Behaviour
) -> None:
    await one(tools, redis)
    mailbox.script.extend([refusal, refusal])
    assert await send(tools) == ("retry", f"smtp-{refusal[:3]} #1")
    assert await send(tools) == ("retry", f"smtp-{refusal[:3]} #1"), "not before it is due"
    clock.pass_(PACE.deferred[0])
    assert await send(tools) == ("retry", f"smtp-{refusal[:3]} #2")
    clock.pass_(PACE.deferred[1])
    assert await send(tools) == ("sent", "")
    assert len(mailbox.received) == 1


async def test_4xx_for_a_day_is_a_failure(tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock) -> None:
    await one(tools, redis)
    mailbox.script.extend(["451 rcpt"] * 20)
    for wait in PACE.deferred:
        assert (await send(tools))[0] == "retry"
        clock.pass_(wait)
    assert await send(tools) == ("failed", "smtp-451")


async def test_5xx_is_final_and_the_next_mail_uses_the_same_connection(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    await settle(tools)
    mailbox.script.append("550 rcpt")
    await work(tools, redis)
    states = sorted((await ledger(tools)).values())
    assert ("failed", "smtp-550") in states
    assert len(mailbox.received) == 2
    assert mailbox.connections == 1


async def test_a_connection_cut_before_the_text_is_no_attempt_in_doubt(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await one(tools, redis)
    mailbox.script.append("cut before")
    assert await send(tools) == ("retry", "unreachable")
    clock.pass_(PACE.down)
    assert await send(tools) == ("sent", "")


@pytest.mark.parametrize(("cut", "copies"), [("cut after", 1), ("cut taken", 2)])
async def test_m1_cut_behind_the_text_is_in_doubt_then_tried_once_more_under_the_same_id(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock, cut: Behaviour, copies: int
) -> None:
    await one(tools, redis)
    mailbox.script.append(cut)
    assert await send(tools) == ("in_doubt", "cut ?1")
    clock.pass_(PACE.doubt[0] - 1)
    assert await send(tools) == ("in_doubt", "cut ?1"), "a doorbell that rings early does not shorten the pause"
    clock.pass_(1)
    assert await send(tools) == ("sent", "")
    assert [m["Message-ID"] for _, m in mailbox.received] == ["<fixed@gespann.example.org>"] * copies


async def test_a_server_that_hangs_is_in_doubt_and_does_not_hold_the_others(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "MAIL_S", 0.5)
    await settle(tools)
    mailbox.script.append("hang")
    await work(tools, redis)
    assert len(mailbox.received) == 2
    assert sorted(line[0] for key, line in (await ledger(tools)).items() if key.startswith("after")) == [
        "in_doubt",
        "sent",
        "sent",
    ]
    clock.pass_(PACE.doubt[0])
    await work(tools, redis)
    assert len(mailbox.received) == 3


async def test_a_server_that_hangs_before_it_has_asked_for_the_text_leaves_no_doubt(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "MAIL_S", 0.3)
    await one(tools, redis)
    mailbox.script.extend(["hang at DATA"] * 2)
    assert await send(tools) == ("retry", "unreachable")
    clock.pass_(PACE.down)
    assert await send(tools) == ("retry", "unreachable")
    clock.pass_(PACE.down)
    assert await send(tools) == ("retry", "unreachable"), "and waits longer each time"
    clock.pass_(PACE.down)
    assert await send(tools) == ("sent", "")


async def test_a_text_with_dots_and_bare_line_ends_arrives_as_it_is(mailbox: Mailbox) -> None:
    content = b"Subject: x\r\n\r\n.\n..\r.x\r\nlast"
    async with Carrier(Smtp("127.0.0.1", mailbox.port), "gespann.example.org") as carrier:
        assert await carrier.reach()
        for _ in range(2):
            assert await carrier.send(Post("gespann@example.org", "mara@example.org", content)) == Sent()
    assert [raw for _, raw in mailbox.raw] == [b"Subject: x\r\n\r\n.\r\n..\r\n.x\r\nlast\r\n"] * 2


async def test_greylisting_delays_every_mail_and_loses_none(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    mailbox.greylists = True
    await settle(tools)
    await work(tools, redis)
    assert mailbox.received == []
    clock.pass_(PACE.deferred[0])
    await work(tools, redis)
    assert len(mailbox.received) == 3
    assert mailbox.connections <= 2, "a 'later' to one keeps the connection for the next"


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_the_server_does_every_purpose_is_sent_under_one_id_and_repeated_only_in_doubt(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock, seed: int
) -> None:
    """Refusals for good left out, since those are believed (M7)."""
    chance = Random(seed)
    kinds: tuple[Behaviour, ...] = ("take", "421 data", "451 data", "451 rcpt", "cut before", "cut after", "cut taken")
    mailbox.script.extend(chance.choices(kinds, k=12))
    doubts = mailbox.script.count("cut taken")
    await settle(tools)
    for by, to in ((MARA, JONAS), (JONAS, MARA)):
        await tools.store.relations.offer(W, by, to, MARA_OFFERS, NOON)
    for _ in range(30):
        await work(tools, redis)
        clock.pass_(PACE.deferred[1])
    lines = {key: line for key, line in (await ledger(tools)).items() if not key.startswith(("nudge", "later"))}
    in_doubt = {key for key, line in lines.items() if line == ("failed", "in-doubt")}
    assert {line[0] for key, line in lines.items() if key not in in_doubt} == {"sent"}
    ids = [str(message["Message-ID"]) for _, message in mailbox.received if "Message-ID" in message]
    owed = {line.key: line.message_id for line in await tools.store.ledger.lines(W)}
    assert set(ids) <= set(owed.values()), "no second Message-ID"
    assert {owed[key] for key in lines if key not in in_doubt} <= set(ids)
    assert len(ids) - len(set(ids)) <= doubts, "repeated only in doubt"


async def test_in_doubt_again_and_again_is_given_up(tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock) -> None:
    await one(tools, redis)
    copies = len(PACE.doubt) + 1
    mailbox.script.extend(["cut taken"] * copies)
    for number, wait in enumerate(PACE.doubt, 1):
        assert await send(tools) == ("in_doubt", f"cut ?{number}")
        clock.pass_(wait)
    assert await send(tools) == ("failed", "in-doubt")
    clock.pass_(PACE.doubt[-1])
    assert await send(tools) == ("failed", "in-doubt")
    assert len(mailbox.received) == copies


async def test_while_the_server_is_away_nothing_is_claimed_and_all_arrives_when_it_is_back(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await settle(tools)
    await mailbox.close()
    await work(tools, redis)
    assert {state for key, (state, _) in (await ledger(tools)).items() if key.startswith("after")} == {"queued"}
    assert {line.attempts for line in await tools.store.ledger.lines(W)} == {0}
    assert await tools.store.mail_server.away_since() == clock(), "and whoever waits can be told"
    await mailbox.open(mailbox.port)
    clock.pass_(PACE.down)
    await work(tools, redis)
    assert len(mailbox.received) == 3
    assert await tools.store.mail_server.away_since() is None


async def test_a_poisoned_mail_is_failed_with_its_kind_and_stops_nobody(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    await settle(tools)
    known = await tools.store.people.address(W, MARA)
    assert known is not None
    poison = "not an address\r\nBcc: x@example.org"
    await tools.store.people.put_address(W, MARA, replace(known, address=poison))
    await work(tools, redis)
    state, reason = (await ledger(tools))[f"after:m:{mark(poison)}"]
    assert state == "failed"
    assert reason.startswith("made: ")
    assert "example" not in reason
    assert len(mailbox.received) == 2


async def test_m7_where_nobody_is_no_further_mail_goes(tools: Tools, redis: Redis, mailbox: Mailbox) -> None:
    await one(tools, redis)
    mailbox.script.append("550 5.1.1 rcpt")
    assert await send(tools) == ("failed", "smtp-550")
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    await work(tools, redis)
    assert (await ledger(tools))["opened:m:j"] == ("dropped", "refused")
    assert mailbox.to("mara@example.org") == []
    known = await tools.store.people.address(W, MARA)
    assert known is not None
    assert known.refused_at == NOON


async def test_m7_it_is_believed_for_everybody_who_typed_the_address_until_a_click_proves_it(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    await one(tools, redis)
    people = tools.store.people
    secret = await people.mint_link(W, MARA, FOLLOW_UP, "mara@example.org")
    await people.put_address(W, JONAS, Address("Mara@example.org", confirmed_at=NOON))
    mailbox.script.append("550 5.1.1 rcpt")
    await send(tools)
    await work(tools, redis)
    assert f"after:j:{MARK}" not in await ledger(tools)
    assert mailbox.to("Mara@example.org") == []
    await people.confirm(secret, NOON)
    for person in (MARA, JONAS):
        known = await people.address(W, person)
        assert known is not None
        assert known.refused_at is None
    await put(tools, PlanFollowUp(W))
    await work(tools, redis)
    assert len(mailbox.to("Mara@example.org")) == 1


@pytest.mark.parametrize(
    ("refusal", "then"),
    [
        ("550 rcpt", ("failed", "smtp-550")),
        ("552 5.2.2 rcpt", ("retry", "smtp-552 #1")),
        ("550 5.7.1 rcpt", ("retry", "smtp-550 #1")),
    ],
)
async def test_m7_a_refusal_for_another_reason_gives_no_address_up(
    tools: Tools, redis: Redis, mailbox: Mailbox, refusal: Behaviour, then: tuple[str, str]
) -> None:
    """No reason, a full mailbox, our own address blocked: the next mail is tried."""
    await one(tools, redis)
    mailbox.script.append(refusal)
    assert await send(tools) == then
    await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, NOON)
    await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, NOON)
    await work(tools, redis)
    assert (await ledger(tools))["opened:m:j"] == ("sent", "")


async def test_m7_a_server_without_international_addresses_gives_no_address_up(mailbox: Mailbox) -> None:
    mailbox.international = False
    async with Carrier(Smtp("127.0.0.1", mailbox.port), "gespann.example.org") as carrier:
        assert await carrier.reach()
        assert await carrier.send(Post("gespann@example.org", "jürgen@example.org", b"x")) == Refused(553)


async def test_a_server_that_refuses_us_says_nothing_about_anybodys_address(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await one(tools, redis)
    mailbox.refuses_sender = "530 sign in first"
    assert await send(tools) == ("retry", "smtp-530 #1")
    mailbox.refuses_sender = ""
    clock.pass_(PACE.deferred[0])
    assert await send(tools) == ("sent", "")


async def test_those_held_behind_a_mail_that_fails_have_their_turn_at_once(
    tools: Tools, redis: Redis, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One address in two seats: the first mail fails by a fault of ours, and nothing else moves."""
    await settle(tools, confirmed=False)
    await tools.store.people.put_address(W, JONAS, Address("mara@example.org"))
    seats = {}
    for person in (MARA, JONAS):
        seats[person] = f"confirm:{person}:{MARK}"
        await tools.store.ledger.owe(W, seats[person], f"<{person}@x.example>", NOON)
    first = parse(await tools.store.ledger.first(W, MARK, seats[MARA])).person
    other = JONAS if first == MARA else MARA
    await jobs.send_batch(tools, [(W, seats[other])])
    assert (await ledger(tools))[seats[other]] == ("queued", "unconfirmed")
    real = Renderer.letter

    def breaks(self: Renderer, letter: Letter, *rest: Any) -> Post:
        if letter.me == "Mara":
            raise RuntimeError
        return real(self, letter, *rest)

    monkeypatch.setattr(Renderer, "letter", breaks)
    await jobs.send_batch(tools, [(W, seats[first])])
    assert (await ledger(tools))[seats[first]] == ("failed", "made: RuntimeError")
    monkeypatch.undo()
    await work(tools, redis)
    assert (await ledger(tools))[seats[other]] == ("sent", "")


async def test_a_name_cannot_write_headers_or_markup(tools: Tools, redis: Redis, mailbox: Mailbox) -> None:
    await settle(tools)
    evil = "Jo\r\nBcc:\u202e<img src=x onerror=alert(1)>@evil.example"
    await tools.store.people.put_profile(W, MARA, Profile(evil))
    await work(tools, redis)
    assert len(mailbox.received) == 3
    for recipient, content in mailbox.raw:
        head = content.partition(b"\r\n\r\n")[0]
        assert b"\nBcc" not in head
        assert b"<img" not in content
        assert recipient.endswith("@example.org")


async def test_a_mail_that_was_made_too_slowly_to_go_out_within_its_lease_is_made_anew_and_keeps_its_tries(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await one(tools, redis)
    mailbox.script.append("451 rcpt")
    assert await send(tools) == ("retry", "smtp-451 #1")
    clock.pass_(PACE.deferred[0])
    real = Renderer.letter

    def slowly(self: Renderer, *about: Any) -> Post:
        clock.pass_(PACE.lease - PACE.delivery + 1)
        return real(self, *about)

    monkeypatch.setattr(Renderer, "letter", slowly)
    assert await send(tools) == ("queued", "smtp-451 #1")
    assert mailbox.received == []
    monkeypatch.undo()
    assert await send(tools) == ("sent", "")


async def test_a_worker_that_died_with_a_mail_in_its_hands_is_succeeded_after_the_lease(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await one(tools, redis)
    await tools.store.ledger.claim(W, AFTER, clock(), PACE.lease)
    assert (await send(tools))[0] == "claimed"
    clock.pass_(PACE.lease + 1)
    assert await send(tools) == ("sent", "")


async def test_a_mail_that_kills_its_workers_is_given_up_and_may_be_tried_again(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await one(tools, redis)
    for _ in range(MOST_ABANDONED):
        assert await tools.store.ledger.claim(W, AFTER, clock(), PACE.lease) is not None
        clock.pass_(PACE.lease + 1)
    assert (await send(tools)) == ("failed", "abandoned")
    assert mailbox.received == []
    assert await tools.store.ledger.retry(W, AFTER, clock())
    assert await send(tools) == ("sent", "")


async def test_a_panic_in_a_library_is_one_mails_own_failure(
    tools: Tools, redis: Redis, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of Rust are no Exception."""
    await settle(tools)
    real = Renderer.letter

    class PanicException(BaseException):
        pass

    def panics(self: Renderer, letter: Letter, *rest: Any) -> Post:
        if letter.me == "Mara":
            raise PanicException("mara@example.org")
        return real(self, letter, *rest)

    monkeypatch.setattr(Renderer, "letter", panics)
    await work(tools, redis)
    assert (await ledger(tools))[AFTER] == ("failed", "made: PanicException")
    assert len(mailbox.received) == 2


async def test_a_text_that_cannot_be_read_fails_the_mails_about_it_and_stops_nobody(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    """Mara and Jonas sat in that group, and Ole did not."""
    await settle(tools)
    await tools.store.documents.append(W, GroupId("r1g0"), [b"no update"])
    await work(tools, redis)
    failed = {key for key, (state, reason) in (await ledger(tools)).items() if reason.startswith("made: ")}
    assert failed == {AFTER, f"after:j:{mark('jonas@example.org')}"}
    assert [to for to, _ in mailbox.received] == ["ole@example.org"]


async def batch_during(
    tools: Tools, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], Awaitable[object]]
) -> None:
    """The mails after the workshop on one connection; whenever one has gone out, this happens."""
    await settle(tools)
    real = Carrier.send

    async def sends(self: Carrier, post: Post) -> deliver.Outcome:
        outcome = await real(self, post)
        await meanwhile()
        return outcome

    monkeypatch.setattr(Carrier, "send", sends)
    await jobs.plan(tools, W)
    owed = [line.key for line in await tools.store.ledger.lines(W) if line.key.startswith("after")]
    await jobs.send_batch(tools, [(W, key) for key in owed])


async def test_who_wants_no_mails_while_a_batch_is_being_sent_gets_none(
    tools: Tools, redis: Redis, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody_wants_any() -> None:
        for person in (MARA, JONAS, OLE):
            await tools.store.people.want_mails(W, person, NOON, wanted=False)

    await batch_during(tools, monkeypatch, nobody_wants_any)
    assert len(mailbox.received) == 1
    assert sorted(line for key, line in (await ledger(tools)).items() if key.startswith("after")) == [
        ("dropped", "unsubscribed"),
        ("dropped", "unsubscribed"),
        ("sent", ""),
    ]


async def test_what_a_batch_shares_is_read_again_when_the_mail_server_takes_its_time(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def words_change() -> None:
        clock.pass_(FRESH_MS + 1)
        await tools.store.workshops.put_text(W, TextId("i2"), "Etwas Neues")

    await batch_during(tools, monkeypatch, words_change)
    assert ["Etwas Neues" in text(message) for _, message in mailbox.received] == [False, True, True]


async def test_what_rq_loses_is_rung_for_again(tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock) -> None:
    """RQ's Redis forgets everything between the ringing and the work."""
    await settle(tools)
    while await relay.once(tools, queue(redis), "test", block_ms=0):
        pass
    assert queue(redis).count == 1
    redis.delete(queue(redis).key)
    await schedule.once(tools)
    assert await work(tools, redis) == 0, "not at once"
    clock.pass_(PACE.look_again)
    await work(tools, redis)
    assert len(mailbox.received) == 3


async def test_sign_in_waits_for_the_server_and_never_leaves_a_secret_behind(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    lead = await tools.store.facilitators.by_address("lead@example.org")
    await mailbox.close()
    await put(tools, SendSignIn(lead, "de", tools.clock()))
    await work(tools, redis)
    await mailbox.open(mailbox.port)
    mailbox.script.append("451 rcpt")
    clock.pass_(PACE.down)
    await work(tools, redis)
    clock.pass_(PACE.deferred[0])
    await work(tools, redis)
    assert mailbox.subjects() == [("lead@example.org", "Dein Link für die Anmeldung bei Gespann")]


async def test_an_unknown_key_or_workshop_is_nothing_to_do(tools: Tools, redis: Redis, mailbox: Mailbox) -> None:
    await put(tools, SendMail(W, "after:nobody:x"), SendMail(W, "x"))
    assert await work(tools, redis) == 0


async def test_an_international_address_is_sent_where_the_server_can(mailbox: Mailbox) -> None:
    async with Carrier(Smtp("127.0.0.1", mailbox.port), "gespann.example.org") as carrier:
        assert await carrier.reach()
        content = b"Subject: x\r\n\r\nx\r\n"
        assert await carrier.send(Post("gespann@example.org", "jürgen@example.org", content)) == Sent()
    assert mailbox.received[0][0] == "jürgen@example.org"


@pytest.mark.parametrize("tries", [Tries(), Tries(3), Tries(0, 1), Tries(2, 1)])
def test_what_counts_against_a_mail_is_kept_in_its_reason(tries: Tries) -> None:
    for kind in ("smtp-451", "unreachable", "cut"):
        assert Tries.of(Mail(AFTER, "<x>", "retry", NOON, reason=tries.reason(kind))) == tries
    assert Tries.of(Mail(AFTER, "<x>", "failed", NOON, reason="made: RuntimeError")) == Tries()


async def test_a_user_and_a_password_are_said(mailbox: Mailbox) -> None:
    mailbox.password = "geheim"
    async with Carrier(Smtp("127.0.0.1", mailbox.port, "lea", "geheim"), "here.test") as carrier:
        assert await carrier.reach()
    assert mailbox.said == ["geheim"]


async def test_a_password_never_crosses_a_network_in_clear(mailbox: Mailbox) -> None:
    """RFC 8314"""
    this_machine_and_no_loopback = "0.0.0.0"
    mailbox.password = "geheim"
    async with Carrier(Smtp(this_machine_and_no_loopback, mailbox.port, "lea", "geheim"), "here.test") as carrier:
        assert not await carrier.reach()
    assert mailbox.said == []
    assert "offers no TLS" in carrier.why
