"""People by hundreds, straight into the store: seats as if they had typed all this, without a browser each."""

from collections.abc import Sequence

from server.core.events import ParticipantJoined
from server.core.evolve import replay
from server.core.ids import PersonId, WorkshopId
from server.core.pairing.instance import Person
from server.core.people import Profile
from server.store.store import Store


async def seat(store: Store, workshop: WorkshopId, people: Sequence[Person], at: int) -> None:
    """All of them join a workshop that gathers, in one entry of its log."""
    for person in people:
        await store.people.put_profile(workshop, PersonId(person.id), profile(person))
    state = replay((entry.events, entry.at) for entry in await store.log.read(workshop))
    joined = [ParticipantJoined(PersonId(person.id), late=False) for person in people]
    await store.log.append(workshop, state.version if state else 0, f"crowd:{people[0].id}", at, joined)


def profile(person: Person) -> Profile:
    return Profile(
        name=f"Guest {person.id}",
        level=person.level,
        langs=person.langs,
        interests=person.tags,
        teach=person.teach,
        learn=person.learn,
        employer=person.employer or "",
        trio=person.trio,
    )
