"""State from history.  `evolve` never refuses: what is in the log has happened."""

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from server.core import events as e
from server.core.clock import starts_by_itself_at
from server.core.ids import FacilitatorId, GroupId, PersonId
from server.core.pairing.instance import Weights
from server.core.state import (
    Closed,
    Draft,
    Gathering,
    Group,
    HelpAsked,
    HelpClaimed,
    NoHelp,
    Participant,
    Paused,
    Round,
    Showcase,
    Ticking,
    Working,
    Workshop,
)


def apply(state: Workshop | None, events: Sequence[e.AnyEvent], at: int) -> Workshop | None:
    """The state after one whole log entry: the events of one command, and a version more."""
    for event in events:
        state = evolve(state, event, at)
    return None if state is None else replace(state, version=state.version + 1)


def replay(entries: Iterable[tuple[Sequence[e.AnyEvent], int]]) -> Workshop | None:
    """The state that a whole log, as (events, instant) per entry, says."""
    state: Workshop | None = None
    for events, at in entries:
        state = apply(state, events, at)
    return state


def evolve(state: Workshop | None, event: e.AnyEvent, at: int) -> Workshop:
    if isinstance(event, e.WorkshopCreated):
        return Workshop(
            id=event.workshop,
            design=event.design,
            facilitators=(event.facilitator,),
            phase=Gathering(),
            created_at=at,
        )
    if state is None:
        msg = "a log begins with WorkshopCreated"
        raise ValueError(msg)
    match event:
        case e.DesignChanged(edition, places, tasks):
            return replace(state, design=replace(state.design, edition=edition, places=places, tasks=tasks))
        case e.FacilitatorAdded(facilitator):
            return replace(state, facilitators=(*state.facilitators, facilitator))
        case e.ParticipantJoined(person, late):
            return _with_person(state, person, Participant(joined_at=at, late=late))
        case e.ParticipantRemoved(person):
            return _with_person(state, person, replace(state.participants[person], gone=True))
        case e.SitOutChanged(person, sits_out):
            return _with_person(state, person, replace(state.participants[person], sits_out=sits_out))
        case e.WeightsChanged(weights):
            return replace(_unmeasured(state), design=replace(state.design, weights=weights))
        case e.SizeChanged(size):
            return replace(_unmeasured(state, ahead=0), design=replace(state.design, size=size), later=())
        case e.DraftRecorded(draft):
            return replace(state, phase=Gathering(draft))
        case e.DraftExplained(witness, ways):
            return _with_draft(state, lambda standing: replace(standing, witness=witness, ways=ways))
        case e.DraftTended(told):
            return _with_draft(state, lambda standing: replace(standing, told=told))
        case e.LaterPlanned(rounds):
            return replace(state, later=rounds)
        case e.DraftDiscarded():
            return _discarded(state)
        case e.Announced(text):
            return replace(state, announcements=(*state.announcements, (text, at)))
        case e.WorkshopClosed(by_itself):
            return replace(_with_last_round_ended(state, at), phase=Closed(at, by_itself), later=())
        case e.RoundPublished(number, task, groups, sat_out):
            begun = Round(
                number,
                task,
                {g.id: g for g in groups},
                published_at=at,
                sat_out=frozenset(sat_out),
                weights=_counted(state),
            )
            published_from = state.phase.draft if isinstance(state.phase, Gathering) else None
            return replace(state, phase=Working(published_from), rounds=(*state.rounds, begun))
        case e.RoundExtended(_, seconds):
            return _with_round(state, lambda r: replace(r, extra_s=r.extra_s + seconds))
        case e.RoundPaused():
            return _with_round(state, lambda r: replace(r, clock=Paused(at)))
        case e.RoundResumed():
            return _with_round(state, lambda r: _resumed(r, at))
        case e.RoundEnded():
            return replace(_with_last_round_ended(state, at), phase=Gathering())
        case e.RoundTakenBack():
            return _taken_back(state, at)
        case e.MemberJoined(group, person):
            return _with_round(state, lambda r: _moved(r, person, group, at))
        case e.MemberHere(group, person):
            return _with_group(state, group, lambda g: _arrived(g, person, state.rounds[-1], at))
        case e.MemberThought(group, person):
            return _with_group(
                state, group, lambda g: _laid_out(replace(g, thought=g.thought | {person}, active_at=at), at)
            )
        case e.RolesSwapped(group):
            return _with_group(state, group, lambda g: replace(g, swaps=g.swaps + 1, active_at=at))
        case e.StepTicked(group, _, step, done):
            return _with_group(
                state, group, lambda g: replace(g, done=g.done | {step} if done else g.done - {step}, active_at=at)
            )
        case e.ReadyChanged(group, person, ready):
            return _with_group(
                state, group, lambda g: replace(g, ready=g.ready | {person} if ready else g.ready - {person})
            )
        case e.HelpWanted(group, person):
            return _with_group(state, group, lambda g: replace(g, help=HelpAsked(person, at)))
        case e.HelpTaken(group, facilitator):
            return _with_group(state, group, lambda g: _help_taken(g, facilitator, at))
        case e.HelpCleared(group):
            return _with_group(state, group, lambda g: replace(g, help=NoHelp()))
        case e.IdeaNoted(group, _, idea):
            return _with_group(state, group, lambda g: replace(g, ideas=(*g.ideas, idea), active_at=at))
        case e.ShowcaseProposed(group, person, text):
            return _with_group(state, group, lambda g: replace(g, showcase=Showcase(text, frozenset({person}))))
        case e.ShowcaseAgreed(group, person):
            return _with_group(state, group, lambda g: _agreed(g, person))
        case e.ShowcaseWithdrawn(group):
            return _with_group(state, group, lambda g: replace(g, showcase=None))
        case e.MemberLeft(group, person):
            return _with_group(state, group, lambda g: _left(g, person, state.rounds[-1], at))


def _counted(state: Workshop) -> Weights:
    """What counted in the draft that is published."""
    draft = state.phase.draft if isinstance(state.phase, Gathering) else None
    return state.design.weights if draft is None else draft.weights


def _unmeasured(state: Workshop, **changes: int) -> Workshop:
    """What was known of the draft of a running round was known by what counted until now (rules P8, D11)."""
    draft = state.phase.draft if isinstance(state.phase, Working) else None
    return state if draft is None else replace(state, phase=Working(replace(draft, bound=None, ways=(), **changes)))


def _with_draft(state: Workshop, change: Callable[[Draft], Draft]) -> Workshop:
    draft = state.phase.draft if isinstance(state.phase, Gathering) else None
    return state if draft is None else replace(state, phase=Gathering(change(draft)))


def _discarded(state: Workshop) -> Workshop:
    """What was planned for this round is good for a later one, where such were planned along with it (rule P16)."""
    draft = state.phase.draft if isinstance(state.phase, Gathering) else None
    later = (*state.later, tuple(g.members for g in draft.groups)) if draft and state.later else state.later
    return replace(state, phase=Gathering(), later=later)


def _with_person(state: Workshop, person: PersonId, participant: Participant) -> Workshop:
    return replace(state, participants={**state.participants, person: participant})


def _with_round(state: Workshop, change: Callable[[Round], Round]) -> Workshop:
    return replace(state, rounds=(*state.rounds[:-1], change(state.rounds[-1])))


def _with_group(state: Workshop, group: GroupId, change: Callable[[Group], Group]) -> Workshop:
    """Changes a group of any round: an idea may be noted after its round has ended."""

    def changed(r: Round) -> Round:
        return replace(r, groups={**r.groups, group: change(r.groups[group])}) if group in r.groups else r

    return replace(state, rounds=tuple(changed(r) for r in state.rounds))


def _with_last_round_ended(state: Workshop, at: int) -> Workshop:
    """Ends the running round, if one runs; its calls for help are over with it (rule H3)."""
    if not state.rounds or state.rounds[-1].ended_at is not None:
        return state

    def ended(r: Round) -> Round:
        calm = {id_: replace(g, help=NoHelp()) for id_, g in r.groups.items()}
        return replace(_resumed(r, at), ended_at=at, groups=calm)

    return _with_round(state, ended)


def _taken_back(state: Workshop, at: int) -> Workshop:
    """As if the round had not been: where it was the first, who has come since is not late."""
    *rounds, announced = _with_last_round_ended(state, at).rounds
    people = state.participants
    if not rounds:
        people = {id_: replace(who, late=False) for id_, who in people.items()}
    return replace(
        state,
        phase=Gathering(),
        rounds=tuple(rounds),
        taken_back=(*state.taken_back, announced),
        participants=people,
    )


def _resumed(running: Round, at: int) -> Round:
    if not isinstance(running.clock, Paused):
        return running
    return replace(running, clock=Ticking(), paused_ms=running.paused_ms + at - running.clock.since)


def _arrived(group: Group, person: PersonId, running: Round, at: int) -> Group:
    return _complete(replace(group, here=group.here | {person}), running, at)


def _complete(group: Group, running: Round, at: int) -> Group:
    """Starts the group's clock if everybody is here and it has not started by itself (rule R2)."""
    standing_ms = at - running.clock.since if isinstance(running.clock, Paused) else 0
    everybody = bool(group.members) and group.here >= set(group.members)
    if not everybody or group.here_at is not None or at - standing_ms >= starts_by_itself_at(running):
        return group
    return replace(group, here_at=at, here_paused_ms=running.paused_ms + standing_ms)


def _left(group: Group, person: PersonId, running: Round, at: int) -> Group:
    return _complete(_laid_out(_without(group, person), at), running, at)


def _laid_out(group: Group, at: int) -> Group:
    """The answers are laid out as soon as all have thought; who comes later does not hide them again (rule K7)."""
    everybody = bool(group.members) and group.thought >= set(group.members)
    return replace(group, thought_at=at) if everybody and group.thought_at is None else group


def _agreed(group: Group, person: PersonId) -> Group:
    if group.showcase is None:
        return group
    return replace(group, showcase=replace(group.showcase, yes=group.showcase.yes | {person}))


def _help_taken(group: Group, by: FacilitatorId, at: int) -> Group:
    if not isinstance(group.help, HelpAsked):
        return group
    return replace(group, help=HelpClaimed(group.help.by, group.help.at, by, at))


def _without(group: Group, person: PersonId) -> Group:
    members = tuple(m for m in group.members if m != person)
    left = group.left if person in group.left else (*group.left, person)
    return replace(group, members=members, left=left, ready=group.ready - {person}, here=group.here - {person})


def _moved(running: Round, person: PersonId, to: GroupId, at: int) -> Round:
    groups = {id_: _without(g, person) if person in g.members else g for id_, g in running.groups.items()}
    target = groups[to]
    groups[to] = replace(
        target,
        members=(*target.members, person),
        left=tuple(p for p in target.left if p != person),
        missed=(*target.missed, *((gone, person) for gone in target.left if gone != person)),
        here=target.here | {person},
        ready=frozenset(),
        active_at=at,
    )
    return replace(running, groups=groups, sat_out=running.sat_out - {person})
