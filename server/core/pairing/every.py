"""A few people over several rounds: every schedule is looked at, by branch and bound, or as many as the effort allows.

Each way to put all of them into groups for one round is listed, with its pairs as the bits of one word. A schedule
takes one way per round. Rounds after the first are worth the same in any order, so each takes no way that stands
before that of the round before it.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from server.core.pairing.board import Board, bits
from server.core.pairing.matching import Group
from server.core.pairing.table import Ints

PEOPLE = 11
"""So many at most: their pairs fit one word."""
WAYS = 20_000
ROUNDS = 30
"""So many at most, that 64 bits hold what a schedule costs."""
EFFORT, STEP = 2_000_000, 500
"""Ways looked at over all steps of a search; each step costs as much as so many of them."""
Way = tuple[Group, ...]
Cost = Callable[[Way], int]


class Found(NamedTuple):
    """The best schedule below the given cost, if there is one, what it costs, and whether every one was looked at."""

    schedule: list[Way] | None
    cost: int
    every: bool


class _Ways(NamedTuple):
    """The cheapest first: as bits the `pairs` who hadn't met before; who sits in `trios`; the `cost`, from 0."""

    groups: list[Way]
    pairs: NDArray[np.uint64]
    trios: Ints
    cost: Ints


class _Search(NamedTuple):
    first: _Ways
    later: _Ways
    repeat: int
    """What a pair costs that meets again."""
    seats: Ints
    """What a trio seat costs one who has had so many."""


class Every:
    """All schedules of so many rounds in which everybody has a place, in as few trios as that takes."""

    def __init__(self, board: Board, rounds: int, first: list[Way], later: list[Way]) -> None:
        self.board, self.rounds = board, rounds
        self._first, self._later = first, later
        self._same = len(first) == len(later) and not board.late
        self._had = np.array(board.seated, np.int64)
        pairs = combinations(range(len(board.ids)), 2)
        self._bit = {(i, j): 1 << k for k, (i, j) in enumerate(pairs)}

    @classmethod
    def of(cls, board: Board, rounds: int, together: Sequence[Group]) -> "Every | None":
        """None if there are too many, or none. `together`: who is in one group in the first round."""
        if rounds > ROUNDS or len(board.ids) > PEOPLE:
            return None
        first, later = _ways(board, together), _ways(board)
        return cls(board, rounds, first, later) if first and later else None

    def fewest_repeats(self, below: int) -> Found:
        """A schedule with as few repeats as there can be, if they are fewer than `below`."""
        search = self._search(self._again, self._again, repeat=1, seats=np.zeros(1, np.int64))
        # If no way differs from any other but for the names of its people, the first round takes any of them.
        board, n = self.board, len(self.board.ids)
        strangers = not any(board.met) and all(mask.bit_count() == n - 1 for mask in board.may)
        alike = self._same and strangers and all(board.legal_trio(*trio) for trio in combinations(range(n), 3))
        return self._dive(search, below, alike=alike)

    def best(self, than: Sequence[Way]) -> Found:
        """The best schedule by the order of judgement, if there is one better than this."""
        board = self.board
        most = max(_points(board, way) for way in (*self._first, *self._later))
        many = 3 * self.rounds * sum(len(group) == 3 for group in self._first[0])
        seat = self.rounds * most + 1
        wish = seat * (many * (int(self._had.max()) + self.rounds) + 1)
        late = wish * (many + 1)
        repeat = late * (len(board.ids) + 1)

        def cost(way: Way) -> int:
            unwished = sum(not board.wishes >> i & 1 for group in way if len(group) == 3 for i in group)
            return repeat * self._again(way) + wish * unwished + most - _points(board, way)

        def at_first(way: Way) -> int:
            return cost(way) + late * sum(len(group) for group in way if all(board.late >> i & 1 for i in group))

        seats = seat * np.arange(int(self._had.max()) + self.rounds)
        search = self._search(at_first, cost, repeat, seats)
        return self._dive(search, self._total(search, than))

    def _again(self, way: Way) -> int:
        return sum(self.board.met[i] >> j & 1 for group in way for i, j in combinations(group, 2))

    def _search(self, at_first: Cost, cost: Cost, repeat: int, seats: Ints) -> _Search:
        first = self._weighed(self._first, at_first)
        later = first if self._same else self._weighed(self._later, cost)
        return _Search(first, later, repeat, seats)

    def _weighed(self, ways: Sequence[Way], cost: Cost) -> _Ways:
        ordered = sorted(ways, key=cost)
        return _Ways(
            ordered,
            np.array([self._pairs(way) for way in ordered], np.uint64),
            np.array([self._trios(way) for way in ordered], np.int64),
            np.array([cost(way) for way in ordered], np.int64),
        )

    def _pairs(self, way: Way) -> int:
        pairs = [two for group in way for two in combinations(group, 2)]
        return sum(self._bit[i, j] for i, j in pairs if not self.board.met[i] >> j & 1)

    def _trios(self, way: Way) -> list[int]:
        sitting = {i for group in way if len(group) == 3 for i in group}
        return [int(i in sitting) for i in range(len(self.board.ids))]

    def _total(self, search: _Search, schedule: Sequence[Way]) -> int:
        total, used, had = 0, 0, self._had
        for number, way in enumerate(schedule):
            ways = search.later if number else search.first
            pairs, trios = self._pairs(way), np.array(self._trios(way))
            total += int(ways.cost[ways.groups.index(way)]) + search.repeat * (pairs & used).bit_count()
            total += int(trios @ search.seats[had])
            used, had = used | pairs, had + trios
        return total

    def _dive(self, search: _Search, below: int, *, alike: bool = False) -> Found:
        best: list[Way] | None = None
        effort, last = EFFORT, len(search.seats) - 1
        first, later = search.first, search.later
        least = int(later.cost.min())
        n = len(self.board.ids)
        fresh = [sum(bit for two, bit in self._bit.items() if i in two) for i in range(n)]
        touching = np.array(fresh, np.uint64) & np.bitwise_or.reduce(np.concatenate([first.pairs, later.pairs]))

        def dive(chosen: list[Way], start: int, used: np.uint64, had: Ints, cost: int) -> None:
            nonlocal best, below, effort
            left, here = self.rounds - len(chosen), later if chosen else first
            effort -= STEP + len(here.cost) - start
            strangers = np.bitwise_count(touching & ~used).astype(np.int64)
            short = int(np.maximum(0, left - strangers).sum())  # of these two at a time meet again
            if effort < 0 or cost + -(-short // 2) * search.repeat >= below:
                return
            here_cost = here.cost[start:] + search.repeat * np.bitwise_count(here.pairs[start:] & used).astype(np.int64)
            here_cost += here.trios[start:] @ search.seats[np.minimum(had, last)]
            following = np.minimum.accumulate(here_cost[::-1])[::-1]
            rest = following if here is later else np.full(len(here_cost), least)
            total = cost + here_cost + (left - 1) * rest
            order = np.argsort(total, kind="stable")[: 1 if left == 1 or (alike and not chosen) else None]
            for k in order.tolist():
                if total[k] >= below or effort < 0:
                    return
                ways, at = [*chosen, here.groups[start + k]], start + k
                if left == 1:
                    best, below = ways, int(total[k])
                else:
                    both = used | here.pairs[at]
                    dive(ways, at if here is later else 0, both, had + here.trios[at], cost + int(here_cost[k]))

        dive([], 0, np.uint64(0), self._had, 0)
        return Found(best, below, effort >= 0)


def _points(board: Board, way: Way) -> int:
    return sum(2 * int(sum(board.scores[i, j] for i, j in combinations(g, 2))) // (len(g) - 1) for g in way)


def _ways(board: Board, together: Sequence[Group] = ()) -> list[Way] | None:
    """With everybody in pairs and as few trios as that takes; None if there are too many, or none."""
    n = len(board.ids)
    for trios in range(n % 2, n // 3 + 1, 2):
        found = list(islice(_filled(board, (1 << n) - 1, trios), WAYS + 1))
        if len(found) > WAYS:
            return None
        kept = [way for way in found if all(any(set(some) <= set(group) for group in way) for some in together)]
        if kept:
            return kept
    return None


def _filled(board: Board, rest: int, trios: int) -> Iterator[Way]:
    if not rest:
        yield ()
        return
    (a,) = bits(rest & -rest)
    for b in bits(board.may[a] & rest):
        if rest.bit_count() > 3 * trios:
            for more in _filled(board, rest & ~(1 << a | 1 << b), trios):
                yield ((a, b), *more)
        if trios:
            for c in bits(board.thirds(a, b) & rest & ~((2 << b) - 1)):
                for more in _filled(board, rest & ~(1 << a | 1 << b | 1 << c), trios - 1):
                    yield ((a, b, c), *more)
