"""Rounds that stand are made better together, a few at a time, and never worse: a search of bounded effort.

A round is matched anew beside all others, at its best. What it can't do alone, two rounds can together: where people of
some groups of one round are those of some groups of another, these groups may change places, which counts for nothing
by itself but leaves other pairs to each of the two when it is matched anew.

In an odd room one pair of a round is held and any one of the others may join it, while all of them are matched. And
somebody takes the place of another in a trio, who in return takes theirs, if they had one; whoever meets again by that
in any round is matched anew.

What is lost by a step is borne while the search is young, as far as it is a few points.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

from server.core.pairing.board import Board, bits
from server.core.pairing.fractional import prices
from server.core.pairing.lot import Lot
from server.core.pairing.matching import Group
from server.core.pairing.schedule import Schedule
from server.core.pairing.score import FULL_SCORE

EFFORT, MATCHING, STEP = 50_000, 100, 50
"""Pairs looked at over all matchings of a search; each matching, and each step, costs as much as so many of them."""
NEAR = 4
"""Pairs considered for each person, strangers of least slack, and as many more as there are rounds."""
BEARABLE = 90_000
"""Divided by the people: person points that a step may lose in the beginning; less and less, in the end nothing."""

MOST_ROUNDS = 100
"""So many rounds at most, of 100 people, that 64 bits hold what a pair costs that meets again."""


def polished(board: Board, schedule: Schedule, together: Sequence[Group], seed: int, effort: int = EFFORT) -> Schedule:
    """As good in the order of judgement or better; as it was if nothing better was found.

    Everybody has a place in every round, in pairs and at most one trio. `together`: who is in one group in the first.
    """
    search = _Search(board, schedule, together)
    search.run(Lot(seed), effort)
    return search.best


class _Search:
    """`rounds`, and `value`, which compares as the order of judgement does over all rounds."""

    def __init__(self, board: Board, schedule: Schedule, together: Sequence[Group]) -> None:
        self._board, self._together = board, list(together)
        n, rounds = len(board.ids), len(schedule)
        self._n, self._odd = n, n % 2 == 1
        # Each outweighs what all that follow it can differ by in all rounds.
        self._seat = FULL_SCORE * n * rounds + 1
        self._wish = self._seat * (3 * rounds * (max(board.seated) + rounds) + 1)
        self._late = self._wish * (3 * rounds + 1)
        self._repeat = self._late * (n + 1)
        self._scores: list[list[int]] = board.scores.tolist()
        self._times = np.zeros(n * n, np.int64)
        """How often two have met, by i * n + j, i < j."""
        self._times[board.met_pairs[:, 0] * n + board.met_pairs[:, 1]] = 1
        table = board.table(range(n), points_only=True)
        found = prices(table)
        i, j = np.nonzero(np.triu(board.scores >= 0, 1))
        slack = found.slack(table, i, j)
        few = np.sort(np.lexsort((slack, self._times[i * n + j]))[: n * (NEAR + rounds)])
        self._i, self._j, self._slack = i[few], j[few], slack[few]
        self._keys = self._i * n + self._j
        late = np.array([board.late >> i & 1 for i in range(n)])
        self._both_late = late[self._i] & late[self._j]
        self._price: list[int] = found.twice.tolist()
        self._thirds: dict[Group, list[int]] = {}
        self._seats = list(board.seated)
        self.effort, self.value = 0, 0
        self.rounds: Schedule = [[] for _ in schedule]
        for number, groups in enumerate(schedule):
            self._put(number, sorted(groups))
        self.best, self._best_value = list(self.rounds), self.value

    # -- what rounds are worth ---------------------------------------------------------------------------------------

    def _put(self, number: int, groups: list[Group]) -> None:
        self.rounds[number] = groups
        self.value += sum(self._worth(number, group) for group in groups)
        self._count(groups, 1)

    def _take(self, number: int) -> None:
        groups, self.rounds[number] = self.rounds[number], []
        self._count(groups, -1)
        self.value -= sum(self._worth(number, group) for group in groups)

    def _count(self, groups: Iterable[Group], many: int) -> None:
        n, times = self._n, self._times
        for group in groups:
            if len(group) == 2:
                times[group[0] * n + group[1]] += many
            else:
                for a, b in combinations(group, 2):
                    times[a * n + b] += many
                for i in group:
                    self._seats[i] += many

    def _worth(self, number: int, group: Group) -> int:
        """Of a group that isn't counted yet."""
        board, n, times = self._board, self._n, self._times
        if len(group) == 2:
            a, b = group
            worth = 2 * self._scores[a][b]
            if times[a * n + b]:
                worth -= self._repeat
        else:
            a, b, c = group
            worth = self._scores[a][b] + self._scores[a][c] + self._scores[b][c]
            worth -= self._repeat * sum(bool(times[x * n + y]) for x, y in ((a, b), (a, c), (b, c)))
            worth += self._wish * sum(board.wishes >> i & 1 for i in group)
            worth -= self._seat * (self._seats[a] + self._seats[b] + self._seats[c])
        if number == 0 and board.late and all(board.late >> i & 1 for i in group):
            worth -= self._late * len(group)
        return worth

    # -- steps -------------------------------------------------------------------------------------------------------

    def run(self, lot: Lot, effort: int) -> None:
        rounds = len(self.rounds)
        for number in range(rounds):
            self._again(number, host=self._host(number, lot))
        self._note()
        while self.effort < effort:
            before, value = list(self.rounds), self.value
            sore = self._sore() if lot.below(2) else []
            first = sore[lot.below(len(sore))] if sore else lot.below(rounds)
            if not (self._odd and lot.below(2)):
                second = (first + 1 + lot.below(rounds - 1)) % rounds
                self._exchange(first, second, lot)
                self._again(first, host=self._host(first, lot))
                self._again(second, host=self._host(second, lot))
                made = True
            else:
                made = self._reseat(self._drawn(first, lot))
            self.effort += STEP
            bearable = max(0, BEARABLE * (effort - self.effort) // (effort * self._n))
            if not made or self.value < value - bearable:
                self._back_to(before)
            self._note()

    def _sore(self) -> list[int]:
        """Rounds in which people sit who meet more than once."""
        if self._times.max() < 2:
            return []
        times, n = self._times, self._n
        return [
            number
            for number, groups in enumerate(self.rounds)
            if any(times[a * n + b] > 1 for group in groups for a, b in combinations(group, 2))
        ]

    def _note(self) -> None:
        if self.value > self._best_value:
            self.best, self._best_value = list(self.rounds), self.value

    def _back_to(self, rounds: Schedule) -> None:
        changed = [number for number, groups in enumerate(rounds) if groups is not self.rounds[number]]
        for number in changed:
            self._take(number)
        for number in changed:
            self._put(number, rounds[number])

    def _again(self, number: int, *, trio: Group = (), host: Group = ()) -> None:
        """This round at its best beside all others, with this trio, or one of these two and anybody."""
        groups, value = self.rounds[number], self.value
        self._take(number)
        found = self._matched(number, trio=trio, host=host)
        self._put(number, found or groups)
        if self.value < value:
            self._take(number)
            self._put(number, groups)

    def _host(self, number: int, lot: Lot) -> Group:
        """One of the pairs that a third may join; those of the trio are drawn more often. None in an even room."""
        if not self._odd:
            return ()
        kept = self._together if number == 0 else []
        held = {i for group in kept for i in group}
        found: list[Group] = []
        for group in self.rounds[number]:
            if len(group) == 3 and group in kept:
                return ()
            tied = not held.isdisjoint(group)
            found += [two for two in combinations(group, 2) if two in kept or not tied] * (len(group) - 1)
        return found[lot.below(len(found))]

    def _matched(self, number: int, *, trio: Group = (), host: Group = ()) -> list[Group] | None:
        """The best round beside all others in which these are together, with one more person if they are two."""
        kept = [trio] if trio else []
        if number == 0:
            kept += [group for group in self._together if group != host and not set(group) <= set(trio)]
        free = np.ones(self._n, np.bool_)
        free[[i for group in (*kept, host) for i in group]] = False
        take = free[self._i] & free[self._j]
        again = self._times[self._keys] > 0
        joins = self._joins(number, host, free) if host else []
        size = int(free.sum()) + bool(host)
        for chosen in (take & ~again, take):
            slack = self._slack + 2 * self._repeat * again
            if number == 0 and self._board.late:
                slack += 4 * self._late * self._both_late
            i, j = self._i[chosen].tolist(), self._j[chosen].tolist()
            pairs = self._perfect([*zip(i, j, slack[chosen].tolist(), strict=True), *joins], size)
            if pairs is not None:
                return sorted([*kept, *(two if two[1] < self._n else _with(host, two[0]) for two in pairs)])
        return None

    def _perfect(self, edges: Sequence[tuple[int, int, int]], size: int) -> list[Group] | None:
        """Pairs of so many people (and the host) at least cost."""
        self.effort += MATCHING + len(edges)
        costs = [cost for _, _, cost in edges]
        high = max(costs, default=0)
        heavy = (high - min(costs, default=0)) * (size // 2) + high + 1  # more pairs go first
        graph: rx.PyGraph[None, int] = rx.PyGraph(multigraph=False)
        graph.add_nodes_from([None] * (self._n + 1))
        graph.extend_from_weighted_edge_list([(i, j, heavy - cost) for i, j, cost in edges])
        pairs = rx.max_weight_matching(graph, weight_fn=int)
        return [(min(two), max(two)) for two in pairs] if 2 * len(pairs) == size else None

    def _joins(self, number: int, host: Group, free: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
        """Who may join these two, as pairs with one who stands for both, and what that costs."""
        if host not in self._thirds:
            self._thirds[host] = bits(self._board.thirds(*host))
        alone = self._worth(number, host)
        return [
            (c, self._n, self._price[c] - 2 * (self._worth(number, _with(host, c)) - alone))
            for c in self._thirds[host]
            if free[c]
        ]

    def _exchange(self, first: int, second: int, lot: Lot) -> None:
        """Groups of one round whose people are those of groups of the other change places, all of them or none."""
        one, other = self.rounds[first], self.rounds[second]
        label = [0] * self._n
        for k, group in enumerate(one):
            for i in group:
                label[i] = k
        root = list(range(len(one)))

        def find(k: int) -> int:
            while root[k] != k:
                k = root[k]
            return k

        for group in other:
            for i in group[1:]:
                root[find(label[i])] = find(label[group[0]])
        move = {find(k): bool(lot.below(2)) for k in range(len(one))}
        if not (first and second):
            move.update({find(label[i]): False for group in self._together for i in group})
        if len(set(move.values())) < 2:
            return
        go = [move[find(k)] for k in label]
        self._take(first)
        self._take(second)
        self._put(first, sorted([*(g for g in one if not go[g[0]]), *(g for g in other if go[g[0]])]))
        self._put(second, sorted([*(g for g in one if go[g[0]]), *(g for g in other if not go[g[0]])]))

    def _reseat(self, trios: Mapping[int, Group]) -> bool:
        """These trios in these rounds, all others matched anew where that is needed; False if somebody has no place."""
        for number in trios:
            self._take(number)
        for number, trio in trios.items():
            found = self._matched(number, trio=trio)
            if found is None:
                return False
            self._put(number, found)
        together = {two for trio in trios.values() for two in combinations(trio, 2)}
        for number, groups in enumerate(self.rounds):
            if number not in trios and any(not together.isdisjoint(combinations(group, 2)) for group in groups):
                self._again(number, trio=_trio(groups))
        return True

    def _drawn(self, number: int, lot: Lot) -> Mapping[int, Group]:
        """Somebody comes for another, who goes where they sat in a trio, if they did so too often; none if illegal."""
        trio = _trio(self.rounds[number])
        out, into = trio[lot.below(3)], lot.below(self._n)
        if lot.below(2):  # who has the most seats for one who has the fewest
            fewest = min(self._seats)
            out = max(trio, key=self._seats.__getitem__)
            few = [i for i, seats in enumerate(self._seats) if seats == fewest]
            into = few[lot.below(len(few))]
        if into in trio:
            return {}
        trios = {number: _with(trio, into, out)}
        if self._seats[into] >= self._seats[out]:
            others = [(k, _trio(groups)) for k, groups in enumerate(self.rounds) if k != number]
            others = [(k, other) for k, other in others if into in other and out not in other]
            if others:
                k, other = others[lot.below(len(others))]
                trios[k] = _with(other, out, into)
        return trios if all(self._legal(k, new) for k, new in trios.items()) else {}

    def _legal(self, number: int, trio: Group) -> bool:
        apart = number == 0 and any(0 < len({*group} & {*trio}) < len(group) for group in self._together)
        return not apart and self._board.legal_trio(*trio)


def _trio(groups: Sequence[Group]) -> Group:
    return next(group for group in groups if len(group) == 3)


def _with(group: Group, into: int, out: int = -1) -> Group:
    return tuple(sorted({*group, into} - {out}))
