"""What holds for every test: seeded, so that a failure is seen again; unhurried, since CI has two cores.

Storage is never pretended: one Valkey per pytest process (xdist: per worker), started as the product starts it, and
flushed for each test.  A test that leaves a key which is not declared in `keys.DECLARED`, or lives longer, fails.
"""

import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from redis.asyncio import Redis

from server.store import keys
from server.store.embedded import EmbeddedValkey
from server.store.store import Store, open_store

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

MEMORY = Path("/dev/shm")
FOREIGN_KEYS = "rq:"
"""RQ keeps its own house."""


LONG = ("stories/test_whole_workshop", "browser/", "faults/", "stories/", "demo/", "bench/", "workspace/test_provider")
"""What takes long, the longest first."""

PROCESSES = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0"))
"""How many pytest processes share the tests; 0: it is one, and nobody hands them out."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: it waits more than it works, and in the end there is nothing long to wait for.

    xdist hands every process two tests at the start: a short one follows each of the first.
    """
    items.sort(key=lambda item: next((n for n, long in enumerate(LONG) if f"tests/{long}" in item.nodeid), len(LONG)))
    for n in range(min(PROCESSES, len(items) // 2)):
        items.insert(2 * n + 1, items.pop())


def now() -> int:
    """The instant now, milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """The address of this pytest process's server.  A test that takes only this shares its keys with others.

    In memory where there is such a folder: an fsync costs nothing there, and crashes of the machine are not on trial.
    """
    with (
        tempfile.TemporaryDirectory(prefix="gespann-", dir=MEMORY if MEMORY.is_dir() else None) as folder,
        EmbeddedValkey(folder) as url,
    ):
        yield url


@pytest.fixture
async def fresh_valkey(valkey: str) -> AsyncIterator[str]:
    """The same, with nothing in it before, and its keys are checked afterwards."""
    async with Redis.from_url(valkey, protocol=2) as redis:
        await redis.flushdb()
        yield valkey
        leaked = await undeclared_keys(redis)
    assert not leaked, f"these keys are not declared in keys.DECLARED, or live too long: {leaked}"


@pytest.fixture
async def store(fresh_valkey: str) -> AsyncIterator[Store]:
    """A connected store on an empty server."""
    async with await open_store(fresh_valkey, now) as store:
        yield store


async def undeclared_keys(redis: Redis) -> list[str]:
    """Rule E7, of all that a test has written: keys that nobody declared, or that live longer than was declared."""
    leaked: list[str] = []
    async for key in redis.scan_iter(count=1000):
        name, left = key.decode(), await redis.ttl(key)
        if left != -2 and not name.startswith(FOREIGN_KEYS) and not fits(name, left):
            leaked.append(name)
    return sorted(leaked)


def fits(name: str, left: int) -> bool:
    """Whether a key may be there with so many seconds left (-1: no end)."""
    for pattern, life in keys.DECLARED:
        if pattern.fullmatch(name):
            longest = keys.Retention().longest(life)
            return left == -1 if longest is None else 0 <= left <= longest
    return False
