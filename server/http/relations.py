"""What a participant may ask about the people they worked with: the sealed exchange, and the text they wrote."""

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct, structs

from server.core.followup.consent import Consent
from server.core.followup.exchange import Offer, Opened, stands
from server.core.followup.plan import groups_of
from server.core.groups import company, partners
from server.core.ids import GroupId, PersonId
from server.core.state import Group, Round, Workshop
from server.core.views.common import names
from server.core.views.seat import past
from server.core.views.shapes import PastGroup
from server.http import mydata, words
from server.http.guards import INSIDERS, Member
from server.http.problems import AlreadyDelivering, AlreadyOpened, NotFound, NotReachable
from server.http.services import Services
from server.store.journal import Withdrawn, note
from server.store.paper import ideas_of, read_paper
from server.store.purge import date_of


class Sitting(Struct, frozen=True, rename="camel"):
    """A group that we were both in."""

    round: int
    group: GroupId
    symbol: int
    colour: int


class RelationView(Struct, frozen=True, rename="camel"):
    """One partner, seen from my side: their offer only when both have said yes, their silence and their no never."""

    partner: PersonId
    name: str
    round: int
    group: GroupId
    symbol: int
    colour: int
    mine: Offer | None
    """None also once it has run out."""
    until: int | None
    """When my offer runs out, or did; nobody is told then."""
    declined: bool
    theirs: Offer | None
    opened: bool
    groups: tuple[Sitting, ...]
    """All that we sat in together, in order; above stands the last."""


class GroupText(Struct, frozen=True, rename="camel"):
    """What my group wrote."""

    group: GroupId
    markdown: str
    ideas: tuple[str, ...]
    """What was marked in it, in its order, then what was noted in words."""
    letter: str
    """To themselves."""


def together(state: Workshop, person: PersonId) -> dict[PersonId, list[tuple[Round, Group]]]:
    """Everybody with whom this person sat in a group, and where they did, in order (rule W8)."""
    found: dict[PersonId, list[tuple[Round, Group]]] = {}
    for r, g in groups_of(state, person):
        for other in partners(g, person):
            found.setdefault(other, []).append((r, g))
    return found


@get("/relations")
async def relations(my: NamedDependency[Member], services: NamedDependency[Services]) -> list[RelationView]:
    """One per partner of the day, in the order of the rounds."""
    state = await services.workshop(my.workshop)
    partners = together(state, my.person)
    profiles = await services.store.people.profiles(my.workshop)
    called, views, at = names(state, profiles, partners), [], services.clock()
    for partner, shared in partners.items():
        round_, group = shared[-1]
        relation = await services.store.relations.relation(my.workshop, my.person, partner)
        views.append(
            RelationView(
                partner=partner,
                name=called[partner],
                round=round_.number,
                group=group.id,
                symbol=group.symbol,
                colour=group.colour,
                mine=relation.offers[my.person] if stands(relation, my.person, at) else None,
                until=None if isinstance(relation, Opened) else relation.until.get(my.person),
                declined=not isinstance(relation, Opened) and my.person in relation.declined,
                theirs=relation.offers.get(partner) if isinstance(relation, Opened) else None,
                opened=isinstance(relation, Opened),
                groups=tuple(Sitting(r.number, g.id, g.symbol, g.colour) for r, g in shared),
            )
        )
    return views


@put("/relations/{partner:str}", status_code=204, dependencies=INSIDERS)
async def offer(
    request: mydata.Asking,
    partner: FromPath[str],
    data: JSONBody[Offer],
    my: NamedDependency[Member],
    services: NamedDependency[Services],
) -> None:
    """Yes: this one partner may have this of me, if they say yes, too, before it runs out (rule X6).

    Raises NotAMember (rule X9).
    """
    other = await _partner(my, services, partner)
    cleaned = words.offer(data)
    if not cleaned.reachable:
        raise NotReachable
    at = services.clock()
    fields = tuple(name for name, value in structs.asdict(cleaned).items() if value)
    read = await mydata.said(request, services, my, "offer")
    consent = Consent(my.person, "offer", fields, other, read, at)
    until = await _until(services, my, at)
    if not await services.store.relations.offer(my.workshop, my.person, other, cleaned, at, until, consent=consent):
        raise AlreadyOpened


@delete("/relations/{partner:str}", status_code=204)
async def withdraw(
    request: mydata.Asking,
    partner: FromPath[str],
    my: NamedDependency[Member],
    services: NamedDependency[Services],
    declined: FromQuery[bool] = False,  # noqa: FBT002 - a query parameter has a name
) -> None:
    """Takes an offer back, or says no; to the other both look like silence."""
    other = await _partner(my, services, partner)
    at = services.clock()
    read = await mydata.said(request, services, my, "offer")
    consent = Consent(my.person, "withdraw", (), other, read, at)
    await note(services.journal, Withdrawn(at, my.workshop, my.person, other, declined))
    if not await services.store.relations.withdraw(my.workshop, my.person, other, declined=declined, consent=consent):
        raise AlreadyDelivering


async def _until(services: Services, my: Member, at: int) -> int:
    """When an offer that is made now runs out, at the latest with the records of who makes it (rule X6)."""
    store, exchange_ms = services.store, services.settings.exchange_ms
    state, until = await services.workshop(my.workshop), at + exchange_ms
    if until <= date_of(store, state, at, exchange_ms, (), my.person):
        return until  # mails that are owed only delay that, and all would be read for it
    return min(until, date_of(store, state, at, exchange_ms, await store.ledger.lines(my.workshop), my.person))


async def _partner(my: Member, services: Services, partner: str) -> PersonId:
    """Raises NotFound for anybody this person did not sit with."""
    other = PersonId(partner)
    if other not in together(await services.workshop(my.workshop), my.person):
        raise NotFound
    return other


@get("/groups")
async def groups(my: NamedDependency[Member], services: NamedDependency[Services]) -> list[PastGroup]:
    """Every group that I sat in, round by round, with what it shows or would show; not that of a running round."""
    state = await services.workshop(my.workshop)
    return list(past(state, await services.around(my.workshop), my.person, services.clock()))


@get("/groups/{group:str}/text")
async def text(group: FromPath[str], my: NamedDependency[Member], services: NamedDependency[Services]) -> GroupText:
    """What a group wrote that I sat in.  Raises NotFound for any other, TooManyRequests: it may be large."""
    services.limits.seat(my.person)
    state = await services.workshop(my.workshop)
    for round_ in state.rounds:
        mine = round_.groups.get(GroupId(group))
        if mine is not None and my.person in company(mine):
            paper = await read_paper(services.store.documents, my.workshop, mine.id)
            texts = await services.store.workshops.texts(my.workshop)
            return GroupText(mine.id, paper.text, ideas_of(paper, mine, texts), paper.letter)
    raise NotFound


HANDLERS = [relations, offer, withdraw, groups, text]
