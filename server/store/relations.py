"""Sealed offers: one hash per pair, decided by the core and written only if nobody was faster.

Fields: `offer:<person>`, `until:<person>` (an instant), `declined:<person>`, `met` (an instant); `opened` (the
instant), `times` (proposed), `picks:<person>` (instants), `date` (the one for both); `turn` (how often it was written).
Nothing here wakes anybody: a change that the partner's page could notice would tell on it.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import msgspec

from server.core.errands import AnyErrand, Reveal
from server.core.followup.consent import Consent
from server.core.followup.exchange import (
    Offer,
    Opened,
    Relation,
    Sealed,
    both_stand,
    claimed,
    offered,
    picked,
    withdrawn,
)
from server.core.ids import PersonId, WorkshopId
from server.store import errands as writing
from server.store import keys
from server.store.connection import Client
from server.store.keys import Retention
from server.store.ports import Stale

# Races closed, all by one rule: what was decided on an older turn is refused, and decided again on the newer one.
#  - a withdrawal against a claim: whoever writes first wins, and the second is told so; a withdrawal that was answered
#    'done' is never delivered;
#  - both offer at once: whoever comes second sees the other's offer and brings the errand with them, and a crash cannot
#    fall between the offer and the errand;
#  - a worker that was stopped with a claim in its hands and wakes up later writes nothing;
#  - somebody agreed, and it was not done, or it was done and not written down: the consent is one write with the deed;
#  - an erasure (it moves the turn on, too) against a claim that has read the offer; and an offer that arrives after its
#    author was erased finds the mark;
#  - somebody is taken out of the workshop while a claim that has seen them there is on its way: the log has grown.
_MOVE: Final = (
    writing.WRITE_ERRANDS
    + """
local relation, mine, theirs, erased, outbox, due = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local turn, by, to, ttl, seen, fields = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[7], tonumber(ARGV[8])
if seen ~= '' and redis.call('XLEN', KEYS[8]) ~= tonumber(seen) then return -2 end
if (redis.call('HGET', relation, 'turn') or '0') ~= turn then return 0 end
if redis.call('SISMEMBER', erased, by) == 1 then return -1 end
redis.call('DEL', relation)
redis.call('HSET', relation, 'turn', tonumber(turn) + 1, unpack(ARGV, 9, 8 + fields))
redis.call('SADD', mine, to)
redis.call('SADD', theirs, by)
redis.call('EXPIRE', relation, ttl)
redis.call('EXPIRE', mine, ttl)
redis.call('EXPIRE', theirs, ttl)
if ARGV[5] ~= '' then
  redis.call('XADD', KEYS[7], '*', 'c', ARGV[5])
  redis.call('EXPIRE', KEYS[7], ARGV[6])
end
write_errands(outbox, due, 9 + fields)
return 1
"""
)

_STALE: Final = -2

Moved = TypeVar("Moved", Sealed, Opened)


class RedisRelations:
    def __init__(self, client: Client, retention: Retention) -> None:
        self._client = client
        self._retention = retention
        self._script = client.script(_MOVE)

    async def offer(
        self,
        workshop: WorkshopId,
        by: PersonId,
        to: PersonId,
        offer: Offer,
        at: int,
        until: int | None = None,
        *,
        consent: Consent | None = None,
    ) -> bool:
        a, b = sorted((by, to))
        reveal = (Reveal(workshop, a, b),)
        moved = await self._move(
            workshop,
            by,
            to,
            lambda relation: offered(relation, by, offer, at, until),
            lambda relation: reveal if both_stand(relation, a, b, at) else (),
            lambda _: consent,
        )
        return moved is not None

    async def withdraw(
        self, workshop: WorkshopId, by: PersonId, to: PersonId, *, declined: bool, consent: Consent | None = None
    ) -> bool:
        moved = await self._move(
            workshop,
            by,
            to,
            lambda relation: withdrawn(relation, by, declined=declined),
            said=lambda before: consent if by in before.offers else None,
        )
        # Who was erased has nothing left to take back: that is done, and only an open relation is not.
        return moved is not None or not isinstance(await self.relation(workshop, by, to), Opened)

    async def claim(
        self,
        workshop: WorkshopId,
        a: PersonId,
        b: PersonId,
        at: int,
        times: tuple[int, ...] = (),
        *,
        seen: int | None = None,
    ) -> Opened | None:
        return await self._move(workshop, a, b, lambda relation: claimed(relation, a, b, at, times), seen=seen)

    async def pick(self, workshop: WorkshopId, by: PersonId, to: PersonId, times: frozenset[int]) -> Opened | None:
        a, b = sorted((by, to))
        deliver = (Reveal(workshop, a, b),)
        return await self._move(
            workshop,
            by,
            to,
            lambda relation: picked(relation, by, to, times),
            lambda relation: () if relation.date is None else deliver,
        )

    async def relation(self, workshop: WorkshopId, a: PersonId, b: PersonId) -> Relation:
        return _relation(await self._client.do("HGETALL", keys.relation(workshop, a, b)))

    async def _move(
        self,
        workshop: WorkshopId,
        by: PersonId,
        to: PersonId,
        decide: Callable[[Relation], Moved | None],
        ask: Callable[[Moved], tuple[AnyErrand, ...]] = lambda _: (),
        said: Callable[[Relation], Consent | None] = lambda _: None,
        seen: int | None = None,
    ) -> Moved | None:
        """What the relation has become; None if it stays as it is.  Raises Stale if the log is not where it was `seen`.

        With it is written what that asks of the workers, and what was `said`, which depends on how it was before.
        """
        shard = keys.shard(workshop)
        kept = [
            keys.relation(workshop, by, to),
            keys.partners(workshop, by),
            keys.partners(workshop, to),
            keys.erased(workshop),
            keys.outbox(shard),
            keys.due(shard),
            keys.consents(workshop),
            keys.log(workshop),
        ]
        while True:
            fields: dict[bytes, bytes] = await self._client.do("HGETALL", kept[0])
            before = _relation(fields)
            after = decide(before)
            if after is None:
                return None
            if after == before:
                return after
            values: list[str | bytes | int] = _fields(after)
            consent = said(before)
            noted = b"" if consent is None else msgspec.json.encode(consent)
            told: list[str | bytes | int] = [by, to, self._retention.personal_s, noted, self._retention.workshop_s]
            told += ["" if seen is None else seen, len(values), *values]
            told += writing.outbox_args(ask(after))
            answer = int(await self._script(kept, [fields.get(b"turn", b"0"), *told]))
            if answer == _STALE:
                raise Stale(f"{workshop} is not at {seen}")
            if answer:
                return after if answer > 0 else None


def _fields(relation: Relation) -> list[str | bytes | int]:
    """Names and values in turn."""
    told: list[str | bytes | int] = []
    for who, offer in relation.offers.items():
        told += [f"offer:{who}", msgspec.json.encode(offer)]
    if isinstance(relation, Opened):
        told += ["opened", relation.at, "times", msgspec.json.encode(relation.times)]
        for who, times in relation.picks.items():
            told += [f"picks:{who}", msgspec.json.encode(times)]
        return told if relation.date is None else [*told, "date", relation.date]
    for who, end in relation.until.items():
        told += [f"until:{who}", end]
    for who in relation.declined:
        told += [f"declined:{who}", 1]
    return told if relation.met_at is None else [*told, "met", relation.met_at]


def _relation(fields: Mapping[bytes, bytes]) -> Relation:
    offers: dict[PersonId, Offer] = {}
    until: dict[PersonId, int] = {}
    declined: set[PersonId] = set()
    picks: dict[PersonId, tuple[int, ...]] = {}
    for field, text in fields.items():
        kind, _, who = field.decode().partition(":")
        match kind:
            case "offer":
                offers[PersonId(who)] = msgspec.json.decode(text, type=Offer)
            case "until":
                until[PersonId(who)] = int(text)
            case "picks":
                picks[PersonId(who)] = msgspec.json.decode(text, type=tuple[int, ...])
            case "declined":
                declined.add(PersonId(who))
            case _:
                pass
    opened, date, met = fields.get(b"opened"), fields.get(b"date"), fields.get(b"met")
    if opened is None:
        return Sealed(offers, frozenset(declined), until, None if met is None else int(met))
    times = msgspec.json.decode(fields.get(b"times", b"[]"), type=tuple[int, ...])
    return Opened(int(opened), offers, picks, None if date is None else int(date), times)
