"""Facilitators: few, across workshops, so all in one shard `{f}`.

{f}:f:<id>                hash     address
{f}:f:<id>:workshops      zset     workshop -> created at
{f}:address:<digest>      string   id
{f}:signin:<digest>       hash     facilitator, at        minutes
{f}:session:<digest>      hash     facilitator, at        Retention.session_days
"""

from typing import Final

from server.core.ids import FacilitatorId, WorkshopId
from server.store import keys
from server.store.connection import Client
from server.store.keys import Retention
from server.store.tokens import new_id, new_secret

# Race closed: two first sign-ins of one address would make two facilitators, each with half of the workshops.
_BY_ADDRESS: Final = """
local id = redis.call('GET', KEYS[1]) or ARGV[1]
redis.call('SET', KEYS[1], id, 'EX', ARGV[3])
local record = ARGV[4] .. id
redis.call('HSETNX', record, 'address', ARGV[2])
redis.call('EXPIRE', record, ARGV[3])
return id
"""

# Race closed: a link that is opened on two devices at once lets one of them in.
_SPEND: Final = """
local facilitator = redis.call('HGET', KEYS[1], 'facilitator')
redis.call('DEL', KEYS[1])
return facilitator
"""


class RedisFacilitators:
    def __init__(self, client: Client, retention: Retention) -> None:
        self._client = client
        self._retention = retention
        self._by_address = client.script(_BY_ADDRESS)
        self._spend = client.script(_SPEND)

    async def by_address(self, address: str) -> FacilitatorId:
        """Upper and lower case are one address: no provider in use tells them apart."""
        spelled = address.strip()
        found = await self._by_address(
            [keys.facilitator_address(spelled.casefold())],
            [new_id(), spelled, self._retention.facilitator_s, keys.facilitator(FacilitatorId(""))],
        )
        return FacilitatorId(found.decode())

    async def address(self, facilitator: FacilitatorId) -> str | None:
        found = await self._client.do("HGET", keys.facilitator(facilitator), "address")
        return None if found is None else str(found.decode())

    async def mint_sign_in(self, facilitator: FacilitatorId, at: int, minutes: int = 15) -> str:
        secret = new_secret()
        await self._put(keys.sign_in(secret), facilitator, at, minutes * 60)
        return secret

    async def spend_sign_in(self, secret: str) -> FacilitatorId | None:
        found = await self._spend([keys.sign_in(secret)])
        return None if found is None else FacilitatorId(found.decode())

    async def peek_sign_in(self, secret: str) -> bool:
        return bool(await self._client.do("EXISTS", keys.sign_in(secret)))

    async def open_session(self, facilitator: FacilitatorId, at: int) -> str:
        secret = new_secret()
        await self._put(keys.session(secret), facilitator, at, self._retention.session_s)
        return secret

    async def session(self, secret: str) -> FacilitatorId | None:
        found = await self._client.do("HGET", keys.session(secret), "facilitator")
        return None if found is None else FacilitatorId(found.decode())

    async def close_session(self, secret: str) -> None:
        await self._client.do("DEL", keys.session(secret))

    async def workshops(self, facilitator: FacilitatorId) -> list[WorkshopId]:
        found = await self._client.do("ZREVRANGE", keys.facilitator_workshops(facilitator), 0, -1)
        return [WorkshopId(workshop.decode()) for workshop in found]

    async def add_workshop(self, facilitator: FacilitatorId, workshop: WorkshopId, at: int) -> None:
        key = keys.facilitator_workshops(facilitator)
        await self._client.many(
            [
                ("ZADD", key, at, workshop),
                ("EXPIRE", key, self._retention.workshop_s),
                ("EXPIRE", keys.facilitator(facilitator), self._retention.facilitator_s),
            ],
            atomic=True,
        )

    async def _put(self, key: str, facilitator: FacilitatorId, at: int, ttl: int) -> None:
        await self._client.many(
            [
                ("HSET", key, "facilitator", facilitator, "at", at),
                ("EXPIRE", key, ttl),
                ("EXPIRE", keys.facilitator(facilitator), self._retention.facilitator_s),
            ],
            atomic=True,
        )
