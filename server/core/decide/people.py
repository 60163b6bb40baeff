"""Coming, sitting out, going."""

from server.core import commands as c
from server.core import rejections as no
from server.core.decide import draft
from server.core.events import AnyEvent, MemberLeft, ParticipantJoined, ParticipantRemoved, SitOutChanged
from server.core.ids import PersonId
from server.core.state import Gathering, Participant, Working, Workshop


def join(state: Workshop, command: c.JoinWorkshop) -> tuple[AnyEvent, ...]:
    if command.person in state.participants:
        raise no.AlreadyDone
    if sum(not p.gone for p in state.participants.values()) >= state.design.capacity:
        raise no.WorkshopIsFull(capacity=state.design.capacity)
    joined = ParticipantJoined(command.person, late=bool(state.rounds))
    return (joined, *_in_draft(state, draft.with_newcomer, command.person))


def sit_out(state: Workshop, command: c.SitOut) -> tuple[AnyEvent, ...]:
    if _here(state, command.person).sits_out == command.sits_out:
        return ()
    change = draft.with_sitter if command.sits_out else draft.with_newcomer
    return (SitOutChanged(command.person, command.sits_out), *_in_draft(state, change, command.person))


def let_sit_out(state: Workshop, command: c.LetSitOut) -> tuple[AnyEvent, ...]:
    out = [person for person in dict.fromkeys(command.people) if not _here(state, person).sits_out]
    if not out:
        return ()
    return (*(SitOutChanged(person, True) for person in out), *_in_draft(state, draft.with_sitter, *out))


def remove(state: Workshop, command: c.RemoveParticipant) -> tuple[AnyEvent, ...]:
    person = state.participants.get(command.person)
    if person is None:
        raise no.UnknownThing(what="person")
    if person.gone:
        raise no.AlreadyDone
    left: list[AnyEvent] = []
    if isinstance(state.phase, Working):
        left = [
            MemberLeft(g.id, command.person) for g in state.rounds[-1].groups.values() if command.person in g.members
        ]
    return (ParticipantRemoved(command.person), *left, *_in_draft(state, draft.without, command.person))


def _here(state: Workshop, person: PersonId) -> Participant:
    found = state.participants.get(person)
    if found is None or found.gone:
        raise no.UnknownThing(what="person")
    return found


def _in_draft(state: Workshop, change: draft.Change, *people: PersonId) -> tuple[AnyEvent, ...]:
    """Rule D4: who comes or goes while a draft stands changes the draft with it, and its revision."""
    if not isinstance(state.phase, Gathering) or state.phase.draft is None:
        return ()
    changed = state.phase.draft
    for person in people:
        changed = change(changed, person)
    return (draft.recorded(state.phase.draft, changed),)
