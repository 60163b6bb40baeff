"""Rotations that were planned earlier, for the people who are here now: a start that keeps most of the tables.

Who is gone falls out, who no longer speaks with the others of their table leaves it, and whoever has no seat gets one:
where they meet fewest again, at a table that needs them or has room, or at a new one. The search does the rest.
"""

from collections.abc import Sequence

import numpy as np

from server.core.pairing.tables.room import BITS, Bools, Hall, Ints, Room

Tables = Sequence[Sequence[int]]
"""The tables of one rotation, people as indices."""


def resumed(hall: Hall, kept: Sequence[Tables], more: Ints) -> Room:
    """The kept rotations with everybody seated, as far as languages allow; then those of `more`.

    `more` [rotation, person]: 0..tables-1, or -1 for who sits out. Keep-aparts may be broken.
    """
    shared = [[_speaking(hall, table) for table in rotation] for rotation in kept]
    most = max([hall.people // hall.low, int(more.max(initial=-1)) + 1, *map(len, shared)])
    table = np.full((len(kept), hall.people), most)
    for row, tables in zip(table, shared, strict=True):
        for t, group in enumerate(tables):
            row[group] = t
    table = np.concatenate([table, np.where(more < 0, most, more)])
    room = Room(hall, np.zeros((most, hall.langs.shape[1]), np.int64), table)
    room.faithful = False
    for r in range(len(kept)):
        reseat(room, r)
    room.catch_up()
    return room


def reseat(room: Room, r: int) -> None:
    """Seats for those who have none in rotation r, as far as languages allow; who is frozen stays. Then `catch_up`."""
    _Host(room, r).seat()


def together(people: int, kept: Sequence[Tables]) -> Ints:
    """[person, person]: how often two sit together."""
    found = np.zeros((people, people), np.int64)
    for rotation in kept:
        for group in rotation:
            found[np.ix_(group, group)] += 1
    found[np.arange(people), np.arange(people)] = 0
    return found


def _speaking(hall: Hall, table: Sequence[int]) -> list[int]:
    """Those of a table, up to its largest size, who speak the language that most of them do."""
    langs = hall.langs[list(table)]
    if not np.bitwise_and.reduce(langs, axis=0).any():
        spoken = [langs[:, k // BITS] >> k % BITS & 1 for k in range(len(hall.tongues))]
        most = max(spoken, key=lambda column: int(column.sum()))
        table = [p for p, speaks in zip(table, most.tolist(), strict=True) if speaks]
    return list(table[: hall.high])


class _Host:
    """Seats for everybody in one rotation. `able`: who speaks with enough others to sit anywhere."""

    def __init__(self, room: Room, r: int) -> None:
        self.room, self.hall, self.r = room, room.hall, r
        self.able: Bools = np.logical_or.reduce(room.hall.langs, axis=1)
        self.table, self.sizes = room.table[r], room.size[r, : room.tables]
        self.groups = room.members[r][: room.tables]
        self.shared = np.array([np.bitwise_and.reduce(room.hall.langs[group], axis=0) for group in self.groups])
        """[table, word]: what all of a table speak."""

    def seat(self) -> None:
        """As many tables as the people need, each of its least size; then a chair for all who have none."""
        low, high, people = self.hall.low, self.hall.high, int(self.able.sum())
        while np.count_nonzero(self.sizes) * low > people:
            stays = self.room.frozen[self.r]
            loose = [t for t, group in enumerate(self.groups) if group and not stays[group].any()]
            if not loose:
                break
            self._dissolve(min(loose, key=lambda t: int(self.sizes[t])))
        short = np.flatnonzero((self.sizes > 0) & (self.sizes < low)).tolist()
        for t in sorted(short, key=lambda t: -int(self.sizes[t])):
            self._fill(t)
        for t in np.flatnonzero(self.sizes == 0).tolist():
            if np.count_nonzero(self.sizes) * high >= people or not self._fill(t):
                break
        for p in np.flatnonzero(self._waiting()).tolist():
            self._let_in(p)

    def _waiting(self) -> Bools:
        found: Bools = self.able & (self.table == self.room.tables)
        return found

    def _dissolve(self, t: int) -> None:
        for p in list(self.groups[t]):
            self._move(p, self.room.tables)

    def _move(self, p: int, to: int) -> None:
        left = int(self.table[p])
        self.room.move(self.r, p, to, later=True)
        if left < self.room.tables:
            self.shared[left] = np.bitwise_and.reduce(self.hall.langs[self.groups[left]], axis=0)
        if to < self.room.tables:
            self.shared[to] &= self.hall.langs[p]

    def _fill(self, t: int) -> bool:
        """Brings a table up to its least size, with people who wait, or else whom another table can spare."""
        while len(group := self.groups[t]) < self.hall.low:
            speaks = (self.hall.langs & self.shared[t]).any(axis=1)
            who = np.flatnonzero(speaks & self._waiting())
            saved = np.zeros(len(who))
            if not len(who):
                spare = np.append(self.sizes > self.hall.low, np.False_)[self.table] & ~self.room.frozen[self.r]
                who = np.flatnonzero(speaks & spare & (self.table != t))
                saved = np.array([self.room.part[p, self.groups[self.table[p]]].sum() for p in who.tolist()])
            if not len(who):
                self._dissolve(t)
                return False
            price = self.room.join[who][:, group].sum(axis=1) - saved
            self._move(int(who[price.argmin()]), t)
        return True

    def _let_in(self, p: int) -> None:
        """Where p meets fewest again; if no table has room that p could sit at, p waits on."""
        open_ = (self.sizes > 0) & (self.sizes < self.hall.high) & (self.shared & self.hall.langs[p]).any(axis=1)
        if open_.any():
            weights = self.room.join[p, : self.hall.people]
            price = np.bincount(self.table, weights, self.room.tables + 1)[:-1]
            price[~open_] = np.inf
            self._move(p, int(price.argmin()))
