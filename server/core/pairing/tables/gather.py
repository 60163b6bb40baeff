"""Who must be together sits at one table of the first rotation, and stays there."""

from collections.abc import Sequence

import numpy as np

from server.core.pairing.tables.resume import reseat
from server.core.pairing.tables.room import Room


def gather(room: Room, unit: Sequence[int]) -> None:
    """By swaps, which cost little; where none will do, at a table that is cleared for them."""
    if _by_swaps(room, unit):
        room.frozen[0, list(unit)] = True
        return
    free = [t for t in range(room.tables) if not room.frozen[0, room.members[0][t]].any()]
    if not free:
        return
    home = max(free, key=lambda t: (len(set(unit) & set(room.members[0][t])), -t))
    for p in list(room.members[0][home]):
        room.move(0, p, room.tables, later=True)
    for p in unit:
        room.move(0, p, home, later=True)
    room.frozen[0, list(unit)] = True
    reseat(room, 0)
    room.catch_up()
    room.agree(0)


def _by_swaps(room: Room, unit: Sequence[int]) -> bool:
    """At the table of most of them."""
    homes = sorted(
        {int(room.table[0, p]) for p in unit} - {room.tables},
        key=lambda t: (-len(set(unit) & set(room.members[0][t])), t),
    )
    for home in homes:
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
