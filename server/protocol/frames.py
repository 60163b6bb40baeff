"""A message on its way out: encoded once, framed once, the same bytes for everybody (RFC 6455, section 5.2)."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import msgspec

TEXT, BINARY = 0x1, 0x2
FIN = 0x80
MAX_WAITING = 512 * 1024
"""Bytes that may wait for one slow reader.  One message is always accepted, whatever its size."""

TOO_SLOW = 4408
MALFORMED = 4400
TOO_MANY = 4429
NOT_SIGNED_IN = 4401
TOO_LARGE = 4413
UNKNOWN = 4404
TRY_LATER = 1013
BROKEN = 1011

_json = msgspec.json.Encoder()

Hear = Callable[[str | bytes], None]
"""Is called with each message in order, text as str and binary as bytes, and does not wait."""


class Frame:
    """One message for any number of peers.  The bytes are made at first use and kept as long as the frame."""

    __slots__ = ("_wire", "payload", "text")

    def __init__(self, payload: bytes, *, text: bool) -> None:
        self.payload = payload
        self.text = text
        self._wire: bytes | None = None

    @classmethod
    def json(cls, message: Any) -> "Frame":
        return cls(_json.encode(message), text=True)

    @classmethod
    def binary(cls, payload: bytes) -> "Frame":
        return cls(payload, text=False)

    @property
    def wire(self) -> bytes:
        """As a server sends it: unmasked, one fragment, no extension."""
        if self._wire is None:  # `cached_property` takes a lock for it before Python 3.12
            self._wire = self._framed()
        return self._wire

    def _framed(self) -> bytes:
        head = FIN | (TEXT if self.text else BINARY)
        size = len(self.payload)
        if size < 126:
            return bytes((head, size)) + self.payload
        if size < 1 << 16:
            return bytes((head, 126)) + size.to_bytes(2, "big") + self.payload
        return bytes((head, 127)) + size.to_bytes(8, "big") + self.payload


class Peer(Protocol):
    """The other end of one connection.  Neither method waits or raises, whatever state the connection is in."""

    def send(self, frame: Frame) -> None:
        """In order.  A peer for whom more than MAX_WAITING bytes wait is dropped with 4408 instead."""

    def close(self, code: int, reason: str = "") -> None:
        """Nothing is sent afterwards."""


class Connection(Peer, Protocol):
    """A peer together with what it sends."""

    def listen(self, hear: Hear) -> Awaitable[None]:
        """Ends when either side has hung up and the last words are out; for once.  Raises what `hear` raises."""
