"""Shared texts at rest: what 1,000 open ones weigh, that they go when nobody has them open, and how soon one is there.

    python -m tests.bench.documents --documents 1000 --series 5

The server is the product's own rooms on its own server and a Valkey that waits for the disk.  The peer is
`y-websocket`'s server, which keeps nothing: for it the old text is in memory, for ours it comes from the store.  The
exit code is 1 if a goal is missed.
"""

import argparse
import asyncio
import os
import random
import resource
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from time import perf_counter, time_ns

import uvloop
from pycrdt import Doc, Text
from websockets.asyncio.client import ClientConnection, connect

from server.core.ids import GroupId
from server.store.embedded import EmbeddedValkey
from server.store.paper import TEXT
from server.store.store import Store, open_store
from server.workspace.lib0 import sized
from tests.bench.contestants import WORKSHOP
from tests.bench.harness import SLOWEST_S, goal, node, pin, serving

BYTES = 10_000
OLD_BYTES = 20_000
ALL_OF_IT = b"\x00\x00" + sized(b"\x00")
"""What do you have?, by somebody who has nothing."""
OPEN_MIB, LOADED_MS = 150.0, 50.0


def url(port: int, group: str) -> str:
    return f"ws://127.0.0.1:{port}/workspace/{group}"


async def whole(socket: ClientConnection) -> bytes:
    """The text as the server has it: an update."""
    await socket.send(ALL_OF_IT)
    while True:
        message = await socket.recv()
        assert isinstance(message, bytes)
        if message[:2] == b"\x00\x01":
            return message


def of_a_day(words: int = 12_000) -> list[bytes]:
    """A text of 20 kB as people leave one: written word by word, here and there, and much of it deleted again.  As the
    store has it: a snapshot and the last 400 updates.
    """
    chance, doc = random.Random(20), Doc[Text]()
    text = doc.get(TEXT, type=Text)
    said: list[bytes] = []
    doc.observe(lambda event: said.append(event.update))
    at = length = 0
    for number in range(words):
        if chance.random() < 0.08:
            at = chance.randrange(length + 1)
        if at >= 6 and (chance.random() < 0.25 or length > OLD_BYTES):
            del text[at - 6 : at]
            at, length = at - 6, length - 6
        elif length <= OLD_BYTES:
            text.insert(at, f"{number:05} ")
            at, length = at + 6, length + 6
    older = Doc[Text]()
    for update in said[:-400]:
        older.apply_update(update)
    return [older.get_update(), *said[-400:]]


async def rooms(store: Store) -> int:
    """Documents that any server has open, by the channels that they listen to."""
    channels = await store.redis.pubsub_channels("*:doc:r*")
    return len(channels)


async def until_closed(store: Store) -> float:
    """Seconds until the last room is gone."""
    begun = perf_counter()
    while await rooms(store):
        assert perf_counter() - begun < SLOWEST_S, "rooms stay open that nobody is in"
        await asyncio.sleep(0.05)
    return perf_counter() - begun


@asynccontextmanager
async def written(port: int, first: int, documents: int) -> AsyncIterator[None]:
    """So many people have a text each open in which they have written 10 kB."""
    async with AsyncExitStack() as stack:
        for number in range(first, first + documents):
            opening = connect(url(port, f"r{number}g0"), compression=None, ping_interval=None)
            socket = await stack.enter_async_context(opening)
            doc = Doc[Text](client_id=number + 1)
            doc.get(TEXT, type=Text).insert(0, "0123456789" * (BYTES // 10))
            await socket.send(b"\x00\x02" + sized(doc.get_update()))
            assert len(await whole(socket)) > BYTES
        yield


async def loaded_ms(port: int, group: str) -> float:
    """From opening a connection to having all of it."""
    begun = perf_counter()
    async with connect(url(port, group), compression=None, ping_interval=None, max_size=None) as socket:
        assert len(await whole(socket)) > OLD_BYTES * 0.9
        return (perf_counter() - begun) * 1e3


async def weighed(documents: int) -> tuple[float, float]:
    """MiB of the server process with so many texts open; and with as many others, once those were left."""
    async with await open_store(os.environ["GESPANN_REDIS_URL"], now) as store:
        with serving("texts") as server:
            found = []
            for first in (0, documents):
                async with written(server.port, first, documents):
                    assert await rooms(store) == documents
                    found.append(server.resident_kib() / 1024)
                await until_closed(store)
            return found[0], found[1]


async def loads(series: int) -> tuple[float, float]:
    """Milliseconds, medians: ours out of the store, and the peer's out of its memory."""
    updates, group, ours, theirs = of_a_day(), GroupId("r1g0"), [], []
    async with await open_store(os.environ["GESPANN_REDIS_URL"], now) as store:
        await store.documents.append(WORKSHOP, group, updates)
        with serving("texts") as server, serving("y-websocket") as peer:
            async with connect(url(peer.port, group), compression=None) as writer:
                for update in updates:
                    await writer.send(b"\x00\x02" + sized(update))
                for _ in range(series):
                    ours.append(await loaded_ms(server.port, group))
                    await until_closed(store)
                    theirs.append(await loaded_ms(peer.port, group))
    return statistics.median(ours), statistics.median(theirs)


def now() -> int:
    return time_ns() // 1_000_000


async def main(documents: int, series: int) -> bool:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(16_384, hard)), hard))
    with tempfile.TemporaryDirectory(prefix="gespann-") as folder, EmbeddedValkey(folder) as redis:
        os.environ["GESPANN_REDIS_URL"] = redis
        first, second = await weighed(documents)
        print(f"{documents} texts of {BYTES // 1000} kB open: {first:.0f} MiB; then as many others: {second:.0f} MiB\n")
        reached = [
            goal("MiB of the server process with all of them open", first, OPEN_MIB, least=False),
            goal("the second lot, once the first was left, to the first", second / first, 1.1, least=False),
        ]
        if node("y-websocket"):
            ours, theirs = await loads(series)
            print(f"\na text of {OLD_BYTES // 1000} kB after a day of writing, from the store: {ours:.1f} ms; ", end="")
            print(f"y-websocket, out of its memory: {theirs:.1f} ms ({ours / theirs:.2f} times)\n")
            reached.append(goal("ms until an old text is there", ours, LOADED_MS, least=False))
        return all(reached)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.documents", description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--series", type=int, default=5)
    pin(1)
    sys.exit(not uvloop.run(main(**vars(parser.parse_args()))))
