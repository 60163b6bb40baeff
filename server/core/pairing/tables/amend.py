"""The last word of the hard rules: nobody sits with someone they are kept from; rather they sit out, and are named.

And those who sit out are let in again wherever there is a legal seat: at a table with room, in exchange for somebody
who finds another, or at a table of their own. Where none of it is possible, they change places with people at tables,
without a loss, until others sit out who can make a table. Sets of people are bit masks.
"""

from collections.abc import Sequence

import numpy as np

from server.core.pairing.lot import Lot
from server.core.pairing.tables.bounds import fitting, may_sit
from server.core.pairing.tables.room import APART, BITS, Room

WALK = 400
"""Exchanges per rotation between people who sit out and people at tables; in large rooms, two for each person."""
EFFORT = 4_000
"""People tried per search for a table of people who sit out."""
TORN = 3
"""A rotation is seated anew, table by table, where more than one table in so many has people who are kept apart."""


def amend(room: Room, lot: Lot) -> None:
    """Makes every table legal, sizes included, at the cost of seats; then seats whom it can."""
    hall = room.hall
    rows = np.packbits(may_sit(hall), axis=1, bitorder="little")
    may = [int.from_bytes(row.tobytes(), "little") for row in rows]
    langs = [sum(int(word) << BITS * k for k, word in enumerate(words)) for words in hall.langs]
    ushers = [_Usher(room, r, may, langs, lot) for r in range(room.rounds)]
    for usher in ushers:
        usher.part()
    for usher in ushers:
        usher.seat()
    room.catch_up()


class _Usher:
    """One rotation. `may[p]`: with whom p may sit; `langs[p]`: what p speaks, as bits."""

    def __init__(self, room: Room, r: int, may: Sequence[int], langs: Sequence[int], lot: Lot) -> None:
        self.room, self.r, self.may, self.langs, self.lot = room, r, may, langs, lot
        self.low, self.high = room.hall.low, room.hall.high
        self.effort = 0
        self.masks = [sum(1 << p for p in group) for group in room.members[r]]
        """Who sits at each table; the last: who sits out."""

    @property
    def out(self) -> list[int]:
        return self.room.members[self.r][self.room.tables]

    @property
    def groups(self) -> list[list[int]]:
        return self.room.members[self.r][: self.room.tables]

    def part(self) -> None:
        """Makes every table legal."""
        torn = sum(not self._legal(group) for group in self.groups)
        for t, group in enumerate(self.groups):
            if torn * TORN > self.room.tables and not self.room.frozen[self.r, group].any():
                self._dissolve(t)
                continue
            self._part(t)
            if 0 < len(group) < self.low and not self._fill(t):
                self._dissolve(t)

    def seat(self) -> None:
        """Seats whom it can."""
        self._new_tables()
        self._let_in()
        people = self.room.hall.people
        self._walk(people - fitting(people, self.low, self.high))

    def _legal(self, group: Sequence[int]) -> bool:
        return all(self.may[a] >> b & 1 for k, a in enumerate(group) for b in group[:k])

    def _dissolve(self, t: int) -> None:
        for p in list(self.groups[t]):
            self._seat(p, self.room.tables)

    def _seat(self, p: int, t: int) -> None:
        self.masks[self.room.table[self.r, p]] ^= 1 << p
        self.masks[t] ^= 1 << p
        self.room.move(self.r, p, t, later=True)

    def _fits(self, p: int, group: Sequence[int]) -> bool:
        tongue, may = self.langs[p], self.may[p]
        for q in group:
            tongue &= self.langs[q]
            if not may >> q & 1:
                return False
        return bool(tongue)

    def _cost(self, p: int, group: Sequence[int]) -> float:
        return float(self.room.join[p, group].sum())

    def _part(self, t: int) -> None:
        """Whoever is in the way of most leaves first."""
        stays = self.room.frozen[self.r]
        while not self._legal(group := self.groups[t]):
            clashes = [sum(not self.may[p] >> q & 1 for q in group) * (not stays[p]) for p in group]
            saved = [self.room.part[p, group].sum() for p in group]
            self._seat(group[max(range(len(group)), key=lambda i: (clashes[i], saved[i], -group[i]))], self.room.tables)

    def _fill(self, t: int) -> bool:
        """Brings a table up to its least size with people who sit out, or whom another table can spare."""
        while len(group := self.groups[t]) < self.low:
            spare = list(self.out)
            for other in self.groups:
                if other is not group and len(other) > self.low:
                    spare += [p for p in other if not self.room.frozen[self.r, p]]
            fitting = [p for p in spare if self._fits(p, group)]
            if not fitting:
                return False
            self._seat(min(fitting, key=lambda p: (self._cost(p, group), p)), t)
        return True

    def _let_in(self) -> None:
        for p in sorted(self.out):
            open_to = [(self._cost(p, group), t) for t, group in enumerate(self.groups) if self._open(p, t, group)]
            if open_to:
                self._seat(p, min(open_to)[1])
            else:
                self._chain_in(p)

    def _open(self, p: int, t: int, group: Sequence[int]) -> bool:
        """Whether table t, that of the group, has a chair for p."""
        return 0 < len(group) < self.high and not self.masks[t] & ~self.may[p] and self._fits(p, group)

    def _chain_in(self, p: int) -> None:
        """Somebody makes way for p and sits down elsewhere."""
        roomy = [t for t, group in enumerate(self.groups) if 0 < len(group) < self.high]
        best: tuple[float, int, int] | None = None
        for t, q, rest in self._exchanges(p):
            for other in roomy:
                if other != t and self._fits(q, self.groups[other]):
                    cost = self._cost(p, rest) + self._cost(q, self.groups[other])
                    if cost < APART and (best is None or (cost, q, other) < best):
                        best = (cost, q, other)
        if best is not None:
            _, q, other = best
            t = int(self.room.table[self.r, q])
            self._seat(q, other)
            self._seat(p, t)

    def _exchanges(self, p: int) -> list[tuple[int, int, list[int]]]:
        """(table, who would make way for p, the others of the table)."""
        found: list[tuple[int, int, list[int]]] = []
        barred = ~self.may[p]
        for t, group in enumerate(self.groups):
            clash = self.masks[t] & barred
            if clash & (clash - 1):
                continue  # two or more would have to make way
            for q in [clash.bit_length() - 1] if clash else group:
                rest = [u for u in group if u != q]
                if not self.room.frozen[self.r, q] and rest and self._fits(p, rest):
                    found.append((t, q, rest))
        return found

    def _new_tables(self) -> None:
        """People who sit out, at tables that are free: first such as haven't met, then any who may meet."""
        unmet = np.packbits(self.room.meets[:-1, :-1] == 0, axis=1, bitorder="little")
        fresh = [int.from_bytes(row.tobytes(), "little") & may for row, may in zip(unmet, self.may, strict=True)]
        for near in (fresh, self.may):
            out = sum(1 << p for p in self.out)
            for p in sorted(self.out, key=lambda p: ((near[p] & out).bit_count(), p)):
                if self.room.table[self.r, p] == self.room.tables and not self._new_table(p, near):
                    continue

    def _new_table(self, first: int, near: Sequence[int]) -> bool:
        """A table for `first` and others who sit out, if one is free and enough of them get on."""
        t = next((t for t, group in enumerate(self.groups) if not group), None)
        if t is None:
            return False
        self.effort = EFFORT
        pool = near[first] & sum(1 << p for p in self.out)
        group = self._grown([first], pool, self.langs[first], near)
        for p in group:
            self._seat(p, t)
        return bool(group)

    def _grown(self, group: list[int], pool: int, tongue: int, near: Sequence[int]) -> list[int]:
        """The group with more of `pool`, all of whom get on; empty if there aren't enough."""
        if len(group) == self.low:
            return group
        while len(group) + pool.bit_count() >= self.low and self.effort > 0:
            p = (pool & -pool).bit_length() - 1
            pool &= pool - 1
            self.effort -= 1
            if shared := tongue & self.langs[p]:
                found = self._grown([*group, p], pool & near[p], shared, near)
                if found:
                    return found
        return []

    def _walk(self, over: int) -> None:
        """Others sit out in turn: sooner or later some who get on with each other. `over`: whom no sizes fit."""
        for _ in range(max(WALK, 2 * self.room.hall.people)):
            if len(self.out) <= over:
                return
            p = self.out[self.lot.below(len(self.out))]
            ways = self._exchanges(p)
            if not ways:
                continue
            again = [int((self.room.meets[p, rest] > 0).sum()) for _, _, rest in ways]
            least = [way for way, count in zip(ways, again, strict=True) if count == min(again)]
            t, q, _ = least[self.lot.below(len(least))]
            self._seat(q, self.room.tables)
            self._seat(p, t)
            if not self._let_one_in(q):
                self._new_table(q, self.may)

    def _let_one_in(self, p: int) -> bool:
        for t, group in enumerate(self.groups):
            if self._open(p, t, group):
                self._seat(p, t)
                return True
        return False
