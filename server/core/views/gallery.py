"""The showcase: what groups show to everybody."""

from server.core.groups import company
from server.core.ids import PersonId
from server.core.state import Group, Workshop
from server.core.views import common
from server.core.views.shapes import ShowcaseView, Shown, Surroundings


def gallery(state: Workshop, around: Surroundings) -> tuple[Shown, ...]:
    """What is shown, round by round (rule K5)."""
    return tuple(
        Shown(g.id, r.number, g.symbol, g.colour, common.task_view(around, r.task).title, g.showcase.text, title)
        for r in state.rounds
        for g in r.groups.values()
        if g.showcase is not None and (title := around.texts.get(g.showcase.text)) and _all_said_yes(state, around, g)
    )


def showcase(state: Workshop, around: Surroundings, group: Group, me: PersonId) -> ShowcaseView | None:
    """The proposal of my group; None if its words are gone with whoever wrote them, and for who was taken out (W12)."""
    proposed = group.showcase
    if proposed is None or (title := around.texts.get(proposed.text)) is None:
        return None
    if me not in company(group) or state.participants[me].gone:
        return None
    return ShowcaseView(
        text=proposed.text,
        title=title,
        mine=me in proposed.yes,
        missing=tuple(common.name(around, m) for m in group.members if m not in proposed.yes and m != me),
        shown=_all_said_yes(state, around, group),
    )


def _all_said_yes(state: Workshop, around: Surroundings, group: Group) -> bool:
    """Who left the workshop, or was erased, takes their yes along."""
    if group.showcase is None or not group.members:
        return False
    there = (m for m in group.members if not state.participants[m].gone and m in around.profiles)
    return group.showcase.yes >= set(group.members) == set(there)
