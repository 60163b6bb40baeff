"""The last word of the hard rules: nobody sits with someone they are kept from; rather they sit out, and are named.

And those who sit out are let in again wherever there is a legal seat.
"""

import numpy as np

from server.core.pairing.tables.room import APART, Room


def amend(room: Room) -> None:
    """Makes every table legal, sizes included, at the cost of seats; then seats whom it can."""
    for r in range(room.rounds):
        for t in range(room.tables):
            _part(room, r, t)
            if 0 < len(room.members[r][t]) < room.hall.low and not _fill(room, r, t):
                for p in list(room.members[r][t]):
                    room.move(r, p, room.tables)
        _let_in(room, r)
        _new_table(room, r)


def _part(room: Room, r: int, t: int) -> None:
    """Whoever is in the way of most leaves first."""
    apart = room.hall.apart
    while True:
        group = room.members[r][t]
        clashes = apart[np.ix_(group, group)].sum(axis=1)
        if not clashes.any():
            return
        worst = max(range(len(group)), key=lambda i: (clashes[i], -room.part[group[i], group].sum(), -group[i]))
        room.move(r, group[worst], room.tables)


def _fits(room: Room, r: int, p: int, t: int, without: int = -1) -> bool:
    """Whether p may join table t, if `without` leaves it."""
    hall = room.hall
    group = [q for q in room.members[r][t] if q != without]
    tongue = room.tongues[r, t] if room.faithful else np.bitwise_and.reduce(hall.langs[group], axis=0)
    return not hall.apart[p, group].any() and bool((tongue & hall.langs[p]).any())


def _fill(room: Room, r: int, t: int) -> bool:
    """Brings a table up to its least size with people who sit out, or whom another table can spare."""
    low = room.hall.low
    while len(room.members[r][t]) < low:
        group = room.members[r][t]
        spare = list(room.members[r][room.tables])
        for other in range(room.tables):
            if other != t and len(room.members[r][other]) > low:
                spare += [p for p in room.members[r][other] if not room.frozen[r, p]]
        fitting = [p for p in spare if _fits(room, r, p, t)]
        if not fitting:
            return False
        room.move(r, min(fitting, key=lambda p: (float(room.join[p, group].sum()), p)), t)
    return True


def _let_in(room: Room, r: int) -> None:
    for p in sorted(room.members[r][room.tables]):
        open_to = [
            (float(room.join[p, group].sum()), t)
            for t, group in enumerate(room.members[r][: room.tables])
            if 0 < len(group) < room.hall.high and _fits(room, r, p, t)
        ]
        if open_to:
            room.move(r, p, min(open_to)[1])
        else:
            _chain_in(room, r, p)


def _chain_in(room: Room, r: int, p: int) -> None:
    """Somebody makes way for p and sits down elsewhere."""
    groups = room.members[r][: room.tables]
    roomy = [t for t, group in enumerate(groups) if 0 < len(group) < room.hall.high]
    best: tuple[float, int, int] | None = None
    for t, group in enumerate(groups):
        for q in group:
            rest = [u for u in group if u != q]
            if room.frozen[r, q] or not rest or not _fits(room, r, p, t, without=q):
                continue
            for other in roomy:
                if other != t and _fits(room, r, q, other):
                    cost = float(room.join[p, rest].sum() + room.join[q, groups[other]].sum())
                    if cost < APART and (best is None or (cost, q, other) < best):
                        best = (cost, q, other)
    if best is not None:
        _, q, other = best
        t = int(room.table[r, q])
        room.move(r, q, other)
        room.move(r, p, t)


def _new_table(room: Room, r: int) -> None:
    """People who sit out, at a table that has become free, if enough of them get on."""
    empty = [t for t in range(room.tables) if not room.members[r][t]]
    hall = room.hall
    for t in empty:
        for first in sorted(room.members[r][room.tables]):
            group, tongue = [first], hall.langs[first]
            for p in sorted(room.members[r][room.tables]):
                shared = tongue & hall.langs[p]
                if p != first and len(group) < hall.high and shared.any() and not hall.apart[p, group].any():
                    group.append(p)
                    tongue = shared
            if len(group) >= hall.low:
                word = int(np.flatnonzero(tongue)[0])
                room.tongues[r, t] = 0
                room.tongues[r, t, word] = tongue[word] & -tongue[word]
                for p in group:
                    room.move(r, p, t)
                break
