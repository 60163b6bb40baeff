"""Pieces that several views share."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from server.core.ids import GroupId, PersonId, PlaceId, TaskId
from server.core.people import Profile, TaskText
from server.core.state import Closed, Gathering, Group, Round, Task, Working, Workshop
from server.core.views.shapes import (
    PRESENT_MS,
    AnnouncementView,
    PhaseName,
    PlaceView,
    Surroundings,
    TaskView,
)


def phase_name(state: Workshop) -> PhaseName:
    match state.phase:
        case Gathering():
            return "gathering"
        case Working():
            return "working"
        case Closed():
            return "closed"


def present(around: Surroundings, person: PersonId, at: int) -> bool:
    return at - around.seen.get(person, -PRESENT_MS) < PRESENT_MS


def name(around: Surroundings, person: PersonId) -> str:
    """Empty for someone who has been erased; pages then say 'a participant'."""
    profile = around.profiles.get(person)
    return profile.name if profile else ""


def names(state: Workshop, profiles: Mapping[PersonId, Profile], people: Iterable[PersonId]) -> dict[PersonId, str]:
    """What to call each of these few so that no two are called the same: numbered by who came first in the workshop, as
    on the console, and only where two of them share a name.
    """
    called = {p: profiles[p].name if p in profiles else "" for p in people}
    times = Counter(same_name(name) for name in called.values() if name)
    if all(count == 1 for count in times.values()):
        return called
    came = Counter[str]()
    for person in state.participants:
        name = profiles[person].name if person in profiles else ""
        came[same_name(name)] += 1
        if person in called and times[same_name(name)] > 1 and came[same_name(name)] > 1:
            called[person] = f"{name.strip()} ({came[same_name(name)]})"
    return called


def same_name(name: str) -> str:
    """The same for two names that sound the same."""
    return unicodedata.normalize("NFKC", name).strip().lower()


def place(state: Workshop, around: Surroundings, id_: PlaceId) -> PlaceView:
    names = {p.id: p.name for p in around.brochure.places}
    remote = any(p.remote for p in state.design.places if p.id == id_)
    return PlaceView(id_, names.get(id_, ""), remote)


def task_view(around: Surroundings, task: Task) -> TaskView:
    words = next((t for t in around.brochure.tasks if t.id == task.id), _no_words(task.id))
    return TaskView(
        title=words.title,
        brief=words.brief,
        steps=words.steps,
        minutes=task.minutes,
        starter=words.starter,
        roles=words.roles,
        think_s=task.think_s,
        prompts=words.prompts,
        pictures=words.pictures,
    )


def announcements(state: Workshop, around: Surroundings) -> tuple[AnnouncementView, ...]:
    return tuple(AnnouncementView(id_, around.texts.get(id_, ""), at) for id_, at in state.announcements)


def idea(around: Surroundings, group: Group) -> str:
    return around.texts.get(group.ideas[-1], "") if group.ideas else ""


def running(state: Workshop) -> Round | None:
    return state.rounds[-1] if isinstance(state.phase, Working) else None


def group_of(current: Round | None, person: PersonId) -> Group | None:
    groups = current.groups.values() if current else ()
    return next((g for g in groups if person in g.members), None)


def active_at(current: Round, group: Group, around: Surroundings) -> int:
    """When the group last did something that the server saw: a step, an idea, a keystroke."""
    return max(group.active_at, around.seen.get(GroupId(group.id), 0), current.published_at)


def _no_words(task: TaskId) -> TaskText:
    return TaskText(task, "", "", ())
