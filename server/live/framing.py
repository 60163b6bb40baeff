"""Frame-once over uvicorn: ready-made frames go straight to the transport.

`GespannWebSocketProtocol` is uvicorn's sans-I/O websocket protocol (pass it as `ws=`), and is itself the connection
that `server.live.peers.connect` finds in the ASGI scope.  The handshake, receiving, pings and the end of the ASGI call
stay uvicorn's.  What it relies on of uvicorn 0.54, held by tests/live/test_framing.py:

 -  `run_asgi` is where the application is called, with `self.scope` complete;
 -  `transport`, `conn` (the `ServerProtocol` of websockets 17), `queue`, `close_sent`, `close_timer`, `read_paused`;
 -  `handle_ping` is called with the pong waiting in `conn`, `handle_cont` for each further piece of a message;
 -  `send_receive_event_to_app` is called for each whole message, with `frames` and `curr_msg_data_type`;
 -  nothing but the transport's buffer stands between `conn.data_to_send()` and the wire, so that whole frames of ours
    may go between whole frames of uvicorn's.

permessage-deflate must be off: our frames are not compressed.
"""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame as WireFrame
from websockets.protocol import OPEN

from server.protocol.frames import BROKEN, MALFORMED, MAX_WAITING, TOO_SLOW, Frame, Hear
from server.workspace.room import LARGEST_STORED

EXTENSION = "gespann.connection"
"""Key in the scope's `extensions`."""
LINGER_S = 5.0
"""How long a client may take to answer a close frame; one that does not read never will."""
MOST_PIECES = 1000
"""Of one message."""
NO_UTF8 = 1007
WORKSPACE = "/workspace/"
LARGEST_UPDATE = LARGEST_STORED + 16
"""Bytes of one frame on the workspace socket: all that somebody wrote without a connection comes in one."""


class GespannWebSocketProtocol(WebSocketsSansIOProtocol):
    hear: Hear | None = None
    """Whoever listens by `FramedConnection` hears each message as it is read."""
    failed: Exception | None = None
    """What it raised."""

    async def run_asgi(self) -> None:
        extensions: dict[str, Any] = self.scope["extensions"]
        extensions[EXTENSION] = self
        if self.scope["path"].startswith(WORKSPACE):
            self.conn.max_message_size = LARGEST_UPDATE
        await super().run_asgi()
        del extensions[EXTENSION]

    def handle_ping(self) -> None:
        """A pong is under the same limit as everything that is sent, and does not follow a close frame."""
        pong = b"".join(self.conn.data_to_send())
        if self.close_sent:
            return
        if self.transport.get_write_buffer_size() > MAX_WAITING:
            self.hang_up(TOO_SLOW, "too slow")
        else:
            self.transport.write(pong)

    def handle_cont(self, event: WireFrame) -> None:
        """The size of a message is bounded, but a piece of nothing has none."""
        if self.close_sent:
            return
        if len(self.frames) == MOST_PIECES:
            self.hang_up(MALFORMED, "too many pieces")
        else:
            super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        """Straight to who listens.  uvicorn's own way is a queue, a task that wakes, and a socket that nobody reads
        until it has: two changes of what the kernel watches for each message.

        Text that is no UTF-8 ends its connection (RFC 6455, section 8.1).  uvicorn writes a traceback for it, and
        another if the close frame has come in the same breath.
        """
        data = b"".join(self.frames)
        try:
            said = data.decode() if self.curr_msg_data_type == "text" else data
        except UnicodeDecodeError:
            self.frames = []
            if self.conn.state is OPEN and not self.close_sent:
                self.hang_up(NO_UTF8, "no UTF-8")
            return
        if self.hear is None:
            super().send_receive_event_to_app()
            return
        self.frames = []
        if self.close_sent or self.failed:
            return
        try:
            self.hear(said)
        except Exception as error:  # noqa: BLE001 - belongs to the application, which waits for the end
            self.failed = error
            self.queue.put_nowait({"type": "websocket.disconnect", "code": BROKEN, "reason": ""})

    def hang_up(self, code: int, reason: str) -> None:
        """As `send` does for `websocket.close`, but without waiting for a reader who stalls."""
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(LINGER_S, self.transport.abort)


class FramedConnection:
    """A `Connection` over `GespannWebSocketProtocol`."""

    def __init__(self, protocol: GespannWebSocketProtocol, receive: Any) -> None:
        self._protocol = protocol
        self._transport = protocol.transport
        self._receive = receive

    def send(self, frame: Frame) -> None:
        """Runs once for each delivery to each peer: apart from the write itself, every call in it is counted."""
        protocol, transport = self._protocol, self._transport
        if protocol.close_sent or protocol.conn.state is not OPEN or transport.is_closing():
            return
        if transport.get_write_buffer_size() > MAX_WAITING:
            protocol.hang_up(TOO_SLOW, "too slow")
        else:
            transport.write(frame.wire)

    def close(self, code: int, reason: str = "") -> None:
        protocol = self._protocol
        if not protocol.close_sent and protocol.conn.state is OPEN and not self._transport.is_closing():
            protocol.hang_up(code, reason)

    async def listen(self, hear: Hear) -> None:
        protocol = self._protocol
        while not protocol.queue.empty():  # what came before anybody listened; nothing is read meanwhile
            event = await self._receive()
            if event["type"] != "websocket.receive":
                return
            text = event.get("text")
            hear(text if text is not None else event["bytes"])
        protocol.hear = hear
        try:
            await self._receive()  # from now on nothing comes here but the end
        finally:
            protocol.hear = None  # what heard need not wait for the garbage collector
        if protocol.failed is not None:
            raise protocol.failed
