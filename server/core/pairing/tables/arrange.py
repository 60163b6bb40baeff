"""Who gets which seat of a seating: people change seats for all rotations at once, so that nobody meets twice still.

Keep-aparts and earlier meetings ask that two people don't meet, a must-pair that they do, in the first rotation. It is
a quadratic assignment; the price of all exchanges of one person is had from two products of matrix and vector.
"""

from collections.abc import Sequence

import numpy as np

from server.core.pairing.lot import Lot
from server.core.pairing.tables.room import APART, REPEAT, SPREAD, Hall, Ints

STRATA = 16
"""More strata than a quarter has: tables have eight seats."""


def arrange(hall: Hall, table: Ints, label: Ints, bonds: Sequence[tuple[int, int]], lot: Lot, steps: int) -> Ints:
    """`table` [rotation, person] with people exchanged where that helps.

    `label`, quarter * STRATA + stratum: nobody leaves their quarter, and their stratum only for less of a clash. Who
    sits out has a negative label, and table -1.
    """
    table, n = table.copy(), hall.people
    meet = np.zeros((2, n, n))  # in the first rotation, in all
    for r, row in enumerate(table):
        same = ((row[:, None] == row) & (row >= 0)[:, None]).astype(float)
        meet[0] += same if r == 0 else 0
        meet[1] += same
    meet[:, np.arange(n), np.arange(n)] = 0
    mind = np.zeros((2, n, n))
    mind[1] = APART * hall.apart + REPEAT * hall.met
    for a, b in bonds:
        mind[0, a, b] = mind[0, b, a] = -APART
    wishes = (mind[0] < 0).sum(axis=1) * APART
    if not bonds:
        mind, meet = mind[1:], meet[1:]  # then the first rotation is one like the others
    own = (mind * meet).sum(axis=(0, 2))
    for _ in range(steps):
        sore = np.flatnonzero((own + wishes > REPEAT / 2) & (label >= 0))
        if not len(sore):
            break
        p = int(sore[lot.below(len(sore))])
        price = -own[p] - own
        for w, m in zip(mind, meet, strict=True):
            price += m @ w[p] + w @ m[p] + 2 * w[p] * m[p]
        price[label != label[p]] += SPREAD
        price[label // STRATA != label[p] // STRATA] = np.inf
        price[p] = np.inf
        best = float(price.min())
        if not best <= REPEAT / 2 * (lot.below(8) == 0) + 0.5:
            continue
        ties = np.flatnonzero(price <= best)
        q = int(ties[lot.below(len(ties))])
        table[:, [p, q]] = table[:, [q, p]]
        meet[:, [p, q]] = meet[:, [q, p]]
        meet[:, :, [p, q]] = meet[:, :, [q, p]]
        own = (mind * meet).sum(axis=(0, 2))
    return table
