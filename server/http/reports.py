"""The three questions in aggregate, for the facilitator, once (rules E8, E9)."""

from typing import Any, Literal

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from server.core.followup import report as reporting
from server.core.followup.daytime import DAY_MS, TOO_LATE_MS
from server.core.followup.exchange import Opened
from server.core.followup.plan import LATER_MS, groups_of
from server.core.followup.report import Later, Openings, Report
from server.core.groups import met
from server.core.people import Reflection
from server.core.rejections import NotAllowed
from server.core.state import Closed, Workshop
from server.http.guards import leads
from server.http.services import Services

Facilitating = Request[Any, Any, Any]

ANSWERED_MS = 14 * DAY_MS
"""How long after the last question of the six weeks its answer is waited for."""


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
    """None before somebody had them counted."""
    later_at: int | None
    """From then on whoever opened one until `openings_at` was asked after six weeks, and has had the time to answer."""
    later: Later | None
    afterwards_ready: bool
    """Whether there is something to count of the two: openings of five groups or more, five late answers or more."""


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


@post("/api/workshops/{workshop:str}/report/afterwards", status_code=200)
async def show_afterwards(
    request: Facilitating, workshop: FromPath[str], services: NamedDependency[Services]
) -> ReportView:
    """Counts what came of it, for good, and shows it.  Raises NotAllowed where there is nothing yet."""
    _, state = await leads(request, workshop)
    openings, later = await _openings(services, state), await _later(services, state)
    if openings is not None:
        await services.store.reports.freeze(state.id, openings)
    if later is not None:
        await services.store.reports.freeze(state.id, later)
    if openings is None and later is None and not await _counted(services, state):
        raise NotAllowed
    return await _view(services, state)


async def _view(services: Services, state: Workshop) -> ReportView:
    if not isinstance(state.phase, Closed):
        return ReportView("open", None, None, None, None, None, None, afterwards_ready=False)
    shown = await services.store.reports.frozen(state.id, Report)
    stage: Literal["few", "ready", "shown"] = "shown"
    if shown is None:
        stage = "few" if await _made(services, state) is None else "ready"
    reports = services.store.reports
    return ReportView(
        state=stage,
        best_at=state.phase.at + TOO_LATE_MS,
        report=shown,
        openings_at=_counted_at(services, state.phase),
        openings=await reports.frozen(state.id, Openings),
        later_at=_counted_at(services, state.phase) + LATER_MS + ANSWERED_MS,
        later=await reports.frozen(state.id, Later),
        afterwards_ready=bool(await _openings(services, state) or await _later(services, state)),
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


def _counted_at(services: Services, closed: Closed) -> int:
    """Who offered something as long after the close as an offer stands has had all of that time for the answer; what
    opens later still opens, and is not counted.
    """
    return closed.at + 2 * services.settings.exchange_ms


async def _counted(services: Services, state: Workshop) -> bool:
    reports = services.store.reports
    return bool(await reports.frozen(state.id, Openings) or await reports.frozen(state.id, Later))


async def _openings(services: Services, state: Workshop) -> Openings | None:
    """What is still to be counted; once, so that no two counts can be compared, and whenever it is, the same."""
    if not isinstance(state.phase, Closed):
        return None
    at = _counted_at(services, state.phase)
    if services.clock() < at:
        return None
    if await services.store.reports.frozen(state.id, Openings) is not None:
        return None
    pairs = [sorted(pair) for pair in met(state)]
    opened = 0
    for one, other in pairs:
        relation = await services.store.relations.relation(state.id, one, other)
        opened += isinstance(relation, Opened) and relation.at <= at
    groups = sum(len(round_.groups) for round_ in state.rounds)
    return reporting.openings(groups, len(pairs), opened, at)


async def _later(services: Services, state: Workshop) -> Later | None:
    """As `_openings`; the last of those are asked six weeks after it."""
    if not isinstance(state.phase, Closed):
        return None
    if services.clock() < _counted_at(services, state.phase) + LATER_MS + ANSWERED_MS:
        return None
    if await services.store.reports.frozen(state.id, Later) is not None:
        return None
    return reporting.later(await services.store.people.grown(state.id), services.clock())


HANDLERS = [look, show, show_afterwards]
