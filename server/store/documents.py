"""The shared texts: a stream of CRDT updates per group, and the snapshot that stands for everything before.

An update that is stored twice (its reply was lost) is applied twice and changes nothing: that is what a CRDT is.
"""

from collections.abc import AsyncIterator, Sequence
from itertools import pairwise
from secrets import token_bytes
from typing import Any, Final

from server.core.ids import GroupId, WorkshopId
from server.store import keys
from server.store.connection import Client, Together
from server.store.follow import Subscriptions
from server.store.keys import Retention
from server.store.ports import Appended, DocumentNews, Dropped

START: Final = "0-0"
"""The position before the first update."""

_LATER: Final = """
local function later(one, other)
  local a, b = string.match(one, '^(%d+)-(%d+)$')
  local c, d = string.match(other, '^(%d+)-(%d+)$')
  a, b, c, d = tonumber(a), tonumber(b), tonumber(c), tonumber(d)
  return a > c or (a == c and b > d)
end
"""

# Race closed: a compaction between reading the snapshot and reading the stream would lose what it moved from one into
# the other; so both are read in one script.  Whoever has read further than the snapshot does not need it.
_AFTER: Final = (
    _LATER
    + """
local kept = redis.call('HMGET', KEYS[2], 'position', 'data')
local from, data = ARGV[1], false
if kept[1] and later(kept[1], from) then from, data = kept[1], kept[2] end
return {from, data, redis.call('XRANGE', KEYS[1], '(' .. from, '+')}
"""
)

# Race closed: two processes compact the same text; the one that had read less comes last, and its snapshot would bury
# the updates that the other's trim took away.  A snapshot that is not newer is dropped.  (And see `_DROP`.)
_COMPACT: Final = (
    _LATER
    + """
if redis.call('SISMEMBER', KEYS[3], ARGV[4]) == 1 then return false end
local position = redis.call('HGET', KEYS[2], 'position')
if position and not later(ARGV[1], position) then return 0 end
redis.call('HSET', KEYS[2], 'position', ARGV[1], 'data', ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[3])
local id, seq = string.match(ARGV[1], '^(%d+)-(%d+)$')
redis.call('XTRIM', KEYS[1], 'MINID', '=', id .. '-' .. (tonumber(seq) + 1))
return 1
"""
)

# Race closed: an update whose announcement was lost would wait for the next one; so both are one transition.  And who
# appends has to know whether others did since they last read: the position before is of the same instant.  (And
# see `_DROP`.)
_APPEND: Final = """
if redis.call('SISMEMBER', KEYS[3], ARGV[4]) == 1 then return false end
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local before = last and last[1] or redis.call('HGET', KEYS[2], 'position') or '0-0'
local fields = {}
for i = 5, #ARGV do
  fields[#fields + 1] = 'u'
  fields[#fields + 1] = ARGV[i]
end
local id = redis.call('XADD', KEYS[1], '*', unpack(fields))
redis.call('EXPIRE', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[2], ARGV[1])
redis.call('PUBLISH', ARGV[2], ARGV[3])
return {before, id}
"""

# Race closed: whoever has the text open would write it back, by an update or as a snapshot of all of it.
_DROP: Final = """
redis.call('SADD', KEYS[3], ARGV[1])
redis.call('EXPIRE', KEYS[3], ARGV[2])
redis.call('DEL', KEYS[1], KEYS[2])
"""

_MOST_UPDATES: Final = 2000
"""Of one entry: Lua unpacks at most some 8,000 values at once."""


_GROWN, _PASSING = b"+", b"!"
"""What a published message begins with; behind it who wrote, or what is passed on."""


class RedisDocuments:
    def __init__(self, client: Client, together: Together, retention: Retention) -> None:
        self._client = client
        self._together = together
        self._me = _GROWN + token_bytes(8)
        self._retention = retention
        self._append = client.script(_APPEND)
        self._after = client.script(_AFTER)
        self._compact = client.script(_COMPACT)
        self._drop = client.script(_DROP)
        self._subscriptions = Subscriptions[tuple[WorkshopId, GroupId], DocumentNews](client.redis, self._news)

    async def load(self, workshop: WorkshopId, group: GroupId) -> tuple[list[bytes], str]:
        return await self.after(workshop, group, START)

    async def append(self, workshop: WorkshopId, group: GroupId, updates: Sequence[bytes]) -> Appended:
        if not updates:
            raise ValueError("no update to append")
        said = (self._retention.personal_s, keys.document_changed(workshop, group), self._me, group)
        spans: list[tuple[bytes, bytes]] = []
        for start in range(0, len(updates), _MOST_UPDATES):
            part = updates[start : start + _MOST_UPDATES]
            span = await self._together.run(self._append, self._keys(workshop, group), [*said, *part])
            if span is None:
                raise Dropped
            spans.append(span)
        unbroken = all(after == before for (_, after), (before, _) in pairwise(spans))
        return Appended(spans[0][0].decode() if unbroken else None, spans[-1][1].decode())

    async def after(self, workshop: WorkshopId, group: GroupId, position: str) -> tuple[list[bytes], str]:
        start, snapshot, entries = await self._after(self._keys(workshop, group), [position])
        updates: list[bytes] = [] if snapshot is None else [snapshot]
        for _, fields in entries:
            updates += fields[1::2]
        last: bytes = entries[-1][0] if entries else start
        return updates, last.decode()

    async def compact(self, workshop: WorkshopId, group: GroupId, snapshot: bytes, position: str) -> None:
        said = (position, snapshot, self._retention.personal_s, group)
        if await self._compact(self._keys(workshop, group), said) is None:
            raise Dropped

    async def drop(self, workshop: WorkshopId, group: GroupId) -> None:
        await self._drop(self._keys(workshop, group), [group, self._retention.workshop_s])

    async def whisper(self, workshop: WorkshopId, group: GroupId, passing: bytes) -> None:
        if not passing:
            raise ValueError("nothing to pass on")
        await self._together.do("PUBLISH", keys.document_changed(workshop, group), _PASSING + passing)

    def follow(self) -> AsyncIterator[DocumentNews]:
        return self._subscriptions.follow()

    async def subscribe(self, workshop: WorkshopId, group: GroupId) -> None:
        self._subscriptions.want(keys.document_changed(workshop, group), (workshop, group))

    async def unsubscribe(self, workshop: WorkshopId, group: GroupId) -> None:
        self._subscriptions.drop(keys.document_changed(workshop, group))

    async def close(self) -> None:
        await self._subscriptions.close()

    def _news(self, name: tuple[WorkshopId, GroupId], message: bytes) -> DocumentNews | None:
        if message == self._me:
            return None
        return DocumentNews(*name, message[1:] if message.startswith(_PASSING) else None)

    def _keys(self, workshop: WorkshopId, group: GroupId) -> list[Any]:
        return [keys.document(workshop, group), keys.snapshot(workshop, group), keys.dropped(workshop)]
