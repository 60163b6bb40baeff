"""The showcase: a group's result for everybody, with the yes of all its members (rule K5)."""

from functools import partial
from typing import Any

from litestar import Request, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from server.core.commands import AgreeShowcase, ByParticipant, ProposeShowcase, WithdrawShowcase
from server.core.decide import AnyCommand
from server.core.groups import company
from server.core.ids import GroupId, TextId, WorkshopId
from server.core.state import Group, Workshop
from server.core.views.gallery import gallery
from server.http import words
from server.http.guards import INSIDERS, Member, leads
from server.http.noting import say
from server.http.problems import NotFound
from server.http.services import Services
from server.http.signin import Form
from server.http.workshops import TITLE, new_id

LONGEST_SHOWN = 20_000


class NewShowcase(Form, frozen=True):
    """What a member would show of what the group wrote: the whole or a part, Markdown."""

    title: str
    markdown: str


class Agreed(Form, frozen=True):
    """A yes to these very words."""

    text: TextId


class Proposed(Struct, frozen=True):
    """What my group would show."""

    text: TextId
    title: str
    markdown: str


class ShownWork(Struct, frozen=True, rename="camel"):
    """One group's result."""

    group: GroupId
    round: int
    symbol: int
    colour: int
    task: str
    title: str
    markdown: str


@get("/groups/{group:str}/showcase", dependencies=INSIDERS)
async def proposed(
    group: FromPath[str], my: NamedDependency[Member], services: NamedDependency[Services]
) -> Proposed | None:
    """What my group would show, or shows; null if nothing.  Raises NotFound for any other group."""
    mine = _mine(await services.workshop(my.workshop), my, group)
    if mine.showcase is None:
        return None
    text = mine.showcase.text
    titles = await services.store.workshops.texts(my.workshop)
    bodies = await services.store.workshops.bodies(my.workshop, [text])
    return Proposed(text, titles[text], bodies[text]) if text in titles and text in bodies else None


@put("/groups/{group:str}/showcase", status_code=204, dependencies=INSIDERS)
async def propose(
    group: FromPath[str],
    data: JSONBody[NewShowcase],
    my: NamedDependency[Member],
    services: NamedDependency[Services],
) -> None:
    """Proposes it to the others, with my yes; an earlier proposal is forgotten, with its yeses.  Raises BadField."""
    before = _mine(await services.workshop(my.workshop), my, group).showcase
    title = words.needed(data.title, "title", TITLE)
    markdown = words.prose(data.markdown, "markdown", LONGEST_SHOWN)
    words.needed(markdown[:TITLE], "markdown")
    await say(services, my, partial(ProposeShowcase, GroupId(group)), title, markdown)
    if before is not None:
        await services.store.workshops.drop_texts(my.workshop, [before.text])


@put("/groups/{group:str}/showcase/yes", status_code=204, dependencies=INSIDERS)
async def agree(
    group: FromPath[str],
    data: JSONBody[Agreed],
    my: NamedDependency[Member],
    services: NamedDependency[Services],
) -> None:
    """My yes to what another member proposed.  Refused if it is other words by now."""
    await _decide(my, services, AgreeShowcase(GroupId(group), data.text))


@delete("/groups/{group:str}/showcase", status_code=204, dependencies=INSIDERS)
async def withdraw(group: FromPath[str], my: NamedDependency[Member], services: NamedDependency[Services]) -> None:
    """Shown no more, and not proposed; the words are deleted."""
    before = _mine(await services.workshop(my.workshop), my, group).showcase
    await _decide(my, services, WithdrawShowcase(GroupId(group)))
    if before is not None:
        await services.store.workshops.drop_texts(my.workshop, [before.text])


@get("/gallery", dependencies=INSIDERS)
async def for_participants(my: NamedDependency[Member], services: NamedDependency[Services]) -> list[ShownWork]:
    """What groups show to everybody here.  Raises NotAMember."""
    return await _gallery(services, await services.workshop(my.workshop))


@get("/api/workshops/{workshop:str}/gallery")
async def for_facilitators(
    request: Request[Any, Any, Any], workshop: FromPath[str], services: NamedDependency[Services]
) -> list[ShownWork]:
    """What groups show to everybody in this workshop."""
    return await _gallery(services, (await leads(request, workshop))[1])


async def _gallery(services: Services, state: Workshop) -> list[ShownWork]:
    shown = gallery(state, await services.around(state.id))
    bodies = await services.store.workshops.bodies(state.id, [each.text for each in shown])
    return [
        ShownWork(each.group, each.round, each.symbol, each.colour, each.task, each.title, bodies[each.text])
        for each in shown
        if each.text in bodies
    ]


def _mine(state: Workshop, my: Member, group: str) -> Group:
    """Raises NotFound for a group that I never sat in."""
    for round_ in state.rounds:
        found = round_.groups.get(GroupId(group))
        if found is not None and my.person in company(found):
            return found
    raise NotFound


async def _decide(my: Member, services: Services, command: AnyCommand) -> None:
    by = ByParticipant(my.person)
    await services.hubs.decide(WorkshopId(my.workshop), command, by, f"http:{new_id()}", services.clock())


MINE = [proposed, propose, agree, withdraw, for_participants]
HANDLERS = [for_facilitators]
