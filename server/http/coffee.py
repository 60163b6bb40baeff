"""Three times for a coffee: a page where each of two picks, without a script.  Opening it changes nothing (rule M6)."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from server.core.followup.coffee import MINUTES, coffee_uid
from server.core.followup.exchange import Opened
from server.core.ids import PersonId, WorkshopId
from server.core.people import Profile
from server.core.state import Language
from server.http.pages import Page, draw
from server.http.problems import UnknownLink
from server.http.services import Services, language_of
from server.store.keys import proper
from server.store.ports import COFFEE
from server.text.calendar import city, entry, when
from server.text.locales import text

Anybody = Request[Any, Any, Any]


class Table(Struct, frozen=True):
    """Two people who both said yes, as one of them sees them."""

    workshop: WorkshopId
    me: PersonId
    partner: PersonId
    mine: Profile
    theirs: Profile
    relation: Opened
    language: Language

    @property
    def times(self) -> tuple[int, ...]:
        """The three, also those that are over."""
        return self.relation.times


async def _table(request: Anybody, services: Services, secret: str, partner: str) -> Table:
    """Raises UnknownLink: also where the two have no open exchange, or one of them was erased."""
    people = services.store.people
    found = await people.link(secret, COFFEE)
    if found is None or not proper(partner):
        raise UnknownLink
    workshop, me = found
    other = PersonId(partner)
    state = await services.workshop(workshop)
    mine, theirs = await people.profile(workshop, me), await people.profile(workshop, other)
    relation = await services.store.relations.relation(workshop, me, other)
    if mine is None or theirs is None or not isinstance(relation, Opened) or not {me, other} <= set(relation.offers):
        raise UnknownLink
    spoken = language_of(request, state.design.language)
    return Table(workshop, me, other, mine, theirs, relation, spoken)


@get("/coffee/{secret:str}/{partner:str}", include_in_schema=False)
async def coffee(
    request: Anybody, secret: FromPath[str], partner: FromPath[str], services: NamedDependency[Services]
) -> Page:
    """The three times; one that was tapped in the mail is ticked already.  Raises UnknownLink."""
    table = await _table(request, services, secret, partner)
    tapped = request.query_params.getall("at", [])
    return _page(request, services, table, ticked={at for at in table.times if str(at) in tapped})


@post("/coffee/{secret:str}/{partner:str}", include_in_schema=False, status_code=200)
async def pick(
    request: Anybody, secret: FromPath[str], partner: FromPath[str], services: NamedDependency[Services]
) -> Page:
    """What suits me; with a time that suits us both, the date.  Raises UnknownLink."""
    table = await _table(request, services, secret, partner)
    ticked = (await request.form()).getall("at", [])
    times = frozenset(at for at in table.times if str(at) in ticked and at > services.clock())
    await services.store.relations.pick(table.workshop, table.me, table.partner, times)
    # As it is now: the other may have been faster, and agreed is agreed.
    return _page(request, services, await _table(request, services, secret, partner), saved=True)


@get("/coffee/{secret:str}/{partner:str}/{file:str}", include_in_schema=False)
async def calendar(
    request: Anybody,
    secret: FromPath[str],
    partner: FromPath[str],
    file: FromPath[str],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """One of the times as an entry for a calendar (`<instant>.ics`).  Raises UnknownLink."""
    table = await _table(request, services, secret, partner)
    at = next((at for at in (*table.times, table.relation.date) if at and file == f"{at}.ics"), None)
    if at is None:
        raise UnknownLink
    a, b = sorted(((table.me, table.mine), (table.partner, table.theirs)))
    one, other = (_first(profile.name) for _, profile in (a, b))
    host = services.settings.base_url.partition("://")[2].partition(":")[0]
    content = entry(
        f"{coffee_uid(table.workshop, table.me, table.partner)}@{host}",
        at,
        MINUTES,
        text(table.language, "coffee-entry", one=one, other=other),
        "",
        services.clock(),
    )
    headers = {"content-disposition": 'attachment; filename="coffee.ics"', "cache-control": "private, no-store"}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _page(
    request: Anybody, services: Services, table: Table, *, ticked: set[int] | None = None, saved: bool = False
) -> Page:
    picks = table.relation.picks
    mine, theirs = set(picks.get(table.me, ())) | (ticked or set()), set(picks.get(table.partner, ()))
    now, there = services.clock(), table.mine.timezone
    offer = table.relation.offers[table.partner]
    return draw(
        request,
        "coffee",
        "site",
        language=table.language,
        heading=text(table.language, "coffee-heading", name=_first(table.theirs.name)),
        name=_first(table.theirs.name),
        city=city(there),
        date=None if table.relation.date is None else when(table.language, table.relation.date, there),
        calendar=f"{request.url.path}/{table.relation.date}.ics",
        times=[
            {"at": at, "when": when(table.language, at, there), "mine": at in mine, "theirs": at in theirs}
            for at in table.times
            if at > now
        ],
        saved=saved,
        channels=[value for value in (offer.mail, offer.phone, offer.link) if value],
    )


def _first(name: str) -> str:
    return name.split(" ", 1)[0]


HANDLERS = [coffee, pick, calendar]
