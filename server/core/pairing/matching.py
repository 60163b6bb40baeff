"""Maximum weight matching on a part of the board, and what a maximum matching says about those it leaves over.

A must-pair sits together in any case; it is a *host* that may take one third person in. In the graph a host is a
node that can be matched with a third person, and that costs nothing while it is idle. Matching itself is rustworkx's
(Galil, 'Efficient algorithms for finding maximum matching in graphs', 1986), in exact integers.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import rustworkx as rx

from server.core.pairing.board import Board, bits

Group = tuple[int, ...]


class Host(NamedTuple):
    """A must-pair, and the mask of all who may join it as a third."""

    pair: tuple[int, int]
    thirds: int


class Seating(NamedTuple):
    """Groups (pairs, and trios around hosts), the mask of people left over, and the value of it all.

    Hosts that stay two are not listed; their value as pairs is not in `value`, a third person's gain is.
    """

    groups: tuple[Group, ...]
    left: int
    value: int


class Part:
    """People (a mask) who can only be grouped among themselves or with these hosts."""

    def __init__(self, board: Board, people: int, hosts: Sequence[Host]) -> None:
        self.board, self.people, self.hosts = board, people, tuple(hosts)
        n = len(board.people)
        self._edges = [
            (i, j, board.pair_value(i, j)) for i in bits(people) for j in bits(board.may[i] & people & ((1 << i) - 1))
        ]
        for k, host in enumerate(self.hosts):
            alone = board.pair_value(*host.pair)
            for c in bits(host.thirds & people):
                self._edges.append((n + k, c, board.value((*host.pair, c)) - alone))

    def seat(self, without: int = 0) -> Seating:
        """The best seating by pairs and hosts alone, of all but the people in the mask `without`."""
        n = len(self.board.people)
        edges = self._edges
        if without:
            edges = [edge for edge in edges if not (without >> edge[0] | without >> edge[1]) & 1]
        groups: list[Group] = []
        left, value = self.people & ~without, 0
        for i, j in _matched(n + len(self.hosts), edges):
            high, low = max(i, j), min(i, j)
            left &= ~(1 << low)
            if high < n:
                left &= ~(1 << high)
                groups.append((low, high))
                value += self.board.pair_value(low, high)
            else:
                host = self.hosts[high - n]
                groups.append((*host.pair, low))
                value += self.board.value(groups[-1]) - self.board.pair_value(*host.pair)
        return Seating(tuple(sorted(groups)), left, value)


def _matched(nodes: int, edges: Sequence[tuple[int, int, int]]) -> Iterable[tuple[int, int]]:
    graph: rx.PyGraph[int | None, int] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(nodes))
    graph.extend_from_weighted_edge_list(edges)
    return rx.max_weight_matching(graph, weight_fn=int)


def perfect_pairs(board: Board, people: int, wanted: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs (lower index first) of these people, as many as can be, and among such with most of the `wanted` ones."""
    heavy = people.bit_count() + 1
    edges = [
        (i, j, heavy + ((i, j) in wanted)) for i in bits(people) for j in bits(board.may[i] & people & ~((2 << i) - 1))
    ]
    return [(min(i, j), max(i, j)) for i, j in _matched(len(board.people), edges)]


class Shape(NamedTuple):
    """The Gallai-Edmonds shape of a seating that leaves somebody over.

    `clusters` are sets of people (masks, odd in number) that meet nobody but each other and the `blocking` ones;
    each has an inner pairing of all but any one of its people. `blocking` people and hosts can serve one cluster each,
    and there are more clusters than of them: by Tutte and Berge no seating by pairs leaves fewer over.
    """

    clusters: tuple[int, ...]
    blocking: tuple[Group, ...]


def shape(part: Part, seating: Seating, without: int = 0) -> Shape:
    """Grow alternating trees from all who are left over (Edmonds 1965; blossoms are merged by their base)."""
    board, n = part.board, len(part.board.people)
    people = part.people & ~without
    mate: dict[int, int] = {}
    for group in seating.groups:
        a, b = group[-2:]
        if len(group) == 3:
            a = n + next(k for k, host in enumerate(part.hosts) if host.pair == group[:2])
        mate[a], mate[b] = b, a
    near: dict[int, list[int]] = {i: list(bits(board.may[i] & people)) for i in bits(people)}
    for k, host in enumerate(part.hosts):
        near[n + k] = list(bits(host.thirds & people))
        for i in near[n + k]:
            near[i].append(n + k)
    outer, inner = _forest(near, mate, list(bits(seating.left & people)))
    clusters = components(board, sum(1 << i for i in outer))
    blocking = sorted((i,) if i < n else part.hosts[i - n].pair for i in inner - outer)
    return Shape(tuple(clusters), tuple(blocking))


def _forest(near: dict[int, list[int]], mate: dict[int, int], roots: Sequence[int]) -> tuple[set[int], set[int]]:
    """Nodes at even (outer) and at odd (inner) distance from a root along alternating paths."""
    base = {node: node for node in near}
    parent: dict[int, int] = {}
    outer, inner, queue = set(roots), set[int](), list(roots)

    def common_base(a: int, b: int) -> int:
        above: set[int] = set()
        node = base[a]
        while True:
            above.add(node)
            if node not in mate:
                break
            node = base[parent[mate[node]]]
        node = base[b]
        while node not in above:
            node = base[parent[mate[node]]]
        return node

    def mark(node: int, top: int, child: int, blossom: set[int]) -> None:
        while base[node] != top:
            blossom.update((base[node], base[mate[node]]))
            parent[node] = child
            child = mate[node]
            node = parent[child]

    while queue:
        u = queue.pop()
        for v in near[u]:
            if base[u] == base[v] or mate.get(u) == v:
                continue
            if v in outer:
                top, blossom = common_base(u, v), set[int]()
                mark(u, top, v, blossom)
                mark(v, top, u, blossom)
                for node in near:
                    if base[node] in blossom:
                        base[node] = top
                        if node not in outer:
                            outer.add(node)
                            queue.append(node)
            elif v not in inner:
                inner.add(v)
                parent[v] = u
                outer.add(mate[v])
                queue.append(mate[v])
    return outer, inner


def components(board: Board, people: int, ties: Collection[int] = ()) -> list[int]:
    """Split a mask of people into those connected by 'may be grouped'; each mask in `ties` holds together as well."""
    found: list[int] = []
    rest = people
    while rest:
        inside, edge = 0, rest & -rest
        while edge:
            inside |= edge
            reached = 0
            for i in bits(edge):
                reached |= board.may[i]
            for tie in ties:
                if tie & edge:
                    reached |= tie
            edge = reached & rest & ~inside
        found.append(inside)
        rest &= ~inside
    return found
