"""The open workshops of this process; a command for one that is not open is decided on its log all the same."""

import asyncio
import logging
from collections.abc import Callable

import msgspec

from server.core.commands import Actor
from server.core.decide import AnyCommand
from server.core.ids import WorkshopId
from server.core.rejections import Rejection
from server.core.state import Workshop
from server.live.audience import Client
from server.live.hub import Hub
from server.live.planner import Planner
from server.live.scribe import Order, Outcome, Scribe
from server.live.shelf import Shelf
from server.protocol.messages import DocumentSaved
from server.store.ports import StoreError
from server.store.store import Store
from server.workspace.rooms import SAVED

STOP_S = 3.0
"""How long the hubs may take to end their turns."""

log = logging.getLogger(__name__)


class Hubs:
    """`start` before the first client, `close` after the last; `clock` gives milliseconds since the epoch."""

    def __init__(self, store: Store, planner: Planner, clock: Callable[[], int]) -> None:
        self.store = store
        self.planner = planner
        self.clock = clock
        self._open: dict[WorkshopId, Hub] = {}
        self._shelf = Shelf(self._scribe, clock)
        self._following: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        self._following = [
            asyncio.create_task(self._follow_logs(), name="hubs-follow"),
            asyncio.create_task(self._follow_saved(), name="hubs-saved"),
        ]

    async def close(self) -> None:
        for following in self._following:
            following.cancel()
        tasks = [hub.stop() for hub in self._open.values()]
        if waiting := [*self._following, *tasks]:
            await asyncio.wait(waiting, timeout=STOP_S)
        for task in tasks:
            task.cancel()

    def __len__(self) -> int:
        return len(self._open)

    async def enter(self, workshop: WorkshopId, client: Client) -> Hub:
        """The hub, with the client in it.  Raises UnknownWorkshop, NotSaved."""
        hub = self._open.get(workshop)
        if hub is None:
            hub = self._open[workshop] = Hub(
                self._shelf.scribe(workshop), self.store, self.planner, self.clock, self._forget
            )
        await hub.enter(client)
        return hub

    async def decide(self, workshop: WorkshopId, command: AnyCommand, by: Actor, key: str, at: int) -> int:
        """Decides on the newest state and appends; the workshop's version.  `key` is the command's id in the log.

        Raises Rejection, NotSaved, and Stale after many lost races.
        """
        hub = self._open.get(workshop)
        if hub is None:
            scribe = self._scribe(workshop, lambda: at)
            await scribe.catch_up()
            return await scribe.perform(Order(key, command, by))
        asked: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        hub.order(Order(key, command, by), lambda outcome: None if asked.done() else asked.set_result(outcome))
        outcome = await asked
        if isinstance(outcome, (Rejection, StoreError)):
            raise outcome
        return outcome

    async def state(self, workshop: WorkshopId) -> Workshop | None:
        """The newest state; None if there is no such workshop.  Raises NotSaved."""
        hub = self._open.get(workshop)
        if hub is not None:
            return await hub.fresh()
        return await self._shelf.state(workshop)

    def store_is(self, workshop: WorkshopId, ok: bool) -> None:  # noqa: FBT001 - the hook that `Rooms` calls
        """The rooms' word on whether a document could be appended."""
        if (hub := self._open.get(workshop)) is not None:
            hub.store_is(ok=ok)

    def _scribe(self, workshop: WorkshopId, clock: Callable[[], int] | None = None) -> Scribe:
        return Scribe(workshop, self.store.log, self.store.workshops, clock or self.clock)

    def _forget(self, hub: Hub) -> None:
        del self._open[hub.workshop]

    async def _follow_logs(self) -> None:
        async for news in self.store.log.follow():
            if (hub := self._open.get(news.workshop)) is not None:
                hub.changed(around=news.around)

    async def _follow_saved(self) -> None:
        async for news in self.store.documents.follow():
            hub = self._open.get(news.workshop)
            if hub is None or news.group != SAVED:
                continue
            if news.passing is None:
                hub.listens()
                continue
            try:
                hub.saved(msgspec.json.decode(news.passing, type=DocumentSaved))
            except Exception:  # it may be said by a process of another version
                log.exception("a word of what is saved could not be told; the next ones still are")
