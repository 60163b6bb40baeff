"""What a workshop does, changed after it was made: title, places and tasks (rule W11).

Words only grow: a task or a place that is not as it was gets an id of its own, so whatever a round that has begun shows
stays what it was.  The words are stored first, as one edition and with the command that then says which of them count:
whoever next finds an edition that the log does not know gives that command, should its author have been cut off.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import Any, TypeVar

from litestar import Request, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct
from msgspec.structs import replace

from server.core.commands import ByFacilitator, ChangeDesign
from server.core.ids import PictureId, PlaceId, TaskId
from server.core.people import Brochure, PlaceName, TaskText
from server.core.rejections import WorkshopIsClosed
from server.core.state import Closed, Language, Place, Task, Workshop
from server.core.views.common import task_view
from server.core.views.shapes import TaskView
from server.http import words
from server.http.guards import SignedIn, leads
from server.http.pictures import OF_A_WORKSHOP, uploaded
from server.http.problems import BadField, ChangedMeanwhile, NotFound
from server.http.services import Services
from server.http.signin import Form
from server.http.workshops import NAME, PLACES, TASKS, TITLE, NewPlace, NewTask, place_name, task_of, within
from server.store.ports import Picture

Facilitating = Request[Any, Any, Any]
Words = TypeVar("Words", bound=TaskText | PlaceName)


class DesignView(Struct, frozen=True, rename="camel"):
    """As it is now; `edition` goes back with a change."""

    edition: int
    title: str
    facilitator: str
    language: Language
    size: int
    places: tuple[NewPlace, ...]
    tasks: tuple[TaskView, ...]


class ChangedDesign(Form, frozen=True):
    """All of it anew; `edition` is the one that was looked at."""

    edition: int
    title: str
    facilitator: str
    places: tuple[NewPlace, ...]
    tasks: tuple[NewTask, ...]


@get("/api/workshops/{workshop:str}/design")
async def design(request: Facilitating, workshop: FromPath[str], services: NamedDependency[Services]) -> DesignView:
    """Title, places and tasks, to be changed."""
    who, state = await leads(request, workshop)
    state, brochure, edition = await _settled(services, who, state)
    around, names = await services.around(state.id), {place.id: place.name for place in brochure.places}
    return DesignView(
        edition=edition,
        title=brochure.title,
        facilitator=brochure.facilitator,
        language=state.design.language,
        size=state.design.size,
        places=tuple(NewPlace(names.get(place.id, ""), place.remote) for place in state.design.places),
        tasks=tuple(task_view(around, task) for task in state.design.tasks),
    )


@put("/api/workshops/{workshop:str}/design", status_code=204)
async def change_design(
    request: Facilitating,
    workshop: FromPath[str],
    data: JSONBody[ChangedDesign],
    services: NamedDependency[Services],
) -> None:
    """Counts from the next round on.  Sent again after a lost answer, it changes nothing more.

    Raises BadField, ChangedMeanwhile, WorkshopIsClosed.
    """
    who, state = await leads(request, workshop)
    if isinstance(state.phase, Closed):
        raise WorkshopIsClosed
    state, brochure, edition = await _settled(services, who, state)
    pictures = {p.id: Picture(b"", p.width, p.height) for task in brochure.tasks for p in task.pictures}
    wanted = [picture for task in data.tasks for picture in task.pictures]
    if len(wanted) > OF_A_WORKSHOP:
        raise BadField(field="tasks", reason="pictures", most=OF_A_WORKSHOP)
    new = await uploaded(services, who.id, [picture for picture in wanted if picture.id not in pictures])
    within("places", len(data.places), 1, PLACES)
    within("tasks", len(data.tasks), 1, TASKS)
    places, names = _places(data.places, state, brochure)
    tasks, texts = _tasks(data.tasks, state, brochure, {**pictures, **new})
    changed = Brochure(
        words.needed(data.title, "title", TITLE),
        words.needed(data.facilitator, "facilitator", NAME),
        _grown(brochure.tasks, texts, {task.id for task in _had(state)}),
        _grown(brochure.places, names, None),
    )
    said = (changed.title, changed.facilitator) == (brochure.title, brochure.facilitator)
    if said and (places, tasks) == (state.design.places, state.design.tasks):
        return
    if data.edition != edition:
        raise ChangedMeanwhile
    for id_, picture in new.items():
        await services.store.pictures.keep(state.id, id_, picture.data)
    change = ChangeDesign(edition + 1, places, tasks)
    if not await services.store.workshops.change_brochure(state.id, changed, change):
        raise ChangedMeanwhile
    await _decide(services, who, state, change)


async def _settled(services: Services, who: SignedIn, state: Workshop) -> tuple[Workshop, Brochure, int]:
    """State, words and their edition; the state is never older than the words."""
    written = await services.store.workshops.edition(state.id)
    if written is None:
        raise NotFound
    if written.change and written.number > state.design.edition and not isinstance(state.phase, Closed):
        await _decide(services, who, state, written.change)
        state = await services.workshop(state.id)
    return state, written.brochure, written.number


async def _decide(services: Services, who: SignedIn, state: Workshop, change: ChangeDesign) -> None:
    key = f"http:design:{change.edition}"
    await services.hubs.decide(state.id, change, ByFacilitator(who.id), key, services.clock())


def _places(
    wanted: Sequence[NewPlace], state: Workshop, brochure: Brochure
) -> tuple[tuple[Place, ...], tuple[PlaceName, ...]]:
    """With the ids of those that stay as they are."""
    names = {place.id: place.name for place in brochure.places}
    known = {(names.get(place.id, ""), place.remote): place.id for place in state.design.places}
    fresh = (PlaceId(f"p{number}") for number in count() if f"p{number}" not in names)
    places, written = [], []
    for index, each in enumerate(wanted):
        name = place_name(each, index)
        id_ = known.pop((name, each.remote), None) or next(fresh)
        places.append(Place(id_, each.remote))
        written.append(PlaceName(id_, name))
    return tuple(places), tuple(written)


def _tasks(
    wanted: Sequence[NewTask], state: Workshop, brochure: Brochure, pictures: Mapping[PictureId, Picture]
) -> tuple[tuple[Task, ...], tuple[TaskText, ...]]:
    """With the ids of those that stay as they are, words and minutes."""
    texts = {text.id: text for text in brochure.tasks}
    known = {
        (replace(task, id=TaskId("")), replace(texts[task.id], id=TaskId(""))): task.id
        for task in _had(state)
        if task.id in texts
    }
    fresh = (TaskId(f"t{number}") for number in count() if f"t{number}" not in texts)
    tasks, written = [], []
    for index, each in enumerate(wanted):
        task, text = task_of(each, index, pictures)
        same = known.pop((replace(task, id=TaskId("")), replace(text, id=TaskId(""))), None)
        id_ = same or next(fresh)
        tasks.append(replace(task, id=id_))
        written.append(replace(text, id=id_))
    return tuple(tasks), tuple(written)


def _grown(before: Iterable[Words], new: tuple[Words, ...], in_use: Collection[str] | None) -> tuple[Words, ...]:
    """Those before that are not among the new ones, and these; of the former only what is in use, if that is known."""
    ids: set[str] = {each.id for each in new}
    stay: list[Words] = [old for old in before if old.id not in ids and (in_use is None or old.id in in_use)]
    return (*stay, *new)


def _had(state: Workshop) -> tuple[Task, ...]:
    return (*(round_.task for round_ in state.rounds), *state.design.tasks)


HANDLERS = [design, change_design]
