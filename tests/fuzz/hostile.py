"""Hostile frames over real sockets, by a member of the group: none leaves a traceback or makes the server grow, and the
partner writes on unharmed (rules T5, T6).

    python -m tests.fuzz.hostile --frames 20000

A frame is wrong as a websocket's (lengths, masks, fragments, control frames, text that is no UTF-8) or holds what no
editor sends: mutated updates and cursors, steps that do not exist, noise.
"""

import argparse
import asyncio
import contextlib
import os
import sys
from itertools import count
from pathlib import Path
from random import Random
from time import monotonic
from urllib.parse import urlsplit

from pycrdt import Doc, Text, create_sync_message, create_update_message, handle_sync_message
from websockets.asyncio.client import ClientConnection, connect

from server.demo.page import Page
from server.workspace.room import MESSAGES_A_SECOND, MESSAGES_AT_ONCE
from tests.browser.stage import Stage
from tests.faults.client import Device
from tests.workspace.seated import seated
from tests.workspace.wire import awareness_message, step_1, update_message

AT_ONCE = 8
FRAMES_A_CONNECTION = 4
PAUSE_S = 0.75 * AT_ONCE * FRAMES_A_CONNECTION / MESSAGES_A_SECOND
"""A quarter of the frames is no message."""
PATIENCE_S = 1.0
"""For the server's close frame; most frames are answered with one."""
GROWTH_MIB = 40.0
"""What a server may have grown by after thousands of connections: pools and caches, and what the partner wrote."""
WARM = 0.1
"""This share of the frames comes before the server is weighed first."""


def cookies_of(device: Device) -> str:
    return "; ".join(f"{name}={value}" for name, value in device.cookies.items())


class Attacker:
    """Opens one connection after the other, as this member, and sends what should not be sent."""

    def __init__(self, url: str, path: str, cookies: str, chance: Random) -> None:
        self._site = urlsplit(url)
        self._head = (
            f"GET {path} HTTP/1.1\r\nHost: {self._site.netloc}\r\nOrigin: {url}\r\nCookie: {cookies}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n"
        ).encode()
        self._chance = chance
        doc = Doc[Text](client_id=666)
        doc.get("text", type=Text).insert(0, "evil")
        self._honest = [update_message(doc.get_update()), step_1(doc), awareness_message(9, 1, '{"user":{}}'), b"\x03"]

    async def send(self, frames: int) -> None:
        for number in count():
            if frames <= 0:
                return
            if number * AT_ONCE * FRAMES_A_CONNECTION > MESSAGES_AT_ONCE:
                await asyncio.sleep(PAUSE_S)  # one member may say so much, and what is refused is not looked at
            some = min(FRAMES_A_CONNECTION, frames)
            frames -= some
            with contextlib.suppress(OSError, TimeoutError):
                await self._connection([self._frame() for _ in range(some)])

    async def _connection(self, frames: list[bytes]) -> None:
        assert self._site.hostname
        reader, writer = await asyncio.open_connection(self._site.hostname, self._site.port)
        try:
            writer.write(self._head)
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 101 " in head, head
            writer.write(b"".join(frames))
            if self._chance.random() < 0.5:  # the others hang up without a word
                writer.write(b"\x88\x80\x00\x00\x00\x00")
                async with asyncio.timeout(PATIENCE_S):
                    while (data := await reader.read(1 << 16)) and b"\x88" not in data:
                        pass
        finally:
            writer.transport.abort()

    def _frame(self) -> bytes:
        chance = self._chance
        kind = chance.random()
        if kind < 0.7:
            payload = bytearray(
                chance.choice(self._honest) if chance.random() < 0.8 else chance.randbytes(chance.randint(1, 40))
            )
            for _ in range(chance.randint(1, 3)):
                payload[chance.randrange(len(payload))] = chance.randrange(256)
            return framed(0x82, bytes(payload))
        if kind < 0.8:
            return chance.choice(
                (
                    framed(0x81, b"\xff\xfe"),  # no UTF-8
                    framed(0x81, b"hello"),
                    framed(0x83, b"x"),  # no such opcode
                    framed(0xF2, b"x"),  # reserved bits
                    framed(0x80, b"x"),  # the rest of nothing
                    framed(0x02, b"\x00\x02") + framed(0x82, b"x"),  # another message within a fragmented one
                    framed(0x09, b"x"),  # a fragmented ping
                    framed(0x89, b"x" * 126),
                    framed(0x88, b"\x03"),
                    framed(0x88, b"\x00\x01x"),
                    b"\x82\x02\x00\x02",  # not masked
                )
            )
        if kind < 0.9:  # longer than it is, or than anything may be
            return (
                bytes((0x82, 0xFF)) + chance.choice((1 << 63, 1 << 40, 2_000_000, 5_000)).to_bytes(8, "big") + bytes(4)
            )
        return chance.randbytes(chance.randint(1, 60))


def framed(first: int, payload: bytes) -> bytes:
    """With a mask of zeros."""
    size = len(payload)
    head = bytes((first, 0x80 | size)) if size < 126 else bytes((first, 0xFE)) + size.to_bytes(2, "big")
    return head + bytes(4) + payload


class Partner:
    """An honest member, who types a letter now and then and reads."""

    def __init__(self, socket: ClientConnection) -> None:
        self.page = Page()
        self._socket = socket

    async def read(self) -> None:
        await self._socket.send(create_sync_message(self.page.document))
        async for frame in self._socket:
            if isinstance(frame, bytes) and frame[0] == 0:
                answer = handle_sync_message(frame[1:], self.page.document)
                if answer is not None:
                    await self._socket.send(answer)

    async def type(self, line: str) -> None:
        for update in self.page.type(line):
            await self._socket.send(create_update_message(update))
            await asyncio.sleep(0.02)


async def attacked(
    stage: Stage, workshop: str, group: str, evil: Device, honest: Device, frames: int, seed: int
) -> str:
    """What the partner and a second reader have in the end.  Raises AssertionError."""
    server, path = stage.servers[0], f"/workspace/{workshop}/{group}"
    attackers = [Attacker(server.url, path, cookies_of(evil), Random(seed * 100 + n)) for n in range(AT_ONCE)]

    async def storm(share: float) -> None:
        await asyncio.gather(*(attacker.send(max(1, int(frames * share / AT_ONCE))) for attacker in attackers))

    def opened(site: str) -> connect:
        return connect(
            site.replace("http", "ws", 1) + path,
            additional_headers={"Cookie": cookies_of(honest), "Origin": site},
            compression=None,
            ping_interval=None,
        )

    async with opened(server.url) as here, opened(stage.servers[1].url) as there:
        one, other = Partner(here), Partner(there)
        reading = [asyncio.create_task(each.read()) for each in (one, other)]
        await storm(WARM)
        before = resident_mib(server.pid)
        line, begun, lines = "the partner writes on, line by line", monotonic(), 0
        storming = asyncio.create_task(storm(1 - WARM))
        while not storming.done() or lines == 0:
            await one.type(f"{lines} {line}")
            lines += 1
        await storming
        end = monotonic() + 30
        while not all(f"{n} {line}" in other.page.text for n in range(lines)) or one.page.text != other.page.text:
            assert monotonic() < end, f"not all {lines} lines of the partner arrived"
            assert not any(task.done() for task in reading), "an honest member was sent away"
            await asyncio.sleep(0.05)
        grown = resident_mib(server.pid) - before
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
    said = server.last_words(10_000_000)
    for wrong in ("Traceback", " ERROR "):
        assert wrong not in said, said[said.index(wrong) - 500 :][:6000]
    assert grown < GROWTH_MIB, f"the server grew by {grown:.0f} MiB"
    return (
        f"{frames} frames in {monotonic() - begun:.0f} s: {lines} lines of the partner arrived, {grown:.1f} MiB grown"
    )


def resident_mib(pid: int) -> float:
    """Of the process that serves: the guard is its parent until it becomes it."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def main(frames: int, seed: int) -> int:
    os.environ.pop("GESPANN_DEBUG", None)
    async with Stage(workers=False) as stage:
        workshop, group, evil, honest = await seated(stage)
        print(await attacked(stage, workshop, group, evil, honest, frames, seed))
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.hostile", description=__doc__.partition("\n")[0])
    parser.add_argument("--frames", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(asyncio.run(main(**vars(parser.parse_args()))))
