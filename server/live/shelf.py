"""Workshops that nobody has open, as they were when they were last asked for.

A page asks five times as it opens, after the mails hundreds of people open one, and each time the whole log would be
read anew.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct

from server.core.ids import WorkshopId
from server.core.state import Workshop
from server.live.scribe import Scribe

MOST = 32
"""Workshops; who was asked for longest ago goes first."""
KEPT_MS = 60_000
"""From the first reading on: a log that was deleted shows in nothing that comes after it."""


class Kept(Struct, frozen=True):
    scribe: Scribe
    busy: asyncio.Lock
    since: int


class Shelf:
    """`clock` gives milliseconds since the epoch."""

    def __init__(self, scribe: Callable[[WorkshopId], Scribe], clock: Callable[[], int]) -> None:
        self._scribe = scribe
        self._clock = clock
        self._kept: OrderedDict[WorkshopId, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def scribe(self, workshop: WorkshopId) -> Scribe:
        """For whoever goes on alone, from what is known here."""
        kept = self._fresh(workshop)
        return kept.scribe.copy() if kept else self._scribe(workshop)

    async def state(self, workshop: WorkshopId) -> Workshop | None:
        """The newest state; None if there is no such workshop.  Raises NotSaved."""
        kept = self._fresh(workshop)
        if kept is None:
            kept = self._kept[workshop] = Kept(self._scribe(workshop), asyncio.Lock(), self._clock())
        self._kept.move_to_end(workshop)
        async with kept.busy:
            await kept.scribe.catch_up()
            kept.scribe.take_news()
        if kept.scribe.state is None:
            self._kept.pop(workshop, None)  # whoever guesses ids pushes nobody out
        elif len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return kept.scribe.state

    def _fresh(self, workshop: WorkshopId) -> Kept | None:
        kept = self._kept.get(workshop)
        return kept if kept is not None and 0 <= self._clock() - kept.since < KEPT_MS else None
