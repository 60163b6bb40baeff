"""The workers say that they are there."""

from redis import Redis

from server.store.operating import Workers, workers
from tests.workers.world import W
from workers import beating
from workers.bootstrap import Tools
from workers.doorbell import queue, ring


async def test_what_waits_in_rq_is_told_and_forgotten_by_itself(tools: Tools, redis: Redis) -> None:
    assert await workers(tools.store) is None
    ring(queue(redis), [("plan_follow_up", (W,)), ("close_later", (W,))])
    await beating.once(tools, queue(redis))
    assert await workers(tools.store) == Workers(tools.clock(), running=0, queued=2, failed_jobs=0)
    assert 0 < int(redis.ttl("{f}:workers")) <= 60
