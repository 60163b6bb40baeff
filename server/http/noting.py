"""An idea worth continuing, noted when the round is over: by the page after the close, or that of a mail (rule W6)."""

from collections.abc import Callable
from functools import partial

from litestar import put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.core.commands import ByParticipant, NoteIdea
from server.core.decide import AnyCommand, decide
from server.core.ids import GroupId, TextId
from server.core.rejections import Rejection
from server.http import words
from server.http.guards import INSIDERS, Member
from server.http.services import Services
from server.http.signin import Form
from server.http.workshops import new_id


class NewIdea(Form, frozen=True):
    """An idea in one line."""

    text: str


@put("/groups/{group:str}/idea", status_code=204, dependencies=INSIDERS)
async def note_idea(
    group: FromPath[str], data: JSONBody[NewIdea], my: NamedDependency[Member], services: NamedDependency[Services]
) -> None:
    """Notes it as what my group would continue, in place of one noted before.  Raises BadField; refused to others."""
    await say(services, my, partial(NoteIdea, GroupId(group)), words.needed(data.text, "text"))


async def say(
    services: Services, my: Member, command: Callable[[TextId], AnyCommand], line: str, body: str | None = None
) -> None:
    """Decides on what I say in a line, and perhaps a body (Markdown).  Raises Rejection: then nothing is kept of it."""
    workshops, by = services.store.workshops, ByParticipant(my.person)
    text = TextId(f"p:{my.person}:{new_id()}")
    decide(await services.workshop(my.workshop), command(text), by, services.clock())  # refused: nothing may be written
    await workshops.put_text(my.workshop, text, line)
    if body is not None:
        await workshops.put_body(my.workshop, text, body)  # after the line: an erasure finds it by that
    try:
        await services.hubs.decide(my.workshop, command(text), by, f"http:{new_id()}", services.clock())
    except Rejection:
        await workshops.drop_texts(my.workshop, [text])
        raise


MINE = [note_idea]
