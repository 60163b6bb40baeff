"""Backups: the database's own snapshot file (RDB), of one instant, taken over the connection that a replica would use.

A server goes on serving meanwhile (it forks).  A backup holds personal data and ends by `expire`; who was erased after
it was made is kept out at a restore by the journal (restore.py).

    BackupError     one sentence for the operator
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import socket
from typing import Any, Final

from redis import Redis
from redis import exceptions as broken

NAME: Final = re.compile(r"gespann-(\d{8}T\d{6}Z)\.rdb")
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_MAGIC: Final = (b"REDIS", b"VALKEY")
_ANSWER_S: Final = 60.0
"""The server forks and writes its snapshot before the first byte comes; it sends empty lines while it does."""
_PIECE: Final = 1 << 20


class BackupError(Exception):
    pass


def backup(url: str, folder: Path, at: int) -> Path:
    """The new file in `folder`: whole and durable, or none.  Raises BackupError."""
    name = f"gespann-{datetime.fromtimestamp(at / 1000, UTC).strftime(_STAMP)}.rdb"
    draft = folder / f".{name}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            first = b""
            for piece in _snapshot(url):
                first = (first + piece)[:6]
                file.write(piece)
            if not first.startswith(_MAGIC):
                raise BackupError("The database sent something else than a snapshot; nothing was kept.")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / name)
    except OSError as fault:
        raise BackupError(f"The backup can't be written to {folder} ({fault.strerror or fault}).") from fault
    finally:
        draft.unlink(missing_ok=True)
    return folder / name


def expire(folder: Path, at: int, days: int) -> list[Path]:
    """Deletes our backups in `folder` that are older; which those were.  Raises BackupError."""
    oldest, gone = datetime.fromtimestamp(at / 1000, UTC) - timedelta(days=days), []
    try:
        for file in sorted(folder.iterdir()):
            found = NAME.fullmatch(file.name)
            if found and datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) < oldest:
                file.unlink()
                gone.append(file)
    except OSError as fault:
        raise BackupError(f"Old backups in {folder} can't be deleted ({fault.strerror}).") from fault
    return gone


def _snapshot(url: str) -> Iterator[bytes]:
    """Raises BackupError.

    The snapshot comes straight out of the server's memory.  A server that does not do so writes a file into a folder of
    its own first, and leaves it there, where no erasure reaches it: then there is no backup.
    """
    with _connection(url) as sent:
        answer = _line(sent)
        if not answer.startswith(b"$EOF:"):
            raise BackupError(f"The database gives no snapshot ({answer.decode(errors='replace').lstrip('-')}).")
        yield from _until(sent, answer[5:])


@contextmanager
def _connection(url: str) -> Iterator[socket]:
    client = Redis.from_url(url, protocol=2, socket_timeout=_ANSWER_S, socket_connect_timeout=5)
    try:
        connection: Any = client.connection_pool.get_connection()
        if _to_disk(client):
            raise BackupError(
                "The database would leave its snapshot in a folder of its own, where no erasure reaches it; "
                "set 'repl-diskless-sync yes' there."
            )
        # Only the snapshot, and not every command that comes after it; its length need not be known beforehand.
        connection.send_command("REPLCONF", "rdb-only", "1", "capa", "eof")
        connection.read_response()
        connection.send_command("SYNC")
        yield connection._sock  # noqa: SLF001 - what follows is no reply that redis-py could read
    except broken.RedisError as fault:
        raise BackupError(f"The database gives no snapshot ({fault}).") from fault
    except TimeoutError as fault:
        raise BackupError("The database gave no snapshot within a minute; nothing was kept.") from fault
    finally:
        client.close()


def _to_disk(client: Redis) -> bool:
    """False also for a server that does not say."""
    try:
        return client.config_get("repl-diskless-sync").get("repl-diskless-sync") == "no"
    except broken.ResponseError:
        return False


def _line(sent: socket) -> bytes:
    """The next line that is not empty.  Byte by byte: what follows it is the file."""
    give_up, line = time.monotonic() + _ANSWER_S, b""
    while not (line.endswith(b"\n") and line.strip()):
        byte = sent.recv(1)
        if not byte or time.monotonic() > give_up:
            raise BackupError("The database gave no snapshot; nothing was kept.")
        line = byte if line == b"\n" else line + byte
    return line.strip()


def _until(sent: socket, end: bytes) -> Iterator[bytes]:
    """A snapshot of unknown length: its end is told beforehand."""
    held = b""
    while not held.endswith(end):
        piece = sent.recv(_PIECE)
        if not piece:
            raise BackupError("The database broke off in the middle of its snapshot; nothing was kept.")
        held += piece
        yield held[: -len(end)]
        held = held[-len(end) :]
