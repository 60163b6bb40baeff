"""What the workers do about somebody who was erased: no mail, no job, nothing in the queue (rule E3)."""

import re

import pytest
from redis import Redis
from rq.registry import FailedJobRegistry, StartedJobRegistry
from rq.serializers import JSONSerializer

from server.core.errands import Reveal, SendDataLink, SendMail
from server.core.followup.daytime import DAY_MS, HOUR_MS
from server.core.people import Address
from server.store import erasure
from server.store.purge import Purger
from tests.workers.conftest import Clock
from tests.workers.mailbox import Mailbox, text
from tests.workers.scene import JONAS, MARA, OLE
from tests.workers.world import W, ledger, put, settle, work
from workers import jobs, relay
from workers.bootstrap import Tools
from workers.doorbell import ListedJob, calls, queue, ring, worker
from workers.mail.deliver import Carrier, Outcome
from workers.mail.render import Post


def naming(redis: Redis, person: str) -> list[str]:
    """RQ packs what it keeps: a search for bytes finds nothing, whatever is there."""
    ids = [key.decode().removeprefix("rq:job:") for key in redis.scan_iter("rq:job:*")]
    jobs = [ListedJob.fetch(id_, connection=redis, serializer=JSONSerializer) for id_ in ids]
    return [job.func_name or "" for job in jobs if person in job.args]


async def test_jobs_that_name_the_erased_are_gone_failed_ones_too(tools: Tools, redis: Redis, mailbox: Mailbox) -> None:
    await settle(tools)
    rung = queue(redis)
    ring(rung, [("no_such_job", (W, MARA))])
    worker(redis).work(burst=True, max_jobs=1, logging_level="CRITICAL")
    ring(rung, calls([Reveal(W, MARA, JONAS), Reveal(W, JONAS, OLE)]))
    failed = FailedJobRegistry(queue=rung)
    assert failed.get_job_count(cleanup=False) == 1
    assert len(naming(redis, MARA)) == 2

    await erasure.erase(tools.store, None, W, MARA, tools.clock())
    await work(tools, redis)

    assert failed.get_job_count(cleanup=False) == 0
    assert rung.count == 0
    assert not await tools.store.people.forgetting(W)
    assert naming(redis, MARA) == []
    assert {key.split(":")[1] for key in await ledger(tools)} == {JONAS, OLE}
    assert mailbox.to("mara@example.org") == []


async def test_those_who_come_to_their_date_together_are_one_job(tools: Tools, redis: Redis, clock: Clock) -> None:
    await settle(tools)
    await work(tools, redis)
    clock.pass_(100 * DAY_MS)
    await work(tools, redis)
    assert await Purger(tools.store, tools.settings.exchange_ms).purge(clock()) == 3
    assert await tools.store.people.forgetting(W) == [JONAS, MARA, OLE]
    rung = queue(redis)
    await relay.once(tools, rung, "test", block_ms=0)
    (one,) = rung.job_ids
    others = SendMail(W, "after:z")
    ring(rung, calls([Reveal(W, MARA, JONAS), Reveal(W, JONAS, OLE), SendMail(W, "opened:z:o"), others]))
    await jobs.forget_erased(tools, W)
    assert rung.job_ids == [one], "no other names any of them"
    assert [errand for _, errand in await tools.store.outbox.take("t", block_ms=0)] == [others]
    assert await tools.store.people.forgetting(W) == []


async def test_what_runs_right_now_is_swept_when_it_has_ended(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await settle(tools)
    rung = queue(redis)
    ring(rung, calls([Reveal(W, MARA, JONAS)]))
    (running,) = rung.job_ids
    rung.remove(running)
    started = StartedJobRegistry(queue=rung)
    redis.zadd(started.key, {f"{running}:1": 2**40})
    await erasure.erase(tools.store, None, W, MARA, tools.clock())
    await work(tools, redis)
    assert await tools.store.people.forgetting(W)
    redis.delete(started.key)  # its worker was killed
    redis.zadd(FailedJobRegistry(queue=rung).key, {running: 2**40})
    clock.pass_(tools.pace.look_again)
    await work(tools, redis)
    assert not await tools.store.people.forgetting(W)
    assert naming(redis, MARA) == []


async def test_no_mail_of_a_batch_that_is_being_sent_names_who_was_erased_meanwhile(
    tools: Tools, redis: Redis, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle(tools)
    real = Carrier.send

    async def sends(self: Carrier, post: Post) -> Outcome:
        outcome = await real(self, post)
        await erasure.erase(tools.store, None, W, JONAS, tools.clock())
        return outcome

    monkeypatch.setattr(Carrier, "send", sends)
    await jobs.plan(tools, W)
    owed = [line.key for line in await tools.store.ledger.lines(W) if line.key.startswith(("after:m", "after:o"))]
    await jobs.send_batch(tools, [(W, key) for key in owed])
    first, second = (message for _, message in mailbox.received)
    assert "Jonas" in text(first)
    assert "Jonas" not in text(second) + str(second["Subject"])


async def test_e1_a_fresh_link_goes_to_the_proven_address_alone_and_is_good_for_an_hour(
    tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock
) -> None:
    await settle(tools)
    await tools.store.people.put_address(W, OLE, Address("ole@example.org"))
    await tools.store.people.want_mails(W, MARA, clock(), wanted=False)
    await put(tools, *(SendDataLink(W, who, "en", clock()) for who in (MARA, OLE)))
    await put(tools, SendDataLink(W, JONAS, "de", clock() - 16 * 60_000))
    await work(tools, redis)
    (mail,) = [each for each in mailbox.to("mara@example.org") if "your data" in each["Subject"]]
    assert [to for to, subject in mailbox.subjects() if "your data" in subject] == ["mara@example.org"]
    found = re.search(r"https://gespann\.example\.org/my-data/([A-Za-z0-9._-]+)", text(mail))
    assert found is not None
    assert await tools.store.people.fresh(found[1], clock() + HOUR_MS - 1) == (W, MARA)
    assert await tools.store.people.fresh(found[1], clock() + HOUR_MS) is None
