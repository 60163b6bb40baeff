"""What every facilitator of the workshop sees: people, the draft with its reasons, the wall, the roster."""

from collections.abc import Callable, Generator, Iterable
from itertools import combinations
from typing import TypeVar

from msgspec import structs

from server.core.clock import ends_at, help_now, notice_until, starts_at
from server.core.fairness import fairness
from server.core.groups import met, place, sign
from server.core.ids import GroupId, PersonId
from server.core.pairing.instance import Weights
from server.core.pairing.problem import known, reasons
from server.core.pairing.score import points_of
from server.core.people import Profile
from server.core.state import (
    Closed,
    Draft,
    DraftGroup,
    Gathering,
    Group,
    HelpAsked,
    HelpClaimed,
    Participant,
    Paused,
    Round,
    Workshop,
)
from server.core.views import common
from server.core.views.gallery import gallery
from server.core.views.seat import help_name
from server.core.views.shapes import (
    Console,
    ConsolePerson,
    DraftGroupView,
    DraftView,
    PairReasons,
    PastRound,
    ShareView,
    Surroundings,
    Tile,
    WeightsView,
)
from server.core.views.shortfall import shortfalls, ways_out

AT_ONCE = 200
"""People, or tiles, between two pauses: a millisecond or two."""
WITH_REASONS = 15
"""Groups of a draft between two pauses."""

Item = TypeVar("Item")
Made = TypeVar("Made")


def console(state: Workshop, around: Surroundings, at: int) -> Console:
    """All of it at once; see `console_in_steps`."""
    steps = console_in_steps(state, around, at)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            view: Console = done.value
            return view


def console_in_steps(state: Workshop, around: Surroundings, at: int) -> Generator[None, None, Console]:
    """Pauses now and then: a room of hundreds must not keep others waiting."""
    current = common.running(state)
    phase = state.phase
    profiles = known(around.profiles)
    around = structs.replace(around, profiles=profiles)
    people = yield from _each(state.participants.items(), lambda one: (one[0], _person(around, one[0], one[1], at)))
    draft = phase.draft if isinstance(phase, Gathering) else None
    drafted = (yield from _draft(state, around, draft)) if draft else None
    wall = (yield from _wall(state, around, current, at)) if current else {}
    past: tuple[PastRound, ...] = ()
    for r in state.rounds:
        if r is not current:
            past = (*past, (yield from _past(state, around, r)))
    yield
    return Console(
        workshop=state.id,
        version=state.version,
        title=around.brochure.title,
        facilitator=around.brochure.facilitator,
        language=state.design.language,
        code=around.code,
        rounds=state.design.rounds,
        round=len(state.rounds),
        phase=common.phase_name(state),
        people=dict(people),
        tasks=tuple(common.task_view(around, t) for t in state.design.tasks),
        places=tuple(common.place(state, around, p.id) for p in state.design.places),
        weights=WeightsView(**structs.asdict(state.design.weights)),
        draft=drafted,
        wall=wall,
        notice_until=notice_until(current) if current else None,
        taken_back=len(state.taken_back),
        paused_since=current.clock.since if current and isinstance(current.clock, Paused) else None,
        extra_s=current.extra_s if current else 0,
        announcements=common.announcements(state, around),
        gallery=gallery(state, around),
        past=past,
        fairness={
            p: ShareView(**structs.asdict(share)) for p, share in fairness(state, profiles, profiles.earlier).items()
        }
        if state.rounds or profiles.earlier.counts
        else {},
        closed_at=phase.at if isinstance(phase, Closed) else None,
        closed_by_itself=isinstance(phase, Closed) and phase.by_itself,
        size=state.design.size,
        series=around.series,
    )


def _each(
    items: Iterable[Item], make: Callable[[Item], Made], at_once: int = AT_ONCE
) -> Generator[None, None, list[Made]]:
    made: list[Made] = []
    for item in items:
        made.append(make(item))
        if len(made) % at_once == 0:
            yield
    return made


def _person(around: Surroundings, id_: PersonId, member: Participant, at: int) -> ConsolePerson:
    profile = around.profiles.get(id_) or Profile(name="")
    return ConsolePerson(
        id=id_,
        name=profile.name,
        level=profile.level,
        langs=profile.langs,
        working_on=profile.working_on,
        present=not member.gone and common.present(around, id_, at),
        late=member.late,
        sits_out=member.sits_out,
        removed=member.gone,
    )


def _draft(state: Workshop, around: Surroundings, draft: Draft) -> Generator[None, None, DraftView]:
    have_met = met(state) | {frozenset(map(PersonId, two)) for two in known(around.profiles).earlier.met}

    def drafted(numbered: tuple[int, DraftGroup]) -> DraftGroupView:
        index, group = numbered
        symbol, colour = sign(index, draft.round)
        return DraftGroupView(
            members=group.members,
            points=_points(state, around, group.members, state.design.weights),
            place=common.place(state, around, place(state, index).id),
            symbol=symbol,
            colour=colour,
            pairs=tuple(
                PairReasons(
                    a,
                    b,
                    reasons(a, b, group, draft.weights, around.profiles, state.design.language),
                    met=frozenset((a, b)) in have_met,
                )
                for a, b in combinations(group.members, 2)
            ),
            locked=group.locked,
        )

    groups = yield from _each(enumerate(draft.groups), drafted, WITH_REASONS)
    return DraftView(
        draft.round,
        draft.revision,
        tuple(groups),
        draft.unplaced,
        draft.sitting_out,
        draft.bound,
        shortfalls(state, around.profiles, draft),
        ways_out(state, around.profiles, draft),
        around.better if around.better and around.better.revision == draft.revision else None,
        draft.ahead,
    )


def _wall(state: Workshop, around: Surroundings, current: Round, at: int) -> Generator[None, None, dict[GroupId, Tile]]:
    groups = (g for g in current.groups.values() if g.members)
    tiles = yield from _each(groups, lambda g: _tile(state, around, current, g, at))
    return {tile.id: tile for tile in tiles}


def _tile(state: Workshop, around: Surroundings, current: Round, group: Group, at: int) -> Tile:
    call = help_now(group, at)
    return Tile(
        id=group.id,
        members=group.members,
        place=common.place(state, around, group.place),
        symbol=group.symbol,
        colour=group.colour,
        steps=current.task.steps,
        starts_at=starts_at(current, group),
        ends_at=ends_at(current, group),
        active_at=common.active_at(current, group, around),
        here=tuple(p for p in group.members if p in group.here),
        present=tuple(p for p in group.members if common.present(around, p, at)),
        done=tuple(sorted(group.done)),
        ready=tuple(p for p in group.members if p in group.ready),
        help=help_name(group, at),
        help_at=call.at if isinstance(call, HelpAsked | HelpClaimed) else None,
        ideas=around.marked.get(group.id, 0) + bool(group.ideas),  # rule K3
    )


def _past(state: Workshop, around: Surroundings, of: Round) -> Generator[None, None, PastRound]:
    def grouped(g: Group) -> DraftGroupView:
        return DraftGroupView(
            members=g.members,
            points=_points(state, around, g.members, g.weights or of.weights),
            place=common.place(state, around, g.place),
            symbol=g.symbol,
            colour=g.colour,
        )

    groups = yield from _each((g for g in of.groups.values() if g.members), grouped)
    return PastRound(of.number, common.task_view(around, of.task).title, tuple(groups), tuple(sorted(of.sat_out)))


def _points(state: Workshop, around: Surroundings, members: tuple[PersonId, ...], weights: Weights) -> int:
    people = known(around.profiles)
    return points_of([people.seen(m, state.design.language).person for m in members if m in people], weights)
