"""Work in pieces, on the event loop that all workshops share.

What somebody says goes first: while a message is on its way to the store and back, no other room begins a piece.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

TURNS = 4
"""A message takes some turns of the event loop from its socket to the store, and some from there to its answer."""
LONGEST_S = 0.005
"""A piece waits no longer for messages: where they never end, there is still a piece among them now and then."""


class _Messages:
    """Those that are on their way."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: list[asyncio.Future[None]] = []

    def begin(self) -> None:
        self.count += 1

    def end(self) -> None:
        self.count -= 1
        if not self.count:
            waiting, self._waiting = self._waiting, []
            for each in waiting:
                if not each.done():
                    each.set_result(None)

    async def over(self) -> None:
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(ended)
        await ended


_messages = _Messages()


@contextmanager
def going_first() -> Iterator[None]:
    """A message is on its way."""
    _messages.begin()
    try:
        yield
    finally:
        _messages.end()


async def others_turn() -> None:
    """Between two pieces: whatever is under way gets on as far as it can, and meets one piece instead of one a turn."""
    for _ in range(TURNS):
        await asyncio.sleep(0)
    if _messages.count:
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_S):
                while _messages.count:  # the next one may have set out since
                    await _messages.over()
