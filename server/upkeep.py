"""What an operator does to the database from a terminal: backup, restore, export, erase.

Unusable    one sentence: what is wrong, and what to do
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

from msgspec.structs import replace as replaced
from redis import Redis
from redis import exceptions as broken

from server.core.dossier import Dossier, dossier
from server.core.ids import Mark, PersonId, SeriesId, WorkshopId
from server.core.series import Remembered
from server.settings import DAY_MS, Settings
from server.store import backup as backups
from server.store import erasure, restore
from server.store.connection import CLIENT_NAME
from server.store.dossier import gather
from server.store.embedded import EmbeddedError, EmbeddedValkey
from server.store.journal import Journal
from server.store.keys import Retention, proper
from server.store.ports import NotSaved
from server.store.purge import Purger
from server.store.remembering import remembered_of
from server.store.store import Store, open_store

Pair = tuple[WorkshopId, PersonId]

REWRITE_LIMIT_S = 600.0
"""So long a restore waits for the database to write its file anew."""


class Found(NamedTuple):
    seats: list[Pair]
    remembered: list[tuple[SeriesId, Mark]]
    """Where a series remembers them, also when their seats are long gone."""


Result = TypeVar("Result")


class Unusable(Exception):
    pass


def now() -> int:
    return time.time_ns() // 1_000_000


def backup(settings: Settings, folder: Path) -> tuple[Path, list[Path]]:
    """The new backup, and the old ones that were deleted.  Raises Unusable."""
    with _sentences(), _database(settings) as url:
        made = backups.backup(url, folder, now())
        asyncio.run(_shorten_journal(settings, url))
        return made, backups.expire(folder, now(), settings.backup_days)


async def _shorten_journal(settings: Settings, url: str) -> None:
    """Rule E12, by the clock that the purge believes."""
    async with _store(settings, url) as store:
        believed = await Purger(store, settings.exchange_ms).believed()
        if believed is None:
            return
        life_ms = store.retention.everything_s * 1000 + settings.backup_days * DAY_MS
        try:
            Journal(settings.journal).forget(believed - life_ms)
        except OSError as fault:
            raise Unusable(
                f"The backup was made, but the journal {settings.journal} can't be shortened ({fault.strerror})."
            ) from None


def bring_back(settings: Settings, file: Path, *, replace: bool) -> restore.Restored:
    """Fills the database from a backup.  Raises Unusable; `replace` allows that it holds something already."""
    try:
        noted = Journal(settings.journal).read()
    except OSError as fault:
        raise Unusable(
            f"The journal {settings.journal} can't be read ({fault.strerror}); without it, people who were "
            "erased and offers that were withdrawn would come back. Set GESPANN_JOURNAL to where it is."
        ) from None
    with _sentences(), restore.opened(file) as source, _database(settings, alone=True) as target:

        async def work() -> restore.Restored:
            async with _store(settings, source) as old, _store(settings, target) as new:
                if not replace and await new.redis.dbsize():
                    raise Unusable("The database holds something already; --replace deletes it first.")
                done = await restore.restore(old, new, noted, now())
                return replaced(done, rewritten=await _rewritten(new))

        return asyncio.run(work())


async def _rewritten(store: Store) -> bool:
    """Whether the database has written its file anew within REWRITE_LIMIT_S."""
    until = time.monotonic() + REWRITE_LIMIT_S
    while await store.rewrites.waiting():
        if time.monotonic() > until:
            return False
        await store.rewrites.tend()
        await asyncio.sleep(0.05)
    return True


def export(settings: Settings, found: Found) -> list[Dossier | Remembered]:
    """What is held about each, and nothing of anybody else (rule E2).  Raises Unusable."""

    async def work(store: Store) -> list[Dossier | Remembered]:
        seats = [dossier(await gather(store, *pair, settings.exchange_ms)) for pair in found.seats]
        series = [await remembered_of(store, *each) for each in found.remembered]
        return [*seats, *(each for each in series if each is not None)]

    return _with_store(settings, work)


def erase(settings: Settings, found: Found) -> None:
    """Raises Unusable."""

    async def work(store: Store) -> None:
        for workshop, person in found.seats:
            await erasure.erase(store, Journal(settings.journal), workshop, person, now())
        for series, mark in found.remembered:
            await erasure.unremember(store, Journal(settings.journal), series, mark, now())

    _with_store(settings, work)


def who(settings: Settings, spelled: str) -> Found:
    """The seats of an address and the series that remember it, or the seat that WORKSHOP.PERSON names.  Raises Unusable
    if there are none."""

    async def work(store: Store) -> Found:
        if "@" in spelled:
            marks = [each async for each in store.series.marks(spelled)]
            return Found(await store.people.by_address(spelled), marks)
        workshop, _, person = spelled.partition(".")
        if not proper(workshop) or not proper(person):
            raise Unusable(f"{spelled!r} is neither a mail address nor WORKSHOP.PERSON.")
        pair = WorkshopId(workshop), PersonId(person)
        return Found([pair] if await store.people.profile(*pair) is not None else [], [])

    found = _with_store(settings, work)
    if not any(found):
        raise Unusable(f"Nobody here is {spelled}: nothing is held, or under another address.")
    return found


def _with_store(settings: Settings, work: Callable[[Store], Awaitable[Result]]) -> Result:
    async def opened(url: str) -> Result:
        async with _store(settings, url) as store:
            return await work(store)

    with _sentences(), _database(settings) as url:
        return asyncio.run(opened(url))


@asynccontextmanager
async def _store(settings: Settings, url: str) -> AsyncIterator[Store]:
    kept = Retention(
        settings.people_days, settings.workshop_days, settings.series_days, exchange_days=settings.exchange_days
    )
    async with await open_store(url, now, kept) as store:
        yield store


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except (backups.BackupError, EmbeddedError) as fault:
        raise Unusable(str(fault)) from None
    except NotSaved as fault:
        what = "the journal" if str(fault) == "journal" else "the database"
        raise Unusable(f"Not done: {what} can't be written; see to it and do it again.") from None


@contextmanager
def _database(settings: Settings, *, alone: bool = False) -> Iterator[str]:
    """The address of the database: the one that the settings name; else our own, which is started if it does not run.

    With `alone` nobody else may use it.  Raises Unusable, EmbeddedError.
    """
    if settings.redis_url is not None:
        if alone and _in_use(settings.redis_url):
            raise Unusable("Others use the database; stop gespann serve and gespann work first.")
        yield settings.redis_url
        return
    own = EmbeddedValkey(settings.data_dir)
    if not alone:
        if not (settings.data_dir / "appendonlydir").exists():
            raise Unusable(
                f"There is no database in {settings.data_dir}; set GESPANN_DATA_DIR, or GESPANN_REDIS_URL for another."
            )
        running = own.found()
        if running is not None:
            yield running
            return
    with own as url:
        yield url


def _in_use(url: str) -> bool:
    """Whether another process of ours is connected.  By the name that they give themselves: what library somebody
    speaks through is told by Redis 7.2 and newer only."""
    try:
        with Redis.from_url(url) as client:
            return any(each["name"].startswith(CLIENT_NAME) for each in client.client_list())
    except broken.RedisError as fault:
        raise Unusable(f"The database at GESPANN_REDIS_URL does not answer ({type(fault).__name__}).") from None
