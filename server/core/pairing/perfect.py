"""Everybody in pairs, or, where their number is odd, in pairs and one trio: the best way, proven.

Prices bound every plan from above (`fractional.py`), so what a plan falls short of their total, its *cost*, is what
its groups' prices exceed their worth by. A plan that costs less than one at hand can only use pairs of less slack than
that, so the exact matching sees those alone: a few for each person. All costs are doubled, as the prices are.

For the trio, prices are as good: its three pairs are half of each, a triangle of the fractional matching, and so no
trio (but for late people, wishes and seats) is worth more than its people's prices either.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np
import rustworkx as rx

from server.core.pairing.fractional import Prices, behind, within
from server.core.pairing.table import NONE, Ints, Table

Pairs = tuple[tuple[int, int], ...]
MOST_EDGES = 60
"""Pairs that the exact matching is given at most, per person; all of them in rooms of up to twice as many."""
FEW = 30
"""Pairs that each one who is left by the rough matching may choose from."""


class Matching(NamedTuple):
    """Pairs, sorted, that hold everybody who was to be paired, and what they cost."""

    pairs: Pairs
    cost: int


class Near:
    """Pairs of a table, with their slack, ready to be matched. `beyond`: the least slack that any other pair can have.

    So whatever costs no more than `beyond` is at least as good as all that uses other pairs.
    """

    def __init__(self, n: int, edges: Sequence[tuple[int, int, int]], beyond: int = 0) -> None:
        self.n, self.beyond = n, beyond
        self._slack = {(i, j): slack for i, j, slack in edges}
        # Equal weights where the slack is zero let the routine begin where the prices have ended; more pairs go first.
        all_slack = [slack for _, _, slack in edges]
        heavy = (max(all_slack, default=0) - min(all_slack, default=0)) * (n // 2) + max(all_slack, default=0) + 1
        self._edges = [(i, j, heavy - slack) for i, j, slack in edges]

    @classmethod
    def of(cls, table: Table, prices: Prices, reach: int) -> "Near":
        """All with slack of at most `reach`, if they aren't too many."""
        i, j, slack, beyond = within(table, prices, reach, MOST_EDGES * max(table.n, 100))
        return cls(table.n, list(zip(i.tolist(), j.tolist(), slack.tolist(), strict=True)), beyond)

    def match(self, without: Sequence[int] = (), barred: AbstractSet[tuple[int, int]] = frozenset()) -> Matching | None:
        """Everybody but those, in pairs that aren't barred, at least cost; None if these pairs don't hold all."""
        edges: Iterable[tuple[int, int, int]] = self._edges
        if without or barred:
            out = set(without)
            edges = [e for e in self._edges if e[0] not in out and e[1] not in out and e[:2] not in barred]
        graph: rx.PyGraph[None, int] = rx.PyGraph(multigraph=False)
        graph.add_nodes_from([None] * self.n)
        graph.extend_from_weighted_edge_list(edges)
        pairs = tuple(sorted((min(two), max(two)) for two in rx.max_weight_matching(graph, weight_fn=int)))
        if 2 * len(pairs) != self.n - len(without):
            return None
        return Matching(pairs, sum(self._slack[two] for two in pairs))


def rough(table: Table, prices: Prices, without: Sequence[int] = ()) -> Matching | None:
    """A good matching of everybody but those, at once; None if none was found, which proves nothing.

    The assignment falls into rings. In an even one every second pair is taken and costs nothing; those of odd rings,
    and of rings that miss somebody, are matched with each other.
    """
    pairs: list[tuple[int, int]] = []
    rest: list[int] = []
    out = set(without)
    for ring in _rings(prices.partner.tolist()):
        if len(ring) % 2 or out.intersection(ring):
            rest += [i for i in ring if i not in out]
        else:
            pairs += [(min(two), max(two)) for two in zip(ring[::2], ring[1::2], strict=True)]
    found = _match_rest(table, prices, np.array(sorted(rest), np.int64))
    return None if found is None else Matching(tuple(sorted([*pairs, *found.pairs])), found.cost)


def _rings(partner: list[int]) -> list[list[int]]:
    found: list[list[int]] = []
    seen = [False] * len(partner)
    for first in range(len(partner)):
        ring: list[int] = []
        i = first
        while not seen[i]:
            seen[i] = True
            ring.append(i)
            i = partner[i]
        if ring:
            found.append(ring)
    return found


def _match_rest(table: Table, prices: Prices, rest: Ints) -> Matching | None:
    n = len(rest)
    if n < 2:
        return None if n else Matching((), 0)
    slack = np.empty((n, n), np.int64)
    for k, i in enumerate(rest):
        slack[k] = prices.slack(table, np.full(n, i), rest)
    np.fill_diagonal(slack, -NONE)
    few = min(n, FEW) - 1
    rank = np.minimum(slack, 1 << 45) * n + behind(n, slice(0, n))
    j = np.argpartition(rank, few, axis=1)[:, : few + 1]
    chosen = np.zeros((n, n), np.bool_)
    chosen[np.arange(n)[:, None], j] = True
    chosen |= chosen.T
    a, b = np.nonzero(np.triu(chosen & (slack < -NONE), 1))
    near = Near(n, list(zip(a.tolist(), b.tolist(), slack[a, b].tolist(), strict=True)))
    found = near.match()
    if found is None:
        return None
    return Matching(tuple((int(rest[i]), int(rest[j])) for i, j in found.pairs), found.cost)


def close(table: Table, prices: Prices, without: Sequence[int] = ()) -> Matching | None:
    """The best matching of everybody but those among the candidates with least slack, or the rough one if that costs
    nothing; None if neither was found, which proves nothing."""
    start = rough(table, prices, without)
    if start is not None and not start.cost:
        return start
    slack = prices.slack(table, prices.i, prices.j)
    order = np.argsort(slack, kind="stable")
    few = 3 * table.n
    while True:
        taken = order[:few]
        edges = set(zip(prices.i[taken].tolist(), prices.j[taken].tolist(), slack[taken].tolist(), strict=True))
        if start is not None:
            i, j = np.array(start.pairs).T
            edges.update(zip(i.tolist(), j.tolist(), prices.slack(table, i, j).tolist(), strict=True))
        found = Near(table.n, sorted(edges)).match(without)
        if found is not None or few >= len(order):
            return found
        few *= 2


class Found(NamedTuple):
    """Pairs that hold everybody, what they cost, and what all others cost at least."""

    pairs: Pairs
    cost: int
    least: int


def pair_up(table: Table, prices: Prices) -> Found | None:
    """An even number of people in pairs; None if they can't be, which isn't proven here (`trios.solve` judges that)."""
    start = close(table, prices)
    if start is not None and not start.cost:
        return Found(start.pairs, 0, 0)
    near = Near.of(table, prices, -NONE if start is None else start.cost)
    best = near.match() or start
    return None if best is None else Found(best.pairs, best.cost, min(best.cost, near.beyond))
