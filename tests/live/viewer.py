"""A browser at the live socket, without a socket: it keeps the views as a page does, and says what was answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from server.core import commands as c
from server.core.ids import FacilitatorId, PersonId, PlaceId, TaskId, WorkshopId
from server.core.people import Brochure, PlaceName, Profile, TaskText
from server.core.state import Design, Place, Task
from server.live.hubs import Hubs
from server.live.planner import Planner
from server.live.serving import serve_live
from server.protocol.frames import Frame, Hear
from server.protocol.patch import apply
from server.protocol.session import Viewer
from server.store.store import Store, open_store
from tests.conftest import now
from tests.live.eventually import eventually

W = WorkshopId("w1")
LEAD = c.ByFacilitator(FacilitatorId("lead"))


class Browser:
    def __init__(self) -> None:
        self.views: dict[str, Any] = {}
        self.versions: dict[str, int] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.messages: list[dict[str, Any]] = []
        self.frames_seen: list[Frame] = []
        self.closed: tuple[int, str] | None = None
        self._said: asyncio.Queue[str | None] = asyncio.Queue()
        self._ids = 0

    # -- a Connection ------------------------------------------------------------------------------------------------

    def send(self, frame: Frame) -> None:
        if self.closed is not None:
            return
        self.frames_seen.append(frame)
        message = msgspec.json.decode(frame.payload)
        self.messages.append(message)
        match message:
            case {"t": "snapshot", "view": view, "version": version, "value": value}:
                self.views[view], self.versions[view] = value, version
            case {"t": "patch", "view": view, "base": base, "version": version, "patch": patch}:
                assert self.versions[view] == base, "a patch that does not fit"
                self.views[view], self.versions[view] = apply(self.views[view], patch), version
            case {"t": "done" | "refused" | "notSaved", "id": id}:
                assert id not in self.answers, "answered twice"
                self.answers[id] = message
            case _:
                pass

    def close(self, code: int, reason: str = "") -> None:
        self.closed = self.closed or (code, reason)
        self._said.put_nowait(None)

    async def listen(self, hear: Hear) -> None:
        while (data := await self._said.get()) is not None and self.closed is None:
            hear(data)

    # -- the person --------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        self._said.put_nowait(None)

    def say(self, text: str) -> None:
        self._said.put_nowait(text)

    def ask(self, id: str | None = None, **command: Any) -> str:
        """Sends a request and does not wait; its id."""
        self._ids += 1
        id = id or f"{self._ids}"
        self.answers.pop(id, None)
        self.say(msgspec.json.encode({"t": "do", "id": id, "command": command}).decode())
        return id

    async def do(self, id: str | None = None, **command: Any) -> dict[str, Any]:
        """Sends a request; the answer."""
        asked = self.ask(id, **command)
        await eventually(lambda: asked in self.answers)
        return self.answers[asked]

    async def sees(self, view: str, **wanted: Any) -> None:
        await eventually(lambda: {key: self.views.get(view, {}).get(key) for key in wanted} == wanted)

    @property
    def seat(self) -> dict[str, Any]:
        seat: dict[str, Any] = self.views.get("seat", {})
        return seat

    @property
    def group(self) -> dict[str, Any]:
        group: dict[str, Any] = self.seat.get("group", {})
        return group

    @property
    def console(self) -> dict[str, Any]:
        console: dict[str, Any] = self.views.get("console", {})
        return console


@asynccontextmanager
async def process(url: str, planner: Planner | None = None) -> AsyncIterator[Hubs]:
    """One server process's hubs, with a store connection of their own."""
    async with await open_store(url, now) as store:
        own = planner or Planner()
        hubs = Hubs(store, own, now)
        await hubs.start()
        try:
            yield hubs
        finally:
            await hubs.close()
            if planner is None:
                own.close()


@asynccontextmanager
async def watching(hubs: Hubs, who: str = "lead") -> AsyncIterator[Browser]:
    """A browser of the facilitator `lead`, or of a participant."""
    viewer: Viewer = LEAD if who == "lead" else c.ByParticipant(PersonId(who))
    browser = Browser()
    serving = asyncio.create_task(serve_live(hubs, browser, W, viewer))
    try:
        yield browser
    finally:
        browser.leave()
        await serving


DESIGN = Design(
    language="en",
    rounds=2,
    places=(Place(PlaceId("t1")), Place(PlaceId("t2"))),
    tasks=(Task(TaskId("a"), steps=5, minutes=10),),
)
BROCHURE = Brochure(
    "Title",
    "Lead",
    (TaskText(TaskId("a"), "A", "Do it", ("1", "2", "3", "4", "5")),),
    (PlaceName(PlaceId("t1"), "Table 1"), PlaceName(PlaceId("t2"), "Table 2")),
)


async def create(hubs: Hubs, store: Store, *people: str) -> None:
    """A workshop as HTTP makes it, with people in it."""
    await store.workshops.put_brochure(W, BROCHURE)
    await hubs.decide(W, c.CreateWorkshop(W, DESIGN), LEAD, "create", now())
    for name in people:
        await join(hubs, store, name)


async def join(hubs: Hubs, store: Store, name: str) -> None:
    person = PersonId(name)
    await store.people.put_profile(W, person, Profile(name.title()))
    await hubs.decide(W, c.JoinWorkshop(person), c.ByParticipant(person), f"join-{name}", now())
