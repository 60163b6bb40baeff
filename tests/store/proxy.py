"""A TCP proxy in front of the server that loses replies and pulls cables on demand."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Proxy:
    """`lose` replies: the request arrives, the answer does not, and the connection breaks."""

    def __init__(self, url: str) -> None:
        self._socket = Path(unquote(urlsplit(url).path))
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self.lose = 0
        """So many of the next requests that hold `marker` are answered by a broken connection."""
        self.marker = b""
        self.lost = 0
        self.accepted = 0
        """Connections so far."""
        self._deaf_until = 0
        self.port = 0

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """The server is away: its port refuses."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.cut()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def deafen(self) -> None:
        """The connections of now stay, and nothing passes: a pulled cable."""
        self._deaf_until = self.accepted

    def cut(self) -> None:
        """Breaks every connection that there is."""
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.accepted += 1
        mine = self.accepted
        ours = {writer}
        losing = asyncio.Event()
        self._writers.add(writer)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            far_reader, far_writer = await asyncio.open_unix_connection(str(self._socket))
            ours.add(far_writer)
            self._writers.add(far_writer)
            halves = [
                asyncio.create_task(self._requests(reader, far_writer, mine, losing)),
                asyncio.create_task(self._replies(far_reader, writer, mine, losing)),
            ]
            try:
                await asyncio.wait(halves, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for half in halves:
                    half.cancel()
        for one in ours:
            self._writers.discard(one)
            one.transport.abort()

    async def _requests(
        self, reader: asyncio.StreamReader, far: asyncio.StreamWriter, mine: int, losing: asyncio.Event
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if self.lose and self.marker in data:
                    self.lose -= 1
                    losing.set()
                if mine > self._deaf_until:
                    far.write(data)

    async def _replies(
        self, far: asyncio.StreamReader, writer: asyncio.StreamWriter, mine: int, losing: asyncio.Event
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await far.read(65536):
                if losing.is_set():
                    # The server has done what it was asked; nobody will hear of it.
                    self.lost += 1
                    return
                if mine > self._deaf_until:
                    writer.write(data)


@contextlib.asynccontextmanager
async def proxied(url: str) -> AsyncIterator[Proxy]:
    proxy = Proxy(url)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.stop()
