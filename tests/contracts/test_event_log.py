"""What every event log obeys."""

import asyncio

import pytest

from server.core.errands import CloseLater, PlanFollowUp
from server.core.events import Announced, AnyEvent, ParticipantJoined, RoundEnded, WorkshopClosed
from server.core.ids import PersonId, TextId, WorkshopId
from server.store import keys
from server.store.ports import EventLog, Stale
from server.store.store import Store

W = WorkshopId("w1")
AT = 1_700_000_000_000


def joined(number: int) -> AnyEvent:
    return ParticipantJoined(PersonId(f"p{number}"), late=False)


async def test_an_entry_carries_the_commands_whole_batch(store: Store) -> None:
    events = (joined(1), Announced(TextId("t1")), RoundEnded(1))
    assert await store.log.append(W, 0, "p1:c1", AT, events) == 1
    [entry] = await store.log.read(W)
    assert (entry.version, entry.at, entry.command, entry.events) == (1, AT, "p1:c1", events)


async def test_versions_grow_by_one_and_reading_starts_after_one(store: Store) -> None:
    for version in range(5):
        assert await store.log.append(W, version, f"c{version}", AT + version, [joined(version)]) == version + 1
    assert [entry.version for entry in await store.log.read(W)] == [1, 2, 3, 4, 5]
    assert [entry.version for entry in await store.log.read(W, after=3)] == [4, 5]
    assert await store.log.read(W, after=5) == []


async def test_a_log_longer_than_a_page_is_read_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.store.log._PAGE", 10)
    for version in range(40):
        await store.log.append(W, version, f"c{version}", AT, [joined(version)])
    assert [entry.version for entry in await store.log.read(W, after=1)] == list(range(2, 41))


@pytest.mark.parametrize("expected", [0, 2, 7])
async def test_a_stale_append_leaves_no_trace(store: Store, expected: int) -> None:
    await store.log.append(W, 0, "c1", AT, [joined(1)])
    with pytest.raises(Stale):
        await store.log.append(W, expected, "c2", AT, [WorkshopClosed(by_itself=False)], [PlanFollowUp(W)])
    assert len(await store.log.read(W)) == 1
    assert await store.outbox.take("t", block_ms=0) == []
    assert await store.log.append(W, 1, "c2", AT, [joined(2)]) == 2


async def test_the_same_command_again_gets_its_first_version_and_happens_once(store: Store) -> None:
    assert await store.log.append(W, 0, "c1", AT, [joined(1)]) == 1
    assert await store.log.append(W, 1, "c2", AT, [joined(2)]) == 2
    closing: list[AnyEvent] = [WorkshopClosed(by_itself=False)]
    for _ in range(3):
        assert await store.log.append(W, 2, "c3", AT, closing, [PlanFollowUp(W)]) == 3
        assert await store.log.append(W, 0, "c1", AT, [joined(1)]) == 1
    assert len(await store.log.read(W)) == 3
    assert len(await store.outbox.take("t", block_ms=0)) == 1


async def test_fifty_at_once_lose_nothing_and_double_nothing(store: Store) -> None:
    async def insist(log: EventLog, number: int) -> int:
        version = len(await log.read(W))
        while True:
            try:
                return await log.append(W, version, f"c{number}", AT, [joined(number)])
            except Stale:
                version = len(await log.read(W))

    versions = await asyncio.gather(*(insist(store.log, number) for number in range(50)))
    assert sorted(versions) == list(range(1, 51))
    entries = await store.log.read(W)
    assert [entry.version for entry in entries] == list(range(1, 51))
    assert {entry.command for entry in entries} == {f"c{number}" for number in range(50)}
    assert {versions[int(entry.command[1:])]: entry.version for entry in entries} == {v: v for v in versions}


async def test_one_command_sent_by_fifty_at_once_happens_once(store: Store) -> None:
    versions = await asyncio.gather(*(store.log.append(W, 0, "c", AT, [joined(1)]) for _ in range(50)))
    assert set(versions) == {1}
    assert len(await store.log.read(W)) == 1


async def test_workshops_do_not_touch_each_other(store: Store) -> None:
    others = [WorkshopId(f"w{number}") for number in range(40)]
    assert len({keys.shard(workshop) for workshop in others}) > 8
    for workshop in others:
        assert await store.log.append(workshop, 0, "c", AT, [joined(1)]) == 1
    for workshop in others:
        assert len(await store.log.read(workshop)) == 1


async def test_errands_for_later_wait_and_the_latest_instant_counts(store: Store) -> None:
    await store.log.append(W, 0, "c1", AT, [joined(1)], [CloseLater(W, AT + 1000)])
    await store.log.append(W, 1, "c2", AT, [joined(2)], [CloseLater(W, AT + 5000)])
    assert await store.outbox.take("t", block_ms=0) == []
    assert await store.due.release(AT + 4999) == 0
    assert await store.due.release(AT + 5000) == 1
    [(_, errand)] = await store.outbox.take("t", block_ms=0)
    assert errand == CloseLater(W, AT + 5000)


async def test_an_errand_of_another_workshop_is_refused(store: Store) -> None:
    other = next(WorkshopId(f"w{n}") for n in range(99) if keys.shard(WorkshopId(f"w{n}")) != keys.shard(W))
    with pytest.raises(ValueError, match="another shard"):
        await store.log.append(W, 0, "c1", AT, [joined(1)], [PlanFollowUp(other)])
