"""Rooms where so many are kept apart that few may sit together: first seats for all, then fewer meetings again.

Rotation by rotation, as a graph colouring, and people who meet again are parted by chains. While somebody sits with
somebody they may not and nothing helps, a table is given up; `amend` then seats whom it can.
"""

import numpy as np

from server.core.pairing.lot import Lot
from server.core.pairing.tables.amend import amend
from server.core.pairing.tables.bounds import may_sit
from server.core.pairing.tables.chains import CHAIN, mend
from server.core.pairing.tables.colouring import shake, wander
from server.core.pairing.tables.room import Bools, Ints, Room
from server.core.pairing.tables.seating import APART, Prices, Seating, seating_of

WORK, STEP = 18_000_000, 800
"""For colouring all rotations: a step counts as many as there are people, and something for being a step."""
MOST, LEAST = 6_000, 1_000
"""Steps for one rotation; steps before tables are given up."""
AT_ONCE = 6
"""One of so many tables that aren't legal is given up, and one more; all of them when there are no steps left."""
CHAINS, SHAKES, SHAKE = 50_000_000, 6_000_000, 6
"""Effort for the chains of a rotation; for those after it was shaken, and by how many steps it is."""


def seat(room: Room, lot: Lot, hurry: int = 1) -> None:
    """Seats the rotations of the room anew; who is frozen stays. Nobody sits where they may not."""
    hall = room.hall
    apart = (APART * ~may_sit(hall)).astype(np.int32)
    np.fill_diagonal(apart, 0)
    steps = min(MOST, WORK // hurry // (hall.people + STEP) // room.rounds)
    met, table = hall.met.astype(np.int64), room.table.copy()
    for r, row in enumerate(table):
        one = seating_of(room, r, apart)
        _seat(one, room.frozen[r], lot, steps, CHAINS // hurry)
        one.charge(_prices(apart, met))
        _part(one, lot, CHAINS // hurry, SHAKES // hurry)
        row[:] = one.table
        met += _together(row, room.tables)
    room.restore(table)
    room.faithful = False
    amend(room, lot)
    _part_all(room, apart, lot, SHAKES // hurry)


def _seat(one: Seating, frozen: Bools, lot: Lot, steps: int, effort: int) -> None:
    """Until all tables are legal, but those of people who are frozen. Tables are given up, the worst first."""
    while True:
        steps -= wander(one, lot, max(LEAST, steps // 2))
        mend(one, lot, effort)
        own = one.own()
        torn = np.bincount(one.table, own * (own >= APART), one.tables + 1)
        torn[one.table[frozen]] = 0
        worst = [t for t in np.argsort(-torn, kind="stable").tolist() if torn[t]]
        if not worst:
            return
        one.give_up(worst[: 1 + len(worst) // AT_ONCE] if steps > 0 else worst)


def _part(one: Seating, lot: Lot, effort: int, shakes: int) -> int:
    """Fewer meetings again: chains, and when there are no more, some changes by lot before others are looked for.

    Says how much effort was spent: at most `effort` on the former, and about `shakes` on the latter.
    """
    spent = mend(one, lot, effort)
    until = spent + shakes
    best, kept = one.total(), one.table.copy()
    while spent < until and one.own().any():
        shake(one, lot, SHAKE)
        spent += mend(one, lot, until - spent)
        if (now := one.total()) < best:
            best, kept = now, one.table.copy()
        else:
            one.restore(kept)
    return spent


def _part_all(room: Room, apart: Prices, lot: Lot, shakes: int) -> None:
    """All rotations in turn, now that each is known to the others; what one leaves of the effort is for the rest."""
    met, table = room.meets[:-1, :-1].copy(), room.table.copy()
    left = 2 * shakes * room.rounds
    while left > 0 and (met > 1).any():
        for r, row in enumerate(table):
            met -= _together(row, room.tables)
            one = seating_of(room, r, _prices(apart, met))
            one.restore(row)
            left -= max(CHAIN, _part(one, lot, left, min(left, shakes)))
            row[:] = one.table
            met += _together(row, room.tables)
    room.restore(table)


def _prices(apart: Prices, met: Ints) -> Prices:
    found: Prices = np.where(apart, apart, met > 0).astype(np.int32)
    return found


def _together(row: Ints, tables: int) -> Ints:
    """[person, person]: 1 where two sit at one table."""
    found: Ints = ((row[:, None] == row) & (row < tables)).astype(np.int64)
    np.fill_diagonal(found, 0)
    return found
