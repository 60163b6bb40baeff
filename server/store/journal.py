"""The journal of erased ids: one file, outside the database and its backups, so that a restore brings nobody back.

A line is `<instant> <workshop> <person>`: ids without a name.  It is written before anything is erased, so that an
erasure which is cut off is not less remembered than one that was finished.
"""

import errno
import os
from pathlib import Path

from msgspec import Struct

from server.core.ids import PersonId, WorkshopId
from server.store.keys import proper

DAY_MS = 24 * 60 * 60 * 1000


class Erased(Struct, frozen=True):
    at: int
    workshop: WorkshopId
    person: PersonId


class Journal:
    """Several processes may write to one file, also on several machines: a line is appended by one write."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ready(self) -> None:
        """Makes the file where there is none.  Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        os.close(self._open())

    def note(self, erased: Erased) -> None:
        """Durable when it returns.  Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # On a line of its own, also behind one that a crash or a full disk cut off.
        line = f"\n{erased.at} {erased.workshop} {erased.person}\n".encode()
        file = self._open()
        try:
            if os.write(file, line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
            os.fsync(file)
        finally:
            os.close(file)

    def read(self) -> list[Erased]:
        """What was noted, oldest first; a line that a crash cut off is left out.  Raises OSError."""
        if not self.path.exists():
            return []
        found = (line.split(" ") for line in self.path.read_text(encoding="utf-8").splitlines())
        return [
            Erased(int(parts[0]), WorkshopId(parts[1]), PersonId(parts[2]))
            for parts in found
            if len(parts) == 3 and parts[0].isdecimal() and proper(parts[1]) and proper(parts[2])
        ]

    def _open(self) -> int:
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
