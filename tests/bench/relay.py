"""Shared texts: how late a key is at the partner's, and how many a second go through, durably.

    python -m tests.bench.relay --pairs 250 --series 5

Ours (`texts`) has every update in a Valkey that waits for the disk; the peers keep nothing.  At the end our server is
killed in full swing, and what it had called saved is looked for in the store.  The exit code is 1 if a goal is missed.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from base64 import b64decode
from collections.abc import Mapping
from functools import partial
from time import time_ns

import msgspec
import uvloop

from server.core.ids import GroupId
from server.protocol.messages import DocumentSaved
from server.store.embedded import EmbeddedValkey
from server.store.store import Store, open_store
from server.workspace.room import Room
from server.workspace.rooms import SAVED
from tests.bench.contestants import WORKSHOP
from tests.bench.harness import Figures, Server, compare, goal, in_turn, node, p99_ms, pin, ratio, serving, tell
from tests.bench.typists import Pairs
from tests.workspace.durable import Durable

NAMED = "hocuspocus"
HEADINGS = {
    "p50": "key to partner, median, ms",
    "p99": "key to partner, p99, ms",
    "rate": "keys a second, as fast as it goes",
    "cpu": "processor time per key, µs",
}
KEYS_A_SECOND = 5.0


async def measure(
    servers: Mapping[str, Server], pairs: int, busy: int, seconds: float, turns: int
) -> Mapping[str, Figures]:
    late: dict[str, list[float]] = {name: [] for name in servers}
    for name in in_turn(list(servers), turns):
        async with Pairs(servers[name].port, pairs, named=name == NAMED) as typing:
            late[name] += await typing.at_rate(KEYS_A_SECOND, seconds / turns)
    rates: dict[str, list[float]] = {name: [] for name in servers}
    costs: dict[str, list[float]] = {name: [] for name in servers}
    for name in in_turn(list(servers), turns):
        server = servers[name]
        async with Pairs(server.port, busy, named=name == NAMED) as typing:
            before = server.cpu_s()
            rates[name].append(await typing.as_fast_as_it_goes(seconds / turns))
            costs[name].append((server.cpu_s() - before) / sum(typist.arrived for typist in typing.typists))
    return {
        name: {
            "p50": statistics.median(late[name]) * 1e3,
            "p99": p99_ms(late[name]),
            "rate": statistics.median(rates[name]),
            "cpu": statistics.median(costs[name]) * 1e6,
        }
        for name in servers
    }


async def killed(url: str, pairs: int, seconds: float) -> bool:
    """Whether what was called saved is there after a kill in full swing."""
    said: dict[str, Durable] = {}

    async def hear(store: Store) -> None:
        async for news in store.documents.follow():
            if news.group == SAVED and news.passing:
                message = msgspec.json.decode(news.passing, type=DocumentSaved)
                said.setdefault(message.group, Durable()).add(b64decode(message.up_to))

    async with await open_store(url, lambda: time_ns() // 1_000_000) as store:
        await store.redis.flushdb()
        await store.documents.subscribe(WORKSHOP, SAVED)
        hearing = asyncio.create_task(hear(store))
        with serving("texts") as server:
            async with Pairs(server.port, pairs) as typing:
                going = asyncio.create_task(typing.as_fast_as_it_goes(seconds * 10))
                await asyncio.sleep(seconds)
                server.kill()
                going.cancel()
                arrived = sum(typist.arrived for typist in typing.typists)
        await asyncio.sleep(0.5)  # the last words of a dead server
        hearing.cancel()
        missing = keys = 0
        for group, durable in said.items():
            stored = Durable()
            stored.add(Room((await store.documents.load(WORKSHOP, GroupId(group)))[0]).up_to())
            wanted = durable.extent()
            keys += sum(wanted.written.values())
            missing += not stored.covers(wanted)
        print(f"killed after {arrived} keys at partners: {keys} were called saved, {missing} texts lack any of it\n")
        return len(said) == pairs and not missing


async def main(pairs: int, busy: int, series: int, seconds: float, turns: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="gespann-") as folder, EmbeddedValkey(folder) as url:
        os.environ["GESPANN_REDIS_URL"] = url
        names = ["texts", *(peer for peer in ("y-websocket", "hocuspocus") if node(peer))]
        found = await compare(names, series, partial(measure, pairs=pairs, busy=busy, seconds=seconds, turns=turns))
        print(f"{pairs} pairs, {KEYS_A_SECOND} keys a second each; as fast as it goes: {busy} pairs")
        tell(found, HEADINGS, to=names[-1])
        print()
        reached = [await killed(url, busy, seconds / 4)]
        if "y-websocket" in names:
            p99 = ratio(found, "texts", "p99", to="y-websocket")
            reached.append(goal("p99 from key to partner, to y-websocket without durability", p99, 1.0, least=False))
        if "hocuspocus" in names:
            rate = ratio(found, "texts", "rate", to="hocuspocus")
            reached.append(goal("durable keys a second, to hocuspocus without", rate, 2.0, least=True))
        return all(reached)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.relay", description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=250)
    parser.add_argument("--busy", type=int, default=400, help="pairs, for as fast as it goes")
    parser.add_argument("--series", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=6.0, help="of each measurement")
    parser.add_argument("--turns", type=int, default=3, help="in which each of them is taken")
    pin(1)
    sys.exit(not uvloop.run(main(**vars(parser.parse_args()))))
