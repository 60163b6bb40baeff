"""Why a plan isn't better, so that a reader can check it."""

import msgspec

from server.core.pairing.instance import Pair
from server.core.pairing.rules import Fault


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
