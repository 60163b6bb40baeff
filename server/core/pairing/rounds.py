"""Several rounds at once: nobody meets twice while that can be avoided, and the rounds are good together.

Planned one after the other, the first round takes the best pairs and the last what is left. Here prices for all rounds
(`factor.py`) tell which pairs are worth using, and the rounds share these out (`schedule.py`).

Where the pairs run out (everybody in an even room can meet everybody in n-1 rounds, and a careless start leads into a
dead end) the circle method has a schedule ready. Where all that fails, rounds follow one another, each as good as it
can be after those before.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import msgspec

from server.core.pairing.board import Board
from server.core.pairing.factor import factor
from server.core.pairing.fractional import prices
from server.core.pairing.instance import Instance, pair
from server.core.pairing.matching import Group
from server.core.pairing.plan import Plan, RepeatNeeded
from server.core.pairing.round import described, plan_on, repeated
from server.core.pairing.rules import group_faults
from server.core.pairing.schedule import ALL_PAIRS, SWEEPS, Schedule, schedule_of

TRIES = 12
"""Orders of people tried in rooms of up to ALL_PAIRS, where one leads into a dead end."""
GOOD = 0.999
"""A share of the bound below which a large room is also planned round by round."""


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
        return _one_by_one(instance, rounds, Board(instance, seed))
    tries = TRIES if len(instance.people) <= ALL_PAIRS else 1
    for attempt in range(tries):
        found = _together(instance, rounds, Board(instance, seed + attempt))
        if found is not None:
            return found
    one_by_one = _one_by_one(instance, rounds, Board(instance, seed))
    return (one_by_one.repeats and _circle(instance, rounds, Board(instance, seed))) or one_by_one


# -- together --------------------------------------------------------------------------------------------------------


def _together(instance: Instance, rounds: int, board: Board) -> Rounds | None:
    """Everybody placed in every round, no repeats; None if that wasn't found."""
    must = _must_pairs(instance, board)
    if must is None:
        return None
    table = board.having_met([]).table(range(len(board.ids)))
    single = prices(table)
    if rounds == table.n - 1 and not must:
        found = _circle(instance, rounds, board)
        if found is not None:
            return found
    joint = factor(table, single, rounds, must)
    found = None
    if joint.prices is not single or table.n <= ALL_PAIRS:
        schedule = schedule_of(board, table, joint, must, rounds)
        if schedule is not None:
            found = Rounds(_described(instance, board, schedule, must, single.total // 2), joint.bound)
    if table.n <= ALL_PAIRS or (found is not None and found.share >= GOOD):
        return found
    # So many pairs are equally good here that no round stands in another's way.
    other = _one_by_one(instance, rounds, board, joint.bound)
    return other if found is None or (not other.repeats and other.points > found.points) else found


def _must_pairs(instance: Instance, board: Board) -> list[Group] | None:
    """As pairs of indices; None if some can't be kept, are chained or meet again, which `plan_on` can judge."""
    here = [two for two in sorted(instance.must_pair) if two[0] in board.index and two[1] in board.index]
    if len({i for two in here for i in two}) != 2 * len(here) or any(group_faults(instance, two) for two in here):
        return None
    return [tuple(sorted(board.index[i] for i in two)) for two in here]


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


def _one_by_one(instance: Instance, rounds: int, start: Board, bound: int | None = None) -> Rounds:
    """Each round the best one after those before it; in rooms of up to ALL_PAIRS, then each anew beside all others.

    `bound`: one that holds if everybody is placed in every round, without repeats.
    """
    board, later = start, instance
    plans: list[Plan] = []
    for _ in range(rounds):
        plans.append(plan_on(board, later))
        board, later = _after(board, later, [plans[-1]])
    clean = all(not plan.unplaced and plan.trios <= 1 for plan in plans)
    best = Rounds(tuple(plans), bound or 0)
    if bound is None or best.repeats or not clean:
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
        repeats = repeated(instance.met, plan.groups)
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
        left_over=dict(Counter(instance.left_over) + Counter(i for plan in plans for i in plan.unplaced)),
    )
    return board.having_met([[board.index[i] for i in group] for group in groups], later), later


def _described(
    instance: Instance, board: Board, schedule: Schedule, must: Sequence[Group], bound: int
) -> tuple[Plan, ...]:
    """Plans of rounds without repeats."""
    plans: list[Plan] = []
    for number, groups in enumerate(schedule):
        together = sum(1 << i for group in must for i in group) if number == 0 else 0
        out = described(board, instance, sorted(groups), bound=together)
        points = sum(group.points for group in out)
        plans.append(Plan(out, (), (), points == bound, max(points, bound)))
        board = board.having_met(groups)
    return tuple(plans)
