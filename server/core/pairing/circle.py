"""Schedules by construction, where everybody may meet everybody: no repeats, and no plan has more rounds without any.

For an even number of people, n, the circle method: one stays, the others sit in a circle and move on by one. Two who
face each other are as far apart as no other two of the round, so in n-1 rounds everybody meets everybody once.

For an odd number, m = n-4 people sit in the circle, -k faces k, and one after the other all move on; four others stay.
Of the first round, the pairs of -1 and 1, -2 and 2, -3 and 3 are taken apart, whose people are 2, 4 and 6 seats apart:
so are -3, 1 and 3, who are its trio. The four who stay get the four who are over: -2, -1, 0 and 2. A round uses
(n+3)/2 pairs; after n-4 rounds only the six pairs of those who stay are left, too few for one round more.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from server.core.pairing.board import Board
from server.core.pairing.matching import Group
from server.core.pairing.schedule import Schedule

STAY = 4
LEAST_ODD = 11
"""The circle must have places for -3 to 3."""


CHANGES = 3
"""So often, for each person, two change places."""


def arranged(board: Board, rounds: int) -> Schedule | None:
    """Where everybody may meet everybody: rounds of the circle, those with new people in trios, then the best."""
    n, schedule = len(board.ids), circle(len(board.ids))
    strangers = not len(board.met_pairs) and (board.scores >= 0).sum() == n * (n - 1)
    trios = [group for groups in schedule for group in groups if len(group) == 3]
    if rounds > len(schedule) or not strangers or not all(board.legal_trio(*trio) for trio in trios):
        return None
    worth = [sum(_worth(board, group) for group in groups) for groups in schedule]
    had = Counter(dict(enumerate(board.seated)))
    best: list[int] = []
    for _ in range(rounds):
        seats = [sum(had[i] for group in groups if len(group) == 3 for i in group) for groups in schedule]
        best.append(min(set(range(len(schedule))) - {*best}, key=lambda turn: (seats[turn], -worth[turn], turn)))
        had.update(i for group in schedule[best[-1]] if len(group) == 3 for i in group)
    return _seated([schedule[turn] for turn in best], board)


def circle(n: int) -> Schedule:
    """Rounds of pairs and, for an odd number, one trio each, in which nobody meets twice; none for less than 11 odd."""
    if n % 2 == 0:
        across: list[Group] = [(0, n - 1), *((-k, k) for k in range(1, n // 2))]
        return [_turned(across, turn, n - 1) for turn in range(n - 1)]
    if n < LEAST_ODD:
        return []
    m = n - STAY
    over = [(place, m + number) for number, place in enumerate((-2, -1, 0, 2))]
    first: list[Group] = [(-3, 1, 3), *over, *((-k, k) for k in range(4, m // 2 + 1))]
    return [_turned(first, turn, m) for turn in range(m)]


def _turned(groups: Sequence[Group], turn: int, places: int) -> list[Group]:
    """Whoever sits in the circle moves on; those beyond its places stay."""
    return [tuple(sorted(i if i >= places else (i + turn) % places for i in group)) for group in groups]


def _seated(schedule: Schedule, board: Board) -> Schedule:
    """Two people at a time change their places in all rounds, while that brings points."""
    n = len(board.ids)
    weight = np.zeros((n, n), np.int64)
    for i, j, size in (
        (i, j, len(group)) for groups in schedule for group in groups for i, j in combinations(group, 2)
    ):
        weight[i, j] = weight[j, i] = 4 - size
    scores = np.maximum(board.scores, 0).astype(np.int64)
    place = np.arange(n)
    for _ in range(n * CHANGES):
        here = scores[np.ix_(place, place)]
        beside = weight @ here
        own = np.diag(beside)
        gain = beside + beside.T - own - own[:, None] + 2 * weight * here
        a, b = divmod(int(gain.argmax()), n)
        if gain[a, b] <= 0:
            break
        place[[a, b]] = place[[b, a]]
    return [[tuple(sorted(int(place[i]) for i in group)) for group in groups] for groups in schedule]


def _worth(board: Board, group: Group) -> int:
    return 2 * sum(int(board.scores[i, j]) for i, j in combinations(group, 2)) // (len(group) - 1)
