"""What is due goes into the outbox: mails, second looks, and workshops that close themselves."""

import asyncio
import logging

from server.store.ports import StoreError
from server.store.purge import Purger
from workers.bootstrap import Tools

log = logging.getLogger("gespann.schedule")

COUNT = 250
"""Released at once, so that the store is not held for long; no less than a job's mails, which go together."""
LOOK_EVERY = 60
"""Ticks between two looks of the purge at the clock: about a minute."""


async def run(tools: Tools) -> None:
    """For ever, once a second; ends by being cancelled.  Several may run: a release is atomic."""
    purger, looks = Purger(tools.store, tools.settings.exchange_ms), 0
    while True:
        try:
            await once(tools)
            await tools.store.rewrites.tend()
            if looks % LOOK_EVERY == 0:
                await purger.tend(tools.clock())
            looks += 1
        except (StoreError, OSError) as fault:
            log.warning("the store is away: %s", type(fault).__name__)
        await asyncio.sleep(tools.pace.tick / 1000)


async def once(tools: Tools) -> int:
    """Everything that is due now; how many errands that were."""
    released = 0
    while True:
        count = await tools.store.due.release(tools.clock(), COUNT)
        released += count
        if count < COUNT:
            return released
