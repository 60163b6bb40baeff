"""What an open connection that says nothing costs the server in memory.

    python -m tests.bench.idle --clients 2000 --series 3

The exit code is 1 if the goal is missed.
"""

import argparse
import asyncio
import statistics
import sys
from collections.abc import Mapping
from functools import partial

import uvloop

from tests.bench.harness import PEER, Crowd, Figures, Server, compare, goal, node, pin, tell

NAMES = ("gespann", PEER)
WARM = 200
"""Clients that come first: what the first connections make the server load and reserve is no cost of a connection."""


async def measure(servers: Mapping[str, Server], clients: int) -> Mapping[str, Figures]:
    return {name: {"kib": await grown(server, clients)} for name, server in servers.items()}


async def grown(server: Server, clients: int) -> float:
    async with Crowd(server) as crowd:
        await crowd.join(WARM)
        await crowd.as_fast_as_it_goes(8)
        before = await settled(server)
        await crowd.join(clients)
        return (await settled(server) - before) / clients


async def settled(server: Server) -> int:
    """KiB that the server occupies, once that has stopped changing."""
    now = server.resident_kib()
    while True:
        await asyncio.sleep(0.3)
        before, now = now, server.resident_kib()
        if before == now:
            return now


async def main(clients: int, series: int) -> bool:
    names = (*NAMES, "node ws") if node("node ws") else NAMES
    found = await compare(names, series, partial(measure, clients=clients))
    print(f"{clients} idle connections")
    tell(found, {"kib": "KiB each"})
    print()
    return goal("KiB each", statistics.median(row["kib"] for row in found["gespann"]), 24.0, least=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.idle", description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--series", type=int, default=3)
    pin(1)
    sys.exit(not uvloop.run(main(**vars(parser.parse_args()))))
