"""Rooms of two, everybody talks: what a delivery costs the server, and how late it is.

    python -m tests.bench.pairs --pairs 500 --series 5

The exit code is 1 if a goal is missed.
"""

import argparse
import asyncio
import statistics
import sys
from collections.abc import Awaitable, Iterable, Mapping
from contextlib import AsyncExitStack
from functools import partial
from itertools import chain
from typing import TypeVar

import uvloop

from tests.bench.fanout import IN_NODE
from tests.bench.harness import PEER, Crowd, Figures, Server, compare, goal, in_turn, node, p99_ms, pin, ratio, tell

NAMES = ("gespann", PEER)
HEADINGS = {"cpu": "processor time per delivery, µs", "p99": "p99 at 10 messages a second each pair, ms"}
TURNS = 10
Found = TypeVar("Found")
RATE = 10
"""Messages of a pair in a second; each is delivered to both."""


async def measure(servers: Mapping[str, Server], pairs: int, messages: int, seconds: float) -> Mapping[str, Figures]:
    """In ten turns each."""
    names = list(servers)
    cpu: dict[str, list[float]] = {name: [] for name in names}
    late: dict[str, list[float]] = {name: [] for name in names}
    async with AsyncExitStack() as stack:
        rooms: dict[str, list[Crowd]] = {}
        for name in names:
            crowds = [Crowd(servers[name], room=number) for number in range(pairs)]
            rooms[name] = [await stack.enter_async_context(crowd) for crowd in crowds]
            for crowd in crowds:
                await crowd.join(2)
        each = max(1, messages // TURNS)
        for name in in_turn(names, TURNS):
            await together(crowd.as_fast_as_it_goes(1) for crowd in rooms[name])
            before = servers[name].cpu_s()
            await together(crowd.as_fast_as_it_goes(each) for crowd in rooms[name])
            cpu[name].append((servers[name].cpu_s() - before) / (each * pairs * 2))
        for name in in_turn(names, TURNS):
            found = await together(
                begin_at(number / pairs / RATE, crowd, max(1, int(RATE * seconds / TURNS)))
                for number, crowd in enumerate(rooms[name])
            )
            late[name] += chain.from_iterable(found)
    return {name: {"cpu": statistics.median(cpu[name]) * 1e6, "p99": p99_ms(late[name])} for name in names}


async def begin_at(after_s: float, crowd: Crowd, messages: int) -> list[float]:
    """The rooms begin one after the other, or all would talk in the same instant."""
    await asyncio.sleep(after_s)
    return await crowd.at_rate(RATE, messages)


async def together(works: Iterable[Awaitable[Found]]) -> list[Found]:
    return await asyncio.gather(*works)


async def main(pairs: int, series: int, messages: int, seconds: float) -> bool:
    names = [*NAMES, *(name for name in IN_NODE if node(name))]
    found = await compare(names, series, partial(measure, pairs=pairs, messages=messages, seconds=seconds))
    print(f"{pairs} rooms of two, 200 bytes a message, which both get")
    tell(found, HEADINGS)
    print()
    reached = [
        goal(f"deliveries per processor time, to {peer}", ratio(found, peer, "cpu", to="gespann"), bound, least=True)
        for peer, bound in ((PEER, 1.0), ("socket.io", 1.2))
        if peer in found
    ]
    return all(reached)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pairs", description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--series", type=int, default=5)
    parser.add_argument("--messages", type=int, default=60, help="of each pair in each series, for the processor time")
    parser.add_argument("--seconds", type=float, default=2.0, help="of the measurement of latencies")
    pin(1)
    sys.exit(not uvloop.run(main(**vars(parser.parse_args()))))
