"""People who can sit with few others, most often for their languages: how often they meet again, whatever the seating.

A cluster is a set of people with all those whom they may sit with. Each rotation has them at some tables, and each way
to spread them over tables makes so many of them meet each other and the others; the cheapest way, times the rotations,
less the pairs that may meet and haven't yet, is what must be repeats. A cluster is counted in several ways: the pairs
among its people, the pairs with one of them, all pairs at its tables. Counts that have no pair in common add up.
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
    elsewhere: int
    """So many seats at least are at tables that none of the cluster can sit at; 0 where that doesn't matter."""
    tongues: tuple[str, ...] = ()


class Counted(NamedTuple):
    """Of `pairs` (symmetric), so many must repeat, and why; those of two counts that have no pair in common add up."""

    pairs: Bools
    repeats: int
    why: WhyRepeats


def repeats(
    hall: Hall, may: Bools, new: Bools, rounds: int, short: Sequence[int], ids: Sequence[str]
) -> tuple[int, tuple[WhyRepeats, ...]]:
    """(repeats that every plan has at least if it seats everybody each time, the reasons).

    `may`, `new`: who may sit with whom, and hasn't yet; `short`: people who will run out of others, the worst first.
    """
    counts, known = list[Counted](), list[tuple[int, int, Cluster]]()
    for cluster in _clusters(hall, may, short):
        found, whole = _counted(hall, may, new, rounds, cluster, ids)
        counts += found
        known.append((max((each.repeats for each in found), default=0), whole, cluster))
    known.sort(key=lambda each: -each[0])
    pool, pooled, taken = list[tuple[int, Cluster]](), 0, np.zeros(hall.people, bool)
    for _, whole, cluster in known:
        if not taken[cluster.people].any():
            taken[cluster.people] = taken[cluster.others] = True
            trial = _pooled(may, new, [*pool, (whole, cluster)], ids)
            if trial.repeats > pooled:
                pool.append((whole, cluster))
                pooled = trial.repeats
                counts.append(trial)
    best = _apart(sorted((each for each in counts if each.repeats > 0), key=lambda each: -each.repeats)[:MOST])
    return sum(each.repeats for each in best), tuple(each.why for each in best)


def _pooled(may: Bools, new: Bools, pool: Sequence[tuple[int, Cluster]], ids: Sequence[str]) -> Counted:
    """What clusters whose tables aren't each other's need at all their tables, and which pairs they have for it."""
    pairs = np.zeros_like(may)
    for _, cluster in pool:
        pairs |= _circle(may, cluster)
    needed, fresh = sum(whole for whole, _ in pool), int((pairs & new).sum()) // 2
    tongues = pool[0][1].tongues if len(pool) == 1 else ()
    who = () if tongues else tuple(sorted(ids[p] for _, cluster in pool for p in cluster.people))
    return Counted(pairs, needed - fresh, FewPairs(who, fresh, needed, tongues))


def _apart(counts: Sequence[Counted]) -> list[Counted]:
    """Counts without a pair in common, with many repeats in all: each with the best of the others that go with it."""
    bits = [np.packbits(each.pairs) for each in counts]
    clear = [[not (a & b).any() for b in bits] for a in bits]
    best, most = list[int](), 0
    for first in range(len(counts)):
        found = [first]
        for other in range(len(counts)):
            if all(clear[other][each] for each in found):
                found.append(other)
        total = sum(counts[each].repeats for each in found)
        if total > most:
            best, most = found, total
    return [counts[each] for each in best]


def _clusters(hall: Hall, may: Bools, short: Sequence[int]) -> list[Cluster]:
    found: list[Cluster] = []
    kinds = np.unique(hall.langs[hall.langs.any(axis=1)], axis=0) if not hall.one_language else hall.langs[:0]
    for kind in kinds[:MOST]:
        people = np.flatnonzero(~(hall.langs & ~kind).any(axis=1) & hall.langs.any(axis=1))
        found.append(_cluster(hall, may, people, hall.names(kind)))
    return found + [_cluster(hall, may, np.array([p])) for p in short[: MOST - len(found)]]


def _cluster(hall: Hall, may: Bools, people: Ints, tongues: tuple[str, ...] = ()) -> Cluster:
    near: Bools = np.logical_or.reduce(may[people], axis=0)
    near[people] = True
    reach = int(near.sum())
    elsewhere = _seats(hall, may, ~near)
    tables = min(reach, hall.people - elsewhere) // hall.low
    near[people] = False
    return Cluster(people, np.flatnonzero(near), tables, elsewhere if hall.people - elsewhere < reach else 0, tongues)


def _seats(hall: Hall, may: Bools, left: Bools) -> int:
    """The seats, at least, of the tables of all of `left`: of some, no two may share one."""
    many, tables, open_ = int(left.sum()), 0, left.copy()
    for p in np.argsort((may & left).sum(axis=1), kind="stable").tolist():
        if open_[p]:
            tables += 1
            open_ &= ~may[p]
            open_[p] = False
    return max(many, tables * hall.low)


def _circle(may: Bools, cluster: Cluster) -> Bools:
    """Who of the cluster and the others may meet."""
    found: Bools = np.zeros_like(may)
    circle = np.ix_(both := np.concatenate([cluster.people, cluster.others]), both)
    found[circle] = may[circle]
    return found


def _counted(
    hall: Hall, may: Bools, new: Bools, rounds: int, cluster: Cluster, ids: Sequence[str]
) -> tuple[list[Counted], int]:
    """Counts of pairs with one of the cluster; and the pairs at all of its tables, 0 if there are none to spare."""
    people, counts, whole = len(cluster.people), list[Counted](), 0
    touching = np.zeros_like(may)
    touching[cluster.people] = may[cluster.people]
    among = touching & touching.T
    touching |= touching.T
    cells = cluster.tables**2  # where people sat in one rotation and sit in another
    if rounds > 1 and 0 < cells < people:
        share, more = divmod(people, cells)
        again = (rounds - 1) * (cells * share * (share - 1) // 2 + more * share)
        counts.append(Counted(among, again, FewTables(people, cluster.tables, cluster.tongues)))
    if not len(cluster.others) and people == SIDE**2 and hall.low == SIDE and rounds > SQUARES:
        # One repeat alone isn't possible either: two squares can't be orthogonal but for a single pair of symbols.
        counts.append(Counted(among, max(2, rounds - SQUARES), NoOrthogonalSquares(SIDE, SQUARES)))
    inside, fresh = int((among & new).sum()) // 2, int((touching & new).sum()) // 2
    if inside < rounds * people * (hall.high - 1):  # else nobody needs to sit with any of them twice
        with_each, with_any, whole = (rounds * least for least in _cheapest(hall, cluster))
        if whole >= NO_WAY:
            return counts, 0
        counts.append(_pooled(may, new, [(whole, cluster)], ids))
        if cluster.tongues:
            told = (cluster.tongues, people, people + len(cluster.others), cluster.tables)
            counts += [
                Counted(among, with_each - inside, FewSpeakers(*told, inside, with_each, True, cluster.elsewhere)),
                Counted(touching, with_any - fresh, FewSpeakers(*told, fresh, with_any, False, cluster.elsewhere)),
            ]
        else:
            why = FewStrangers(ids[cluster.people[0]], fresh, with_any)
            counts.append(Counted(touching, with_any - fresh, why))
    return counts, whole


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
