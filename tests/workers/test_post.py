"""How long a worker goes on, and when it has no say any more."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from redis import Redis

from server.store.ledger import RedisLedger
from server.store.ports import NotSaved
from tests.workers.conftest import Clock
from tests.workers.mailbox import Behaviour, Mailbox
from tests.workers.world import W, ledger, settle, work
from workers import jobs
from workers.bootstrap import Pace, Tools
from workers.doorbell import TIMEOUT_S
from workers.mail import deliver, post
from workers.mail.render import Post, Renderer

PACE = Pace()


async def owed(tools: Tools) -> list[str]:
    """The mails after the workshop."""
    await settle(tools)
    await jobs.plan(tools, W)
    return [line.key for line in await tools.store.ledger.lines(W) if line.key.startswith("after")]


async def test_what_a_slow_mail_server_leaves_no_time_for_is_put_back_unclaimed(
    tools: Tools, redis: Redis, mailbox: Mailbox
) -> None:
    keys = await owed(tools)
    mailbox.delay_s = 0.3
    hurried = replace(tools, pace=replace(PACE, batch=200))
    await jobs.send_batch(hurried, [(W, key) for key in keys])
    assert len(mailbox.received) == 1
    waiting = [line for line in await tools.store.ledger.lines(W) if line.key in keys and line.state == "queued"]
    assert [line.attempts for line in waiting] == [0, 0]
    mailbox.delay_s = 0
    await work(tools, redis)
    assert len(mailbox.received) == 3, "at once, and each of them once"


def test_a_batch_ends_before_its_mails_are_rung_for_again_and_long_before_rq_kills_it() -> None:
    assert PACE.batch < PACE.look_again
    assert PACE.batch / 1000 + deliver.CONNECT_S + deliver.MAIL_S < TIMEOUT_S / 2


async def test_m9_who_wakes_near_the_end_of_their_lease_sends_nothing(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their successor may send already, and the person have unsubscribed since the mail was made."""
    key = (await owed(tools))[0]
    real, paused = Renderer.letter, [PACE.lease - PACE.delivery + 1]

    def letter(self: Renderer, *about: Any) -> Post:
        if paused:
            clock.pass_(paused.pop())
        return real(self, *about)

    monkeypatch.setattr(Renderer, "letter", letter)
    await jobs.send_batch(tools, [(W, key)])
    assert mailbox.received == []
    assert (await ledger(tools))[key] == ("queued", "")
    clock.pass_(PACE.delivery)
    await work(tools, redis)
    line = await tools.store.ledger.line(W, key)
    assert line is not None
    assert (line.state, line.repeats, line.abandoned) == ("sent", 0, 0), "nobody may have got it twice"
    assert len({message["Message-ID"] for _, message in mailbox.received}) == len(mailbox.received)


def test_a_lease_leaves_time_to_make_a_mail_and_to_deliver_it() -> None:
    assert PACE.delivery / 1000 == deliver.MAIL_S
    assert PACE.delivery < PACE.lease


@pytest.mark.parametrize(("answer", "known"), [("take", ("sent", "")), ("550 rcpt", ("failed", "smtp-550"))])
async def test_m9_what_became_of_a_mail_is_said_again_while_the_store_is_away(
    tools: Tools,
    redis: Redis,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    answer: Behaviour,
    known: tuple[str, str],
) -> None:
    key = (await owed(tools))[0]
    mailbox.script.append(answer)
    away_for(monkeypatch, times=2)
    await jobs.send_batch(tools, [(W, key)])
    assert (await ledger(tools))[key] == known


async def test_m9_until_the_lease_ends(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = (await owed(tools))[0]
    away_for(monkeypatch, times=1000, meanwhile=lambda: clock.pass_(PACE.lease // 4))
    with pytest.raises(NotSaved):
        await jobs.send_batch(tools, [(W, key)])
    assert (await ledger(tools))[key][0] == "claimed"


def away_for(monkeypatch: pytest.MonkeyPatch, times: int, meanwhile: Callable[[], None] = lambda: None) -> None:
    """The store, to so many who would settle a mail."""
    real, left = RedisLedger.settle, iter(range(times))

    async def settles(self: RedisLedger, *about: Any) -> None:
        if next(left, None) is not None:
            meanwhile()
            raise NotSaved
        await real(self, *about)

    monkeypatch.setattr(post, "AGAIN_S", 0.01)
    monkeypatch.setattr(RedisLedger, "settle", settles)
