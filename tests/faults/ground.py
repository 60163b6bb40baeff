"""The product as processes on the loopback, each of which can be killed at any moment and comes back."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

from msgspec import Struct

from tests.browser.stage import Part, Server, Stage, until

PATIENCE = "0.2"
"""Leases and pauses of the workers, shortened: a fault is over in seconds."""

LIVE = ("server 1", "server 2", "valkey")
AFTER = ("worker", "horse", "relay", "valkey", "server 1")
LONGEST_WAIT_S = 0.4
LONGEST_GAP_S = 0.5


class Fault(Struct, frozen=True):
    """Who dies, how long after the work has begun, and how long it stays away."""

    victim: str
    after_s: float
    away_s: float

    def __str__(self) -> str:
        return f"{self.victim} killed after {self.after_s * 1000:.0f} ms, away for {self.away_s * 1000:.0f} ms"


def draw(chance: Random, victims: tuple[str, ...]) -> Fault:
    return Fault(chance.choice(victims), chance.uniform(0, LONGEST_WAIT_S), chance.uniform(0, LONGEST_GAP_S))


class Ground(Stage):
    """`async with Ground() as ground:`"""

    def __init__(self) -> None:
        super().__init__(worker_options=("--patience", PATIENCE))

    @property
    def sites(self) -> tuple[str, ...]:
        return tuple(server.url for server in self.servers)

    @asynccontextmanager
    async def suffering(self, fault: Fault) -> AsyncIterator[None]:
        """What is done inside meets the fault; afterwards every part runs again."""
        striking = asyncio.create_task(self._strike(fault))
        try:
            yield
        finally:
            await striking

    async def _strike(self, fault: Fault) -> None:
        await asyncio.sleep(fault.after_s)
        match fault.victim:
            case "server 1" | "server 2":
                await self._restart(self.servers[int(fault.victim[-1]) - 1], fault.away_s)
            case "valkey":
                for pid in children(self.valkey.pid or 0):
                    kill(pid)
                await asyncio.gather(asyncio.sleep(fault.away_s), until(self._valkey_is_gone, "its guard ends", 10))
                await asyncio.to_thread(self.valkey.start)
            case "relay":
                for pid in self._role("courier"):
                    kill(pid)
            case "worker":
                for pid in self._role("worker"):
                    kill(pid)
            case "horse":
                for pid in self._role("worker"):
                    for horse in children(pid):
                        kill(horse)
            case other:
                raise ValueError(other)

    async def _valkey_is_gone(self) -> bool:
        """Its guard ends a moment later; until then there is nothing to start."""
        return not self.valkey.alive()

    async def _restart(self, server: Server, away_s: float) -> None:
        server.kill()
        await asyncio.sleep(away_s)
        server.start()
        await server.ready()

    def _role(self, role: str) -> list[int]:
        """The workers' supervisor starts them again by itself."""
        workers: Part = self.parts[-1]
        return [pid for pid in children(workers.pid) if role in command(pid)]


def children(of: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{of}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
