"""Frozen reports: what was shown once is all that is ever shown."""

from typing import Final, TypeVar

import msgspec

from server.core.followup.report import Later, Openings, Report
from server.core.ids import WorkshopId
from server.store import keys
from server.store.connection import Client
from server.store.keys import Retention

Kind = TypeVar("Kind", Report, Openings, Later)

# Race closed: two facilitators ask at once, and an answer comes between: one report is kept, and both are shown that.
_FREEZE: Final = """
redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return redis.call('HGET', KEYS[1], ARGV[1])
"""


class RedisReports:
    def __init__(self, client: Client, retention: Retention) -> None:
        self._client = client
        self._retention = retention
        self._freeze = client.script(_FREEZE)

    async def freeze(self, workshop: WorkshopId, made: Kind) -> Kind:
        kind = type(made)
        kept = await self._freeze(
            [keys.reports(workshop)], [kind.__name__, msgspec.json.encode(made), self._retention.workshop_s]
        )
        return msgspec.json.decode(kept, type=kind)

    async def frozen(self, workshop: WorkshopId, kind: type[Kind]) -> Kind | None:
        text = await self._client.do("HGET", keys.reports(workshop), kind.__name__)
        return None if text is None else msgspec.json.decode(text, type=kind)
