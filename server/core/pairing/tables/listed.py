"""Where so many people are kept apart that all legal tables can be listed, tables are chosen from that list.

To choose disjoint sets that hold most people is set packing: solved exactly where the list is short, which proves how
many must sit out; else by a walk that brings in somebody who sits out, with the table that costs fewest seats.
"""

from typing import NamedTuple

import numpy as np

from server.core.pairing.lot import Lot
from server.core.pairing.tables.bounds import may_sit
from server.core.pairing.tables.room import Floats, Hall, Ints

MOST = 300_000
"""Sets of people who get on, of each size, that are looked at; a room with more isn't listed."""
SHORT, MIDDLING, LONG = 200, 2_000, 10_000
"""From up to so many tables the best are chosen exactly; up to MIDDLING, at least a bound is computed; more than LONG
aren't listed."""
WALK = 1_600_000
"""Work on choosing for one rotation: a step looks at all tables of one person, and costs something for being a step."""
STEP = 450
SEAT = 1_000.0
"""Outweighs all repeats that one table can have."""
REST = 10
"""Steps for which a table that was given up isn't chosen again."""
PATIENCE = 8
"""One in so many steps that lose seats is taken."""
_BITS = np.array([number.bit_count() for number in range(256)], np.int64)


class Listed(NamedTuple):
    """`tables` [table, seat]: who sits there, filled up with the number of people; `sizes` of them.

    `of`, `first`: the tables of person p are of[first[p]:first[p + 1]].
    """

    tables: Ints
    sizes: Ints
    of: Ints
    first: Ints

    def most(self) -> int:
        """No choice of tables seats more people; the number of all where that isn't known."""
        if len(self.sizes) > MIDDLING:
            return len(self.first) - 1
        return int(1e-6 - self._solved(self.sizes.astype(float), whole=len(self.sizes) <= SHORT)[0])

    def best(self, worth: Floats) -> list[int]:
        """Disjoint tables that are worth most together; for a short list."""
        return np.flatnonzero(self._solved(worth, whole=True)[1] > 0.5).tolist()

    def _solved(self, worth: Floats, *, whole: bool) -> tuple[float, Floats]:
        """(less what the tables are worth, how much of each is chosen); not `whole`: also parts of tables."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - slow to load, and seldom needed
        from scipy.sparse import csc_array  # noqa: PLC0415 - as above

        people, many = len(self.first) - 1, len(self.sizes)
        if not many:
            return 0.0, np.zeros(0)
        seats = self.tables[self.tables < people]
        columns = np.concatenate([[0], self.sizes.cumsum()])
        held = csc_array((np.ones(len(seats)), seats, columns), shape=(people, many))
        found = milp(
            -worth,
            constraints=LinearConstraint(held, -np.inf, 1),
            integrality=np.full(many, int(whole)),
            bounds=Bounds(0, 1),
        )
        return float(found.fun), found.x


def legal_tables(hall: Hall) -> Listed | None:
    """None if there are too many to list."""
    may, n = may_sit(hall), hall.people
    later = np.packbits(np.triu(may, 1), axis=1, bitorder="little")
    groups, near, found = np.arange(n)[:, None], later, list[Ints]()
    for size in range(1, hall.high + 1):
        if size >= hall.low:
            shared = np.bitwise_and.reduce(hall.langs[groups], axis=1).any(axis=1)
            padded = np.full((int(shared.sum()), hall.high), n)
            padded[:, :size] = groups[shared]
            found.append(padded)
        if size == hall.high:
            break
        open_ = _BITS[near].sum(axis=1)
        enough = open_ >= max(1, hall.low - size)
        if open_[enough].sum() > MOST:
            return None
        groups, near = groups[enough], near[enough]
        rows, more = np.nonzero(np.unpackbits(near, axis=1, bitorder="little", count=n))
        groups, near = np.concatenate([groups[rows], more[:, None]], axis=1), near[rows] & later[more]
    tables = np.concatenate(found)
    if len(tables) > LONG:
        return None
    counts = np.bincount(tables.ravel(), minlength=n + 1)[:n]
    first = np.concatenate([[0], counts.cumsum()])
    return Listed(tables, (tables < n).sum(axis=1), np.argsort(tables.ravel(), kind="stable") // hall.high, first)


def choose(listed: Listed, rounds: int, met: Ints, lot: Lot) -> Ints:
    """[rotation, person]: the table of each, -1 for who sits out. `met` [person, person]: 1 where they have."""
    n = len(listed.first) - 1
    seating = np.full((rounds, n), -1)
    meets = np.zeros((n + 1, n + 1), np.int64)
    meets[:n, :n] = met
    for row in seating:
        again = np.zeros(len(listed.tables))
        for i in range(listed.tables.shape[1]):
            for j in range(i):
                again += meets[listed.tables[:, i], listed.tables[:, j]] > 0
        worth = SEAT * listed.sizes - again
        best = listed.best(worth) if len(worth) <= SHORT else _walk(listed, worth, lot)
        for number, table in enumerate(best):
            group = listed.tables[table][: listed.sizes[table]]
            row[group] = number
            meets[np.ix_(group, group)] += 1
    return seating


def _walk(listed: Listed, worth: Floats, lot: Lot) -> list[int]:
    """Disjoint tables, together worth as much as was found."""
    n, tables = len(listed.first) - 1, listed.tables
    at = np.full(n + 1, -1)  # the chosen table of each; nobody sits in the seat that is empty
    rested = np.zeros(len(tables), np.int64)
    able = np.diff(listed.first) > 0
    best, kept, now = -1.0, list[int](), 0.0
    for step in range(1, WALK // (len(listed.of) // max(1, n) + STEP) + 1):
        out = np.flatnonzero((at[:n] < 0) & able)
        if not len(out):
            break
        p = int(out[lot.below(len(out))])
        own = listed.of[listed.first[p] : listed.first[p + 1]]
        given = np.sort(at[tables[own]], axis=1)
        once = given >= 0
        once[:, 1:] &= given[:, 1:] != given[:, :-1]
        gain = worth[own] - np.where(once, worth[given], 0).sum(axis=1)
        gain[rested[own] > step] = -np.inf
        most = float(gain.max())
        if most == -np.inf or (most <= -SEAT and lot.below(PATIENCE)):
            continue
        ties = np.flatnonzero(gain == most)
        table = int(own[ties[lot.below(len(ties))]])
        for old in {int(t) for t in at[tables[table]] if t >= 0}:
            at[tables[old]] = -1
            rested[old] = step + REST
        at[tables[table]] = table
        at[n] = -1
        now += most
        if now > best:
            best, kept = now, sorted({int(t) for t in at if t >= 0})
    return kept
