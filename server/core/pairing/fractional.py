"""Prices that bound every pairing from above, by linear programming over all pairs.

Let each person have a price, and let any two who may be together have prices that add up to at least what their pair
is worth. Then no way to put everybody into pairs is worth more than all prices together, since each person pays once;
and a pair whose prices exceed its worth by more than the best plan falls short of the total is in no better plan.
`Prices` are the best such prices: half-integral, hence kept doubled. They are the dual of fractional matching, which is
an assignment of people to people that may be followed in both directions (Balinski, Integer programming, 1965).

The assignment is solved on few candidates for each person (scipy's sparse Jonker-Volgenant), the prices are then
compared with all pairs, and those that they don't cover become candidates, until they cover all.
"""

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from server.core.pairing.scores import blocks
from server.core.pairing.table import NONE, Ints, Table

Edges = tuple[Ints, Ints, Ints]
"""Pairs and their slack: i, j, slack."""

PER_LEVEL = 3
"""Candidates of each level of experience: if all want the same few veterans, the best ones alone are of no use."""
ADDED = 6
"""Candidates that a person gets at a time when prices leave pairs uncovered."""
MOST_TURNS = 60


class Prices(NamedTuple):
    """`twice`: doubled prices. `total`: all of them, doubled. `i`, `j`: the candidate pairs (i < j) that led to them.

    `partner`: the assignment: each person gives half of themself to one other; each of these pairs has no slack. Who
    can't be placed even so is their own partner.
    """

    twice: Ints
    total: int
    i: Ints
    j: Ints
    partner: Ints

    def slack(self, table: Table, i: Ints, j: Ints) -> Ints:
        """By how much, doubled, the prices of these pairs exceed what they are worth."""
        return self.twice[i] + self.twice[j] - 2 * table.at(i, j)


def prices(table: Table, alone: int | None = None) -> Prices:
    """Prices that cover all pairs, and next to the least that do; for at least one person.

    `alone` is what it is worth to be in no pair: 0 bounds plans that leave people over. By default it is so little
    that nobody stays alone who could be placed.
    """
    n = table.n
    alone = _alone(table) if alone is None else alone
    keys = _candidates(table)
    for _ in range(MOST_TURNS):
        i, j = keys // n, keys % n
        worth = table.at(i, j)
        worth[i == j] = alone
        twice, partner = _solve(n, i, j, worth)
        uncovered = _uncovered(table, twice)
        if not len(uncovered):
            break
        keys = np.union1d(keys, uncovered)
    else:
        twice = _raised(table, twice)
    once = i < j
    return Prices(twice, int(twice.sum()), i[once], j[once], partner)


def _alone(table: Table) -> int:
    """What it is worth to stay alone: so little that nobody does who can be placed, as far as 53 bits hold it."""
    most = 2 * int(table.scores.max(initial=0)) + table.units.repeat + 2 * table.units.late
    return -min(most * (table.n + 1), 1 << 46)


def candidate_pairs(table: Table) -> list[tuple[int, int]]:
    """The best few partners of each person, some of every level of experience: pairs i < j."""
    keys = _candidates(table)
    i, j = keys // table.n, keys % table.n
    return list(zip(i[i < j].tolist(), j[i < j].tolist(), strict=True))


def _candidates(table: Table) -> Ints:
    """As keys i * n + j, both ways round, each person with themself included; sorted."""
    n = table.n
    found = [np.arange(n, dtype=np.int64) * (n + 1)]
    members = [np.flatnonzero(table.levels == level) for level in np.unique(table.levels)]
    for rows in blocks(n, n):
        rank = behind(n, rows) - n * np.maximum(table.rows(rows), NONE // n)
        for group in members:
            few = min(PER_LEVEL, len(group))
            best = np.argpartition(rank[:, group], few - 1, axis=1)[:, :few]
            i = np.repeat(np.arange(rows.start, rows.stop), few)
            j = group[best].ravel()
            legal = table.scores[i, j] >= 0
            i, j = i[legal], j[legal]
            found += [i * n + j, j * n + i]
    return np.unique(np.concatenate(found))


def behind(n: int, rows: slice) -> Ints:
    """How far behind each of these people each other one sits, if all sit in a ring.

    The nearest of equals are taken, so that where many people are alike not all get the same candidates.
    """
    everybody = np.arange(n)
    return (everybody - everybody[rows, None]) % n


def _solve(n: int, i: Ints, j: Ints, worth: Ints) -> tuple[Ints, Ints]:
    """Doubled prices that cover the candidates, with the least sum if 53 bits hold all differences; the assignment."""
    cost = (int(worth.max()) + 1 - worth).astype(np.float64)  # positive: zeros would not be stored
    # scipy ships no types
    chosen = cast("tuple[Ints, Ints]", min_weight_full_bipartite_matching(csr_array((cost, (i, j)), shape=(n, n))))
    partner = np.empty(n, np.int64)
    partner[chosen[0]] = chosen[1]
    giver = np.empty(n, np.int64)
    giver[partner] = np.arange(n)
    got = np.empty(n, np.int64)
    taken = j == partner[i]
    got[i[taken]] = worth[taken]
    # A giver's price u and a taker's v: u[i] + v[j] >= worth, equal where chosen. So for the k who gives to j
    # u[k] <= u[i] + got[k] - worth[i, j]: shortest ways, where no ring is negative because the choice is best
    # (Bellman and Ford).
    k = giver[j]
    order = np.argsort(k, kind="stable")
    start = np.searchsorted(k[order], np.arange(n))
    source, length = i[order], (got[k] - worth)[order]
    u = np.zeros(n, np.int64)
    for _ in range(n + 1):
        shorter = np.minimum.reduceat(u[source] + length, start)
        if (shorter >= u).all():
            break
        u = np.minimum(u, shorter)
    v = np.empty(n, np.int64)
    v[partner] = got - u
    return u + v, partner


def _uncovered(table: Table, twice: Ints) -> Ints:
    """Keys, both ways round, of the pairs that lack most: ADDED at most for each person."""
    n = table.n
    found: list[Ints] = []
    for rows in blocks(n, n):
        lack = 2 * table.rows(rows)
        lack -= twice[rows, None]
        lack -= twice
        i, j = np.nonzero(lack > 0)
        if len(i):
            order = np.lexsort(((j - i - rows.start) % n, -lack[i, j], i))
            i, j = i[order], j[order]
            first = np.searchsorted(i, i)
            few = np.arange(len(i)) - first < ADDED
            i, j = i[few] + rows.start, j[few]
            found += [i * n + j, j * n + i]
    return np.concatenate(found) if found else np.empty(0, np.int64)


def _raised(table: Table, twice: Ints) -> Ints:
    """Prices that cover whatever these leave uncovered; each bears all that any of its pairs lacks."""
    more = np.zeros(table.n, np.int64)
    for rows in blocks(table.n, table.n):
        lack = 2 * table.rows(rows) - twice[rows, None] - twice
        more[rows] = np.maximum(0, lack.max(axis=1))
    return twice + more


def within(table: Table, found: Prices, reach: int, most: int) -> tuple[Ints, Ints, Ints, int]:
    """Pairs i < j whose slack is at most `reach`, their slack, and the least slack that any other pair can have.

    No more than `most` are kept, those with least slack.
    """
    n = table.n
    beyond = reach + 1
    kept: list[Edges] = [(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64))]
    count = 0
    for rows in blocks(n, n):
        right = slice(rows.start, n)
        slack = found.twice[rows, None] + found.twice[right] - 2 * table.rows(rows)[:, right]
        near = slack < min(beyond, -NONE)
        near &= np.arange(rows.start, n) > np.arange(rows.start, rows.stop)[:, None]
        i, j = np.nonzero(near)
        kept.append((i + rows.start, j + rows.start, slack[i, j]))
        count += len(i)
        if count > 2 * most:
            kept, beyond, count = [_least(kept, most)], min(beyond, _cut(kept, most)), most
    if count > most:
        kept, beyond = [_least(kept, most)], min(beyond, _cut(kept, most))
    i, j, slack = (np.concatenate(column) for column in zip(*kept, strict=True))
    return i, j, slack, beyond


def _least(kept: list[Edges], most: int) -> Edges:
    i, j, slack = (np.concatenate(column) for column in zip(*kept, strict=True))
    least: NDArray[np.int64] = np.sort(np.argsort(slack, kind="stable")[:most])
    return i[least], j[least], slack[least]


def _cut(kept: list[Edges], most: int) -> int:
    """The slack of the first pair that is not kept."""
    return int(np.sort(np.concatenate([slack for _, _, slack in kept]))[most])
