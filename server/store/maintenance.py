"""What the store does about its own files, and how it looks through all of itself."""

from collections.abc import AsyncIterator
from typing import Final, Literal

from redis.exceptions import ResponseError

from server.core.ids import WorkshopId
from server.store import keys
from server.store.connection import Client

_PAGE: Final = 1000
"""Keys looked at in one step, so that a large store does not hold up everybody else."""

# Race closed: somebody was erased while a rewrite ran: its wish is newer than the one that has been granted, and stays.
_GRANTED: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
"""


async def want_rewrite(client: Client) -> None:
    """The append-only file still holds what was erased, until it is written anew.

    The wish stands in the store until `Rewrites` has seen a rewrite through that began after it; one is started at once
    all the same, for a server without workers.
    """
    await client.many([("INCR", keys.rewrite()), ("EXPIRE", keys.rewrite(), keys.REWRITE_S)], atomic=True)
    await _start(client)


async def _start(client: Client) -> bool:
    """False if the server does not start one now: it is at it already, or a hosted one decides for itself."""
    try:
        await client.do("BGREWRITEAOF")
    except ResponseError:
        return False
    return True


class Rewrites:
    """To be asked to `tend` again and again, by one process or by several."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._granted = client.script(_GRANTED)
        self._asked: bytes | None = None
        """The wish for which we have started a rewrite."""

    async def want(self) -> None:
        await want_rewrite(self._client)

    async def waiting(self) -> bool:
        """Whether something erased may still stand in the append-only file."""
        return await self._client.do("GET", keys.rewrite()) is not None

    async def tend(self) -> None:
        """Starts what is wanted, and ends the wish when it is done."""
        wanted = await self._client.do("GET", keys.rewrite())
        if wanted is None:
            return
        info = await self._client.do("INFO", "persistence")
        if info.get("aof_rewrite_in_progress") or info.get("aof_rewrite_scheduled"):
            return
        done = self._asked == wanted and info.get("aof_last_bgrewrite_status") == "ok"
        if done or not info.get("aof_enabled"):
            await self._granted([keys.rewrite()], [wanted])
            return
        self._asked = wanted if await _start(self._client) else None


Part = Literal["erased", "people", "mails"]


async def every_workshop(client: Client, part: Part) -> AsyncIterator[WorkshopId]:
    """All that have this key, each once.  Who comes or goes meanwhile may be missed."""
    pattern = f"{{s*}}:w:*:{part}"
    cursor, seen = b"0", set[str]()
    while True:
        cursor, page = await client.do("SCAN", cursor, "MATCH", pattern, "COUNT", _PAGE)
        for key in page:
            name = key.decode().split(":")[2]
            if len(key.split(b":")) == 4 and name not in seen:
                seen.add(name)
                yield WorkshopId(name)
        if cursor in {b"0", 0, "0"}:
            return
