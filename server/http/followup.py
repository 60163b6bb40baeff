"""The pages that mails lead to.  Opening one changes nothing: mail scanners follow links, some with JavaScript."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from server.core.followup.consent import Consent, Said
from server.core.ids import PersonId, WorkshopId
from server.core.people import GROWN_ANSWERS
from server.core.state import Language
from server.http.guards import CROSS_SITE
from server.http.pages import Page, draw, say, shell
from server.http.problems import UnknownLink
from server.http.services import Services, language_of
from server.store.journal import Stopped, note
from server.store.ports import FOLLOW_UP, GROWN, UNSUBSCRIBE
from server.text.locales import text
from server.text.versions import version

Anybody = Request[Any, Any, Any]


@get("/follow-up/{secret:str}", include_in_schema=False)
async def follow_up(request: Anybody, secret: FromPath[str], services: NamedDependency[Services]) -> Page:
    """The three questions and the exchange.  Raises UnknownLink."""
    found = await services.store.people.link(secret, FOLLOW_UP)
    return shell(request, "followup", language=await _language_of_link(request, services, found), secret=secret)


@get("/my-data/{secret:str}", include_in_schema=False)
async def my_data(request: Anybody, secret: FromPath[str], services: NamedDependency[Services]) -> Page:
    """What is held about whoever asked for this link within the hour.  Raises UnknownLink."""
    found = await services.store.people.fresh(secret, services.clock())
    language = await _language_of_link(request, services, found)
    return shell(request, "followup", language=language, secret=secret, fresh=True)


async def _language_of_link(
    request: Anybody, services: Services, found: tuple[WorkshopId, PersonId] | None
) -> Language:
    if found is None:
        raise UnknownLink
    state = await services.hubs.state(WorkshopId(found[0]))
    return language_of(request, state.design.language if state else None)


@get("/unsubscribe/{secret:str}", include_in_schema=False)
async def unsubscribe(request: Anybody, secret: FromPath[str], services: NamedDependency[Services]) -> Page:
    """Asks; mail scanners follow links.  Raises UnknownLink."""
    if await services.store.people.link(secret, UNSUBSCRIBE) is None:
        raise UnknownLink
    spoken = language_of(request)
    return draw(
        request,
        "ask",
        "ask",
        heading=text(spoken, "page-unsubscribe"),
        words=text(spoken, "page-unsubscribe-words"),
        button=text(spoken, "page-unsubscribe-button"),
    )


@post("/unsubscribe/{secret:str}", include_in_schema=False, status_code=200, opt={CROSS_SITE: True})
async def unsubscribed(request: Anybody, secret: FromPath[str], services: NamedDependency[Services]) -> Page:
    """One click, from the mail program itself (RFC 8058) or from our page.  Raises UnknownLink, TooManyRequests."""
    found, at = await services.store.people.link(secret, UNSUBSCRIBE), services.clock()
    if found is None:
        raise UnknownLink
    workshop, person = found
    await services.limits.consent(person)
    await note(services.journal, Stopped(at, workshop, person))
    spoken = await _language_of_link(request, services, found)
    read = Said(version("address", spoken), spoken, "mail")
    await services.store.consents.note(workshop, Consent(person, "no-mails", (), None, read, at))
    await services.store.people.unsubscribe(secret, at)
    return say(request, "page-unsubscribe", text(language_of(request), "page-unsubscribed"), way="page-home")


@get("/grown/{secret:str}", include_in_schema=False)
async def grown(request: Anybody, secret: FromPath[str], services: NamedDependency[Services]) -> Page:
    """Asks whether something grew; once answered, says so.  Raises UnknownLink."""
    found = await services.store.people.link(secret, GROWN)
    if found is None:
        raise UnknownLink
    if await services.store.people.grew(*found):
        return _grown(request)
    brochure = await services.store.workshops.brochure(found[0])
    return draw(
        request,
        "grown",
        "site",
        heading=text(language_of(request), "grown-heading"),
        title=brochure.title if brochure else "",
        answers=GROWN_ANSWERS,
    )


@post("/grown/{secret:str}", include_in_schema=False, status_code=200)
async def answered(request: Anybody, secret: FromPath[str], services: NamedDependency[Services]) -> Page:
    """Counts one answer, the first (rule M5).  Raises UnknownLink."""
    answer = (await request.form()).get("answer")
    known = next((each for each in GROWN_ANSWERS if each == answer), None)
    if known is None or not await services.store.people.grow(secret, known, services.clock()):
        raise UnknownLink
    return _grown(request)


def _grown(request: Anybody) -> Page:
    return say(request, "grown-heading", text(language_of(request), "grown-thanks"), way="page-home")


HANDLERS = [follow_up, my_data, unsubscribe, unsubscribed, grown, answered]
