"""Simulated people on the shared paper."""

import asyncio
import json
from random import Random
from typing import cast

from msgspec.structs import replace
from websockets.asyncio.client import ClientConnection

from server.demo.cast import crowd
from server.demo.page import Page
from server.demo.participant import Door, Participant
from server.workspace import awareness


class Wire:
    """The socket to the paper: what went over it."""

    def __init__(self) -> None:
        self.typed = asyncio.Event()
        self.sent: list[bytes] = []

    async def send(self, message: bytes) -> None:
        self.sent.append(message)
        if len(self.sent) > 1:
            self.typed.set()


async def test_they_write_under_their_own_name() -> None:
    """Who writes is told before the first letter, as the same client that the letters come from."""
    character = replace(crowd(1, "de", Random(1))[0], pace=0.0)
    someone = Participant("http://localhost", Door("w", "CODE", "de"), character, Random(1))
    someone.views["seat"] = {"person": "p7"}
    someone.started = True
    page, wire = Page(), Wire()
    typing = asyncio.create_task(someone._type(cast("ClientConnection", wire), page))
    try:
        async with asyncio.timeout(30):
            await wire.typed.wait()
    finally:
        typing.cancel()
        await someone.http.aclose()
    kind, length, *payload = wire.sent[0]
    assert (kind, length) == (1, len(payload))
    (state,) = awareness.decode(bytes(payload))
    assert state.client == page.document.client_id
    said = json.loads(state.json)
    assert said["user"] == {"person": "p7"}
    assert said["cursor"]["head"] == {"tname": "text", "assoc": 0}


async def test_who_is_taken_out_goes_and_the_others_stay() -> None:
    """They are asked nothing any more (W12), and what would be refused to one of them would end all."""
    character = crowd(1, "de", Random(1))[0]
    nowhere = Participant("http://127.0.0.1:1", Door("w", "CODE", "de"), character, Random(1))
    nowhere.views["seat"] = {"person": "p7", "removed": True}
    await nowhere.live()
    assert nowhere.http.is_closed
