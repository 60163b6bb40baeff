"""The daily purge: who has no purpose left goes as if erased, by a clock that cannot be tricked (rule E6)."""

import logging
from collections.abc import Iterable
from typing import Final

import msgspec

from server.core.evolve import replay
from server.core.followup.plan import UNCONFIRMED
from server.core.followup.retention import DAY_MS, Seen, last_purpose, look
from server.core.ids import PersonId, WorkshopId
from server.core.state import Workshop
from server.store import erasure, keys
from server.store.ports import Mail, StoreError
from server.store.store import Store

log = logging.getLogger(__name__)

# Race closed: two schedulers look at the clock at once: the second finds that it has been looked at, and its look is
# dropped; or both purge, which the second time finds nothing.
_CLOCK: Final = """
if (redis.call('HGET', KEYS[1], 'seen') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'seen', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""


class Purger:
    """To be asked to `tend` again and again, by one process or by several."""

    def __init__(self, store: Store, exchange_ms: int) -> None:
        self._store = store
        self._exchange_ms = exchange_ms
        self._clock = store.client.script(_CLOCK)

    async def tend(self, now: int) -> int:
        """Looks at the clock, and once a day at everybody; how many people went."""
        trusted = await self.trusted(now)
        done = await self._store.client.do("HGET", keys.clock(), "purged")
        if done is not None and trusted < int(done) + DAY_MS:
            return 0
        gone = await self.purge(trusted)
        await self._store.client.do("HSET", keys.clock(), "purged", trusted)
        return gone

    async def trusted(self, now: int) -> int:
        """How late it is for sure."""
        kept = await self._store.client.do("HGET", keys.clock(), "seen") or b""
        seen = look(msgspec.json.decode(kept, type=Seen) if kept else None, now)
        await self._clock([keys.clock()], [kept, msgspec.json.encode(seen), self._store.retention.workshop_s])
        return seen.trusted

    async def believed(self) -> int | None:
        """How late it was for sure when workers last looked; None if they never did."""
        kept = await self._store.client.do("HGET", keys.clock(), "seen")
        return msgspec.json.decode(kept, type=Seen).trusted if kept else None

    async def purge(self, trusted: int) -> int:
        gone = 0
        async for workshop in self._store.peopled():
            try:
                gone += await self._of(workshop, trusted)
            except StoreError:
                raise
            except Exception as fault:  # noqa: BLE001 - one unreadable workshop must not keep the others' data alive
                log.warning("a workshop could not be purged: %s", type(fault).__name__)
        return gone

    async def _of(self, workshop: WorkshopId, trusted: int) -> int:
        store = self._store
        people = await store.people.listed(workshop)
        state, last_at = await _history(store, workshop)
        mails = await store.ledger.lines(workshop)
        over = [
            person for person in people if trusted >= date_of(store, state, last_at, self._exchange_ms, mails, person)
        ]
        if over:
            await erasure.remove(store, workshop, over, trusted)
        if len(over) == len(people):  # the facilitator's words, too; a group's text has gone with its last member
            await store.workshops.drop_texts(workshop, await store.workshops.texts(workshop))
        return len(over)


def date_of(
    store: Store, state: Workshop | None, last_at: int, exchange_ms: int, mails: Iterable[Mail], person: PersonId
) -> int:
    """When this person's records go.  Mails that wait for a click, which may never come, keep nobody's."""
    own = (line.due_at for line in mails if line.key.split(":")[1:2] == [person] and line.reason != UNCONFIRMED)
    return last_purpose(state, last_at, exchange_ms, own) + store.retention.personal_days * DAY_MS


async def _history(store: Store, workshop: WorkshopId) -> tuple[Workshop | None, int]:
    entries = await store.log.read(workshop)
    return replay((entry.events, entry.at) for entry in entries), max((entry.at for entry in entries), default=0)
