"""Erasing a person: their record first, and with it the errand for the rest; then the rest, at once if nobody dies.

What two people wrote belongs to both: the shared text of a group stays until the last of them goes, or its date comes.
"""

from server.core.commands import ByParticipant, RemoveParticipant
from server.core.decide import decide
from server.core.errands import errands
from server.core.evolve import apply, replay
from server.core.groups import company
from server.core.ids import Mark, PersonId, SeriesId, WorkshopId
from server.core.rejections import Rejection
from server.store.journal import Erased, Journal, Unremembered, note
from server.store.ports import Stale
from server.store.remembering import remembered_as
from server.store.store import Store


async def erase(store: Store, journal: Journal | None, workshop: WorkshopId, person: PersonId, at: int) -> None:
    """Everything of theirs in the store, for good; asked again, what is left of it (rule E3).

    Raises NotSaved if the journal or the store can't be written: then ask again.
    """
    await note(journal, Erased(at, workshop, person))
    found = await remembered_as(store, workshop, person)  # afterwards nobody knows the address any more
    if found is not None:
        await unremember(store, journal, *found, at)
    await remove(store, workshop, person, at)
    if found is not None:  # a yes that was under way
        await store.series.forget(*found)


async def remove(store: Store, workshop: WorkshopId, person: PersonId, at: int) -> None:
    """Their record in this workshop, and what hangs on it; what a series remembers of them has an end of its own."""
    await store.people.erase(workshop, person)
    await forget(store, workshop, person, at)


async def unremember(store: Store, journal: Journal | None, series: SeriesId, mark: Mark, at: int) -> None:
    """All that a series remembers of somebody (rule S3).  Raises NotSaved: then ask again."""
    await note(journal, Unremembered(at, series, mark))
    await store.series.forget(series, mark)


async def forget(store: Store, workshop: WorkshopId, person: PersonId, at: int) -> None:
    """What stands beside the record of somebody who was erased: their place, their ideas, the mails to them."""
    await _leave(store, workshop, person, at)
    written = await store.workshops.texts(workshop)
    own = [text for text in written if text.startswith(f"p:{person}:")]  # ideas
    await store.workshops.drop_texts(workshop, own)
    await store.ledger.forget(workshop, person)
    await _drop_papers(store, workshop, person)
    await store.rewrites.want()


async def _drop_papers(store: Store, workshop: WorkshopId, person: PersonId) -> None:
    """The texts of the groups of which nobody is left whose text it is (rule E4)."""
    state = replay((entry.events, entry.at) for entry in await store.log.read(workshop))
    left = set(await store.people.listed(workshop))
    for round_ in state.rounds if state else ():
        for group in round_.groups.values():
            if person in company(group) and left.isdisjoint(company(group)):
                await store.documents.drop(workshop, group.id)


async def _leave(store: Store, workshop: WorkshopId, person: PersonId, at: int) -> None:
    """Out of the workshop, unless it is over or they are out already.  Its command has one id: it happens once."""
    while True:
        state = replay((entry.events, entry.at) for entry in await store.log.read(workshop))
        try:
            events = decide(state, RemoveParticipant(person), ByParticipant(person), at)
        except Rejection:
            return
        after = apply(state, events, at)
        if state is None or after is None or not events:
            return
        try:
            await store.log.append(workshop, state.version, f"erase:{person}", at, events, errands(after, events))
        except Stale:
            continue
        return
