"""Runs one server and sees to it that it never outlives whoever started it.  Standard library only.

    python _guard.py <server> <arguments ...>

Standard input is a lifeline: nobody writes to it, and when its other end closes, however its holder died, the server is
told to stop.  If this program itself is killed, the kernel tells the server (Linux).
"""

import ctypes
import os
import select
import signal
import subprocess
import sys

_PR_SET_PDEATHSIG = 1
_STOP_S = 10.0
"""The server writes its last page of log to disk within this, or is killed."""


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def main() -> int:
    # A signal wakes `select` through this pipe; SIGCHLD says that the server has ended.
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    told_to_stop = False

    def stop(*_: object) -> None:
        nonlocal told_to_stop
        told_to_stop = True

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    signal.signal(signal.SIGCHLD, lambda *_: None)

    # close_fds=False: the server inherits the lock on its data, so that the lock holds as long as it really lives.
    server = subprocess.Popen(
        sys.argv[1:],
        stdin=subprocess.DEVNULL,
        close_fds=False,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - this program has one thread
    )
    while server.poll() is None and not told_to_stop:
        ready, _, _ = select.select([0, wake], [], [])
        if wake in ready:
            os.read(wake, 64)
        if 0 in ready and not os.read(0, 64):
            break
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
    return server.returncode if server.returncode >= 0 else 128 - server.returncode


if __name__ == "__main__":
    sys.exit(main())
