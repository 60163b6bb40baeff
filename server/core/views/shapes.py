"""What each viewer may see, as plain data for the wire.

Three views, so that everyone who may see the same gets the same bytes: `Room` (all participants), `Seat` (one
person), `Console` (all facilitators).  A view is a pure function of the state, the words and people around it, and
the instant; fields that are missing are left out of the JSON, which lets a patch say 'gone' with null (RFC 7396).
"""

from typing import Literal

from msgspec import Struct

from server.core.ids import GroupId, PersonId, PlaceId, TextId, WorkshopId
from server.core.pairing.again import FewPairs, FewSpeakers, FewStrangers, SatTogether
from server.core.pairing.instance import Mode
from server.core.pairing.score import Reason
from server.core.people import Brochure, Profile, TaskPicture
from server.core.state import Language

PRESENT_MS = 30_000
"""A person whom nothing was heard of for longer counts as absent."""
LONELY_MS = 60_000
"""Partners unseen for longer: the one who stayed is offered another place (rule R7)."""


class View(Struct, frozen=True, gc=False, rename="camel", omit_defaults=True):
    pass


class BetterPlan(View, frozen=True):
    """What the best plan would bring, for the draft of this revision: the difference to it."""

    revision: int
    placed: int = 0
    """So many people more have a place."""
    repeats: int = 0
    """So many pairs fewer meet again."""
    points: int = 0
    """So many person points more, of `people`."""
    people: int = 0
    moved: int = 0
    """So many people would sit elsewhere."""
    evener: bool = False
    """Fewer tables would have too few or too many people."""


class Surroundings(Struct, frozen=True):
    """Everything a view needs that the log does not hold."""

    brochure: Brochure
    code: str
    profiles: dict[PersonId, Profile] = {}
    texts: dict[TextId, str] = {}
    seen: dict[str, int] = {}
    """When each person was last heard of, and each group's document last edited."""
    marked: dict[str, int] = {}
    """How many ideas each group has marked in its text."""
    better: BetterPlan | None = None
    series: str = ""
    """Its name."""


PhaseName = Literal["gathering", "working", "closed"]


class TaskView(View, frozen=True):
    title: str
    brief: str
    steps: tuple[str, ...]
    minutes: int
    starter: str = ""
    roles: tuple[str, ...] = ()
    think_s: int = 0
    prompts: tuple[str, ...] = ()
    pictures: tuple[TaskPicture, ...] = ()


class AnnouncementView(View, frozen=True):
    id: TextId
    text: str
    at: int


class Shown(View, frozen=True):
    """A group's result in the gallery; the words themselves come from `GET …/gallery`."""

    group: GroupId
    round: int
    symbol: int
    colour: int
    task: str
    text: TextId
    title: str


class ShowcaseView(View, frozen=True):
    """What my group would show; it is shown as soon as nobody's yes is missing."""

    text: TextId
    title: str
    mine: bool = False
    """I have said yes to it."""
    missing: tuple[str, ...] = ()
    """The others whose yes it waits for, by name."""
    shown: bool = False


class PlaceView(View, frozen=True):
    id: PlaceId
    name: str
    remote: bool = False


class Room(View, frozen=True):
    """The same for every participant."""

    workshop: WorkshopId
    title: str
    facilitator: str
    language: Language
    code: str
    rounds: int
    round: int
    """The running round, else the last one; 0 before the first."""
    phase: PhaseName
    joined: int
    present: int
    task: TaskView | None = None
    notice_until: int | None = None
    paused_since: int | None = None
    announcement: AnnouncementView | None = None
    gallery: tuple[Shown, ...] = ()
    closed_at: int | None = None
    size: int = 2
    """2: pairs; else about so many people at a table."""


class PartnerView(View, frozen=True):
    id: PersonId
    name: str
    working_on: str = ""
    present: bool = False
    here: bool = False
    ready: bool = False
    role: str = ""
    thought: bool = False
    reasons: tuple[Reason, ...] = ()
    """Why you two; the same reasons that the partner reads, seen from this side."""
    met: bool = False
    """They worked together in an earlier round."""


HelpName = Literal["none", "asked", "claimed"]


class GroupView(View, frozen=True):
    id: GroupId
    round: int
    partners: tuple[PartnerView, ...]
    place: PlaceView
    symbol: int
    colour: int
    first: PersonId
    starts_at: int
    ends_at: int
    gone: tuple[str, ...] = ()
    """Who sat in it with me and has left it, by name; who has been erased is not told."""
    here: bool = False
    ready: bool = False
    done: tuple[int, ...] = ()
    help: HelpName = "none"
    idea: str = ""
    showcase: ShowcaseView | None = None
    role: str = ""
    """What I do just now, where the task names roles."""
    swaps: int = 0
    """Names the state that a `swapRoles` is about."""
    think_until: int | None = None
    """Until then everybody thinks alone; None when nobody does, or no more."""
    thought: bool = False
    """I am done with it."""


class OfferedPlace(View, frozen=True):
    """Your partner has gone: these two have a chair for you.  Nobody is moved without taking it."""

    group: GroupId
    names: tuple[str, ...]
    place: PlaceView
    symbol: int
    colour: int


class PastGroup(View, frozen=True):
    id: GroupId
    round: int
    partners: tuple[PartnerView, ...]
    symbol: int
    colour: int
    task: str
    idea: str = ""
    showcase: ShowcaseView | None = None
    left: bool = False
    """I left it before its round ended: no say in what it shows."""


class Seat(View, frozen=True):
    """One participant's own view."""

    person: PersonId
    name: str
    late: bool = False
    sits_out: bool = False
    removed: bool = False
    group: GroupView | None = None
    """In the running round."""
    unplaced: bool = False
    """A round is running and there was no place for them."""
    left: bool = False
    """They left their group in the running round: `offered` is for when they ask for a chair (rule R9)."""
    taken_back: bool = False
    """The group that was announced to them last is none any more (rule R11)."""
    offered: OfferedPlace | None = None
    past: tuple[PastGroup, ...] = ()


class ConsolePerson(View, frozen=True):
    id: PersonId
    name: str
    level: int | None = None
    langs: tuple[str, ...] = ()
    working_on: str = ""
    present: bool = False
    late: bool = False
    sits_out: bool = False
    removed: bool = False


class PairReasons(View, frozen=True):
    a: PersonId
    b: PersonId
    reasons: tuple[Reason, ...]
    met: bool = False


class DraftGroupView(View, frozen=True):
    members: tuple[PersonId, ...]
    points: int
    """By what counts now; of a round that was, by what counted then."""
    place: PlaceView
    symbol: int
    colour: int
    pairs: tuple[PairReasons, ...] = ()
    locked: bool = False


class LeftOver(View, frozen=True, tag="left_over", tag_field="t"):
    """These have no place in any group.

    With `langs`: the `size` people among whom they are share a language (these) with nobody else who is free; `hosts`
    sit out and speak one of them. Without: there was no other choice.
    """

    people: tuple[PersonId, ...]
    langs: tuple[str, ...] = ()
    size: int = 0
    hosts: tuple[PersonId, ...] = ()


class MeetAgain(View, frozen=True, tag="meet_again", tag_field="t"):
    """These two have met; without it somebody would be left over, or a trio more were needed."""

    a: PersonId
    b: PersonId


class SeveralTrios(View, frozen=True, tag="several_trios", tag_field="t"):
    """There are `trios`, since the languages part the room into `sizes` of people, each odd."""

    trios: int
    sizes: tuple[int, ...]


Why = FewStrangers | FewPairs | FewSpeakers | SatTogether


class AgainAtLeast(View, frozen=True, tag="again_at_least", tag_field="t"):
    """At tables: so many of those who meet again are proven to be needed, for these reasons."""

    least: int
    why: tuple[Why, ...] = ()


class TablesDiffer(View, frozen=True, tag="tables_differ", tag_field="t"):
    """Tables differ by more than one person: at tables of `low` to `high`, `left` people would be left over."""

    low: int
    high: int
    left: int


Shortfall = LeftOver | MeetAgain | AgainAtLeast | SeveralTrios | TablesDiffer


class CostView(View, frozen=True):
    """After minus before."""

    placed: int = 0
    trios: int = 0
    repeats: int = 0
    uneven: int = 0
    """Tables of more or fewer people than they need have."""


class HostWay(View, frozen=True, tag="host", tag_field="t"):
    """One person more takes part who speaks these."""

    langs: tuple[str, ...]
    cost: CostView


class NoRepeatsWay(View, frozen=True, tag="no_repeats", tag_field="t"):
    """Nobody meets again."""

    cost: CostView


class UnlockWay(View, frozen=True, tag="unlock", tag_field="t"):
    """These are held together no more."""

    members: tuple[PersonId, ...]
    cost: CostView


class TablesOfWay(View, frozen=True, tag="tables_of", tag_field="t"):
    """Tables of about `size` people."""

    size: int
    cost: CostView


WayOut = HostWay | NoRepeatsWay | UnlockWay | TablesOfWay


class DraftView(View, frozen=True):
    round: int
    revision: int
    groups: tuple[DraftGroupView, ...]
    unplaced: tuple[PersonId, ...] = ()
    sitting_out: tuple[PersonId, ...] = ()
    bound: int | None = None
    """No groups of these people have more points; None where that is not known. Of tables it is a loose one."""
    shortfalls: tuple[Shortfall, ...] = ()
    ways: tuple[WayOut, ...] = ()
    """What could be done, each planned, with what it costs."""
    better: BetterPlan | None = None
    ahead: int = 0
    """So many rounds after this one were planned along with it."""


class Tile(View, frozen=True):
    """One group on the wall: signals of progress, never the text."""

    id: GroupId
    members: tuple[PersonId, ...]
    place: PlaceView
    symbol: int
    colour: int
    steps: int
    starts_at: int
    ends_at: int
    active_at: int
    here: tuple[PersonId, ...] = ()
    present: tuple[PersonId, ...] = ()
    done: tuple[int, ...] = ()
    ready: tuple[PersonId, ...] = ()
    help: HelpName = "none"
    help_at: int | None = None
    ideas: int = 0


class PastRound(View, frozen=True):
    round: int
    task: str
    groups: tuple[DraftGroupView, ...]
    sat_out: tuple[PersonId, ...] = ()


class WeightsView(View, frozen=True):
    """What counts, in parts of 100."""

    experience: int = 0
    experience_mode: Mode = "mix"
    interests: int = 0
    skills: int = 0
    employer: int = 0


class ShareView(View, frozen=True):
    """What the rounds so far have given to and asked of somebody; see `server.core.fairness.Share`."""

    partners: int = 0
    repeats: int = 0
    trios: int = 0
    out: int = 0
    left_over: int = 0
    helped: int = 0
    known: int | None = None


class Console(View, frozen=True):
    """The same for every facilitator of the workshop."""

    workshop: WorkshopId
    version: int
    title: str
    facilitator: str
    language: Language
    code: str
    rounds: int
    round: int
    phase: PhaseName
    people: dict[PersonId, ConsolePerson]
    tasks: tuple[TaskView, ...]
    places: tuple[PlaceView, ...]
    weights: WeightsView
    draft: DraftView | None = None
    wall: dict[GroupId, Tile] = {}
    notice_until: int | None = None
    taken_back: int = 0
    """Names the state that a `takeBackRound` is about."""
    paused_since: int | None = None
    extra_s: int = 0
    announcements: tuple[AnnouncementView, ...] = ()
    gallery: tuple[Shown, ...] = ()
    past: tuple[PastRound, ...] = ()
    fairness: dict[PersonId, ShareView] = {}
    """Once a round has been published, or somebody is recognised."""
    closed_at: int | None = None
    closed_by_itself: bool = False
    size: int = 2
    """2: pairs; else about so many people at a table."""
    series: str = ""
    """The name of the series that it belongs to."""


AnyView = Room | Seat | Console
ViewName = Literal["room", "seat", "console"]
