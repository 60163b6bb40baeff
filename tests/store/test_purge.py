"""E6: the purge takes whoever has no purpose left, on their day, and is not tricked by a clock (see test_retention)."""

import pytest
from msgspec.structs import replace

from server.core import commands as c
from server.core.errands import errands
from server.core.evolve import apply
from server.core.followup.retention import DAY_MS, HOUR_MS
from server.core.ids import FacilitatorId, GroupId, Mark, PersonId, SeriesId, TextId, WorkshopId
from server.core.people import Address, Profile
from server.store import erasure, keys
from server.store.purge import Purger
from server.store.store import Store
from tests.core.story import DESIGN, LEAD, Story
from tests.workers.scene import JONAS, MARA, NOON, OLE, PROFILES, closed

W = WorkshopId("w")
EXCHANGE_MS = 14 * DAY_MS
LAST = NOON + EXCHANGE_MS + 60 * DAY_MS


@pytest.fixture
async def purger(store: Store) -> Purger:
    state = None
    for version, (events, at) in enumerate(closed().history):
        state = apply(state, events, at)
        assert state is not None
        await store.log.append(W, version, f"t:{version}", at, events, errands(state, events))
    for person, profile in PROFILES.items():
        await store.people.put_profile(W, person, profile)
    await store.workshops.put_text(W, TextId("i1"), "an idea")
    await store.documents.append(W, GroupId("r1g0"), [b"update"])
    return Purger(store, EXCHANGE_MS)


async def left(store: Store) -> set[str]:
    return set(await store.people.profiles(W))


async def test_everybody_goes_on_their_day_and_the_shared_text_with_the_last(store: Store, purger: Purger) -> None:
    await store.ledger.owe(W, "later:m", "<1@x>", NOON + 42 * DAY_MS)
    assert await purger.purge(LAST - 1) == 0
    assert await purger.purge(LAST) == 2
    assert await left(store) == {MARA}
    assert (await store.documents.load(W, GroupId("r1g0")))[0] == [b"update"]
    assert await purger.purge(NOON + 102 * DAY_MS) == 1
    assert await left(store) == set()
    assert (await store.documents.load(W, GroupId("r1g0")))[0] == []
    assert await store.workshops.texts(W) == {}
    assert set(await store.people.erased()) == {(W, person) for person in (MARA, JONAS, OLE)}
    assert await store.log.read(W), "who worked with whom stays, without names"


async def test_a_workshop_is_read_and_the_file_written_anew_once_however_many_go(store: Store, purger: Purger) -> None:
    for n in range(20):
        await store.people.put_profile(W, PersonId(f"p{n}"), Profile(f"P{n}"))
        await store.ledger.owe(W, f"nudge:p{n}", f"<{n}@x>", NOON)
    await store.client.do("CONFIG", "RESETSTAT")
    assert await purger.purge(LAST) == 23
    assert await store.ledger.lines(W) == []
    used = await store.client.do("INFO", "commandstats")
    assert used["cmdstat_bgrewriteaof"]["calls"] == 1
    assert used["cmdstat_xrange"]["calls"] == 2, "the log: when they are looked for, and when they leave"


async def test_a_workshop_that_cannot_be_read_keeps_nobody_elses_data(store: Store, purger: Purger) -> None:
    for broken in ("a", "z"):
        await store.people.put_profile(WorkshopId(broken), MARA, PROFILES[MARA])
        await store.client.do("XADD", keys.log(WorkshopId(broken)), "1-1", "not", "an entry")
        await store.client.do("EXPIRE", keys.log(WorkshopId(broken)), 60)
    assert await purger.purge(LAST) == 3
    assert await left(store) == set()
    for broken in ("a", "z"):
        assert await store.people.profiles(WorkshopId(broken)) != {}, "and loses nothing that it may be needed for"


async def test_a_leap_of_three_days_takes_nobody(store: Store, purger: Purger) -> None:
    at = LAST - 2 * DAY_MS
    assert await purger.tend(at) == 0
    for minutes in range(0, 24 * 60, 30):
        assert await purger.tend(at + 3 * DAY_MS + minutes * 60_000) == 0
    assert await left(store) == {MARA, JONAS, OLE}
    # Set right again, and on to the day.
    at += HOUR_MS
    while at < LAST + DAY_MS:
        await purger.tend(at)
        at += HOUR_MS
    assert await left(store) == set()


async def test_it_looks_at_everybody_once_a_day(store: Store, purger: Purger) -> None:
    assert await purger.tend(LAST) == 3
    other = WorkshopId("other")
    await store.people.put_profile(other, MARA, Profile("Mara"))
    assert await purger.tend(LAST + HOUR_MS) == 0
    assert await store.people.profiles(other)


async def test_s3_a_series_remembers_longer_than_the_records_of_its_workshops(store: Store) -> None:
    """Whom the purge takes is remembered until the series ends; who is erased is forgotten at once."""
    series, told = SeriesId("s"), Story(replace(DESIGN, series=SeriesId("s")))
    await store.series.open(FacilitatorId("lead"), series, "Evenings", W, told.now)
    told.join("a", "b")
    told.send(c.CloseWorkshop(), LEAD)
    for version, (events, at) in enumerate(told.history):
        await store.log.append(W, version, f"t:{version}", at, events)
    marks = {}
    for person in told.workshop.participants:
        await store.people.put_profile(W, person, Profile(person))
        await store.people.put_address(W, person, Address(f"{person}@example.org", confirmed_at=told.now))
        marks[person] = await store.series.mark(series, f"{person}@example.org") or Mark("")
        await store.series.remember(series, marks[person], told.now)
    await erasure.erase(store, None, W, PersonId("a"), told.now)
    assert await Purger(store, EXCHANGE_MS).purge(told.now + 100 * DAY_MS) == 1
    assert await left(store) == set()
    assert set((await store.series.memory(series)).since) == {marks[PersonId("b")]}
