"""Who couldn't be seated, as data that a reader can check; and what the plan of some rotations says in all."""

import msgspec

from server.core.pairing.again import RepeatsNeeded
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
    """For these no legal seat was found in rotation `round` (from 0). `needed`: so many have none in every seating."""

    round: int
    people: tuple[str, ...]
    needed: int = 0


class NotTogether(msgspec.Struct, frozen=True, tag="not_together", tag_field="t"):
    """These were to be together in the first rotation, but no table was found at which all of them can be."""

    members: tuple[str, ...]


TableWitness = SizesDontFit | TooFewSpeakers | Unseated | RepeatsNeeded | MustPairRefused | NotTogether


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
    """All rotations. `proven`: nobody more can be seated, no plan has fewer repeats, and nobody is `not_together`."""

    rotations: tuple[Rotation, ...]
    witness: tuple[TableWitness, ...]
    proven: bool
