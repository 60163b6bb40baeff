"""Tables of six to eight over seven rotations: repeats, people without a seat and time, beside greed and annealing.

    python -m tests.bench.tables

The exit code is 1 if a goal is missed. The others get the same sizes of tables; annealing gets the time that ours took.
Where languages or wishes make repeats necessary, 'least' is the number that no plan can fall below, as ours proves it.
Where it is drawn by lot who is kept apart, it is said how many plans a room of this kind has, on average.
"""

import argparse
import math
import random
import statistics
import sys
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from time import perf_counter
from typing import NamedTuple

from msgspec.structs import replace

from server.core.pairing.again import RepeatsNeeded
from server.core.pairing.instance import Instance, pair
from server.core.pairing.tables.plan import plan_tables
from tests.bench.harness import goal, pin
from tests.bench.pairing import timed
from tests.bench.populations import easy, islands, kept_apart, newcomers, one_employer

LOW, HIGH = 6, 8
BY_LOT = "60 % kept apart"
Seating = list[list[list[int]]]
"""Per rotation the tables, people as indices."""


def one_language(make: Callable[[int, int], Instance]) -> Callable[[int, int], Instance]:
    def made(n: int, seed: int) -> Instance:
        room = make(n, seed)
        return replace(room, met=frozenset(), people=tuple(replace(p, langs=("en",)) for p in room.people))

    return made


def unmet(make: Callable[[int, int], Instance]) -> Callable[[int, int], Instance]:
    return lambda n, seed: replace(make(n, seed), met=frozenset())


ROOMS = {
    "one language": one_language(easy),
    "90 % newcomers": one_language(newcomers),
    "one employer": one_language(one_employer),
    "two islands": unmet(islands),
    "many languages": unmet(easy),
    BY_LOT: one_language(kept_apart),
}
CLEAN = {"one language": 42, "90 % newcomers": 42, "one employer": 42, "two islands": 88}
"""From so many people on a seating without repeats exists (each island has 42), so there must be none."""


class Judged(NamedTuple):
    repeats: int
    broken: int
    """Tables that a hard rule forbids."""
    out: int
    """People without a seat, over all rotations."""


def judge(instance: Instance, rounds: list[list[tuple[str, ...]]]) -> Judged:
    langs = {person.id: set(person.langs) for person in instance.people}
    seen, repeats, broken, out = set(instance.met), 0, 0, 0
    for groups in rounds:
        here = {pair(a, b) for group in groups for a, b in combinations(group, 2)}
        repeats += len(here & seen)
        seen |= here
        out += len(langs) - sum(map(len, groups))
        for group in groups:
            apart = any(pair(a, b) in instance.keep_apart for a, b in combinations(group, 2))
            common = set.intersection(*(langs[i] for i in group))
            broken += apart or not common or not LOW <= len(group) <= HIGH
    return Judged(repeats, broken, out)


class Rules:
    """What the others are told: `bad[a][b]`, whether two may not share a table."""

    def __init__(self, instance: Instance) -> None:
        people = instance.people
        self.n = len(people)
        apart = instance.keep_apart
        self.bad = [
            [set(a.langs).isdisjoint(b.langs) or (a is not b and pair(a.id, b.id) in apart) for b in people]
            for a in people
        ]
        tables = self.n // LOW
        self.sizes = [self.n // tables + (t < self.n % tables) for t in range(tables)]


def by_greed(rules: Rules, rounds: int) -> Seating:
    """Person after person, as the lot has it, at the table with room where they meet fewest again or against a rule."""
    draw, met, found = random.Random(1), [[0] * rules.n for _ in range(rules.n)], Seating()
    for _ in range(rounds):
        tables: list[list[int]] = [[] for _ in rules.sizes]
        for p in draw.sample(range(rules.n), rules.n):
            roomy = [t for t, size in enumerate(rules.sizes) if len(tables[t]) < size]
            best = min(
                roomy, key=lambda t: (sum(1000 * rules.bad[p][q] + met[p][q] for q in tables[t]), len(tables[t]))
            )
            tables[best].append(p)
        for group in tables:
            for a, b in combinations(group, 2):
                met[a][b] = met[b][a] = 1
        found.append(tables)
    return found


def annealing(rules: Rules, rounds: int, seconds: float) -> Seating:
    """Two people of a rotation change places if that is better or chance will have it; chance cools down."""
    draw, n = random.Random(1), rules.n
    met = [[0] * n for _ in range(n)]
    found, at = Seating(), list[list[int]]()
    for _ in range(rounds):
        order, tables, where = draw.sample(range(n), n), list[list[int]](), [0] * n
        for t, size in enumerate(rules.sizes):
            tables.append([order.pop() for _ in range(size)])
            for p in tables[t]:
                where[p] = t
            for a, b in combinations(tables[t], 2):
                met[a][b] += 1
                met[b][a] += 1
        found.append(tables)
        at.append(where)
    start, steps, heat = perf_counter(), 0, 1.0
    while True:
        if steps % 256 == 0:
            gone = (perf_counter() - start) / seconds
            if gone >= 1:
                return found
            heat = 0.02**gone
        steps += 1
        r, p, q = draw.randrange(rounds), draw.randrange(n), draw.randrange(n)
        a, b = at[r][p], at[r][q]
        if a == b:
            continue
        cost = 0
        for one, leaves, comes in ((p, a, b), (q, b, a)):
            row, bad = met[one], rules.bad[one]
            cost -= sum((row[u] > 1) + 50 * bad[u] for u in found[r][leaves] if u != one)
            cost += sum((row[u] > 0) + 50 * bad[u] for u in found[r][comes] if u not in (p, q))
        if cost <= 0 or draw.random() < math.exp(-cost / heat):
            for one, leaves, comes in ((p, a, b), (q, b, a)):
                for table, change in ((found[r][leaves], -1), (found[r][comes], 1)):
                    for u in table:
                        if u not in (p, q):
                            met[one][u] += change
                            met[u][one] += change
            found[r][a][found[r][a].index(p)], found[r][b][found[r][b].index(q)] = q, p
            at[r][p], at[r][q] = b, a


def expected(sizes: list[int], may: int, rotations: int) -> list[float]:
    """Tables of these sizes, `may` pairs, drawn by lot, that may sit together: for each rotation, log10 of how many
    seatings of all there are on average, those who met in the rotations before it not meeting again.
    """
    people, held = sum(sizes), sum(size * (size - 1) // 2 for size in sizes)
    pairs = people * (people - 1) // 2
    same = sum(math.lgamma(count + 1) for count in Counter(sizes).values())
    ways = math.lgamma(people + 1) - sum(math.lgamma(size + 1) for size in sizes) - same
    found = list[float]()
    while len(found) < rotations and may >= held:
        legal = sum(math.log((may - k) / (pairs - k)) for k in range(held))
        found.append((ways + legal) / math.log(10))
        may -= held
    return found


class Row(NamedTuple):
    kind: str
    people: int
    seconds: float
    ours: Judged
    least: int
    greedy: Judged
    annealed: Judged
    exist: list[float]


def measure(kind: str, people: int, rounds: int) -> Row:
    instance = ROOMS[kind](people, 1)
    seconds, plan = timed(lambda: plan_tables(instance, LOW, HIGH, rounds, 1))
    least = next((each.at_least for each in plan.witness if isinstance(each, RepeatsNeeded)), 0)
    ids = [person.id for person in instance.people]

    def named(seating: Seating) -> list[list[tuple[str, ...]]]:
        return [[tuple(ids[p] for p in group) for group in tables] for tables in seating]

    rules = Rules(instance)
    return Row(
        kind,
        people,
        seconds,
        judge(instance, [[group.members for group in rotation.groups] for rotation in plan.rotations]),
        least,
        judge(instance, named(by_greed(rules, rounds))),
        judge(instance, named(annealing(rules, rounds, max(0.05, seconds)))),
        expected(rules.sizes, math.comb(people, 2) - len(instance.keep_apart), rounds) if kind == BY_LOT else [],
    )


def told(judged: Judged) -> str:
    return f"{judged.repeats:>8}{judged.broken:>6}{judged.out:>5}"


def main(rooms: list[str], sizes: list[int], rotations: int) -> bool:
    print(
        f"{rotations} rotations of tables of {LOW} to {HIGH}: seconds; repeats, tables against a rule, without a seat"
    )
    print(f"{'':<18}{'people':>6}{'s':>7}{'least':>7}{'gespann':>19}{'greedy':>19}{'annealing':>19}")
    rows = list[Row]()
    for kind in rooms:
        for people in sizes:
            row = measure(kind, people, rotations)
            rows.append(row)
            others = f"{told(row.ours)}{told(row.greedy)}{told(row.annealed)}"
            print(f"{kind:<18}{people:>6}{row.seconds:>7.2f}{row.least:>7}{others}", flush=True)
    for row in rows:
        if row.exist:
            all_ = sum(row.exist) if len(row.exist) == rotations else -math.inf
            print(
                f"{row.kind}, {row.people}: 10^{row.exist[0]:.0f} seatings of all, 10^{all_:.0f} plans without a repeat"
            )
    clean = [row for row in rows if row.people >= CLEAN.get(row.kind, people + 1)]
    needed = [row for row in rows if row.least and not row.annealed.broken]  # against the rules it is easier
    seated = [row for row in rows if row.kind != BY_LOT]
    print()
    reached = [
        goal("tables against a hard rule", sum(row.ours.broken for row in rows), 0, least=False),
        goal("people without a seat, kept apart aside", sum(row.ours.out for row in seated), 0, least=False),
        goal("the slowest, seconds", max(row.seconds for row in rows), 2, least=False),
    ]
    if clean:
        reached.append(goal("repeats where none is needed", sum(row.ours.repeats for row in clean), 0, least=False))
    if needed:
        share = statistics.median(row.ours.repeats / row.annealed.repeats for row in needed)
        reached.append(goal("repeats where some are needed, to annealing's", share, 1, least=False))
    return all(reached)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.tables", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--rooms",
        nargs="+",
        default=list(ROOMS),
        choices=ROOMS,
        metavar="ROOM",
        help="; ".join(ROOMS).replace("%", "%%"),
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[42, 60, 101, 200, 500])
    parser.add_argument("--rotations", type=int, default=7)
    pin(1)
    sys.exit(not main(**vars(parser.parse_args())))
