"""A Yjs client as the tests need it: a document, its messages, and a connection that is fed by hand."""

import asyncio
from collections.abc import Callable
from typing import Any

from pycrdt import Doc, Text

from server.protocol.frames import Frame, Hear
from server.workspace.lib0 import Reader, sized, uint


def step_1(doc: Doc[Any]) -> bytes:
    return b"\x00\x00" + sized(doc.get_state())


def step_2(doc: Doc[Text]) -> bytes:
    """All that this document has, as the answer to whoever has nothing."""
    return b"\x00\x01" + sized(doc.get_update())


def update_message(update: bytes) -> bytes:
    return b"\x00\x02" + sized(update)


def awareness_message(client: int, clock: int, json: str) -> bytes:
    return b"\x01" + sized(uint(1) + uint(client) + uint(clock) + sized(json.encode()))


class Writer:
    """A browser: types into its own document, takes in what it is sent."""

    def __init__(self, client: int | None = None) -> None:
        self.doc: Doc[Any] = Doc(client_id=client)
        self.body = self.doc.get("text", type=Text)
        self.awareness: list[bytes] = []
        self.closed: tuple[int, str] | None = None
        self.incoming: asyncio.Queue[bytes | None] = asyncio.Queue()

    # -- the server's side: a Connection -----------------------------------------------------------------------------

    def send(self, frame: Frame) -> None:
        if self.closed is None and (answer := self.take(frame.payload)) is not None:
            self.incoming.put_nowait(answer)

    def close(self, code: int, reason: str = "") -> None:
        self.closed = self.closed or (code, reason)
        self.incoming.put_nowait(None)

    async def listen(self, hear: Hear) -> None:
        while (data := await self.incoming.get()) is not None and self.closed is None:
            hear(data)

    # -- the person's side -------------------------------------------------------------------------------------------

    def leave(self) -> None:
        self.incoming.put_nowait(None)

    @property
    def text(self) -> str:
        return str(self.body)

    def type(self, words: str, at: int | None = None) -> bytes:
        return self.edit(lambda: self.body.insert(len(self.body) if at is None else at, words))

    def edit(self, change: Callable[[], object]) -> bytes:
        before = self.doc.get_state()
        change()
        update: bytes = self.doc.get_update(before)
        self.incoming.put_nowait(update_message(update))
        return update

    def hello(self) -> None:
        self.incoming.put_nowait(step_1(self.doc))

    def say(self, message: bytes) -> None:
        self.incoming.put_nowait(message)

    def take(self, message: bytes) -> bytes | None:
        """Applies a message of the server's; what a browser would answer."""
        reader = Reader(message)
        if reader.uint() == 1:
            self.awareness.append(message)
            return None
        step, body = reader.uint(), reader.bytes()
        if step == 0:
            return b"\x00\x01" + sized(self.doc.get_update(body))
        self.doc.apply_update(body)
        return None
