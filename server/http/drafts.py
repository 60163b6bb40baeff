"""Questions about the standing draft: what a swap would cost."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from server.core.ids import PersonId
from server.core.pairing.problem import problem
from server.core.pairing.rules import Fault
from server.core.state import Gathering
from server.http.guards import leads
from server.http.problems import NotFound
from server.http.services import Services


class SwapPrice(Struct, frozen=True, rename="camel"):
    """What it costs to put this person in the place of the one who was asked about, and the other way round."""

    person: PersonId
    points: int
    """Person points of those whose groups change, after minus before."""
    people: int
    """How many these are."""
    possible: bool
    """No rule stands in the way that everybody may know: a private wish shows only when the swap is tried (rule P2)."""
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
    instance = problem(state, await services.store.people.profiles(state.id))
    found = await services.hubs.planner.prices(instance, groups, person)  # a room of hundreds takes its time
    return [
        SwapPrice(
            PersonId(other),
            cost.points,
            cost.people,
            possible=set(cost.breaks) <= {Fault.REPEAT, Fault.KEPT_APART},
            again=Fault.REPEAT in cost.breaks,
        )
        for other, cost in found.items()
    ]


HANDLERS = [swaps]
