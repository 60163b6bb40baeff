"""Series: which a facilitator has; and whether one of them remembers a participant (rules S1 to S4).

Recognised is who types the address that they have proven, in a browser in which they let themselves be remembered.  To
anybody else all answers are the same, whether the address is known or not.
"""

from typing import Any

from litestar import Request, Response, get, put
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct

from server.core.errands import PlanFollowUp
from server.core.followup.consent import Consent
from server.core.ids import FacilitatorId, Mark, PersonId, SeriesId, WorkshopId
from server.core.people import Address
from server.core.state import Workshop
from server.http import mydata, words
from server.http.guards import Member, SignedIn, cookie, no_cookie
from server.http.problems import BadField, NotFound, Unconfirmed
from server.http.services import Services
from server.http.signin import Form
from server.store import erasure
from server.store.remembering import mark_of

Anybody = Request[Any, Any, Any]

NAME = 120


class SeriesLine(Struct, frozen=True):
    """One of a facilitator's."""

    series: SeriesId
    name: str


class MySeries(Struct, frozen=True):
    """For who has proven that it is them: the series of the workshop, and whether it remembers them."""

    name: str
    on: bool
    here: bool
    """Whether it would recognise them in this browser, or they could not say so here: by a mailed link alone."""
    days: int
    """After the last workshop of the series, until it forgets."""


class Remembering(Form, frozen=True):
    """Whether the series may remember me."""

    on: bool


@get("/api/series")
async def mine(facilitator: NamedDependency[SignedIn], services: NamedDependency[Services]) -> list[SeriesLine]:
    """The facilitator's series, last used first."""
    return [SeriesLine(id_, name) for id_, name in (await services.store.series.of(facilitator.id)).items()]


async def opened(
    services: Services, by: FacilitatorId, workshop: WorkshopId, new: SeriesId, chosen: str, name: str
) -> SeriesId | None:
    """The series of this new workshop: the chosen one of theirs, or a new one of this name.  Raises BadField."""
    series = SeriesId(chosen)
    if name.strip():
        series, called = new, words.needed(name, "newSeries", NAME)
    elif chosen:
        own = await services.store.series.of(by)
        if series not in own:
            raise BadField(field="series", reason="unknown")
        called = own[series]
    else:
        return None
    await services.store.series.open(by, series, called, workshop, services.clock())
    return series


async def recognise(
    request: Anybody, services: Services, state: Workshop, person: PersonId, address: str | None
) -> None:
    """By what they typed and by their browser, both; whoever lacks one of them is not recognised (any more)."""
    series = state.design.series
    if series is None:
        return
    browser, mark = request.cookies.get(_cookie(series)), None
    if browser and address:
        mark = await services.store.series.mark(series, address)
    known = mark is not None and browser is not None and await services.store.series.knows(series, mark, browser)
    await services.store.people.recognise(state.id, person, mark if known else None)


async def left(services: Services, my: Member, standing: Address, at: int) -> None:
    """Another address is given for this one: once that is done nobody could take back what was said under it."""
    series = (await services.workshop(my.workshop)).design.series
    if series is None or standing.confirmed_at is None:
        return
    mark = await services.store.series.mark(series, standing.address)
    if mark is not None:
        await erasure.unremember(services.store, services.journal, series, mark, at)


async def my_series(request: Anybody, services: Services, state: Workshop, my: Member) -> MySeries | None:
    series, mark = state.design.series, await _mark(services, state, my)
    name = await services.store.series.name(series) if series else None
    if series is None or mark is None or name is None:
        return None
    on = await services.store.series.remembers(series, mark)
    if not on and my.link is None:
        return None
    browser = request.cookies.get(_cookie(series), "")
    here = my.link is None or await services.store.series.knows(series, mark, browser)
    days = services.settings.series_days
    return MySeries(name, on, here, days)


@put("/series", status_code=204)
async def remember_me(
    request: Anybody, data: JSONBody[Remembering], my: NamedDependency[Member], services: NamedDependency[Services]
) -> Response[None]:
    """Whether the series remembers whom I have met: yes by a mailed link alone, no also at a seat that it recognises.

    A yes counts for all its workshops in which my address is proven, as far as my data there are kept.  A no deletes
    all that it remembers of me.  Raises Unconfirmed, NotFound.
    """
    state = await services.workshop(my.workshop)
    series, mark = state.design.series, await _mark(services, state, my)
    if series is None:
        raise NotFound
    if mark is None or (data.on and my.link is None):
        raise Unconfirmed
    at, read = services.clock(), await mydata.said(request, services, my, "series")
    consent = Consent(
        my.person, "remember" if data.on else "no-remember", ("meetings",) if data.on else (), None, read, at
    )
    await services.store.consents.note(my.workshop, consent)
    if not data.on:
        await erasure.unremember(services.store, services.journal, series, mark, at)
        return _answer(no_cookie(services.settings, _cookie(series)))
    browser = await services.store.series.remember(series, mark, at)
    if browser is None:
        raise NotFound
    if await services.store.people.address(my.workshop, my.person) is None:  # erased meanwhile
        await services.store.series.forget(series, mark)
        raise NotFound
    await services.store.outbox.put([PlanFollowUp(each) for each in await services.store.series.workshops(series)])
    return _answer(cookie(services.settings, _cookie(series), browser, services.settings.series_days))


async def _mark(services: Services, state: Workshop, my: Member) -> Mark | None:
    """Of who came by a mailed link and has confirmed it, or sits where the series has recognised them.

    Not of a mere seat, whose address another may have confirmed: somebody may have typed it who does not own it.
    """
    if my.link is not None:
        return await mark_of(services.store, state.design.series, my.workshop, my.person) if my.confirmed else None
    return await services.store.people.recognised_as(my.workshop, my.person)


def _answer(kept: Cookie) -> Response[None]:
    return Response(None, status_code=204, cookies=[kept])


def _cookie(series: SeriesId) -> str:
    return f"gespann-series-{series}"


MINE = [remember_me]
HANDLERS = [mine]
