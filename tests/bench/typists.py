"""Pairs who type into shared texts, over y-websocket's protocol or Hocuspocus's: real Yjs updates, made by hand so that
whoever makes them stays cheaper than any server.

Each typist appends to their own run of text; the frame of a keystroke is found in the partner's inbox by its client id.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from itertools import count
from time import perf_counter
from typing import Self, cast

from server.store.paper import TEXT
from server.workspace.lib0 import sized, uint
from server.workspace.updates import HAS_LEFT, STRING
from tests.bench.harness import SLOWEST_S
from tests.live.eventually import eventually

FIRST_CLIENT = 1 << 22
"""From here on an id has four bytes."""
_clients = count(FIRST_CLIENT)
"""Nobody types in a text twice: their keys would be known already."""
CLIENT_AT = 5
"""Where it stands in a sync message with an update of one struct: 00 02 length 01 01."""
CLOSING = 0x88
"""A close frame (RFC 6455, section 5.5.1): a code of two bytes, then the reason."""


def keystroke(client: int, clock: int) -> bytes:
    """The update of one letter more (yjs, src/utils/encoding.js)."""
    if clock == 0:
        struct = bytes([STRING]) + uint(1) + sized(TEXT.encode()) + sized(b"a")
    else:
        struct = bytes([STRING | HAS_LEFT]) + uint(client) + uint(clock - 1) + sized(b"a")
    return b"\x01\x01" + uint(client) + uint(clock) + struct + b"\x00"


def frame(payload: bytes) -> bytes:
    """As a client sends it, with a mask of zeros."""
    assert len(payload) < 126
    return bytes((0x82, 0x80 | len(payload), 0, 0, 0, 0)) + payload


class Typist(asyncio.Protocol):
    def __init__(self, client: int, group: str, *, named: bool) -> None:
        """`named`: every message carries the document's name, and the first one is a token (Hocuspocus)."""
        self.client = client
        self._id = uint(client)
        self._group = group
        self._name = sized(group.encode()) if named else b""
        self._rest = b""
        self._shaken = False
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.partner = self
        self.typed = 0
        self.arrived = 0
        """Of the partner's keystrokes here."""
        self.under_way: deque[float] = deque()
        self.sent_away = ""
        """Why, if the server hung up."""
        self.on_arrival: Callable[[Typist, float], None] = lambda _typist, _late: None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(
            f"GET /workspace/{self._group} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(exc or ConnectionError("hung up"))

    def type(self) -> None:
        update = keystroke(self.client, self.typed)
        self.typed += 1
        self.under_way.append(perf_counter())
        self.transport.write(frame(self._name + b"\x00\x02" + sized(update)))

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        if not self._shaken:
            head, end, rest = data.partition(b"\r\n\r\n")
            if not end:
                self._rest = data
                return
            assert b" 101 " in head, head
            self._shaken, data = True, rest
            if self._name:
                self.transport.write(frame(self._name + b"\x02\x00" + sized(b"token")))
            self.transport.write(frame(self._name + b"\x00\x00" + sized(b"\x00")))
        at, size = 0, len(data)
        while size - at >= 2:
            opcode, length, start = data[at], data[at + 1], at + 2
            if length > 125:
                wide = 2 if length == 126 else 8
                if size - start < wide:
                    break
                length, start = int.from_bytes(data[start : start + wide], "big"), start + wide
            if size - start < length:
                break
            at = start + length
            if opcode == CLOSING:
                self.sent_away = f"{int.from_bytes(data[start : start + 2], 'big')} {data[start + 2 : at].decode()}"
            else:
                self._message(data[start + len(self._name) : at])
        self._rest = data[at:]

    def _message(self, message: bytes) -> None:
        if message[:2] == b"\x00\x01":
            if not self.ready.done():
                self.ready.set_result(None)
        elif message[:2] == b"\x00\x02" and message[CLIENT_AT : CLIENT_AT + 4] == self.partner._id:
            self.arrived += 1
            self.on_arrival(self, perf_counter() - self.partner.under_way.popleft())


class Pairs:
    """Two typists each of so many groups.  `async with Pairs(port, 250) as pairs`."""

    def __init__(self, port: int, pairs: int, *, named: bool = False) -> None:
        self._port = port
        self._named = named
        clients = [next(_clients) for _ in range(2 * pairs)]
        self.typists = [Typist(client, f"g{client // 2}", named=named) for client in clients]
        for one, other in zip(self.typists[::2], self.typists[1::2], strict=True):
            one.partner, other.partner = other, one

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        for start in range(0, len(self.typists), 100):
            some = self.typists[start : start + 100]
            for typist in some:
                await loop.create_connection(lambda typist=typist: typist, "127.0.0.1", self._port)  # type: ignore[misc]
            async with asyncio.timeout(SLOWEST_S):
                await asyncio.gather(*(typist.ready for typist in some))
        return self

    async def __aexit__(self, *_: object) -> None:
        for typist in self.typists:
            typist.transport.abort()

    async def at_rate(self, keys_a_second: float, seconds: float) -> list[float]:
        """Everyone types evenly, each in their own beat; the latencies from key to partner, seconds."""
        late: list[float] = []
        self._listen(lambda _typist, latency: late.append(latency))
        beat = 1 / keys_a_second / len(self.typists)
        # partners type half a beat apart, as good as at any other distance
        order = [*self.typists[::2], *self.typists[1::2]]
        wanted, start = int(keys_a_second * seconds) * len(order), perf_counter()
        for number in range(wanted):
            if (early := start + number * beat - perf_counter()) > 0:
                await asyncio.sleep(early)
            order[number % len(order)].type()
        await eventually(lambda: len(late) == wanted, within=SLOWEST_S)
        return late

    async def as_fast_as_it_goes(self, seconds: float) -> float:
        """Everyone types the next key when the last has arrived at their partner's; keys that arrived a second.

        0 for a server that lost one, or hung up: the partner would wait for ever.  Few pairs are so fast that a server
        which bounds what a person may send hangs up, as ours does.
        """
        going, arrived = True, 0

        def next_key(typist: Typist, _late: float) -> None:
            nonlocal arrived
            arrived += 1
            if going:
                typist.partner.type()

        self._listen(next_key)
        for typist in self.typists:
            typist.type()
        await asyncio.sleep(seconds / 4)
        start, before = perf_counter(), arrived
        await asyncio.sleep(seconds)
        rate = (arrived - before) / (perf_counter() - start)
        going = False
        try:
            await eventually(lambda: self._sent_away or not self._under_way, within=SLOWEST_S)
        except AssertionError:
            lost = [typist.client for typist in self.typists if typist.under_way]
            print(f"port {self._port}: the last keys of {lost} never arrived at their partners'")
            rate = 0.0
        if self._sent_away:
            print(f"port {self._port} hung up: {', '.join(self._sent_away)}")
            rate = 0.0
        return rate

    @property
    def _under_way(self) -> bool:
        return any(typist.under_way for typist in self.typists)

    @property
    def _sent_away(self) -> list[str]:
        """The reasons."""
        return sorted({typist.sent_away for typist in self.typists if typist.sent_away})

    def _listen(self, hear: Callable[[Typist, float], None]) -> None:
        for typist in self.typists:
            typist.on_arrival = hear
