"""How much of the log one person may fill: what they change is kept for long, and shown to everybody."""

from server.core.commands import SitOut
from server.core.decide import AnyCommand
from server.core.ids import PersonId
from server.protocol.bucket import Bucket

A_SECOND = 2.0
AT_ONCE = 60.0
SITTING_OUT = 10.0
"""What changing one's mind about a round counts: a standing draft is written anew each time."""


class Allowances:
    """Of all sockets of a person in this process together."""

    def __init__(self) -> None:
        self._buckets: dict[PersonId, Bucket] = {}

    def take(self, person: PersonId, command: AnyCommand, at: int) -> bool:
        """False if it is too much."""
        bucket = self._buckets.setdefault(person, Bucket.full(A_SECOND, AT_ONCE, at))
        return bucket.take(at, SITTING_OUT if isinstance(command, SitOut) else 1.0)
