"""The memory of a series: one hash, apart from all workshops, in which people stand under marks (rules S2, S3).

    name, secret               a random secret: a mark leads to no address, and is another one in another series
    turn                       how often what it remembers has changed
    in:<workshop>              the channel that names it
    on:<mark>                  when they let themselves be remembered
    known:<mark>:<digest>      a browser in which they did
    met:<mark>:<mark>          the workshop in which these two first met
    counts:<mark>:<workshop>   what the rounds there asked of them

Whose mark is gone from it is gone from every pair.  It ends a fixed time after the last workshop of the series.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator
from typing import Final

import msgspec

from server.core.fairness import Counts
from server.core.ids import FacilitatorId, Mark, SeriesId, WorkshopId
from server.core.pairing.instance import Pair, pair
from server.core.series import Lesson, Memory
from server.store import keys
from server.store.connection import Client
from server.store.keys import Retention
from server.store.maintenance import want_rewrite
from server.store.tokens import digest, new_secret

_AT_ONCE: Final = 500
"""Fields that are read before others get a turn on the event loop."""

# Race closed: the same form, sent twice at once, would give a series two secrets: the first marks would lead nowhere.
_FOUND: Final = """
redis.call('HSETNX', KEYS[1], 'name', ARGV[1])
redis.call('HSETNX', KEYS[1], 'secret', ARGV[2])
redis.call('HSETNX', KEYS[1], 'turn', 0)
redis.call('HSET', KEYS[1], 'in:' .. ARGV[3], ARGV[4])
redis.call('EXPIRE', KEYS[1], ARGV[5])
"""

# Race closed: a series that ends just now would begin again without a name, a secret and an end.
_REMEMBER: Final = """
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HINCRBY', KEYS[1], 'turn', redis.call('HSETNX', KEYS[1], 'on:' .. ARGV[1], ARGV[2]))
redis.call('HSET', KEYS[1], 'known:' .. ARGV[1] .. ':' .. ARGV[3], '')
return 1
"""

# Race closed: somebody takes their yes back while a workshop's lesson is being learnt: they are asked for here.
_LEARN: Final = """
local memory, ends, workshop = KEYS[1], ARGV[1], ARGV[2]
if redis.call('EXISTS', memory) == 0 then return 0 end
local function on(mark) return redis.call('HEXISTS', memory, 'on:' .. mark) == 1 end
for i = 3, #ARGV, 3 do
  local a, b, counts = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if b == '' then
    if on(a) then redis.call('HSET', memory, 'counts:' .. a .. ':' .. workshop, counts) end
  elseif on(a) and on(b) then
    redis.call('HSETNX', memory, 'met:' .. a .. ':' .. b, workshop)
  end
end
redis.call('HINCRBY', memory, 'turn', 1)
redis.call('EXPIREAT', memory, ends, 'GT')
return 1
"""

# Race closed: a meeting that is learnt between reading the fields and deleting them would stay.  What open workshops
# have read is old by then: they are named.
_FORGET: Final = """
if redis.call('EXISTS', KEYS[1]) == 0 then return end
redis.call('HINCRBY', KEYS[1], 'turn', 1)
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.find(field, ARGV[1], 1, true) then redis.call('HDEL', KEYS[1], field) end
  if string.sub(field, 1, 3) == 'in:' then redis.call('PUBLISH', redis.call('HGET', KEYS[1], field), '') end
end
"""


class RedisSeries:
    def __init__(self, client: Client, retention: Retention) -> None:
        self._client = client
        self._retention = retention
        self._found = client.script(_FOUND)
        self._remember = client.script(_REMEMBER)
        self._learn = client.script(_LEARN)
        self._forget = client.script(_FORGET)

    async def open(self, by: FacilitatorId, series: SeriesId, name: str, workshop: WorkshopId, at: int) -> None:
        ends = self._retention.series_s
        await self._found([keys.series(series)], [name, new_secret(), workshop, keys.changed(workshop), ends])
        own = keys.facilitator_series(by)
        await self._client.many([("ZADD", own, at, series), ("EXPIRE", own, ends)], atomic=True)

    async def of(self, facilitator: FacilitatorId) -> dict[SeriesId, str]:
        found = await self._client.do("ZREVRANGE", keys.facilitator_series(facilitator), 0, -1)
        ids = [SeriesId(each.decode()) for each in found]
        return {id_: name for id_ in ids if (name := await self.name(id_)) is not None}

    async def name(self, series: SeriesId) -> str | None:
        name = await self._client.do("HGET", keys.series(series), "name")
        return None if name is None else str(name.decode())

    async def workshops(self, series: SeriesId) -> list[WorkshopId]:
        fields = await self._client.do("HKEYS", keys.series(series))
        return sorted(WorkshopId(field[3:].decode()) for field in fields if field.startswith(b"in:"))

    async def mark(self, series: SeriesId, address: str) -> Mark | None:
        secret = await self._client.do("HGET", keys.series(series), "secret")
        if secret is None:
            return None
        return Mark(hmac.new(secret, address.strip().casefold().encode(), "sha256").hexdigest()[:32])

    async def remember(self, series: SeriesId, mark: Mark, at: int) -> str | None:
        browser = new_secret()
        return browser if await self._remember([keys.series(series)], [mark, at, digest(browser)]) else None

    async def remembers(self, series: SeriesId, mark: Mark) -> bool:
        return bool(await self._client.do("HEXISTS", keys.series(series), f"on:{mark}"))

    async def knows(self, series: SeriesId, mark: Mark, browser: str) -> bool:
        return bool(await self._client.do("HEXISTS", keys.series(series), f"known:{mark}:{digest(browser)}"))

    async def learn(self, series: SeriesId, workshop: WorkshopId, lesson: Lesson) -> None:
        args: list[str | bytes | int] = [lesson.closed_at // 1000 + self._retention.series_s, workshop]
        for mark, counts in lesson.counts.items():
            args += [mark, "", msgspec.json.encode(counts)]
        for a, b in lesson.met:
            args += [a, b, ""]
        await self._learn([keys.series(series)], args)

    async def turn(self, series: SeriesId) -> int:
        return int(await self._client.do("HGET", keys.series(series), "turn") or 0)

    async def memory(self, series: SeriesId) -> Memory:
        since: dict[Mark, int] = {}
        met: dict[Pair, WorkshopId] = {}
        all_counts: dict[tuple[Mark, WorkshopId], Counts] = {}
        fields = await self._client.do("HGETALL", keys.series(series))
        for count, (field, value) in enumerate(fields.items(), start=1):
            if count % _AT_ONCE == 0:
                await asyncio.sleep(0)
            match field.decode().split(":"):
                case ["on", mark]:
                    since[Mark(mark)] = int(value)
                case ["met", a, b]:
                    met[pair(a, b)] = WorkshopId(value.decode())
                case ["counts", mark, workshop]:
                    all_counts[Mark(mark), WorkshopId(workshop)] = msgspec.json.decode(value, type=Counts)
                case _:
                    pass
        return Memory(since, met, all_counts)

    async def forget(self, series: SeriesId, mark: Mark) -> None:
        await self._forget([keys.series(series)], [mark])
        await want_rewrite(self._client)

    async def marks(self, address: str) -> AsyncIterator[tuple[SeriesId, Mark]]:
        async for series in self._every():
            mark = await self.mark(series, address)
            if mark is not None and await self.remembers(series, mark):
                yield series, mark

    async def _every(self) -> AsyncIterator[SeriesId]:
        cursor, seen = b"0", set[bytes]()
        while True:
            cursor, page = await self._client.do("SCAN", cursor, "MATCH", "{s*}:series:*", "COUNT", 1000)
            for key in page:
                if key not in seen:
                    seen.add(key)
                    yield SeriesId(key.decode().split(":")[2])
            if cursor in {b"0", 0, "0"}:
                return
