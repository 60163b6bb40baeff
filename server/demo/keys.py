"""What the supervisor leaves for the server in the data folder: who is signed in, and by which door."""

import os
from pathlib import Path

import msgspec
from msgspec import Struct

FILE = "demo.json"


class Keys(Struct, frozen=True):
    session: str
    door: str
    workshop: str

    @classmethod
    def read(cls, data: Path) -> "Keys":
        return msgspec.json.decode((data / FILE).read_bytes(), type=cls)

    def write(self, data: Path) -> None:
        write_private(data / FILE, msgspec.json.encode(self))


def write_private(path: Path, content: bytes) -> None:
    """Readable by its owner only; whole or not at all."""
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    fresh.replace(path)
