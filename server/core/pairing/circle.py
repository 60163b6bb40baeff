"""Schedules by construction, where everybody may meet everybody: no repeats, and no plan has more rounds without any.

For an even number of people, n, the circle method: one stays, the others sit in a circle and move on by one. Two who
face each other are as far apart as no other two of the round, so in n-1 rounds everybody meets everybody once.

For an odd number, m = n-4 people sit in the circle, -k faces k, and one after the other all move on; four others stay.
Of the first round, the pairs of -1 and 1, -2 and 2, -3 and 3 are taken apart, whose people are 2, 4 and 6 seats apart:
so are -3, 1 and 3, who are its trio. The four who stay get the four who are over: -2, -1, 0 and 2. A round uses
(n+3)/2 pairs; after n-4 rounds only the six pairs of those who stay are left, too few for one round more.
"""

from collections.abc import Sequence

from server.core.pairing.matching import Group

STAY = 4
LEAST_ODD = 11
"""The circle must have places for -3 to 3."""


def circle(n: int) -> list[list[Group]]:
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
