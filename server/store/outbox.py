"""The outbox: a stream of errands per shard, read by one consumer group; at least once, until acknowledged."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from redis.exceptions import ResponseError

from server.core.errands import AnyErrand
from server.store import errands as writing
from server.store import keys
from server.store.connection import ANSWER_S, Client, Command

logger = logging.getLogger(__name__)

GROUP: Final = "relay"
ABANDONED_MS: Final = 60_000
"""An errand that its taker has not acknowledged for this long is given to somebody else."""
LONGEST_BLOCK_MS: Final = int(ANSWER_S * 1000) - 2000
"""A blocking read must come back before we give up on it."""

# Race closed: a relay that is slow (not dead) acknowledges what another has taken over and acknowledged: XACK and XDEL
# of an id that is gone do nothing, so acknowledging twice is harmless.
_DONE: Final = """
redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
return redis.call('XDEL', KEYS[1], unpack(ARGV, 2))
"""

Ticketed = list[tuple[str, AnyErrand]]


class RedisOutbox:
    """A repeated `put` (its reply was lost) doubles an errand; whoever runs it finds the second time nothing to do."""

    def __init__(self, client: Client, abandoned_ms: int = ABANDONED_MS) -> None:
        self._client = client
        self._abandoned_ms = abandoned_ms
        self._done = client.script(_DONE)
        self._looked_at: float | None = None

    async def put(self, errands: Sequence[AnyErrand]) -> None:
        await self._client.many(
            ("XADD", keys.outbox(writing.shard_of(errand)), "*", writing.FIELD, msgspec.json.encode(errand))
            for errand in errands
        )

    async def take(self, consumer: str, count: int = 50, block_ms: int = 2000, *, again: bool = False) -> Ticketed:
        """`count` is meant for all shards together; at least one of each is offered."""
        while True:
            try:
                if again:
                    return await self._read(consumer, count, "0")
                taken = await self._abandoned(consumer, count)
                return taken or await self._read(consumer, count, ">", min(block_ms, LONGEST_BLOCK_MS))
            except ResponseError as error:
                if "NOGROUP" not in str(error):
                    raise
                # The first start, or a store that was restored from elsewhere.
                await self._make_groups()

    async def done(self, tickets: Sequence[str]) -> None:
        by_shard: dict[int, list[str]] = {}
        for ticket in tickets:
            shard, _, id = ticket.partition(":")
            by_shard.setdefault(int(shard), []).append(id)
        for number, ids in by_shard.items():
            await self._done([keys.outbox(number)], [GROUP, *ids])

    async def _abandoned(self, consumer: str, count: int) -> Ticketed:
        """Looks twice per period only: a look costs a command per shard."""
        now = asyncio.get_running_loop().time()
        if self._looked_at is not None and now - self._looked_at < self._abandoned_ms / 2000:
            return []
        share = max(1, count // keys.SHARDS)
        commands: list[Command] = [
            ("XAUTOCLAIM", keys.outbox(shard), GROUP, consumer, self._abandoned_ms, "0-0", "COUNT", share)
            for shard in range(keys.SHARDS)
        ]
        taken: Ticketed = []
        for shard, answer in enumerate(await self._client.many(commands)):
            taken += _ticketed(shard, answer[1])
        # As long as some turn up, the next call looks again.
        self._looked_at = None if taken else now
        return taken

    async def _read(self, consumer: str, count: int, position: str, block_ms: int = 0) -> Ticketed:
        """New errands (">"), or the consumer's own unacknowledged ones ("0"): one command over all shards; on a cluster
        it would be one per node.
        """
        shards = {keys.outbox(shard).encode(): shard for shard in range(keys.SHARDS)}
        share = max(1, count // keys.SHARDS)
        blocking: tuple[str | int, ...] = ("BLOCK", block_ms) if block_ms > 0 else ()
        positions = [position] * len(shards)
        answer = await self._client.alone(
            "XREADGROUP", "GROUP", GROUP, consumer, "COUNT", share, *blocking, "STREAMS", *shards, *positions
        )
        taken: Ticketed = []
        for stream, entries in answer or ():
            taken += _ticketed(shards[stream], entries)
        return taken

    async def _make_groups(self) -> None:
        for shard in range(keys.SHARDS):
            try:
                await self._client.do("XGROUP", "CREATE", keys.outbox(shard), GROUP, "0", "MKSTREAM")
            except ResponseError as error:
                if not str(error).startswith("BUSYGROUP"):
                    raise


def _ticketed(shard: int, entries: Sequence[tuple[bytes, Mapping[bytes, bytes] | None]]) -> Ticketed:
    taken: Ticketed = []
    for id, fields in entries:
        if not fields:
            continue  # deleted since: acknowledged by its first taker after all
        try:
            taken.append((f"{shard}:{id.decode()}", writing.decode(dict(fields))))
        except msgspec.DecodeError:
            # Written by a newer version, which is being rolled out or was rolled back: it stays for who understands it.
            logger.exception("errand %s of shard %d is not understood and stays", id.decode(), shard)
    return taken
