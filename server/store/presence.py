"""Who has a live socket, and which group types: a sorted set per workshop, by the instant of the last sign of life.
And how many ideas each group has marked, which only its document knows.
"""

from collections.abc import Callable
from typing import Final

from server.core.ids import GroupId, PersonId, WorkshopId
from server.store import keys
from server.store.connection import Client, Together

FORGOTTEN_MS: Final = keys.PRESENCE_S * 1000
NEWS_MS: Final = 30_000
"""Somebody who was not seen for this long and is back is news; every other beat is not worth waking everybody."""

# Race closed: a beat that was sent before a newer one and comes after it (two servers, two devices) takes nobody back.
_BEAT: Final = """
local before = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', tonumber(ARGV[2]) - tonumber(ARGV[3]) * 1000)
redis.call('EXPIRE', KEYS[1], ARGV[3])
if not before or tonumber(ARGV[2]) - tonumber(before) >= tonumber(ARGV[4]) then
  redis.call('PUBLISH', ARGV[5], '')
end
"""


class RedisPresence:
    def __init__(self, client: Client, together: Together, clock: Callable[[], int]) -> None:
        self._client = client
        self._together = together
        self._clock = clock
        self._beat = client.script(_BEAT)

    async def beat(self, workshop: WorkshopId, who: PersonId | GroupId, at: int) -> None:
        said = [who, at, keys.PRESENCE_S, NEWS_MS, keys.changed(workshop)]
        await self._together.run(self._beat, [keys.presence(workshop)], said)

    async def seen(self, workshop: WorkshopId) -> dict[str, int]:
        found = await self._client.do(
            "ZRANGEBYSCORE", keys.presence(workshop), self._clock() - FORGOTTEN_MS, "+inf", "WITHSCORES"
        )
        return {who.decode(): int(at) for who, at in zip(found[::2], found[1::2], strict=True)}

    async def mark(self, workshop: WorkshopId, group: GroupId, ideas: int) -> None:
        await self._client.many(
            (("HSET", keys.marked(workshop), group, ideas), ("EXPIRE", keys.marked(workshop), keys.MARKED_S))
        )

    async def marked(self, workshop: WorkshopId) -> dict[str, int]:
        found = await self._client.do("HGETALL", keys.marked(workshop))
        return {group.decode(): int(ideas) for group, ideas in found.items()}
