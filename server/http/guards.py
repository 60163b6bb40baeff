"""Who asks, and from where: checked before any handler runs and before any websocket is accepted."""

from hashlib import sha256
from typing import Any, cast
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import Cookie, State
from litestar.di import Provide
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from msgspec import Struct

from server.core.ids import FacilitatorId, PersonId, WorkshopId
from server.core.state import Workshop
from server.http.assets import PREFIX
from server.http.problems import ForeignOrigin, NoSeat, NotAMember, NotSignedIn, Unconfirmed
from server.http.services import Connection, Services, services_of, tried_from
from server.settings import Settings
from server.store.keys import proper
from server.store.ports import FOLLOW_UP

SESSION_COOKIE = "gespann-session"
CROSS_SITE = "cross_site"
"""Handler option: may be posted from anywhere (one-click unsubscribe, RFC 8058: mail programs have no page of ours)."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def seat_cookie(workshop: str) -> str:
    return f"gespann-seat-{workshop}"


def cookie(settings: Settings, name: str, value: str, days: int) -> Cookie:
    """Not readable by scripts, not sent from other sites, and by TLS only where there is TLS."""
    return Cookie(
        key=name, value=value, max_age=days * 86_400, path="/", httponly=True, samesite="lax", secure=settings.secure
    )


def no_cookie(settings: Settings, name: str) -> Cookie:
    return cookie(settings, name, "", 0)


async def same_origin(connection: Connection, handler: BaseRouteHandler) -> None:
    """A guard: whatever changes something, and every socket, comes from our own pages.  Raises ForeignOrigin."""
    if connection.scope["type"] == ScopeType.HTTP:
        if dict(connection.scope)["method"] in _SAFE or handler.opt.get(CROSS_SITE):
            return
        # Under `Referrer-Policy: no-referrer` a posted form has 'Origin: null', so the browser's own word counts first.
        site = connection.headers.get("sec-fetch-site")
        if site is not None:
            if site != "same-origin":
                raise ForeignOrigin
            return
    if not is_ours(services_of(connection).settings, connection.headers.get("origin"), connection.headers.get("host")):
        raise ForeignOrigin


async def unhurried(connection: Connection, _: BaseRouteHandler) -> None:
    """A guard of whatever is read, and of every socket, before the store is asked anything.  Raises TooManyReads.

    Not of what lies in memory, a dozen files for each page.
    """
    if connection.scope["type"] == ScopeType.HTTP and (
        dict(connection.scope)["method"] not in _SAFE or connection.scope["path"].startswith(f"{PREFIX}/")
    ):
        return
    network, browser = tried_from(connection)
    shown = "\n".join(connection.headers.get(name, "") for name in ("cookie", "authorization"))
    reader = f"{browser} {sha256(shown.encode()).hexdigest()}"
    seated = "authorization" in connection.headers or any(
        name == SESSION_COOKIE or name.startswith(seat_cookie("")) for name in connection.cookies
    )
    services_of(connection).limits.read(network, reader, seated=seated)


def is_ours(settings: Settings, origin: str | None, host: str | None) -> bool:
    """Whether this Origin is the site itself: the base URL, or without TLS any name that the request came by."""
    if not origin or origin == "null":
        return False
    if origin.lower() == settings.base_url.lower():
        return True
    parts = urlsplit(origin)
    return (
        not settings.secure and parts.scheme == "http" and bool(host) and parts.netloc.lower() == (host or "").lower()
    )


class SignedIn(Struct, frozen=True):
    """A facilitator with an open session."""

    id: FacilitatorId


class Member(Struct, frozen=True):
    """A participant at their own seat."""

    workshop: WorkshopId
    person: PersonId
    seat: str | None
    """The seat's secret; None for who came by the link of a mail."""
    link: str | None = None
    """The secret of their mail's link; None for who sits here."""
    fresh: bool = False
    """Came by a link that was asked for within the hour (rule E1)."""
    confirmed: bool = True
    """False only for who came by a link and has not clicked yet: then nobody knows whose address it is."""


async def signed_in(connection: Connection) -> SignedIn:
    """Raises NotSignedIn."""
    secret = connection.cookies.get(SESSION_COOKIE)
    facilitator = await services_of(connection).store.facilitators.session(secret) if secret else None
    if facilitator is None:
        raise NotSignedIn
    return SignedIn(facilitator)


async def leads(connection: Connection, workshop: str) -> tuple[SignedIn, Workshop]:
    """The facilitator and the workshop, if it is theirs.  Raises NotSignedIn, NotAMember.

    Where there is no such workshop the answer is the same: nobody learns which ids exist.
    """
    who = await signed_in(connection)
    state = await services_of(connection).hubs.state(WorkshopId(workshop)) if proper(workshop) else None
    if state is None or who.id not in state.facilitators:
        raise NotAMember
    return who, state


async def seated(connection: Connection, workshop: str) -> Member | None:
    """Who holds the seat's cookie for this workshop."""
    secret = connection.cookies.get(seat_cookie(workshop))
    found = await services_of(connection).store.people.seat(secret) if secret else None
    return Member(found[0], found[1], secret) if found and found[0] == workshop else None


async def linked(connection: Connection, workshop: str) -> Member | None:
    """Who came by the follow-up link of a mail, or by a fresh one.  Raises NoSeat for one that is of no use (any more).

    It never falls back to the seat's cookie: a page that shows a link is that link's, whoever sits at the browser.
    """
    scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "link":
        return None
    people, at = services_of(connection).store.people, services_of(connection).clock()
    fresh = await people.fresh(secret, at)
    found = fresh or await people.link(secret, FOLLOW_UP)
    address = await people.address(*found) if found and found[0] == workshop else None
    if found is None or address is None:
        raise NoSeat
    return Member(found[0], found[1], None, secret, fresh is not None, address.confirmed_at is not None)


# -- dependencies of handlers ----------------------------------------------------------------------------------------


async def provide_services(state: State) -> Services:
    return cast("Services", state["services"])


async def provide_facilitator(request: Request[Any, Any, Any]) -> SignedIn:
    return await signed_in(request)


async def provide_newcomer(request: Request[Any, Any, Any], workshop: FromPath[str]) -> Member:
    """By link if one is shown, else by the cookie; whether the address is proven or not.  Raises NoSeat,
    TooManyRequests.
    """
    found = await linked(request, workshop) or await seated(request, workshop)
    if found is None:
        raise NoSeat
    if request.method not in _SAFE:
        services_of(request).limits.seat(found.person)
    return found


async def provide_me(request: Request[Any, Any, Any], workshop: FromPath[str]) -> Member:
    """As `provide_newcomer`, but not before the click that proves the address.  Raises NoSeat, Unconfirmed."""
    found = await provide_newcomer(request, workshop)
    if not found.confirmed:
        raise Unconfirmed
    return found


async def provide_insider(request: Request[Any, Any, Any], workshop: FromPath[str]) -> Member:
    """As `provide_me`, but nobody who was taken out (rule W12).  Raises NoSeat, Unconfirmed, NotAMember."""
    found = await provide_me(request, workshop)
    if not is_in(await services_of(request).workshop(workshop), found.person):
        raise NotAMember
    return found


INSIDERS = {"my": Provide(provide_insider)}
"""For handlers of whatever is not one's own alone."""


def is_in(state: Workshop, person: PersonId) -> bool:
    participant = state.participants.get(person)
    return participant is not None and not participant.gone
