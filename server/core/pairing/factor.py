"""Prices for several rounds at once: what all of them together can be worth at most, and which pairs are worth using.

Over R rounds without repeats everybody is in R pairs and every pair happens at most once: a fractional R-factor. Its
dual: each person pays a price in every round, and a pair whose worth exceeds its prices adds the excess, once. So R
times all prices plus all excess bounds every plan, whatever the prices are (a trio counts as half of each of its three
pairs). The best prices leave each person R pairs with an excess. They are found by descent on a smooth version of the
bound, where a pair is in with a probability by its excess; the heat is then lowered. The bound itself is exact: it is
computed from whole prices, over all pairs.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from server.core.pairing.fractional import Prices
from server.core.pairing.matching import Group
from server.core.pairing.scores import blocks
from server.core.pairing.table import Ints, Table

HEATS = ((800, 400, 200, 100, 50, 25), (100, 50, 25, 12), (25, 12, 6))
"""In person points of a pair. The later courses know the pairs that the earlier ones overlooked."""
STEPS = 12
DAMPING = 0.6
STEEP = 30.0
"""Beyond so many heats of excess a pair is as good as in, or out."""


class Factor(NamedTuple):
    """`prices`, doubled, with the candidate pairs; `bound`: person points of all rounds together."""

    prices: Prices
    bound: int


def factor(table: Table, start: Prices, rounds: int, fixed: Sequence[Group] = ()) -> Factor:
    """For people who can all be placed in every round without a repeat. `fixed` pairs are in any plan."""
    n = table.n
    keys = np.union1d(start.i * n + start.j, _promising(table, start, 4 * rounds + 6))
    best = Factor(start, _bound(table, start.twice, rounds, fixed)[0])
    price = start.twice / 2
    for heats in HEATS:
        i, j = keys // n, keys % n
        price = _cooled(n, i, j, table.at(i, j).astype(np.float64), price, rounds, heats)
        twice = np.rint(2 * price).astype(np.int64)
        bound, excess = _bound(table, twice, rounds, fixed)
        if bound >= best.bound:  # so many pairs are equally good that rounds don't stand in each other's way
            break
        keys = np.union1d(keys, excess)
        i, j = keys // n, keys % n
        best = Factor(Prices(twice, int(twice.sum()), i, j, start.partner), bound)
    return best


def _promising(table: Table, start: Prices, few: int) -> Ints:
    """Keys of the pairs with least slack, so many for each person."""
    n = table.n
    few = min(few, n - 1)
    found: list[Ints] = []
    for rows in blocks(n, n):
        worth = table.rows(rows)
        rank = start.twice - 2 * worth
        j = np.argpartition(rank, few, axis=1)[:, : few + 1].ravel()
        i = np.repeat(np.arange(rows.start, rows.stop), few + 1)
        clean = worth[i - rows.start, j] >= 0
        i, j = i[clean], j[clean]
        found.append(np.minimum(i, j) * n + np.maximum(i, j))
    return np.unique(np.concatenate(found))


def _cooled(
    n: int, i: Ints, j: Ints, worth: NDArray[np.float64], price: NDArray[np.float64], rounds: int, heats: Sequence[int]
) -> NDArray[np.float64]:
    """A diagonal Newton descent at each heat in turn."""
    for heat in heats:
        for _ in range(STEPS):
            excess = np.clip((worth - price[i] - price[j]) / heat, -STEEP, STEEP)
            taken = 1 / (1 + np.exp(-excess))
            slope = taken * (1 - taken) / heat
            many = np.bincount(i, taken, n) + np.bincount(j, taken, n) - rounds
            steepness = np.bincount(i, slope, n) + np.bincount(j, slope, n)
            price = price + DAMPING * np.clip(many / np.maximum(steepness, 1e-5), -heat, heat)
    return price


def _bound(table: Table, twice: Ints, rounds: int, fixed: Sequence[Group]) -> tuple[int, Ints]:
    """The bound in person points, and the keys of all pairs with an excess."""
    n = table.n
    total = rounds * int(twice.sum())
    keys: list[Ints] = []
    for rows in blocks(n, n):
        excess = 2 * table.rows(rows) - twice[rows, None] - twice
        i, j = np.nonzero(excess > 0)
        upper = i + rows.start < j
        i, j = i[upper], j[upper]
        total += int(excess[i, j].sum())
        keys.append((i + rows.start) * n + j)
    if fixed:  # in any plan, and so with what they lack as well
        i, j = np.array(fixed).T
        total += int(np.minimum(0, 2 * table.at(i, j) - twice[i] - twice[j]).sum())
    return total // 2, np.concatenate(keys)


def most_points(table: Table, twice: Ints, rounds: int, trios: int, repeats: int, met: NDArray[np.bool_]) -> int:
    """A bound in points alone (`table`) for rounds in which everybody is placed, with so many trios and repeats in all.

    Everybody pays their price once a round, in a pair or as half of each of their two pairs in a trio; so a plan is
    worth all prices and what its pairs exceed these by. A pair who haven't met can be used once, but for the repeats;
    hence no plan is worth more than with the pairs that exceed most, those of trios, which count half, after the rest.
    """
    excess = 2 * table.rows(slice(0, table.n)) - twice[:, None] - twice
    legal = np.triu(table.scores >= 0, 1)
    again = np.full(repeats, excess[legal].max(initial=0))
    sorted_ = np.sort(np.concatenate([again, excess[legal & ~met]]))[::-1]
    pairs = (rounds * table.n - 3 * trios) // 2
    total = 2 * (rounds * int(twice.sum()) + int(sorted_[:pairs].sum())) + int(sorted_[pairs : pairs + 3 * trios].sum())
    return total // 4
