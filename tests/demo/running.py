"""`gespann demo` as a process, with what it says and whom it starts."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PORT = 18_000 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) * 100


class Demo:
    def __init__(self, data: Path, *more: str, port: int = PORT) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GESPANN_")}
        self.out = data.with_suffix(".out")
        with self.out.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "server.cli", "demo", "--port", str(port), "--data", str(data), *more],
                stdout=out,
                stderr=out,
                env={**clean, "PYTHONUNBUFFERED": "1"},
            )

    @property
    def said(self) -> str:
        return self.out.read_text()

    def link(self, name: str) -> str:
        found = re.search(rf"{name} +(http\S+)", self.said)
        assert found is not None, self.said
        return found[1]

    @property
    def base(self) -> str:
        return self.link("Join").partition("/w/")[0]

    def ready(self) -> "Demo":
        until(lambda: "Ctrl-C" in self.said, "the demo is ready", lambda: self.said)
        return self

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def until(true: Callable[[], object], what: str, said: Callable[[], str] = str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s: {what}\n{said()}"
        time.sleep(0.05)


def family(pid: int) -> set[int]:
    """All descendants that run now."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return set()
    return {each for child in children for each in (int(child), *family(int(child)))}


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
