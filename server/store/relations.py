"""Sealed offers: one hash per pair, so that offering, withdrawing and opening exclude each other.

Fields: `offer:<person>`, `declined:<person>`, `opened` (the instant).  Nothing here wakes anybody: a change that the
partner's page could notice would tell on it.
"""

from typing import Final

import msgspec

from server.core.errands import Reveal
from server.core.followup.exchange import Offer, Opened, Relation, Sealed
from server.core.ids import PersonId, WorkshopId
from server.store import errands as writing
from server.store import keys
from server.store.connection import Client
from server.store.keys import Retention

# Races closed:
#  - both offer at once: whichever script runs second sees the other's offer and writes the errand, so exactly when both
#    stand there is one, and a crash cannot fall between the offer and the errand;
#  - an offer is changed while its delivery is claimed: after 'opened' nothing changes;
#  - an offer arrives after its author was erased: the mark refuses it.
_OFFER: Final = (
    writing.WRITE_ERRANDS
    + """
local relation, mine, theirs, erased, outbox, due = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local by, to, offer, ttl = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if redis.call('HEXISTS', relation, 'opened') == 1 then return 0 end
if redis.call('SISMEMBER', erased, by) == 1 then return 0 end
redis.call('HSET', relation, 'offer:' .. by, offer)
redis.call('HDEL', relation, 'declined:' .. by)
redis.call('SADD', mine, to)
redis.call('SADD', theirs, by)
redis.call('EXPIRE', relation, ttl)
redis.call('EXPIRE', mine, ttl)
redis.call('EXPIRE', theirs, ttl)
if redis.call('HEXISTS', relation, 'offer:' .. to) == 1 then write_errands(outbox, due, 5) end
return 1
"""
)

# Race closed: withdrawing against claiming.  Both look at 'opened' on the same key in one script: whoever is first
# wins, and the second is told so.  A withdrawal that was answered 'done' is never delivered.
_WITHDRAW: Final = """
local relation, mine, theirs, erased = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local by, to, declined, ttl = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if redis.call('HEXISTS', relation, 'opened') == 1 then return 0 end
redis.call('HDEL', relation, 'offer:' .. by, 'declined:' .. by)
if declined == '1' and redis.call('SISMEMBER', erased, by) == 0 then
  redis.call('HSET', relation, 'declined:' .. by, '1')
  redis.call('SADD', mine, to)
  redis.call('SADD', theirs, by)
  redis.call('EXPIRE', relation, ttl)
  redis.call('EXPIRE', mine, ttl)
  redis.call('EXPIRE', theirs, ttl)
end
return 1
"""

# Race closed: the other side of it.  A second claim (another worker, a repeated errand) gets the same answer as the
# first; where one of the two was erased since, there is nothing to deliver any more.
_CLAIM: Final = """
local offers = redis.call('HMGET', KEYS[1], 'offer:' .. ARGV[1], 'offer:' .. ARGV[2])
if not offers[1] or not offers[2] then return false end
redis.call('HSETNX', KEYS[1], 'opened', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return offers
"""

_OFFER_PREFIX: Final = b"offer:"
_DECLINED_PREFIX: Final = b"declined:"


class RedisRelations:
    def __init__(self, client: Client, retention: Retention) -> None:
        self._client = client
        self._retention = retention
        self._offer = client.script(_OFFER)
        self._withdraw = client.script(_WITHDRAW)
        self._claim = client.script(_CLAIM)

    async def offer(self, workshop: WorkshopId, by: PersonId, to: PersonId, offer: Offer, at: int) -> bool:
        shard = keys.shard(workshop)
        a, b = sorted((by, to))
        stands = await self._offer(
            [*self._keys(workshop, by, to), keys.outbox(shard), keys.due(shard)],
            [
                by,
                to,
                msgspec.json.encode(offer),
                self._retention.personal_s,
                *writing.outbox_args((Reveal(workshop, a, b),)),
            ],
        )
        return bool(stands)

    async def withdraw(self, workshop: WorkshopId, by: PersonId, to: PersonId, *, declined: bool) -> bool:
        done = await self._withdraw(
            self._keys(workshop, by, to), [by, to, "1" if declined else "0", self._retention.personal_s]
        )
        return bool(done)

    async def claim(self, workshop: WorkshopId, a: PersonId, b: PersonId, at: int) -> dict[PersonId, Offer] | None:
        offers = await self._claim([keys.relation(workshop, a, b)], [a, b, at, self._retention.personal_s])
        if offers is None:
            return None
        return {who: msgspec.json.decode(text, type=Offer) for who, text in zip((a, b), offers, strict=True)}

    async def relation(self, workshop: WorkshopId, a: PersonId, b: PersonId) -> Relation:
        fields = await self._client.do("HGETALL", keys.relation(workshop, a, b))
        offers = {
            PersonId(field.removeprefix(_OFFER_PREFIX).decode()): msgspec.json.decode(text, type=Offer)
            for field, text in fields.items()
            if field.startswith(_OFFER_PREFIX)
        }
        opened = fields.get(b"opened")
        if opened is not None:
            return Opened(int(opened), offers)
        return Sealed(
            offers,
            frozenset(
                PersonId(field.removeprefix(_DECLINED_PREFIX).decode())
                for field in fields
                if field.startswith(_DECLINED_PREFIX)
            ),
        )

    def _keys(self, workshop: WorkshopId, by: PersonId, to: PersonId) -> list[str]:
        return [
            keys.relation(workshop, by, to),
            keys.partners(workshop, by),
            keys.partners(workshop, to),
            keys.erased(workshop),
        ]
