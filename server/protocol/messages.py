"""The live socket's messages, both directions.  JSON text frames; `t` names the kind.

`/live/{workshop}` speaks to a participant with the seat's cookie and to a facilitator with the session's.  After the
handshake the server sends `welcome` and a `snapshot` of every view this viewer has (participant: room and seat;
facilitator: console); from then on `patch` or a new `snapshot`.  A client that cannot apply a patch sends `resync`.
Close codes: 1013 the store can't be reached (try later), 4400 malformed, 4401 not signed in, 4403 not a member, 4408
too slow (reconnect), 4429 too many messages.  On the workspace socket also 4413: the text is full.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Raw, Struct

from server.core.commands import (
    AskHelp,
    ChangeSize,
    ChangeWeights,
    ClaimHelp,
    CloseWorkshop,
    DiscardDraft,
    EndRound,
    ExtendRound,
    LeaveGroup,
    LetSitOut,
    LockGroup,
    PauseRound,
    PublishDraft,
    RemoveParticipant,
    ResumeRound,
    SayHere,
    SayReady,
    SayThought,
    SitOut,
    SwapPeople,
    SwapRoles,
    TakeBackRound,
    TakePlace,
    TickStep,
)
from server.core.ids import GroupId
from server.core.views.shapes import ViewName

MAX_FRAME = 64 * 1024
"""Bytes of one frame that a client sends; what we send may be larger (a console of hundreds of people)."""

RequestId = Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{1,64}$")]
"""Chosen by the client (a UUID)."""


class Message(Struct, frozen=True, tag_field="t", rename="camel"):
    pass


# -- client to server ------------------------------------------------------------------------------------------------


class DraftGroups(Message, frozen=True, tag="draftGroups", forbid_unknown_fields=True):
    """Plan the next round anew: other groups than those that are shown; locked ones stay.

    Becomes `recordDraft` when planned.
    """

    shown: int | None = None
    """The revision of the draft that was looked at, 0 for none: what a facilitator has changed since is kept, and the
    request refused (rule D2).  Without it, whatever stands is planned anew.
    """


class TakeBetter(Message, frozen=True, tag="takeBetter", forbid_unknown_fields=True):
    """The better plan that the console offers for this revision of the draft: exactly what it said, or nothing."""

    revision: int


class AnnounceText(Message, frozen=True, tag="announceText", forbid_unknown_fields=True):
    text: str


class NoteIdeaText(Message, frozen=True, tag="noteIdeaText", forbid_unknown_fields=True):
    group: GroupId
    text: str


AnyRequest = (
    DraftGroups
    | TakeBetter
    | LockGroup
    | SwapPeople
    | SitOut
    | LetSitOut
    | ChangeWeights
    | ChangeSize
    | DiscardDraft
    | PublishDraft
    | ExtendRound
    | PauseRound
    | ResumeRound
    | EndRound
    | TakeBackRound
    | ClaimHelp
    | AnnounceText
    | CloseWorkshop
    | RemoveParticipant
    | SayHere
    | TickStep
    | SayReady
    | SayThought
    | SwapRoles
    | AskHelp
    | NoteIdeaText
    | LeaveGroup
    | TakePlace
)


class Do(Message, frozen=True, tag="do", forbid_unknown_fields=True):
    id: RequestId
    """Sent again after a reconnect under the same id, it happens once."""
    command: AnyRequest


class Beat(Message, frozen=True, tag="beat", forbid_unknown_fields=True):
    """Every ten seconds; answered by `beat` with the server's clock."""


class Resync(Message, frozen=True, tag="resync", forbid_unknown_fields=True):
    view: ViewName


ClientMessage = Do | Beat | Resync


# -- server to client ------------------------------------------------------------------------------------------------


class Welcome(Message, frozen=True, tag="welcome"):
    now: int
    role: Literal["participant", "facilitator"]


class Snapshot(Message, frozen=True, tag="snapshot"):
    view: ViewName
    version: int
    """Grows with every change of this view on this connection's server; not the workshop's version."""
    value: Raw


class Patch(Message, frozen=True, tag="patch"):
    """A JSON merge patch (RFC 7396) from version `base` to `version` of the view."""

    view: ViewName
    base: int
    version: int
    patch: Any


class Done(Message, frozen=True, tag="done"):
    """Durable.  `version` is the workshop's."""

    id: str
    version: int


class Refused(Message, frozen=True, tag="refused"):
    id: str
    code: str
    """Names the sentence: `rejection-<code>` in the locales."""
    fields: dict[str, str | int] = {}


class NotSavedYet(Message, frozen=True, tag="notSaved"):
    """The store refuses writes: nothing of this command has happened; send it again (same id) later."""

    id: str


class Saving(Message, frozen=True, tag="saving"):
    """To everybody concerned, when the store starts (`ok=false`) or ceases to refuse writes."""

    ok: bool


class DocumentSaved(Message, frozen=True, tag="documentSaved"):
    """To the members of a group: what this names of its document is durable."""

    group: GroupId
    up_to: str
    """A Yjs snapshot (`encodeSnapshot`), base64: how far each client has written, and what is deleted.  A state vector
    does not move on deletions.  The first word on a connection names all that was ever deleted, later ones what is new:
    a client adds them up, and its text is saved when they cover the snapshot of its own document."""


class ServerBeat(Message, frozen=True, tag="beat"):
    now: int


ServerMessage = Welcome | Snapshot | Patch | Done | Refused | NotSavedYet | Saving | DocumentSaved | ServerBeat
