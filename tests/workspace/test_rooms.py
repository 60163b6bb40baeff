"""Rooms over the real store; two registries stand for two server processes."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest
from pycrdt import Map

from server.core.ids import GroupId, PersonId, WorkshopId
from server.protocol.frames import BROKEN, MALFORMED, NOT_SIGNED_IN, TOO_MANY, TRY_LATER, Frame
from server.protocol.messages import DocumentSaved
from server.store import keys
from server.store.store import Store, open_store
from server.workspace.room import MESSAGES_AT_ONCE, Room
from server.workspace.rooms import SAVED, SAY_SAVED, Rooms, serve_workspace
from tests.conftest import now
from tests.live.eventually import eventually
from tests.store.proxy import proxied
from tests.workspace.durable import Durable, Extent
from tests.workspace.wire import Writer, awareness_message

W, G = WorkshopId("w1"), GroupId("r1g0")


@asynccontextmanager
async def process(url: str, said: list[bool] | None = None) -> AsyncIterator[Rooms]:
    """One server process's rooms, with a store connection of their own."""
    async with await open_store(url, now) as store:

        def saving(_workshop: WorkshopId, ok: bool) -> None:
            if said is not None:
                said.append(ok)

        rooms = Rooms(store.documents, store.presence, now, saving)
        await rooms.start()
        try:
            yield rooms
        finally:
            await rooms.close()


@asynccontextmanager
async def writing(rooms: Rooms, starter: str = "", person: str = "a") -> AsyncIterator[Writer]:
    writer = Writer()
    serving = asyncio.create_task(serve_workspace(rooms, writer, W, G, PersonId(person), starter))
    writer.hello()
    try:
        yield writer
    finally:
        writer.leave()
        await serving


async def stored_text(store: Store) -> str:
    return Room((await store.documents.load(W, G))[0]).text


async def test_two_write_over_two_processes_and_read_the_same(fresh_valkey: str) -> None:
    async with process(fresh_valkey) as one, process(fresh_valkey) as two:
        async with writing(one, "Start\n") as ada, writing(two, "Start\n") as bob:
            await eventually(lambda: ada.text == bob.text == "Start\n")
            for number in range(40):
                ada.type(f"a{number} ")
                bob.type(f"b{number} ", at=0)
                if number % 10 == 0:
                    await asyncio.sleep(0)
            await eventually(lambda: ada.text == bob.text and len(ada.text) > 240)
            for number in range(40):
                assert f"a{number} " in ada.text
                assert f"b{number} " in ada.text
            assert ada.text.count("Start\n") == 1
        await eventually(lambda: len(one) == len(two) == 0)
    async with process(fresh_valkey) as later, writing(later, "Start\n") as cleo:
        await eventually(lambda: cleo.text == ada.text)


async def test_a_cursor_crosses_processes_both_ways(fresh_valkey: str) -> None:
    async with process(fresh_valkey) as one, process(fresh_valkey) as two, writing(one) as ada:
        message = awareness_message(7, 1, '{"user":{"name":"Ada"}}')
        ada.say(message)
        await eventually(lambda: message in ada.awareness)
        async with writing(two) as bob:
            await eventually(lambda: message in bob.awareness)
            reply = awareness_message(8, 1, '{"user":{"name":"Bob"}}')
            bob.say(reply)
            await eventually(lambda: reply in ada.awareness)
        await eventually(lambda: awareness_message(8, 2, "null") in ada.awareness)


async def test_how_many_ideas_are_marked_is_known_outside(store: Store, fresh_valkey: str) -> None:
    """K3: by any process, also after a restart."""
    async with process(fresh_valkey) as one, process(fresh_valkey) as two, writing(one) as ada, writing(two) as bob:
        mine, yours = ada.doc.get("ideas", type=Map), bob.doc.get("ideas", type=Map)
        ada.edit(lambda: mine.__setitem__("a", b"1"))
        ada.edit(lambda: mine.__setitem__("b", b"2"))
        await told_outside(store, 2)
        await eventually(lambda: len(yours) == 2)
        bob.edit(lambda: yours.__delitem__("a"))
        await told_outside(store, 1)
    await store.presence.mark(W, G, 0)
    async with process(fresh_valkey) as later, writing(later):
        await told_outside(store, 1)


async def told_stored(store: Store, text: str) -> None:
    for _ in range(1000):
        if (stored := await stored_text(store)) == text:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{stored!r} is stored, not {text!r}")


async def told_outside(store: Store, marked: int) -> None:
    said: int | None = None
    for _ in range(1000):
        if (said := (await store.presence.marked(W)).get(G, 0)) == marked:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{said} ideas were told outside, not {marked}")


@asynccontextmanager
async def listening(store: Store, said: list[tuple[bytes, Room]]) -> AsyncIterator[None]:
    """Every word of what is saved, with what the store had when it came."""

    async def listen() -> None:
        async for news in store.documents.follow():
            if news.group == SAVED and news.passing is not None:
                message = msgspec.json.decode(news.passing, type=DocumentSaved)
                said.append((b64decode(message.up_to), Room((await store.documents.load(W, G))[0])))

    task = asyncio.create_task(listen())
    await store.documents.subscribe(W, SAVED)
    yield
    task.cancel()


def added_up(said: list[tuple[bytes, Room]]) -> Durable:
    durable = Durable()
    for word, _ in said:
        durable.add(word)
    return durable


async def test_saved_is_said_of_what_the_store_has_deletions_too(store: Store, fresh_valkey: str) -> None:
    """T4"""
    said: list[tuple[bytes, Room]] = []
    async with listening(store, said), process(fresh_valkey) as rooms, writing(rooms) as ada, writing(rooms) as bob:
        for number in range(30):
            ada.type(f"hello {number} ")
            ada.edit(lambda: ada.body.__delitem__(slice(2, 5)))
            await eventually(lambda: added_up(said).covers(Extent.of(ada.doc)))
        await eventually(lambda: bob.text == ada.text)
        alone = len(said)
        bob.edit(lambda: bob.body.__delitem__(slice(0, 1)))
        await eventually(lambda: added_up(said).covers(Extent.of(bob.doc)))
        assert max(len(word) for word, _ in said[alone:]) < 40, "a word names the new deletions, not all of them"
    for word, stored in said:
        has = Durable()
        has.add(stored.up_to())
        assert has.covers(Extent.read(word))


async def test_who_comes_later_hears_of_all_that_is_saved(store: Store, fresh_valkey: str) -> None:
    """T4"""
    said: list[tuple[bytes, Room]] = []
    async with process(fresh_valkey) as rooms, writing(rooms) as ada:
        ada.type("abc")
        ada.edit(lambda: ada.body.__delitem__(slice(0, 1)))
        await eventually(ada.incoming.empty)
        async with listening(store, said):
            await store.documents.whisper(W, G, SAY_SAVED)
            await eventually(lambda: added_up(said).covers(Extent.of(ada.doc)))
            said.clear()
            async with writing(rooms):
                await eventually(lambda: added_up(said).covers(Extent.of(ada.doc)))


async def test_what_the_store_refuses_is_kept_and_appended_later(fresh_valkey: str) -> None:
    said: list[bool] = []
    async with proxied(fresh_valkey) as proxy, process(proxy.url, said) as rooms, writing(rooms) as ada:
        ada.type("before ")
        async with await open_store(fresh_valkey, now) as store:
            texts: list[str] = []

            async def look() -> None:
                texts.append(await stored_text(store))

            async def stored(text: str) -> None:
                while not texts or texts[-1] != text:
                    await look()
                    await asyncio.sleep(0.01)

            await asyncio.wait_for(stored("before "), 10)
            await proxy.stop()
            async with writing(rooms) as bob:
                ada.type("during")
                await eventually(lambda: bob.text == "before during")
                await eventually(lambda: False in said)
                assert texts[-1] == "before "
                await proxy.start()
                await asyncio.wait_for(stored("before during"), 20)
                await eventually(lambda: said[-1])


async def test_of_cursors_that_moved_while_the_store_was_away_only_the_last_is_passed_on(fresh_valkey: str) -> None:
    said: list[bool] = []
    async with (
        proxied(fresh_valkey) as proxy,
        process(proxy.url, said) as one,
        process(fresh_valkey) as two,
        writing(one) as ada,
        writing(two) as bob,
    ):
        here = awareness_message(7, 1, "{}")
        ada.say(here)
        await eventually(lambda: here in bob.awareness)
        await proxy.stop()
        for clock in range(2, 500):
            ada.say(awareness_message(7, clock, "{}"))
        await eventually(lambda: False in said)
        await proxy.start()
        await eventually(lambda: awareness_message(7, 499, "{}") in bob.awareness)
        assert len(bob.awareness) < 10


async def test_t4_cursors_that_move_faster_than_they_are_passed_on_keep_no_text_from_being_saved(
    store: Store, fresh_valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process(fresh_valkey) as rooms, writing(rooms) as ada:
        whisper, moved = rooms.documents.whisper, [awareness_message(7, 1, "{}")]

        async def outrun(workshop: WorkshopId, group: GroupId, passing: bytes) -> None:
            if group == G:
                moved.append(awareness_message(7, len(moved) + 1, "{}"))
                ada.say(moved[-1])
            await whisper(workshop, group, passing)

        monkeypatch.setattr(rooms.documents, "whisper", outrun)
        ada.say(moved[0])
        await eventually(lambda: len(moved) > 3)
        ada.type("saved")
        await told_stored(store, "saved")
        assert ada.closed is None, "it took more messages than anybody may send"


async def test_a_document_that_cannot_be_loaded_is_tried_later(fresh_valkey: str) -> None:
    async with proxied(fresh_valkey) as proxy, process(proxy.url) as rooms:
        await proxy.stop()
        writer = Writer()
        await serve_workspace(rooms, writer, W, G, PersonId("a"), "")
        assert writer.closed is not None
        assert writer.closed[0] == TRY_LATER
        assert len(rooms) == 0
        await proxy.start()
        async with writing(rooms, "Start") as ada:
            await eventually(lambda: ada.text == "Start")


async def test_a_document_that_is_none_sends_everybody_away_and_is_tried_anew(store: Store, fresh_valkey: str) -> None:
    await store.redis.set(keys.document(W, G), "no stream", ex=60)
    async with process(fresh_valkey) as rooms:
        async with writing(rooms) as ada, writing(rooms) as bob:
            await eventually(lambda: ada.closed and bob.closed)
            assert {writer.closed[0] for writer in (ada, bob) if writer.closed} == {BROKEN}
        assert len(rooms) == 0
        await store.redis.delete(keys.document(W, G))
        async with writing(rooms, "Start") as ada:
            await eventually(lambda: ada.text == "Start")


async def test_a_room_that_breaks_sends_everybody_to_a_new_one(
    store: Store, fresh_valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process(fresh_valkey) as rooms:
        async with writing(rooms) as ada, writing(rooms) as bob:
            ada.type("before")
            await eventually(lambda: bob.text == "before")
            await told_stored(store, "before")

            async def broken() -> None:
                raise RuntimeError("a bug")

            (room,) = rooms._open.values()
            monkeypatch.setattr(room, "_work", broken)
            bob.type(" and after")
            await eventually(lambda: ada.closed and bob.closed)
            assert {writer.closed[0] for writer in (ada, bob) if writer.closed} == {BROKEN}
        assert len(rooms) == 0
        async with writing(rooms) as ada:
            await eventually(lambda: ada.text == "before")


async def test_a_message_that_breaks_something_is_not_the_last_that_a_process_hears(
    fresh_valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process(fresh_valkey) as one, process(fresh_valkey) as two, writing(one) as ada, writing(two) as bob:
        for writer, client in ((ada, 7), (bob, 8)):
            here = awareness_message(client, 1, "{}")
            writer.say(here)
            await eventually(lambda here=here: here in ada.awareness)  # type: ignore[misc] # bound now
        broken: list[Frame] = []

        def fail(frame: Frame) -> None:
            broken.append(frame)
            monkeypatch.undo()
            raise RuntimeError("a bug")

        monkeypatch.setattr(ada, "send", fail)
        bob.say(awareness_message(8, 2, "{}"))
        await eventually(lambda: broken)
        bob.type("still heard")
        await eventually(lambda: ada.text == "still heard")


async def test_t6_several_connections_of_one_person_may_say_no_more_than_one(fresh_valkey: str) -> None:
    async with process(fresh_valkey) as rooms, writing(rooms) as ada, writing(rooms, person="b") as bob:
        async with writing(rooms) as tab:
            for writer in (ada, tab) * (MESSAGES_AT_ONCE - 50):
                writer.say(b"\x03")
            await eventually(lambda: ada.closed or tab.closed)
        assert (ada.closed or tab.closed) == (TOO_MANY, "too many messages")
        async with writing(rooms) as again:
            for _ in range(MESSAGES_AT_ONCE - 50):
                again.say(b"\x03")
            await eventually(lambda: again.closed)
        bob.type("not me")
        await eventually(bob.incoming.empty)
        assert bob.closed is None


async def test_who_sends_nonsense_goes_and_the_other_stays(fresh_valkey: str) -> None:
    async with process(fresh_valkey) as rooms, writing(rooms) as ada, writing(rooms) as bob:
        bob.say(b"\x00\x02\x01\xff")
        await eventually(lambda: bob.closed)
        assert bob.closed is not None
        assert bob.closed[0] == MALFORMED
        ada.type("still here")
        async with writing(rooms) as cleo:
            await eventually(lambda: cleo.text == "still here")


async def test_a_long_stream_is_compacted_when_the_last_one_leaves(store: Store, fresh_valkey: str) -> None:
    async with process(fresh_valkey) as rooms:
        async with writing(rooms) as ada:
            for number in range(60):
                ada.type(f"{number} ")
        await eventually(lambda: len(rooms) == 0)
    updates, _ = await store.documents.load(W, G)
    assert len(updates) == 1
    assert Room(updates).text == ada.text


async def test_e4_a_dropped_text_does_not_come_back_when_the_last_tab_closes(store: Store, fresh_valkey: str) -> None:
    async with process(fresh_valkey) as rooms:
        async with writing(rooms) as ada:
            for number in range(60):
                ada.type(f"{number} ")
            await told_stored(store, ada.text)
            await store.documents.drop(W, G)
        await eventually(lambda: len(rooms) == 0)
    assert await stored_text(store) == ""


async def test_e4_who_writes_on_in_a_dropped_text_is_sent_away(store: Store, fresh_valkey: str) -> None:
    async with process(fresh_valkey) as rooms, writing(rooms) as ada, writing(rooms) as bob:
        ada.type("ours")
        await told_stored(store, "ours")
        await store.documents.drop(W, G)
        bob.type(" again")
        await eventually(lambda: ada.closed and bob.closed)
        assert {writer.closed[0] for writer in (ada, bob) if writer.closed} == {NOT_SIGNED_IN}
        await eventually(lambda: len(rooms) == 0)
        async with writing(rooms, "Start") as cleo:
            await eventually(lambda: cleo.closed)
    assert await stored_text(store) == ""


@pytest.mark.parametrize("seed", range(3))
async def test_comings_and_goings_lose_nothing(fresh_valkey: str, seed: int) -> None:
    """Rooms open and close all the time; whatever was typed by then is there for the next one."""
    async with process(fresh_valkey) as one, process(fresh_valkey) as two:
        for number in range(15):
            async with writing((one, two)[(number + seed) % 2]) as writer:
                writer.type(f"[{number}]")
                await eventually(writer.incoming.empty)
    async with await open_store(fresh_valkey, now) as store:
        text = await stored_text(store)
    assert all(f"[{number}]" in text for number in range(15)), text
