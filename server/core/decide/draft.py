"""Drafting: plan, lock, swap, publish.  Only facilitators see a draft; publishing it makes the round."""

from collections.abc import Callable

from msgspec.structs import replace

from server.core import commands as c
from server.core import rejections as no
from server.core.events import (
    AnyEvent,
    DraftDiscarded,
    DraftExplained,
    DraftRecorded,
    DraftTended,
    LaterPlanned,
    RoundPublished,
    SizeChanged,
    WeightsChanged,
)
from server.core.groups import seated
from server.core.ids import PersonId
from server.core.pairing.instance import BadInstance, Weights
from server.core.state import Draft, DraftGroup, Gathering, Workshop

SMALLEST, LARGEST = 2, 8

Change = Callable[[Draft, PersonId], Draft]


def available(state: Workshop) -> frozenset[PersonId]:
    """Who takes part in the next round."""
    return frozenset(id_ for id_, p in state.participants.items() if not p.gone and not p.sits_out)


def record(state: Workshop, command: c.RecordDraft) -> tuple[AnyEvent, ...]:
    standing = _gathering(state).draft
    number = len(state.rounds) + 1
    if number > state.design.rounds:
        raise no.NoRoundsLeft(rounds=state.design.rounds)
    if command.round != number or command.replaces not in {None, standing.revision if standing else None}:
        raise no.DraftIsStale
    hand = standing.hand if standing else 0
    if command.shown is not None and hand > command.shown:
        raise no.DraftIsStale
    if command.weights != state.design.weights:
        raise no.DraftIsStale  # other things count by now (rule P9)
    people = available(state)
    if len(people) < SMALLEST:
        raise no.NobodyToGroup(people=len(people))
    placed = [person for g in command.groups for person in g.members]
    if len(set(placed)) != len(placed) or any(not SMALLEST <= len(g.members) <= LARGEST for g in command.groups):
        raise no.BrokenDraft
    locked = {frozenset(g.members) for g in standing.groups if g.locked} if standing else set()
    locked -= set(map(frozenset, command.released))
    if {*placed, *command.unplaced} != people or not locked <= {frozenset(g.members) for g in command.groups}:
        raise no.PeopleChanged
    sitting = tuple(id_ for id_, p in state.participants.items() if p.sits_out and not p.gone)
    # No draft so far had this one: a revision grows by one with each change, and so does the version.
    revision = standing.revision + 1 if standing else state.version + 1
    planned = Draft(
        number,
        revision,
        command.groups,
        command.unplaced,
        sitting,
        weights=command.weights,
        bound=command.bound,
        witness=command.witness,
        ways=command.ways,
        hand=hand if command.shown is None else revision,
        told=command.told,
        ahead=len(command.later or ()),
    )
    later = () if command.later is None or command.later == state.later else (LaterPlanned(command.later),)
    if standing is not None and replace(planned, revision=standing.revision, hand=hand, told=standing.told) == standing:
        return (*(() if command.told == standing.told else (DraftTended(command.told),)), *later)
    return (DraftRecorded(planned), *later)


def explain(state: Workshop, command: c.ExplainDraft) -> tuple[AnyEvent, ...]:
    """A lock has changed nothing of it (rule D12)."""
    draft = _gathering(state).draft
    seats = draft and (tuple(g.members for g in draft.groups), draft.unplaced)
    if draft is None or seats != (command.groups, command.unplaced) or state.design.size != command.size:
        raise no.DraftIsStale
    if (draft.witness, draft.ways) == (command.witness, command.ways):
        return ()
    return (DraftExplained(command.witness, command.ways),)


def lock(state: Workshop, command: c.LockGroup) -> tuple[AnyEvent, ...]:
    draft = _standing(state, command.revision)
    wanted = frozenset(command.members)
    if all(frozenset(g.members) != wanted for g in draft.groups):
        raise no.UnknownThing(what="group")
    groups = tuple(replace(g, locked=command.locked) if frozenset(g.members) == wanted else g for g in draft.groups)
    return () if groups == draft.groups else (_by_hand(draft, replace(draft, groups=groups)),)


def swap(state: Workshop, command: c.SwapPeople) -> tuple[AnyEvent, ...]:
    """Two who sit in groups, or one who sits and one who has no place yet."""
    draft = _standing(state, command.revision)
    seats = {person for g in draft.groups for person in g.members}
    other = {command.a: command.b, command.b: command.a}
    if command.a == command.b or not {command.a, command.b} <= seats | set(draft.unplaced) or not other.keys() & seats:
        raise no.UnknownThing(what="person")

    def swapped(people: tuple[PersonId, ...]) -> tuple[PersonId, ...]:
        return tuple(other.get(person, person) for person in people)

    if any({command.a, command.b} <= set(g.members) for g in draft.groups):
        return ()
    by_now = None if draft.weights == state.design.weights else state.design.weights
    groups = tuple(
        DraftGroup(swapped(g.members), by_hand=True, weights=by_now) if other.keys() & set(g.members) else g
        for g in draft.groups
    )
    return (_by_hand(draft, replace(draft, groups=groups, unplaced=swapped(draft.unplaced), ways=(), ahead=0)),)


def discard(state: Workshop, command: c.DiscardDraft) -> tuple[AnyEvent, ...]:
    return (DraftDiscarded(_standing(state, command.revision).round),)


def weigh(state: Workshop, command: c.ChangeWeights) -> tuple[AnyEvent, ...]:
    """A standing draft stays as it is, but nothing is known any more of how good it could be (rule P8)."""
    try:
        weights = Weights(
            command.experience, command.experience_mode, command.interests, command.skills, command.employer
        )
    except BadInstance as fault:
        raise no.BadWeights from fault
    if weights == state.design.weights:
        return ()
    draft = state.phase.draft if isinstance(state.phase, Gathering) else None
    return (WeightsChanged(weights), *((_by_hand(draft, replace(draft, bound=None)),) if draft else ()))


def resize(state: Workshop, command: c.ChangeSize) -> tuple[AnyEvent, ...]:
    """A standing draft stays, but what was known of it was known of tables of the other size (rule D11)."""
    if not state.design.tables or not SMALLEST < command.size <= LARGEST:
        raise no.UnknownThing(what="size")
    if command.size == state.design.size:
        return ()
    draft = state.phase.draft if isinstance(state.phase, Gathering) else None
    told = (recorded(draft, replace(draft, bound=None, ways=(), ahead=0)),) if draft else ()
    return (SizeChanged(command.size), *told)


def publish(state: Workshop, command: c.PublishDraft) -> tuple[AnyEvent, ...]:
    draft = _standing(state, command.revision)
    if not draft.groups:
        raise no.NobodyToGroup(people=len(draft.unplaced))
    task = state.design.tasks[(draft.round - 1) % len(state.design.tasks)]
    return (RoundPublished(draft.round, task, seated(state, draft), draft.sitting_out),)


# -- changes of a standing draft (rule D4) ---------------------------------------------------------------------------


def without(draft: Draft, person: PersonId) -> Draft:
    """Out of the draft; a partner who is left alone waits for a place."""
    groups: list[DraftGroup] = []
    alone: list[PersonId] = []
    for g in draft.groups:
        rest = tuple(m for m in g.members if m != person)
        if len(rest) == len(g.members):
            groups.append(g)
        elif len(rest) >= SMALLEST:
            stay = tuple(m for m in g.no_choice if m in rest)
            groups.append(DraftGroup(rest, no_choice=stay, by_hand=g.by_hand, weights=g.weights))
        else:
            alone.extend(rest)
    return replace(
        draft,
        groups=tuple(groups),
        unplaced=(*(p for p in draft.unplaced if p != person), *alone),
        sitting_out=tuple(p for p in draft.sitting_out if p != person),
        bound=None,
        witness=(),
        ways=(),
        ahead=0,
    )


def with_newcomer(draft: Draft, person: PersonId) -> Draft:
    rest = without(draft, person)
    return replace(rest, unplaced=(*rest.unplaced, person))


def with_sitter(draft: Draft, person: PersonId) -> Draft:
    rest = without(draft, person)
    return replace(rest, sitting_out=(*rest.sitting_out, person))


def caught_up(state: Workshop, draft: Draft) -> Draft:
    """What came, went or sat out while the draft did not stand."""
    for person, who in state.participants.items():
        seated = person in draft.unplaced or any(person in g.members for g in draft.groups)
        if who.gone:
            draft = without(draft, person) if seated or person in draft.sitting_out else draft
        elif who.sits_out:
            draft = draft if person in draft.sitting_out else with_sitter(draft, person)
        elif not seated:
            draft = with_newcomer(draft, person)
    return draft


def recorded(before: Draft, after: Draft) -> DraftRecorded:
    return DraftRecorded(replace(after, revision=before.revision + 1))


def _by_hand(before: Draft, after: Draft) -> DraftRecorded:
    return recorded(before, replace(after, hand=before.revision + 1))


def _gathering(state: Workshop) -> Gathering:
    if not isinstance(state.phase, Gathering):
        raise no.RoundIsRunning(round=len(state.rounds))
    return state.phase


def _standing(state: Workshop, revision: int) -> Draft:
    """The standing draft, if it is the one that the facilitator looked at (rule D2)."""
    if not isinstance(state.phase, Gathering):
        raise no.AlreadyDone  # it was published a moment ago
    if state.phase.draft is None or state.phase.draft.revision != revision:
        raise no.DraftIsStale
    return state.phase.draft
