"""What happened.  Ids, numbers and enums only; written once, read for ever.  See `evolve` for what each means."""

from msgspec import Struct

from server.core.ids import FacilitatorId, GroupId, PersonId, TextId, WorkshopId
from server.core.pairing.instance import Weights
from server.core.pairing.plan import Way, Witness
from server.core.state import Design, Draft, Group, Place, Seating, Task


class Event(Struct, frozen=True, gc=False, tag_field="t", rename="camel", forbid_unknown_fields=True):
    pass


class WorkshopCreated(Event, frozen=True, tag="workshopCreated"):
    workshop: WorkshopId
    facilitator: FacilitatorId
    design: Design


class DesignChanged(Event, frozen=True, tag="designChanged"):
    edition: int
    places: tuple[Place, ...]
    tasks: tuple[Task, ...]


class FacilitatorAdded(Event, frozen=True, tag="facilitatorAdded"):
    facilitator: FacilitatorId


class ParticipantJoined(Event, frozen=True, tag="participantJoined"):
    person: PersonId
    late: bool


class ParticipantRemoved(Event, frozen=True, tag="participantRemoved"):
    person: PersonId


class SitOutChanged(Event, frozen=True, tag="sitOutChanged"):
    person: PersonId
    sits_out: bool


class WeightsChanged(Event, frozen=True, tag="weightsChanged"):
    weights: Weights


class SizeChanged(Event, frozen=True, tag="sizeChanged"):
    size: int


class DraftRecorded(Event, frozen=True, tag="draftRecorded"):
    """The draft whole, after a plan, a lock, a swap or a change of who takes part."""

    draft: Draft


class DraftExplained(Event, frozen=True, tag="draftExplained"):
    """The draft stays as it is; why it is no better and the ways out are known."""

    witness: tuple[Witness, ...]
    ways: tuple[Way, ...]


class DraftTended(Event, frozen=True, tag="draftTended"):
    """People or their answers have changed, and the draft stays as it is."""

    told: int


class LaterPlanned(Event, frozen=True, tag="laterPlanned"):
    """The rounds after the draft, as they were planned along with it (rule P16)."""

    rounds: tuple[Seating, ...]


class DraftDiscarded(Event, frozen=True, tag="draftDiscarded"):
    round: int


class RoundPublished(Event, frozen=True, tag="roundPublished"):
    round: int
    task: Task
    groups: tuple[Group, ...]
    sat_out: tuple[PersonId, ...]


class RoundExtended(Event, frozen=True, tag="roundExtended"):
    round: int
    seconds: int


class RoundPaused(Event, frozen=True, tag="roundPaused"):
    round: int


class RoundResumed(Event, frozen=True, tag="roundResumed"):
    round: int


class RoundEnded(Event, frozen=True, tag="roundEnded"):
    round: int


class RoundTakenBack(Event, frozen=True, tag="roundTakenBack"):
    """It was only announced, and is no round any more (rule R11)."""

    round: int


class MemberHere(Event, frozen=True, tag="memberHere"):
    group: GroupId
    person: PersonId


class MemberThought(Event, frozen=True, tag="memberThought"):
    group: GroupId
    person: PersonId


class RolesSwapped(Event, frozen=True, tag="rolesSwapped"):
    group: GroupId
    person: PersonId


class StepTicked(Event, frozen=True, tag="stepTicked"):
    group: GroupId
    person: PersonId
    step: int
    done: bool


class ReadyChanged(Event, frozen=True, tag="readyChanged"):
    group: GroupId
    person: PersonId
    ready: bool


class HelpWanted(Event, frozen=True, tag="helpWanted"):
    group: GroupId
    person: PersonId


class HelpTaken(Event, frozen=True, tag="helpTaken"):
    group: GroupId
    facilitator: FacilitatorId


class HelpCleared(Event, frozen=True, tag="helpCleared"):
    group: GroupId


class IdeaNoted(Event, frozen=True, tag="ideaNoted"):
    group: GroupId
    person: PersonId
    idea: TextId


class ShowcaseProposed(Event, frozen=True, tag="showcaseProposed"):
    group: GroupId
    person: PersonId
    text: TextId


class ShowcaseAgreed(Event, frozen=True, tag="showcaseAgreed"):
    group: GroupId
    person: PersonId


class ShowcaseWithdrawn(Event, frozen=True, tag="showcaseWithdrawn"):
    group: GroupId
    person: PersonId


class MemberLeft(Event, frozen=True, tag="memberLeft"):
    group: GroupId
    person: PersonId


class MemberJoined(Event, frozen=True, tag="memberJoined"):
    """Somebody without a partner took the place that was offered to them."""

    group: GroupId
    person: PersonId


class Announced(Event, frozen=True, tag="announced"):
    text: TextId


class WorkshopClosed(Event, frozen=True, tag="workshopClosed"):
    by_itself: bool


AnyEvent = (
    WorkshopCreated
    | DesignChanged
    | FacilitatorAdded
    | ParticipantJoined
    | ParticipantRemoved
    | SitOutChanged
    | WeightsChanged
    | SizeChanged
    | DraftRecorded
    | DraftExplained
    | DraftTended
    | LaterPlanned
    | DraftDiscarded
    | RoundPublished
    | RoundExtended
    | RoundPaused
    | RoundResumed
    | RoundEnded
    | RoundTakenBack
    | MemberHere
    | MemberThought
    | RolesSwapped
    | StepTicked
    | ReadyChanged
    | HelpWanted
    | HelpTaken
    | HelpCleared
    | IdeaNoted
    | ShowcaseProposed
    | ShowcaseAgreed
    | ShowcaseWithdrawn
    | MemberLeft
    | MemberJoined
    | Announced
    | WorkshopClosed
)
