"""What couldn't be, and why, as data that a reader can check; and what the plan of some rotations says in all."""

import msgspec

from server.core.pairing.instance import Pair
from server.core.pairing.plan import Grouping, MustPairRefused


class SizesDontFit(msgspec.Struct, frozen=True, tag="sizes_dont_fit", tag_field="t"):
    """No number of tables of `low` to `high` seats `people` people; `left_over` are over in every rotation."""

    people: int
    low: int
    high: int
    left_over: int


class TooFewSpeakers(msgspec.Struct, frozen=True, tag="too_few_speakers", tag_field="t"):
    """`person` can't be seated: even with those who speak it, each of their languages has fewer than `low` people.

    `speakers`: (language, how many people here speak it), for each language of the person; empty: speaks none.
    """

    person: str
    speakers: tuple[tuple[str, int], ...]
    low: int


class Unseated(msgspec.Struct, frozen=True, tag="unseated", tag_field="t"):
    """For these no legal seat was found in rotation `round` (from 0). That there is none isn't proven."""

    round: int
    people: tuple[str, ...]


class FewStrangers(msgspec.Struct, frozen=True, tag="few_strangers", tag_field="t"):
    """`person` sits with `needed` others at least over all rotations, but may sit with only `strangers` new ones."""

    person: str
    strangers: int
    needed: int


class FewPairs(msgspec.Struct, frozen=True, tag="few_pairs", tag_field="t"):
    """At the tables of `people`, `needed` pairs at least sit together over all rotations.

    Among those whom these may sit with (each with their own), only `fresh` pairs may meet and haven't yet.
    `people` empty: it is counted over all tables and all people.
    """

    people: tuple[str, ...]
    fresh: int
    needed: int


class FewSpeakers(msgspec.Struct, frozen=True, tag="few_speakers", tag_field="t"):
    """`people` speak nothing but `languages`, of which there can be `tables` tables: they and others are `speakers`.

    However they are spread over tables, over all rotations `needed` pairs at least that one of them is in (`among`:
    that two of them are) sit together, and only `fresh` such pairs may meet and haven't yet.
    """

    languages: tuple[str, ...]
    people: int
    speakers: int
    tables: int
    fresh: int
    needed: int
    among: bool


class FewTables(msgspec.Struct, frozen=True, tag="few_tables", tag_field="t"):
    """Who sat together sits apart next time: so there are tables * tables ways at most, one each, for `people`.

    `languages`: these are the people who speak nothing else, and the tables that there can be of them; empty: of all.
    """

    people: int
    tables: int
    languages: tuple[str, ...] = ()


class NoOrthogonalSquares(msgspec.Struct, frozen=True, tag="no_orthogonal_squares", tag_field="t"):
    """Rotations of `order` tables of `order` without a repeat are two, and one more per orthogonal Latin square.

    There are no two orthogonal ones of order 6 (Tarry 1900), so `rotations` is all that is possible without repeats.
    """

    order: int
    rotations: int


class OddClusters(msgspec.Struct, frozen=True, tag="odd_clusters", tag_field="t"):
    """Without repeats the people of each cluster could only be with each other and with `blocking`, in any round.

    Each cluster is odd in number, so in every round more people would have no place in a pair than are left over or in
    trios; two of them find one by meeting again: at least `each` repeats in each round.
    """

    clusters: tuple[tuple[str, ...], ...]
    blocking: tuple[tuple[str, ...], ...]
    each: int


WhyRepeats = FewStrangers | FewSpeakers | FewPairs | FewTables | NoOrthogonalSquares | OddClusters


class RepeatsNeeded(msgspec.Struct, frozen=True, tag="repeats_needed", tag_field="t"):
    """People meet again `found` times; no plan has fewer than `at_least`. `why`: the reasons that make them necessary.

    `found` above `at_least`: with more search there could be fewer.
    """

    found: int
    at_least: int
    why: tuple[WhyRepeats, ...]


TableWitness = SizesDontFit | TooFewSpeakers | Unseated | RepeatsNeeded | MustPairRefused


class Rotation(msgspec.Struct, frozen=True):
    """One rotation. `repeats`: who meets again; `uneven`: people outside their table's fair share of experience.

    The fair share, for each level: the people of at most that level, in the proportion of the whole room, rounded down
    or up. `bound`: no rotation has more person points.
    """

    groups: tuple[Grouping, ...]
    unplaced: tuple[str, ...]
    repeats: tuple[Pair, ...]
    uneven: int
    bound: int

    @property
    def points(self) -> int:
        """Person points of all groups."""
        return sum(group.points for group in self.groups)


class TablePlan(msgspec.Struct, frozen=True):
    """All rotations. `proven`: nobody more can be seated, and no plan has fewer repeats."""

    rotations: tuple[Rotation, ...]
    witness: tuple[TableWitness, ...]
    proven: bool
