"""Who must be together sits at one table of the first rotation, and stays there."""

from collections.abc import Sequence

import numpy as np

from server.core.pairing.tables.bounds import may_sit
from server.core.pairing.tables.resume import reseat
from server.core.pairing.tables.room import Hall, Room

Unit = Sequence[int]


def company(hall: Hall, unit: Unit) -> bool:
    """Whether as many as a table needs get on with them, in a language that all of them speak."""
    shared = np.bitwise_and.reduce(hall.langs[list(unit)], axis=0)
    near = may_sit(hall)[list(unit)].all(axis=0) & (hall.langs & shared).any(axis=1)
    return bool(shared.any()) and len(unit) + int(near.sum()) >= hall.low


def gather(room: Room, units: Sequence[Unit]) -> None:
    """By swaps, which cost little; where these don't do it, the first rotation is seated anew, these first."""
    for unit in units:
        if not _by_swaps(room, unit):
            _anew(room, units)
            return
        room.frozen[0, list(unit)] = True


def parted(room: Room, units: Sequence[Unit]) -> int:
    """How many of them aren't at one table in the first rotation."""
    seats = [set(room.table[0, list(unit)].tolist()) for unit in units]
    return sum(len(tables) > 1 or room.tables in tables for tables in seats)


def _by_swaps(room: Room, unit: Unit) -> bool:
    """At a table of one of them, first those where most of them are."""
    homes = sorted(
        {int(room.table[0, p]) for p in unit} - {room.tables},
        key=lambda t: (-len(set(unit) & set(room.members[0][t])), t),
    )
    for home in homes:
        stays = [p for p in room.members[0][home] if room.frozen[0, p]]
        if room.hall.apart[list(unit)][:, stays].any():
            continue
        before = room.table.copy()
        for p in unit:
            if room.table[0, p] == home:
                continue
            price = room.swaps(0, np.array([p]), room.burden(0))[0]
            price[[i for i in range(room.hall.people) if room.table[0, i] != home or i in unit]] = np.inf
            q = int(np.argmin(price))
            if not np.isfinite(price[q]):
                break
            room.swap(0, p, q)
        else:
            return True
        room.restore(before)
    return False


def _anew(room: Room, units: Sequence[Unit]) -> None:
    """Each at the first table that needs more people and gets on with them, or at one of their own."""
    hall = room.hall
    room.frozen[0] = False
    for p in range(hall.people):
        room.move(0, p, room.tables, later=True)
    tables = room.members[0][: room.tables]
    for unit in sorted(units, key=len, reverse=True):
        fitting = (t for t, group in enumerate(tables) if len(group) < hall.low and _may_join(hall, group, unit))
        home = next(fitting, None)
        if home is not None:
            for p in unit:
                room.move(0, p, home, later=True)
            room.frozen[0, list(unit)] = True
    reseat(room, 0)
    room.catch_up()
    room.agree(0)
    room.frozen[0] &= room.table[0] < room.tables


def _may_join(hall: Hall, group: Unit, unit: Unit) -> bool:
    both = [*group, *unit]
    shared = np.bitwise_and.reduce(hall.langs[both], axis=0).any()
    return bool(shared) and len(both) <= hall.high and not hall.apart[np.ix_(both, both)].any()
