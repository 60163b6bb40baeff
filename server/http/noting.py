"""An idea worth continuing, noted when the round is over: by the page after the close, or that of a mail (rule W6)."""

from litestar import put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.core.commands import ByParticipant, NoteIdea
from server.core.decide import decide
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
    line = words.needed(data.text, "text")
    text = TextId(f"p:{my.person}:{new_id()}")
    command, by = NoteIdea(GroupId(group), text), ByParticipant(my.person)
    decide(await services.workshop(my.workshop), command, by, services.clock())  # refused: nothing may be written
    await services.store.workshops.put_text(my.workshop, text, line)
    try:
        await services.hubs.decide(my.workshop, command, by, f"http:{new_id()}", services.clock())
    except Rejection:
        await services.store.workshops.drop_texts(my.workshop, [text])
        raise


MINE = [note_idea]
