"""What someone asks for.  A command may be refused; then history has no trace of it (see `rejections`).

Free text never travels in a command: it is stored first, under the command's own id, and named by its `TextId`.
"""

from msgspec import Struct

from server.core.ids import FacilitatorId, GroupId, PersonId, TextId, WorkshopId
from server.core.pairing.instance import Mode, Weights
from server.core.pairing.plan import Way, Witness
from server.core.state import Design, DraftGroup, Place, Seating, Task


class ByFacilitator(Struct, frozen=True, tag_field="t", tag="facilitator"):
    id: FacilitatorId


class ByParticipant(Struct, frozen=True, tag_field="t", tag="participant"):
    id: PersonId


class ByClock(Struct, frozen=True, tag_field="t", tag="clock"):
    """Nobody asked; it was time."""


Actor = ByFacilitator | ByParticipant | ByClock


class Command(Struct, frozen=True, tag_field="t", rename="camel", forbid_unknown_fields=True):
    pass


# -- the facilitator -------------------------------------------------------------------------------------------------


class CreateWorkshop(Command, frozen=True, tag="createWorkshop"):
    """The only command that is decided on no state."""

    workshop: WorkshopId
    design: Design


class ChangeDesign(Command, frozen=True, tag="changeDesign"):
    """Places and tasks from the next round on.  Their words are stored before, as the edition of this number."""

    edition: int
    places: tuple[Place, ...]
    tasks: tuple[Task, ...]


class AddFacilitator(Command, frozen=True, tag="addFacilitator"):
    facilitator: FacilitatorId


class RecordDraft(Command, frozen=True, tag="recordDraft"):
    """A plan; refused when people came or went since it was computed."""

    round: int
    groups: tuple[DraftGroup, ...]
    unplaced: tuple[PersonId, ...]
    weights: Weights = Weights()
    """What counted in it."""
    bound: int | None = None
    witness: tuple[Witness, ...] = ()
    ways: tuple[Way, ...] = ()
    released: tuple[tuple[PersonId, ...], ...] = ()
    """Groups whose lock gave way, since a wish or a language that came later forbids them (rules P2, P4)."""
    replaces: int | None = None
    """The only draft that it may replace, by its revision (rule D2); None: any."""
    shown: int | None = None
    """The draft that a facilitator looked at, 0 for none: one that a hand has changed since is kept.  None: no hand is
    at work, the draft is mended.
    """
    told: int = 0
    """The mark of what people had answered."""
    later: tuple[Seating, ...] | None = None
    """The rounds after this one, as they were planned along with it; None: what was planned of them stays."""


class ExplainDraft(Command, frozen=True, tag="explainDraft"):
    """Why a plan is no better, and ways out; refused when its people sit elsewhere by now (rule D12)."""

    groups: tuple[tuple[PersonId, ...], ...]
    unplaced: tuple[PersonId, ...]
    size: int
    witness: tuple[Witness, ...]
    ways: tuple[Way, ...]


class LockGroup(Command, frozen=True, tag="lockGroup"):
    revision: int
    members: tuple[PersonId, ...]
    locked: bool


class SwapPeople(Command, frozen=True, tag="swapPeople"):
    """Each takes the other's seat: in a group, among the unplaced, or sitting out."""

    revision: int
    a: PersonId
    b: PersonId


class SitOut(Command, frozen=True, tag="sitOut"):
    """By the person, or by the facilitator for them.  In a draft the person leaves their group."""

    person: PersonId
    sits_out: bool


class LetSitOut(Command, frozen=True, tag="letSitOut"):
    """Several at once (those who are away): all of them, or none."""

    people: tuple[PersonId, ...]


class ChangeWeights(Command, frozen=True, tag="changeWeights"):
    """What counts from the next plan on, in parts of 100."""

    experience: int
    experience_mode: Mode
    interests: int
    skills: int
    employer: int


class ChangeSize(Command, frozen=True, tag="changeSize"):
    """Tables of about so many people from the next plan on; a workshop of pairs stays one (rule D11)."""

    size: int


class DiscardDraft(Command, frozen=True, tag="discardDraft"):
    revision: int


class PublishDraft(Command, frozen=True, tag="publishDraft"):
    revision: int


class ExtendRound(Command, frozen=True, tag="extendRound"):
    """`extra_s` is what had been added when the sender looked: with any other, somebody was faster (rule W3)."""

    round: int
    extra_s: int
    seconds: int = 120


class PauseRound(Command, frozen=True, tag="pauseRound"):
    round: int


class ResumeRound(Command, frozen=True, tag="resumeRound"):
    round: int


class EndRound(Command, frozen=True, tag="endRound"):
    round: int


class TakeBackRound(Command, frozen=True, tag="takeBackRound"):
    """While it is only announced (rule R11).  `taken_back` is how many rounds had been taken back when the sender
    looked: with any other, somebody was faster, and this may be another announcement (rule W3).
    """

    round: int
    taken_back: int


class ClaimHelp(Command, frozen=True, tag="claimHelp"):
    group: GroupId


class Announce(Command, frozen=True, tag="announce"):
    text: TextId


class CloseWorkshop(Command, frozen=True, tag="closeWorkshop"):
    pass


class RemoveParticipant(Command, frozen=True, tag="removeParticipant"):
    """By the facilitator; or by the person ('remove me')."""

    person: PersonId


# -- the participant -------------------------------------------------------------------------------------------------


class JoinWorkshop(Command, frozen=True, tag="joinWorkshop"):
    person: PersonId


class SayHere(Command, frozen=True, tag="sayHere"):
    group: GroupId


class TickStep(Command, frozen=True, tag="tickStep"):
    group: GroupId
    step: int
    done: bool


class SayReady(Command, frozen=True, tag="sayReady"):
    group: GroupId
    ready: bool


class AskHelp(Command, frozen=True, tag="askHelp"):
    """`wanted=False` takes the call back, or says that it is settled."""

    group: GroupId
    wanted: bool


class SayThought(Command, frozen=True, tag="sayThought"):
    """Done thinking alone, or skipping it."""

    group: GroupId


class SwapRoles(Command, frozen=True, tag="swapRoles"):
    """`swaps` is how often they had been swapped when the sender looked: with any other, somebody was faster."""

    group: GroupId
    swaps: int


class NoteIdea(Command, frozen=True, tag="noteIdea"):
    group: GroupId
    idea: TextId


class ProposeShowcase(Command, frozen=True, tag="proposeShowcase"):
    """Also the proposer's yes; it replaces an earlier proposal, with its yeses."""

    group: GroupId
    text: TextId


class AgreeShowcase(Command, frozen=True, tag="agreeShowcase"):
    """A yes to these very words."""

    group: GroupId
    text: TextId


class WithdrawShowcase(Command, frozen=True, tag="withdrawShowcase"):
    group: GroupId


class LeaveGroup(Command, frozen=True, tag="leaveGroup"):
    """The quiet exit: out of the group, still in the workshop."""

    group: GroupId


class TakePlace(Command, frozen=True, tag="takePlace"):
    """Accepts the place that was offered in another group (rule R7)."""

    group: GroupId
