"""Workshops that nobody has open: read once, brought up to date by what came since."""

import asyncio
from collections.abc import Sequence

import pytest

from server.core import commands as c
from server.core.ids import PersonId, WorkshopId
from server.live import shelf
from server.live.hubs import Hubs
from server.live.planner import Planner
from server.live.scribe import Scribe
from server.live.shelf import Shelf
from server.store import keys
from server.store.ports import Entry
from server.store.store import Store
from tests.conftest import now
from tests.live.viewer import DESIGN, LEAD, W, create, join


@pytest.fixture
def hubs(store: Store) -> Hubs:
    """Decides; has nothing open and follows nothing."""
    return Hubs(store, Planner(), now)


class Reading:
    """The store's log; counts the entries that were read of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.entries = 0

    async def read(self, workshop: WorkshopId, after: int = 0) -> Sequence[Entry]:
        found = await self._store.log.read(workshop, after)
        self.entries += len(found)
        return found


def shelved(store: Store, at: list[int]) -> tuple[Shelf, Reading]:
    reading = Reading(store)
    return Shelf(lambda w: Scribe(w, reading, store.workshops, lambda: at[0]), lambda: at[0]), reading  # type: ignore[arg-type]


async def test_what_comes_between_two_questions_is_in_the_second_answer_and_nothing_is_read_twice(
    hubs: Hubs, store: Store
) -> None:
    await create(hubs, store, "ada")
    kept, reading = shelved(store, [0])
    first = await asyncio.gather(*(kept.state(W) for _ in range(5)))
    assert all(state is not None and set(state.participants) == {"ada"} for state in first)
    assert reading.entries == 2, "made, joined"
    await join(hubs, store, "bo")
    state = await kept.state(W)
    assert state is not None
    assert PersonId("bo") in state.participants
    assert reading.entries == 3


async def test_who_goes_on_with_what_is_known_reads_what_came_since_and_tells_nobody(hubs: Hubs, store: Store) -> None:
    """A page of a full room has asked for it before its socket opens: the log is read once."""
    await create(hubs, store, "ada")
    kept, reading = shelved(store, [0])
    before = await kept.state(W)
    await join(hubs, store, "bo")
    own = kept.scribe(W)
    await own.catch_up()
    assert (own.version_of("create"), own.version_of("join-bo")) == (1, 3)
    assert own.state is not None
    assert set(own.state.participants) == {"ada", "bo"}
    assert reading.entries == 3, "made, joined; joined"
    assert kept.scribe(W).state == before
    assert kept.scribe(W).version_of("join-bo") is None


async def test_a_workshop_that_was_deleted_is_gone_after_a_minute(hubs: Hubs, store: Store) -> None:
    await create(hubs, store)
    at = [0]
    kept, _ = shelved(store, at)
    assert await kept.state(W) is not None
    await store.redis.delete(keys.log(W))
    at[0] += shelf.KEPT_MS
    assert await kept.state(W) is None
    assert len(kept) == 0


async def test_there_are_few_and_whoever_guesses_pushes_nobody_out(hubs: Hubs, store: Store) -> None:
    await create(hubs, store)
    kept, reading = shelved(store, [0])
    await kept.state(W)
    for number in range(2 * shelf.MOST):
        assert await kept.state(WorkshopId(f"guessed{number}")) is None
    assert len(kept) == 1
    for number in range(shelf.MOST):
        other = WorkshopId(f"other{number}")
        await hubs.decide(other, c.CreateWorkshop(other, DESIGN), LEAD, "create", 1)
        await kept.state(other)
        await kept.state(W)
    assert len(kept) == shelf.MOST
    assert reading.entries == 1 + shelf.MOST, "the one that is asked for all the time stays"
    await kept.state(WorkshopId("other0"))
    assert reading.entries == 2 + shelf.MOST, "it was asked for longest ago"
