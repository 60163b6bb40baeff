"""Keeps a database of our own running: it ends itself rather than acknowledge what it cannot write (a full disk)."""

import asyncio
import logging
from typing import Final

from server.store.embedded import EmbeddedError, EmbeddedValkey

LOOK_S: Final = 0.5

log = logging.getLogger("gespann.store")


async def keep_alive(valkey: EmbeddedValkey) -> None:
    """For ever; ends by being cancelled.  Each reason why it does not start is told once and not twice a second."""
    told = ""
    while True:
        await asyncio.sleep(LOOK_S)
        if valkey.alive():
            told = ""
            continue
        if not told:
            log.warning("the database ended; starting it again. Nothing that was saved is lost.")
        try:
            await asyncio.to_thread(valkey.start)
            log.warning("the database runs again")
        except EmbeddedError as fault:
            if str(fault) != told:
                log.warning("%s Trying again.", fault)
            told = str(fault)
