"""A seating of several rotations, and what each change of it costs: one number per swap, for all partners at once.

Everything is counted in one price, whose units outweigh one another in the order of judgement: kept apart, repeats,
spread of experience, points. Prices are whole numbers, held in float64 (exact up to 2**53) for numpy's fast paths.
"""

from collections.abc import Sequence
from copy import copy

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SPREAD = 1e6
"""Outweighs all points that one swap can move: two tables of eight, seven scores of 10,000 each, twice."""
REPEAT = 1e8
APART = 1e11
BITS = 62
CUTS = 4
"""Experience is cut below levels 2, 3, 4 and 5: so many people of a table are newer than the cut."""
_BELOW = (np.arange(1, 6)[:, None] < np.arange(2, 6)).astype(np.int64)  # [level - 1, cut]


class Hall:
    """What doesn't change while people are moved: who they are, what is forbidden, what they score.

    `levels` 1..5; `langs` bit masks of `tongues`, shape (n, words), BITS to a word; `apart`, `met`: symmetric, bool;
    `scores`: symmetric, 0..10,000; `size`: (low, high).
    """

    def __init__(
        self,
        levels: Ints,
        langs: Ints,
        tongues: Sequence[str],
        apart: Bools,
        met: Bools,
        scores: Floats,
        size: tuple[int, int],
    ) -> None:
        self.people = len(levels)
        self.low, self.high = size
        self.levels, self.langs, self.tongues = levels - 1, langs, tongues
        self.apart, self.met, self.scores = apart, met, scores
        self.one_language = bool(np.bitwise_and.reduce(langs, axis=0).any()) if len(langs) else True
        newer = _BELOW[self.levels].sum(axis=0)
        share = np.arange(self.high + 1)[:, None] * newer / max(1, self.people)
        self.floor, self.ceil = np.floor(share + 1e-9), np.ceil(share - 1e-9)  # [size, cut]

    def having(self, met: Bools) -> "Hall":
        """The same hall, in which people have met like this."""
        found = copy(self)
        found.met = met
        return found

    def names(self, mask: Ints) -> tuple[str, ...]:
        """The languages of a mask of `langs`."""
        return tuple(name for k, name in enumerate(self.tongues) if mask[k // BITS] >> k % BITS & 1)

    def unevenness(self, newer: Ints, size: Ints) -> Floats:
        """How many people lie outside the fair share, rounded down or up. `newer`: [..., cut] counts of tables."""
        under, over = self.floor[size] - newer, newer - self.ceil[size]
        total: Floats = (np.maximum(under, 0) + np.maximum(over, 0)).sum(axis=-1)
        return total


class Room:
    """`table[r, p]`: the table of p in rotation r, 0..tables-1; `tables` itself means that p sits out.

    Every table has a language that all its people speak; whoever makes the room sees to it, and each swap keeps it.
    """

    def __init__(self, hall: Hall, tongues: Ints, table: Ints) -> None:
        """`tongues` [table, word]: the language of each table, as a mask of one bit."""
        self.faithful = True
        """A table keeps its language, so that who needs a rare one finds it again. Otherwise it is enough that all
        share some language."""
        self.hall, self.tables, self.rounds = hall, len(tongues), len(table)
        silent = np.full((1, tongues.shape[1]), -1)
        self.tongues = np.repeat(np.concatenate([tongues, silent])[None], self.rounds, axis=0)
        """[r, t, word]: what a table speaks, if it is faithful."""
        self.frozen = np.zeros(table.shape, bool)
        """Who stays at their table in a rotation."""
        self.restore(table)

    def restore(self, table: Ints) -> None:
        """Everyone to the place that `table` says; who is frozen stays it."""
        hall, tables, n = self.hall, self.tables, self.hall.people
        self.table = table.copy()
        self.size = np.array([np.bincount(row, minlength=tables + 1)[: tables + 1] for row in table])
        self.members: list[list[list[int]]] = [[[] for _ in range(tables + 1)] for _ in range(self.rounds)]
        for r, row in enumerate(table.tolist()):
            for p, t in enumerate(row):
                self.members[r][t].append(p)
        self.mates = np.full((self.rounds, n, hall.high - 1), n)
        self.others = np.full((self.rounds, n, hall.langs.shape[1]), -1)
        """[r, p, word]: the languages that all of p's table share, p aside."""
        self.spoken = np.full((self.rounds, tables, hall.langs.shape[1]), -1)
        """[r, t, word]: the languages that all of a table share."""
        self.meets = np.zeros((n + 1, n + 1), np.int64)
        self.meets[:n, :n] = hall.met
        self.newer = np.zeros((self.rounds, tables + 1, CUTS), np.int64)
        self.even = np.zeros((self.rounds, tables + 1))
        self.even_swap = np.zeros((self.rounds, tables + 1, 5, 5))
        """[r, t, out, in]: change in unevenness when somebody of level `out` makes way for one of level `in`."""
        for r in range(self.rounds):
            seated = np.flatnonzero(table[r] < tables)
            same = table[r][seated][:, None] == table[r][seated]
            self.meets[np.ix_(seated, seated)] += same
        self.meets[np.arange(n), np.arange(n)] = 0
        self.base = np.zeros((n + 1, n + 1))
        self.base[:n, :n] = APART * hall.apart - hall.scores
        np.fill_diagonal(self.base, 0)
        self.join = self.base + REPEAT * (self.meets >= 1)
        """[p, q]: the price of one more meeting of p and q."""
        self.part = self.base + REPEAT * (self.meets >= 2)
        """[p, q]: what is saved by one meeting less."""
        self.catch_up()
        self._row = np.arange(n)[:, None] * (n + 1)

    def agree(self, r: int) -> None:
        """A table of rotation r whose language not all speak any more keeps to one that they do."""
        for t in np.flatnonzero(~(self.tongues[r, :-1] & self.spoken[r]).any(axis=1)).tolist():
            word = int(np.flatnonzero(self.spoken[r, t])[0])
            self.tongues[r, t] = 0
            self.tongues[r, t, word] = self.spoken[r, t, word] & -self.spoken[r, t, word]

    def catch_up(self) -> None:
        """After moves that left it for later: what is kept per table."""
        for r in range(self.rounds):
            for t in range(self.tables + 1):
                self._renew(r, t)

    def _renew(self, r: int, t: int) -> None:
        """What is kept per table, after its members have changed."""
        group = self.members[r][t]
        hall = self.hall
        if t == self.tables:
            self.mates[r, group] = hall.people
            self.others[r, group] = -1
            return
        k = len(group)
        self.size[r, t] = k
        if k > 1:
            square = np.array([group[:i] + group[i + 1 :] for i in range(k)])
            self.mates[r, group, : k - 1] = square
            self.others[r, group] = np.bitwise_and.reduce(hall.langs[square], axis=1)
        self.mates[r, group, max(0, k - 1) :] = hall.people
        self.spoken[r, t] = np.bitwise_and.reduce(hall.langs[group], axis=0)
        newer = _BELOW[hall.levels[group]].sum(axis=0)
        self.newer[r, t] = newer
        self.even[r, t] = now = hall.unevenness(newer, np.array(k))
        swapped = newer - _BELOW[:, None, :] + _BELOW[None, :, :]
        self.even_swap[r, t] = hall.unevenness(swapped, np.array(k)) - now

    def burden(self, r: int) -> Floats:
        """Per person, the price of all their meetings in rotation r; who sits out has none."""
        found: Floats = np.take(self.part.ravel(), self._row + self.mates[r]).sum(axis=1)
        return found

    def swaps(self, r: int, who: Ints, burden: Floats, *, spread: bool = True) -> Floats:
        """[who, person]: the price of swapping these with each other person in rotation r; infinite where not allowed.

        Without `spread`, experience counts for nothing.
        """
        n, hall, table = self.hall.people, self.hall, self.table[r]
        mine, join = table[who], self.join[who, :n]
        apart = table != mine[:, None]
        joined = join @ (table[:, None] == np.arange(self.tables))  # nothing is paid by who sits out
        joined = np.concatenate([joined, np.zeros((len(who), 1))], axis=1)
        price: Floats = joined[:, table] - burden[who][:, None] - burden
        price += np.take(self.join, self.mates[r, who], axis=0).sum(axis=1)[:, :n]
        price -= join * (table < self.tables)
        if spread:
            level, swap = hall.levels[who], self.even_swap[r]
            price += SPREAD * (swap[mine, level][:, hall.levels] + swap[table, hall.levels].T[level])
        apart &= ~self.frozen[r]
        if not hall.one_language:
            theirs = self.tongues[r, table] if self.faithful else self.others[r]
            ours = theirs[who]
            apart &= (hall.langs[who][:, None] & theirs).any(axis=2) & (hall.langs & ours[:, None]).any(axis=2)
        price[~apart] = np.inf
        return price

    def moves(self, r: int, who: Ints, burden: Floats) -> Floats:
        """[who, table]: the price of moving these to each table, nobody in exchange; infinite where not allowed."""
        hall, table, size = self.hall, self.table[r], self.size[r, : self.tables]
        mine = table[who]
        price: Floats = (
            self.join[who, : hall.people] @ (table[:, None] == np.arange(self.tables)) - burden[who][:, None]
        )
        may = (size > 0) & (size < hall.high) & ((mine == self.tables) | (self.size[r, mine] > hall.low))[:, None]
        may &= mine[:, None] != np.arange(self.tables)
        if not hall.one_language:
            spoken = self.tongues[r, :-1] if self.faithful else self.spoken[r]
            may &= (hall.langs[who][:, None] & spoken).any(axis=2)
        price[~may | self.frozen[r, who][:, None]] = np.inf
        return price

    def swap(self, r: int, p: int, q: int) -> None:
        """The two change places."""
        a, b = int(self.table[r, p]), int(self.table[r, q])
        first, second = self.members[r][a], self.members[r][b]
        first.remove(p)
        second.remove(q)
        if a < self.tables and first:
            self._meet(p, first, -1)
            self._meet(q, first, 1)
        if b < self.tables and second:
            self._meet(q, second, -1)
            self._meet(p, second, 1)
        first.append(q)
        second.append(p)
        self.table[r, p], self.table[r, q] = b, a
        self._renew(r, a)
        self._renew(r, b)

    def move(self, r: int, p: int, b: int, *, later: bool = False) -> None:
        """Moves p to table b (or out of the round), without anyone in exchange; sizes are the caller's business.

        `later`: one of many moves, between which only who sits where and who meets whom is asked for; then `catch_up`.
        """
        a = int(self.table[r, p])
        first, second = self.members[r][a], self.members[r][b]
        first.remove(p)
        if a < self.tables and first:
            self._meet(p, first, -1)
        if b < self.tables and second:
            self._meet(p, second, 1)
        second.append(p)
        self.table[r, p] = b
        self.size[r, a] -= 1
        self.size[r, b] += 1
        if not later:
            self._renew(r, a)
            self._renew(r, b)

    def _meet(self, p: int, group: Sequence[int], change: int) -> None:
        now = self.meets[p, group] + change
        self.meets[p, group] = self.meets[group, p] = now
        base = self.base[p, group]
        self.join[p, group] = self.join[group, p] = base + REPEAT * (now >= 1)
        self.part[p, group] = self.part[group, p] = base + REPEAT * (now >= 2)

    def repeats(self) -> int:
        """Meetings of people who met before, over all rotations."""
        n = self.hall.people
        pairs = np.triu(self.meets[:n, :n], 1)
        return int(np.maximum(pairs - 1, 0).sum())

    def torn(self) -> int:
        """How often people sit together who must be kept apart."""
        n = self.hall.people
        held = self.meets[:n, :n] - self.hall.met
        return int((np.triu(held, 1) * self.hall.apart).sum())
