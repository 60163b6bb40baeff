"""Maximum weight matching on a part of the board, and what a maximum matching says about those it leaves over.

A must-pair sits together in any case; it is a *host* that may take one third person in. In the graph a host is a
node that can be matched with a third person, and that costs nothing while it is idle. Matching itself is rustworkx's
(Galil, 'Efficient algorithms for finding maximum matching in graphs', 1986), in exact integers.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import rustworkx as rx

from server.core.pairing.board import Board, bits
from server.core.pairing.fractional import candidate_pairs

Group = tuple[int, ...]

ALL_PAIRS = 150
FEW = 3
"""New pairs that a person may get at a time when somebody is left over who needn't be."""


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
    """People (a mask) who can only be grouped among themselves or with these hosts.

    Up to ALL_PAIRS people all pairs are considered; beyond, for each the best candidates, and whatever more it takes
    to leave nobody over who needn't be (`seat` sees to that).
    """

    def __init__(self, board: Board, people: int, hosts: Sequence[Host]) -> None:
        self.board, self.people, self.hosts = board, people, tuple(hosts)

    @property
    def all_pairs(self) -> bool:
        return self.people.bit_count() <= ALL_PAIRS

    @cached_property
    def _pairs(self) -> set[tuple[int, int]]:
        """Pairs considered, lower index first."""
        who = bits(self.people)
        if self.all_pairs:
            return {(i, j) for j in who for i in bits(self.board.may[j] & self.people & ((1 << j) - 1))}
        return {(who[i], who[j]) for i, j in candidate_pairs(self.board.table(who))}

    def seat(self, without: int = 0) -> Seating:
        """The best seating by pairs and hosts alone, of all but the people in the mask `without`."""
        found = self._seat(without)
        while found.left and not self.all_pairs:
            missing = _overlooked(self, found, without)
            if not missing:
                break
            self._pairs.update(missing)
            found = self._seat(without)
        return found

    def _seat(self, without: int) -> Seating:
        board, n = self.board, len(self.board.people)
        edges = [
            (i, j, board.pair_value(i, j)) for i, j in sorted(self._pairs) if not (without >> i | without >> j) & 1
        ]
        for k, host in enumerate(self.hosts):
            alone = board.pair_value(*host.pair)
            thirds = bits(host.thirds & self.people & ~without)
            edges += [(n + k, c, board.value((*host.pair, c)) - alone) for c in thirds]
        groups: list[Group] = []
        for i, j in _matched(n + len(self.hosts), edges):
            high, low = max(i, j), min(i, j)
            groups.append((low, high) if high < n else (*self.hosts[high - n].pair, low))
        return self.seating(groups, without)

    def seating(self, groups: Sequence[Group], without: int = 0) -> Seating:
        """These pairs, and trios around hosts (the host's pair first), as a seating."""
        left, value = self.people & ~without, 0
        for group in groups:
            value += self.board.value(group)
            if len(group) == 3:
                value -= self.board.pair_value(*group[:2])
            for i in group:
                left &= ~(1 << i)
        return Seating(tuple(sorted(groups)), left, value)

    def near(self, without: int = 0) -> dict[int, list[int]]:
        """With whom each person, and each host as len(people) + k, can be matched, of the pairs considered."""
        n = len(self.board.people)
        found: dict[int, list[int]] = {i: [] for i in bits(self.people & ~without)}
        for i, j in sorted(self._pairs):
            if not (without >> i | without >> j) & 1:
                found[i].append(j)
                found[j].append(i)
        for k, host in enumerate(self.hosts):
            found[n + k] = bits(host.thirds & self.people & ~without)
            for i in found[n + k]:
                found[i].append(n + k)
        return found


def _overlooked(part: Part, seating: Seating, without: int) -> set[tuple[int, int]]:
    """Pairs not considered that show that more people may be placed; none: nobody more can be.

    A seating leaves over as few as possible if the people at even distance from those left over (`outer`) may meet
    nobody but those of their own cluster and those at odd distance (Tutte and Berge).
    """
    board = part.board
    outer, inner = _distances(part, seating, without)
    cluster = {i: number for number, mask in enumerate(_clusters(part, outer, without)) for i in bits(mask)}
    found: set[tuple[int, int]] = set()
    for i in sorted(cluster):
        fresh = (
            j
            for j in bits(board.may[i] & part.people & ~without)
            if j not in inner and cluster.get(j, -1) != cluster[i]
        )
        found.update((min(i, j), max(i, j)) for j in islice(fresh, FEW))
    return found


def _clusters(part: Part, outer: set[int], without: int) -> list[int]:
    """The outer people, as masks of those who are connected by the pairs considered."""
    near = part.near(without)
    found: list[int] = []
    rest = {i for i in outer if i < len(part.board.people)}
    while rest:
        queue = [min(rest)]
        rest.remove(queue[0])
        for i in queue:
            reached = rest.intersection(near[i])
            rest -= reached
            queue += sorted(reached)
        found.append(sum(1 << i for i in queue))
    return found


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
    """The shape of a seating by `part.seat`."""
    n = len(part.board.people)
    outer, inner = _distances(part, seating, without)
    blocking = sorted((i,) if i < n else part.hosts[i - n].pair for i in inner - outer)
    return Shape(tuple(_clusters(part, outer, without)), tuple(blocking))


def _distances(part: Part, seating: Seating, without: int) -> tuple[set[int], set[int]]:
    """Grow alternating trees from all who are left over (Edmonds 1965; blossoms are merged by their base)."""
    n = len(part.board.people)
    mate: dict[int, int] = {}
    for group in seating.groups:
        a, b = group[-2:]
        if len(group) == 3:
            a = n + next(k for k, host in enumerate(part.hosts) if host.pair == group[:2])
        mate[a], mate[b] = b, a
    return _forest(part.near(without), mate, bits(seating.left & part.people))


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
