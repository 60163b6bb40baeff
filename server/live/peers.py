"""The connection behind an ASGI websocket: frame-once where the server bears it, plain `send` anywhere else.

    connect(scope, receive, send) -> Connection

is called after `websocket.accept`; from then on nobody else calls `receive` or `send`.  In Litestar:
`connect(socket.scope, socket.receive, socket.send)`.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from server.live.framing import EXTENSION, FramedConnection, GespannWebSocketProtocol
from server.protocol.frames import MAX_WAITING, TOO_SLOW, Connection, Frame, Hear

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


def connect(scope: Any, receive: Receive, send: Send) -> Connection:
    protocol = scope.get("extensions", {}).get(EXTENSION)
    if isinstance(protocol, GespannWebSocketProtocol):
        return FramedConnection(protocol, receive)
    return PlainConnection(receive, send)


class PlainConnection:
    """A `Connection` over any ASGI server: what waits is bounded here, a task sends it."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._queue: deque[Frame] = deque()
        self._waiting = 0
        self._closing: tuple[int, str] | None = None
        self._awake = asyncio.Event()
        self._ended = asyncio.Event()
        self._sending: asyncio.Task[None] | None = None

    def send(self, frame: Frame) -> None:
        if self._closing is not None:
            return
        if self._waiting > MAX_WAITING:
            self._queue.clear()
            self.close(TOO_SLOW, "too slow")
            return
        self._queue.append(frame)
        self._waiting += len(frame.payload)
        self._start()

    def close(self, code: int, reason: str = "") -> None:
        if self._closing is None:
            self._closing = (code, reason)
            self._start()
            self._ended.set()

    async def listen(self, hear: Hear) -> None:
        ended = asyncio.ensure_future(self._ended.wait())
        try:
            while not self._ended.is_set():
                coming = asyncio.ensure_future(self._receive())
                await asyncio.wait([coming, ended], return_when=asyncio.FIRST_COMPLETED)
                if not coming.done():
                    coming.cancel()
                    break
                event = coming.result()
                if event["type"] != "websocket.receive":
                    self._closing = self._closing or (1000, "")
                    break
                text = event.get("text")
                hear(text if text is not None else event["bytes"])
        finally:
            ended.cancel()
            await self._finish()

    def _start(self) -> None:
        self._awake.set()
        if self._sending is None:
            self._sending = asyncio.create_task(self._drain(), name="peer-send")

    async def _drain(self) -> None:
        # Every server has its own error for a connection that is gone; the receiving side hears of it anyway.
        with contextlib.suppress(Exception):
            while True:
                while self._queue:
                    frame = self._queue.popleft()
                    event = {"text": frame.payload.decode()} if frame.text else {"bytes": frame.payload}
                    await self._send({"type": "websocket.send", **event})
                    self._waiting -= len(frame.payload)
                if self._closing is not None:
                    code, reason = self._closing
                    await self._send({"type": "websocket.close", "code": code, "reason": reason})
                    return
                self._awake.clear()
                await self._awake.wait()

    async def _finish(self) -> None:
        """Lets the last words out, unless nobody takes them: returning from the ASGI call ends the connection."""
        self._awake.set()
        if self._sending is not None:
            done, _ = await asyncio.wait([self._sending], timeout=1.0)
            if not done:
                self._sending.cancel()
                await asyncio.wait([self._sending])
