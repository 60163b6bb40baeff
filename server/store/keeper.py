"""Keeps a database of our own running: it ends itself rather than acknowledge what it cannot write (a full disk)."""

import asyncio
import shutil
import time
from collections.abc import Callable
from typing import Final

from server.store.embedded import EmbeddedError, EmbeddedValkey

LOOK_S: Final = 0.5
QUIET_S: Final = 30.0
"""One that has run for so long has recovered: on a full disk each start lasts until somebody writes."""
FULL_BYTES: Final = 256 * 1024


class Keeper:
    """To be asked to `look` again and again.  Each reason is told once, until the database has recovered."""

    def __init__(self, valkey: EmbeddedValkey, say: Callable[[str], None], quiet_s: float = QUIET_S) -> None:
        self._valkey = valkey
        self._say = say
        self._quiet_s = quiet_s
        self._told: set[str] = set()
        self._started = 0.0

    def look(self) -> None:
        """Starts the database again if it has ended; blocks as long as that takes."""
        if self._valkey.alive():
            if self._told and time.monotonic() - self._started >= self._quiet_s:
                self._told.clear()
                self._say("The database runs again.")
            return
        self._tell(self._why())
        try:
            self._valkey.start()
        except EmbeddedError as fault:
            self._tell(f"{fault} Trying again.")
        self._started = time.monotonic()

    def _why(self) -> str:
        folder = self._valkey.data_dir
        try:
            free = shutil.disk_usage(folder).free
        except OSError as fault:  # the folder is gone, or its disk was pulled: looking must go on
            return f"The database ended, and its folder {folder} can't be reached ({fault.strerror}). Trying again."
        if free < FULL_BYTES:
            return (
                f"The disk that holds {folder} is full. Nothing that was saved is lost, and pages say that nothing is "
                "being saved just now; make room, and it goes on by itself."
            )
        return "The database ended; starting it again. Nothing that was saved is lost."

    def _tell(self, words: str) -> None:
        if words not in self._told:
            self._told.add(words)
            self._say(words)


async def keep_alive(keeper: Keeper) -> None:
    """For ever; ends by being cancelled."""
    while True:
        await asyncio.sleep(LOOK_S)
        await asyncio.to_thread(keeper.look)
