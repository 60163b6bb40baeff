"""What one participant sees of their own place in the workshop."""

from msgspec.structs import replace

from server.core.clock import ends_at, help_now, starts_at, swaps_at, thinks_until
from server.core.groups import company, partners, sat_in
from server.core.ids import GroupId, PersonId
from server.core.pairing.problem import reasons
from server.core.state import Group, HelpAsked, HelpClaimed, Paused, Round, Workshop
from server.core.views import common
from server.core.views.gallery import showcase
from server.core.views.offers import offered_place
from server.core.views.shapes import GroupView, HelpName, PartnerView, PastGroup, Seat, Surroundings


def seat(state: Workshop, around: Surroundings, person: PersonId, at: int) -> Seat:
    """Raises KeyError for someone who never joined."""
    member = state.participants[person]
    current = common.running(state)
    mine = common.group_of(current, person)
    view = Seat(
        person=person,
        name=common.name(around, person),
        late=member.late,
        sits_out=member.sits_out,
        removed=member.gone or person not in around.profiles,  # erased is gone, also after the close
        past=past(state, around, person, at),
        taken_back=current is None and _taken_back(state, person),
    )
    if current is None or member.gone:
        return view
    left = mine is None and any(person in g.left for g in current.groups.values())
    sat_out = person in current.sat_out or left
    return replace(
        view,
        group=_group(state, around, current, mine, person, at=at) if mine else None,
        unplaced=mine is None and not sat_out and not member.sits_out,
        left=left,
        offered=offered_place(state, around, person, at),
    )


def _taken_back(state: Workshop, person: PersonId) -> bool:
    """Since then there was no other round."""
    last = max((*state.rounds, *state.taken_back), key=lambda r: r.published_at, default=None)
    return last in state.taken_back and common.group_of(last, person) is not None


def past(state: Workshop, around: Surroundings, person: PersonId, at: int) -> tuple[PastGroup, ...]:
    """Every group of a round that is over in which this person sat, round by round."""
    current = common.running(state)
    return tuple(
        _past(state, around, r, g, person, at=at) for r in state.rounds if r is not current for g in sat_in(r, person)
    )


def help_name(group: Group, at: int) -> HelpName:
    match help_now(group, at):
        case HelpAsked():
            return "asked"
        case HelpClaimed():
            return "claimed"
        case _:
            return "none"


def _group(state: Workshop, around: Surroundings, current: Round, mine: Group, me: PersonId, *, at: int) -> GroupView:
    at_clock = current.clock.since if isinstance(current.clock, Paused) else at
    return GroupView(
        id=mine.id,
        round=current.number,
        partners=_partners(state, around, current, mine, mine.members, me, at=at),
        gone=_gone(state, around, mine, me),
        place=common.place(state, around, mine.place),
        symbol=mine.symbol,
        colour=mine.colour,
        first=mine.first,
        starts_at=starts_at(current, mine),
        ends_at=ends_at(current, mine),
        here=me in mine.here or at_clock >= starts_at(current, mine),
        ready=me in mine.ready,
        done=tuple(sorted(mine.done)),
        help=help_name(mine, at),
        idea=common.idea(around, mine),
        showcase=showcase(state, around, mine, me),
        role=_role(around, current, mine, me, at_clock),
        swaps=mine.swaps,
        think_until=until if (until := thinks_until(current, mine)) and at_clock < until else None,
        thought=me in mine.thought,
    )


def _gone(state: Workshop, around: Surroundings, mine: Group, me: PersonId) -> tuple[str, ...]:
    called = common.names(state, around.profiles, company(mine))
    return tuple(filter(None, (called[other] for other in partners(mine, me) if other not in mine.members)))


def _partners(
    state: Workshop,
    around: Surroundings,
    of: Round,
    mine: Group,
    people: tuple[PersonId, ...],
    me: PersonId,
    *,
    at: int,
) -> tuple[PartnerView, ...]:
    called = common.names(state, around.profiles, (me, *company(mine)))
    return tuple(
        PartnerView(
            id=other,
            name=called[other],
            working_on=around.profiles[other].working_on if other in around.profiles else "",
            present=common.present(around, other, at),
            here=other in mine.here,
            ready=other in mine.ready,
            role=_role(around, of, mine, other, of.clock.since if isinstance(of.clock, Paused) else at)
            if of.ended_at is None
            else "",
            thought=other in mine.thought,
            reasons=reasons(me, other, mine, of.weights, around.profiles, state.design.language),
            met=_met_before(state, of, me, other),
        )
        for other in people
        if other != me
    )


def _role(around: Surroundings, of: Round, group: Group, person: PersonId, at_clock: int) -> str:
    """Roles go round the table from the first speaker on; each swap moves all of them by one chair (rule K8)."""
    names = common.task_view(around, of.task).roles
    if not names or person not in group.members:
        return ""
    chairs = group.members
    start = chairs.index(group.first) if group.first in chairs else 0
    moved = group.swaps + (at_clock >= swaps_at(of, group))
    turn = (chairs.index(person) - start + moved) % max(len(chairs), min(2, len(names)))
    return names[turn] if turn < len(names) else ""


def _past(state: Workshop, around: Surroundings, of: Round, group: Group, me: PersonId, *, at: int) -> PastGroup:
    return PastGroup(
        id=GroupId(group.id),
        round=of.number,
        partners=_partners(state, around, of, group, partners(group, me), me, at=at),
        symbol=group.symbol,
        colour=group.colour,
        task=common.task_view(around, of.task).title,
        idea=common.idea(around, group),
        showcase=showcase(state, around, group, me),
        left=me not in group.members,
    )


def _met_before(state: Workshop, of: Round, a: PersonId, b: PersonId) -> bool:
    earlier = (r for r in state.rounds if r.number < of.number)
    return any(a in company(g) and b in partners(g, a) for r in earlier for g in r.groups.values())
