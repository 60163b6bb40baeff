"""The composition root of the workers: what every job and loop is given, made in one place."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from urllib.parse import urlsplit

from msgspec import Struct
from redis import Redis

from server.settings import Settings
from server.store.connection import CLIENT_NAME
from server.store.keys import Retention
from server.store.store import Clock, Store, open_store
from server.text.locales import shipped
from server.text.templates import environment
from workers.database import NoDatabase, database
from workers.mail.render import Renderer

QUEUE = "gespann"
"""RQ's name for the queue of all our jobs."""


class Pace(Struct, frozen=True):
    """How patient the workers are, in ms."""

    lease: int = 60_000
    """A mail that was claimed longer ago has lost its worker."""
    delivery: int = 45_000
    """So much of its lease must be left to a mail that goes out: deliver.MAIL_S."""
    look_again: int = 45_000
    """An errand whose job was rung for so long ago, and is not done, is rung for again."""
    batch: int = 35_000
    """So long one connection goes on with the mails of a batch; shorter than `look_again`."""
    down: int = 15_000
    """Until the mail server is tried again when it could not be reached; doubled with each try of one mail."""
    longest_down: int = 3_600_000
    doubt: tuple[int, ...] = (60_000, 900_000, 7_200_000)
    """After the nth connection that broke behind the text; after the last one the mail has failed."""
    deferred: tuple[int, ...] = (60_000, 300_000, 900_000, 3_600_000, 14_400_000, 14_400_000, 43_200_000)
    """After the nth 4xx; after the last one the mail has failed."""
    tick: int = 1_000
    """Between two looks at what is due."""

    def scaled(self, patience: float) -> "Pace":
        """All of it longer or shorter by this factor; tests have little patience."""
        return Pace(
            lease=int(self.lease * patience),
            delivery=int(self.delivery * patience),
            look_again=int(self.look_again * patience),
            batch=int(self.batch * patience),
            down=int(self.down * patience),
            longest_down=int(self.longest_down * patience),
            doubt=tuple(int(ms * patience) for ms in self.doubt),
            deferred=tuple(int(ms * patience) for ms in self.deferred),
            tick=int(self.tick * patience),
        )


class Tools(Struct, frozen=True):
    """What a job works with."""

    settings: Settings
    store: Store
    renderer: Renderer
    clock: Clock
    pace: Pace

    @property
    def host(self) -> str:
        """Our name in Message-IDs and towards the mail server."""
        return urlsplit(self.settings.base_url).hostname or "localhost"


def now() -> int:
    return time.time_ns() // 1_000_000


@asynccontextmanager
async def open_tools(settings: Settings, clock: Clock = now, pace: Pace | None = None) -> AsyncIterator[Tools]:
    """Connects, and disconnects at the end.  Raises NoDatabase, and what the store raises when it is not there."""
    retention = Retention(
        settings.people_days, settings.workshop_days, settings.series_days, exchange_days=settings.exchange_days
    )
    try:
        opened = await open_store(database(settings), clock, retention, together=True)
    except ValueError as fault:
        raise NoDatabase(f"GESPANN_REDIS_URL is no address of a database ({fault}).") from None
    async with opened as store:
        yield Tools(settings, store, renderer(settings.mail_from), clock, pace or Pace())


@cache
def renderer(sender: str) -> Renderer:
    locales = shipped()
    return Renderer(locales, environment(locales), sender)


def warm(settings: Settings) -> None:
    """Reads locales and compiles templates before the first job: a worker's horses are forks and inherit them."""
    renderer(settings.mail_from).warm()


def bell(settings: Settings) -> Redis:
    """The (synchronous) connection that RQ wants.  Raises NoDatabase."""
    try:
        return Redis.from_url(settings.rq_redis_url or database(settings), client_name=CLIENT_NAME)
    except ValueError as fault:
        raise NoDatabase(f"GESPANN_RQ_REDIS_URL or GESPANN_REDIS_URL is no address of a database ({fault}).") from None
