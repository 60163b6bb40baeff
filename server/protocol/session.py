"""One live connection, sans I/O: what came in goes to `receive`, which returns what has to be done about it.

The caller performs the effects in order.  After a `Close` it feeds nothing more.

    Send(frame)          write these bytes to the client
    Decide(request)      have the command decided and appended; then answer with `done`, `refused` or `not_saved`
    Plan(request)        compute groups from the newest state, then decide the `RecordDraft` they make, under its id
    Heard()              the client lives: worth a beat of presence
    Show(view)           the client wants this view whole: forget what it has, call `show`
    Close(code, reason)  hang up

Views go out through `show`, which knows what the client has.
"""

import msgspec
from msgspec import Struct

from server.core import commands as c
from server.core.decide import AnyCommand
from server.core.ids import TextId
from server.core.people import LINE_LENGTH
from server.core.typed import one_line, shows
from server.core.views.shapes import ViewName
from server.protocol.bucket import Bucket
from server.protocol.frames import MALFORMED, TOO_MANY, Frame
from server.protocol.messages import (
    AnnounceText,
    AnyRequest,
    Beat,
    ClientMessage,
    Do,
    Done,
    DraftGroups,
    NoteIdeaText,
    NotSavedYet,
    Refused,
    Resync,
    Saving,
    ServerBeat,
    TakeBetter,
    Welcome,
)
from server.protocol.showing import Showing

MESSAGES_A_SECOND = 10
MESSAGES_AT_ONCE = 60
"""A reconnect sends everything again that was not answered."""

Viewer = c.ByParticipant | c.ByFacilitator

PARTICIPANTS_ASK = (
    *(c.SitOut, c.RemoveParticipant, c.SayHere, c.TickStep, c.SayReady, c.SayThought, c.SwapRoles, c.AskHelp),
    *(NoteIdeaText, c.LeaveGroup, c.TakePlace),
)
FACILITATORS_ASK = (
    *(DraftGroups, TakeBetter, c.LockGroup, c.SwapPeople, c.SitOut, c.LetSitOut, c.ChangeWeights, c.DiscardDraft),
    *(c.ChangeSize, c.ExtendRound, c.PauseRound, c.ResumeRound, c.EndRound, c.ClaimHelp, c.AskHelp),
    *(c.PublishDraft, c.TakeBackRound, AnnounceText, c.CloseWorkshop, c.RemoveParticipant),
)


class Request(Struct, frozen=True):
    id: str
    """As the client chose it; the answer carries it."""
    key: str
    """Of the command in the log: the id, prefixed by who sent it, so that nobody can take another's ids."""


class Send(Struct, frozen=True):
    frame: Frame


class Decide(Struct, frozen=True):
    request: Request
    command: AnyCommand
    text: str | None = None
    """The words that the command names by `TextId(request.key)`; to be stored before it is decided."""


class Plan(Struct, frozen=True):
    request: Request
    shown: int | None
    """The draft that was looked at."""


class Take(Struct, frozen=True):
    """The plan that is offered for this revision of the draft."""

    request: Request
    revision: int


class Heard(Struct, frozen=True):
    pass


class Show(Struct, frozen=True):
    view: ViewName


class Close(Struct, frozen=True):
    code: int
    reason: str


Effect = Send | Decide | Plan | Take | Heard | Show | Close

_decoder: msgspec.json.Decoder[ClientMessage] = msgspec.json.Decoder(ClientMessage)


class Session:
    """`at` is the server's clock in milliseconds, in every method."""

    def __init__(self, viewer: Viewer, at: int) -> None:
        self.viewer = viewer
        self._bucket = Bucket.full(MESSAGES_A_SECOND, MESSAGES_AT_ONCE, at)
        self._shown: dict[ViewName, int] = {}

    @property
    def views(self) -> tuple[ViewName, ...]:
        """Those that this viewer may see."""
        return ("console",) if isinstance(self.viewer, c.ByFacilitator) else ("room", "seat")

    def welcome(self, at: int) -> Frame:
        return Frame.json(Welcome(at, "facilitator" if isinstance(self.viewer, c.ByFacilitator) else "participant"))

    def receive(self, data: str | bytes, at: int) -> list[Effect]:
        """What one frame of the client asks for."""
        if not self._bucket.take(at):
            return [Close(TOO_MANY, "too many messages")]
        try:
            message: ClientMessage = _decoder.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return [Close(MALFORMED, str(error)[:100].encode("ascii", "replace").decode())]
        match message:
            case Beat():
                return [Heard(), Send(Frame.json(ServerBeat(at)))]
            case Resync(view):
                if view not in self.views:
                    return [Close(MALFORMED, "not a view of yours")]
                self._shown.pop(view, None)
                return [Show(view)]
            case Do(id_, wanted):
                return [self._asked(id_, wanted)]

    def show(self, showing: Showing) -> Frame | None:
        """What the client needs to be up to date with `showing`; None if it is."""
        version = self._shown.get(showing.name, 0)
        if version == showing.version:
            return None
        self._shown[showing.name] = showing.version
        return showing.frame_for(version)

    def _asked(self, id_: str, wanted: AnyRequest) -> Effect:
        me = self.viewer
        request = Request(id_, f"{'f' if isinstance(me, c.ByFacilitator) else 'p'}:{me.id}:{id_}")
        may = FACILITATORS_ASK if isinstance(me, c.ByFacilitator) else PARTICIPANTS_ASK
        if not isinstance(wanted, may) or _for_somebody_else(me, wanted):
            return Send(refused(request, "not-allowed"))
        match wanted:
            case DraftGroups(shown):
                return Plan(request, shown)
            case TakeBetter(revision):
                return Take(request, revision)
            case AnnounceText(text):
                return _with_text(request, c.Announce(TextId(request.key)), text)
            case NoteIdeaText(group, text):
                return _with_text(request, c.NoteIdea(group, TextId(request.key)), text)
            case _:
                return Decide(request, wanted)


def _for_somebody_else(me: Viewer, wanted: AnyRequest) -> bool:
    if isinstance(me, c.ByFacilitator) or not isinstance(wanted, (c.SitOut, c.RemoveParticipant)):
        return False
    return wanted.person != me.id


def _with_text(request: Request, command: AnyCommand, text: str) -> Effect:
    cleaned = one_line(text)
    if cleaned is None or not shows(cleaned):
        return Send(refused(request, "bad-text", limit=LINE_LENGTH))
    return Decide(request, command, cleaned)


def done(request: Request, version: int) -> Frame:
    return Frame.json(Done(request.id, version))


def refused(request: Request, code: str, **fields: str | int) -> Frame:
    return Frame.json(Refused(request.id, code, fields))


def not_saved(request: Request) -> Frame:
    return Frame.json(NotSavedYet(request.id))


SAVING_AGAIN = Frame.json(Saving(ok=True))
NOT_SAVING = Frame.json(Saving(ok=False))
