"""What waits for a workshop's next turn: commands to be decided, and who asked for the newest state."""

import asyncio
from collections import deque

from msgspec import Struct

from server.core.state import Workshop
from server.live.scribe import Answer, Order
from server.store.ports import StoreError


class Job(Struct, frozen=True):
    order: Order
    answer: Answer


class Waiting:
    def __init__(self) -> None:
        self.inbox: deque[Job] = deque()
        self._fresh: list[asyncio.Future[Workshop | None]] = []

    def __bool__(self) -> bool:
        return bool(self.inbox or self._fresh)

    @property
    def asking(self) -> int:
        """How many ask for the newest state."""
        return len(self._fresh)

    def ask(self) -> asyncio.Future[Workshop | None]:
        """The newest state, some time."""
        asked: asyncio.Future[Workshop | None] = asyncio.get_running_loop().create_future()
        self._fresh.append(asked)
        return asked

    def tell(self, these: int, state: Workshop | None) -> None:
        """To the first ones; for who asked while the log was read it is read again."""
        for asked in self._fresh[:these]:
            if not asked.done():
                asked.set_result(state)
        del self._fresh[:these]

    def give_up(self, error: StoreError) -> None:
        """Whoever waits for the store is told; they ask again."""
        while self.inbox:
            self.inbox.popleft().answer(error)
        for asked in self._fresh:
            if not asked.done():
                asked.set_exception(error)
        self._fresh.clear()
