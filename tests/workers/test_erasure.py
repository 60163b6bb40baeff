"""What the workers do about somebody who was erased: no mail, no job, nothing in the queue (rule E3)."""

from redis import Redis
from rq.registry import FailedJobRegistry
from rq.serializers import JSONSerializer

from server.core.errands import Reveal
from server.store import erasure
from tests.workers.mailbox import Mailbox
from tests.workers.scene import JONAS, MARA, OLE
from tests.workers.world import W, ledger, settle, work
from workers.bootstrap import Tools
from workers.doorbell import ListedJob, calls, queue, ring, worker


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
    assert not await tools.store.people.forgetting(W, MARA)
    assert naming(redis, MARA) == []
    assert {key.split(":")[1] for key in await ledger(tools)} == {JONAS, OLE}
    assert mailbox.to("mara@example.org") == []
