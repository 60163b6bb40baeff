"""All ports over one connection pool."""

from collections.abc import AsyncIterator, Callable
from typing import Final, Self

from redis.asyncio import Redis

from server.core.ids import WorkshopId
from server.store.connection import Client, Together, connect
from server.store.consents import RedisConsents
from server.store.documents import RedisDocuments
from server.store.due import RedisDue
from server.store.facilitators import RedisFacilitators
from server.store.keys import Retention, tag
from server.store.ledger import RedisLedger
from server.store.limits import RedisLimits
from server.store.log import RedisEventLog
from server.store.mailserver import RedisMailServer
from server.store.maintenance import Rewrites, every_workshop
from server.store.outbox import ABANDONED_MS, RedisOutbox
from server.store.people import RedisPeople
from server.store.pictures import RedisPictures
from server.store.ports import (
    AllSeries,
    Consents,
    Documents,
    Due,
    EventLog,
    Facilitators,
    Ledger,
    Limits,
    MailServer,
    Outbox,
    People,
    Pictures,
    Presence,
    Relations,
    Reports,
    Workshops,
)
from server.store.presence import RedisPresence
from server.store.relations import RedisRelations
from server.store.reports import RedisReports
from server.store.series import RedisSeries
from server.store.workshops import RedisWorkshops

Clock = Callable[[], int]
"""The instant now, integer milliseconds since the epoch."""

_DEFAULT: Final = Retention()


class Store:
    """What a process keeps of the store.  Belongs to the event loop in which it was made."""

    def __init__(
        self,
        redis: Redis,
        clock: Clock,
        retention: Retention = _DEFAULT,
        abandoned_ms: int = ABANDONED_MS,
        *,
        together: bool = False,
    ) -> None:
        self.client = Client(redis, together=together)
        self.retention = retention
        self._log = RedisEventLog(self.client, retention)
        self._together = Together(self.client)
        self._documents = RedisDocuments(self.client, self._together, retention)
        self.redis = redis
        self.clock = clock
        self.log: EventLog = self._log
        self.people: People = RedisPeople(self.client, retention)
        self.workshops: Workshops = RedisWorkshops(self.client, retention)
        self.series: AllSeries = RedisSeries(self.client, retention)
        self.pictures: Pictures = RedisPictures(self.client, retention)
        self.facilitators: Facilitators = RedisFacilitators(self.client, retention)
        self.presence: Presence = RedisPresence(self.client, self._together, clock)
        self.relations: Relations = RedisRelations(self.client, retention)
        self.documents: Documents = self._documents
        self.ledger: Ledger = RedisLedger(self.client, retention)
        self.outbox: Outbox = RedisOutbox(self.client, abandoned_ms)
        self.due: Due = RedisDue(self.client)
        self.limits: Limits = RedisLimits(self.client)
        self.mail_server: MailServer = RedisMailServer(self.client)
        self.consents: Consents = RedisConsents(self.client, retention)
        self.reports: Reports = RedisReports(self.client, retention)
        self.rewrites = Rewrites(self.client)

    async def ping(self) -> None:
        """Raises NotSaved unless the store takes writes: one that only answers is not ready."""
        await self.client.do("SET", f"{tag(0)}:ping", "", "EX", 60)

    def mailing(self) -> AsyncIterator[WorkshopId]:
        """Every workshop that has a ledger.  Looks through the whole store."""
        return every_workshop(self.client, "mails")

    def peopled(self) -> AsyncIterator[WorkshopId]:
        """Every workshop that holds anybody's record.  Looks through the whole store."""
        return every_workshop(self.client, "people")

    async def close(self) -> None:
        """Ends every `follow()` and every connection."""
        await self._log.close()
        await self._together.close()
        await self._documents.close()
        if self.client.together is not None:
            await self.client.together.close()
        await self.redis.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def open_store(
    url: str,
    clock: Clock,
    retention: Retention = _DEFAULT,
    abandoned_ms: int = ABANDONED_MS,
    *,
    together: bool = False,
) -> Store:
    """Connects on first use; `ping()` tells whether it is there.  What many tasks ask goes `together` (see connection).

    Raises ValueError if `url` is no address.
    """
    return Store(await connect(url), clock, retention, abandoned_ms, together=together)
