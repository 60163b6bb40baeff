"""What was called saved of a text, added up word by word: the reader of `documentSaved` as a client needs it."""

from collections import defaultdict
from typing import Any, Self

from msgspec import Struct
from pycrdt import Doc, Snapshot

from server.workspace.lib0 import Reader


class Extent(Struct, frozen=True):
    """A Yjs snapshot, read."""

    written: dict[int, int]
    deleted: dict[int, set[int]]
    """By client, every single clock."""

    @classmethod
    def of(cls, doc: Doc[Any]) -> Self:
        return cls.read(Snapshot.from_doc(doc).encode())

    @classmethod
    def read(cls, snapshot: bytes) -> Self:
        reader = Reader(snapshot)
        deleted: dict[int, set[int]] = {}
        for _ in range(reader.uint()):
            clocks = deleted.setdefault(reader.uint(), set())
            for _ in range(reader.uint()):
                start, length = reader.uint(), reader.uint()
                clocks.update(range(start, start + length))
        written = {reader.uint(): reader.uint() for _ in range(reader.uint())}
        reader.end()
        return cls(written, deleted)


class Durable:
    def __init__(self) -> None:
        self._written: dict[int, int] = {}
        self._deleted: dict[int, set[int]] = defaultdict(set)

    def add(self, up_to: bytes) -> None:
        said = Extent.read(up_to)
        for client, clock in said.written.items():
            self._written[client] = max(clock, self._written.get(client, 0))
        for client, clocks in said.deleted.items():
            self._deleted[client] |= clocks

    def covers(self, wanted: Extent) -> bool:
        return all(self._written.get(client, 0) >= clock for client, clock in wanted.written.items()) and all(
            clocks <= self._deleted[client] for client, clocks in wanted.deleted.items()
        )

    def extent(self) -> Extent:
        return Extent(self._written.copy(), dict(self._deleted))
