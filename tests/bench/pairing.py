"""Pairing: how long a plan takes and how much of the proven optimum it reaches, beside other ways to compute one.

    python -m tests.bench.pairing

The exit code is 1 if a goal is missed.  Times of our own hold everything from profiles to plan; the others are given
what all pairs are worth, which costs them nothing.
"""

import argparse
import multiprocessing
import resource
import statistics
import sys
from collections.abc import Callable
from functools import partial
from itertools import combinations
from time import perf_counter
from typing import TypeVar

import msgspec

from server.core.pairing.board import Board
from server.core.pairing.instance import Instance, pair
from server.core.pairing.plan import Plan
from server.core.pairing.round import plan_round
from server.core.pairing.rounds import plan_rounds
from tests.bench.harness import goal, pin
from tests.bench.populations import POPULATIONS, easy
from tests.bench.solvers import Pairs, Worth, annealing, by_greed, by_networkx, by_rustworkx

ROOMS = {name: make for name, make in POPULATIONS.items() if name != "a third late"}
"""The others know nothing of late people."""
OURS = "gespann"
PEER = "rustworkx alone"
Result = TypeVar("Result")
Solvers = dict[str, Callable[[Worth], Pairs]]


def timed(compute: Callable[[], Result]) -> tuple[float, Result]:
    start = perf_counter()
    result = compute()
    return perf_counter() - start, result


def measure(people: int, series: int, solvers: Solvers) -> dict[str, float]:
    """Prints a table for this size; returns the least share and proof of our own, and its ratio in time to the peer."""
    least, ratios = 1.0, []
    print(f"\none round, {people} people: seconds, share of the proven optimum, people left over (medians of {series})")
    print(f"{'':<18}" + "".join(f"{name:>28}" for name in (OURS, *solvers)))
    for kind, make in ROOMS.items():
        took: dict[str, list[float]] = {name: [] for name in (OURS, *solvers)}
        shares: dict[str, list[float]] = {name: [] for name in took}
        left = dict.fromkeys(took, 0)
        for number in range(series):
            instance = make(people, number)
            seconds, plan = timed(partial(plan_round, instance, number))
            took[OURS].append(seconds)
            shares[OURS].append(plan.share if plan.proven else 0.0)
            left[OURS] += len(plan.unplaced)
            worth: Worth = Board(instance, number).table(range(people)).rows(slice(0, people)).tolist()
            for name, solve in solvers.items():
                seconds, pairs = timed(partial(solve, worth))
                took[name].append(seconds)
                shares[name].append(sum(worth[i][j] for i, j in pairs) / plan.bound)
                left[name] += people - 2 * len(pairs)
        least = min(least, *shares[OURS])
        ratios += [slow / fast for fast, slow in zip(took[OURS], took[PEER], strict=True)]
        cells = (
            f"{statistics.median(took[name]):>14.3f} {statistics.median(shares[name]):>8.4f}{left[name]:>5}"
            for name in took
        )
        print(f"{kind:<18}" + "".join(cells))
    return {"share": least, "ratio": statistics.median(ratios)}


def one_by_one(instance: Instance, rounds: int) -> list[Plan]:
    """Each round proven to be the best after those before."""
    plans: list[Plan] = []
    for number in range(rounds):
        plans.append(plan_round(instance, number))
        together = {pair(*two) for group in plans[-1].groups for two in combinations(group.members, 2)}
        instance = msgspec.structs.replace(instance, met=instance.met | together)
    return plans


def measure_rounds(people: int, rounds: int) -> float:
    """Prints a table; returns the least share of our own."""
    least = 1.0
    print(
        f"\n{rounds} rounds, {people} people: seconds, share of the proven bound, repeats; then one round after another"
    )
    for kind, make in ROOMS.items():
        instance = make(people, 1)
        seconds, found = timed(partial(plan_rounds, instance, rounds, 1))
        slower, plans = timed(partial(one_by_one, instance, rounds))
        other = sum(plan.points for plan in plans) / found.bound
        print(f"{kind:<18}{seconds:>14.3f} {found.share:>8.4f}{found.repeats:>5}{slower:>14.3f} {other:>8.4f}")
        least = min(least, found.share)
    return least


def conference(people: int) -> tuple[float, float, float]:
    """Seconds, share and MiB at the most of one proven round, in a process of its own."""
    instance = easy(people, 1)
    seconds, plan = timed(partial(plan_round, instance, 1))
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, plan.share if plan.proven else 0.0, usage / 1024


def measure_odd(people: int, series: int) -> float:
    """Prints seconds of an odd room, our own alone; returns the least share, 0 where one is not proven."""
    print(f"\none round, {people} people, one trio: seconds (medians of {series})")
    least = 1.0
    for kind, make in POPULATIONS.items():
        runs = [timed(partial(plan_round, make(people, number), number)) for number in range(series)]
        least = min([least, *(plan.share if plan.proven else 0.0 for _, plan in runs)])
        print(f"{kind:<18}{statistics.median(took for took, _ in runs):>8.3f}")
    return least


def main(people: int, small: int, odd: int, crowd: int, series: int, seconds: float) -> bool:
    others: Solvers = {PEER: by_rustworkx, "greedy": by_greed, f"annealing, {seconds:g} s": annealing(seconds)}
    measure(small, series, {PEER: by_rustworkx, "networkx": by_networkx, **others})
    odd_share = measure_odd(odd, series)
    large = measure(people, 1, others)
    shares = {rounds: measure_rounds(people, rounds) for rounds in (3, 5)}
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        took, share, mib = pool.apply(conference, (crowd,))
    print(f"\none round, {crowd} people: {took:.2f} s, share {share:.4f}, at most {mib:.0f} MiB\n")
    reached = (
        goal("share of the optimum, proven, everywhere", large["share"], 1.0, least=True),
        goal(f"{odd} people: share, proven", odd_share, 1.0, least=True),
        goal(f"time of {PEER} to ours", large["ratio"], 8, least=True),
        goal("3 rounds, short of the bound, per mille", 1000 * (1 - shares[3]), 1, least=False),
        goal("5 rounds, short of the bound, per mille", 1000 * (1 - shares[5]), 1, least=False),
        goal(f"{crowd} people: share, proven", share, 1.0, least=True),
        goal(f"{crowd} people: MiB", mib, 600, least=False),
    )
    return all(reached)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pairing", description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=1000, help="even; networkx is left out")
    parser.add_argument("--small", type=int, default=100, help="even; with networkx")
    parser.add_argument("--odd", type=int, default=101, help="odd: our own alone")
    parser.add_argument("--crowd", type=int, default=5000, help="a conference: our own alone")
    parser.add_argument("--series", type=int, default=3, help="of the small rooms")
    parser.add_argument("--seconds", type=float, default=2.0, help="that annealing gets")
    pin(1)
    sys.exit(not main(**vars(parser.parse_args())))
