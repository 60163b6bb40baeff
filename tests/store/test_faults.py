"""What happens when the store refuses, loses replies or is away."""

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from redis import exceptions as broken

from server.core.errands import PlanFollowUp
from server.core.events import AnyEvent, ParticipantJoined
from server.core.ids import GroupId, PersonId, TextId, WorkshopId
from server.core.people import Profile
from server.store import connection
from server.store.connection import saving
from server.store.embedded import EmbeddedValkey
from server.store.ports import NotSaved, Stale
from server.store.store import Store, open_store
from tests.store.proxy import proxied

W, P = WorkshopId("w1"), PersonId("p1")
AT = 1_700_000_000_000


def joined(number: int) -> AnyEvent:
    return ParticipantJoined(PersonId(f"p{number}"), late=False)


def clock() -> int:
    return AT


WRITES: list[Callable[[Store], Awaitable[object]]] = [
    lambda store: store.log.append(W, 0, "c1", AT, [joined(1)]),
    lambda store: store.people.put_profile(W, P, Profile("Ada")),
    lambda store: store.workshops.put_text(W, TextId("t"), "words"),
    lambda store: store.workshops.claim_code("ABCD2345", W),
    lambda store: store.documents.append(W, GroupId("r1g0"), [b"a"]),
    lambda store: store.ledger.owe(W, "k", "<1@x>", AT),
    lambda store: store.presence.beat(W, P, AT),
    lambda store: store.limits.hit("k", 1, 60),
    lambda store: store.facilitators.by_address("fay@x.org"),
    lambda store: store.outbox.put([PlanFollowUp(W)]),
    lambda store: store.ping(),
]


async def test_lost_replies_lose_nothing_and_double_nothing(fresh_valkey: str) -> None:
    """redis-py repeats what it got no answer to; the command id makes that harmless."""
    chance = random.Random(7)
    async with proxied(fresh_valkey) as proxy, await open_store(proxy.url, clock) as store:
        await store.log.append(W, 0, "c0", AT, [joined(0)])
        proxy.marker = b"EVALSHA"
        for number in range(1, 120):
            proxy.lose = chance.random() < 0.2
            assert await store.log.append(W, number, f"c{number}", AT, [joined(number)]) == number + 1
        entries = await store.log.read(W)
    assert proxy.lost > 10
    assert [entry.command for entry in entries] == [f"c{number}" for number in range(120)]


async def test_a_command_that_was_said_not_saved_can_be_sent_again(fresh_valkey: str) -> None:
    async with proxied(fresh_valkey) as proxy, await open_store(proxy.url, clock) as store:
        await store.log.append(W, 0, "c0", AT, [joined(0)])
        proxy.marker, proxy.lose = b"EVALSHA", connection.RETRIES + 1
        with pytest.raises(NotSaved):
            await store.log.append(W, 1, "c1", AT, [joined(1)])
        assert proxy.lose == 0
        assert await store.log.append(W, 1, "c1", AT, [joined(1)]) == 2
        assert len(await store.log.read(W)) == 2


async def test_a_store_that_is_away_is_not_saved_and_comes_back_by_itself(fresh_valkey: str) -> None:
    async with proxied(fresh_valkey) as proxy, await open_store(proxy.url, clock) as store:
        await store.ping()
        await proxy.stop()
        for write in WRITES:
            with pytest.raises(NotSaved):
                await write(store)
        with pytest.raises(NotSaved):
            await store.outbox.take("t")
        await proxy.start()
        for write in WRITES:
            await write(store)


async def test_a_store_without_memory_refuses_whole_and_recovers(fresh_valkey: str) -> None:
    async with await open_store(fresh_valkey, clock) as store:
        await store.log.append(W, 0, "c1", AT, [joined(1)])
        await store.redis.config_set("maxmemory", "1")
        try:
            with pytest.raises(NotSaved):
                await store.log.append(W, 1, "c2", AT, [joined(2)])
            for write in WRITES:
                if write is not WRITES[0]:  # which was appended before, and needs no memory to say so
                    with pytest.raises(NotSaved):
                        await write(store)
            assert len(await store.log.read(W)) == 1
        finally:
            await store.redis.config_set("maxmemory", "0")
        assert await store.log.append(W, 1, "c2", AT, [joined(2)]) == 2
        assert await store.people.profiles(W) == {}


@pytest.mark.parametrize(
    "error",
    [
        broken.ConnectionError("gone"),
        broken.TimeoutError("slow"),
        broken.BusyLoadingError("loading"),
        broken.OutOfMemoryError("command not allowed"),
        broken.ReadOnlyError("You can't write against a read only replica."),
        broken.ResponseError("MISCONF Errors writing to the AOF file: No space left on device"),
        broken.ResponseError("Command # 2 (SET a b) of pipeline caused error: MISCONF Valkey is configured to save"),
        broken.ResponseError("NOREPLICAS Not enough good replicas to write."),
        ConnectionResetError(104, "reset"),
    ],
    ids=repr,
)
async def test_refusals_and_outages_are_not_saved(error: Exception) -> None:
    with pytest.raises(NotSaved) as caught:
        async with saving():
            raise error
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("words", ["WRONGTYPE Operation against", "ERR unknown command", "NOSCRIPT no", "BUSYGROUP x"])
async def test_our_own_mistakes_are_not_taken_for_bad_weather(words: str) -> None:
    with pytest.raises(broken.ResponseError):
        async with saving():
            raise broken.ResponseError(words)


@pytest.mark.parametrize("steps", range(12))
async def test_a_task_can_be_cancelled_at_every_step_of_a_command(store: Store, steps: int) -> None:
    await store.ping()  # connected

    async def ask_and_wait() -> None:
        await store.ping()
        await asyncio.Event().wait()

    task = asyncio.create_task(ask_and_wait())
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=1.0)
    assert task in done, "the cancellation was swallowed"


async def test_nothing_that_was_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path)
    url = server.start()
    try:
        async with await open_store(url, clock) as store:
            acknowledged: list[int] = []
            tried: set[int] = set()
            enough = asyncio.Event()

            async def write() -> None:
                for number in range(2000):
                    tried.add(number)
                    try:
                        acknowledged.append(await store.log.append(W, number, f"c{number}", AT, [joined(number)]) - 1)
                    except (NotSaved, Stale):
                        return
                    if len(acknowledged) == 50:
                        enough.set()

            writing = asyncio.create_task(write())
            async with asyncio.timeout(10):
                await enough.wait()
            os.kill((await store.redis.info("server"))["process_id"], signal.SIGKILL)
            await writing
            assert await asyncio.to_thread(server.start) == url
            found = [int(entry.command[1:]) for entry in await store.log.read(W)]
            assert found == list(range(len(found)))
            assert set(acknowledged) <= set(found) <= tried
            assert await store.log.append(W, len(found), "again", AT, [joined(1)]) == len(found) + 1
    finally:
        server.stop()
