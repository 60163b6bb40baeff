"""Somebody at a device that never gives up: every request is repeated, under the same key, until it is answered.

What the answers said is kept; nothing else counts afterwards.
"""

import asyncio
import contextlib
from base64 import b64decode
from collections.abc import Awaitable, Callable, Sequence
from random import Random
from typing import Any, Self
from uuid import UUID

import httpx
import msgspec
from pycrdt import Doc, Text, create_sync_message, create_update_message, handle_sync_message
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from server.protocol.messages import (
    AnyRequest,
    Beat,
    Do,
    DocumentSaved,
    Done,
    NotSavedYet,
    Patch,
    Refused,
    Resync,
    ServerMessage,
    Snapshot,
)
from server.protocol.patch import apply as patched
from tests.workspace.durable import Durable, Extent

Json = dict[str, Any]

PAUSE_S = 0.1
PATIENCE_S = 45.0
"""After this long without an answer, with every part running again, something is broken for good."""
BEAT_S = 5.0

decode = msgspec.json.Decoder(ServerMessage).decode


class Refusal(Exception):
    """The server said no; a scenario asks only for what it may have."""


class Device:
    """HTTP and the live socket, at whichever of the sites answers.  `async with` it."""

    def __init__(self, sites: Sequence[str], chance: Random, cookies: dict[str, str] | None = None) -> None:
        self.chance = chance
        self.cookies = dict(cookies or {})
        self.views: dict[str, Json] = {}
        self._versions: dict[str, int] = {}
        self._sites = list(sites)
        self._at = chance.randrange(len(sites))
        self._asked: dict[str, tuple[AnyRequest, asyncio.Future[int]]] = {}
        self._socket: ClientConnection | None = None
        self._heard = asyncio.Condition()
        self._tasks: list[asyncio.Task[None]] = []
        self.durable: dict[str, Durable] = {}
        """What the server has called saved of each group's text."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def site(self) -> str:
        return self._sites[self._at]

    # -- HTTP --------------------------------------------------------------------------------------------------------

    async def request(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """Until it is answered; raises Refusal with the problem, if the answer is no."""
        content = b"" if body is None else msgspec.json.encode(body)
        async with asyncio.timeout(PATIENCE_S):
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    sent = {"Origin": self.site, "Content-Type": "application/json", **headers}
                    async with httpx.AsyncClient(
                        base_url=self.site, cookies=self.cookies, timeout=8, verify=False
                    ) as http:
                        answer = await http.request(method, path, content=content, headers=sent)
                    if answer.status_code < 500 and answer.status_code != 429:
                        if answer.is_error:
                            raise Refusal(f"{method} {path}: {answer.status_code} {answer.text}")
                        self.cookies.update(answer.cookies)
                        return answer
                await self._elsewhere()

    # -- the live socket ---------------------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Keeps a live socket from here on."""
        self._tasks += [asyncio.create_task(self._live(path)), asyncio.create_task(self._beat())]

    async def do(self, command: AnyRequest) -> int:
        """The workshop's version in which it is done.  Raises Refusal."""
        key = str(UUID(int=self.chance.getrandbits(128), version=4))
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._asked[key] = (command, answer)
        await self._send(Do(key, command))
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await answer
        finally:
            del self._asked[key]

    async def sees(self, what: str, holds: Callable[[dict[str, Json]], bool]) -> None:
        """Waits until the views are such."""
        try:
            async with asyncio.timeout(PATIENCE_S), self._heard:
                await self._heard.wait_for(lambda: holds(self.views))
        except TimeoutError:
            raise AssertionError(f"never seen: {what}; views {self.views}") from None

    async def _live(self, path: str) -> None:
        async def listen(socket: ClientConnection) -> None:
            self._socket = socket
            for key, (command, _) in list(self._asked.items()):
                await self._send(Do(key, command))
            async for frame in socket:
                await self._take(frame)

        while True:
            await self.connected(path, listen)
            self._socket = None
            await self._elsewhere()

    async def _take(self, frame: str | bytes) -> None:
        match decode(frame):
            case Snapshot(view=view, version=version, value=value):
                self.views[view], self._versions[view] = msgspec.json.decode(value), version
            case Patch(view=view, base=base, version=version, patch=patch):
                if self._versions.get(view) != base:
                    await self._send(Resync(view))
                    return
                self.views[view], self._versions[view] = patched(self.views[view], patch), version
            case Done(id=key, version=version) if key in self._asked:
                self._answer(key, version)
            case Refused(id=key, code=code) if key in self._asked:
                self._answer(key, Refusal(f"{self._asked[key][0]}: {code}"))
            case NotSavedYet(id=key) if key in self._asked:
                self._tasks.append(asyncio.create_task(self._again(key)))
            case DocumentSaved(group=group, up_to=up_to):
                self.durable.setdefault(group, Durable()).add(b64decode(up_to))
            case _:
                return
        async with self._heard:
            self._heard.notify_all()

    def _answer(self, key: str, answer: int | Refusal) -> None:
        future = self._asked[key][1]
        if future.done():
            return
        if isinstance(answer, Refusal):
            future.set_exception(answer)
        else:
            future.set_result(answer)

    async def _again(self, key: str) -> None:
        await asyncio.sleep(PAUSE_S)
        if key in self._asked:
            await self._send(Do(key, self._asked[key][0]))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            await self._send(Beat())

    async def _send(self, message: Do | Beat | Resync) -> None:
        """What cannot be sent now goes with the next connection."""
        if self._socket is not None:
            with contextlib.suppress(ConnectionClosed):
                await self._socket.send(msgspec.json.encode(message).decode())

    # -- the shared text ---------------------------------------------------------------------------------------------

    async def saved(self, group: str, doc: Doc[Any]) -> None:
        """Until the server has called all that this is now saved."""
        wanted = Extent.of(doc)
        await self.sees("the text is saved", lambda _: self.durable.get(group, Durable()).covers(wanted))

    def write(self, workshop: str, group: str) -> "Pen":
        pen = Pen(self, group)
        self._tasks.append(asyncio.create_task(pen.keep(f"/workspace/{workshop}/{group}")))
        return pen

    # -- connections -------------------------------------------------------------------------------------------------

    async def connected(self, path: str, use: Callable[[ClientConnection], Awaitable[None]]) -> None:
        """Until the connection ends, which is no error; nor is that there is none."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with contextlib.suppress(ConnectionClosed, OSError, InvalidHandshake, TimeoutError):
            async with connect(
                self.site.replace("http", "ws", 1) + path,
                origin=self.site,  # type: ignore[arg-type]  # a NewType of str
                additional_headers={"Cookie": cookies},
                compression=None,
                proxy=None,
                open_timeout=5,
                close_timeout=1,
            ) as socket:
                await use(socket)

    async def _elsewhere(self) -> None:
        """The next site, after a breath."""
        self._at = (self._at + 1) % len(self._sites)
        await asyncio.sleep(PAUSE_S * self.chance.uniform(0.5, 2))


class Pen:
    """One person's own replica of a group's text, and the connection that keeps it in step."""

    def __init__(self, device: Device, group: str) -> None:
        self.device = device
        self.group = group
        self.doc: Doc[Any] = Doc()
        self.text = self.doc.get("text", type=Text)
        self._synced = asyncio.Event()
        self._socket: ClientConnection | None = None

    async def type(self, words: str) -> None:
        """Returns when the server has said that it is saved."""
        await self._synced.wait()
        before = self.doc.get_state()
        self.text += words
        update = self.doc.get_update(before)
        if self._socket is not None:
            with contextlib.suppress(ConnectionClosed):
                await self._socket.send(create_update_message(update))
        await self.device.saved(self.group, self.doc)

    async def keep(self, path: str) -> None:
        async def exchange(socket: ClientConnection) -> None:
            await socket.send(create_sync_message(self.doc))
            self._socket = socket
            async for frame in socket:
                if isinstance(frame, bytes) and frame[0] == 0:
                    if (answer := handle_sync_message(frame[1:], self.doc)) is not None:
                        await socket.send(answer)
                    self._synced.set()

        while True:
            await self.device.connected(path, exchange)
            self._socket = None
            await asyncio.sleep(PAUSE_S)
