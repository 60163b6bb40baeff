"""What the benchmarks share: a server process on one core, a crowd of clients on another, and ratios instead of times.

A time says something about the machine; the ratio of two, taken right after each other, says something about the
program.  So in each series all contestants stand ready and are measured in short turns (`in_turn`), and what is told is
the median over the series of the ratio to the peer of the same series.  Linux only: costs are read from /proc.
"""

import asyncio
import os
import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, Self, cast

ROOT = Path(__file__).parents[2]
PEER = "websockets"
HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
SLOWEST_S = 60.0
"""A wait that takes longer is a failure."""


class Dialect(NamedTuple):
    """What a server wants to hear before a connection is open, and what it puts around a message."""

    path: str = "/{room}"
    greeting: tuple[bytes, ...] = ()
    """The answers to its first frames; an empty one is none."""
    before: bytes = b""
    after: bytes = b""


DIALECTS = {"socket.io": Dialect("/socket.io/?EIO=4&transport=websocket&room={room}", (b"40", b""), b'42["m","', b'"]')}
"""Of those that do not speak in bare websocket messages."""


def masked(text: bytes) -> bytes:
    """A client's frame, with a mask of zeros."""
    size = len(text)
    head = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return b"\x81" + head + bytes(4) + text


# -- processes -------------------------------------------------------------------------------------------------------


def pin(which: int) -> None:
    """Keeps this process, and those it starts from now on, on the first (0) or second (1) core, where that goes."""
    if hasattr(os, "sched_setaffinity") and len(CORES) > 1:
        os.sched_setaffinity(0, {CORES[which]})


CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


class Server:
    """A running contestant."""

    def __init__(self, process: "subprocess.Popen[str]", dialect: Dialect) -> None:
        assert process.stdout
        self.dialect = dialect
        self._process = process
        self.kill = process.kill
        self.port = int(process.stdout.readline() or "0")
        if not self.port:
            raise RuntimeError("a contestant did not start; its own words are above")

    def cpu_s(self) -> float:
        """Seconds on a processor so far, all threads, to the nanosecond."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def resident_kib(self) -> int:
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0])


IN_NODE = {
    "node ws": ("ws", "node_ws.cjs"),
    "socket.io": ("socket.io", "socket_io.cjs"),
    "y-websocket": ("@y/websocket-server", "y_websocket.mjs"),
    "hocuspocus": ("@hocuspocus/server", "hocuspocus.mjs"),
}
"""Package and program of the contestants that run in Node."""


def node(name: str) -> list[str]:
    """The command of a server in Node, or none where Node or the package is missing."""
    package, program = IN_NODE[name]
    found = shutil.which("node") and (ROOT / "node_modules" / package).is_dir()
    return ["node", f"tests/bench/{program}"] if found else []


@contextmanager
def serving(name: str) -> Iterator[Server]:
    command = node(name) if name in IN_NODE else [sys.executable, "-m", "tests.bench.contestants", name]
    pin(0)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    pin(1)
    try:
        yield Server(process, DIALECTS.get(name, Dialect()))
    finally:
        process.kill()
        process.communicate()


# -- clients ---------------------------------------------------------------------------------------------------------


class Client(asyncio.Protocol):
    """Counts frames by their size alone, so that the generator stays cheaper than any server."""

    def __init__(self, crowd: "Crowd") -> None:
        self._crowd = crowd
        self._opening: bytes | None = b""
        """What came before the connection was open, and is not read yet; None once it is."""
        self._greeting: list[bytes] | None = None
        self._bytes = 0
        self._seen = 0
        self.open = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self._crowd.handshake)

    def data_received(self, data: bytes) -> None:
        if self._opening is not None:
            self._opening += data
            data = self._open()
        self._bytes += len(data)
        while self._bytes >= self._crowd.size:
            self._bytes -= self._crowd.size
            self._crowd.arrived(self._seen)
            self._seen += 1

    def _open(self) -> bytes:
        """What came after the greeting, if that is over by now."""
        assert self._opening is not None
        if self._greeting is None:
            head, end, rest = self._opening.partition(b"\r\n\r\n")
            if not end:
                return b""
            assert b" 101 " in head, head
            self._greeting, self._opening = list(self._crowd.dialect.greeting), rest
        while self._greeting:
            size = self._opening[1] if len(self._opening) > 1 else 126
            long = size == 126
            size = 4 + int.from_bytes(self._opening[2:4], "big") if long else 2 + size
            if len(self._opening) < max(size, 5):
                return b""
            self._opening = self._opening[size:]
            if answer := self._greeting.pop(0):
                self.transport.write(masked(answer))
        rest, self._opening = self._opening, None
        self.open.set_result(None)
        return rest


class Crowd:
    """Clients of one server, in one room.  Messages have `payload` bytes, 126 to 65,000."""

    def __init__(self, server: Server, payload: int = 200, room: int = 0) -> None:
        assert 126 <= payload <= 65_000
        self.dialect = server.dialect
        self.handshake = HANDSHAKE.format(path=self.dialect.path.format(room=room)).encode()
        self._port = server.port
        text = self.dialect.before + b"x" * payload + self.dialect.after
        self._message = masked(text)
        self.size = len(text) + 4
        self._clients: list[Client] = []
        self._sent: list[float] = []
        self._listening = 0
        self._missing = 0
        self._complete = asyncio.Event()
        self.latencies: list[float] = []
        """Seconds from a message's sending to its arrival, one for each delivery."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for client in self._clients:
            client.transport.abort()

    async def join(self, count: int, *, stalled: bool = False) -> None:
        """More clients; who is `stalled` stops reading once the connection stands."""
        loop = asyncio.get_running_loop()
        for start in range(0, count, 50):
            some = range(start, min(start + 50, count))
            made = [await loop.create_connection(lambda: Client(self), "127.0.0.1", self._port) for _ in some]
            await asyncio.wait_for(asyncio.gather(*(client.open for _, client in made)), SLOWEST_S)
            self._clients += [client for _, client in made]
            if stalled:
                for transport, _ in made:
                    transport.pause_reading()
        self._listening += 0 if stalled else count

    def arrived(self, number: int) -> None:
        self.latencies.append(perf_counter() - self._sent[number])
        self._missing -= 1
        if not self._missing:
            self._complete.set()

    def send(self) -> None:
        """One message to everybody, by the first client."""
        self._missing += self._listening
        self._complete.clear()
        self._sent.append(perf_counter())
        self._clients[0].transport.write(self._message)

    async def everybody_has_it(self) -> None:
        await asyncio.wait_for(self._complete.wait(), SLOWEST_S)

    async def as_fast_as_it_goes(self, messages: int) -> None:
        """One message under way at a time: two would leave in one system call, and not for every server alike."""
        for _ in range(messages):
            self.send()
            await self.everybody_has_it()

    async def at_rate(self, a_second: int, messages: int) -> list[float]:
        """The latencies, seconds."""
        self.latencies.clear()
        start = perf_counter()
        for number in range(messages):
            await asyncio.sleep(max(0.0, start + number / a_second - perf_counter()))
            self.send()
        await self.everybody_has_it()
        return self.latencies.copy()


# -- comparing -------------------------------------------------------------------------------------------------------

Figures = Mapping[str, float]
"""Of one contestant in one series, by the name of what was measured."""


def p99_ms(latencies: Sequence[float]) -> float:
    return statistics.quantiles(latencies, n=100)[98] * 1e3


def in_turn(names: Sequence[str], rounds: int) -> Iterator[str]:
    """Each name once a round, never the same one first: what else the machine does meets all alike."""
    for number in range(rounds):
        turn = number % len(names)
        yield from (*names[turn:], *names[:turn])


async def compare(
    names: Sequence[str], series: int, measure: Callable[[Mapping[str, Server]], Awaitable[Mapping[str, Figures]]]
) -> dict[str, list[Figures]]:
    """The figures of each contestant, one entry a series.  Each series has new servers."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(16_384, hard)), hard))
    found: dict[str, list[Figures]] = {name: [] for name in names}
    for _ in range(series):
        with ExitStack() as running:
            figures = await measure({name: running.enter_context(serving(name)) for name in names})
        for name in names:
            found[name].append(figures[name])
    return found


def ratio(found: Mapping[str, Sequence[Figures]], name: str, figure: str, to: str = PEER) -> float:
    """Median over the series of this contestant's figure divided by the peer's of the same series."""
    return statistics.median(a[figure] / b[figure] for a, b in zip(found[name], found[to], strict=True))


def spread(found: Mapping[str, Sequence[Figures]], name: str, figure: str, to: str = PEER) -> str:
    """The smallest and the largest of what `ratio` is the median of."""
    all_ = sorted(a[figure] / b[figure] for a, b in zip(found[name], found[to], strict=True))
    return f"{all_[0]:.2f}-{all_[-1]:.2f}"


def tell(found: Mapping[str, Sequence[Figures]], headings: Mapping[str, str], to: str = PEER) -> None:
    """Each contestant with each figure: its median here and now, and the ratio to the peer."""
    pinned = f"server on core {CORES[0]}, clients on core {CORES[1]}" if len(CORES) > 1 else "nothing pinned"
    print(f"{len(found[to])} series, {pinned}; in brackets the ratio to {to}: median, range\n")
    for name, rows in found.items():
        print(name)
        for figure, heading in headings.items():
            here = statistics.median(row[figure] for row in rows)
            beside = f"({ratio(found, name, figure, to):.2f}, {spread(found, name, figure, to)})"
            print(f"  {heading:<44}{here:>9.2f}  {beside}")


def goal(told: str, reached: float, bound: float, *, least: bool) -> bool:
    good = reached >= bound if least else reached <= bound
    print(f"{'reached' if good else 'MISSED '}  {told}: {reached:.2f}, goal at {'least' if least else 'most'} {bound}")
    return good
