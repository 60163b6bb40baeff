"""What we know of a workshop's participants: one hash per person, that ends by itself and can be erased at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, TypeVar

import msgspec

from server.core.errands import Forget
from server.core.ids import GroupId, Mark, PersonId, WorkshopId
from server.core.people import GROWN_ANSWERS, Address, Grown, Profile, Reflection
from server.store import errands as writing
from server.store import keys
from server.store.connection import Client
from server.store.keys import Retention
from server.store.maintenance import every_workshop
from server.store.ports import FOLLOW_UP, FRESH, GROWN, UNSUBSCRIBE, Standing
from server.store.tokens import digest, new_secret
from server.store.tokens import mark as mark_of

_PROFILE: Final = "profile"
_ADDRESS: Final = "address"
_REFLECTION: Final = "reflection"
_SEAT: Final = "seat"
_THOUGHT: Final = "thought"
"""Fields `thought:<group>` hold what somebody wrote alone."""
_PROVEN: Final = "proven"
_STOPPED: Final = "stopped"
"""Fields `proven:<address>` and `stopped:<address>` hold an instant.  They stand beside the address: a click that
arrives while the person takes another address says something about the one it was mailed to, and about no other."""
_RECOGNISED: Final = "mark"
_RECOGNISED_LAST: Final = "last-mark"
"""Stays when they are recognised no more: whoever erases themself is forgotten by the series all the same."""
_NOT_LATER: Final = "not-later"
_GREW: Final = "grew"
_AT_ONCE: Final = 50
"""People read at once, so that a full room does not hold the server for long."""

# One answer for all, which the client reads in a third of the time that it needs for one answer each.
_READ: Final = """
local found = {}
for i, person in ipairs(KEYS) do found[i] = redis.call('HMGET', person, unpack(ARGV)) end
return found
"""

# Race closed: a form that was sent before an erasure and arrives after it would bring the person back.
# Erasure leaves its mark under the same shard, and every write asks for it in the same transition.
_PUT: Final = """
local person, people, erased, secrets = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local who, field, value, ttl, channel = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if redis.call('SISMEMBER', erased, who) == 1 then return 0 end
if value == '' then redis.call('HDEL', person, field) else redis.call('HSET', person, field, value) end
redis.call('SADD', people, who)
for _, key in ipairs({person, people, secrets}) do
  if redis.call('TTL', key) < tonumber(ttl) then redis.call('EXPIRE', key, ttl) end
end
if channel ~= '' then redis.call('PUBLISH', channel, '') end
return 1
"""

# Race closed: the same for secrets.  A secret ends with the record that it opens and never prolongs it: mails mint some
# without the person doing anything.
_MINT: Final = """
local person, erased, secrets = KEYS[1], KEYS[3], KEYS[4]
if redis.call('SISMEMBER', erased, ARGV[1]) == 1 then return 0 end
local left = redis.call('TTL', person)
if left < 0 then left = ARGV[2] end
redis.call('HSET', secrets, unpack(ARGV, 3))
redis.call('EXPIRE', secrets, left)
return 1
"""

# Race closed: a mark never brings back a record that has ended, nor overrules an earlier one; and as it is made by a
# mail program, too, it prolongs nothing.
_MARK: Final = """
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
redis.call('PUBLISH', ARGV[3], '')
return 1
"""

# Race closed: two taps at once are counted once.  The answer goes into a count and nowhere else: with the person stands
# only that they have given one.
_GROW: Final = """
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
redis.call('HINCRBY', KEYS[2], ARGV[3], 1)
redis.call('EXPIRE', KEYS[2], ARGV[4])
return 1
"""

# Races closed:
#  - an offer made between looking up the partners and erasing would survive, so their number is checked here and the
#    caller looks again; a write that comes later finds the mark;
#  - a claim has read what is erased here: it is refused, since the relation's turn has moved on;
#  - whoever erases dies before the rest is gone (see erasure.py): the errand for it is written with the mark.
_ERASE: Final = (
    writing.WRITE_ERRANDS
    + """
local person, secrets, partners, people, erased, presence = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local forgetting, outbox, due = KEYS[7], KEYS[8], KEYS[9]
local who, ttl, channel = ARGV[1], ARGV[2], ARGV[3]
if redis.call('SCARD', partners) ~= #KEYS - 9 then return 0 end
for _, key in ipairs({erased, forgetting}) do
  redis.call('SADD', key, who)
  redis.call('EXPIRE', key, ttl)
end
for i = 10, #KEYS do
  redis.call('HDEL', KEYS[i], 'offer:' .. who, 'until:' .. who, 'declined:' .. who, 'picks:' .. who, 'met')
  if redis.call('EXISTS', KEYS[i]) == 1 then redis.call('HINCRBY', KEYS[i], 'turn', 1) end
end
redis.call('DEL', person, secrets, partners)
redis.call('SREM', people, who)
redis.call('ZREM', presence, who)
redis.call('PUBLISH', channel, '')
write_errands(outbox, due, 4)
return 1
"""
)

Record = TypeVar("Record", Profile, Address, Reflection)


class RedisPeople:
    """Writing about somebody who was erased does nothing."""

    def __init__(self, client: Client, retention: Retention) -> None:
        self._client = client
        self._retention = retention
        self._read_all = client.script(_READ)
        self._put = client.script(_PUT)
        self._mint = client.script(_MINT)
        self._mark = client.script(_MARK)
        self._grow = client.script(_GROW)
        self._erase = client.script(_ERASE)

    async def put_profile(self, workshop: WorkshopId, person: PersonId, profile: Profile | None) -> None:
        text = b"" if profile is None else msgspec.json.encode(profile)
        await self._write(workshop, person, _PROFILE, text, keys.changed(workshop))

    async def profile(self, workshop: WorkshopId, person: PersonId) -> Profile | None:
        return await self._read(workshop, person, _PROFILE, Profile)

    async def profiles(self, workshop: WorkshopId) -> dict[PersonId, Profile]:
        return (await self.known(workshop))[0]

    async def known(self, workshop: WorkshopId) -> tuple[dict[PersonId, Profile], dict[PersonId, Mark]]:
        profiles: dict[PersonId, Profile] = {}
        marks: dict[PersonId, Mark] = {}
        people = await self.listed(workshop)
        for start in range(0, len(people), _AT_ONCE):
            some = people[start : start + _AT_ONCE]
            found = await self._read_all([keys.person(workshop, who) for who in some], [_PROFILE, _RECOGNISED])
            for who, (profile, mark) in zip(some, found, strict=True):
                if profile is not None:
                    profiles[who] = msgspec.json.decode(profile, type=Profile)
                if mark is not None:
                    marks[who] = Mark(mark.decode())
        return profiles, marks

    async def put_address(self, workshop: WorkshopId, person: PersonId, address: Address | None) -> None:
        text = b"" if address is None else msgspec.json.encode(address)
        await self._write(workshop, person, _ADDRESS, text, keys.changed(workshop))

    async def address(self, workshop: WorkshopId, person: PersonId) -> Address | None:
        standing = await self._read(workshop, person, _ADDRESS, Address)
        if standing is None:
            return None
        key, mark = keys.person(workshop, person), mark_of(standing.address)
        (proven, stopped), refused = await self._client.many(
            [("HMGET", key, f"{_PROVEN}:{mark}", f"{_STOPPED}:{mark}"), ("GET", keys.refused(mark))]
        )
        return _told(standing, proven, stopped, refused)

    async def standing(self, workshop: WorkshopId, marks: Mapping[PersonId, str]) -> dict[PersonId, Standing]:
        likely = [mark for mark in marks.values() if mark]
        erasures, *found = await self._client.many(
            [
                ("SCARD", keys.erased(workshop)),
                *(("HGETALL", keys.person(workshop, person)) for person in marks),
                *(("GET", keys.refused(mark)) for mark in likely),
            ]
        )
        records: list[dict[bytes, bytes]] = found[: len(marks)]
        addresses = [_decoded(record, _ADDRESS, Address) for record in records]
        refused = dict(zip(likely, found[len(marks) :], strict=True))
        others = [mark for a in addresses if a is not None and (mark := mark_of(a.address)) not in refused]
        if others:
            asked = (("GET", keys.refused(mark)) for mark in others)
            refused |= zip(others, await self._client.many(asked), strict=True)
        return {
            person: Standing(
                _decoded(record, _PROFILE, Profile),
                None if address is None else _as_it_stands(address, record, refused),
                _REFLECTION.encode() in record,
                _NOT_LATER.encode() not in record,
                int(erasures),
            )
            for person, record, address in zip(marks, records, addresses, strict=True)
        }

    async def put_reflection(self, workshop: WorkshopId, person: PersonId, reflection: Reflection) -> None:
        await self._write(workshop, person, _REFLECTION, msgspec.json.encode(reflection), "")

    async def reflection(self, workshop: WorkshopId, person: PersonId) -> Reflection | None:
        return await self._read(workshop, person, _REFLECTION, Reflection)

    async def put_thought(self, workshop: WorkshopId, person: PersonId, group: GroupId, words: str) -> None:
        await self._write(workshop, person, f"{_THOUGHT}:{group}", words.encode(), "")

    async def thoughts(self, workshop: WorkshopId, people: Iterable[PersonId], group: GroupId) -> dict[PersonId, str]:
        asked = list(people)
        found = await self._client.many(
            ("HGET", keys.person(workshop, person), f"{_THOUGHT}:{group}") for person in asked
        )
        return {person: words.decode() for person, words in zip(asked, found, strict=True) if words}

    async def mint_seat(self, workshop: WorkshopId, person: PersonId) -> str:
        [secret] = await self._new_secrets(workshop, person, [_SEAT])
        return secret

    async def seat(self, secret: str) -> tuple[WorkshopId, PersonId] | None:
        found = await self._look_up(secret)
        return found[:2] if found is not None and found[2] == _SEAT else None

    async def mint_link(self, workshop: WorkshopId, person: PersonId, purpose: str, to: str) -> str:
        [secret] = await self.mint_links(workshop, person, [purpose], mark_of(to))
        return secret

    async def mint_links(self, workshop: WorkshopId, person: PersonId, purposes: Sequence[str], mark: str) -> list[str]:
        return await self._new_secrets(workshop, person, [f"{purpose}:{mark}" for purpose in purposes])

    async def link(self, secret: str, purpose: str) -> tuple[WorkshopId, PersonId] | None:
        found = await self._mailed(secret, purpose)
        if found is None:
            return None
        workshop, person, mark = found
        if purpose != UNSUBSCRIBE:
            address = await self.address(workshop, person)
            if address is None or mark_of(address.address) != mark:
                return None
        return workshop, person

    async def mint_fresh(self, workshop: WorkshopId, person: PersonId, to: str, until: int) -> str:
        [secret] = await self._new_secrets(workshop, person, [f"{FRESH}:{mark_of(to)}:{until}"])
        return secret

    async def fresh(self, secret: str, at: int) -> tuple[WorkshopId, PersonId] | None:
        found = await self._mailed(secret, FRESH)
        if found is None:
            return None
        workshop, person, (mark, _, until) = found[0], found[1], found[2].partition(":")
        address = await self.address(workshop, person)
        there = address is not None and mark_of(address.address) == mark
        return (workshop, person) if there and at < int(until) else None

    async def listed(self, workshop: WorkshopId) -> list[PersonId]:
        return sorted(PersonId(who.decode()) for who in await self._client.do("SMEMBERS", keys.people(workshop)))

    async def recognise(self, workshop: WorkshopId, person: PersonId, mark: Mark | None) -> None:
        if mark is not None:
            await self._write(workshop, person, _RECOGNISED_LAST, mark.encode(), "")
        await self._write(workshop, person, _RECOGNISED, (mark or "").encode(), keys.changed(workshop))

    async def recognised_as(self, workshop: WorkshopId, person: PersonId) -> Mark | None:
        mark = await self._client.do("HGET", keys.person(workshop, person), _RECOGNISED)
        return None if mark is None else Mark(mark.decode())

    async def recognised_last_as(self, workshop: WorkshopId, person: PersonId) -> Mark | None:
        mark = await self._client.do("HGET", keys.person(workshop, person), _RECOGNISED_LAST)
        return None if mark is None else Mark(mark.decode())

    async def want_mails(self, workshop: WorkshopId, person: PersonId, at: int, *, wanted: bool) -> None:
        standing = await self._read(workshop, person, _ADDRESS, Address)
        if standing is None:
            return
        key, field = keys.person(workshop, person), f"{_STOPPED}:{mark_of(standing.address)}"
        if wanted:
            await self._client.do("HDEL", key, field)
        else:
            await self._mark([key], [field, at, keys.changed(workshop)])

    async def confirm(self, secret: str, at: int) -> bool:
        found = await self._mailed(secret, FOLLOW_UP)
        if found is not None:  # a mail has arrived there: whatever a server said of it is over
            await self._client.do("DEL", keys.refused(found[2]))
        return await self._say(secret, FOLLOW_UP, _PROVEN, at)

    async def refuse(self, to: str, at: int) -> None:
        await self._client.do("SET", keys.refused(mark_of(to)), at, "EX", keys.REFUSED_S)

    async def put_asks_later(self, workshop: WorkshopId, person: PersonId, *, on: bool) -> None:
        await self._write(workshop, person, _NOT_LATER, b"" if on else b"1", "")

    async def asks_later(self, workshop: WorkshopId, person: PersonId) -> bool:
        return not await self._client.do("HEXISTS", keys.person(workshop, person), _NOT_LATER)

    async def grow(self, secret: str, answer: Grown, at: int) -> bool:
        found = await self.link(secret, GROWN)
        if found is None:
            return False
        workshop, person = found
        await self._grow(
            [keys.person(workshop, person), keys.grown(workshop)],
            [_GREW, at, answer, self._retention.workshop_s],
        )
        return True

    async def grew(self, workshop: WorkshopId, person: PersonId) -> bool:
        return bool(await self._client.do("HEXISTS", keys.person(workshop, person), _GREW))

    async def grown(self, workshop: WorkshopId) -> dict[Grown, int]:
        counts = await self._client.do("HGETALL", keys.grown(workshop))
        return {answer: int(counts.get(answer.encode(), 0)) for answer in GROWN_ANSWERS}

    async def unsubscribe(self, secret: str, at: int) -> bool:
        return await self._say(secret, UNSUBSCRIBE, _STOPPED, at)

    async def erase(self, workshop: WorkshopId, person: PersonId) -> None:
        fixed = [
            keys.person(workshop, person),
            keys.person_keys(workshop, person),
            keys.partners(workshop, person),
            keys.people(workshop),
            keys.erased(workshop),
            keys.presence(workshop),
            keys.forgetting(workshop),
            keys.outbox(keys.shard(workshop)),
            keys.due(keys.shard(workshop)),
        ]
        errand = writing.outbox_args((Forget(workshop),))
        standing = await self._read(workshop, person, _ADDRESS, Address)
        if standing is not None:
            await self._client.do("DEL", keys.refused(mark_of(standing.address)))
        erased = 0
        while not erased:
            partners = await self._client.do("SMEMBERS", keys.partners(workshop, person))
            relations = [keys.relation(workshop, person, PersonId(other.decode())) for other in partners]
            erased = await self._erase(
                [*fixed, *relations], [person, self._retention.workshop_s, keys.changed(workshop), *errand]
            )

    async def forgetting(self, workshop: WorkshopId) -> list[PersonId]:
        return sorted(PersonId(who.decode()) for who in await self._client.do("SMEMBERS", keys.forgetting(workshop)))

    async def forgotten(self, workshop: WorkshopId, people: Collection[PersonId]) -> None:
        await self._client.do("SREM", keys.forgetting(workshop), *people)

    async def erased(self) -> list[tuple[WorkshopId, PersonId]]:
        found: list[tuple[WorkshopId, PersonId]] = []
        async for workshop in every_workshop(self._client, "erased"):
            members = await self._client.do("SMEMBERS", keys.erased(workshop))
            found += [(workshop, PersonId(who.decode())) for who in sorted(members)]
        return found

    async def erasures(self, workshop: WorkshopId) -> int:
        return int(await self._client.do("SCARD", keys.erased(workshop)))

    async def by_address(self, address: str) -> list[tuple[WorkshopId, PersonId]]:
        wanted, found = mark_of(address), []
        async for workshop in every_workshop(self._client, "people"):
            people = [PersonId(who.decode()) for who in await self._client.do("SMEMBERS", keys.people(workshop))]
            texts = await self._client.many(("HGET", keys.person(workshop, who), _ADDRESS) for who in people)
            for who, text in zip(people, texts, strict=True):
                if text is not None and mark_of(msgspec.json.decode(text, type=Address).address) == wanted:
                    found.append((workshop, who))
        return found

    async def _write(self, workshop: WorkshopId, person: PersonId, field: str, text: bytes, channel: str) -> None:
        await self._put(self._keys(workshop, person), [person, field, text, self._retention.personal_s, channel])

    async def _read(self, workshop: WorkshopId, person: PersonId, field: str, kind: type[Record]) -> Record | None:
        text = await self._client.do("HGET", keys.person(workshop, person), field)
        return None if text is None else msgspec.json.decode(text, type=kind)

    async def _new_secrets(self, workshop: WorkshopId, person: PersonId, purposes: Sequence[str]) -> list[str]:
        """One for each."""
        made = [f"{workshop}.{person}.{new_secret()}" for _ in purposes]
        args: list[str | bytes | int] = [person, self._retention.personal_s]
        for secret, purpose in zip(made, purposes, strict=True):
            args += [digest(secret), purpose]
        await self._mint(self._keys(workshop, person), args)
        return made

    async def _say(self, secret: str, purpose: str, field: str, at: int) -> bool:
        found = await self._mailed(secret, purpose)
        if found is None:
            return False
        workshop, person, mark = found
        await self._mark([keys.person(workshop, person)], [f"{field}:{mark}", at, keys.changed(workshop)])
        return True

    async def _mailed(self, secret: str, purpose: str) -> tuple[WorkshopId, PersonId, str] | None:
        """Whose link it is, and the mark of the address that it was mailed to."""
        found = await self._look_up(secret)
        if found is None:
            return None
        kept, _, mark = found[2].partition(":")
        return (found[0], found[1], mark) if kept == purpose and mark else None

    async def _look_up(self, secret: str) -> tuple[WorkshopId, PersonId, str] | None:
        """Whose secret it is, and what for."""
        parts = secret.split(".")
        if len(parts) != 3 or not all(keys.proper(part) for part in parts):
            return None
        workshop, person = WorkshopId(parts[0]), PersonId(parts[1])
        kept = await self._client.do("HGET", keys.person_keys(workshop, person), digest(secret))
        return None if kept is None else (workshop, person, kept.decode())

    def _keys(self, workshop: WorkshopId, person: PersonId) -> list[str]:
        return [
            keys.person(workshop, person),
            keys.people(workshop),
            keys.erased(workshop),
            keys.person_keys(workshop, person),
        ]


def _told(address: Address, proven: bytes | None, stopped: bytes | None, refused: bytes | None) -> Address:
    """With what was said about this very address."""
    return Address(
        address.address,
        address.confirmed_at if proven is None else int(proven),
        address.unsubscribed_at if stopped is None else int(stopped),
        None if refused is None else int(refused),
    )


def _as_it_stands(address: Address, record: Mapping[bytes, bytes], refused: Mapping[str, bytes | None]) -> Address:
    mark = mark_of(address.address)
    proven, stopped = (record.get(f"{field}:{mark}".encode()) for field in (_PROVEN, _STOPPED))
    return _told(address, proven, stopped, refused[mark])


def _decoded(record: Mapping[bytes, bytes], field: str, kind: type[Record]) -> Record | None:
    text = record.get(field.encode())
    return None if text is None else msgspec.json.decode(text, type=kind)
