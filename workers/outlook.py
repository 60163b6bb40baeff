"""Whether an errand still has something to do, read from the truth (log, relations, ledger) and not from RQ.

The relay asks before it rings, the job before it works; so an errand that comes twice, late or stale ends here.

    Outlook
    ├── Now        there is work
    ├── Later      not before this instant
    └── Nothing    all is done, or has no reason any more
"""

from msgspec import Struct

from server.core.clock import closes_itself_at
from server.core.errands import (
    AnyErrand,
    Asked,
    CloseLater,
    CountAfterwards,
    Forget,
    PlanFollowUp,
    Reveal,
    SendMail,
)
from server.core.evolve import replay
from server.core.followup.exchange import Opened, both_stand
from server.core.followup.plan import MAY_END, Key, Owed, Reachable, after_close, after_reveal, owed_again
from server.core.ids import PersonId, WorkshopId
from server.core.state import Workshop
from server.store import afterwards
from server.store.ports import Mail
from server.store.remembering import unlearnt
from server.store.store import Store
from server.store.tokens import mark
from server.text.calendar import zone
from workers.bootstrap import Tools

FINAL = frozenset({"sent", "failed", "dropped"})


class Now(Struct, frozen=True):
    pass


class Later(Struct, frozen=True):
    at: int


class Nothing(Struct, frozen=True):
    pass


Outlook = Now | Later | Nothing


async def outlook(tools: Tools, errand: AnyErrand) -> Outlook:
    if isinstance(errand, Asked):
        return Now()
    match errand:
        case SendMail(workshop, key):
            return of_line(await tools.store.ledger.line(workshop, key), tools.clock(), tools.pace.lease)
        case Reveal(workshop, a, b):
            return Now() if await unrevealed(tools, workshop, a, b) else Nothing()
        case PlanFollowUp(workshop):
            owed = await unplanned(tools, workshop) or await unlearnt(tools.store, workshop)
            return Now() if owed else Nothing()
        case Forget(workshop):
            return Now() if await tools.store.people.forgetting(workshop) else Nothing()
        case CloseLater(workshop):
            return _at(closing(await state(tools.store, workshop)), tools.clock())
        case CountAfterwards(workshop):
            found = await state(tools.store, workshop)
            return _at(await afterwards.due_at(tools.store, found, tools.settings.exchange_ms), tools.clock())


def _at(due: int | None, now: int) -> Outlook:
    if due is None:
        return Nothing()
    return Now() if due <= now else Later(due)


def of_line(line: Mail | None, at: int, lease_ms: int) -> Outlook:
    """A line of the ledger; one that somebody is sending right now is looked at again when its lease is over.

    One in doubt waits like a retry: a doorbell that rings early must not shorten the pause before the second copy.
    """
    if line is None or line.state in FINAL:
        return Nothing()
    if line.state == "claimed":
        until = (line.claimed_at or 0) + lease_ms
        return Now() if until < at else Later(until + 1)
    return Now() if line.due_at <= at else Later(line.due_at)


async def state(store: Store, workshop: WorkshopId) -> Workshop | None:
    return replay((entry.events, entry.at) for entry in await store.log.read(workshop))


def closing(workshop: Workshop | None) -> int | None:
    return None if workshop is None else closes_itself_at(workshop)


async def unplanned(tools: Tools, workshop: WorkshopId) -> tuple[Owed, ...]:
    """The lines that the close asks for and the ledger does not have, or has dropped for a reason that has ended."""
    found = await state(tools.store, workshop)
    if found is None:
        return ()
    reachable = {}
    standing = await tools.store.people.standing(workshop, dict.fromkeys(found.participants, ""))
    for person, known in standing.items():
        address = known.address
        if address is not None and address.unsubscribed_at is None and address.refused_at is None:
            there = zone("" if known.profile is None else known.profile.timezone)
            reachable[person] = Reachable(mark(address.address), there, address.confirmed_at is not None)
    lines = await tools.store.ledger.lines(workshop)
    written = {line.key for line in lines if line.state != "dropped" or line.reason not in MAY_END}
    at = tools.clock()
    new = tuple(owed for owed in after_close(found, reachable, at) if str(owed.key) not in written)
    return new + owed_again(lines, reachable.keys(), at)


def may_open(found: Workshop, a: PersonId, b: PersonId) -> bool:
    """Rule X9: who was taken out gives no contact, whatever they offered before."""
    return not any(found.participants[who].gone for who in (a, b))


async def unrevealed(tools: Tools, workshop: WorkshopId, a: PersonId, b: PersonId) -> bool:
    """Both have offered, and not all mails that the opening (and a date) ask for stand in the ledger."""
    relation = await tools.store.relations.relation(workshop, a, b)
    if not isinstance(relation, Opened):
        found = await state(tools.store, workshop)
        return found is not None and may_open(found, a, b) and both_stand(relation, a, b, tools.clock())
    if not {a, b} <= set(relation.offers):
        return False  # one of them was erased since, and is owed nothing any more
    keys: list[Key] = [owed.key for owed in after_reveal(a, b, relation, 0)]
    return any([await tools.store.ledger.line(workshop, str(key)) is None for key in keys])
