"""Without a ledger: what keeps an invitation from coming twice under two names, or never."""

import pytest
from redis import Redis

from server.core.errands import SendInvitation
from server.store.mailserver import RedisMailServer
from server.store.ports import NotSaved
from tests.workers.conftest import Clock
from tests.workers.mailbox import Mailbox
from tests.workers.world import W, put, settle, work
from workers import jobs
from workers.bootstrap import Pace, Tools

PACE = Pace()


async def asked(tools: Tools) -> SendInvitation:
    await settle(tools)
    return SendInvitation(W, await tools.store.facilitators.by_address("kim@example.org"), tools.clock())


async def test_m9_however_often_its_job_runs_it_has_one_message_id(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    first = await asked(tools)
    for _ in range(2):
        await jobs.invite(tools, first)
    clock.pass_(1)
    await jobs.invite(tools, await asked(tools))
    one, copy, asked_anew = [message["Message-ID"] for _, message in mailbox.received]
    assert one == copy != asked_anew
    assert str(one).endswith("@gespann.example.org>")


async def test_m9_one_in_doubt_goes_out_once_more(tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock) -> None:
    await put(tools, await asked(tools))
    mailbox.script.extend(["cut after", "cut taken"])
    await work(tools, redis)
    assert mailbox.to("kim@example.org") == []
    for wait in PACE.doubt:
        clock.pass_(wait)
        await work(tools, redis)
    assert len(mailbox.to("kim@example.org")) == 1, "and no third time"


async def test_that_nobody_hears_of_the_mail_server_fails_no_mail(
    tools: Tools, redis: Redis, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RQ would run the job again, and the invitation go out again."""

    async def answers(self: RedisMailServer) -> None:
        raise NotSaved

    monkeypatch.setattr(RedisMailServer, "answers", answers)
    await jobs.invite(tools, await asked(tools))
    assert len(mailbox.to("kim@example.org")) == 1
