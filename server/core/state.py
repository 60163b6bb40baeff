"""One workshop, as its events say it is.

A `Workshop` is never changed: `evolve` returns a new one.  It holds ids, numbers and instants; names, profiles and
free texts stand elsewhere (DESIGN: the log holds no personal data) and meet the state in `views`.
Instants are integer milliseconds since the Unix epoch.
"""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from server.core.ids import FacilitatorId, GroupId, PersonId, PlaceId, SeriesId, TaskId, TextId, WorkshopId
from server.core.pairing.instance import Weights
from server.core.pairing.plan import Way, Witness

Language = Literal["de", "en"]

NOTICE_MS = 10_000
"""How long a published group is announced before anyone is expected to move (rule R1)."""
ARRIVAL_MS = 90_000
"""How long, after the notice, a group may take to find each other before its clock starts by itself (rule R2)."""
HELP_LASTS_MS = 5 * 60 * 1000
"""How long a call for help stays in the queue after a facilitator has taken it (rule H4)."""
AUTO_CLOSE_MS = 2 * 60 * 60 * 1000
"""How long after the end of its last round a workshop that nobody closes closes itself (rule W5)."""


UNFINISHED_CLOSE_MS = 12 * 60 * 60 * 1000
"""The same for a workshop that has rounds left, or whose clock stands still (rule W5)."""


class Place(Struct, frozen=True):
    """Where a group sits: a table of the room, or apart (remote)."""

    id: PlaceId
    remote: bool = False


class Task(Struct, frozen=True):
    """The countable part of a task; its words stand in the workshop's brochure."""

    id: TaskId
    steps: int
    minutes: int
    roles: int = 0
    """How many roles it names; members take them in turn."""
    think_s: int = 0
    """It begins with so many seconds alone (rule K7)."""


class Design(Struct, frozen=True):
    """What the facilitator decided beforehand.  Round n uses task (n - 1) mod the number of tasks."""

    language: Language
    rounds: int
    places: tuple[Place, ...]
    tasks: tuple[Task, ...]
    weights: Weights = Weights()
    capacity: int = 500
    """More people than this cannot join."""
    edition: int = 0
    """Grows with every change of places, tasks or their words (rule W11)."""
    size: int = 2
    """2: pairs, and a trio where the number is odd; 3 to 8: tables of about so many people (rule D9)."""
    series: SeriesId | None = None

    @property
    def tables(self) -> bool:
        return self.size > 2


class Participant(Struct, frozen=True, gc=False):
    joined_at: int
    late: bool = False
    """Came after the first round was published."""
    sits_out: bool = False
    """Asked not to be grouped in the next rounds, until they say otherwise."""
    gone: bool = False
    """Left the workshop."""


class NoHelp(Struct, frozen=True, tag_field="t", tag="none"):
    """Nobody has asked."""


class HelpAsked(Struct, frozen=True, tag_field="t", tag="asked"):
    by: PersonId
    at: int


class HelpClaimed(Struct, frozen=True, tag_field="t", tag="claimed"):
    by: PersonId
    at: int
    claimed_by: FacilitatorId
    claimed_at: int


Help = NoHelp | HelpAsked | HelpClaimed


class Showcase(Struct, frozen=True):
    """What a group would show to everybody, once all its members have said yes (rule K5)."""

    text: TextId
    """Names the title and what is shown, which stand outside the log."""
    yes: frozenset[PersonId]


class Group(Struct, frozen=True, gc=False):
    id: GroupId
    members: tuple[PersonId, ...]
    """Two to eight; who left the group is not in it any more."""
    place: PlaceId
    symbol: int
    """0..11, one of twelve drawn symbols."""
    colour: int
    """0..7"""
    first: PersonId
    """Who speaks first."""
    no_choice: tuple[PersonId, ...] = ()
    """Those of its people for whom there was no other choice."""
    by_hand: bool = False
    """A facilitator put it together."""
    weights: Weights | None = None
    """What counted when it was planned, if that is not what counted in the rest of its round."""
    here: frozenset[PersonId] = frozenset()
    here_at: int | None = None
    """When the last member said 'I'm here', if that was before the clock had started by itself."""
    here_paused_ms: int = 0
    """How long the round had been paused by then: only later pauses move the group's end."""
    done: frozenset[int] = frozenset()
    """Indices of ticked steps, from 0."""
    ready: frozenset[PersonId] = frozenset()
    help: Help = NoHelp()
    ideas: tuple[TextId, ...] = ()
    """Oldest first; the last one is the idea that the mails name."""
    showcase: Showcase | None = None
    swaps: int = 0
    """How often a member swapped the roles, besides the half time."""
    thought: frozenset[PersonId] = frozenset()
    """Who is done thinking alone."""
    thought_at: int | None = None
    """When all were, if that was before the time was over."""
    left: tuple[PersonId, ...] = ()
    """Who was here and left the group before the round ended."""
    missed: tuple[tuple[PersonId, PersonId], ...] = ()
    """Who had left before whom came: these two never sat together (rule W8)."""
    active_at: int = 0


class Ticking(Struct, frozen=True, tag_field="t", tag="ticking"):
    """The round's clock runs."""


class Paused(Struct, frozen=True, tag_field="t", tag="paused"):
    since: int


Clock = Ticking | Paused


class Round(Struct, frozen=True):
    number: int
    """From 1."""
    task: Task
    groups: dict[GroupId, Group]
    published_at: int
    clock: Clock = Ticking()
    paused_ms: int = 0
    """Sum of the pauses that have ended."""
    extra_s: int = 0
    """Seconds that the facilitator added."""
    sat_out: frozenset[PersonId] = frozenset()
    weights: Weights = Weights()
    """What counted when its groups were planned (rule P9)."""
    ended_at: int | None = None


class DraftGroup(Struct, frozen=True, gc=False):
    members: tuple[PersonId, ...]
    locked: bool = False
    points: int = 0
    """Person points, see core/pairing/FORMAT.md."""
    no_choice: tuple[PersonId, ...] = ()
    """For these a rule or the lack of others decided, not the score."""
    by_hand: bool = False
    """A facilitator's swap decided."""
    weights: Weights | None = None
    """What counted when it was planned, if that is not what counts in the rest of the draft (rule P9)."""

    def within(self, before: Weights, now: Weights) -> "DraftGroup":
        """The same group, taken over from a draft in which `before` counted into one in which `now` does."""
        own = self.weights or before
        return replace(self, weights=None if own == now else own)


Seating = tuple[tuple[PersonId, ...], ...]
"""Who sits with whom in one round."""


class Draft(Struct, frozen=True):
    """Groups that only facilitators see, before they are published."""

    round: int
    revision: int
    """Grows with every change; a command that names an older one is refused (rule D2)."""
    groups: tuple[DraftGroup, ...]
    unplaced: tuple[PersonId, ...] = ()
    """Wanted to take part, but no legal group has room for them."""
    sitting_out: tuple[PersonId, ...] = ()
    weights: Weights = Weights()
    """What counted when it was planned (rule P9)."""
    bound: int | None = None
    """No groups of these people have more person points; None where that is not known."""
    witness: tuple[Witness, ...] = ()
    """Why people are left over, or why some meet again."""
    ways: tuple[Way, ...] = ()
    """What could be done about it, and its price, as long as nobody comes, goes or is swapped."""
    hand: int = 0
    """The revision that a facilitator made last: what came since is mending."""
    told: int = 0
    """The mark of what its people had answered when it was planned or last tended; see `pairing.problem.told`."""
    ahead: int = 0
    """So many rounds after this one were planned along with it (rule P16), and nobody sits elsewhere since."""


class Gathering(Struct, frozen=True, tag_field="t", tag="gathering"):
    """No round is running: before the first, between two, or after the last."""

    draft: Draft | None = None


class Working(Struct, frozen=True, tag_field="t", tag="working"):
    """The last of `Workshop.rounds` is running."""

    draft: Draft | None = None
    """What it was published from; it stands again when the round is taken back (rule R11)."""


class Closed(Struct, frozen=True, tag_field="t", tag="closed"):
    at: int
    by_itself: bool = False


Phase = Gathering | Working | Closed


class Workshop(Struct, frozen=True):
    id: WorkshopId
    design: Design
    facilitators: tuple[FacilitatorId, ...]
    phase: Phase
    created_at: int
    version: int = 0
    """How many entries its log has."""
    participants: dict[PersonId, Participant] = {}
    """In the order in which they joined."""
    rounds: tuple[Round, ...] = ()
    taken_back: tuple[Round, ...] = ()
    """Were announced, and are no rounds (rule R11): nothing counts them."""
    later: tuple[Seating, ...] = ()
    """The rounds after the draft, or after the last round, as they were planned (rule P16), perhaps with people who
    have gone since.  Nobody reads them: who is there by then, and what counts, is judged when their turn has come.
    """
    announcements: tuple[tuple[TextId, int], ...] = ()
    """Each with the instant at which it was made; oldest first."""
