"""What is owed to whom after a workshop: the keys of the ledger, and the lines that a close or a reveal asks for.

A mail's key is `confirm:<person>:<mark>`, `after:<person>:<mark>`, `nudge:<person>`, `opened:<person>:<partner>`,
`coffee:<person>:<partner>` or `later:<person>`; ids and marks hold no colon.  A mark stands for an address: who takes
another one after the close is owed the mail there, too.  Which goes when is rule M8.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, Protocol

from msgspec import Struct

from server.core.followup.daytime import DAY_MS, TOO_LATE_MS, Zone, nudge_at
from server.core.followup.exchange import Opened
from server.core.groups import company, partners, sat_in, stayed_last
from server.core.ids import PersonId
from server.core.state import Closed, Group, Round, Workshop

Purpose = Literal["confirm", "after", "opened", "nudge", "coffee", "later"]
UNCONFIRMED = "unconfirmed"
"""The reason of a queued line that waits until the owner of the address has clicked."""
MAY_END = frozenset({"other-address", "no-address", "unsubscribed", "refused"})
"""Reasons of dropped lines that can end: whoever comes back to an address, or wants mails again, is owed them again."""
LATER_MS = 42 * DAY_MS
HELD_MS = 60 * 24 * 60 * 60 * 1000
"""How far away a held line's due date is put; the click brings it forward."""


class Key(Struct, frozen=True):
    purpose: Purpose
    person: PersonId
    """Who gets the mail."""
    partner: PersonId | None = None
    """In an 'opened' mail: whose fields it brings; in a 'coffee' mail: with whom."""
    mark: str = ""
    """In a 'confirm' or 'after' mail: the address that it goes to."""

    def __str__(self) -> str:
        return ":".join(part for part in (self.purpose, self.person, self.partner, self.mark) if part)


def parse(key: str) -> Key:
    """Raises ValueError for what is no key."""
    match key.split(":"):
        case ["confirm" | "after" as purpose, person, mark] if person and mark:
            return Key(purpose, PersonId(person), mark=mark)
        case ["nudge" | "later" as purpose, person] if person:
            return Key(purpose, PersonId(person))
        case ["opened" | "coffee" as purpose, person, partner] if person and partner:
            return Key(purpose, PersonId(person), PersonId(partner))
    raise ValueError("no ledger key")


class Owed(Struct, frozen=True):
    key: Key
    due_at: int


class Reachable(Struct, frozen=True):
    """Somebody who has an address and did not unsubscribe."""

    mark: str
    zone: Zone
    proven: bool
    """By a click; else the mail that asks for it goes first, and the others wait (rule M2)."""


class Line(Protocol):
    """What is asked of a ledger line here."""

    @property
    def key(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def due_at(self) -> int: ...


def after_close(state: Workshop, reachable: Mapping[PersonId, Reachable], at: int) -> tuple[Owed, ...]:
    """The mails that a close asks for: one now, one nudge in daytime, for everyone who was in a group; and where nobody
    has proven the address, one that asks for the click.

    May be asked again when somebody adds or changes an address later; nobody gets a nudge that would come too late.
    """
    if not isinstance(state.phase, Closed):
        return ()
    closed_at = state.phase.at
    owed: list[Owed] = []
    sat = groups_of_each(state)
    for person, participant in state.participants.items():
        if participant.gone or person not in reachable or person not in sat:
            continue
        mark = reachable[person].mark
        if not reachable[person].proven:
            owed.append(Owed(Key("confirm", person, mark=mark), at))
        owed.append(Owed(Key("after", person, mark=mark), at))
        if at < closed_at + TOO_LATE_MS:
            owed.append(Owed(Key("nudge", person), max(at, nudge_at(closed_at, reachable[person].zone))))
    return tuple(owed)


def after_reveal(a: PersonId, b: PersonId, relation: Opened, at: int) -> tuple[Owed, ...]:
    """Each gets what the other offered, and their date when there is one; six weeks later each is asked, once (M5)."""
    both = ((a, b), (b, a))
    owed = [Owed(Key("opened", one, other), at) for one, other in both]
    if relation.date is not None:
        owed += [Owed(Key("coffee", one, other), at) for one, other in both]
    return (*owed, *(Owed(Key("later", one), relation.at + LATER_MS) for one, _ in both))


def owed_again(lines: Iterable[Line], reachable: Collection[PersonId], at: int) -> tuple[Owed, ...]:
    """Of what an opening asked for: what was dropped for a reason that has ended, and still has its day (rule M10)."""
    ended = [line for line in lines if line.state == "dropped" and line.reason in MAY_END]
    found = ((parse(line.key), line.due_at) for line in ended)
    return tuple(
        Owed(key, max(due_at, at))
        for key, due_at in found
        if key.person in reachable
        and (key.purpose in {"opened", "coffee"} or (key.purpose == "later" and at <= due_at + DAY_MS))
    )


Sat = tuple[tuple[Round, Group], ...]


def groups_of(state: Workshop, person: PersonId) -> Sat:
    """The groups that the person sat in, not alone, in order; also those that they or the others left (rule W8)."""
    return tuple((r, g) for r in state.rounds for g in sat_in(r, person) if partners(g, person))


def groups_of_each(state: Workshop) -> dict[PersonId, Sat]:
    """The same of everybody who sat in any, for whoever needs many: asked one by one, each looks through all groups."""
    found: dict[PersonId, Sat] = {}
    for r in state.rounds:
        by_person: dict[PersonId, list[Group]] = {}
        for g in r.groups.values():
            for person in company(g):
                by_person.setdefault(person, []).append(g)
        for person, groups in by_person.items():
            mine = ((r, g) for g in stayed_last(groups, person) if partners(g, person))
            found[person] = (*found.get(person, ()), *mine)
    return {person: groups for person, groups in found.items() if groups}


def held(lines: Iterable[Line], person: PersonId, mark: str) -> tuple[str, ...]:
    """Keys of the mails that only wait for the click by which this person proves this address: their own, and those of
    other seats that the same address was typed into.

    The click: settle each as queued, due now.
    """
    waiting = (line.key for line in lines if line.state == "queued" and line.reason == UNCONFIRMED)
    return tuple(key for key in waiting if (owed := parse(key)).person == person or owed.mark == mark)
