"""People by hundreds, straight into the store: seats as if they had typed all this, without a browser each."""

from collections.abc import Sequence

from server.core.events import ParticipantJoined
from server.core.ids import PersonId, WorkshopId
from server.core.pairing.instance import Person
from server.core.people import Profile
from server.store.store import Store


async def seat(store: Store, workshop: WorkshopId, people: Sequence[Person], at: int) -> None:
    """They join a workshop that gathers, one after the other."""
    version = len(await store.log.read(workshop))
    for person in people:
        await store.people.put_profile(workshop, PersonId(person.id), profile(person))
        joined = ParticipantJoined(PersonId(person.id), late=False)
        version = await store.log.append(workshop, version, f"crowd:{person.id}", at, [joined])


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
