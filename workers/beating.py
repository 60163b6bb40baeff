"""The workers say now and then that they are there, and how RQ is; the operator's page reads it."""

import asyncio
import logging

from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.registry import FailedJobRegistry

from server.store.operating import Workers, tell
from server.store.ports import StoreError
from workers.bootstrap import Tools

log = logging.getLogger("gespann.beating")

EVERY_S = 5.0


async def run(tools: Tools, queue: Queue) -> None:
    """For ever; ends by being cancelled."""
    while True:
        try:
            await once(tools, queue)
        except (StoreError, RedisError, OSError) as fault:
            log.warning("the store is away: %s", type(fault).__name__)
        await asyncio.sleep(EVERY_S)


async def once(tools: Tools, queue: Queue) -> None:
    def asked() -> tuple[int, int, int]:
        failed = FailedJobRegistry(queue=queue).get_job_count(cleanup=False)
        return Worker.count(queue=queue), queue.count, failed

    running, queued, failed = await asyncio.to_thread(asked)
    await tell(tools.store, Workers(tools.clock(), running, queued, failed))
