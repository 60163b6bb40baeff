"""What planning answers: groups, who is left over, how good that is, and why it isn't better. All of it data."""

import msgspec

from server.core.pairing.instance import Pair
from server.core.pairing.rules import Fault


class Grouping(msgspec.Struct, frozen=True):
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


class RepeatNeeded(msgspec.Struct, frozen=True, tag="repeat_needed", tag_field="t"):
    """These meet again: any plan that places as many people with as few trios has as many repeats, if it is proven."""

    pairs: tuple[Pair, ...]


class MustPairRefused(msgspec.Struct, frozen=True, tag="must_pair_refused", tag_field="t"):
    """These were to be together (all of them, chained by their pairs) but can't be; the wish was set aside.

    `fault` is the rule in the way: SIZE for more than three, TORN_APART if a locked group holds only some of them.
    """

    members: tuple[str, ...]
    fault: Fault


Witness = Shortage | RepeatNeeded | MustPairRefused


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
