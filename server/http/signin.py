"""How a facilitator signs in: by a mailed link that works once.  No passwords."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from server.core.errands import SendSignIn
from server.core.ids import FacilitatorId
from server.core.state import Language
from server.http import words
from server.http.guards import SESSION_COOKIE, SignedIn, cookie, no_cookie
from server.http.problems import LinkUsed
from server.http.services import Services, tried_from

SESSION_DAYS = 30


class Form(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A request's body."""


FormKey = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{16,64}$")]
"""Random, made by the client for one form: sent again with it, the same request has the same result, once."""


class SignIn(Form, frozen=True):
    """Where the link shall go, and in which language the mail speaks."""

    address: str
    language: Language = "en"


class Secret(Form, frozen=True):
    """What stands in a link."""

    secret: str


class FacilitatorCard(Struct, frozen=True, rename="camel"):
    """Who is signed in."""

    facilitator: FacilitatorId
    address: str


@post("/api/sign-in", status_code=202)
async def ask(request: Request[Any, Any, Any], data: JSONBody[SignIn], services: NamedDependency[Services]) -> None:
    """Sends a sign-in link, if the operator admits this address; the answer is the same either way."""
    address = words.address(data.address)
    await services.limits.mail(tried_from(request)[0], address.lower())
    if services.settings.may_facilitate(address) or services.settings.operates(address):
        facilitator = await services.store.facilitators.by_address(address)
        await services.store.outbox.put([SendSignIn(facilitator, data.language, services.clock())])


@post("/api/sign-in/spend", status_code=204)
async def spend(
    request: Request[Any, Any, Any], data: JSONBody[Secret], services: NamedDependency[Services]
) -> Response[None]:
    """Trades the link's secret for a session, once."""
    facilitator = await services.store.facilitators.spend_sign_in(data.secret)
    if facilitator is None:
        services.limits.wrong(*tried_from(request))
        raise LinkUsed
    session = await services.store.facilitators.open_session(facilitator, services.clock())
    return Response(None, status_code=204, cookies=[cookie(services.settings, SESSION_COOKIE, session, SESSION_DAYS)])


@post("/api/sign-out", status_code=204)
async def sign_out(request: Request[Any, Any, Any], services: NamedDependency[Services]) -> Response[None]:
    """Ends this browser's session; whether there was one makes no difference."""
    secret = request.cookies.get(SESSION_COOKIE)
    if secret:
        await services.store.facilitators.close_session(secret)
    return Response(None, status_code=204, cookies=[no_cookie(services.settings, SESSION_COOKIE)])


@get("/api/facilitator")
async def who(facilitator: NamedDependency[SignedIn], services: NamedDependency[Services]) -> FacilitatorCard:
    """Who is signed in."""
    return FacilitatorCard(facilitator.id, await services.store.facilitators.address(facilitator.id) or "")


HANDLERS = [ask, spend, sign_out, who]
