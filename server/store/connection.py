"""The one place that speaks to redis-py: how we connect, what is tried again, and what a refusal is called.

redis-py repeats a command whose reply was lost by itself, so every write of this package must bear being done twice;
each module says why its own does (the log: by command id; the outbox: at least once; claims: a lease runs out).
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from redis import exceptions as broken
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff

from server.store.ports import NotSaved

CLIENT_NAME: Final = "gespann"
"""Of every connection, or how its name begins (RQ wants one for each worker): a restore asks whether there is any."""
ANSWER_S: Final = 5.0
"""A fsync that takes longer counts as a store that cannot be reached; whoever blocks must block for less."""
CONNECT_TIMEOUT_S: Final = 2.0
POOL_SIZE: Final = 64
"""Connections of one process; a task that finds none free waits for one."""
RETRIES: Final = 3
"""Bridges a broken connection or a server that is just loading (0.3 s or so); more would hide an outage from people who
could be told 'not saved'."""

# The server is there and says no.  Any other ResponseError is a mistake of ours and must not look like bad weather.
# In a pipeline redis-py puts words of its own before the server's.
_REFUSAL: Final = re.compile(
    r"""(?:^|caused error: \(?["']?)"""
    r"(BUSY|CLUSTERDOWN|ERR max number of clients|LOADING|MASTERDOWN|MISCONF|NOREPLICAS|OOM|READONLY|TRYAGAIN)\b"
)


async def connect(url: str) -> Redis:
    """A client with a pool of its own.  Connects on first use, so a store that is down now may be up later.

    RESP2, because RESP3 makes redis-py negotiate features of hosted services that we don't use.  No `socket_timeout`,
    because redis-py waits for it with `asyncio.wait_for`, which before Python 3.12 swallows a cancellation that meets
    the end of the wait: a task cancelled while it sends would run on.  `saving` bounds the wait instead.
    Raises ValueError if the address is none.
    """
    pool = BlockingConnectionPool.from_url(
        url,
        protocol=2,
        client_name=CLIENT_NAME,
        max_connections=POOL_SIZE,
        timeout=ANSWER_S,
        socket_timeout=None,
        socket_connect_timeout=CONNECT_TIMEOUT_S,
        retry=Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.5), RETRIES),
    )
    return Redis.from_pool(pool)


_AWAY: Final = (
    broken.ConnectionError,
    broken.TimeoutError,
    broken.OutOfMemoryError,
    broken.ReadOnlyError,
    broken.ClusterDownError,
    broken.TryAgainError,
    broken.MasterDownError,
    OSError,
)


def _named(error: Exception) -> Exception:
    """`NotSaved` for every refusal and every broken connection; a mistake of ours stays what it is."""
    if isinstance(error, _AWAY):
        return NotSaved(type(error).__name__)
    refusal = _REFUSAL.search(str(error)) if isinstance(error, broken.ResponseError) else None
    return error if refusal is None else NotSaved(refusal[1])


@asynccontextmanager
async def saving() -> AsyncIterator[None]:
    """Names every refusal, every broken connection and every answer that does not come `NotSaved`."""
    try:
        async with asyncio.timeout(ANSWER_S):
            yield
    except (OSError, broken.RedisError) as error:
        named = _named(error)
        if named is error:
            raise
        raise named from error


class Script:
    """One atomic transition."""

    def __init__(self, client: "Client", lua: str) -> None:
        self._client = client
        self._script = client.redis.register_script(lua)

    def command(self, keys: Sequence[str], args: Iterable[str | bytes | int] = ()) -> "Command":
        """For `Together`; the server may not know the script yet."""
        return ("EVALSHA", self._script.sha, len(keys), *keys, *args)

    async def __call__(self, keys: Sequence[str], args: Iterable[str | bytes | int] = ()) -> Any:
        if self._client.together is not None:
            return await self._client.together.run(self, keys, list(args))
        return await self.alone(keys, args)

    async def alone(self, keys: Sequence[str], args: Iterable[str | bytes | int] = ()) -> Any:
        """In a round trip of its own; the server learns the script where it does not know it."""
        async with saving():
            return await self._script(keys=list(keys), args=list(args))


Command = tuple[str | bytes | int, ...]


class Client:
    """What the modules of this package use of redis-py, with its errors named ours."""

    def __init__(self, redis: Redis, *, together: bool = False) -> None:
        """`together` is for whoever does much at once and is in no hurry: see `Together`."""
        self.redis = redis
        self._execute: Any = redis.execute_command  # not typed in redis-py
        self.together = Together(self) if together else None

    async def do(self, *command: str | bytes | int) -> Any:
        if self.together is not None:
            return await self.together.do(*command)
        return await self.alone(*command)

    async def alone(self, *command: str | bytes | int) -> Any:
        """On a connection that nobody else uses meanwhile: for what waits at the server."""
        async with saving():
            return await self._execute(*command)

    async def many(self, commands: Iterable[Command], *, atomic: bool = False) -> list[Any]:
        """One round trip; `atomic` makes it a MULTI, whose keys must share a shard."""
        if self.together is not None and not atomic:
            return await self.together.many(commands)
        async with saving(), self.redis.pipeline(transaction=atomic) as pipe:
            for command in commands:
                pipe.execute_command(*command)
            answers: list[Any] = await pipe.execute()
            return answers

    async def each(self, commands: Iterable[Command]) -> list[Any]:
        """One round trip; the answer to each, which may be an exception."""
        async with saving(), self.redis.pipeline(transaction=False) as pipe:
            for command in commands:
                pipe.execute_command(*command)
            answers: list[Any] = await pipe.execute(raise_on_error=False)
        return [_named(answer) if isinstance(answer, Exception) else answer for answer in answers]

    def script(self, lua: str) -> Script:
        return Script(self, lua)


class Together:
    """Commands of many tasks, each by itself, in few round trips: what is asked while one is under way goes with the
    next, and waits for the disk with it.
    """

    MOST: Final = 500
    """Commands of one trip."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._waiting: list[tuple[Command, asyncio.Future[Any]]] = []
        self._trips: asyncio.Task[None] | None = None

    async def do(self, *command: str | bytes | int) -> Any:
        return await self._asked(command)

    async def many(self, commands: Iterable[Command]) -> list[Any]:
        """What one of them fails of is raised."""
        return await asyncio.gather(*map(self._asked, commands))

    async def run(self, script: Script, keys: Sequence[str], args: Sequence[str | bytes | int]) -> Any:
        try:
            return await self._asked(script.command(keys, args))
        except broken.NoScriptError:
            return await script.alone(keys, args)

    def _asked(self, command: Command) -> "asyncio.Future[Any]":
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((command, answer))
        if self._trips is None:
            self._trips = asyncio.create_task(self._travel(), name="store-together")
        return answer

    async def close(self) -> None:
        """Lets what is under way come to its end."""
        if self._trips is not None:
            await asyncio.wait([self._trips])

    async def _travel(self) -> None:
        try:
            while self._waiting:
                trip, self._waiting = self._waiting[: self.MOST], self._waiting[self.MOST :]
                try:
                    answers = await self._client.each(command for command, _ in trip)
                except Exception as error:  # noqa: BLE001 - whatever it is, those who wait have to hear of it
                    answers = [error] * len(trip)
                for (_, asked), answer in zip(trip, answers, strict=True):
                    if asked.done():  # nobody waits any more
                        continue
                    if isinstance(answer, Exception):
                        asked.set_exception(answer)
                    else:
                        asked.set_result(answer)
        finally:
            self._trips = None
