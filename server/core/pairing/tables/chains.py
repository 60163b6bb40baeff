"""Better seatings of one rotation by chains: p takes the place of q, q that of another, and so on, all at once.

A chain ends where the first of it got up, or on a free chair (cyclic exchanges: Thompson and Orlin 1989). No table is
in it twice, so what it costs is the sum of its steps, and the cheapest are found as paths, one person longer each time.
Whatever saves something in all can begin with somebody from whom on it never costs anything; other paths are given up.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from server.core.pairing.lot import Lot
from server.core.pairing.tables.room import Ints
from server.core.pairing.tables.seating import NEVER, Prices, Seating

LONGEST = 16
"""People in a chain."""
CHAIN = 12_000
"""Effort that looking for one takes in any case."""


class Chain(NamedTuple):
    """Each of the people takes the place of the next, the last one a place at the table `end`."""

    saves: int
    people: list[int]
    end: int


def mend(seating: Seating, lot: Lot, effort: int) -> int:
    """Chains, until none is found that saves something and begins with somebody who pays, or the effort is spent.

    Says how much was: to go on from somebody counts as many as there are people, and a chain something for being one.
    """
    takes, spent, found = _takes(seating, seating.people), 0, True
    while found:
        found, own = False, seating.own()
        sore = np.flatnonzero(own).tolist()
        lot.shuffle(sore)
        for p in sorted(sore, key=lambda p: -int(own[p])):
            if spent >= effort:
                return spent
            chain, ends = _chain(seating, takes, p)
            spent += ends * len(own) + CHAIN
            if chain is not None:
                found = True
                tables = [*seating.table[chain.people].tolist(), chain.end]
                for q, t in zip(chain.people, tables[1:], strict=True):
                    seating.move(q, t)
                changed = np.flatnonzero(np.isin(seating.table, tables))
                takes[:, changed] = _takes(seating, changed)
    return spent


def _takes(seating: Seating, who: Ints) -> Prices:
    """[p, who]: what it costs at the table of each of these that p takes their place."""
    table = seating.table[who]
    price: Prices = seating.cost[:, table]
    price -= seating.prices[:, who]
    price -= seating.cost[who, table]
    price[:, table == seating.tables] = NEVER
    price[seating.table[:, None] == table] = NEVER
    return price


def _chain(seating: Seating, takes: Prices, first: int) -> tuple[Chain | None, int]:
    """The one that saves most, of those found that begin with `first`; how often it went on from somebody."""
    table, tables, home = seating.table, seating.tables, int(seating.table[first])
    free = np.append(seating.open(), True) & seating.spares()[home]
    back = seating.cost[:, home] - seating.prices[:, first] * (home < tables)  # in the place of the first
    price = np.full(len(table), NEVER)
    price[first] = -seating.cost[first, home]
    least = np.minimum(price, 0)
    past = np.zeros(seating.cost.shape, bool)  # [p, t]: on the way to p somebody of t gets up
    parents, ends, looked, best = list[Ints](), np.array([first]), 0, Chain(0, [], home)
    for _ in range(LONGEST):
        looked += len(ends)
        places = np.where(free & ~past[ends], seating.cost[ends], NEVER)
        places[:, home] = back[ends]
        places += price[ends, None]
        k, end = divmod(int(places.argmin()), tables + 1)
        if places[k, end] < -best.saves:
            best = Chain(-int(places[k, end]), _traced(parents, int(ends[k])), end)
        steps = takes[ends]
        steps[past[ends].take(table, axis=1)] = NEVER
        steps += price[ends, None]
        nearest = steps.argmin(axis=0)
        cost = steps[nearest, seating.people]
        better = np.flatnonzero((cost < least) & (table != home))
        if not len(better):
            break
        parents.append(ends[nearest])
        came = ends[nearest[better]]
        past[better] = past[came]
        past[better, table[better]] = True
        price[better] = least[better] = cost[better]
        ends = better
    return best if best.people else None, looked


def _traced(parents: Sequence[Ints], last: int) -> list[int]:
    """The people up to `last`; `parents` [length][p]: who comes before p."""
    chain = [last]
    for each in reversed(parents):
        chain.append(int(each[chain[-1]]))
    return chain[::-1]
