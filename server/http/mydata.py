"""What a participant may ask about all that is held of them: read it, take it along, change it, end it.

Taking along and ending ask for a fresh link (rule E1): an old mail, forwarded or found, opens neither.
"""

from typing import Any, Literal

from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct

from server.core import dossier as dossiers
from server.core.dossier import Dossier, HeldConsent, HeldMail
from server.core.errands import PlanFollowUp, SendDataLink
from server.core.followup.consent import Consent, Said
from server.core.state import Language
from server.http.guards import Member, no_cookie, seat_cookie
from server.http.problems import NeedsFreshLink, Unconfirmed
from server.http.services import Services, language_of
from server.http.signin import Form
from server.store import erasure
from server.store.dossier import gather
from server.store.journal import Stopped, note
from server.text.versions import About, version

Asking = Request[Any, Any, Any]


class Held(Struct, frozen=True, rename="camel"):
    """What we hold about me, counted; profile, answers and offers are told where they can be changed."""

    groups: int
    ideas: tuple[str, ...]
    answered: bool
    offered: int
    opened: int
    consents: tuple[HeldConsent, ...]
    """`to` counts my partners as `relations` lists them, from 1."""
    mails: tuple[HeldMail, ...]
    wants_mails: bool | None
    """None without an address."""
    deleted_on: int


class Wanting(Form, frozen=True):
    """Whether mails may come."""

    wanted: bool


async def said(request: Asking, services: Services, my: Member, about: About) -> Said:
    """What this person has just read, as far as it is ours to know: the words of the page's language.

    Asked before anything is written of what they say to it.  Raises TooManyRequests.
    """
    await services.limits.consent(my.person)
    state = await services.workshop(my.workshop)
    language: Language = language_of(request, state.design.language)
    way: Literal["seat", "mail"] = "seat" if my.link is None else "mail"
    return Said(version(about, language), language, way)


async def _dossier(services: Services, my: Member) -> Dossier:
    sources = await gather(services.store, my.workshop, my.person, services.settings.exchange_ms)
    return dossiers.dossier(sources)


async def proven(services: Services, my: Member) -> None:
    """By a fresh link; or at their seat, by whoever has proven no address.  Raises NeedsFreshLink."""
    if my.fresh:
        return
    address = await services.store.people.address(my.workshop, my.person)
    if my.seat is None or (address is not None and address.confirmed_at is not None):
        raise NeedsFreshLink


@get("/held")
async def held(my: NamedDependency[Member], services: NamedDependency[Services]) -> Held:
    """What we hold about me, in numbers, with every consent and every mail.  Raises TooManyRequests."""
    services.limits.seat(my.person)  # all that the workshop has is looked through for it
    all_ = await _dossier(services, my)
    offers = [offer.state for offer in all_.offers]
    return Held(
        groups=len(all_.groups),
        ideas=all_.ideas,
        answered=all_.reflection is not None,
        offered=offers.count("sealed"),
        opened=offers.count("opened"),
        consents=all_.consents,
        mails=all_.mails,
        wants_mails=None if all_.address is None else all_.address.unsubscribed_at is None,
        deleted_on=all_.deleted_on,
    )


@post("/data-link", status_code=202)
async def ask_for_link(request: Asking, my: NamedDependency[Member], services: NamedDependency[Services]) -> None:
    """Mails a fresh link to my proven address, for an hour.  Raises Unconfirmed if I have none, TooManyMails."""
    address = await services.store.people.address(my.workshop, my.person)
    if address is None or address.confirmed_at is None:
        raise Unconfirmed
    await services.limits.data_link(my.person)
    state = await services.workshop(my.workshop)
    language = language_of(request, state.design.language)
    await services.store.outbox.put([SendDataLink(my.workshop, my.person, language, services.clock())])


@get("/data")
async def download(my: NamedDependency[Member], services: NamedDependency[Services]) -> Response[Dossier]:
    """Everything about me as one file, and nothing about anybody else.  Raises NeedsFreshLink, TooManyRequests."""
    services.limits.seat(my.person)
    await proven(services, my)
    headers = {"content-disposition": 'attachment; filename="gespann.json"'}
    return Response(await _dossier(services, my), headers=headers)


@put("/mails", status_code=204)
async def want_mails(
    request: Asking, data: JSONBody[Wanting], my: NamedDependency[Member], services: NamedDependency[Services]
) -> None:
    """Mails from now on, or no more; as easy one way as the other."""
    at, read = services.clock(), await said(request, services, my, "address")
    if not data.wanted:
        await note(services.journal, Stopped(at, my.workshop, my.person))
    await services.store.people.want_mails(my.workshop, my.person, at, wanted=data.wanted)
    consent = Consent(my.person, "mails" if data.wanted else "no-mails", (), None, read, at)
    await services.store.consents.note(my.workshop, consent)
    if data.wanted:  # what is owed since
        await services.store.outbox.put([PlanFollowUp(my.workshop)])


@post("/erase", status_code=204)
async def erase(my: NamedDependency[Member], services: NamedDependency[Services]) -> Response[None]:
    """Out of the workshop, and everything about me deleted; the history says 'a participant'.

    Raises NeedsFreshLink.
    """
    await proven(services, my)
    await erasure.erase(services.store, services.journal, my.workshop, my.person, services.clock())
    return Response(None, status_code=204, cookies=[no_cookie(services.settings, seat_cookie(my.workshop))])


HANDLERS = [held, ask_for_link, download, want_mails, erase]
