"""What anybody may ask who holds a code or a personal link."""

import io
from typing import Any

import segno
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from server.core.ids import WorkshopId
from server.core.people import Brochure
from server.core.state import Closed, Language, Workshop
from server.core.views.common import phase_name
from server.core.views.shapes import PhaseName
from server.http import codes
from server.http.guards import cookie, seat_cookie
from server.http.problems import UnknownCode, UnknownLink
from server.http.services import Services, tried_from
from server.http.signin import Secret
from server.settings import DAY_MS

Anybody = Request[Any, Any, Any]


class Found(Struct, frozen=True):
    """A workshop that a right code led to."""

    code: str
    state: Workshop
    brochure: Brochure


class WorkshopCard(Struct, frozen=True, rename="camel"):
    """What someone reads before joining."""

    workshop: WorkshopId
    title: str
    facilitator: str
    language: Language
    phase: PhaseName
    joined: int
    full: bool
    closed: bool
    deleted_on: int
    """When names, addresses and answers go, at the latest, if nothing is changed any more."""
    series: str
    """The name of the series that it belongs to, or empty."""


class SeatFound(Struct, frozen=True, rename="camel"):
    """Where a personal link leads."""

    workshop: WorkshopId
    code: str


def deleted_on(state: Workshop, services: Services) -> int:
    """The day on which people's data go: counted from the close, or as if it were now, and from the exchange's end."""
    last = state.phase.at if isinstance(state.phase, Closed) else services.clock()
    return last + services.settings.exchange_ms + services.settings.people_days * DAY_MS


def joined(state: Workshop) -> int:
    return sum(not participant.gone for participant in state.participants.values())


async def find(request: Anybody, services: Services, code: str) -> Found:
    """The workshop of a code.  Raises UnknownCode, and past thirty wrong ones in ten minutes TooManyGuesses."""
    parsed = codes.parse(code)
    network, browser = tried_from(request)
    await services.limits.turn(network, browser, parsed or "")
    workshop = await services.store.workshops.by_code(parsed) if parsed else None
    if parsed and workshop:
        state, brochure = await services.hubs.state(workshop), await services.store.workshops.brochure(workshop)
        if state is not None and brochure is not None:
            services.limits.right(network, parsed)
            return Found(parsed, state, brochure)
    services.limits.wrong(network, browser)
    raise UnknownCode


@get("/api/codes/{code:str}")
async def look_up(request: Anybody, code: FromPath[str], services: NamedDependency[Services]) -> WorkshopCard:
    """The workshop of a join code; any case, with or without dash."""
    found = await find(request, services, code)
    count, series = joined(found.state), found.state.design.series
    return WorkshopCard(
        workshop=found.state.id,
        title=found.brochure.title,
        facilitator=found.brochure.facilitator,
        language=found.state.design.language,
        phase=phase_name(found.state),
        joined=count,
        full=count >= found.state.design.capacity,
        closed=isinstance(found.state.phase, Closed),
        deleted_on=deleted_on(found.state, services),
        series=(await services.store.series.name(series) if series else None) or "",
    )


@get("/api/codes/{code:str}/qr.svg", media_type="image/svg+xml")
async def code_as_qr(request: Anybody, code: FromPath[str], services: NamedDependency[Services]) -> Response[bytes]:
    """The join link as a QR code."""
    return qr(services, (await find(request, services, code)).code)


def qr(services: Services, code: str) -> Response[bytes]:
    """Dark on light whatever the page's colours: cameras want it so."""
    drawn = io.BytesIO()
    segno.make(f"{services.settings.base_url}/w/{codes.show(code)}", error="m", micro=False).save(
        drawn, kind="svg", scale=8, border=4, dark="#1d1a16", light="#ffffff", xmldecl=False, omitsize=True
    )
    return Response(drawn.getvalue(), media_type="image/svg+xml", headers={"cache-control": "private, max-age=3600"})


@post("/api/seats", status_code=200)
async def take_seat(
    request: Anybody, data: JSONBody[Secret], services: NamedDependency[Services]
) -> Response[SeatFound]:
    """Continues on this device: trades a personal link's secret for the seat's cookie.

    Who holds a right one never waits, whatever happens beside them: it is too long to be guessed.
    """
    seat = await services.store.people.seat(data.secret)
    code = await services.store.workshops.code(seat[0]) if seat else None
    if seat is None or code is None:
        services.limits.wrong(*tried_from(request))
        raise UnknownLink
    kept = cookie(services.settings, seat_cookie(seat[0]), data.secret, services.settings.people_days)
    return Response(SeatFound(seat[0], codes.show(code)), status_code=200, cookies=[kept])


HANDLERS = [look_up, code_as_qr, take_seat]
