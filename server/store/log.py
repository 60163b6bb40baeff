"""The event log: a stream per workshop, one entry per command."""

from collections.abc import AsyncIterator, Sequence
from typing import Final

import msgspec

from server.core.errands import AnyErrand
from server.core.events import AnyEvent
from server.core.ids import WorkshopId
from server.store import errands as writing
from server.store import keys
from server.store.connection import Client
from server.store.follow import Subscriptions
from server.store.keys import Retention
from server.store.ports import Entry, Stale, WorkshopNews

_EVENTS: Final = msgspec.json.Decoder(tuple[AnyEvent, ...])

# Races closed, in the order of the lines:
#  - the reply was lost and the client repeats itself (or the person double-clicks, or sends again over another server):
#    the command id is looked up first, and its version is answered as if for the first time;
#  - two processes decided on the same state: whoever comes second finds another length than expected and decides again;
#  - a crash between the log and what follows from it: errands and the entry are one script, so both or neither.
# The length is the version: nothing is ever deleted from a log, and ids `<version>-0` are made here only.
_APPEND: Final = (
    writing.WRITE_ERRANDS
    + """
local log, commands, outbox, due = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local expected, command, at, events, ttl, channel = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local before = redis.call('HGET', commands, command)
if before then return tonumber(before) end
if redis.call('XLEN', log) ~= expected then return -1 end
local version = expected + 1
redis.call('XADD', log, version .. '-0', 'c', command, 'at', at, 'e', events)
redis.call('HSET', commands, command, version)
redis.call('EXPIRE', log, ttl)
redis.call('EXPIRE', commands, ttl)
write_errands(outbox, due, 7)
redis.call('PUBLISH', channel, version)
return version
"""
)

_STALE: Final = -1
_PAGE: Final = 100
"""Entries read at once, so that a long log does not hold the server for long."""


class RedisEventLog:
    def __init__(self, client: Client, retention: Retention) -> None:
        self._client = client
        self._retention = retention
        self._append = client.script(_APPEND)
        self._subscriptions = Subscriptions[WorkshopId, WorkshopNews](client.redis, _news)

    async def append(
        self,
        workshop: WorkshopId,
        expected: int,
        command: str,
        at: int,
        events: Sequence[AnyEvent],
        errands: Sequence[AnyErrand] = (),
    ) -> int:
        shard = keys.shard(workshop)
        if any(writing.shard_of(errand) != shard for errand in errands):
            raise ValueError("an errand of another shard cannot be written in this workshop's transition")
        version = int(
            await self._append(
                [keys.log(workshop), keys.commands(workshop), keys.outbox(shard), keys.due(shard)],
                [
                    expected,
                    command,
                    at,
                    msgspec.json.encode(events),
                    self._retention.workshop_s,
                    keys.changed(workshop),
                    *writing.outbox_args(tuple(errands)),
                ],
            )
        )
        if version == _STALE:
            raise Stale(f"{workshop} is not at {expected}")
        return version

    async def read(self, workshop: WorkshopId, after: int = 0) -> list[Entry]:
        entries: list[Entry] = []
        while True:
            page = await self._client.do("XRANGE", keys.log(workshop), f"({after}-0", "+", "COUNT", _PAGE)
            entries += [_entry(id, fields) for id, fields in page]
            if len(page) < _PAGE:
                return entries
            after = entries[-1].version

    def follow(self) -> AsyncIterator[WorkshopNews]:
        return self._subscriptions.follow()

    async def subscribe(self, workshop: WorkshopId) -> None:
        self._subscriptions.want(keys.changed(workshop), workshop)

    async def unsubscribe(self, workshop: WorkshopId) -> None:
        self._subscriptions.drop(keys.changed(workshop))

    async def close(self) -> None:
        await self._subscriptions.close()


def _news(workshop: WorkshopId, version: bytes) -> WorkshopNews:
    """Who appends says the version; whoever changes something else says nothing."""
    return WorkshopNews(workshop, around=not version)


def _entry(id: bytes, fields: dict[bytes, bytes]) -> Entry:
    return Entry(
        version=int(id.split(b"-", 1)[0]),
        at=int(fields[b"at"]),
        command=fields[b"c"].decode(),
        events=_EVENTS.decode(fields[b"e"]),
    )
