"""The memory of a series: under marks, with consent alone, forgotten at once."""

import asyncio

from msgspec.structs import replace

from server.core.fairness import NOTHING, Counts, Earlier
from server.core.ids import FacilitatorId, Mark, PersonId, SeriesId, WorkshopId
from server.core.series import Lesson, Memory
from server.store import keys
from server.store.remembering import Recollection
from server.store.store import Store

S, T = SeriesId("s1"), SeriesId("s2")
V, W, OTHER = WorkshopId("v"), WorkshopId("w"), WorkshopId("o")
LEA = FacilitatorId("lea")
A, B, C = Mark("a" * 32), Mark("b" * 32), Mark("c" * 32)
AT = 1_700_000_000_000
TOLD = Lesson(frozenset({(A, B), (A, C)}), {A: Counts(trios=1), B: Counts(), C: Counts(helped=1)})


async def test_a_facilitator_has_series_last_used_first(store: Store) -> None:
    assert await store.series.of(LEA) == {}
    await store.series.open(LEA, S, "Evenings", W, AT)
    await store.series.open(LEA, T, "Mornings", W, AT + 1)
    assert list((await store.series.of(LEA)).items()) == [(T, "Mornings"), (S, "Evenings")]
    await store.series.open(LEA, S, "Something else", V, AT + 2)
    assert (await store.series.workshops(S), await store.series.workshops(T)) == ([V, W], [W])
    assert list((await store.series.of(LEA)).values()) == ["Evenings", "Mornings"]
    await store.redis.delete(keys.series(S))
    assert await store.series.of(LEA) == {T: "Mornings"}
    assert await store.series.name(S) is None


async def test_s2_a_mark_is_of_one_address_in_one_series(store: Store) -> None:
    await asyncio.gather(*(store.series.open(LEA, S, "Evenings", W, AT) for _ in range(5)))
    await store.series.open(LEA, T, "Mornings", W, AT)
    mark = await store.series.mark(S, "ada@example.org")
    assert mark == await store.series.mark(S, " Ada@Example.org ")
    assert mark not in {await store.series.mark(S, "bob@example.org"), await store.series.mark(T, "ada@example.org")}
    assert await store.series.mark(SeriesId("none"), "ada@example.org") is None


async def test_s2_of_who_has_not_said_yes_nothing_is_learnt(store: Store) -> None:
    await store.series.open(LEA, S, "Evenings", W, AT)
    await store.series.remember(S, A, AT)
    await store.series.learn(S, W, TOLD)
    assert await store.series.memory(S) == Memory({A: AT}, {}, {(A, W): Counts(trios=1)})
    await store.series.remember(S, B, AT + 1)
    await store.series.remember(S, A, AT + 2)
    await store.series.learn(S, W, TOLD)
    assert await store.series.memory(S) == Memory(
        {A: AT, B: AT + 1}, {(A, B): W}, {(A, W): Counts(trios=1), (B, W): Counts()}
    )
    await store.series.learn(S, V, Lesson(frozenset({(A, B)}), {}))
    assert (await store.series.memory(S)).met == {(A, B): W}, "where they first met"


async def test_s2_a_browser_is_known_for_the_mark_that_it_said_yes_for(store: Store) -> None:
    await store.series.open(LEA, S, "Evenings", W, AT)
    one, other = await store.series.remember(S, A, AT), await store.series.remember(S, A, AT)
    assert one
    assert other
    assert one not in repr(await store.redis.hgetall(keys.series(S))), "only its hash is kept"
    for browser in (one, other):
        assert await store.series.knows(S, A, browser)
        assert not await store.series.knows(S, B, browser)
        assert not await store.series.knows(T, A, browser)
    assert not await store.series.knows(S, A, "")


async def test_s3_who_is_forgotten_is_gone_from_what_others_have_met(store: Store) -> None:
    await store.series.open(LEA, S, "Evenings", W, AT)
    browser = await store.series.remember(S, A, AT) or ""
    for mark in (B, C):
        await store.series.remember(S, mark, AT)
    await store.series.learn(S, W, Lesson(TOLD.met | {(B, C)}, TOLD.counts))
    await store.series.forget(S, A)
    assert A not in repr(await store.redis.hgetall(keys.series(S)))
    assert (await store.series.memory(S)).met == {(B, C): W}
    assert not await store.series.knows(S, A, browser)
    await store.series.learn(S, W, TOLD)
    assert A not in (await store.series.memory(S)).since, "what was under way brings nobody back"
    assert await store.rewrites.waiting()


async def test_s3_open_workshops_of_the_series_hear_that_somebody_is_forgotten(store: Store) -> None:
    for workshop in (V, W):
        await store.series.open(LEA, S, "Evenings", workshop, AT)
    await store.series.open(LEA, T, "Mornings", OTHER, AT)
    named = store.log.follow()
    for workshop in (V, W, OTHER):
        await store.log.subscribe(workshop)
    async with asyncio.timeout(10):
        assert {(await anext(named)).workshop for _ in range(3)} == {V, W, OTHER}
        await store.series.forget(S, A)
        assert {(await anext(named)).workshop for _ in range(2)} == {V, W}


async def test_s3_a_series_that_has_ended_learns_nothing_and_does_not_begin_again(store: Store) -> None:
    assert await store.series.remember(S, A, AT) is None
    await store.series.learn(S, W, TOLD)
    await store.series.forget(S, A)
    assert await store.series.memory(S) == Memory({}, {}, {})
    assert not await store.redis.exists(keys.series(S))


async def test_s3_it_ends_some_time_after_its_last_workshop_and_not_after_the_last_yes(store: Store) -> None:
    await store.series.open(LEA, S, "Evenings", W, AT)
    await store.redis.expire(keys.series(S), 100)
    await store.series.remember(S, A, AT)
    assert await store.redis.ttl(keys.series(S)) <= 100
    now = int((await store.redis.time())[0])
    await store.series.learn(S, W, replace(TOLD, closed_at=(now - 1000) * 1000))
    ends = now - 1000 + store.retention.series_s
    assert await store.redis.expiretime(keys.series(S)) == ends, "however late that is learnt"
    await store.series.learn(S, V, replace(TOLD, closed_at=(now - 5000) * 1000))
    assert await store.redis.expiretime(keys.series(S)) == ends, "an earlier workshop ends nothing sooner"


async def test_all_series_that_remember_an_address_are_found(store: Store) -> None:
    for series in (S, T):
        await store.series.open(LEA, series, "Evenings", W, AT)
    mark = await store.series.mark(T, "ada@example.org")
    assert mark
    await store.series.remember(T, mark, AT)
    assert [each async for each in store.series.marks("ADA@example.org")] == [(T, mark)]
    assert [each async for each in store.series.marks("bob@example.org")] == []


async def test_a_memory_is_read_again_where_it_or_who_is_there_has_changed_and_only_then(store: Store) -> None:
    reads = 0
    memory = store.series.memory

    async def counted(series: SeriesId) -> Memory:
        nonlocal reads
        reads += 1
        return await memory(series)

    store.series.memory = counted  # type: ignore[method-assign]
    ada, bob, cem = PersonId("ada"), PersonId("bob"), PersonId("cem")
    recollection, here = Recollection(store, W), {ada: A, bob: B}
    await store.series.open(LEA, S, "Evenings", W, AT)
    assert await recollection.of(S, {}) == await recollection.of(None, here) == NOTHING
    assert reads == 0
    assert await recollection.of(S, here) == NOTHING
    for mark in (A, B, C):
        await store.series.remember(S, mark, AT)
        await recollection.of(S, here)
    assert reads == 4
    await store.series.remember(S, A, AT)  # in another browser, which tells a plan nothing
    await store.series.open(LEA, S, "Evenings", OTHER, AT)
    assert await recollection.of(S, here) == Earlier(frozenset(), {ada: Counts(), bob: Counts()})
    assert reads == 4
    await store.series.learn(S, V, TOLD)
    assert await recollection.of(S, here) == Earlier(frozenset({(ada, bob)}), {ada: Counts(trios=1), bob: Counts()})
    assert len((await recollection.of(S, {**here, cem: C})).met) == 2
    assert reads == 5, "who comes is looked up in what was read"
    await store.series.forget(S, A)
    assert await recollection.of(S, here) == Earlier(frozenset(), {bob: Counts()})
    assert reads == 6
    await store.redis.delete(keys.series(S))
    assert await recollection.of(S, here) == NOTHING, "it has ended"
