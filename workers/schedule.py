"""What is due goes into the outbox: mails, second looks, and workshops that close themselves."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from server.store.ports import StoreError
from server.store.purge import Purger
from workers.bootstrap import Tools

log = logging.getLogger("gespann.schedule")

COUNT = 250
"""Released at once, so that the store is not held for long; no less than a job's mails, which go together."""
TICKS_PER_LOOK = 60
"""Of the purge at the clock: about a minute."""


async def run(tools: Tools) -> None:
    """For ever, once a second; ends by being cancelled.  Several may run: a release is atomic."""

    async def look() -> None:
        await once(tools)
        await tools.store.rewrites.tend()

    await _again_and_again(look, tools.pace.tick)


async def purge(tools: Tools) -> None:
    """As `run`, beside it: on its day a full room takes seconds, and what is due does not wait for that."""
    purger = Purger(tools.store, tools.settings.exchange_ms)
    await _again_and_again(lambda: purger.tend(tools.clock()), tools.pace.tick * TICKS_PER_LOOK)


async def _again_and_again(look: Callable[[], Awaitable[object]], pause_ms: int) -> None:
    while True:
        try:
            await look()
        except (StoreError, OSError) as fault:
            log.warning("the store is away: %s", type(fault).__name__)
        await asyncio.sleep(pause_ms / 1000)


async def once(tools: Tools) -> int:
    """Everything that is due now; how many errands that were."""
    released = 0
    while True:
        count = await tools.store.due.release(tools.clock(), COUNT)
        released += count
        if count < COUNT:
            return released
