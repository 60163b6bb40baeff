"""The round as a graph in integers: who may meet whom, and what each group is worth in the order of judgement.

Each criterion gets a unit larger than everything below it can add up to, so one integer per group compares plans
lexicographically: most people placed; fewest trios; fewest earlier rounds without a group among those left over; fewest
repeats; fewest late people among themselves; most wishes for a trio met; fewest second trio seats; fewest meetings of
new people with those who have helped most; most person points.
Of equally good plans the lot decides: people are put in an order drawn from a hash of the seed and their ids, never by
a generator, so the same seed gives the same plan, and the order in which people are listed means nothing.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from server.core.pairing import table
from server.core.pairing.instance import NEW, Instance, Pair
from server.core.pairing.score import FULL_SCORE
from server.core.pairing.scores import NEVER, score_matrix, words
from server.core.pairing.table import Ints, Table

WEIGHT_BITS = 124
"""The matching routine computes in 128 bits and doubles weights on its way."""


def bits(mask: int) -> list[int]:
    """The positions of the ones, lowest first."""
    digits = bin(mask)
    last = len(digits) - 1
    return [last - k for k in range(last, 1, -1) if digits[k] == "1"]


class Units:
    """What one of each criterion weighs; each outweighs all that follow it together."""

    def __init__(self, people: int, late: int, wishes: int, seated: int, owed: int, burdened: int) -> None:
        total = 0

        def outweigh(at_most: int) -> int:
            nonlocal total
            unit = total + 1
            total += unit * at_most
            return unit

        self.point = outweigh(FULL_SCORE * people)
        self.load = outweigh(2 * burdened)
        self.seat = outweigh(seated)
        self.wish = outweigh(wishes)
        self.late = outweigh(late)
        self.repeat = outweigh(people)
        self.owed = outweigh(owed)
        self.trio = outweigh(people // 3)
        self.placed = outweigh(people)
        self.pair, self.two_points = 2 * self.placed, 2 * self.point
        if total.bit_length() > WEIGHT_BITS:
            raise OverflowError(f"{people} people are too many to weigh in {WEIGHT_BITS} bits")


class Board:
    """People as indices 0..n-1 (drawn by the seed), sets of people as bit masks.

    `scores`: n by n, the pair score, or NEVER for those who may not be in one group; `may[i]`: with whom i may be;
    `met[i]`: whom i met.
    """

    def __init__(self, instance: Instance, seed: int) -> None:
        drawn = sorted((_lot(seed, person.id), person.id, person) for person in instance.people)
        self.people = tuple(person for _, _, person in drawn)
        self.ids = tuple(person.id for person in self.people)
        self.index = {person_id: i for i, person_id in enumerate(self.ids)}
        n = len(self.people)
        (spoken,) = words([person.langs for person in self.people])
        self.scores = score_matrix(self.people, instance.weights, spoken)
        apart = self._both_ways(instance.keep_apart)
        self.scores[apart[:, 0], apart[:, 1]] = NEVER
        self.may = _masks(self.scores >= 0)
        self.langs = [sum(word << 64 * k for k, word in enumerate(row)) for row in spoken.tolist()]
        self.met_pairs = self._both_ways(instance.met)
        have_met = np.zeros((n, n), np.bool_)
        have_met[self.met_pairs[:, 0], self.met_pairs[:, 1]] = True
        self.met = _masks(have_met)
        self.late = self._members(instance.late)
        self.wishes = self._members({person.id for person in self.people if person.trio})
        self.seated = self._above(instance)
        self.owed = [instance.owed(person_id) for person_id in self.ids]
        self.burdened = self._members(instance.burdened())
        self.new = self._members({person.id for person in self.people if person.level <= NEW})
        self.units = _units(self)
        self._spoken = spoken
        self._levels = np.array([person.level for person in self.people], np.int64)

    def having_met(self, groups: Iterable[Sequence[int]], instance: Instance | None = None) -> "Board":
        """This board after rounds in which these sat together.

        Late people, trio seats and who was left over are those of `instance`; without one nobody is late and nothing is
        new. Who has helped isn't counted on.
        """
        later = copy(self)
        later.late = later.burdened = 0
        if instance is not None:
            later.late = self._members(instance.late)
            later.seated = self._above(instance)
            later.owed = [instance.owed(person_id) for person_id in self.ids]
        later.units = _units(later)
        pairs = [(i, j) for group in groups for i in group for j in group if i != j]
        later.met_pairs = np.unique(np.concatenate([self.met_pairs, np.array(pairs, np.int64).reshape(-1, 2)]), axis=0)
        later.met = list(self.met)
        for i, j in pairs:
            later.met[i] |= 1 << j
        return later

    def _both_ways(self, pairs: Iterable[Pair]) -> Ints:
        """Rows (i, j) and (j, i) for each pair of people who are here."""
        found = np.array([self.index.get(i, -1) for two in pairs for i in two], np.int64).reshape(-1, 2)
        found = found[(found >= 0).all(axis=1)]
        return np.concatenate([found, found[:, ::-1]])

    def _members(self, ids: frozenset[str] | set[str]) -> int:
        return sum(1 << self.index[person_id] for person_id in ids if person_id in self.index)

    def _above(self, instance: Instance) -> list[int]:
        seated = instance.seated()
        return [seated.get(person_id, 0) for person_id in self.ids]

    def table(self, who: Sequence[int], *, points_only: bool = False) -> Table:
        """These people (indices, ascending) alone. `points_only`: as if nobody had met, were late or sat before."""
        n, members = len(self.people), np.array(who, np.int64)
        place = np.full(n, -1)
        place[members] = np.arange(len(members))
        met = place[self.met_pairs]
        met = met[(met >= 0).all(axis=1)]
        late, wishes, burdened = (
            np.array([not points_only and mask >> i & 1 for i in who], np.bool_)
            for mask in (self.late, self.wishes, self.burdened)
        )
        seated = np.array([0 if points_only else self.seated[i] for i in who], np.int64)
        return Table(
            self.scores if len(who) == n else self.scores[np.ix_(members, members)],
            self._levels[members],
            self._spoken[members],
            met[:0] if points_only else met,
            late,
            wishes,
            seated,
            burdened,
            table.Units.outweighing(n, self.late.bit_count(), self.burdened.bit_count(), max(self.seated, default=0)),
        )

    def legal_trio(self, a: int, b: int, c: int) -> bool:
        """All three may be together: nobody kept apart, and one language that all of them share."""
        return bool(
            self.may[a] >> b & 1
            and self.may[a] >> c & 1
            and self.may[b] >> c & 1
            and self.langs[a] & self.langs[b] & self.langs[c]
        )

    def thirds(self, a: int, b: int) -> int:
        """All who make a legal trio with a and b, who may meet."""
        shared = self.langs[a] & self.langs[b]
        return sum(1 << c for c in bits(self.may[a] & self.may[b]) if self.langs[c] & shared)

    def value(self, members: Sequence[int]) -> int:
        """What this legal pair or trio is worth, as one integer in the order of judgement."""
        if len(members) == 2:
            return self.pair_value(members[0], members[1])
        a, b, c = members
        u = self.units
        group = 1 << a | 1 << b | 1 << c
        met = (self.met[a] >> b & 1) + (self.met[a] >> c & 1) + (self.met[b] >> c & 1)
        score = int(self.scores[a, b]) + int(self.scores[a, c]) + int(self.scores[b, c])
        only_late = 3 if group & ~self.late == 0 else 0
        return (
            3 * u.placed
            - u.trio
            + u.owed * (self.owed[a] + self.owed[b] + self.owed[c])
            - u.repeat * met
            - u.late * only_late
            + u.wish * (group & self.wishes).bit_count()
            - u.seat * (self.seated[a] + self.seated[b] + self.seated[c])
            - u.load * (self.helps(a, b) + self.helps(a, c) + self.helps(b, c))
            + u.point * score
        )

    def pair_value(self, a: int, b: int) -> int:
        u = self.units
        worth = u.pair + u.two_points * int(self.scores[a, b])
        worth += u.owed * (self.owed[a] + self.owed[b])
        if self.met[a] >> b & 1:
            worth -= u.repeat
        if self.late >> a & self.late >> b & 1:
            worth -= 2 * u.late
        if self.helps(a, b):
            worth -= u.load
        return worth

    def helps(self, a: int, b: int) -> int:
        """1 if one of them is new and the other has helped much already, else 0."""
        return self.burdened >> a & self.new >> b & 1 | self.new >> a & self.burdened >> b & 1


def _units(board: Board) -> Units:
    late, wishes, burdened = (mask.bit_count() for mask in (board.late, board.wishes, board.burdened))
    return Units(len(board.ids), late, wishes, sum(board.seated), sum(board.owed), burdened)


def _lot(seed: int, person_id: str) -> int:
    return int.from_bytes(blake2b(f"{seed}/{person_id}".encode(), digest_size=8).digest(), "big")


def _masks(flags: NDArray[np.bool_]) -> list[int]:
    """Each row as a bit mask."""
    return [int.from_bytes(row.tobytes(), "little") for row in np.packbits(flags, axis=1, bitorder="little")]
