"""What every participant may know of the workshop."""

from server.core.clock import notice_until
from server.core.state import Closed, Paused, Workshop
from server.core.views import common
from server.core.views.gallery import gallery
from server.core.views.shapes import Room, Surroundings


def room(state: Workshop, around: Surroundings, at: int) -> Room:
    people = [p for p, member in state.participants.items() if not member.gone]
    current = common.running(state)
    said = common.announcements(state, around)
    return Room(
        workshop=state.id,
        title=around.brochure.title,
        facilitator=around.brochure.facilitator,
        language=state.design.language,
        code=around.code,
        rounds=state.design.rounds,
        round=len(state.rounds),
        phase=common.phase_name(state),
        joined=len(people),
        present=sum(common.present(around, p, at) for p in people),
        task=common.task_view(around, current.task) if current else None,
        notice_until=notice_until(current) if current else None,
        paused_since=current.clock.since if current and isinstance(current.clock, Paused) else None,
        announcement=said[-1] if said and said[-1].at >= _since(state) else None,
        gallery=gallery(state, around),
        closed_at=state.phase.at if isinstance(state.phase, Closed) else None,
        size=state.design.size,
    )


def _since(state: Workshop) -> int:
    """When the present phase began: what was announced before it is over with the one before."""
    if isinstance(state.phase, Closed):
        return state.phase.at
    last = state.rounds[-1] if state.rounds else None
    return (last.ended_at or last.published_at) if last else 0
