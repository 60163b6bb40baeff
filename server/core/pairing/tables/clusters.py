"""People who can sit with few others, most often for their languages: how often they meet again, whatever the seating.

A cluster is a set of people with all those whom they may sit with. Each rotation has them at some tables, and each way
to spread them over tables makes so many of them meet each other and the others; the cheapest way, times the rotations,
less the pairs that may meet and haven't yet, is what must be repeats. Clusters of whom no two may share a table count
pairs of their own, so what they need adds up.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from server.core.pairing.again import FewPairs, FewSpeakers, FewStrangers, FewTables, NoOrthogonalSquares, WhyRepeats
from server.core.pairing.tables.room import Bools, Hall, Ints

MOST = 64
"""Clusters looked at: kinds of people by what they speak, and single people."""
SIDE, SQUARES = 6, 3
"""Rotations of six tables of six without a repeat (Tarry 1900: no two orthogonal Latin squares of order 6)."""
NO_WAY = 1 << 40


class Cluster(NamedTuple):
    """`people` can sit with each other and with `others` alone, at `tables` tables at most in one rotation.

    `tongues`: what all of them speak, and nothing else; empty for a single person who is looked at for other reasons.
    """

    people: Ints
    others: Ints
    tables: int
    tongues: tuple[str, ...] = ()


class Counted(NamedTuple):
    """Meetings `needed` over all rotations at least, and pairs among them that are `fresh`; why there must be more."""

    needed: int
    fresh: int
    why: WhyRepeats

    @property
    def repeats(self) -> int:
        return self.needed - self.fresh


def repeats(
    hall: Hall, may: Bools, new: Bools, rounds: int, short: Sequence[int], ids: Sequence[str]
) -> tuple[int, tuple[WhyRepeats, ...]]:
    """(repeats that every plan has at least if it seats everybody each time, the reasons).

    `may`, `new`: who may sit with whom, and hasn't yet; `short`: people who will run out of others, the worst first.
    """
    chosen: list[tuple[Cluster, Counted | None, int]] = []
    known = [(each, *_counted(hall, new, rounds, each, ids)) for each in _clusters(hall, may, short)]
    known.sort(key=lambda each: -max(each[1].repeats if each[1] else 0, each[2] - _circle(new, each[0]).sum() // 2))
    taken: Bools = np.zeros(hall.people, bool)
    for cluster, alone, tables in known:
        if not taken[cluster.people].any():
            chosen.append((cluster, alone, tables))
            taken[cluster.people] = taken[cluster.others] = True
    pool, needed, pooled = np.zeros_like(new), 0, list[int]()
    for number, (cluster, alone, tables) in enumerate(chosen):
        trial = pool | _circle(new, cluster)
        gain = tables - (int(trial.sum()) - int(pool.sum())) // 2
        if gain > (alone.repeats if alone else 0):
            pool, needed = trial, needed + tables
            pooled.append(number)
    total, why = 0, list[WhyRepeats]()
    if pooled:
        fresh = int(pool.sum()) // 2
        total = needed - fresh
        who = sorted(ids[p] for number in pooled for p in chosen[number][0].people)
        why.append(FewPairs(tuple(who), fresh, needed))
    for number, (_, alone, _) in enumerate(chosen):
        if number not in pooled and alone is not None:
            total += alone.repeats
            why.append(alone.why)
    return total, tuple(why)


def _clusters(hall: Hall, may: Bools, short: Sequence[int]) -> list[Cluster]:
    found: list[Cluster] = []
    kinds = np.unique(hall.langs[hall.langs.any(axis=1)], axis=0) if not hall.one_language else hall.langs[:0]
    for kind in kinds[:MOST]:
        people = np.flatnonzero(~(hall.langs & ~kind).any(axis=1) & hall.langs.any(axis=1))
        found.append(_cluster(hall, may, people, hall.names(kind)))
    return found + [_cluster(hall, may, np.array([p])) for p in short[: MOST - len(found)]]


def _cluster(hall: Hall, may: Bools, people: Ints, tongues: tuple[str, ...] = ()) -> Cluster:
    near: Bools = np.logical_or.reduce(may[people], axis=0)
    near[people] = False
    others = np.flatnonzero(near)
    return Cluster(people, others, (len(people) + len(others)) // hall.low, tongues)


def _circle(new: Bools, cluster: Cluster) -> Bools:
    """Who of the cluster and the others may meet and hasn't."""
    found: Bools = np.zeros_like(new)
    circle = np.ix_(both := np.concatenate([cluster.people, cluster.others]), both)
    found[circle] = new[circle]
    return found


def _fresh(new: Bools, cluster: Cluster, *, others: bool = True) -> int:
    """Pairs of the cluster's people, and with others, who may meet and haven't."""
    inside = int(new[np.ix_(cluster.people, cluster.people)].sum()) // 2
    return inside + int(new[np.ix_(cluster.people, cluster.others)].sum()) * others


def _counted(hall: Hall, new: Bools, rounds: int, cluster: Cluster, ids: Sequence[str]) -> tuple[Counted | None, int]:
    """The best count of pairs with one of the cluster, if it makes repeats; and the pairs at all of its tables."""
    people, counts = len(cluster.people), list[Counted]()
    cells = cluster.tables**2  # where people sat in one rotation and sit in another
    if rounds > 1 and 0 < cells < people:
        share, more = divmod(people, cells)
        again = (rounds - 1) * (cells * share * (share - 1) // 2 + more * share)
        counts.append(Counted(again, 0, FewTables(people, cluster.tables, cluster.tongues)))
    if not len(cluster.others) and people == SIDE**2 and hall.low == SIDE and rounds > SQUARES:
        # One repeat alone isn't possible either: two squares can't be orthogonal but for a single pair of symbols.
        counts.append(Counted(max(2, rounds - SQUARES), 0, NoOrthogonalSquares(SIDE, SQUARES)))
    inside, fresh, whole = _fresh(new, cluster, others=False), _fresh(new, cluster), 0
    if inside < rounds * people * (hall.high - 1):  # else nobody needs to sit with any of them twice
        among, touching, whole = (rounds * least for least in _cheapest(hall, cluster))
        if whole >= NO_WAY:
            whole = 0
        elif cluster.tongues:
            told = (cluster.tongues, people, people + len(cluster.others), cluster.tables)
            counts.append(Counted(among, inside, FewSpeakers(*told, inside, among, among=True)))
            counts.append(Counted(touching, fresh, FewSpeakers(*told, fresh, touching, among=False)))
        else:
            counts.append(Counted(touching, fresh, FewStrangers(ids[cluster.people[0]], fresh, touching)))
    best = max(counts, key=lambda each: each.repeats, default=None)
    return best if best is not None and best.repeats > 0 else None, whole


def _cheapest(hall: Hall, cluster: Cluster) -> tuple[int, int, int]:
    """Meetings in one rotation at least: of the cluster's people with each other; with anybody; at all their tables."""
    people, others = len(cluster.people), len(cluster.others)
    found: list[int] = []
    for across, outside in ((0, 0), (1, 0), (1, 1)):
        table = [NO_WAY] * (hall.high + 1)  # by how many of the cluster sit at it
        for d in range(1, hall.high + 1):
            for k in range(max(hall.low, d), min(hall.high, d + others) + 1):
                more = k - d
                meet = d * (d - 1) // 2 + across * d * more + outside * more * (more - 1) // 2
                table[d] = min(table[d], meet)
        least, spread = NO_WAY, np.full(people + 1, NO_WAY)
        spread[0] = 0
        for _ in range(min(cluster.tables, people)):
            more_tables = np.full(people + 1, NO_WAY)
            for d in range(1, min(hall.high, people) + 1):
                more_tables[d:] = np.minimum(more_tables[d:], spread[: people + 1 - d] + table[d])
            spread = more_tables
            least = min(least, int(spread[people]))
        found.append(least)
    return found[0], found[1], found[2]
