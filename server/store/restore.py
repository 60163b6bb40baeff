"""A backup becomes a database again, without anybody who was erased since, and without what was taken back since.

The file is read by a server of its own, in memory and on a socket that nobody else knows.  There the erased are erased
again, what was withdrawn is withdrawn and who unsubscribed is unsubscribed, and only then is it copied: no file of the
database that comes of it ever held them.
"""

import contextlib
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from redis import Redis as Plain
from redis import exceptions as broken
from redis.asyncio import Redis

from server.core.followup.consent import Consent
from server.core.ids import PersonId, WorkshopId
from server.store import erasure
from server.store.backup import BackupError
from server.store.binary import find_server
from server.store.journal import Erased, Noted, NotLater, Stopped, Unremembered, Withdrawn
from server.store.remembering import remembered_as
from server.store.store import Store

_LOADS_S: Final = 600.0
_PAGE: Final = 500
_LEFT_OUT: Final = b"rq:"
"""Jobs are doorbells; outbox and ledger ring anew for what is still to be done."""


class Restored(Struct, frozen=True):
    keys: int
    erased: int
    """People of the backup who were erased after it was made."""
    taken_back: int
    """Offers, consents to mails, the late question and being remembered that were taken back after it was made."""
    open_mails: int
    """Lines of the ledger that were not settled: what has been sent since the backup goes out again."""
    rewritten: bool = False
    """Nothing of what the database held before stands in its file any more."""


@contextmanager
def opened(file: Path) -> Iterator[str]:
    """The address of a server that holds what is in this backup.  Raises BackupError, EmbeddedError."""
    if not file.is_file():
        raise BackupError(f"There is no backup {file}.")
    program, version = find_server()
    with tempfile.TemporaryDirectory(prefix="gespann-restore-") as folder:
        socket, log, snapshot = Path(folder) / "s", Path(folder) / "log", Path(folder) / "backup.rdb"
        snapshot.symlink_to(file.absolute())  # whatever the server writes, it writes into our folder
        options = {
            "port": "0",
            "unixsocket": str(socket),
            "unixsocketperm": "700",
            "dir": folder,
            "dbfilename": snapshot.name,
            "appendonly": "no",
            "save": "",
            "logfile": str(log),
        }
        command = [str(program), *(part for name, value in options.items() for part in (f"--{name}", value))]
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            _wait(server, socket, file, log, version)
            yield f"unix://{socket}"
        finally:
            server.kill()  # it has nothing to write
            server.wait()


async def restore(source: Store, target: Store, noted: Sequence[Noted], at: int) -> Restored:
    """Empties the target and fills it from the source, without what the journal has noted since.

    Raises BackupError; then do it again.
    """
    again = {(each.workshop, each.person) for each in noted if isinstance(each, Erased)}
    gone = again | set(await target.people.erased())
    found = [pair for pair in sorted(gone) if await _is_in(source, *pair)]
    for workshop, person in found:
        if (workshop, person) not in again and await _was_purged(source, target, workshop, person):
            await erasure.remove(source, workshop, [person], at)
        else:
            await erasure.erase(source, None, workshop, person, at)
    taken_back = await _take_back(source, noted)
    mails = await _open_mails(source)
    try:
        await target.redis.flushdb()
        count = 0
        async for page in _pages(source.redis):
            count += await _copy(source.redis, target.redis, page)
    except broken.RedisError as fault:
        raise BackupError(
            f"The database does not take the backup ({fault}); it is not whole, restore again."
        ) from fault
    await target.rewrites.want()  # what was there before still stands in its file
    return Restored(count, len(found), taken_back, mails)


async def _was_purged(source: Store, target: Store, workshop: WorkshopId, person: PersonId) -> bool:
    """Whether their records had come to their date, and nothing more: their series still remembers them (rule S3)."""
    found = await remembered_as(source, workshop, person)
    return found is not None and found[1] in (await target.series.memory(found[0])).since


async def _take_back(source: Store, noted: Iterable[Noted]) -> int:
    """What was taken back after the backup was made; what was given again before it was made stands."""
    consents: dict[WorkshopId, list[Consent]] = {}
    done = 0
    for each in noted:
        if isinstance(each, Unremembered):
            since = (await source.series.memory(each.series)).since.get(each.mark)
            if since is not None and since <= each.at:
                await source.series.forget(each.series, each.mark)
                done += 1
            continue
        if isinstance(each, Erased) or await source.people.profile(each.workshop, each.person) is None:
            continue
        if each.workshop not in consents:
            consents[each.workshop] = await source.consents.all(each.workshop)
        if not any(_gives_again(consent, each) for consent in consents[each.workshop]):
            await _again(source, each)
            done += 1
    return done


async def _again(source: Store, noted: Withdrawn | Stopped | NotLater) -> None:
    match noted:
        case Withdrawn(at, workshop, person, partner, declined):
            await source.relations.withdraw(workshop, person, partner, declined=declined)
        case Stopped(at, workshop, person):
            await source.people.want_mails(workshop, person, at, wanted=False)
        case NotLater(_, workshop, person):
            await source.people.put_asks_later(workshop, person, on=False)


def _gives_again(consent: Consent, noted: Withdrawn | Stopped | NotLater) -> bool:
    """Whether they said yes to the same thing later, by what the backup itself holds."""
    if consent.by != noted.person or consent.at <= noted.at:
        return False
    match noted:
        case Withdrawn():
            return consent.what == "offer" and consent.to == noted.partner
        case Stopped():
            return consent.what in {"mails", "address"}
        case NotLater():
            return consent.what == "later"


async def _is_in(source: Store, workshop: WorkshopId, person: PersonId) -> bool:
    if await source.people.profile(workshop, person) is not None:
        return True
    texts = await source.workshops.texts(workshop)
    lines = await source.ledger.lines(workshop)
    return any(text.startswith(f"p:{person}:") for text in texts) or any(person in line.key for line in lines)


async def _open_mails(source: Store) -> int:
    open_ = 0
    async for workshop in source.mailing():
        lines = await source.ledger.lines(workshop)
        open_ += sum(line.state not in {"sent", "failed", "dropped"} for line in lines)
    return open_


async def _pages(source: Redis) -> AsyncIterator[list[bytes]]:
    page: list[bytes] = []
    async for key in source.scan_iter(count=_PAGE):
        if not key.startswith(_LEFT_OUT):
            page.append(key)
        if len(page) >= _PAGE:
            yield page
            page = []
    if page:
        yield page


async def _copy(source: Redis, target: Redis, page: list[bytes]) -> int:
    """As they are, ends included; an end that has passed meanwhile is kept."""
    async with source.pipeline(transaction=False) as pipe:
        for key in page:
            pipe.execute_command("DUMP", key)
            pipe.execute_command("PEXPIRETIME", key)
        answers: list[Any] = await pipe.execute()
    found = [(key, *answers[2 * i : 2 * i + 2]) for i, key in enumerate(page) if answers[2 * i] is not None]
    async with target.pipeline(transaction=False) as pipe:
        for key, dump, ends in found:
            pipe.execute_command("RESTORE", key, max(ends, 0), dump, "ABSTTL", "REPLACE")
        await pipe.execute()
    return len(found)


def _wait(server: subprocess.Popen[bytes], socket: Path, file: Path, log: Path, version: str) -> None:
    give_up = time.monotonic() + _LOADS_S
    with Plain.from_url(f"unix://{socket}") as client:
        while time.monotonic() < give_up:
            if server.poll() is not None:
                said = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
                why = said[-1].split(" # ")[-1].split(" * ")[-1] if said else "it said nothing"
                raise BackupError(f"{file} can't be read by {version} ({why.rstrip('.')}).")
            with contextlib.suppress(broken.ConnectionError, broken.BusyLoadingError):
                client.ping()
                return
            time.sleep(0.02)
    raise BackupError(f"{file} was not read within {_LOADS_S:.0f} s.")
