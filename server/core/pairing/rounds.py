"""Several rounds at once: nobody meets twice while that can be avoided, and the rounds are good together.

Planned one after the other, the first round takes the best pairs and the last what is left. Here prices for all rounds
(`factor.py`) tell which pairs are worth using; each round but the last takes any of these rather than the best ones,
so that enough are left, and then each is planned once more with the others as they are, which never makes it worse.

Where the pairs run out (everybody in an even room can meet everybody in n-1 rounds, and a careless start leads into a
dead end) the circle method has a schedule ready. Where all that fails, rounds follow one another, each as good as it
can be after those before.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import msgspec
import numpy as np

from server.core.pairing.board import Board
from server.core.pairing.factor import Factor, factor
from server.core.pairing.fractional import prices
from server.core.pairing.instance import Instance, pair
from server.core.pairing.matching import Group
from server.core.pairing.odd import cheap_trios
from server.core.pairing.perfect import Near
from server.core.pairing.plan import Plan, RepeatNeeded
from server.core.pairing.round import described, plan_on, repeated
from server.core.pairing.rules import group_faults
from server.core.pairing.table import Table

ALL_PAIRS = 100
"""Up to so many people all pairs are considered, and other orders are tried if one leads into a dead end."""
TRIES = 12
PER_ROUND, MORE = 1.5, 6
"""Pairs considered in a larger room: so many for each person and round, and some more."""
SWEEPS = 3

Schedule = list[list[Group]]
"""Rounds of groups of indices."""


class Rounds(msgspec.Struct, frozen=True):
    """One plan per round, and person points that no plan of so many rounds exceeds if it is as good in all else.

    A plan's own `bound` is that of its round alone, had there been no other.
    """

    plans: tuple[Plan, ...]
    bound: int

    @property
    def points(self) -> int:
        return sum(plan.points for plan in self.plans)

    @property
    def share(self) -> float:
        """How much of the bound is reached, 0 to 1."""
        return self.points / self.bound if self.bound else 1.0

    @property
    def repeats(self) -> int:
        return sum(len(each.pairs) for plan in self.plans for each in plan.witness if isinstance(each, RepeatNeeded))


def plan_rounds(instance: Instance, rounds: int, seed: int) -> Rounds:
    """So many rounds of pairs (with a trio where people are odd); must-pairs are together in the first.

    A second trio seat comes only when nobody is left who has had none, as far as the better criteria allow.
    """
    if rounds == 1 or len(instance.people) < 4:
        return _one_by_one(instance, rounds, seed)
    tries = TRIES if len(instance.people) <= ALL_PAIRS else 1
    for attempt in range(tries):
        found = _together(instance, rounds, Board(instance, seed + attempt))
        if found is not None:
            return found
    one_by_one = _one_by_one(instance, rounds, seed)
    return (one_by_one.repeats and _circle(instance, rounds, Board(instance, seed))) or one_by_one


# -- together --------------------------------------------------------------------------------------------------------


def _together(instance: Instance, rounds: int, board: Board) -> Rounds | None:
    """Everybody placed in every round, no repeats; None if that wasn't found."""
    must = _must_pairs(instance, board)
    if must is None:
        return None
    on_time = msgspec.structs.replace(instance, late=frozenset())
    table = board.having_met([], on_time).table(range(len(board.ids)))
    single = prices(table)
    if rounds == table.n - 1 and not must:
        found = _circle(instance, rounds, board)
        if found is not None:
            return found
    joint = factor(table, single, rounds, must)
    fixed: Schedule = [[*must], *([] for _ in range(rounds - 1))]
    if table.n % 2:
        trios = _trios(table, joint, rounds, board, {i for two in must for i in two})
        if len(trios) < rounds:
            return None
        for groups, trio in zip(fixed, trios, strict=True):
            groups.append(trio)
    late = [i for i in range(table.n) if board.late >> i & 1]
    if any(set(group) <= set(late) for group in fixed[0]):
        return None
    schedule = _peel(table, joint, fixed, set(combinations(late, 2)))
    if schedule is None:
        return None
    return Rounds(_described(instance, board, schedule, must, single.total // 2), joint.bound)


def _must_pairs(instance: Instance, board: Board) -> list[Group] | None:
    """As pairs of indices; None if some can't be kept or are chained, which `plan_round` can judge."""
    here = [two for two in sorted(instance.must_pair) if two[0] in board.index and two[1] in board.index]
    if len({i for two in here for i in two}) != 2 * len(here) or any(group_faults(instance, two) for two in here):
        return None
    return [tuple(sorted(board.index[i] for i in two)) for two in here]


def _trios(table: Table, joint: Factor, rounds: int, board: Board, busy: set[int]) -> list[Group]:
    """One trio per round: no pair twice, the fewest second seats, the least cost."""
    small = table.n <= ALL_PAIRS
    seats, _ = cheap_trios(table, joint.prices, exact=small and table.n <= 40)
    had = Counter({i: 1 for i in range(table.n) if board.seated >> i & 1})
    used: set[tuple[int, int]] = set()
    found: list[Group] = []
    for number in range(rounds):
        open_seats = [
            seat
            for seat in seats
            if used.isdisjoint(combinations(seat.out, 2))
            and seat.cost < table.units.repeat // 2
            and not (number == 0 and busy.intersection(seat.out))
        ]
        if not open_seats:
            break
        best = min(open_seats, key=lambda seat: (sum(had[i] > 0 for i in seat.out), seat))
        found.append(best.out)
        used.update(combinations(best.out, 2))
        had.update(best.out)
    return found


def _peel(table: Table, joint: Factor, fixed: Schedule, never_first: set[tuple[int, int]]) -> Schedule | None:
    """Complete each round by pairs: first so that all rounds find some, then each once more at its best.

    The pairs in `never_first` aren't in the first round (two who came late).
    """
    n, rounds = table.n, len(fixed)
    i, j = np.triu_indices(n, 1) if n <= ALL_PAIRS else (joint.prices.i, joint.prices.j)
    clean = table.at(i, j) >= 0
    i, j = i[clean], j[clean]
    slack = joint.prices.slack(table, i, j)
    if n > ALL_PAIRS:
        least = np.argsort(slack, kind="stable")[: int(n * (rounds * PER_ROUND + MORE))]
        i, j, slack = i[least], j[least], slack[least]
    edges = list(zip(i.tolist(), j.tolist(), slack.tolist(), strict=True))
    exact, fair = Near(n, edges), Near(n, [(a, b, max(0, cost)) for a, b, cost in edges])
    taken = [{two for group in groups for two in combinations(group, 2)} for groups in fixed]
    out = [[member for group in groups for member in group] for groups in fixed]
    pairs: list[set[tuple[int, int]]] = [set() for _ in fixed]

    def replan(number: int, near: Near) -> bool:
        """Whether it found a way that is not the one it had."""
        others = {two for k in range(rounds) for two in taken[k]}
        others.update(two for k in range(rounds) if k != number for two in pairs[k])
        found = near.match(out[number], others if number else others | never_first)
        if found is None:
            return False
        changed = set(found.pairs) != pairs[number]
        pairs[number] = set(found.pairs)
        return changed

    for number in range(rounds):
        if not replan(number, exact if number == rounds - 1 else fair) and len(out[number]) < n:
            return None
    for _ in range(SWEEPS if n <= ALL_PAIRS else 1):
        changed = [replan(number, exact) for number in range(rounds)]
        if not any(changed):
            break
    return [[*groups, *sorted(more)] for groups, more in zip(fixed, pairs, strict=True)]


# -- by construction -------------------------------------------------------------------------------------------------


def _circle(instance: Instance, rounds: int, board: Board) -> Rounds | None:
    """An even room in which everybody may meet everybody: one stays, the others sit in a circle and move on.

    So in n-1 rounds everybody meets everybody once; of these rounds the best are taken.
    """
    n = len(board.ids)
    strangers = not len(board.met_pairs) and (board.scores >= 0).sum() == n * (n - 1)
    if n % 2 or rounds >= n or not strangers or instance.must_pair:
        return None
    schedule: Schedule = []
    for turn in range(n - 1):
        across = [(turn + k) % (n - 1) for k in range(1, n // 2)], [(turn - k) % (n - 1) for k in range(1, n // 2)]
        schedule.append([(min(two), max(two)) for two in ((turn, n - 1), *zip(*across, strict=True))])
    worth = [2 * sum(int(board.scores[i, j]) for i, j in groups) for groups in schedule]
    best = sorted(sorted(range(n - 1), key=lambda turn: -worth[turn])[:rounds])
    table = board.table(range(n))
    single = prices(table)
    bound = sum(worth) if rounds == n - 1 else factor(table, single, rounds).bound
    return Rounds(_described(instance, board, [schedule[turn] for turn in best], [], single.total // 2), bound)


# -- one after the other ---------------------------------------------------------------------------------------------


def _one_by_one(instance: Instance, rounds: int, seed: int) -> Rounds:
    """Each round the best one after those before it; in rooms of up to ALL_PAIRS, then each anew beside all others."""
    start = Board(instance, seed)
    board, later = start, instance
    plans: list[Plan] = []
    for _ in range(rounds):
        plans.append(plan_on(board, later))
        board, later = _after(board, later, [plans[-1]])
    best = Rounds(tuple(plans), _loose_bound(start, plans))
    if rounds == 1 or not best.repeats or len(start.ids) > ALL_PAIRS:
        return best
    for _ in range(SWEEPS):
        for number in range(rounds):
            others = [*plans[:number], *plans[number + 1 :]]
            board, beside = _after(start, instance, others)
            if number == 0:
                beside = msgspec.structs.replace(beside, must_pair=instance.must_pair, late=instance.late)
                board = board.having_met([], beside)
            plans[number] = plan_on(board, beside)
        told = _told(start, instance, plans)
        if told.repeats > best.repeats or (told.repeats == best.repeats and told.points <= best.points):
            break
        best = told
    return best


def _told(board: Board, instance: Instance, plans: Sequence[Plan]) -> Rounds:
    """These rounds with repeats counted in their order, each when two meet again."""
    found: list[Plan] = []
    for plan in plans:
        repeats = repeated(instance, plan.groups)
        witness = [each for each in plan.witness if not isinstance(each, RepeatNeeded)]
        more = (RepeatNeeded(repeats),) if repeats else ()
        found.append(msgspec.structs.replace(plan, witness=(*witness, *more), proven=False))
        board, instance = _after(board, instance, [plan])
    return Rounds(tuple(found), _loose_bound(board, found))


def _loose_bound(board: Board, plans: Sequence[Plan]) -> int:
    """What so many rounds can be worth if it didn't matter who meets again."""
    if len(plans) == 1 or not board.ids:
        return sum(plan.bound for plan in plans)
    table = board.table(range(len(board.ids)), points_only=True)
    return len(plans) * (prices(table, alone=0).total // 2)


def _after(board: Board, instance: Instance, plans: Sequence[Plan]) -> tuple[Board, Instance]:
    """What a further round is planned from."""
    groups = [group.members for plan in plans for group in plan.groups]
    trios = Counter(i for group in groups if len(group) == 3 for i in group)
    later = msgspec.structs.replace(
        instance,
        met=instance.met | {pair(a, b) for group in groups for a, b in combinations(group, 2)},
        must_pair=frozenset(),
        late=frozenset(),
        trio_seats=dict(Counter(instance.trio_seats) + trios),
    )
    return board.having_met([[board.index[i] for i in group] for group in groups], later), later


def _described(
    instance: Instance, board: Board, schedule: Schedule, must: Sequence[Group], bound: int
) -> tuple[Plan, ...]:
    plans: list[Plan] = []
    for number, groups in enumerate(schedule):
        bound_together = sum(1 << i for group in must for i in group) if number == 0 else 0
        out = described(board, instance, sorted(groups), bound=bound_together)
        repeats = repeated(instance, out)
        points = sum(group.points for group in out)
        witness = (RepeatNeeded(repeats),) if repeats else ()
        plans.append(Plan(out, (), witness, points == bound, max(points, bound)))
        board, instance = _after(board, instance, plans[-1:])
    return tuple(plans)
