"""How long a worker goes on, and when it has no say any more."""

from msgspec.structs import replace
from redis import Redis

from tests.workers.mailbox import Mailbox
from tests.workers.world import W, settle, work
from workers import jobs
from workers.bootstrap import Pace, Tools
from workers.doorbell import TIMEOUT_S
from workers.mail import deliver

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
