"""Nobody is left behind: children end when their parent does, however it ended.

A lifeline is a pipe that only the parent holds open for writing.  Its end, seen by a thread of the child, is the
parent's death, on every system and after kill -9 too; a parent-death signal alone knows Linux only and is lost where
the parent died before it was asked for.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from types import FrameType

log = logging.getLogger("gespann.workers")

GRACE_S = 6.0
"""How long children may finish what they are at; gespann demo waits 8 s for us."""
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 10.0
LIVES_S = 20.0
"""A child that lived so long is started again without a pause."""
MISCONFIGURED = 2
PATIENCE = "WORKERS_PATIENCE"
"""Environment, set by `python -m workers --patience` for its children: a factor on all of `bootstrap.Pace`."""


class Lifeline:
    """The parent's side: keep this object, hand `reader` to children."""

    def __init__(self) -> None:
        self.reader, self._writer = os.pipe()  # neither is inherited over exec unless it is passed on

    def let_go(self) -> None:
        """In a forked child, which must not keep its own lifeline open."""
        os.close(self._writer)


def die_with(reader: int) -> None:
    """In the child: ends this process at once when the parent's side of the pipe is gone."""

    def watch() -> None:
        while os.read(reader, 1):
            pass
        os._exit(1)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


class Child:
    """One `python -m workers <role>`, started again when it dies."""

    def __init__(self, role: str, lifeline: Lifeline) -> None:
        self.role = role
        self._lifeline = lifeline
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = FIRST_PAUSE_S
        self._start_at = 0.0

    def tend(self, now: float) -> int | None:
        """Starts what should run and does not.  Returns an exit code that starting again cannot mend, else None."""
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return None
            if code == MISCONFIGURED:
                return code
            log.warning("%s ended with %d", self.role, code)
            self._process = None
            self._pause = FIRST_PAUSE_S if now - self._started > LIVES_S else min(self._pause * 2, LONGEST_PAUSE_S)
            self._start_at = now + self._pause
        if now >= self._start_at:
            fd = self._lifeline.reader
            command = [sys.executable, "-m", "workers", self.role, "--lifeline", str(fd)]
            self._process = subprocess.Popen(command, pass_fds=(fd,), stdin=subprocess.DEVNULL, start_new_session=True)
            self._started = now
        return None

    def ask_to_end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end(self, until: float) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def supervise(roles: Sequence[str]) -> int:
    """Runs one child per role until SIGTERM or SIGINT.  The exit code: 0, or 2 if a child calls the settings wrong."""
    stop = threading.Event()

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, asked)
    signal.signal(signal.SIGINT, asked)
    lifeline = Lifeline()
    children = [Child(role, lifeline) for role in roles]
    code = 0
    while not stop.is_set() and code == 0:
        for child in children:
            code = code or child.tend(time.monotonic()) or 0
        stop.wait(0.1)
    for child in children:
        child.ask_to_end()
    until = time.monotonic() + GRACE_S
    for child in children:
        child.end(until)
    return code
