"""What an operator sees of the machinery: numbers and kinds, no name and no address (rule E10).

{f}:workers    string   what the workers last said of RQ    SEEN_S
"""

import re
from collections import Counter
from typing import Final

import msgspec
from msgspec import Struct

from server.core.ids import WorkshopId
from server.store import keys
from server.store.ports import Mail
from server.store.store import Store

SEEN_S: Final = 60
"""Workers that have said nothing for so long do not run."""
LATE_MS: Final = 60_000


class Workers(Struct, frozen=True, rename="camel"):
    """RQ, as the workers see it."""

    at: int
    running: int
    queued: int
    failed_jobs: int
    """Of the last day; what they were for is rung for again by itself."""


class Failure(Struct, frozen=True, rename="camel"):
    """Mails that were given up, by kind."""

    kind: str
    count: int


class Overview(Struct, frozen=True, rename="camel"):
    at: int
    workers: Workers | None
    """None: none run."""
    mail_away_since: int | None
    outbox: int
    """Errands that nobody has taken on yet."""
    due: int
    """Errands for later."""
    late: int
    """Of these, what should have been handed over a minute ago."""
    mails: dict[str, int]
    """By state."""
    failures: tuple[Failure, ...]
    """Most first."""
    repeats: int
    """How often a mail was sent again of which nobody knew whether it had arrived (rule M9)."""
    rewrite_waiting: bool
    """Somebody was erased, and the file is not written anew yet."""


def kind_of(line: Mail) -> str:
    """'smtp-451', without the counts of its tries; never an address."""
    return re.split(r" [#?]", line.reason, maxsplit=1)[0] or "unknown"


async def overview(store: Store, at: int) -> Overview:
    """Looks through the ledgers of all workshops."""
    states, failed, repeats = Counter[str](), Counter[str](), 0
    async for workshop in store.mailing():
        for line in await store.ledger.lines(workshop):
            states[line.state] += 1
            repeats += line.repeats
            if line.state == "failed":
                failed[kind_of(line)] += 1
    shards = range(keys.SHARDS)
    outbox = await store.client.many(("XLEN", keys.outbox(shard)) for shard in shards)
    due = await store.client.many(("ZCARD", keys.due(shard)) for shard in shards)
    late = await store.client.many(("ZCOUNT", keys.due(shard), "-inf", at - LATE_MS) for shard in shards)
    return Overview(
        at=at,
        workers=await workers(store),
        mail_away_since=await store.mail_server.away_since(),
        outbox=sum(outbox),
        due=sum(due),
        late=sum(late),
        mails=dict(states),
        failures=tuple(Failure(kind, count) for kind, count in failed.most_common()),
        repeats=repeats,
        rewrite_waiting=await store.rewrites.waiting(),
    )


async def retry(store: Store, kind: str, at: int) -> int:
    """Every mail that failed of this is tried again; how many those are."""
    again = 0
    async for workshop in store.mailing():
        for line in await store.ledger.lines(workshop):
            if line.state == "failed" and kind_of(line) == kind:
                again += await store.ledger.retry(WorkshopId(workshop), line.key, at)
    return again


async def tell(store: Store, seen: Workers) -> None:
    await store.client.do("SET", keys.workers(), msgspec.json.encode(seen), "EX", SEEN_S)


async def workers(store: Store) -> Workers | None:
    told = await store.client.do("GET", keys.workers())
    return None if told is None else msgspec.json.decode(told, type=Workers)
