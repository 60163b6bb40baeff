"""The journal: one file, outside the database and its backups, of what no restore may bring back.

A line is `<instant> <workshop> <person>`, then that they were erased, or what they took back if it was less than
everything; or `<instant> <series> <mark>` and that it was to forget them: ids, no name and no address.
It is written before the thing itself is done, so that what is cut off is not less remembered than what was finished.  A
line goes once no backup can hold anything any more that was written before it (rule E12).
"""

import asyncio
import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from server.core.ids import Mark, PersonId, SeriesId, WorkshopId
from server.store.keys import proper
from server.store.ports import NotSaved


class Erased(Struct, frozen=True):
    at: int
    workshop: WorkshopId
    person: PersonId


class Withdrawn(Struct, frozen=True):
    """An offer was taken back, or a no was said."""

    at: int
    workshop: WorkshopId
    person: PersonId
    partner: PersonId
    declined: bool


class Stopped(Struct, frozen=True):
    """No more mails to the address that they had: unsubscribed, or another one was given."""

    at: int
    workshop: WorkshopId
    person: PersonId


class NotLater(Struct, frozen=True):
    """They may not be asked after six weeks."""

    at: int
    workshop: WorkshopId
    person: PersonId


class Unremembered(Struct, frozen=True):
    """A series may not remember them any more."""

    at: int
    series: SeriesId
    mark: Mark


Noted = Erased | Withdrawn | Stopped | NotLater | Unremembered


class Journal:
    """Several processes may write to one file, also on several machines: a line is appended by one write."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ready(self) -> None:
        """Makes the file where there is none.  Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        os.close(self._open())

    def note(self, noted: Noted) -> None:
        """Durable when it returns.  Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # On a line of its own, also behind one that a crash or a full disk cut off.
        line = f"\n{' '.join((str(noted.at), *_whose(noted), *_what(noted)))}\n".encode()
        with self._held(fcntl.LOCK_SH) as file:
            if os.write(file, line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
            os.fsync(file)

    def forget(self, before: int) -> int:
        """Drops what was noted before this instant; how many lines that were.  Raises OSError.

        Into a new file that takes the old one's place: at every instant one of them is whole.
        """
        if not self.path.exists():
            return 0
        with self._held(fcntl.LOCK_EX) as old:
            lines = [line for line in self.path.read_text(encoding="utf-8").splitlines() if line]
            kept = [line for line in lines if not _is_older(line, before)]
            if len(kept) == len(lines):
                return 0
            draft, owner = self.path.with_name(f".{self.path.name}.new"), os.fstat(old)
            new = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(new, "w", encoding="utf-8") as file:
                os.fchown(new, owner.st_uid, owner.st_gid)  # also where root backs up what somebody else serves
                file.writelines(f"{line}\n" for line in kept)
                file.flush()
                os.fsync(new)
            draft.replace(self.path)
            return len(lines) - len(kept)

    def read(self) -> list[Noted]:
        """What was noted, oldest first; a line that a crash cut off is left out.  Raises OSError."""
        if not self.path.exists():
            return []
        return list(_parsed(self.path.read_text(encoding="utf-8").splitlines()))

    @contextmanager
    def _held(self, lock: int) -> Iterator[int]:
        """The file, open and locked.

        Race closed: it was replaced between opening and locking, and a line would go into a file that nobody reads.
        Then it is opened again.
        """
        while True:
            file = self._open()
            try:
                fcntl.flock(file, lock)
                if os.path.samestat(os.fstat(file), self.path.stat()):
                    yield file
                    return
            finally:
                os.close(file)

    def _open(self) -> int:
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)


async def note(journal: Journal | None, noted: Noted) -> None:
    """Before it is done.  Raises NotSaved if the journal can't be written; None, in tests: nothing is noted."""
    if journal is not None:
        try:
            await asyncio.to_thread(journal.note, noted)
        except OSError as fault:
            raise NotSaved("journal") from fault


def _is_older(line: str, before: int) -> bool:
    at = line.partition(" ")[0]
    return at.isdecimal() and int(at) < before


def _whose(noted: Noted) -> tuple[str, str]:
    return (noted.series, noted.mark) if isinstance(noted, Unremembered) else (noted.workshop, noted.person)


def _what(noted: Noted) -> tuple[str, ...]:
    match noted:
        case Erased():
            return ("erased", ".")
        case Withdrawn():
            return ("declined" if noted.declined else "withdrew", noted.partner, ".")
        case Stopped():
            return ("stopped", ".")
        case NotLater():
            return ("not-later", ".")
        case Unremembered():
            return ("unremembered", ".")


def _parsed(lines: Iterable[str]) -> Iterable[Noted]:
    """A whole line ends with a '.': cut off, an id would be another id, and a withdrawal an erasure."""
    for line in lines:
        at, *rest = line.split(" ")
        if not at.isdecimal() or len(rest) < 2 or not all(proper(word) for word in rest if word != "."):
            continue
        who = int(at), WorkshopId(rest[0]), PersonId(rest[1])
        match rest[2:]:
            case ["erased", "."]:
                yield Erased(*who)
            case ["withdrew" | "declined" as how, partner, "."]:
                yield Withdrawn(*who, PersonId(partner), how == "declined")
            case ["stopped", "."]:
                yield Stopped(*who)
            case ["not-later", "."]:
                yield NotLater(*who)
            case ["unremembered", "."]:
                yield Unremembered(int(at), SeriesId(rest[0]), Mark(rest[1]))
            case _:
                pass
