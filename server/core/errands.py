"""Something that workers have to do, written in the same transition as the events that ask for it."""

from typing import Literal

from msgspec import Struct

from server.core import events as e
from server.core.clock import closes_itself_at
from server.core.ids import FacilitatorId, PersonId, WorkshopId
from server.core.state import Workshop


class Errand(Struct, frozen=True, tag_field="t"):
    """Ids only: a worker reads the state again when it runs."""


class PlanFollowUp(Errand, frozen=True, tag="planFollowUp"):
    """The workshop has closed: every participant is owed a mail, and its series learns who has met whom."""

    workshop: WorkshopId


class CountAfterwards(Errand, frozen=True, tag="countAfterwards"):
    """The workshop has closed: on their days, what came of it is counted for the facilitator (rule E9)."""

    workshop: WorkshopId


class CloseLater(Errand, frozen=True, tag="closeLater"):
    """Look again at this instant whether the workshop still waits to be closed."""

    workshop: WorkshopId
    at: int


class Reveal(Errand, frozen=True, tag="reveal"):
    """Two offers stand: claim and deliver; or two have agreed on a date.  The relation decides, not this errand."""

    workshop: WorkshopId
    a: PersonId
    b: PersonId


class SendMail(Errand, frozen=True, tag="sendMail"):
    """One mail of the ledger is due."""

    workshop: WorkshopId
    mail: str
    """The ledger's key of the mail: `<purpose>:<person>[:<partner>]`."""


class Forget(Errand, frozen=True, tag="forget"):
    """Records were erased: what stands beside them (texts, mails that are owed, jobs) goes, too."""

    workshop: WorkshopId


class SendDataLink(Errand, frozen=True, tag="sendDataLink"):
    """Somebody wants to take along or end what we hold of them (rule E1); the worker mints the link."""

    workshop: WorkshopId
    person: PersonId
    language: Literal["de", "en"]
    asked_at: int


class SendSignIn(Errand, frozen=True, tag="sendSignIn"):
    """A facilitator asked for a sign-in link; the worker mints it, so that no queue ever holds a secret."""

    facilitator: FacilitatorId
    language: Literal["de", "en"]
    asked_at: int
    """A mail server that says 'later' for long is not asked for ever: who still wants a link asks again."""


class SendInvitation(Errand, frozen=True, tag="sendInvitation"):
    """Somebody may facilitate a workshop from now on, and is told so; they sign in by themselves."""

    workshop: WorkshopId
    facilitator: FacilitatorId
    asked_at: int


Asked = SendDataLink | SendSignIn | SendInvitation
"""A mail that somebody asked for, outside the ledger: nothing tells that it is done, and who misses it asks again."""
AnyErrand = PlanFollowUp | CountAfterwards | CloseLater | Reveal | SendMail | Forget | Asked


def errands(after: Workshop, events: tuple[e.AnyEvent, ...]) -> tuple[AnyErrand, ...]:
    """What `events`, which led to `after`, ask of the workers."""
    found: list[AnyErrand] = []
    for event in events:
        match event:
            case e.WorkshopClosed():
                found += (PlanFollowUp(after.id), CountAfterwards(after.id))
            case e.RoundPublished() | e.RoundExtended() | e.RoundResumed() | e.RoundEnded():
                at = closes_itself_at(after)
                if at is not None:
                    found.append(CloseLater(after.id, at))
            case _:
                pass
    return tuple(found)
