"""How errands are written: into a shard's outbox when they are for now, among its due ones when they are for later.

An errand that names its own instant (`CloseLater`) is kept by everything but that instant, so that a later one replaces
it; the instant comes back from the score.
"""

from typing import Final

import msgspec
from msgspec.structs import replace

from server.core.errands import AnyErrand, CloseLater, SendSignIn
from server.store import keys

_DECODER: Final = msgspec.json.Decoder(AnyErrand)

FIELD: Final = "e"
"""Of an entry in the outbox: the errand as JSON."""
FIELD_AT: Final = "at"
"""Of an entry that was due: the instant, milliseconds."""


def shard_of(errand: AnyErrand) -> int:
    return keys.shard(errand.facilitator if isinstance(errand, SendSignIn) else errand.workshop)


def identity(errand: AnyErrand) -> bytes:
    """The same for two errands of which the later replaces the earlier."""
    return msgspec.json.encode(replace(errand, at=0) if isinstance(errand, CloseLater) else errand)


def outbox_args(errands: tuple[AnyErrand, ...]) -> list[str | bytes | int]:
    """For `WRITE_ERRANDS`: instant ('' for now) and errand, one after the other."""
    args: list[str | bytes | int] = []
    for errand in errands:
        args += [errand.at if isinstance(errand, CloseLater) else "", identity(errand)]
    return args


def decode(fields: dict[bytes, bytes]) -> AnyErrand:
    """Raises msgspec.DecodeError for an errand of a newer version."""
    errand = _DECODER.decode(fields[FIELD.encode()])
    at = fields.get(FIELD_AT.encode())
    return replace(errand, at=int(at)) if at is not None and isinstance(errand, CloseLater) else errand


WRITE_ERRANDS: Final = """
local function write_errands(outbox, due, first)
  for i = first, #ARGV, 2 do
    if ARGV[i] == '' then
      redis.call('XADD', outbox, '*', 'e', ARGV[i + 1])
    else
      redis.call('ZADD', due, ARGV[i], ARGV[i + 1])
    end
  end
end
"""
"""Lua for the scripts that hand over errands in the same transition: `first` is where they start in ARGV."""
