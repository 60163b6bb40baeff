"""Thinking alone before working together (rule K7): each writes for themselves, then the answers lie side by side."""

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from server.core.clock import thinks_until
from server.core.ids import GroupId, PersonId
from server.core.rejections import NoRoundIsRunning
from server.core.state import Group, Paused, Round, Workshop
from server.http import words
from server.http.guards import Member
from server.http.problems import NotFound
from server.http.services import Services
from server.http.signin import Form

LONGEST_THOUGHT = 2_000


class Thought(Form, frozen=True):
    """What I think so far."""

    text: str


class Answer(Struct, frozen=True):
    """What somebody of the group wrote alone."""

    person: PersonId
    name: str
    text: str


class Answers(Struct, frozen=True):
    """Mine always; the others' when nobody thinks alone any more, else null."""

    mine: str
    others: tuple[Answer, ...] | None


@put("/groups/{group:str}/thought", status_code=204)
async def think(
    group: FromPath[str], data: JSONBody[Thought], my: NamedDependency[Member], services: NamedDependency[Services]
) -> None:
    """Keeps what I think.  Until the round ends: what was typed without a connection is not lost.  Raises BadField."""
    text = words.prose(data.text, "text", LONGEST_THOUGHT)
    round_, mine = _mine(await services.workshop(my.workshop), my, group)
    if round_.ended_at is not None:
        raise NoRoundIsRunning(round=round_.number)
    await services.store.people.put_thought(my.workshop, my.person, mine.id, text)


@get("/groups/{group:str}/thoughts")
async def answers(group: FromPath[str], my: NamedDependency[Member], services: NamedDependency[Services]) -> Answers:
    """What my group's members wrote alone."""
    round_, mine = _mine(await services.workshop(my.workshop), my, group)
    people = services.store.people
    alone = _alone(round_, mine, services.clock())
    found = await people.thoughts(my.workshop, (my.person,) if alone else mine.members, mine.id)
    own = found.pop(my.person, "")
    if alone:
        return Answers(own, None)
    profiles = await people.profiles(my.workshop)
    names = {person: profiles[person].name for person in found if person in profiles}
    return Answers(own, tuple(Answer(person, names[person], found[person]) for person in names))


def _alone(of: Round, group: Group, at: int) -> bool:
    until = thinks_until(of, group)
    now = of.clock.since if isinstance(of.clock, Paused) else at
    return of.ended_at is None and until is not None and now < until


def _mine(state: Workshop, my: Member, group: str) -> tuple[Round, Group]:
    """Raises NotFound for a group that I am not in."""
    for round_ in state.rounds:
        found = round_.groups.get(GroupId(group))
        if found is not None and my.person in found.members:
            return round_, found
    raise NotFound


MINE = [think, answers]
