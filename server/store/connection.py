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
        max_connections=POOL_SIZE,
        timeout=ANSWER_S,
        socket_timeout=None,
        socket_connect_timeout=CONNECT_TIMEOUT_S,
        retry=Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.5), RETRIES),
    )
    return Redis.from_pool(pool)


@asynccontextmanager
async def saving() -> AsyncIterator[None]:
    """Names every refusal, every broken connection and every answer that does not come `NotSaved`."""
    try:
        async with asyncio.timeout(ANSWER_S):
            yield
    except (broken.ConnectionError, broken.TimeoutError, broken.OutOfMemoryError, broken.ReadOnlyError) as error:
        raise NotSaved(type(error).__name__) from error
    except (broken.ClusterDownError, broken.TryAgainError, broken.MasterDownError) as error:
        raise NotSaved(type(error).__name__) from error
    except OSError as error:
        raise NotSaved(type(error).__name__) from error
    except broken.ResponseError as error:
        refusal = _REFUSAL.search(str(error))
        if refusal is None:
            raise
        raise NotSaved(refusal[1]) from error


class Script:
    """One atomic transition."""

    def __init__(self, redis: Redis, lua: str) -> None:
        self._script = redis.register_script(lua)

    async def __call__(self, keys: Sequence[str], args: Iterable[str | bytes | int] = ()) -> Any:
        async with saving():
            return await self._script(keys=list(keys), args=list(args))


Command = tuple[str | bytes | int, ...]


class Client:
    """What the modules of this package use of redis-py, with its errors named ours."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._execute: Any = redis.execute_command  # not typed in redis-py

    async def do(self, *command: str | bytes | int) -> Any:
        async with saving():
            return await self._execute(*command)

    async def many(self, commands: Iterable[Command], *, atomic: bool = False) -> list[Any]:
        """One round trip; `atomic` makes it a MULTI, whose keys must share a shard."""
        async with saving(), self.redis.pipeline(transaction=atomic) as pipe:
            for command in commands:
                pipe.execute_command(*command)
            answers: list[Any] = await pipe.execute()
            return answers

    def script(self, lua: str) -> Script:
        return Script(self.redis, lua)
