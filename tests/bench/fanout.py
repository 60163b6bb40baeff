"""One message to everybody in the room: what a delivery costs the server, how late it is, what a stalled reader does.

    python -m tests.bench.fanout --clients 1000 --series 5

The exit code is 1 if a goal is missed.  The goals are for 1,000 clients: with fewer, what a message costs once weighs
more against what each delivery costs.
"""

import argparse
import statistics
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial

import uvloop

from tests.bench.harness import PEER, Crowd, Figures, Server, compare, goal, in_turn, node, p99_ms, pin, ratio, tell

NAMES = ("gespann", PEER, "gespann, plain send")
IN_NODE = ("node ws", "socket.io")
HEADINGS = {
    "cpu": "processor time per delivery, µs",
    "p99": "p99 at 20 messages a second, ms",
    "calm": "p99 of large messages, ms",
    "stalled": "the same beside a reader who stalls, ms",
}
TURNS = 10
LARGE, FEW = 16_000, 20
"""Bytes of a message, and clients, of the measurement with a stalled reader."""


async def measure(
    servers: Mapping[str, Server], clients: int, deliveries: int, seconds: float
) -> Mapping[str, Figures]:
    """In ten turns each.  The large messages have crowds of their own."""
    names = list(servers)
    cpu: dict[str, list[float]] = {name: [] for name in names}
    late: dict[str, list[float]] = {name: [] for name in names}
    async with AsyncExitStack() as stack:
        crowds = {name: await stack.enter_async_context(Crowd(servers[name])) for name in names}
        for crowd in crowds.values():
            await crowd.join(clients)
        messages = max(1, deliveries // clients // TURNS)
        for name in in_turn(names, TURNS):
            await crowds[name].as_fast_as_it_goes(2)  # the turns of the others have emptied the caches
            before = servers[name].cpu_s()
            await crowds[name].as_fast_as_it_goes(messages)
            cpu[name].append((servers[name].cpu_s() - before) / (messages * clients))
        for name in in_turn(names, TURNS):
            late[name] += await crowds[name].at_rate(20, max(1, int(20 * seconds / TURNS)))
    calm = {name: await large(servers[name], seconds) for name in names}
    stalled = {name: await large(servers[name], seconds, stalled=1) for name in names}
    return {
        name: {
            "cpu": statistics.median(cpu[name]) * 1e6,
            "p99": p99_ms(late[name]),
            "calm": calm[name],
            "stalled": stalled[name],
        }
        for name in names
    }


async def large(server: Server, seconds: float, stalled: int = 0) -> float:
    """In two seconds what waits for the stalled reader passes every bound, the kernel's and our own."""
    async with Crowd(server, payload=LARGE) as crowd:
        await crowd.join(FEW)
        await crowd.as_fast_as_it_goes(20)
        await crowd.join(stalled, stalled=True)
        return p99_ms(await crowd.at_rate(200, int(200 * seconds)))


async def main(clients: int, series: int, deliveries: int, seconds: float) -> bool:
    names = [*NAMES, *(name for name in IN_NODE if node(name))]
    found = await compare(names, series, partial(measure, clients=clients, deliveries=deliveries, seconds=seconds))
    print(f"one room of {clients}, 200 bytes a message; large: {LARGE} bytes to {FEW}")
    tell(found, HEADINGS)
    print()
    stall = statistics.median(row["stalled"] / row["calm"] for row in found["gespann"])
    reached = (
        *(
            goal(
                f"deliveries per processor time, to {peer}", ratio(found, peer, "cpu", to="gespann"), bound, least=True
            )
            for peer, bound in ((PEER, 1.2), ("socket.io", 1.35))
            if peer in found
        ),
        goal("p99, to that of websockets", ratio(found, "gespann", "p99"), 1.0, least=False),
        goal("p99 beside a stalled reader, to that without", stall, 1.2, least=False),
    )
    return all(reached)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fanout", description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--series", type=int, default=5)
    parser.add_argument("--deliveries", type=int, default=60_000, help="in each series, for the processor time")
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement of latencies")
    pin(1)
    sys.exit(not uvloop.run(main(**vars(parser.parse_args()))))
