"""The frames that we make are those that a websocket library makes."""

import pytest
from websockets.frames import Frame as TheirFrame
from websockets.frames import Opcode

from server.protocol.frames import Frame


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
@pytest.mark.parametrize("text", [True, False])
def test_the_same_bytes_as_the_library(size: int, text: bool) -> None:
    payload = b"x" * size
    theirs = TheirFrame(Opcode.TEXT if text else Opcode.BINARY, payload).serialize(mask=False)
    assert Frame(payload, text=text).wire == theirs
