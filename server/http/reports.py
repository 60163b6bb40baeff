"""The three questions in aggregate, for the facilitator, once (rules E8, E9)."""

from typing import Any, Literal

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from server.core.followup import report as reporting
from server.core.followup.daytime import TOO_LATE_MS
from server.core.followup.plan import groups_of
from server.core.followup.report import Later, Openings, Report
from server.core.people import Reflection
from server.core.rejections import NotAllowed
from server.core.state import Closed, Workshop
from server.http.guards import leads
from server.http.services import Services

Facilitating = Request[Any, Any, Any]


class ReportView(Struct, frozen=True, rename="camel"):
    """How far it is, and what was frozen."""

    state: Literal["open", "few", "ready", "shown"]
    """The workshop is not over; no question has five answers; there is something to show; it was shown."""
    best_at: int | None
    """From then on all mails that ask are out."""
    report: Report | None
    openings_at: int | None
    """What opened until then is counted, from then on."""
    openings: Openings | None
    later_at: int | None
    """From then on whoever opened one until `openings_at` was asked after six weeks, and has had the time to answer."""
    later: Later | None


@get("/api/workshops/{workshop:str}/report")
async def look(request: Facilitating, workshop: FromPath[str], services: NamedDependency[Services]) -> ReportView:
    """Whether there is something to show, and what was shown.  How many have answered is told with the report only."""
    _, state = await leads(request, workshop)
    return await _view(services, state)


@post("/api/workshops/{workshop:str}/report", status_code=200)
async def show(request: Facilitating, workshop: FromPath[str], services: NamedDependency[Services]) -> ReportView:
    """Freezes the answers that there are, for good, and shows them.  Raises NotAllowed where there are too few."""
    _, state = await leads(request, workshop)
    if await services.store.reports.frozen(state.id, Report) is None:
        made = await _made(services, state)
        if made is None or not isinstance(state.phase, Closed):
            raise NotAllowed
        await services.store.reports.freeze(state.id, made)
    return await _view(services, state)


async def _view(services: Services, state: Workshop) -> ReportView:
    if not isinstance(state.phase, Closed):
        return ReportView("open", None, None, None, None, None, None)
    shown = await services.store.reports.frozen(state.id, Report)
    stage: Literal["few", "ready", "shown"] = "shown"
    if shown is None:
        stage = "few" if await _made(services, state) is None else "ready"
    reports, closed_at, exchange_ms = services.store.reports, state.phase.at, services.settings.exchange_ms
    return ReportView(
        state=stage,
        best_at=closed_at + TOO_LATE_MS,
        report=shown,
        openings_at=reporting.openings_at(closed_at, exchange_ms),
        openings=await reports.frozen(state.id, Openings),
        later_at=reporting.later_at(closed_at, exchange_ms),
        later=await reports.frozen(state.id, Later),
    )


async def _made(services: Services, state: Workshop) -> Report | None:
    people = services.store.people
    given: list[Reflection] = []
    for person in await people.listed(state.id):
        reflection = await people.reflection(state.id, person)
        if reflection is not None:
            given.append(reflection)
    asked = sum(bool(groups_of(state, person)) for person in state.participants)
    return reporting.report(given, asked, services.clock())


HANDLERS = [look, show]
