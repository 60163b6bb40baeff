"""The servers that are compared, one a process: whatever text a client sends goes to every client.

    python -m tests.bench.contestants NAME    prints its port, and serves until it is ended

All of them run on uvloop, without compression, and none pings: the clients count bytes.
"""

import contextlib
import logging
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn
import uvloop
from litestar import Litestar, WebSocket, websocket
from websockets.asyncio.server import ServerConnection, broadcast, serve

from server.app import _config, _listen
from server.core.commands import ByParticipant
from server.core.ids import PersonId
from server.live.audience import Audience, Client
from server.live.peers import PlainConnection, connect
from server.protocol.frames import Connection, Frame
from server.protocol.session import Session
from server.settings import Settings

Wrap = Callable[[Any, Any, Any], Connection]


def announce(port: int) -> None:
    print(port, flush=True)


async def ours(wrap: Wrap) -> None:
    """The product's own server: its configuration of uvicorn, Litestar, an `Audience`, one `Frame` for everybody."""
    audience = Audience()

    @websocket("/")
    async def room(socket: WebSocket[Any, Any, Any]) -> None:
        await socket.accept()
        connection = wrap(socket.scope, socket.receive, socket.send)
        client = Client(Session(ByParticipant(PersonId("p")), 0), connection)
        audience.add(client)
        try:
            async with contextlib.aclosing(connection.frames()) as frames:
                async for said in frames:
                    audience.send(Frame(said.encode() if isinstance(said, str) else said, text=True))
        finally:
            audience.remove(client)

    listening = _listen("127.0.0.1", 0)
    announce(listening.getsockname()[1])
    config = _config(Settings(), Litestar([room], logging_config=None, openapi_config=None))
    config.ws_ping_interval = None
    await uvicorn.Server(config).serve([listening])


async def websockets_broadcast() -> None:
    """The library's own fan-out: the limit of plain Python."""
    everybody: set[ServerConnection] = set()

    async def room(connection: ServerConnection) -> None:
        everybody.add(connection)
        try:
            async for said in connection:
                broadcast(everybody, said)
        finally:
            everybody.discard(connection)

    async with serve(room, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=4096) as server:
        announce(next(iter(server.sockets)).getsockname()[1])
        await server.serve_forever()


CONTESTANTS: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
    "websockets": websockets_broadcast,
    "gespann": lambda: ours(connect),
    "gespann, plain send": lambda: ours(lambda _, receive, send: PlainConnection(receive, send)),
}

if __name__ == "__main__":
    logging.disable()  # clients go without a word
    uvloop.run(CONTESTANTS[sys.argv[1]]())
