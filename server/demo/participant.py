"""One simulated participant, over the same HTTP API and websockets as everybody: no door of their own."""

import asyncio
import contextlib
from random import Random
from typing import Any
from uuid import UUID

import httpx
import msgspec
from pycrdt import create_sync_message, create_update_message, handle_sync_message
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.core.commands import AskHelp, SayHere, SayReady, TickStep
from server.core.followup.exchange import Offer
from server.core.ids import GroupId
from server.core.people import Feeling, Reflection
from server.core.state import Language
from server.demo.cast import IDEAS, LINES, Character
from server.demo.page import Page
from server.protocol.messages import AnyRequest, Beat, Do, NoteIdeaText, Patch, Resync, ServerMessage, Snapshot
from server.protocol.patch import apply as patched

BEAT_S = 10
TICK_S = 1.0
MARKS, MARKED = 0.3, 3
"""How likely a line is marked as worth continuing, and until how many are."""
TITLE = 120
SYNC = 0
"""First byte of a y-protocols message about the document; awareness is 1."""

FEELINGS: tuple[Feeling, ...] = (1, 2, 3, 4, 5)

decode = msgspec.json.Decoder(ServerMessage).decode


class Door(msgspec.Struct, frozen=True):
    """What the join link leads to."""

    workshop: str
    code: str
    language: Language


class Participant:
    """Comes in once, then lives."""

    def __init__(self, base: str, door: Door, character: Character, random: Random, seat: str | None = None) -> None:
        """`seat` is the secret of a seat that they have had since an earlier start."""
        self.base = base
        self.workshop = door.workshop
        self.code = door.code
        self.seat = seat
        self.character = character
        self.random = random
        self.views: dict[str, dict[str, Any]] = {}
        self.versions: dict[str, int] = {}
        self.started = False
        self.proposed: set[str] = set()
        """Groups: who is told no does not ask again."""
        self.http = httpx.AsyncClient(base_url=base, headers={"Origin": base}, timeout=20)

    async def come_in(self) -> str:
        """Takes the seat, or joins; the seat's secret."""
        if self.seat is not None:
            answer = await self._post("/api/seats", {"secret": self.seat})
            if answer.is_success:
                return self.seat
        body = {"code": self.code, "profile": self.character.profile, "address": self.character.address}
        answer = await self._post(f"/api/workshops/{self.workshop}/participants", body)
        return str(answer.raise_for_status().json()["seat"])

    async def live(self) -> None:
        """Until the workshop has closed and the questions are answered, or they are taken out of it."""
        try:
            while not self._closed():
                # a restarted server closes the socket: come back, as a browser does
                with contextlib.suppress(ConnectionClosed, OSError, InvalidStatus, TimeoutError):
                    await self._live()
                await asyncio.sleep(self.random.uniform(0.5, 2))
            if not self._removed():
                await self._reflect()
        finally:
            await self.http.aclose()

    # -- the live socket ---------------------------------------------------------------------------------------------

    async def _live(self) -> None:
        async with self._socket(f"/live/{self.workshop}?role=participant") as socket, asyncio.TaskGroup() as tasks:
            life = tasks.create_task(self._act(socket))
            try:
                async for frame in socket:
                    await self._heard(socket, frame)
                    if self._closed():
                        return
            finally:
                life.cancel()

    async def _heard(self, socket: ClientConnection, frame: str | bytes) -> None:
        match decode(frame):
            case Snapshot(view=view, version=version, value=value):
                self.views[view] = msgspec.json.decode(value)
                self.versions[view] = version
            case Patch(view=view, base=base, version=version, patch=patch):
                if self.versions.get(view) == base:
                    self.views[view] = patched(self.views[view], patch)
                    self.versions[view] = version
                else:
                    await socket.send(msgspec.json.encode(Resync(view)))
            case _:
                pass

    async def _act(self, socket: ClientConnection) -> None:
        """Once a second something may come to mind; the writing has a socket and a task of its own."""
        ticks = 0
        writing: asyncio.Task[None] | None = None
        group = ""
        try:
            while True:
                await asyncio.sleep(TICK_S)
                ticks += 1
                if ticks % BEAT_S == 0:
                    await socket.send(msgspec.json.encode(Beat()))
                mine = self.views.get("seat", {}).get("group")
                if mine and mine["id"] != group:
                    group, self.started = mine["id"], False
                    if writing:
                        writing.cancel()
                    writing = asyncio.create_task(self._write(group))
                past = self.views.get("seat", {}).get("past")
                if past and not mine:
                    with contextlib.suppress(httpx.HTTPError):  # somebody else was faster, or took it back
                        await self._show(past[-1])
                if mine:
                    request = self._impulse(mine)
                    if request:
                        message = Do(str(self._uuid()), request)
                        await socket.send(msgspec.json.encode(message))
        finally:
            if writing:
                writing.cancel()

    def _impulse(self, mine: dict[str, Any]) -> AnyRequest | None:
        """What this person does right now, if anything."""
        group = GroupId(mine["id"])
        if not mine.get("here") and self._feels_like(1 / 5):
            return SayHere(group)
        partners_here = all(p.get("here") for p in mine["partners"])
        if not (mine.get("here") and partners_here):
            return None
        self.started = True
        steps = len(self.views.get("room", {}).get("task", {}).get("steps", ()))
        done = mine.get("done", [])
        if len(done) < steps and self._feels_like(1 / 40):
            return TickStep(group, len(done), done=True)
        if not mine.get("idea") and self._feels_like(1 / 60):
            return NoteIdeaText(group, self.random.choice(IDEAS[self.character.profile.language]))
        if mine.get("ready"):
            return None
        if mine.get("help", "none") == "none" and self._feels_like(1 / 400):
            return AskHelp(group, wanted=True)
        if len(done) == steps and self._feels_like(1 / 60):
            return SayReady(group, ready=True)
        return None

    def _uuid(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def _feels_like(self, per_second: float) -> bool:
        return self.random.random() < per_second * TICK_S / self.character.pace

    def _closed(self) -> bool:
        return self.views.get("room", {}).get("phase") == "closed" or self._removed()

    def _removed(self) -> bool:
        return bool(self.views.get("seat", {}).get("removed"))

    # -- the shared text ---------------------------------------------------------------------------------------------

    async def _write(self, group: str) -> None:
        while True:
            with contextlib.suppress(ConnectionClosed, OSError, InvalidStatus, TimeoutError):
                async with self._socket(f"/workspace/{self.workshop}/{group}") as socket:
                    await self._type_into(socket)
            await asyncio.sleep(2)

    async def _type_into(self, socket: ClientConnection) -> None:
        page = Page()
        await socket.send(create_sync_message(page.document))
        typing = asyncio.create_task(self._type(socket, page))
        try:
            async for frame in socket:
                if isinstance(frame, bytes) and frame[0] == SYNC:
                    answer = handle_sync_message(frame[1:], page.document)
                    if answer is not None:
                        await socket.send(answer)
        finally:
            typing.cancel()

    async def _type(self, socket: ClientConnection, page: Page) -> None:
        """Now and then a line, key by key, under their own name, at the end; some are worth continuing."""
        while True:
            await asyncio.sleep(self.random.uniform(6, 20) * self.character.pace)
            if not self.started:
                continue
            await socket.send(page.at_the_end(self.views["seat"]["person"]))
            for update in page.type(self.random.choice(LINES[self.character.profile.language])):
                await socket.send(create_update_message(update))
                await asyncio.sleep(self.random.uniform(0.04, 0.16))
            if page.ideas < MARKED and self.random.random() < MARKS:
                await socket.send(create_update_message(page.mark(str(self._uuid()))))

    # -- what they made ----------------------------------------------------------------------------------------------

    async def _show(self, past: dict[str, Any]) -> None:
        """Proposes what the last group wrote, once, or says yes to what another member proposed."""
        path = f"/api/workshops/{self.workshop}/me/groups/{past['id']}"
        proposed = past.get("showcase")
        if past.get("left"):
            return
        if proposed:
            if not proposed.get("mine") and self._feels_like(1 / 12):
                await self._put(f"{path}/showcase/yes", {"text": proposed["text"]})
        elif past["id"] not in self.proposed and self._feels_like(1 / 60):
            self.proposed.add(past["id"])
            wrote = (await self.http.get(f"{path}/text")).raise_for_status().json()
            title = self.random.choice(wrote["ideas"] or [past["task"]])
            if wrote["markdown"].strip():
                await self._put(f"{path}/showcase", {"title": title[:TITLE], "markdown": wrote["markdown"]})

    # -- after the close ---------------------------------------------------------------------------------------------

    async def _reflect(self) -> None:
        """Answers the questions; offers an address to those whom they would like to meet again."""
        me = f"/api/workshops/{self.workshop}/me"
        await asyncio.sleep(self.random.uniform(2, 8))
        learned, could_grow, look_forward = self.random.choices(FEELINGS, (1, 2, 5, 8, 5), k=3)
        await self._put(f"{me}/reflection", Reflection(learned, could_grow, look_forward))
        relations = (await self.http.get(f"{me}/relations")).raise_for_status().json()
        for relation in relations:
            if self.random.random() < self.character.likes:
                await self._put(f"{me}/relations/{relation['partner']}", Offer(mail=self.character.address))

    async def _post(self, path: str, body: object) -> httpx.Response:
        content = msgspec.json.encode(body)
        return await self.http.post(path, content=content, headers={"Content-Type": "application/json"})

    async def _put(self, path: str, body: object) -> None:
        answer = await self.http.put(
            path, content=msgspec.json.encode(body), headers={"Content-Type": "application/json"}
        )
        answer.raise_for_status()

    def _socket(self, path: str) -> connect:
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        return connect(
            self.base.replace("http", "ws", 1) + path,
            origin=self.base,  # type: ignore[arg-type]  # NewType of str in websockets' typing
            additional_headers={"Cookie": cookies},
            compression=None,
        )
