"""Errands for later: a sorted set per shard, moved into the shard's outbox when their instant has come."""

from typing import Final

from server.core.errands import AnyErrand
from server.store import errands as writing
from server.store import keys
from server.store.connection import Client

# Race closed: two schedulers release at once, or one dies in between.  Taking an errand off the list and handing it
# over are one script: it is in one of the two places, never in both and never in none.
_RELEASE: Final = """
local members = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, ARGV[2])
for i = 1, #members, 2 do
  redis.call('XADD', KEYS[2], '*', 'e', members[i], 'at', string.format('%.0f', tonumber(members[i + 1])))
  redis.call('ZREM', KEYS[1], members[i])
end
return #members / 2
"""


class RedisDue:
    def __init__(self, client: Client) -> None:
        self._client = client
        self._release = client.script(_RELEASE)

    async def put(self, errand: AnyErrand, at: int) -> None:
        await self._client.do("ZADD", keys.due(writing.shard_of(errand)), at, writing.identity(errand))

    async def release(self, now: int, count: int = 100) -> int:
        released = 0
        for shard in range(keys.SHARDS):
            if released >= count:
                break
            released += int(await self._release([keys.due(shard), keys.outbox(shard)], [now, count - released]))
        return released
