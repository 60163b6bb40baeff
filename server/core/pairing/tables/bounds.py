"""What no seating can do better: people placed, repeats, points; each with the reason, so that a reader can check."""

from collections.abc import Sequence

import numpy as np

from server.core.pairing.again import FewPairs, FewStrangers, FewTables, NoOrthogonalSquares, SatTogether, WhyRepeats
from server.core.pairing.tables import clusters
from server.core.pairing.tables.room import Bools, Hall

SQUARES_OF_SIX = 3
"""Rotations of six tables of six without a repeat (Tarry 1900: no two orthogonal Latin squares of order 6)."""
NAMED = 3
"""How many people a witness names; one would do, all would hide it."""


def fitting(people: int, low: int, high: int) -> int:
    """The most people, up to `people`, whom tables of low..high can seat."""
    return next((n for n in range(people, 0, -1) if -(-n // high) <= n // low), 0)


def may_sit(hall: Hall) -> Bools:
    """Who may sit with whom: a language in common, and not kept apart; symmetric, nobody with themself."""
    may = ~hall.apart
    if not hall.one_language:
        may &= (hall.langs[:, None, :] & hall.langs[None, :, :]).any(axis=2)
    np.fill_diagonal(may, val=False)
    return may


def repeats(
    hall: Hall, rounds: int, seated: int, ids: Sequence[str], *, everyone: bool
) -> tuple[int, tuple[WhyRepeats, ...]]:
    """(a number of repeats that every plan has at least, the reasons).

    `seated`: people placed per rotation. `everyone`: all of them each time; otherwise little is certain per person.
    """
    low, found = hall.low, list[tuple[int, tuple[WhyRepeats, ...]]]()
    if everyone:
        may = may_sit(hall)
        new = may & ~hall.met
        strangers = new.sum(axis=1)
        short = np.maximum(rounds * (low - 1) - strangers, 0)
        worst = sorted(np.flatnonzero(short).tolist(), key=lambda p: (-int(short[p]), ids[p]))
        people = tuple(FewStrangers(ids[p], int(strangers[p]), rounds * (low - 1)) for p in worst[:NAMED])
        found.append(_met_in_sets(hall.met, rounds, hall.people // low, ids))
        found.append((-(-int(short.sum()) // 2), people))
        found += [clusters.repeats(hall, may, new, rounds, worst, ids), _all_pairs(new, rounds, low)]
        cells = (seated // low) ** 2  # where people sat in one rotation and sit in another
        if rounds > 1 and 0 < cells < seated:
            share, more = divmod(seated, cells)
            again = cells * share * (share - 1) // 2 + more * share
            found.append(((rounds - 1) * again, (FewTables(seated, seated // low),)))
    if everyone and seated == 36 and low == 6 and rounds > SQUARES_OF_SIX:
        # One repeat alone isn't possible either: two squares can't be orthogonal but for a single pair of symbols.
        found.append((max(2, rounds - SQUARES_OF_SIX), (NoOrthogonalSquares(6, SQUARES_OF_SIX),)))
    least, why = max(found, key=lambda each: each[0], default=(0, ()))
    return least, why if least else ()


def _all_pairs(new: Bools, rounds: int, low: int) -> tuple[int, tuple[WhyRepeats, ...]]:
    """All tables together: as many as there can be, so as small as they can be."""
    tables = len(new) // low
    if not tables:
        return 0, ()
    share, more = divmod(len(new), tables)
    needed = rounds * (tables * share * (share - 1) // 2 + more * share)
    fresh = int(new.sum()) // 2
    return max(0, needed - fresh), (FewPairs((), fresh, needed),)


def _met_in_sets(met: Bools, rounds: int, tables: int, ids: Sequence[str]) -> tuple[int, tuple[WhyRepeats, ...]]:
    """More people who have all met each other than there are tables: some of them sit together again, each rotation.

    Sets are looked for greedily; no pair is in two of them, so what each needs adds up.
    """
    left, found = met.copy(), list[SatTogether]()
    for p in np.argsort(-met.sum(axis=1), kind="stable").tolist():
        while left[p].sum() >= tables > 0:
            group, near = [p], left[p].copy()
            while near.any():
                others = np.flatnonzero(near)
                q = int(others[left[np.ix_(others, others)].sum(axis=1).argmax()])
                group.append(q)
                near &= left[q]
            if len(group) <= tables:
                break
            left[np.ix_(group, group)] = False
            share, more = divmod(len(group), tables)
            again = tables * share * (share - 1) // 2 + more * share
            found.append(SatTogether(tuple(sorted(ids[i] for i in group)), tables, again))
    found.sort(key=lambda each: (-each.again, each.people))
    return rounds * sum(each.again for each in found), tuple(found[:NAMED])


def points(hall: Hall) -> int:
    """Person points of any one rotation: everyone's mean over their best possible company at the smallest table."""
    scores = np.where(may_sit(hall), hall.scores, 0)
    if hall.people < hall.low:
        return 0
    best = np.sort(scores, axis=1)[:, -(hall.low - 1) :]
    return int(best.sum()) // (hall.low - 1)
