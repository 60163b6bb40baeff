"""Names of channels on which something happened: one pub/sub connection per process, which comes back by itself.

Pub/sub forgets whoever is not there.  So every confirmed subscription counts as a message: after a broken connection
all channels are subscribed anew, each confirmation names its channel, and whoever reads then misses nothing.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any, Final, Generic, TypeVar
from weakref import WeakSet

from redis.asyncio import Connection, Redis

logger = logging.getLogger(__name__)

PING_S: Final = 2.0
SILENCE_S: Final = 3 * PING_S
"""A connection that answers no ping for this long is a pulled cable."""
BACK_OFF_S: Final = (0.05, 0.1, 0.2, 0.5, 1.0)

Name = TypeVar("Name")
Item = TypeVar("Item")

MOST_WAITING: Final = 10_000
"""Items of one reader; beyond, the oldest go.  Only passing messages ever come near."""


class Follower(AsyncIterator[Item], Generic[Item]):
    """One reader's items, equal ones once: a slow reader costs a set, not a queue."""

    def __init__(self) -> None:
        self._waiting: dict[Item, None] = {}
        self._awake = asyncio.Event()
        self._ended = False

    def tell(self, item: Item) -> None:
        self._waiting[item] = None
        if len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        self._awake.set()

    def end(self) -> None:
        self._ended = True
        self._awake.set()

    async def __anext__(self) -> Item:
        while not self._waiting:
            if self._ended:
                raise StopAsyncIteration
            self._awake.clear()
            await self._awake.wait()
        item = next(iter(self._waiting))
        del self._waiting[item]
        return item


class Subscriptions(Generic[Name, Item]):
    """Channels wanted, and the task that keeps the server's list the same as ours.

    One task owns the connection and writes to it; another only reads.  Nobody else touches it, so that no half-sent
    command and no silent reconnect of redis-py can fall between.
    """

    def __init__(self, redis: Redis, item: Callable[[Name, bytes], Item | None]) -> None:
        """`item` makes of a channel's name and a message what followers get, None for nothing; an empty message says
        'look again'."""
        self._redis = redis
        self._item = item
        self._wanted: dict[str, Name] = {}
        self._followers: WeakSet[Follower[Item]] = WeakSet()
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def follow(self) -> Follower[Item]:
        follower = Follower[Item]()
        self._followers.add(follower)
        return follower

    def want(self, channel: str, name: Name) -> None:
        if channel in self._wanted:
            # Somebody else in this process asked before; whoever asks now may have missed the confirmation.
            self._tell(name, b"")
            return
        self._wanted[channel] = name
        self._changed.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="store-subscriptions")

    def drop(self, channel: str) -> None:
        if self._wanted.pop(channel, None) is not None:
            self._changed.set()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        for follower in self._followers:
            follower.end()

    def _tell(self, name: Name, message: bytes) -> None:
        item = self._item(name, message)
        if item is not None:
            for follower in self._followers:
                follower.tell(item)

    async def _run(self) -> None:
        pool: Any = self._redis.connection_pool  # its constructors are not typed
        failures = 0
        while True:
            connection: Connection = pool.make_connection()
            try:
                async with asyncio.timeout(SILENCE_S):
                    await connection.connect_check_health(check_health=False)
                if failures:
                    logger.info("subscriptions are back after %d attempts", failures)
                failures = 0
                await self._serve(connection)
            except Exception as broken:  # noqa: BLE001 - whatever breaks this connection, the next one must be tried
                if failures == 0:
                    logger.warning("subscriptions lost: %r", broken)
                failures += 1
            finally:
                await connection.disconnect(nowait=True)
            await asyncio.sleep(BACK_OFF_S[min(failures, len(BACK_OFF_S)) - 1])

    async def _serve(self, connection: Connection) -> None:
        """Until one of the two breaks.  Not a task group: before Python 3.13 it forgets a cancellation that meets an
        error of its own, and `close` waits for ever.
        """
        tasks = [asyncio.create_task(work(connection)) for work in (self._read, self._write)]
        try:
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            ended.pop().result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _write(self, connection: Connection) -> None:
        there: set[str] = set()
        while True:
            self._changed.clear()
            wanted = set(self._wanted)
            if more := wanted - there:
                await connection.send_command("SUBSCRIBE", *more, check_health=False)
            if less := there - wanted:
                await connection.send_command("UNSUBSCRIBE", *less, check_health=False)
            there = wanted
            try:
                # Not `wait_for`: before Python 3.12 it swallows a cancellation that meets the event, and `close` hangs.
                async with asyncio.timeout(PING_S):
                    await self._changed.wait()
            except TimeoutError:
                await connection.send_command("PING", check_health=False)

    async def _read(self, connection: Connection) -> None:
        while True:
            answer = await connection.read_response(timeout=SILENCE_S)
            if answer is None:  # redis-py's word for 'nothing within this time'
                raise ConnectionError("no answer to three pings")
            if not isinstance(answer, list) or answer[0] not in {b"message", b"subscribe"}:
                continue
            name = self._wanted.get(answer[1].decode())
            if name is not None:
                self._tell(name, answer[2] if answer[0] == b"message" else b"")
