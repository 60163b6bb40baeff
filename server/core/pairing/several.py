"""Several rounds as one plan: what they are worth together, in which order they come, and how they are told."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from server.core.pairing.again import WhyRepeats
from server.core.pairing.board import Board
from server.core.pairing.fractional import prices
from server.core.pairing.instance import MOST_OWED, Instance, meetings
from server.core.pairing.plan import Plan, RepeatNeeded, Witness
from server.core.pairing.round import described, parts_of, repeated
from server.core.pairing.schedule import Schedule


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


def seats(plans: Sequence[Plan]) -> Counter[str]:
    """Who sits in how many trios."""
    return Counter(i for plan in plans for group in plan.groups if len(group.members) == 3 for i in group.members)


class Judgement(NamedTuple):
    """In the order of judgement, over all rounds. What there should be few of is counted below zero."""

    left_over: int
    trio_seats: int
    owed: int
    repeats: int
    late: int
    wishes: int
    second_seats: int
    points: int


def judged(instance: Instance, found: Rounds) -> Judgement:
    """The greater the better."""
    sitting, before = seats(found.plans), instance.seated()
    waited, owed = Counter(instance.left_over), 0
    over = [i for plan in found.plans for i in plan.unplaced]
    for i in over:
        owed += min(MOST_OWED, waited[i])
        waited[i] += 1
    late = [group.members for group in found.plans[0].groups if instance.late.issuperset(group.members)]
    return Judgement(
        left_over=-len(over),
        trio_seats=-sitting.total(),
        owed=-owed,
        repeats=-found.repeats,
        late=-sum(map(len, late)),
        wishes=sum(sitting[person.id] for person in instance.people if person.trio),
        second_seats=-sum(many * (many - 1) // 2 + many * before.get(i, 0) for i, many in sitting.items()),
        points=found.points,
    )


def clean(plans: Sequence[Plan]) -> bool:
    """Whether everybody has a place in every round, with one trio at most."""
    return all(not plan.unplaced and plan.trios <= 1 for plan in plans)


def schedule(board: Board, plans: Sequence[Plan]) -> Schedule:
    return [sorted(tuple(sorted(board.index[i] for i in group.members)) for group in plan.groups) for plan in plans]


def after(board: Board, instance: Instance, plans: Sequence[Plan]) -> tuple[Board, Instance]:
    """What a further round is planned from."""
    groups = [group.members for plan in plans for group in plan.groups]
    later = instance.after(groups, (i for plan in plans for i in plan.unplaced))
    return board.having_met([[board.index[i] for i in group] for group in groups], later), later


# -- told ------------------------------------------------------------------------------------------------------------


def told(board: Board, instance: Instance, plans: Sequence[Plan], bound: int | None = None) -> Rounds:
    """These rounds with repeats counted in their order, each when two meet again.

    `bound`: one that holds for them; by default one as if it didn't matter who meets again.
    """
    found: list[Plan] = []
    met = set(instance.met)
    for plan in plans:
        repeats = repeated(met, plan.groups)
        witness = [each for each in plan.witness if not isinstance(each, RepeatNeeded)]
        more = (RepeatNeeded(repeats),) if repeats else ()
        found.append(msgspec.structs.replace(plan, witness=(*witness, *more), proven=False))
        met |= meetings(group.members for group in plan.groups)
    return Rounds(tuple(found), loose_bound(board, found) if bound is None else bound)


def loose_bound(board: Board, plans: Sequence[Plan]) -> int:
    """What so many rounds can be worth if it didn't matter who meets again."""
    if len(plans) == 1 or not board.ids:
        return sum(plan.bound for plan in plans)
    return len(plans) * _alone(board, placed=False)


def _alone(board: Board, *, placed: bool) -> int:
    """What one round can be worth, had there been no other; `placed`: in which everybody has a place."""
    table = board.table(range(len(board.ids)), points_only=True)
    return prices(table, alone=None if placed else 0).total // 2


def as_rounds(
    board: Board,
    instance: Instance,
    groups: Schedule,
    shortages: Sequence[Sequence[Witness]] | None = None,
    bound: int | None = None,
    least: int = 0,
    why: tuple[WhyRepeats, ...] = (),
) -> Rounds:
    """What these rounds of indices are. `shortages`: what is known of those left over, by round."""
    plans: list[Plan] = []
    everybody = set(range(len(board.ids)))
    _, kept, refused = parts_of(board, instance)
    together = sum(1 << i for group in kept for i in group)
    most = _alone(board, placed=all(sum(map(len, each)) == len(everybody) for each in groups))
    later = board
    for number, each in enumerate(groups):
        out = described(later, instance, sorted(each), bound=0 if number else together)
        over = everybody - {i for group in each for i in group}
        witness = [*(() if number else refused), *(shortages[number] if shortages and over else ())]
        plans.append(Plan(out, tuple(sorted(board.ids[i] for i in over)), tuple(witness), proven=False, bound=most))
        later = later.having_met(each)
    return msgspec.structs.replace(told(board, instance, plans, bound), least=least, why=why)


def ordered(board: Board, instance: Instance, found: Rounds) -> Rounds:
    """Rounds with fewer repeats come first, and of these the better ones: people may leave early, or time may end.

    The first stays where must-pairs or late people are in it, and all where people are left over, who take turns.
    """
    if any(plan.unplaced for plan in found.plans):
        return found
    here = board.index.keys()
    tied = board.late or any(here >= set(two) for two in instance.must_pair)
    rest, met, order = [*range(bool(tied), len(found.plans))], set(instance.met), [0] * bool(tied)
    pairs = [meetings(group.members for group in plan.groups) for plan in found.plans]
    if order:
        met |= pairs[0]
    while rest:
        order.append(min(rest, key=lambda k: (len(pairs[k] & met), -found.plans[k].points)))
        rest.remove(order[-1])
        met |= pairs[order[-1]]
    if order == sorted(order):
        return found
    groups = schedule(board, found.plans)
    again = as_rounds(board, instance, [groups[k] for k in order], bound=found.bound)
    return msgspec.structs.replace(found, plans=again.plans)
