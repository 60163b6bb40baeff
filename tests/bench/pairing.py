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
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from time import perf_counter, process_time
from typing import TypeVar

import msgspec

from server.core.pairing.board import Board
from server.core.pairing.instance import Instance, pair
from server.core.pairing.plan import Plan
from server.core.pairing.round import plan_round
from server.core.pairing.rounds import plan_rounds
from tests.bench.harness import goal, pin
from tests.bench.populations import POPULATIONS, easy, first_meeting
from tests.bench.solvers import Pairs, Worth, annealing, by_greed, by_networkx, by_rustworkx
from tests.core.pairing.referee import judgement_of_all, one_after_another

ROOMS = {name: make for name, make in POPULATIONS.items() if name != "a third late"}
"""The others know nothing of late people."""
SMALL = (
    (6, 3),
    (7, 3),
    (8, 5),
    (9, 4),
    (10, 7),
    (11, 5),
    (12, 9),
    (15, 5),
    (20, 5),
    (21, 7),
    (30, 10),
    (31, 8),
    (41, 6),
)
"""People, and rounds."""
NONE = [float("nan")]
"""The share of rooms that can't be compared: there one plan has fewer repeats than the other."""
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


def measure_few(name: str, kinds: Sequence[Callable[[int, int], Instance]], rooms: int) -> int:
    """Prints a table of small rooms, of each kind in turn; returns how many plans one round after another beats."""
    print(
        f"\n{name}, {rooms} of each size: share of the proven bound (median, worst), repeats, second trio seats, "
        "ms of processor;\nthen one proven round after another; in how many rooms that is better, or worse"
    )
    lost = 0
    for people, rounds in SMALL:
        ours, others, took = list[tuple[int, ...]](), list[tuple[int, ...]](), list[float]()
        shares: tuple[list[float], list[float]] = [], []
        for number in range(rooms):
            instance = kinds[number % len(kinds)](people, number)
            start = process_time()
            found = plan_rounds(instance, rounds, number)
            took.append(1000 * (process_time() - start))
            ours.append(judgement_of_all(instance, [[group.members for group in plan.groups] for plan in found.plans]))
            others.append(judgement_of_all(instance, one_after_another(instance, rounds, number)))
            if ours[-1][:4] == others[-1][:4]:  # as many placed, trios and repeats: then the bound is one for both
                shares[0].append(found.share)
                shares[1].append(others[-1][-1] / found.bound)
        lost += sum(a < b for a, b in zip(ours, others, strict=True))
        cells = [
            f"{statistics.median(share or NONE):>8.4f}{min(share or NONE):>8.4f}{-sum(each[3] for each in judged):>5}"
            f"{-sum(each[6] for each in judged):>5}"
            for share, judged in ((shares[0], ours), (shares[1], others))
        ]
        better = sum(a < b for a, b in zip(ours, others, strict=True))
        worse = sum(a > b for a, b in zip(ours, others, strict=True))
        print(
            f"{people:>3} people, {rounds:>2} rounds{cells[0]}{statistics.median(took):>6.0f}  |{cells[1]}  |"
            f"{better:>4}{worse:>4}"
        )
    return lost


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


def main(people: int, small: int, odd: int, crowd: int, series: int, seconds: float, rooms: int) -> bool:
    others: Solvers = {PEER: by_rustworkx, "greedy": by_greed, f"annealing, {seconds:g} s": annealing(seconds)}
    measure(small, series, {PEER: by_rustworkx, "networkx": by_networkx, **others})
    odd_share = measure_odd(odd, series)
    large = measure(people, 1, others)
    shares = {rounds: measure_rounds(people, rounds) for rounds in (3, 5)}
    lost = measure_few("small rooms that meet for the first time", [first_meeting], rooms)
    lost += measure_few("small rooms of all kinds", list(POPULATIONS.values()), rooms)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        took, share, mib = pool.apply(conference, (crowd,))
    print(f"\none round, {crowd} people: {took:.2f} s, share {share:.4f}, at most {mib:.0f} MiB\n")
    reached = (
        goal("share of the optimum, proven, everywhere", large["share"], 1.0, least=True),
        goal(f"{odd} people: share, proven", odd_share, 1.0, least=True),
        goal(f"time of {PEER} to ours", large["ratio"], 8, least=True),
        goal("3 rounds, short of the bound, per mille", 1000 * (1 - shares[3]), 1, least=False),
        goal("5 rounds, short of the bound, per mille", 1000 * (1 - shares[5]), 1, least=False),
        goal("small rooms better one round after another", lost, 0, least=False),
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
    parser.add_argument("--rooms", type=int, default=21, help="of each size of small rooms")
    pin(1)
    sys.exit(not main(**vars(parser.parse_args())))
