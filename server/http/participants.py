"""A participant: joins, and looks after what we know of them."""

from hashlib import sha256
from typing import Any, Literal

from litestar import Request, Response, Router, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler
from msgspec import Struct

from server.core.commands import ByParticipant, JoinWorkshop
from server.core.decide import decide
from server.core.errands import PlanFollowUp
from server.core.followup.consent import Consent, Said
from server.core.followup.plan import held
from server.core.ids import PersonId, WorkshopId
from server.core.people import Address, Profile, Reflection
from server.core.rejections import AlreadyDone, Rejection
from server.core.state import Language
from server.core.views.common import phase_name
from server.core.views.shapes import PhaseName
from server.http import codes, mydata, noting, pictures, relations, series, showcase, thinking, words
from server.http.guards import INSIDERS, Member, cookie, is_in, provide_me, provide_newcomer, seat_cookie, seated
from server.http.problems import AlreadyJoined, NoSeat, NotFound, UnknownCode
from server.http.publicly import deleted_on, find
from server.http.series import MySeries
from server.http.services import Services, language_of, tried_from
from server.http.signin import Form, FormKey
from server.http.workshops import new_id
from server.store.journal import NotLater, Stopped, note
from server.store.tokens import mark
from server.text.versions import version

Anybody = Request[Any, Any, Any]


class Joining(Form, frozen=True):
    """Who comes in, by which code."""

    code: str
    profile: Profile
    address: str | None = None
    key: FormKey | None = None
    """Leads to the seat: who knows it gets the seat, so it is as secret as one.  It is spent when its person has
    left."""


class Joined(Struct, frozen=True, rename="camel"):
    """The new seat; its secret is in the cookie, too, and in the link for a second device."""

    person: PersonId
    seat: str
    link: str


class NewAddress(Form, frozen=True):
    """A mail address, or none."""

    address: str | None


class Later(Form, frozen=True):
    """Whether to ask."""

    on: bool


class Other(Struct, frozen=True):
    """Somebody else in the room."""

    id: PersonId
    name: str


class Me(Struct, frozen=True, rename="camel"):
    """What we know of a participant, for themself."""

    workshop: WorkshopId
    code: str
    """Empty for who came by a mail's link and has not proven the address yet."""
    person: PersonId
    profile: Profile
    address: str | None
    confirmed: bool
    link: str | None
    """The personal link for another device; None for who came by a mail's link."""
    others: tuple[Other, ...]
    phase: PhaseName
    title: str
    facilitator: str
    language: Language
    asks_later: bool
    """Whether they may be asked once, six weeks after an exchange opened, if something grew."""
    deleted_on: int
    """Until then names, address and answers are deleted, unless a mail is owed later."""
    series: MySeries | None = None
    """Only for who has proven that it is them."""


@post("/api/workshops/{workshop:str}/participants", status_code=201)
async def join(
    request: Anybody, workshop: FromPath[str], data: JSONBody[Joining], services: NamedDependency[Services]
) -> Response[Joined]:
    """Takes a seat.  What was told is stored before the seat, so that nobody ever sees a seat without a name.

    With a `key`, a repeat after a lost reply gets the same person and a seat's secret of its own.
    """
    found = await find(request, services, data.code)
    if found.state.id != workshop:
        services.limits.wrong(*tried_from(request))
        raise UnknownCode
    person, command = _ids(found.state.id, data.key)
    mine = await seated(request, workshop)
    if mine is not None and mine.person != person and is_in(found.state, mine.person):
        raise AlreadyJoined
    profile = words.profile(data.profile)
    address = words.address(data.address) if data.address and data.address.strip() else None
    joining, by = JoinWorkshop(person), ByParticipant(person)
    repeated = is_in(found.state, person)
    if not repeated:
        decide(found.state, joining, by, services.clock())  # refused: nothing may be written
    await services.limits.join(found.code)
    people = services.store.people
    if not repeated:
        if address is not None:
            spoken = language_of(request, found.state.design.language)
            read = Said(version("address", spoken), spoken, "seat")
            consent = Consent(person, "address", ("mail",), None, read, services.clock())
            await services.store.consents.note(found.state.id, consent)
        await people.put_profile(found.state.id, person, profile)
        if await people.profile(found.state.id, person) is None:
            raise AlreadyDone  # erased since this key was first used: a late repeat brings nobody back
        if address is not None:
            await people.put_address(found.state.id, person, Address(address))
        await series.recognise(request, services, found.state, person, address)
        try:
            await services.hubs.decide(found.state.id, joining, by, command, services.clock())
        except Rejection:  # somebody took the last seat meanwhile
            await people.recognise(found.state.id, person, None)
            await people.put_address(found.state.id, person, None)
            await people.put_profile(found.state.id, person, None)
            raise
    secret = await people.mint_seat(found.state.id, person)
    kept = cookie(services.settings, seat_cookie(workshop), secret, services.settings.people_days)
    return Response(Joined(person, secret, _link(services, secret)), status_code=201, cookies=[kept])


@get("/", dependencies={"my": Provide(provide_newcomer)})
async def me(request: Anybody, my: NamedDependency[Member], services: NamedDependency[Services]) -> Me:
    """What we know of me, and about the workshop as much as one needs.

    Before the click that proves the address: of the profile only name and language, nobody else, and no code.
    """
    state = await services.workshop(my.workshop)
    profiles = await services.store.people.profiles(my.workshop)
    brochure = await services.store.workshops.brochure(my.workshop)
    code = await services.store.workshops.code(my.workshop)
    address = await services.store.people.address(my.workshop, my.person)
    if brochure is None or code is None:
        raise NotFound
    if my.person not in profiles:
        raise NoSeat
    mine = profiles[my.person]
    return Me(
        workshop=my.workshop,
        code=codes.show(code) if my.confirmed else "",
        person=my.person,
        profile=mine if my.confirmed else Profile(mine.name, mine.language),
        address=address.address if address else None,
        confirmed=address is not None and address.confirmed_at is not None,
        link=_link(services, my.seat) if my.seat else None,
        others=tuple(
            Other(id_, profile.name)
            for id_, profile in profiles.items()
            if my.confirmed and id_ != my.person and is_in(state, id_) and is_in(state, my.person)
        ),
        phase=phase_name(state),
        title=brochure.title,
        facilitator=brochure.facilitator,
        language=state.design.language,
        asks_later=await services.store.people.asks_later(my.workshop, my.person),
        deleted_on=deleted_on(state, services),
        series=await series.my_series(request, services, state, my),
    )


@put("/profile", status_code=204, dependencies=INSIDERS)
async def change_profile(
    data: JSONBody[Profile], my: NamedDependency[Member], services: NamedDependency[Services]
) -> None:
    """Changes what I told.  Raises NotAMember."""
    await services.store.people.put_profile(my.workshop, my.person, words.profile(data))


@put("/address", status_code=204)
async def change_address(
    request: Anybody, data: JSONBody[NewAddress], my: NamedDependency[Member], services: NamedDependency[Services]
) -> None:
    """Another address is a new claim; one that was proven or unsubscribed here before still is.

    Links that were mailed to the earlier one open nothing any more.  So one that was proven is left by a fresh link
    alone, or an old mail, found or forwarded, would take the person over (rule E1).  Raises NeedsFreshLink.
    """
    given = words.address(data.address) if data.address and data.address.strip() else None
    standing = await services.store.people.address(my.workshop, my.person)
    if (standing.address if standing else None) != given:
        if standing is not None:
            await mydata.proven(services, my)
        if given is not None:
            await services.limits.address(my.person)
        new = None if given is None else Address(given)
        read = await mydata.said(request, services, my, "address")
        what: Literal["address", "no-address"] = "no-address" if given is None else "address"
        consent = Consent(my.person, what, ("mail",) if given else (), None, read, services.clock())
        await services.store.consents.note(my.workshop, consent)
        if standing is not None:  # that one, and not the one that is given now
            await note(services.journal, Stopped(consent.at - 1, my.workshop, my.person))
            await series.left(services, my, standing, consent.at)
        await services.store.people.put_address(my.workshop, my.person, new)
        await series.recognise(request, services, await services.workshop(my.workshop), my.person, given)
        if standing is not None:
            await _release(services, my, mark(standing.address))
        if new is not None:  # after the close it is owed the mail; before it there is nothing to plan
            await services.store.outbox.put([PlanFollowUp(my.workshop)])


@get("/reflection")
async def reflection(my: NamedDependency[Member], services: NamedDependency[Services]) -> Reflection:
    """My answers to the three questions; empty before I answered."""
    return await services.store.people.reflection(my.workshop, my.person) or Reflection()


@put("/reflection", status_code=204, dependencies=INSIDERS)
async def reflect(data: JSONBody[Reflection], my: NamedDependency[Member], services: NamedDependency[Services]) -> None:
    """My answers, as often as I change my mind.  Raises NotAMember."""
    await services.store.people.put_reflection(my.workshop, my.person, words.reflection(data))


@put("/later", status_code=204)
async def ask_later(
    request: Anybody, data: JSONBody[Later], my: NamedDependency[Member], services: NamedDependency[Services]
) -> None:
    """Whether I may be asked once, six weeks after an exchange opened, if something grew."""
    if data.on == await services.store.people.asks_later(my.workshop, my.person):
        return  # saying it again is no other consent
    at, read = services.clock(), await mydata.said(request, services, my, "offer")
    if not data.on:
        await note(services.journal, NotLater(at, my.workshop, my.person))
    consent = Consent(my.person, "later" if data.on else "no-later", (), None, read, at)
    await services.store.consents.note(my.workshop, consent)
    await services.store.people.put_asks_later(my.workshop, my.person, on=data.on)


@post("/confirm", status_code=204, dependencies={"my": Provide(provide_newcomer)})
async def confirm(request: Anybody, my: NamedDependency[Member], services: NamedDependency[Services]) -> None:
    """Only who holds a mailed link can say that the address is theirs.  Raises NoSeat for a mere seat."""
    if my.link is None:
        raise NoSeat
    if not my.confirmed:
        at, read = services.clock(), await mydata.said(request, services, my, "address")
        await services.store.consents.note(my.workshop, Consent(my.person, "confirm", ("mail",), None, read, at))
        await services.store.people.confirm(my.link, at)
    # Also when it was confirmed before: the first time may have been cut off right here.
    address = await services.store.people.address(my.workshop, my.person)
    await _release(services, my, mark(address.address) if address else "")
    await services.store.outbox.put([PlanFollowUp(my.workshop)])  # a server may have known nobody of this address


async def _release(services: Services, my: Member, given: str) -> None:
    """Mails that waited for this person's click on the address of this mark are due: they go, or wait for another."""
    for key in held(await services.store.ledger.lines(my.workshop), my.person, given):
        await services.store.ledger.settle(my.workshop, key, "queued", retry_at=services.clock())


def _ids(workshop: WorkshopId, key: str | None) -> tuple[PersonId, str]:
    """The new person, and their command's id in the log: by the client's key always the same ones."""
    if key is None:
        return PersonId(new_id()), f"http:{new_id()}"
    derived = sha256(f"{workshop}:{key}".encode()).hexdigest()
    return PersonId(derived[:20]), f"http:{derived[20:40]}"


def _link(services: Services, secret: str) -> str:
    """The secret stands behind '#': no server and no log ever sees it."""
    return f"{services.settings.base_url}/seat#{secret}"


ME = Router(
    "/api/workshops/{workshop:str}/me",
    route_handlers=[
        me,
        change_profile,
        change_address,
        reflection,
        reflect,
        ask_later,
        confirm,
        *mydata.HANDLERS,
        *noting.MINE,
        *relations.HANDLERS,
        *series.MINE,
        *showcase.MINE,
        *thinking.MINE,
        *pictures.MINE,
    ],
    dependencies={"my": Provide(provide_me)},
)

HANDLERS: list[ControllerRouterHandler] = [join, ME]
