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
from server.core.pairing.tables.rotation import NEVER, Prices, Rotation

LONGEST = 16
"""People in a chain."""


class Chain(NamedTuple):
    """Each of the people takes the place of the next, the last one a place at the table `end`."""

    saves: int
    people: list[int]
    end: int


def mend(rotation: Rotation, lot: Lot) -> int:
    """Chains, until none is found that saves something and begins with somebody who pays; how many were looked for."""
    takes, looked, found = _takes(rotation, rotation.people), 0, True
    while found:
        found, own = False, rotation.own()
        sore = np.flatnonzero(own).tolist()
        lot.shuffle(sore)
        for p in sorted(sore, key=lambda p: -int(own[p])):
            looked += 1
            chain = _chain(rotation, takes, p)
            if chain is not None:
                found = True
                tables = [*rotation.table[chain.people].tolist(), chain.end]
                for q, t in zip(chain.people, tables[1:], strict=True):
                    rotation.move(q, t)
                changed = np.flatnonzero(np.isin(rotation.table, tables))
                takes[:, changed] = _takes(rotation, changed)
    return looked


def _takes(rotation: Rotation, who: Ints) -> Prices:
    """[p, who]: what it costs at the table of each of these that p takes their place."""
    table = rotation.table[who]
    price: Prices = rotation.cost[:, table]
    price -= rotation.prices[:, who]
    price -= rotation.cost[who, table]
    price[:, table == rotation.tables] = NEVER
    price[rotation.table[:, None] == table] = NEVER
    return price


def _chain(rotation: Rotation, takes: Prices, first: int) -> Chain | None:
    """The one that saves most, of those found that begin with `first`."""
    table, tables, home = rotation.table, rotation.tables, int(rotation.table[first])
    free = np.append(rotation.open(), True) & rotation.spares()[home]
    back = rotation.cost[:, home] - rotation.prices[:, first] * (home < tables)  # in the place of the first
    price = np.full(len(table), NEVER)
    price[first] = -rotation.cost[first, home]
    least = np.minimum(price, 0)
    past = np.zeros(rotation.cost.shape, bool)  # [p, t]: on the way to p somebody of t gets up
    parents, ends, best = list[Ints](), np.array([first]), Chain(0, [], home)
    for _ in range(LONGEST):
        places = np.where(free & ~past[ends], rotation.cost[ends], NEVER)
        places[:, home] = back[ends]
        places += price[ends, None]
        k, end = divmod(int(places.argmin()), tables + 1)
        if places[k, end] < -best.saves:
            best = Chain(-int(places[k, end]), _traced(parents, int(ends[k])), end)
        steps = takes[ends]
        steps[past[ends].take(table, axis=1)] = NEVER
        steps += price[ends, None]
        nearest = steps.argmin(axis=0)
        cost = steps[nearest, rotation.people]
        better = np.flatnonzero((cost < least) & (table != home))
        if not len(better):
            break
        parents.append(ends[nearest])
        came = ends[nearest[better]]
        past[better] = past[came]
        past[better, table[better]] = True
        price[better] = least[better] = cost[better]
        ends = better
    return best if best.people else None


def _traced(parents: Sequence[Ints], last: int) -> list[int]:
    """The people up to `last`; `parents` [length][p]: who comes before p."""
    chain = [last]
    for each in reversed(parents):
        chain.append(int(each[chain[-1]]))
    return chain[::-1]
