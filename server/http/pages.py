"""Pages: a frame for each Svelte entry, and the few that need no script.  GET changes nothing."""

import secrets
from functools import cache
from typing import Any

import msgspec
from jinja2 import Environment
from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup

from server.core.state import Language
from server.http import codes
from server.http.assets import PREFIX
from server.http.guards import SESSION_COOKIE, cookie, seated, signed_in
from server.http.problems import NotSaved, NotSignedIn, Problem, TooManyGuesses, UnknownCode
from server.http.publicly import find
from server.http.services import LANGUAGE_COOKIE, LANGUAGES, Connection, Services, language_of, services_of
from server.http.signin import SESSION_DAYS
from server.store.ports import StoreError
from server.text.locales import text
from server.text.templates import environment

Anybody = Request[Any, Any, Any]
Page = Response[str]

TYPED = 24
"""Characters of a code that nobody has, as much as its field takes."""

_ICON = "icon.svg"


@cache
def _templates() -> Environment:
    return environment()


def draw(
    connection: Connection,
    template: str,
    entry: str,
    *,
    language: Language | None = None,
    status: int = 200,
    **values: Any,
) -> Page:
    """A page in `language` (else the person's), which a `?lang=` in its address makes the language of later pages."""
    services = services_of(connection)
    spoken = language or language_of(connection)
    nonce = secrets.token_urlsafe(16)
    connection.scope.setdefault("state", {})["nonce"] = nonce
    drawn = _templates().get_template(f"pages/{template}.html")
    html = drawn.render(
        language=spoken,
        nonce=nonce,
        entry=services.assets.entry(entry),
        icon=f"{PREFIX}/{_ICON}" if services.assets.has(_ICON) else None,
        **values,
    )
    chosen = connection.query_params.get("lang")
    kept: list[Cookie] = [cookie(services.settings, LANGUAGE_COOKIE, chosen, 365)] if chosen in LANGUAGES else []
    headers = {"cache-control": "no-cache", "content-language": spoken, "vary": "accept-language, cookie"}
    return Response(html, status_code=status, media_type=MediaType.HTML, headers=headers, cookies=kept)


def shell(
    connection: Connection, entry: str, *, language: Language | None = None, status: int = 200, **boot: object
) -> Page:
    """The frame of a Svelte entry with its boot data, which are plain JSON."""
    services = services_of(connection)
    spoken = language or language_of(connection)
    data = {"language": spoken, "base": services.settings.base_url, "demo": services.settings.demo, **boot}
    inert = msgspec.json.encode(data).decode().replace("<", "\\u003c")  # '</script>' must not end the element
    drawn = Markup(inert)  # noqa: S704 - made inert above
    return draw(connection, "shell", entry, language=spoken, status=status, boot=drawn)


def say(connection: Connection, heading: str, words: str, *, status: int = 200, onward: str = "/", way: str) -> Page:
    """A page of one sentence.  `heading` and `way` are message ids, `words` is the sentence."""
    spoken = language_of(connection)
    return draw(
        connection,
        "say",
        "site",
        status=status,
        heading=text(spoken, heading),
        words=words,
        onward=onward,
        onward_words=text(spoken, way),
    )


@get("/", include_in_schema=False)
async def start(request: Anybody) -> Page:
    """Where a code is typed."""
    return shell(request, "site")


@get("/w/{code:str}", include_in_schema=False)
async def participant(request: Anybody, code: FromPath[str], services: NamedDependency[Services]) -> Page:
    """A workshop's pages, in its language unless the person chose one.

    Where the code leads nowhere, or too many were tried, the page where codes are typed: with this one to mend.  There
    it can be tried again, too, when the store did not answer.
    """
    try:
        found = await find(request, services, code)
    except (UnknownCode, TooManyGuesses) as fault:
        return _not_found(request, code, fault)
    except StoreError:
        return _not_found(request, code, NotSaved())
    return shell(
        request,
        "participant",
        language=language_of(request, found.state.design.language),
        code=codes.show(found.code),
        workshop=found.state.id,
        seated=await seated(request, found.state.id) is not None,
    )


def _not_found(request: Anybody, typed: str, why: Problem) -> Page:
    refused = {"code": why.code, "fields": why.fields}
    return shell(request, "site", status=why.status, typed=typed[:TYPED], refused=refused)


@get("/seat", include_in_schema=False)
async def seat(request: Anybody) -> Page:
    """The personal link; its secret stands behind the '#', where no server sees it."""
    return shell(request, "participant")


@get("/console", include_in_schema=False)
async def console(request: Anybody) -> Page:
    """The facilitator's workshops."""
    return shell(request, "console", address=await address_of(request))


@get("/console/{workshop:str}", include_in_schema=False)
async def console_of(request: Anybody, workshop: FromPath[str]) -> Page:
    """One workshop's console; who may see it, its API and socket decide."""
    return shell(request, "console", workshop=workshop, address=await address_of(request))


async def address_of(request: Anybody) -> str | None:
    """Who is signed in; the page then need not ask for what it may not know, an error in every browser's log."""
    try:
        who = await signed_in(request)
    except NotSignedIn:
        return None
    return await services_of(request).store.facilitators.address(who.id)


@get("/privacy", include_in_schema=False)
async def privacy(request: Anybody, services: NamedDependency[Services]) -> Page:
    """What happens to people's data."""
    return draw(
        request,
        "privacy",
        "site",
        heading=text(language_of(request), "privacy-heading"),
        days=services.settings.people_days,
        series_days=services.settings.series_days,
        operator=services.settings.mail_from,
    )


# -- links in mails --------------------------------------------------------------------------------------------------


@get("/sign-in/{secret:str}", include_in_schema=False)
async def sign_in(request: Anybody, secret: FromPath[str], services: NamedDependency[Services]) -> Page:
    """Asks; looking does not spend the link."""
    if not await services.store.facilitators.peek_sign_in(secret):
        return _spent(request)
    spoken = language_of(request)
    return draw(
        request,
        "ask",
        "ask",
        heading=text(spoken, "page-sign-in"),
        words=text(spoken, "page-sign-in-words"),
        button=text(spoken, "page-sign-in-button"),
    )


@post("/sign-in/{secret:str}", include_in_schema=False, status_code=200)
async def spend_sign_in(
    request: Anybody, secret: FromPath[str], services: NamedDependency[Services]
) -> Response[Any] | Redirect:
    """Signs in and goes to the console; the second time, the page says that the link is spent."""
    facilitator = await services.store.facilitators.spend_sign_in(secret)
    if facilitator is None:
        return _spent(request)
    session = await services.store.facilitators.open_session(facilitator, services.clock())
    kept = [cookie(services.settings, SESSION_COOKIE, session, SESSION_DAYS)]
    return Redirect("/console", status_code=303, cookies=kept)


def _spent(request: Anybody) -> Page:
    words = text(language_of(request), "page-sign-in-used")
    return say(request, "page-sign-in", words, status=410, onward="/console", way="page-sign-in-again")


HANDLERS = [start, participant, seat, console, console_of, privacy, sign_in, spend_sign_in]
