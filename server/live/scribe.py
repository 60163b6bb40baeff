"""One workshop's log as this process knows it: decides on the newest state, appends, decides again if it was not."""

from collections.abc import Callable
from copy import copy

from msgspec import Struct

from server.core.commands import Actor
from server.core.decide import AnyCommand, decide
from server.core.errands import errands
from server.core.events import AnyEvent
from server.core.evolve import apply
from server.core.ids import TextId, WorkshopId
from server.core.rejections import Rejection
from server.core.state import Workshop
from server.live.turns import others_turn
from server.store.ports import Entry, EventLog, Stale, StoreError, Workshops

AT_ONCE = 100
"""Entries that are applied before others get a turn on the event loop."""
TRIES = 50
"""Each try that fails let another command through."""


Check = Callable[[Workshop | None, int], None]
"""Of the state that is decided on and the instant; raises a Rejection."""


def anything(_state: Workshop | None, _at: int) -> None:
    """Refuses nothing beyond what `decide` refuses."""


Outcome = int | Rejection | StoreError
"""The workshop's version, or why not."""
Answer = Callable[[Outcome], None]


class Order(Struct, frozen=True):
    """A command and all that goes with it."""

    key: str
    """Its id in the log."""
    command: AnyCommand
    by: Actor
    text: str | None = None
    """The words that it names by `TextId(key)`."""
    check: Check = anything
    """Raises a Rejection for what depends on more than the state; asked on each state that is decided on."""


class Scribe:
    """Not to be used by two tasks at once."""

    def __init__(self, workshop: WorkshopId, log: EventLog, workshops: Workshops, clock: Callable[[], int]) -> None:
        self.workshop = workshop
        self.state: Workshop | None = None
        self._log = log
        self._workshops = workshops
        self._clock = clock
        self._done: dict[str, int] = {}
        """Version by command: who sends again what has happened is told so, and not that it can't happen twice."""
        self._version = 0
        self._at = 0
        self._read = 0
        """Up to here the log itself was read."""
        self._news: list[AnyEvent] = []
        self._own: dict[int, tuple[str, int]] = {}
        """What we appended beyond, as (command, at), until the log confirms it."""

    def version_of(self, key: str) -> int | None:
        """Of the entry that this command became, if it did and we know of it."""
        return self._done.get(key)

    def take_news(self) -> list[AnyEvent]:
        """The events of others since this was last asked."""
        news, self._news = self._news, []
        return news

    def copy(self) -> "Scribe":
        """Another, for another task, that has read as far."""
        other = copy(self)
        vars(other).update(_done=dict(self._done), _news=[], _own=dict(self._own))
        return other

    async def catch_up(self) -> None:
        """Reads what is new.

        The log could hold another entry than the one we took for appended: the same command, sent to two servers,
        whose append there was under way when we asked.  Then everything is read anew.
        Raises NotSaved if the store can't be reached.
        """
        entries = await self._log.read(self.workshop, self._read)
        if any(self._own.get(e.version, (e.command, e.at)) != (e.command, e.at) for e in entries):
            self.state, self._version, self._read = None, 0, 0
            self._done.clear()
            self._own.clear()
            entries = await self._log.read(self.workshop)
        for count, entry in enumerate(entries, start=1):
            if count % AT_ONCE == 0:
                await others_turn()
            self._own.pop(entry.version, None)
            self._read = entry.version
            if entry.version > self._version:
                self._take(entry)
                self._news += entry.events

    async def perform(self, order: Order) -> int:
        """The workshop's version after it.  Raises Rejection, NotSaved, and Stale after TRIES lost races."""
        text_stored = order.text is None
        for _ in range(TRIES):
            if (version := self._done.get(order.key)) is not None:
                return version
            before, at = self.state, max(self._clock(), self._at)
            order.check(before, at)
            events = decide(before, order.command, order.by, at)
            if not events:
                return self._version
            after = apply(before, events, at)
            if order.text is not None and not text_stored:
                await self._workshops.put_text(self.workshop, TextId(order.key), order.text)
                text_stored = True
            try:
                version = await self._log.append(
                    self.workshop, self._version, order.key, at, events, errands(after, events) if after else ()
                )
            except Stale:
                await self.catch_up()
                continue
            if version == self._version + 1:
                self._take(Entry(version, at, order.key, events))
                self._own[version] = (order.key, at)
            else:  # it had been appended before, by another process
                await self.catch_up()
            return version
        raise Stale

    def _take(self, entry: Entry) -> None:
        self.state = apply(self.state, entry.events, entry.at)
        self._version, self._at = entry.version, max(self._at, entry.at)
        self._done[entry.command] = entry.version
