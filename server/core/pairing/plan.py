"""What planning answers: groups, who is left over, how good that is, and why it isn't better. All of it data."""

import msgspec

from server.core.pairing.again import WhyRepeats
from server.core.pairing.instance import Instance, Pair, meetings
from server.core.pairing.rules import Fault

Seats = tuple[str, ...]
"""Who sits in one group."""


class Grouping(msgspec.Struct, frozen=True, gc=False):
    """One group. `points` are person points. `forced`: a rule or the lack of others decided, not the score."""

    members: tuple[str, ...]
    points: int
    forced: bool = False
    locked: bool = False


class Shortage(msgspec.Struct, frozen=True, tag="shortage", tag_field="t"):
    """Why people are left over, so that a reader can check it.

    Outside their own cluster, the people of `clusters` may only meet those in `blocking` (single people, or pairs that
    must stay together). Each cluster is odd in number and can't seat all of its people by itself, not with trios
    either. There are `left_over` more clusters than blocking ones, so that many people stay over, whatever one does.
    """

    clusters: tuple[tuple[str, ...], ...]
    blocking: tuple[tuple[str, ...], ...]
    left_over: int


class TriosNeeded(msgspec.Struct, frozen=True, tag="trios_needed", tag_field="t"):
    """Why there is more than one trio, or one though people are even in number.

    Outside their own cluster, the people of `clusters` may only meet those in `blocking`. Each cluster is odd in
    number; so, as there are that many more clusters than blocking ones, `trios` people have no place in any pair.
    """

    clusters: tuple[tuple[str, ...], ...]
    blocking: tuple[tuple[str, ...], ...]
    trios: int


class RepeatNeeded(msgspec.Struct, frozen=True, tag="repeat_needed", tag_field="t"):
    """These meet again: any plan that places as many people with as few trios has as many repeats, if it is proven.

    `clusters` and `blocking` (empty where nobody asked why) show that some repeat is needed: without repeats the people
    of each cluster could only be with each other and with `blocking`; each is odd in number, and more people than are
    left over or in trios now would have no place in a pair (or, where they could be in trios, would be left over).

    Of tables nothing is proven but that no seating of all these people at tables of these sizes has fewer repeats than
    `at_least`, for the reasons `why`.
    """

    pairs: tuple[Pair, ...]
    clusters: tuple[tuple[str, ...], ...] = ()
    blocking: tuple[tuple[str, ...], ...] = ()
    at_least: int = 0
    why: tuple[WhyRepeats, ...] = ()


class MustPairRefused(msgspec.Struct, frozen=True, tag="must_pair_refused", tag_field="t"):
    """These were to be together (all of them, chained by their pairs) but can't be; the wish was set aside.

    `fault` is the rule in the way: SIZE for more than three, TORN_APART if a locked group holds only some of them.
    """

    members: tuple[str, ...]
    fault: Fault


class UnevenTables(msgspec.Struct, frozen=True, tag="uneven_tables", tag_field="t"):
    """No seating at tables of `low` to `high` was found that leaves fewer than `left_over` people over; others do."""

    low: int
    high: int
    left_over: int


Witness = Shortage | TriosNeeded | RepeatNeeded | UnevenTables | MustPairRefused


class Cost(msgspec.Struct, frozen=True):
    """What a way out changes, after minus before, for those who are here now. `points`: person points.

    `uneven`: tables of more or fewer people than they need have. Tables have no trios.
    """

    placed: int = 0
    trios: int = 0
    repeats: int = 0
    points: int = 0
    uneven: int = 0


class Host(msgspec.Struct, frozen=True, tag="host", tag_field="t"):
    """One person more, who speaks the languages of these `people` (a facilitator, somebody who sits out)."""

    people: tuple[str, ...]
    cost: Cost


class NoRepeats(msgspec.Struct, frozen=True, tag="no_repeats", tag_field="t"):
    """Nobody meets again, whatever else that takes."""

    cost: Cost


class Unlock(msgspec.Struct, frozen=True, tag="unlock", tag_field="t"):
    """The locked group of these `members` is opened."""

    members: tuple[str, ...]
    cost: Cost


class FewerRounds(msgspec.Struct, frozen=True, tag="fewer_rounds", tag_field="t"):
    """So many rounds; `repeats` are left in them."""

    rounds: int
    repeats: int


class OtherSizes(msgspec.Struct, frozen=True, tag="other_sizes", tag_field="t"):
    """Groups of `low` to `high`; `left_over` people have no place in them in the first round.

    `repeats`, where nobody is left over either way: so many meet again over all rounds, fewer than now.
    """

    low: int
    high: int
    left_over: int
    repeats: int | None = None


class TablesOf(msgspec.Struct, frozen=True, tag="tables_of", tag_field="t"):
    """Tables of about `size` people."""

    size: int
    cost: Cost


Way = Host | NoRepeats | Unlock | TablesOf
"""A way out for one round, with its price: planned, not guessed."""


class Plan(msgspec.Struct, frozen=True):
    """Groups (locked ones first, then as drawn by the seed), those left over, and why.

    `proven`: no plan is better in the order of judgement. Otherwise only repeats, soft wishes and points can be
    better: nobody more can be placed and no trio saved in either case. `bound`: no plan that is as good in all that
    comes before points has more person points than this; where the plan is proven, its own.
    """

    groups: tuple[Grouping, ...]
    unplaced: tuple[str, ...]
    witness: tuple[Witness, ...] = ()
    proven: bool = True
    bound: int = 0

    @property
    def seating(self) -> tuple[Seats, ...]:
        """Who sits with whom."""
        return tuple(group.members for group in self.groups)

    @property
    def points(self) -> int:
        """Person points of all groups."""
        return sum(group.points for group in self.groups)

    @property
    def share(self) -> float:
        """How much of the bound is reached, 0 to 1."""
        return self.points / self.bound if self.bound else 1.0

    @property
    def trios(self) -> int:
        return sum(len(group.members) == 3 for group in self.groups)


class Ahead(msgspec.Struct, frozen=True):
    """The plan of a round; and the groups of those to come, in their order, planned so that they go well with it."""

    plan: Plan
    later: tuple[tuple[Seats, ...], ...] = ()


def wanting(plan: Plan, instance: Instance) -> bool:
    """Whether somebody is left over or meets again, or sits in a trio that an even number would not need."""
    return bool(plan.unplaced) or spare_trios(plan) or repeats_in(plan, instance) > 0


def spare_trios(plan: Plan) -> bool:
    """Whether there are more trios than an odd or even number of people needs."""
    free = len(plan.unplaced) + sum(len(group.members) for group in plan.groups if not group.locked)
    return free_trios(plan) > free % 2


def free_trios(plan: Plan) -> int:
    """Trios that no lock holds."""
    return sum(len(group.members) == 3 and not group.locked for group in plan.groups)


def repeats_in(plan: Plan, instance: Instance) -> int:
    """Meetings of people who have met, locked groups included."""
    return len(meetings(plan.seating) & instance.met)
