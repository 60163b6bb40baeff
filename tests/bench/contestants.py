"""The servers that are compared, one a process: whatever text a client sends goes to every client of its room, which is
the path.  `texts` is another kind: the shared texts, on the store that GESPANN_REDIS_URL names.

    python -m tests.bench.contestants NAME    prints its port, and serves until it is ended

All of them run on uvloop, without compression, and none pings: the clients count bytes.
"""

import asyncio
import logging
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Coroutine
from itertools import count
from time import time_ns
from typing import Any

import msgspec
import uvicorn
import uvloop
from litestar import Litestar, WebSocket, websocket
from litestar.handlers import WebsocketRouteHandler
from litestar.params import FromPath
from websockets.asyncio.server import ServerConnection, broadcast, serve

from server.app import _config, _listen, settle
from server.core.commands import ByParticipant
from server.core.ids import GroupId, PersonId, WorkshopId
from server.live.audience import Audience, Client
from server.live.peers import PlainConnection, connect
from server.protocol.frames import Connection, Frame
from server.protocol.messages import DocumentSaved
from server.protocol.session import Session
from server.settings import Settings
from server.store.store import open_store
from server.workspace.rooms import SAVED, Rooms, serve_workspace

WORKSHOP = WorkshopId("bench")
Wrap = Callable[[Any, Any, Any], Connection]


def announce(port: int) -> None:
    print(port, flush=True)


async def ours(wrap: Wrap) -> None:
    """An `Audience` a room, and one `Frame` for everybody."""
    audiences: defaultdict[str, Audience] = defaultdict(Audience)

    @websocket("/{name:str}")
    async def room(socket: WebSocket[Any, Any, Any], name: FromPath[str]) -> None:
        audience = audiences[name]
        await socket.accept()
        connection = wrap(socket.scope, socket.receive, socket.send)
        client = Client(Session(ByParticipant(PersonId("p")), 0), connection)
        audience.add(client)
        try:
            await connection.listen(
                lambda said: audience.send(Frame(said.encode() if isinstance(said, str) else said, text=True))
            )
        finally:
            audience.remove(client)

    await serving(room)


async def websockets_broadcast() -> None:
    """The library's own fan-out: the limit of plain Python."""
    rooms: defaultdict[str, set[ServerConnection]] = defaultdict(set)

    async def room(connection: ServerConnection) -> None:
        assert connection.request
        everybody = rooms[connection.request.path]
        everybody.add(connection)
        try:
            async for said in connection:
                broadcast(everybody, said)
        finally:
            everybody.discard(connection)

    async with serve(room, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=4096) as server:
        announce(next(iter(server.sockets)).getsockname()[1])
        await server.serve_forever()


async def texts() -> None:
    """The product's own rooms on its own server and store, with what a server hears of what is saved."""
    async with await open_store(os.environ["GESPANN_REDIS_URL"], lambda: time_ns() // 1_000_000) as store:
        rooms, people = Rooms(store.documents, store.presence, store.clock), count()
        await rooms.start()

        @websocket("/workspace/{group:str}")
        async def text(socket: WebSocket[Any, Any, Any], group: FromPath[str]) -> None:
            await socket.accept()
            connection = connect(socket.scope, socket.receive, socket.send)
            await serve_workspace(rooms, connection, WORKSHOP, GroupId(group), PersonId(f"p{next(people)}"), "")

        async def hear() -> None:
            async for news in store.documents.follow():
                if news.group == SAVED and news.passing:
                    msgspec.json.decode(news.passing, type=DocumentSaved)

        await store.documents.subscribe(WORKSHOP, SAVED)
        hearing = asyncio.create_task(hear())
        await serving(text)
        hearing.cancel()


async def serving(handler: WebsocketRouteHandler) -> None:
    """By the product's own server: its configuration of uvicorn, and Litestar."""
    listening = _listen("127.0.0.1", 0)
    announce(listening.getsockname()[1])
    config = _config(Settings(), Litestar([handler], logging_config=None, openapi_config=None))
    config.ws_ping_interval = None
    settle()
    await uvicorn.Server(config).serve([listening])


CONTESTANTS: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
    "websockets": websockets_broadcast,
    "gespann": lambda: ours(connect),
    "gespann, plain send": lambda: ours(lambda _, receive, send: PlainConnection(receive, send)),
    "texts": texts,
}

if __name__ == "__main__":
    logging.disable()  # clients go without a word
    uvloop.run(CONTESTANTS[sys.argv[1]]())
