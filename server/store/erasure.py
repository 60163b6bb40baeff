"""Erasing a person: their record first, and with it the errand for the rest; then the rest, at once if nobody dies.

What two people wrote belongs to both: the shared text of a group stays until the last of them goes, or its date comes.
"""

from collections.abc import Collection

from server.core.commands import ByParticipant, RemoveParticipant
from server.core.decide import decide
from server.core.errands import errands
from server.core.evolve import apply, replay
from server.core.groups import company
from server.core.ids import Mark, PersonId, SeriesId, WorkshopId
from server.core.rejections import Rejection
from server.core.state import Workshop
from server.store.journal import Erased, Journal, Unremembered, note
from server.store.ports import Stale
from server.store.remembering import ever_remembered_as
from server.store.store import Store


async def erase(store: Store, journal: Journal | None, workshop: WorkshopId, person: PersonId, at: int) -> None:
    """Everything of theirs in the store, for good; asked again, what is left of it (rule E3).

    Raises NotSaved if the journal or the store can't be written: then ask again.
    """
    await note(journal, Erased(at, workshop, person))
    found = await ever_remembered_as(store, workshop, person)  # afterwards nobody knows the address any more
    for series, mark in found:
        await unremember(store, journal, series, mark, at)
    await remove(store, workshop, [person], at)
    for series, mark in found:  # a yes that was under way
        await store.series.forget(series, mark)


async def remove(store: Store, workshop: WorkshopId, people: Collection[PersonId], at: int) -> None:
    """Their records in this workshop, and what hangs on them; what a series remembers of them has an end of its own."""
    for person in people:
        await store.people.erase(workshop, person)
    await forget(store, workshop, people, at)


async def unremember(store: Store, journal: Journal | None, series: SeriesId, mark: Mark, at: int) -> None:
    """All that a series remembers of somebody (rule S3).  Raises NotSaved: then ask again."""
    await note(journal, Unremembered(at, series, mark))
    await store.series.forget(series, mark)


async def forget(store: Store, workshop: WorkshopId, people: Collection[PersonId], at: int) -> None:
    """What stands beside the records of people who were erased: their places, their ideas, the mails to them."""
    state = await _left(store, workshop, people, at)
    written = await store.workshops.texts(workshop)
    own = [text for text in written for person in people if text.startswith(f"p:{person}:")]  # ideas
    await store.workshops.drop_texts(workshop, own)
    await store.ledger.forget(workshop, *people)
    await _drop_papers(store, state, people)
    await store.rewrites.want()


async def _drop_papers(store: Store, state: Workshop | None, people: Collection[PersonId]) -> None:
    """The texts of their groups of which nobody is left whose text it is (rule E4)."""
    if state is None:
        return
    gone, left = set(people), set(await store.people.listed(state.id))
    for round_ in (*state.rounds, *state.taken_back):
        for group in round_.groups.values():
            if not gone.isdisjoint(company(group)) and left.isdisjoint(company(group)):
                await store.documents.drop(state.id, group.id)


async def _left(store: Store, workshop: WorkshopId, people: Collection[PersonId], at: int) -> Workshop | None:
    """The workshop, out of which they are now, unless it is over or they were already.  Each command has one id: it
    happens once.
    """
    state, waiting = await _state(store, workshop), list(people)
    while waiting:
        person = waiting[-1]
        try:
            events = decide(state, RemoveParticipant(person), ByParticipant(person), at)
        except Rejection:
            events = ()
        after = apply(state, events, at)
        if state is not None and after is not None and events:
            try:
                await store.log.append(workshop, state.version, f"erase:{person}", at, events, errands(after, events))
            except Stale:
                state = await _state(store, workshop)
                continue
            state = after
        waiting.pop()
    return state


async def _state(store: Store, workshop: WorkshopId) -> Workshop | None:
    return replay((entry.events, entry.at) for entry in await store.log.read(workshop))
