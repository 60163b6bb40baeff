"""Several rounds at once: nobody meets twice while that can be avoided, and the rounds are good together.

Planned one after the other, the first round takes the best pairs and the last what is left. Here prices for all rounds
(`factor.py`) tell which pairs are worth using, and the rounds share these out (`schedule.py`).

Where the pairs run out a careless start leads into a dead end. A schedule by construction (`circle.py`) avoids it, and
of a few people all schedules are looked at (`every.py`). Where all that fails, rounds follow one another, each as good
as it can be after those before.

People who can't meet are planned each part for itself, as a room of its own.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import msgspec
import numpy as np

from server.core.pairing.again import TriedAll, WhyRepeats
from server.core.pairing.board import Board, bits
from server.core.pairing.circle import circle
from server.core.pairing.every import PEOPLE, Every, Way
from server.core.pairing.factor import factor, most_points
from server.core.pairing.fractional import prices
from server.core.pairing.instance import Instance, pair
from server.core.pairing.matching import Group, components
from server.core.pairing.plan import Plan, RepeatNeeded, Witness
from server.core.pairing.round import described, parts_of, plan_on, repeated
from server.core.pairing.rules import group_faults
from server.core.pairing.schedule import ALL_PAIRS, SWEEPS, Schedule, schedule_of
from server.core.pairing.ways import least_repeats

TRIES = 12
"""Orders of people tried in rooms of up to ALL_PAIRS, where one leads into a dead end."""
FEW = 15
"""Of more people, a schedule by construction is taken once the first order leads into a dead end."""
EXACT = 8
"""Of up to so many people the best plan in all is looked for; of more, only the fewest repeats."""
CHANGES = 3
"""So often, for each person, two change places in a schedule by construction."""
GOOD = 0.999
"""A share of the bound below which a large room is also planned round by round."""


class Rounds(msgspec.Struct, frozen=True):
    """One plan per round, and person points that no plan of so many rounds exceeds if it is as good in all else.

    A plan's own `bound` is that of its round alone, had there been no other. `least`: how few repeats there can be,
    for the reasons `why`. `proven`: no plan of so many rounds is better in the order of judgement.
    """

    plans: tuple[Plan, ...]
    bound: int
    least: int = 0
    why: tuple[WhyRepeats, ...] = ()
    proven: bool = False

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
    board = Board(instance, seed)
    if rounds == 1:
        return _one_by_one(instance, rounds, board)
    parts = _parts(instance, board)
    if len(parts) == 1:
        return _of_part(instance, board, rounds, seed)
    return _side_by_side(
        [_of_part(part, Board(part, seed), rounds, seed, alone=False) for part in parts], rounds, board
    )


# -- parts of the room -----------------------------------------------------------------------------------------------


def _parts(instance: Instance, board: Board) -> list[Instance]:
    """Those who can't be with anybody of another part, as a room of their own."""
    here = [[board.index[i] for i in two if i in board.index] for two in instance.must_pair]
    ties = [sum(1 << i for i in two) for two in here]
    masks = components(board, (1 << len(board.ids)) - 1, ties)
    rooms = [tuple(board.people[i] for i in bits(mask)) for mask in masks]
    return [msgspec.structs.replace(instance, people=people) for people in rooms] if len(rooms) > 1 else [instance]


def _side_by_side(parts: Sequence[Rounds], rounds: int, board: Board) -> Rounds:
    plans: list[Plan] = []
    for number in range(rounds):
        here = [part.plans[number] for part in parts]
        told = [each for plan in here for each in plan.witness if not isinstance(each, RepeatNeeded)]
        again = tuple(
            sorted(
                two for plan in here for each in plan.witness if isinstance(each, RepeatNeeded) for two in each.pairs
            )
        )
        groups = sorted(
            (group for plan in here for group in plan.groups), key=lambda group: board.index[group.members[0]]
        )
        plans.append(
            Plan(
                tuple(groups),
                tuple(sorted(i for plan in here for i in plan.unplaced)),
                (*told, *((RepeatNeeded(again),) if again else ())),
                all(plan.proven for plan in here),
                sum(plan.bound for plan in here),
            )
        )
    why = tuple(reason for part in parts for reason in part.why)
    bound, least = sum(part.bound for part in parts), sum(part.least for part in parts)
    return Rounds(tuple(plans), bound, least, why, all(part.proven for part in parts))


def _of_part(instance: Instance, board: Board, rounds: int, seed: int, *, alone: bool = True) -> Rounds:
    found = _found(instance, board, rounds, seed)
    least, why = least_repeats(instance, board, found.plans, alone=alone) if found.repeats else (0, ())
    found = msgspec.structs.replace(found, least=least, why=why)
    if any(plan.unplaced for plan in found.plans):
        return msgspec.structs.replace(found, proven=len(board.ids) == 1)
    if len(board.ids) > ALL_PAIRS:
        return found
    found = _bounded(board, found)
    if _settled(instance, found):
        return msgspec.structs.replace(found, proven=True)
    return _best_of_all(instance, board, found)


def _bounded(board: Board, found: Rounds) -> Rounds:
    """With a bound that counts repeats: no plan with no more of them and as many trios has more points."""
    n, rounds = len(board.ids), len(found.plans)
    table = board.table(range(n), points_only=True)
    single = prices(table)
    met = np.zeros((n, n), np.bool_)
    met[board.met_pairs[:, 0], board.met_pairs[:, 1]] = True
    trios = sum(plan.trios for plan in found.plans)
    both = single.twice, factor(table, single, rounds).prices.twice
    bounds = [most_points(table, twice, rounds, trios, found.repeats, met) for twice in both]
    return msgspec.structs.replace(found, bound=min(found.bound, *bounds))


def _settled(instance: Instance, found: Rounds) -> bool:
    """Whether nothing can be better: as few repeats as can be, as many points, and nobody asks for more than that."""
    seats = _seats(found.plans)
    wishes = instance.late or (seats and (instance.trio_seats or any(person.trio for person in instance.people)))
    return (
        found.repeats == found.least
        and found.points == found.bound
        and not wishes
        and max(seats.values(), default=1) == 1
    )


def _seats(plans: Sequence[Plan]) -> Counter[str]:
    """Who sits in how many trios."""
    return Counter(i for plan in plans for group in plan.groups if len(group.members) == 3 for i in group.members)


def _found(instance: Instance, board: Board, rounds: int, seed: int) -> Rounds:
    n = len(instance.people)
    if n < 4:
        return _one_by_one(instance, rounds, board)
    for attempt in range(TRIES if n <= ALL_PAIRS else 1):
        found = _together(instance, rounds, Board(instance, seed + attempt) if attempt else board)
        if found is None and n > FEW:
            found = _circle(instance, rounds, board)
        if found is not None:
            return found
    return _circle(instance, rounds, board) or _one_by_one(instance, rounds, board)


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
    """Where everybody may meet everybody: rounds of the circle, those with new people in trios, then the best."""
    n, schedule = len(board.ids), circle(len(board.ids))
    strangers = not len(board.met_pairs) and (board.scores >= 0).sum() == n * (n - 1)
    trios = [group for groups in schedule for group in groups if len(group) == 3]
    if rounds > len(schedule) or not strangers or instance.must_pair or not all(board.legal_trio(*t) for t in trios):
        return None
    worth = [sum(_worth(board, group) for group in groups) for groups in schedule]
    had = Counter(dict(enumerate(board.seated)))
    best: list[int] = []
    for _ in range(rounds):
        seats = [sum(had[i] for group in groups if len(group) == 3 for i in group) for groups in schedule]
        best.append(min(set(range(len(schedule))) - {*best}, key=lambda turn: (seats[turn], -worth[turn], turn)))
        had.update(i for group in schedule[best[-1]] if len(group) == 3 for i in group)
    taken = _seated([schedule[turn] for turn in best], board)
    table = board.table(range(n))
    single = prices(table)
    bound = sum(worth) if rounds == n - 1 else factor(table, single, rounds).bound
    return Rounds(_described(instance, board, taken, [], single.total // 2), bound)


def _seated(schedule: Schedule, board: Board) -> Schedule:
    """Two people at a time change their places in all rounds, while that brings points."""
    n = len(board.ids)
    weight = np.zeros((n, n), np.int64)
    for i, j, size in (
        (i, j, len(group)) for groups in schedule for group in groups for i, j in combinations(group, 2)
    ):
        weight[i, j] = weight[j, i] = 4 - size
    scores = np.maximum(board.scores, 0).astype(np.int64)
    place = np.arange(n)
    for _ in range(n * CHANGES):
        here = scores[np.ix_(place, place)]
        beside = weight @ here
        own = np.diag(beside)
        gain = beside + beside.T - own - own[:, None] + 2 * weight * here
        a, b = divmod(int(gain.argmax()), n)
        if gain[a, b] <= 0:
            break
        place[[a, b]] = place[[b, a]]
    return [[tuple(sorted(int(place[i]) for i in group)) for group in groups] for groups in schedule]


def _worth(board: Board, group: Group) -> int:
    return 2 * sum(int(board.scores[i, j]) for i, j in combinations(group, 2)) // (len(group) - 1)


# -- by trying all ---------------------------------------------------------------------------------------------------


def _best_of_all(instance: Instance, board: Board, found: Rounds) -> Rounds:
    """As few repeats as there can be, and of up to EXACT people the best plan in all, as far as that is found out."""
    n, rounds = len(board.ids), len(found.plans)
    if n > (PEOPLE if found.repeats > found.least else EXACT):
        return found
    _, kept, refused = parts_of(board, instance)
    every = Every.of(board, rounds, kept)
    if every is None:
        return found

    def told(schedule: Sequence[Way]) -> Rounds:
        plans = _as_plans(instance, board, schedule, kept, refused)
        return msgspec.structs.replace(_told(board, instance, plans), least=found.least, why=found.why)

    if found.repeats > found.least:
        fewest = every.fewest_repeats(found.repeats)
        if fewest.schedule is not None:
            found = _each_anew(instance, board, told(fewest.schedule))
        if fewest.every and fewest.cost > found.least:
            why = (TriedAll(tuple(sorted(board.ids)), rounds, fewest.cost),)
            found = msgspec.structs.replace(found, least=fewest.cost, why=why)
    if n <= EXACT and found.repeats == found.least:
        best = every.best(_schedule(board, found.plans))
        if best.schedule is not None:
            found = told(best.schedule)
        if best.every:
            return msgspec.structs.replace(found, proven=True, bound=found.points)
    return _bounded(board, found)


def _schedule(board: Board, plans: Sequence[Plan]) -> list[Way]:
    groups = [[tuple(sorted(board.index[i] for i in group.members)) for group in plan.groups] for plan in plans]
    return [tuple(sorted(each)) for each in groups]


def _as_plans(
    instance: Instance, board: Board, schedule: Sequence[Way], kept: Sequence[Group], refused: Sequence[Witness]
) -> list[Plan]:
    """What these rounds are, but for who meets again in them."""
    found: list[Plan] = []
    single = prices(board.table(range(len(board.ids)), points_only=True)).total // 2
    for groups in schedule:
        together = sum(1 << i for group in kept for i in group) if not found else 0
        out = described(board, instance, sorted(groups), bound=together)
        found.append(Plan(out, (), () if found else tuple(refused), proven=False, bound=single))
        board, instance = _after(board, instance, [found[-1]])
    return found


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
    return _each_anew(instance, start, best)


def _each_anew(instance: Instance, start: Board, best: Rounds) -> Rounds:
    """Each round planned once more beside all others, while that makes it better."""
    rounds, plans = len(best.plans), list(best.plans)
    for _ in range(SWEEPS):
        for number in range(rounds):
            others = [*plans[:number], *plans[number + 1 :]]
            board, beside = _after(start, instance, others)
            if number == 0:
                beside = msgspec.structs.replace(beside, must_pair=instance.must_pair, late=instance.late)
                board = board.having_met([], beside)
            plans[number] = plan_on(board, beside)
        told = msgspec.structs.replace(_told(start, instance, plans), least=best.least, why=best.why)
        if _judged(instance, told) <= _judged(instance, best):
            break
        best = told
    return best


def _judged(instance: Instance, found: Rounds) -> tuple[int, ...]:
    """The greater the better, of plans that leave the same people over."""
    seats, before = _seats(found.plans), instance.seated()
    again = sum(many * (many - 1) // 2 + many * before.get(i, 0) for i, many in seats.items())
    late = sum(len(group.members) for group in found.plans[0].groups if instance.late.issuperset(group.members))
    wishes = sum(seats[person.id] for person in instance.people if person.trio)
    return (-seats.total(), -found.repeats, -late, wishes, -again, found.points)


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
