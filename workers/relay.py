"""Outbox to RQ, at least once: an errand leaves the outbox when its job is queued and a second look is due."""

import asyncio
import logging
import socket

from redis.exceptions import RedisError
from rq import Queue

from server.core.errands import AnyErrand, Asked
from server.store import keys
from server.store.ports import StoreError
from workers.bootstrap import Tools
from workers.doorbell import BATCH, calls, ring
from workers.outlook import Later, Nothing, Now, outlook
from workers.together import each

log = logging.getLogger("gespann.relay")

COUNT = keys.SHARDS * BATCH
"""Of all shards together: of each, one batch of mails."""
BLOCK_MS = 1000
PAUSE_S = 0.5
"""After the store or RQ's Redis was away."""


async def run(tools: Tools, queue: Queue) -> None:
    """For ever; ends by being cancelled.  What was taken and not acknowledged is taken again: at once by a relay on
    this host, after a minute by any other.  Two on one host may take the same; that does no harm.
    """
    consumer, again = f"relay-{socket.gethostname()}", True
    while True:
        try:
            again = await once(tools, queue, consumer, again=again) > 0 and again
        except (StoreError, RedisError, OSError) as fault:
            log.warning("the store is away: %s", type(fault).__name__)
            await asyncio.sleep(PAUSE_S)
            again = True


async def once(tools: Tools, queue: Queue, consumer: str, block_ms: int = BLOCK_MS, *, again: bool = False) -> int:
    """One handful: how many errands were taken and acknowledged; `again`: of those that were taken before and are still
    in our hands.  Raises StoreError and RedisError.
    """
    taken = await tools.store.outbox.take(consumer, COUNT, block_ms, again=again)
    errands = list(dict.fromkeys(errand for _, errand in taken))  # the same errand twice in one handful is one
    due = await each(lambda errand: _due_now(tools, errand), errands)
    wanted = [errand for errand, now in zip(errands, due, strict=True) if now]
    if wanted:
        await asyncio.to_thread(ring, queue, calls(wanted))
    if taken:
        await tools.store.outbox.done([ticket for ticket, _ in taken])
    return len(taken)


async def _due_now(tools: Tools, errand: AnyErrand) -> bool:
    """Whether to ring.  Before that the second look is written down: a job that gets lost is rung for again."""
    try:
        match await outlook(tools, errand):
            case Nothing():
                return False
            case Later(at):
                await tools.store.due.put(errand, at)
                return False
            case Now():
                pass
    except (StoreError, RedisError, OSError):
        raise
    except Exception as fault:  # noqa: BLE001 - one unreadable workshop must not stop the others' mails
        log.warning("an errand could not be read: %s", type(fault).__name__)
        await tools.store.due.put(errand, tools.clock() + tools.pace.look_again)
        return False
    if not isinstance(errand, Asked):
        await tools.store.due.put(errand, tools.clock() + tools.pace.look_again)
    return True
