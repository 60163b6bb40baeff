"""Shared texts: every update in order, through compaction; news and whispers to every process."""

import asyncio

import pytest

from server.core.ids import GroupId, WorkshopId
from server.store.ports import DocumentNews, Documents, Dropped
from server.store.store import Store, open_store
from tests.live.eventually import eventually

W, G = WorkshopId("w1"), GroupId("r1g0")


async def test_updates_come_back_in_order(store: Store) -> None:
    assert (await store.documents.load(W, G))[0] == []
    await store.documents.append(W, G, [b"a", b"\x00\xff", b""])
    await store.documents.append(W, G, [b"d"])
    updates, position = await store.documents.load(W, G)
    assert updates == [b"a", b"\x00\xff", b"", b"d"]
    assert await store.documents.after(W, G, position) == ([], position)
    appended = await store.documents.append(W, G, [b"e"])
    assert appended.before == position
    assert await store.documents.after(W, G, position) == ([b"e"], appended.after)
    assert (await store.documents.load(W, GroupId("r1g1")))[0] == []


async def test_a_first_reader_of_an_empty_text_misses_nothing(store: Store) -> None:
    _, position = await store.documents.load(W, G)
    await store.documents.append(W, G, [b"a"])
    assert (await store.documents.after(W, G, position))[0] == [b"a"]


async def test_more_updates_than_lua_takes_at_once(store: Store) -> None:
    updates = [str(number).encode() for number in range(9001)]
    await store.documents.append(W, G, updates)
    assert (await store.documents.load(W, G))[0] == updates
    with pytest.raises(ValueError, match="no update"):
        await store.documents.append(W, G, [])


async def test_a_snapshot_replaces_what_it_covers(store: Store) -> None:
    first = (await store.documents.append(W, G, [b"a"])).after
    second = (await store.documents.append(W, G, [b"b"])).after
    await store.documents.append(W, G, [b"c"])
    await store.documents.compact(W, G, b"AB", second)
    updates, position = await store.documents.load(W, G)
    assert updates == [b"AB", b"c"]
    assert (await store.documents.after(W, G, first))[0] == [b"AB", b"c"]
    assert (await store.documents.after(W, G, second))[0] == [b"c"]
    await store.documents.compact(W, G, b"ABC", position)
    assert await store.documents.load(W, G) == ([b"ABC"], position)
    assert await store.documents.after(W, G, position) == ([], position)
    await store.documents.append(W, G, [b"d"])
    assert (await store.documents.load(W, G))[0] == [b"ABC", b"d"]


async def test_an_older_snapshot_never_replaces_a_newer_one(store: Store) -> None:
    first = (await store.documents.append(W, G, [b"a"])).after
    second = (await store.documents.append(W, G, [b"b"])).after
    await store.documents.compact(W, G, b"AB", second)
    await store.documents.compact(W, G, b"A", first)
    await store.documents.compact(W, G, b"twice", second)
    assert (await store.documents.load(W, G))[0] == [b"AB"]


async def test_readers_miss_nothing_while_others_write_and_compact(store: Store) -> None:
    writing = 4

    async def write(name: int) -> None:
        nonlocal writing
        for number in range(40):
            await store.documents.append(W, G, [f"{name}.{number} ".encode()])
        writing -= 1

    async def compact() -> None:
        while writing:
            updates, position = await store.documents.load(W, G)
            await store.documents.compact(W, G, b"".join(updates), position)

    async def read() -> set[bytes]:
        seen: set[bytes] = set()
        updates, position = await store.documents.load(W, G)
        while True:
            seen |= set(b"".join(updates).split())
            all_written = not writing  # before asking: what is written while we ask may miss the answer
            updates, position = await store.documents.after(W, G, position)
            if all_written and not updates:
                return seen

    _, _, seen, *_ = await asyncio.gather(compact(), compact(), read(), *(write(name) for name in range(4)))
    everything = {f"{name}.{number}".encode() for name in range(4) for number in range(40)}
    assert seen == everything
    assert set(b"".join((await store.documents.load(W, G))[0]).split()) == everything


async def test_a_dropped_text_is_gone(store: Store) -> None:
    position = (await store.documents.append(W, G, [b"a"])).after
    await store.documents.compact(W, G, b"A", position)
    await store.documents.drop(W, G)
    assert (await store.documents.load(W, G))[0] == []


async def test_e3_nothing_brings_a_dropped_text_back(store: Store) -> None:
    """Who has it open has not heard yet."""
    position = (await store.documents.append(W, G, [b"a"])).after
    await store.documents.drop(W, G)
    with pytest.raises(Dropped):
        await store.documents.append(W, G, [b"b"])
    with pytest.raises(Dropped):
        await store.documents.compact(W, G, b"A", position)
    assert await store.documents.load(W, G) == ([], "0-0")
    other = GroupId("r1g1")
    await store.documents.append(W, other, [b"c"])
    assert (await store.documents.load(W, other))[0] == [b"c"]


async def test_who_appends_is_told_whether_others_did_since(store: Store, fresh_valkey: str) -> None:
    async with await open_store(fresh_valkey, lambda: 0) as other:
        _, position = await store.documents.load(W, G)
        first = await store.documents.append(W, G, [b"a"])
        assert first.before == position
        second = await other.documents.append(W, G, [b"b"])
        assert second.before == first.after
        third = await store.documents.append(W, G, [b"c"])
        assert third.before == second.after
        await store.documents.compact(W, G, b"ABC", third.after)
        assert (await store.documents.append(W, G, [b"d"])).before == third.after


async def test_many_append_at_once_and_each_gets_its_own_answer(store: Store) -> None:
    groups = [GroupId(f"g{number}") for number in range(600)]
    await store.redis.script_flush()
    await asyncio.gather(*(store.documents.append(W, group, [group.encode()]) for group in groups))
    answers = await asyncio.gather(*(store.documents.append(W, group, [b"more"]) for group in groups))
    for group, appended in zip(groups, answers, strict=True):
        assert await store.documents.load(W, group) == ([group.encode(), b"more"], appended.after)


async def test_every_process_hears_of_others_growth_and_of_all_whispers(store: Store, fresh_valkey: str) -> None:
    heard: dict[Documents, list[DocumentNews]] = {}

    async def listen(documents: Documents) -> None:
        async for news in documents.follow():
            heard[documents].append(news)

    async with await open_store(fresh_valkey, lambda: 0) as other:
        heard |= {store.documents: [], other.documents: []}
        listening = [asyncio.create_task(listen(documents)) for documents in heard]
        await asyncio.sleep(0)
        for documents in heard:
            await documents.subscribe(W, G)
        await eventually(lambda: all(said == [DocumentNews(W, G)] for said in heard.values()))
        await store.documents.append(W, G, [b"a"])
        await other.documents.whisper(W, G, b"+cursor")
        await eventually(lambda: all(said[-1].passing == b"+cursor" for said in heard.values()))
        assert [len(said) for said in heard.values()] == [2, 3]
        for task in listening:
            task.cancel()
    with pytest.raises(ValueError, match="nothing"):
        await store.documents.whisper(W, G, b"")
