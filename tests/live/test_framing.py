"""What frame-once relies on of uvicorn's inside; a new uvicorn has to pass this first.  Real server, real sockets."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any
from weakref import ref

import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as ws_connect
from websockets.exceptions import ConnectionClosed

from server.live.framing import MOST_PIECES, NO_UTF8, FramedConnection, GespannWebSocketProtocol
from server.live.peers import PlainConnection, connect
from server.protocol.frames import MALFORMED, MAX_WAITING, TOO_SLOW, Connection, Frame
from server.protocol.messages import MAX_FRAME
from tests.live.eventually import eventually

Handler = Callable[[Connection], Coroutine[Any, Any, None]]


@asynccontextmanager
async def serving(handler: Handler, ws: Any) -> AsyncIterator[tuple[str, list[Connection]]]:
    """An ASGI application of one websocket; its address, and the connections it has had."""
    connections: list[Connection] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "websocket"
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept"})
        connection = connect(scope, receive, send)
        connections.append(connection)
        await handler(connection)

    config = uvicorn.Config(
        app,
        ws=ws,
        lifespan="off",
        log_config=None,
        ws_max_size=MAX_FRAME,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined] # not ours to take in a test
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    task = asyncio.create_task(server._serve([listening]))
    await eventually(lambda: server.started)
    try:
        yield f"ws://127.0.0.1:{listening.getsockname()[1]}", connections
    finally:
        server.should_exit = True
        await task
        listening.close()


WAYS = pytest.mark.parametrize(
    ("ws", "kind"),
    [(GespannWebSocketProtocol, FramedConnection), ("websockets-sansio", PlainConnection)],
    ids=["framed", "plain"],
)


async def echo(connection: Connection) -> None:
    def answer(data: str | bytes) -> None:
        if data == "bye":
            connection.close(4400, "malformed")
        else:
            connection.send(Frame(data if isinstance(data, bytes) else data.encode(), text=isinstance(data, str)))

    await connection.listen(answer)


@WAYS
async def test_messages_of_every_size_come_back(ws: Any, kind: type) -> None:
    async with serving(echo, ws) as (url, connections), ws_connect(url, compression=None) as client:
        for size in (0, 1, 125, 126, 65_000):
            await client.send("ü" * (size // 2))
            assert await client.recv() == "ü" * (size // 2)
            await client.send(b"\xff" * size)
            assert await client.recv() == b"\xff" * size
        await (await client.ping())
        assert isinstance(connections[0], kind)


@WAYS
async def test_a_client_that_offers_compression_is_served_without(ws: Any, kind: type) -> None:
    async with serving(echo, ws) as (url, _), ws_connect(url) as client:
        await client.send("hello")
        assert await client.recv() == "hello"


@WAYS
async def test_the_close_code_and_reason_arrive(ws: Any, kind: type) -> None:
    async with serving(echo, ws) as (url, connections), ws_connect(url) as client:
        await client.send("bye")
        with pytest.raises(ConnectionClosed) as closed:
            await client.recv()
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4400, "malformed")
        connections[0].send(Frame.json("after the end"))
        connections[0].close(4400)


async def test_text_that_is_no_utf_8_ends_its_connection_without_a_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """T6: also with a close frame in the same breath, and in two fragments."""
    broken = (b"\x81\x82\0\0\0\0\xff\xfe", b"\x01\x81\0\0\0\0\xc3" + b"\x80\x81\0\0\0\0\x28")
    async with serving(echo, GespannWebSocketProtocol) as (url, _):
        for frames in broken:
            async with ws_connect(url, compression=None) as client:
                client.transport.write(frames)
                with pytest.raises(ConnectionClosed) as closed:
                    await client.recv()
                assert closed.value.rcvd is not None
                assert closed.value.rcvd.code == NO_UTF8
            async with ws_connect(url, compression=None) as client:
                client.transport.write(frames + b"\x88\x80\0\0\0\0")
                with pytest.raises(ConnectionClosed):
                    await client.recv()
            async with ws_connect(url, compression=None) as client:  # a letter may well be cut in two
                client.transport.write(b"\x01\x81\0\0\0\0\xc3" + b"\x80\x81\0\0\0\0\xbc")
                assert await client.recv() == "ü"
    assert not [record for record in caplog.records if record.levelname in {"ERROR", "CRITICAL"}]


@WAYS
async def test_a_client_that_goes_ends_the_frames(ws: Any, kind: type) -> None:
    ended = asyncio.Event()

    async def handler(connection: Connection) -> None:
        await echo(connection)
        ended.set()

    async with serving(handler, ws) as (url, connections):
        async with ws_connect(url) as client:
            await client.send("x")
            await client.recv()
        await asyncio.wait_for(ended.wait(), 5)
        connections[0].send(Frame.json("nobody listens"))


@WAYS
async def test_nothing_is_heard_after_the_own_close(ws: Any, kind: type) -> None:
    heard: list[Any] = []

    async def handler(connection: Connection) -> None:
        def hear(data: str | bytes) -> None:
            heard.append(data)
            if data == "two":
                connection.close(4400)

        await connection.listen(hear)

    async with serving(handler, ws) as (url, _), ws_connect(url, compression=None) as client:
        client.transport.write(b"".join(b"\x81\x83\0\0\0\0" + word for word in (b"one", b"two", b"six")))
        with pytest.raises(ConnectionClosed):
            await client.recv()
    assert heard == ["one", "two"]


@WAYS
async def test_what_was_said_before_anybody_listened_is_heard_first(ws: Any, kind: type) -> None:
    listening = asyncio.Event()
    heard: list[Any] = []

    async def handler(connection: Connection) -> None:
        await listening.wait()
        await connection.listen(heard.append)

    async with serving(handler, ws) as (url, connections), ws_connect(url) as client:
        await eventually(lambda: bool(connections))
        for word in ("one", "two"):
            await client.send(word)
        await (await client.ping())
        listening.set()
        await client.send("three")
        await eventually(lambda: heard == ["one", "two", "three"])


@WAYS
async def test_a_fault_of_who_listens_ends_the_connection_and_comes_out(ws: Any, kind: type) -> None:
    faults: list[BaseException] = []

    async def handler(connection: Connection) -> None:
        def hear(data: str | bytes) -> None:
            raise RuntimeError(data)

        try:
            await connection.listen(hear)
        except RuntimeError as fault:
            faults.append(fault)

    async with serving(handler, ws) as (url, _), ws_connect(url) as client:
        await client.send("x")
        await client.send("y")
        with pytest.raises(ConnectionClosed):
            await client.recv()
    assert [str(fault) for fault in faults] == ["x"]


@WAYS
async def test_who_listened_is_let_go_at_once(ws: Any, kind: type) -> None:
    """A text that nobody has open leaves memory, and does not wait for the garbage collector."""
    listened: list[ref[Any]] = []

    class Ear:
        def hear(self, data: str | bytes) -> None: ...

    async def handler(connection: Connection) -> None:
        ear = Ear()
        listened.append(ref(ear))
        await connection.listen(ear.hear)

    gc.disable()
    try:
        async with serving(handler, ws) as (url, _):
            async with ws_connect(url) as client:
                await client.send("x")
                await (await client.ping())
            await eventually(lambda: [each() for each in listened] == [None])
    finally:
        gc.enable()


@WAYS
async def test_a_stalled_reader_is_dropped_and_delays_nobody(ws: Any, kind: type) -> None:
    everybody: list[Connection] = []
    ended: list[Connection] = []

    async def handler(connection: Connection) -> None:
        everybody.append(connection)
        await echo(connection)
        ended.append(connection)

    async with serving(handler, ws) as (url, _):
        _, writer = await opened_by_hand(url)
        writer.transport.pause_reading()  # type: ignore[attr-defined] # every stream's transport has it
        await eventually(lambda: len(everybody) == 1)
        async with ws_connect(url, max_queue=None) as fast:
            await eventually(lambda: len(everybody) == 2)
            frame = Frame.binary(b"x" * 60_000)
            # The kernel takes some megabytes for a reader who reads nothing; then they wait here.
            sent = 0
            while not ended and sent < 500:
                for connection in everybody:
                    connection.send(frame)
                sent += 1
                assert await asyncio.wait_for(fast.recv(), 5) == frame.payload
            await eventually(lambda: ended == [everybody[0]])
            assert everybody[0] is not everybody[1]
        writer.transport.abort()


async def opened_by_hand(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A websocket whose frames are written byte by byte; the kernel takes little for it."""
    host, port = url.removeprefix("ws://").split(":")
    opened = socket.socket()
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    opened.setblocking(False)
    await asyncio.get_running_loop().sock_connect(opened, (host, int(port)))
    reader, writer = await asyncio.open_connection(sock=opened, limit=1024)
    writer.write(
        b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


PING = b"\x89\xfd\0\0\0\0" + bytes(125)


async def test_who_pings_and_never_reads_is_dropped() -> None:
    ended: list[Connection] = []

    async def handler(connection: Connection) -> None:
        await echo(connection)
        ended.append(connection)

    async with serving(handler, GespannWebSocketProtocol) as (url, _):
        _, writer = await opened_by_hand(url)
        writer.transport.pause_reading()  # type: ignore[attr-defined] # every stream's transport has it
        pings = 0
        while not ended and pings < 200_000:
            writer.write(PING * 500)
            await writer.drain()
            pings += 500
        assert ended, "the server holds the answers to all of them"
        writer.transport.abort()


async def test_nothing_follows_the_own_close_frame_no_pong_either() -> None:
    async with serving(echo, GespannWebSocketProtocol) as (url, _):
        reader, writer = await opened_by_hand(url)
        for said, answer in (
            (PING, b"\x8a\x7d" + bytes(125)),
            (b"\x81\x83\0\0\0\0bye", b"\x88\x0b\x11\x30malformed"),
        ):
            writer.write(said)
            assert await reader.readexactly(len(answer)) == answer
        writer.write(PING + b"\x88\x82\0\0\0\0\x11\x30")
        assert await reader.read() == b""
        writer.close()


async def test_a_message_in_pieces_without_end_is_not_collected() -> None:
    async with serving(echo, GespannWebSocketProtocol) as (url, _), ws_connect(url, compression=None) as client:
        client.transport.write(b"\x01\x80\0\0\0\0" + b"\x00\x80\0\0\0\0" * MOST_PIECES)
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(client.recv(), 5)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == MALFORMED


async def test_what_waits_for_one_reader_is_bounded() -> None:
    """Over plain ASGI: the server takes nothing, so everything waits in the connection."""
    never = asyncio.Event()
    taken: list[Any] = []

    async def send(event: Any) -> None:
        taken.append(event)
        await never.wait()

    async def receive() -> Any:
        await never.wait()

    connection = PlainConnection(receive, send)
    for _ in range(3 * MAX_WAITING // 10_000):
        connection.send(Frame.binary(b"x" * 10_000))
    assert connection._closing == (TOO_SLOW, "too slow")
    assert not connection._queue
    heard: list[Any] = []
    await connection.listen(heard.append)
    assert heard == []


async def test_a_workspace_frame_may_be_larger() -> None:
    """What somebody wrote offline comes as one update; the live socket keeps the smaller limit."""
    async with serving(echo, GespannWebSocketProtocol) as (url, _):
        async with ws_connect(url + "/workspace/w/g", max_size=None) as client:
            await client.send(b"x" * 300_000)
            assert len(await client.recv()) == 300_000
        async with ws_connect(url + "/live/w") as client:
            await refused(client)


async def refused(client: ClientConnection) -> None:
    await client.send(b"x" * (MAX_FRAME + 1))
    with pytest.raises(ConnectionClosed) as closed:
        await client.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
