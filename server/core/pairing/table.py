"""What pairs are worth to people who can all be placed, as 64-bit integers in numpy.

Where everybody of a part is placed, by pairs and at most one trio, the first two criteria of the order of judgement
are settled, and these are left: fewest repeats, fewest late people among themselves, most wishes met, fewest second
trio seats, fewest new people with those who have helped most, most person points. Each gets a unit that outweighs all
that can follow, which 64 bits hold with room to spare (5,000 people, all late: 2**39 for a repeat), so plans compare
as sums. A pair is worth its person points less its penalties; wishes and seats concern the trio alone.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from server.core.pairing.instance import NEW
from server.core.pairing.score import FULL_SCORE
from server.core.pairing.scores import Words

Ints = NDArray[np.int64]

NONE = -(1 << 58)
"""The worth of a pair that may not be: far below all others, and far from the end of the integers when added up."""


class Units(NamedTuple):
    """In person points. `late` is paid by each person of a late group, `repeat` by each pair that meets again.

    `load` is paid by each pair of somebody new and somebody who has helped much.
    """

    load: int
    seat: int
    wish: int
    late: int
    repeat: int

    @classmethod
    def outweighing(cls, people: int, late: int, burdened: int, seated: int) -> "Units":
        """`seated`: the most of anybody."""
        load = FULL_SCORE * people + 1
        seat = load * (2 * burdened + 1)
        wish = 4 * max(1, seated) * seat
        lateness = 4 * wish
        return cls(load, seat, wish, lateness, lateness * (late + 1))


class Table:
    """`people` by index 0..n-1 of this table; `scores`: the pair score or NEVER (-1); `langs`: bits.

    `met`: pairs as rows (i, j), both ways round. `late`, `wishes`, `burdened`: flags per person; `seated`: in how many
    more trios they sat than those who sat in the fewest.
    """

    def __init__(
        self,
        scores: NDArray[np.int16],
        levels: Ints,
        langs: Words,
        met: Ints,
        late: NDArray[np.bool_],
        wishes: NDArray[np.bool_],
        seated: Ints,
        burdened: NDArray[np.bool_],
        units: Units,
    ) -> None:
        self.n = len(scores)
        self.scores, self.levels, self.langs, self.late = scores, levels, langs, late
        self.units = units
        self._burdened, self._new = burdened, levels <= NEW
        self.seat_worth: Ints = self.units.wish * wishes.astype(np.int64) - self.units.seat * seated
        """What it adds if this person is one of a trio."""
        order = np.argsort(met[:, 0], kind="stable")
        self._met = met[order]
        self._met_keys = np.sort(met[:, 0] * self.n + met[:, 1])

    def rows(self, which: slice) -> Ints:
        """Worth of the pairs of these people with everybody: an array of its own."""
        found = 2 * self.scores[which].astype(np.int64)
        if self.late.any():
            found[np.ix_(self.late[which], self.late)] -= 2 * self.units.late
        self._weigh_load(found, which, self.units.load)
        i, j = self._met_of(np.arange(which.start, which.stop))
        found[i, j] -= self.units.repeat
        found[self.scores[which] < 0] = NONE
        return found

    def at(self, i: Ints, j: Ints) -> Ints:
        """Worth of the pairs (i[k], j[k])."""
        scores = self.scores[i, j]
        found = 2 * scores.astype(np.int64)
        found -= 2 * self.units.late * (self.late[i] & self.late[j])
        found -= self.units.repeat * self._have_met(i, j)
        if self._burdened.any():
            found -= self.units.load * (self._burdened[i] & self._new[j] | self._new[i] & self._burdened[j])
        return np.where(scores < 0, NONE, found)

    def _have_met(self, i: Ints, j: Ints) -> NDArray[np.bool_]:
        if not len(self._met_keys):
            return np.zeros(i.shape, np.bool_)
        keys = i * self.n + j
        at = np.minimum(np.searchsorted(self._met_keys, keys), len(self._met_keys) - 1)
        found: NDArray[np.bool_] = self._met_keys[at] == keys
        return found

    def trio_pairs(self, who: Ints) -> Ints:
        """For each of these people with everybody, twice what their pair adds to a trio that both are in.

        Late people, wishes and seats aside: these count for the trio as a whole.
        """
        found = 2 * self.scores[who].astype(np.int64)
        i, j = self._met_of(who)
        found[i, j] -= 2 * self.units.repeat
        self._weigh_load(found, who, 2 * self.units.load)
        found[self.scores[who] < 0] = NONE
        return found

    def _weigh_load(self, found: Ints, who: Ints | slice, load: int) -> None:
        """What it costs these (the rows) to help again, or to be helped by who has helped much."""
        if self._burdened.any():
            found[np.ix_(self._burdened[who], self._new)] -= load
            found[np.ix_(self._new[who], self._burdened)] -= load

    def _met_of(self, who: Ints) -> tuple[Ints, Ints]:
        """Whom these people have met: the position in `who`, and the other."""
        low = np.searchsorted(self._met[:, 0], who)
        count = np.searchsorted(self._met[:, 0], who, side="right") - low
        first = np.cumsum(count) - count
        at = np.arange(count.sum()) + np.repeat(low - first, count)
        return np.repeat(np.arange(len(who)), count), self._met[at, 1]
