"""Outbox and due errands: at least once, and never nowhere."""

import asyncio

import pytest

from server.core.errands import (
    AnyErrand,
    CloseLater,
    CountAfterwards,
    PlanFollowUp,
    Reveal,
    SendInvitation,
    SendMail,
    SendSignIn,
)
from server.core.ids import FacilitatorId, PersonId, WorkshopId
from server.store import keys
from server.store.outbox import LONGEST_BLOCK_MS
from server.store.ports import Outbox
from server.store.store import Store, open_store

W = WorkshopId("w1")
AT = 1_700_000_000_000
EVERY_KIND: list[AnyErrand] = [
    PlanFollowUp(W),
    CloseLater(W, AT),
    Reveal(W, PersonId("a"), PersonId("b")),
    SendMail(W, "follow-up:p1"),
    SendSignIn(FacilitatorId("f1"), "de", 0),
    SendInvitation(W, FacilitatorId("f1"), 0),
    CountAfterwards(W),
]


async def drain(outbox: Outbox, consumer: str = "t") -> list[tuple[str, AnyErrand]]:
    found: list[tuple[str, AnyErrand]] = []
    while taken := await outbox.take(consumer, block_ms=0):
        found += taken
    return found


async def test_every_kind_of_errand_comes_out_as_it_went_in(store: Store) -> None:
    await store.outbox.put(EVERY_KIND)
    taken = await drain(store.outbox)
    assert sorted(map(repr, (errand for _, errand in taken))) == sorted(map(repr, EVERY_KIND))
    await store.outbox.done([ticket for ticket, _ in taken])
    await store.outbox.done([ticket for ticket, _ in taken])
    assert await drain(store.outbox) == []


async def test_nothing_to_put_and_nothing_done_are_fine(store: Store) -> None:
    await store.outbox.put([])
    await store.outbox.done([])


async def test_an_errand_goes_to_one_taker(store: Store) -> None:
    errands = [PlanFollowUp(WorkshopId(f"w{number}")) for number in range(200)]
    await store.outbox.put(errands)
    shares = await asyncio.gather(*(drain(store.outbox, f"worker-{number}") for number in range(4)))
    taken = [errand for share in shares for _, errand in share]
    assert sorted(map(repr, taken)) == sorted(map(repr, errands))


async def test_waiting_ends_when_an_errand_comes(store: Store) -> None:
    waiting = asyncio.create_task(store.outbox.take("t", block_ms=LONGEST_BLOCK_MS))
    await store.outbox.put([PlanFollowUp(W)])
    async with asyncio.timeout(LONGEST_BLOCK_MS / 1000 - 1):
        [(_, errand)] = await waiting
    assert errand == PlanFollowUp(W)


async def test_waiting_longer_than_the_socket_allows_is_no_error(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.store.outbox.LONGEST_BLOCK_MS", 50)
    assert await store.outbox.take("t", block_ms=60_000) == []


async def test_what_a_dead_taker_left_is_taken_by_another_until_it_is_done(fresh_valkey: str) -> None:
    errands: list[AnyErrand] = [PlanFollowUp(WorkshopId(f"w{number}")) for number in range(20)]
    async with await open_store(fresh_valkey, lambda: AT, abandoned_ms=50) as store:
        await store.outbox.put(errands)
        first = await store.outbox.take("dead", block_ms=0)
        assert first
        await store.outbox.done([first[0][0]])

        found: dict[str, AnyErrand] = {}
        async with asyncio.timeout(5):
            while len(found) < len(errands) - 1:
                taken = await store.outbox.take("heir", block_ms=10)
                found |= dict(taken)
                await store.outbox.done([ticket for ticket, _ in taken])
        assert sorted([*map(repr, found.values()), repr(first[0][1])]) == sorted(map(repr, errands))
        assert {ticket for ticket, _ in first[1:]} <= set(found)


async def test_who_died_and_is_back_under_its_name_gets_at_once_what_it_had_taken(fresh_valkey: str) -> None:
    errands: list[AnyErrand] = [PlanFollowUp(WorkshopId(f"w{number}")) for number in range(20)]
    async with await open_store(fresh_valkey, lambda: AT) as store:
        await store.outbox.put(errands)
        held = await drain(store.outbox, "relay")
        await store.outbox.done([held[0][0]])
    async with await open_store(fresh_valkey, lambda: AT) as store:
        again: list[tuple[str, AnyErrand]] = []
        while taken := await store.outbox.take("relay", again=True):
            again += taken
            await store.outbox.done([ticket for ticket, _ in taken])
        assert sorted(again) == sorted(held[1:])


async def test_an_errand_in_work_is_not_taken_from_who_works(store: Store) -> None:
    await store.outbox.put([PlanFollowUp(W)])
    assert len(await drain(store.outbox, "busy")) == 1
    assert await drain(store.outbox, "other") == []


async def test_an_errand_of_a_newer_version_stays_and_does_not_stop_the_others(store: Store) -> None:
    shard = keys.shard(W)
    await store.redis.xadd(keys.outbox(shard), {"e": b'{"t":"danceLater","workshop":"w1"}'})
    await store.outbox.put([PlanFollowUp(W)])
    assert [errand for _, errand in await drain(store.outbox)] == [PlanFollowUp(W)]
    assert await store.redis.xlen(keys.outbox(shard)) == 2


async def test_what_is_due_is_released_once_and_in_time(store: Store) -> None:
    for number, errand in enumerate(EVERY_KIND):
        await store.due.put(errand, AT + number)
    assert await store.due.release(AT - 1) == 0
    assert await store.due.release(AT + 1) == 2
    assert await store.due.release(AT + 1) == 0
    assert await store.due.release(AT + 99) == len(EVERY_KIND) - 2
    taken = [errand for _, errand in await drain(store.outbox)]
    assert CloseLater(W, AT + 1) in taken
    assert len(taken) == len(EVERY_KIND)


async def test_the_same_errand_again_moves(store: Store) -> None:
    await store.due.put(CloseLater(W, AT), AT)
    await store.due.put(CloseLater(W, AT + 100), AT + 100)
    assert await store.due.release(AT + 99) == 0
    assert await store.due.release(AT + 100) == 1
    assert [errand for _, errand in await drain(store.outbox)] == [CloseLater(W, AT + 100)]


async def test_many_due_over_all_shards_released_by_many_at_once_come_once(store: Store) -> None:
    errands = [SendMail(WorkshopId(f"w{number}"), "k") for number in range(100)]
    for errand in errands:
        await store.due.put(errand, AT)
    assert await store.due.release(AT, count=10) == 10
    assert sum(await asyncio.gather(*(store.due.release(AT) for _ in range(8)))) == 90
    assert sorted(map(repr, (errand for _, errand in await drain(store.outbox)))) == sorted(map(repr, errands))
