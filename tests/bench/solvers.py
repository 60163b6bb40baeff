"""Other ways to put people into pairs, each given what all pairs are worth: what the benchmark compares with.

A pair that may not be is worth less than nothing and is left out.  None of them knows of trios: rooms are even.
"""

import math
import random
from collections.abc import Callable
from time import perf_counter

import networkx as nx
import rustworkx as rx

Worth = list[list[int]]
Pairs = list[tuple[int, int]]


def edges(worth: Worth) -> list[tuple[int, int, int]]:
    return [(i, j, row[j]) for i, row in enumerate(worth) for j in range(i) if row[j] >= 0]


def by_networkx(worth: Worth) -> Pairs:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_weighted_edges_from(edges(worth))
    return list(nx.max_weight_matching(graph, maxcardinality=True))


def by_rustworkx(worth: Worth) -> Pairs:
    """Exact on the complete graph, as it comes."""
    graph: rx.PyGraph[int | None, int] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(worth)))
    graph.extend_from_weighted_edge_list(edges(worth))
    return list(rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int))


def by_greed(worth: Worth) -> Pairs:
    """The best pair, then the best of all others, and so on."""
    free, found = set(range(len(worth))), []
    for i, j, _ in sorted(edges(worth), key=lambda edge: -edge[2]):
        if i in free and j in free:
            free -= {i, j}
            found.append((i, j))
    return found


def annealing(seconds: float) -> Callable[[Worth], Pairs]:
    """Two pairs change partners, if that is better or chance will have it; chance cools down over so many seconds."""

    def solve(worth: Worth) -> Pairs:
        draw, n = random.Random(1), len(worth)
        seats = list(range(n))
        draw.shuffle(seats)
        start, steps = perf_counter(), 0
        heat = hot = 3000.0
        while True:
            if steps % 1000 == 0:
                gone = (perf_counter() - start) / seconds
                if gone >= 1:
                    break
                heat = hot * (1e-3**gone)
            steps += 1
            x, y = draw.randrange(n), draw.randrange(n)
            a, b, c, d = seats[x], seats[x ^ 1], seats[y], seats[y ^ 1]
            if x ^ 1 == y or x == y:
                continue
            gain = worth[a][d] + worth[c][b] - worth[a][b] - worth[c][d]
            if gain >= 0 or draw.random() < math.exp(max(-700.0, gain / heat)):
                seats[x], seats[y] = c, a
        return [(seats[k], seats[k + 1]) for k in range(0, n, 2) if worth[seats[k]][seats[k + 1]] >= 0]

    return solve
