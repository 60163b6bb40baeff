"""A group's text over two server processes, and everything that can happen to it, drawn from a seed.

The processes are two registries of rooms in this one, each with connections of its own to one real Valkey: what they
share is only that.  A process can be killed (nothing is said any more, what was not appended is lost), the store can
refuse or lose an answer, and every message waits in its line until it is drawn.  What the writers do comes from the
seed alone; how the store's answers fall between is the machine's.
"""

import asyncio
import contextlib
from base64 import b64decode
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from random import Random
from typing import Any

import msgspec
import pytest
from pycrdt import Doc, Text

from server.core.ids import GroupId, PersonId, WorkshopId
from server.protocol.frames import Frame, Hear
from server.protocol.messages import DocumentSaved
from server.store.ports import Appended, DocumentNews, Documents, NotSaved
from server.store.store import Store, open_store
from server.workspace import rooms
from server.workspace.lib0 import Reader, sized
from server.workspace.room import Room
from server.workspace.rooms import SAVED, Rooms, serve_workspace
from tests.conftest import now
from tests.workspace.durable import Durable, Extent
from tests.workspace.wire import awareness_message, step_1, update_message

STARTER = "# Start\n"
LETTERS = "abc de\nü😀"


class Flaky:
    """The store's port as a bad day shows it: some writes are refused, some are done and not answered."""

    def __init__(self, documents: Documents, chance: Random) -> None:
        self._documents = documents
        self._chance = chance
        self.trouble = 0.0

    async def append(self, workshop: WorkshopId, group: GroupId, updates: Sequence[bytes]) -> Appended:
        if self._chance.random() < self.trouble:
            raise NotSaved("refused")
        appended = await self._documents.append(workshop, group, updates)
        if self._chance.random() < self.trouble:
            raise NotSaved("no answer")
        return appended

    async def after(self, workshop: WorkshopId, group: GroupId, position: str) -> tuple[list[bytes], str]:
        if self._chance.random() < self.trouble:
            raise NotSaved("no answer")
        return await self._documents.after(workshop, group, position)

    async def whisper(self, workshop: WorkshopId, group: GroupId, passing: bytes) -> None:
        if self._chance.random() < self.trouble:
            raise NotSaved("refused")
        await self._documents.whisper(workshop, group, passing)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._documents, name)


class Process:
    """One server process, as far as texts go."""

    def __init__(self, url: str, chance: Random) -> None:
        self._url = url
        self._chance = chance
        self.store: Store
        self.flaky: Flaky
        self.rooms: Rooms
        self.lines: set[asyncio.Task[None]] = set()
        """One for each writer that is served here."""

    async def start(self) -> None:
        self.store = await open_store(self._url, now)
        self.flaky = Flaky(self.store.documents, self._chance)
        self.rooms = Rooms(self.flaky, self.store.presence, now)
        await self.rooms.start()

    async def kill(self) -> None:
        """As by -9: no task comes to another line of its own."""
        tasks = [*self.lines, *(room._task for room in self.rooms._open.values())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.lines.clear()
        if self.rooms._following is not None:
            self.rooms._following.cancel()
        await self.store.close()


class Writer:
    """A browser that speaks y-websocket's protocol; as a `Connection` it is also its own end of the line."""

    def __init__(self, number: int) -> None:
        self.person = PersonId(f"p{number}")
        self.doc = Doc[Text](client_id=number + 1)
        self.body = self.doc.get("text", type=Text)
        self.at: Process | None = None
        self.serving: asyncio.Task[None] | None = None
        self.up: deque[bytes] = deque()
        self.down: deque[bytes] = deque()
        """On their way to the server and from it."""
        self._arrived: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._clock = 0

    @property
    def text(self) -> str:
        return str(self.body)

    @property
    def online(self) -> bool:
        return self.serving is not None

    # -- the server's side -------------------------------------------------------------------------------------------

    def send(self, frame: Frame) -> None:
        self.down.append(frame.payload)

    def close(self, code: int, reason: str = "") -> None:
        while not self._arrived.empty():  # not heard any more
            self._arrived.get_nowait()
        self._arrived.put_nowait(None)

    async def listen(self, hear: Hear) -> None:
        arrived = self._arrived
        while (data := await arrived.get()) is not None:
            hear(data)

    # -- the person's side -------------------------------------------------------------------------------------------

    def connect(self, process: Process, workshop: WorkshopId, group: GroupId) -> None:
        self._arrived = asyncio.Queue()
        self.at = process
        self.serving = asyncio.create_task(serve_workspace(process.rooms, self, workshop, group, self.person, STARTER))
        process.lines.add(self.serving)
        self.up.append(step_1(self.doc))
        self._clock += 1
        self.up.append(awareness_message(self.doc.client_id, self._clock, "{}"))

    async def cut(self) -> None:
        """What was on its way is lost, in both directions; the process, if it still runs, sees a closed connection."""
        self.up.clear()
        self.down.clear()
        self.at = None
        if self.serving is not None:
            self.serving.cancel()
            serving, self.serving = self.serving, None
            await asyncio.gather(serving, return_exceptions=True)

    def edit(self, chance: Random) -> None:
        before = self.doc.get_state()
        text = self.text
        at = chance.randint(0, len(text))
        start = len(text[:at].encode())
        gone = len(text[at : at + chance.choice((0, 0, 1, 1, 2, 5))].encode())
        with self.doc.transaction():
            if gone:
                del self.body[start : start + gone]
            if not gone or chance.random() < 0.5:
                self.body.insert(start, "".join(chance.choices(LETTERS, k=chance.choice((1, 1, 2, 8)))))
        if self.online:
            self.up.append(update_message(self.doc.get_update(before)))

    def deliver_up(self) -> None:
        self._arrived.put_nowait(self.up.popleft())

    def deliver_down(self) -> None:
        reader = Reader(self.down.popleft())
        if reader.uint() == 1:
            return
        step, body = reader.uint(), reader.bytes()
        if step == 0:
            self.up.append(b"\x00\x01" + sized(self.doc.get_update(body)))
        else:
            self.doc.apply_update(body)


class Witness:
    """What was ever called saved, and whether the store has it."""

    def __init__(self, store: Store, workshop: WorkshopId, group: GroupId) -> None:
        self._store = store
        self._workshop, self._group = workshop, group
        self._told = Durable()

    async def listen(self) -> None:
        async for news in self._store.documents.follow():
            if news != DocumentNews(self._workshop, SAVED) and news.group == SAVED and news.passing:
                self._told.add(b64decode(msgspec.json.decode(news.passing, type=DocumentSaved).up_to))

    async def stored(self) -> Room:
        return Room((await self._store.documents.load(self._workshop, self._group))[0])

    async def check(self) -> None:
        """What was told by now; more may be told while the store is read."""
        told = self._told.extent()
        has = Durable()
        has.add((await self.stored()).up_to())
        assert has.covers(told), "called saved, and not in the store"

    def covers(self, doc: Doc[Text]) -> bool:
        return self._told.covers(Extent.of(doc))


@contextlib.contextmanager
def hasty() -> Iterator[None]:
    """The rooms' pauses, shortened: a story takes a fraction of a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "BATCH_S", 0.001)
        patch.setattr(rooms, "RETRY_S", (0.001, 0.003))
        patch.setattr(rooms, "LONG_STREAM", 15)
        patch.setattr(rooms, "SHORT_STREAM", 5)
        yield


@contextlib.asynccontextmanager
async def running(url: str, chance: Random) -> AsyncIterator[list[Process]]:
    processes = [Process(url, chance) for _ in range(2)]
    for process in processes:
        await process.start()
    try:
        yield processes
    finally:
        for process in processes:
            await process.kill()
