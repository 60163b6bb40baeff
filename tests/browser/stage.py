"""A stage of real parts: one Valkey, server processes, workers, a mail server, each a process on the loopback.

Whatever a story starts here ends with it: every process is ended by its own id, and dies with this one if this one is
killed.
"""

import asyncio
import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from server.demo.tree import GUARD
from server.store.embedded import EmbeddedValkey
from tests.browser.post import PostOffice

READY_S = 30.0
STOP_S = 10.0
CRASH = "data/logs/gespann-error.log"
"""Where the command line puts a traceback."""
FACILITATOR = "lea@workshops.example"


class StageError(Exception):
    """A part did not do what a stage needs; the message holds its last words."""


class Part:
    """One process with its log; it can be killed and started again."""

    def __init__(self, name: str, arguments: list[str], environment: dict[str, str], folder: Path) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self._arguments = arguments
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        if self._process is None:
            raise StageError(f"{self.name} does not run")
        return self._process.pid

    def start(self) -> None:
        """In the main thread: that the kernel ends the child with its parent holds for the thread that made it."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-S", "-c", GUARD, str(os.getpid()), sys.executable, "-m", *self._arguments],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """As a power cut would end it."""
        os.kill(self.pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait(STOP_S)

    def stop(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def check(self) -> None:
        """Raises StageError with its last words if it has ended."""
        if self._process is not None and self._process.poll() is not None:
            raise StageError(f"{self.name} ended with {self._process.returncode}:\n{self.last_words()}")

    def last_words(self, characters: int = 4000) -> str:
        crash = self.log.parent / CRASH
        return "\n".join(log.read_text(errors="replace")[-characters:] for log in (self.log, crash) if log.exists())


class Server(Part):
    """`gespann serve` at an address of its own."""

    def __init__(self, name: str, port: int, environment: dict[str, str], folder: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        told = {**environment, "GESPANN_HOST": "127.0.0.1", "GESPANN_PORT": str(port)}
        super().__init__(name, ["server.cli", "serve"], told, folder)

    async def ready(self) -> None:
        """Raises StageError if it ends, or is not ready in time."""

        async with httpx.AsyncClient(base_url=self.url, timeout=2, verify=False) as client:  # no TLS: spare its start

            async def answers() -> bool:
                self.check()
                with contextlib.suppress(httpx.HTTPError):
                    return (await client.get("/health/ready")).is_success
                return False

            await until(answers, f"{self.name} is ready", READY_S, self.last_words)


class Stage:
    """`async with Stage() as stage:` — two servers on one Valkey, workers, and a mail server."""

    def __init__(self, *, demo: bool = False, workers: bool = True, worker_options: Sequence[str] = ()) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="gespann-stage-"))
        self.post = PostOffice()
        self.demo = demo
        self.valkey = EmbeddedValkey(self.folder / "data")
        self._with_workers = workers
        self._worker_options = worker_options
        self.servers: list[Server] = []
        self.parts: list[Part] = []

    async def __aenter__(self) -> Self:
        try:
            redis_url = self.valkey.start()
            await self.post.open()
            ports = [free_port(), free_port()]
            environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith("GESPANN_")},
                "GESPANN_REDIS_URL": redis_url,
                "GESPANN_SMTP_URL": f"smtp://127.0.0.1:{self.post.port}",
                "GESPANN_MAIL_FROM": "Gespann <gespann@stage.example>",
                "GESPANN_FACILITATORS": FACILITATOR,
                "GESPANN_OPERATORS": FACILITATOR,
                "GESPANN_DATA_DIR": str(self.folder / "data"),
                # One site, as behind a proxy: links lead to the first server, whichever process has made them.
                "GESPANN_BASE_URL": f"http://127.0.0.1:{ports[0]}",
            }
            if self.demo:
                environment["GESPANN_DEMO"] = "1"
            self.servers = [Server(f"server-{n}", port, environment, self.folder) for n, port in enumerate(ports, 1)]
            self.parts = [*self.servers]
            if self._with_workers:
                self.parts.append(self._workers(environment))
            for part in self.parts:
                part.start()
            await asyncio.gather(*(server.ready() for server in self.servers))
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    def _workers(self, environment: dict[str, str]) -> Part:
        return Part("workers", ["workers", *self._worker_options], environment, self.folder)

    @property
    def base(self) -> str:
        return self.servers[0].url

    def keep_logs(self, target: Path) -> None:
        """Copies what the processes said to where a failure is looked into."""
        target.mkdir(parents=True, exist_ok=True)
        for log in (*(part.log for part in self.parts), self.folder / CRASH):
            if log.exists():
                shutil.copy(log, target / log.name)

    async def _end(self) -> None:
        for part in reversed(self.parts):
            part.stop()
        await self.post.close()
        self.valkey.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port() -> int:
    """Below the range from which the kernel takes ports for outgoing connections: there, a browser that keeps calling a
    server that is down may end up connected to itself, and the server cannot come back."""
    for _ in range(200):
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise StageError("no free port")


async def until(
    holds: Callable[[], Awaitable[bool]], what: str, within_s: float = 20.0, more: Callable[[], str] = str
) -> None:
    """Waits until `holds` does.  Raises StageError that says what did not happen, and `more`."""
    end = time.monotonic() + within_s
    while not await holds():
        if time.monotonic() > end:
            raise StageError(f"not within {within_s:.0f} s: {what}\n{more()}")
        await asyncio.sleep(0.05)
