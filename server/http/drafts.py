"""Questions about the standing draft: what a swap would cost."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from server.core.ids import PersonId
from server.core.pairing.instance import Instance
from server.core.pairing.problem import Known, problem, without_wishes
from server.core.pairing.rules import Fault, people_by_id
from server.core.pairing.score import FULL_SCORE, points_of
from server.core.state import Draft, Gathering
from server.http.guards import leads
from server.http.problems import NotFound
from server.http.services import Services
from server.store.remembering import Recollection


class SwapPrice(Struct, frozen=True, rename="camel"):
    """What it costs to put this person in the place of the one who was asked about, and the other way round."""

    person: PersonId
    points: int
    """Person points of those whose groups change, after minus before. Where nobody meets again, never more than the
    best plan would gain: what forbids that plan to gain more is private.
    """
    people: int
    """How many these are."""
    possible: bool
    """Both groups share a language then. A private wish is told nowhere, not when the swap is done either (rule P2)."""
    again: bool
    """Somebody would work with a partner whom they have met."""


@get("/api/workshops/{workshop:str}/draft/people/{person:str}/swaps")
async def swaps(
    request: Request[Any, Any, Any], workshop: FromPath[str], person: FromPath[str], services: NamedDependency[Services]
) -> list[SwapPrice]:
    """'What if I swap this one?', with everybody who sits elsewhere in the draft.  Raises NotFound without a draft, or
    for who is not in it."""
    _, state = await leads(request, workshop)
    draft = state.phase.draft if isinstance(state.phase, Gathering) else None
    groups = [g.members for g in draft.groups] if draft else []
    if draft is None or all(person not in people for people in (*groups, draft.unplaced)):
        raise NotFound
    profiles, marks = await services.store.people.known(state.id)
    before = await Recollection(services.store, state.id).of(state.design.series, marks)
    instance = without_wishes(problem(state, Known(profiles, earlier=before)))
    found = await services.hubs.planner.prices(instance, groups, person)  # a room of hundreds takes its time
    most = _gain_of_the_best(draft, instance)
    return [
        SwapPrice(
            PersonId(other),
            cost.points if Fault.REPEAT in cost.breaks else min(cost.points, most),
            cost.people,
            cost.possible,
            again=Fault.REPEAT in cost.breaks,
        )
        for other, cost in found.items()
    ]


def _gain_of_the_best(draft: Draft, instance: Instance) -> int:
    """How many person points are missing to the bound; so many that it doesn't matter where none is known."""
    if draft.bound is None:
        return FULL_SCORE * len(instance.people)
    known = people_by_id(instance)
    now = sum(points_of([known[p] for p in g.members if p in known], instance.weights) for g in draft.groups)
    return max(0, draft.bound - now)


HANDLERS = [swaps]
