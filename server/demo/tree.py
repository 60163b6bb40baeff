"""The demo's processes: started together, restarted when one dies, gone together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
TOO_OFTEN = 5
"""So many deaths of one process in a minute: it will not live, and its log says why."""
GRACE_S = 8.0


GUARD = f"""
import ctypes, os, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl({PR_SET_PDEATHSIG}, {int(signal.SIGTERM)})
if os.getppid() != int(sys.argv[1]):
    sys.exit(1)
os.execv(sys.argv[2], sys.argv[2:])
"""
"""Becomes its arguments, and dies with its parent however that dies (the wish outlives exec).  A program of its own
rather than `preexec_fn`, which may deadlock in a process with threads."""


class Branch:
    """One process of the tree, with its log."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], logs: Path) -> None:
        self.name = name
        self.log = logs / f"{name}.log"
        self._command = command
        self._environment = environment
        self._deaths: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-S", "-c", GUARD, str(os.getpid()), *self._command],
                env=dict(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which ends the others in order
            )

    def revive(self) -> bool:
        """Starts it again; False when it dies too often to go on."""
        now = time.monotonic()
        self._deaths = [*(t for t in self._deaths if now - t < 60), now]
        if len(self._deaths) > TOO_OFTEN:
            return False
        self.start()
        return True

    def stop(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
