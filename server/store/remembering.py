"""Who is whom in the memory of a series: what it tells of a workshop's people, and what it learns of them."""

import asyncio

from server.core.evolve import replay
from server.core.fairness import NOTHING, Earlier
from server.core.ids import Mark, PersonId, SeriesId, WorkshopId
from server.core.series import Lesson, Memory, Remembered, earlier, lesson, remembered
from server.core.state import Closed
from server.store.store import Store


async def remembered_as(store: Store, workshop: WorkshopId, person: PersonId) -> tuple[SeriesId, Mark] | None:
    """Under which mark the workshop's series knows them, or would."""
    series = await _series_of(store, workshop)
    mark = await mark_of(store, series, workshop, person)
    return (series, mark) if series and mark else None


async def ever_remembered_as(store: Store, workshop: WorkshopId, person: PersonId) -> set[tuple[SeriesId, Mark]]:
    """The same, and as whom they were recognised before they gave another address."""
    series = await _series_of(store, workshop)
    marks = await mark_of(store, series, workshop, person), await store.people.recognised_last_as(workshop, person)
    return {(series, mark) for mark in marks if series and mark}


async def mark_of(store: Store, series: SeriesId | None, workshop: WorkshopId, person: PersonId) -> Mark | None:
    """By the address that they have proven, or as they were recognised; None if neither (rule S2)."""
    if series is None:
        return None
    address = await store.people.address(workshop, person)
    if address is not None and address.confirmed_at is not None:
        return await store.series.mark(series, address.address)
    return await store.people.recognised_as(workshop, person)


async def _series_of(store: Store, workshop: WorkshopId) -> SeriesId | None:
    state = replay((entry.events, entry.at) for entry in await store.log.read(workshop))
    return state.design.series if state else None


class Recollection:
    """What its series tells of those who are recognised in a workshop, for the next plan.  Whoever keeps it reads the
    memory, which is large, only where that has changed.
    """

    def __init__(self, store: Store, workshop: WorkshopId) -> None:
        self._store = store
        self._workshop = workshop
        self._turn = -1
        self._memory = Memory({}, {}, {})
        self._marks: dict[PersonId, Mark] | None = None
        self._told = NOTHING

    async def of(self, series: SeriesId | None, marks: dict[PersonId, Mark]) -> Earlier:
        if series is None or not marks:
            return NOTHING
        turn = await self._store.series.turn(series)  # first: what changes while it is read is read again
        if turn != self._turn:
            self._memory, self._marks = await self._store.series.memory(series), None
            self._turn = turn
        if marks != self._marks:
            self._told, self._marks = earlier(self._memory, marks, self._workshop), marks
        return self._told


async def unlearnt(store: Store, workshop: WorkshopId) -> tuple[SeriesId, Lesson] | None:
    """What a workshop that is over can tell its series of somebody who is remembered; None: nothing, or no news."""
    state = replay((entry.events, entry.at) for entry in await store.log.read(workshop))
    if state is None or state.design.series is None or not isinstance(state.phase, Closed):
        return None
    series, memory = state.design.series, await store.series.memory(state.design.series)
    people = await store.people.listed(workshop) if memory.since else []
    found = await asyncio.gather(*(mark_of(store, series, workshop, person) for person in people))
    marks = {person: mark for person, mark in zip(people, found, strict=True) if mark is not None}
    if all(mark not in memory.since or (mark, workshop) in memory.counts for mark in marks.values()):
        return None
    return series, lesson(state, await store.people.profiles(workshop), marks)


async def remembered_of(store: Store, series: SeriesId, mark: Mark) -> Remembered | None:
    """For themself."""
    return remembered(await store.series.name(series) or "", await store.series.memory(series), mark)
