"""The ledger: a mail is owed once, in one pair of hands at a time, and never forgotten."""

import asyncio
from typing import get_args

import pytest

from server.core.errands import SendMail
from server.core.ids import PersonId, WorkshopId
from server.store.ports import Mail, MailState
from server.store.store import Store

W = WorkshopId("w1")
KEY = "follow-up:p1"
AT = 1_700_000_000_000
LEASE = 60_000


async def rings(store: Store, at: int) -> bool:
    """Whether the mail's doorbell rings by then (and takes it)."""
    await store.due.release(at)
    taken = await store.outbox.take("t", block_ms=0)
    await store.outbox.done([ticket for ticket, _ in taken])
    assert [errand for _, errand in taken] in ([], [SendMail(W, KEY)])
    return bool(taken)


async def test_a_mail_is_owed_once(store: Store) -> None:
    assert await store.ledger.line(W, KEY) is None
    assert await store.ledger.owe(W, KEY, "<1@x>", AT)
    assert not await store.ledger.owe(W, KEY, "<2@x>", AT + 1)
    assert await store.ledger.owe(W, "nudge:p1:p2", "<3@x>", AT + 2)
    line = Mail(KEY, "<1@x>", "queued", AT)
    assert await store.ledger.line(W, KEY) == line
    assert await store.ledger.lines(W) == [line, Mail("nudge:p1:p2", "<3@x>", "queued", AT + 2)]


async def test_many_are_owed_at_once_each_by_itself(store: Store) -> None:
    owed = [(f"nudge:p{n}", f"<{n}@x>", AT + n) for n in range(120)]
    await store.ledger.owe(W, "nudge:p7", "<first@x>", AT)
    for key, reason in (("nudge:p8", "unsubscribed"), ("nudge:p9", "late")):
        await store.ledger.owe(W, key, "<first@x>", AT)
        await store.ledger.settle(W, key, "dropped", reason)
    await store.people.erase(W, PersonId("p10"))
    assert await store.ledger.owe_all(W, owed) == 117
    lines = {line.key: line for line in await store.ledger.lines(W)}
    assert lines.keys() == {key for key, _, _ in owed} - {"nudge:p10"}
    assert lines["nudge:p119"] == Mail("nudge:p119", "<119@x>", "queued", AT + 119)
    assert lines["nudge:p7"] == Mail("nudge:p7", "<first@x>", "queued", AT)
    assert lines["nudge:p8"] == Mail("nudge:p8", "<first@x>", "queued", AT + 8), "the reason has ended"
    assert lines["nudge:p9"].state == "dropped"
    assert await store.ledger.owe_all(W, owed) == 0
    assert await store.ledger.owe_all(W, []) == 0


async def test_the_first_line_that_writes_to_an_unproven_address_stays_the_only_one(store: Store) -> None:
    asked = await asyncio.gather(*(store.ledger.first(W, "mark", f"after:p{n}:mark") for n in range(20)))
    assert len(set(asked)) == 1
    assert await store.ledger.first(W, "mark", "after:late:mark") == asked[0]
    assert await store.ledger.first(W, "other", "after:late:other") == "after:late:other"
    heirs = await asyncio.gather(
        *(store.ledger.first(W, "mark", f"after:h{n}:mark", instead_of=asked[0]) for n in range(20))
    )
    assert len(set(heirs)) == 1
    assert heirs[0] != asked[0]


async def test_it_rings_when_it_is_due_and_not_before(store: Store) -> None:
    await store.ledger.owe(W, KEY, "<1@x>", AT)
    assert not await rings(store, AT - 1)
    assert await rings(store, AT)
    assert not await rings(store, AT)


async def test_who_claims_early_gets_nothing_and_it_rings_again(store: Store) -> None:
    await store.ledger.owe(W, KEY, "<1@x>", AT)
    assert await rings(store, AT)
    assert await store.ledger.claim(W, KEY, AT - 5) is None
    assert await rings(store, AT)
    assert await store.ledger.claim(W, KEY, AT) is not None


async def test_one_of_many_workers_gets_it(store: Store) -> None:
    await store.ledger.owe(W, KEY, "<1@x>", AT)
    claims = await asyncio.gather(*(store.ledger.claim(W, KEY, AT) for _ in range(30)))
    assert [claim for claim in claims if claim] == [Mail(KEY, "<1@x>", "claimed", AT, attempts=1, claimed_at=AT)]


async def test_a_mail_of_a_dead_worker_rings_and_is_claimed_as_in_doubt(store: Store) -> None:
    await store.ledger.owe(W, KEY, "<1@x>", AT)
    assert await rings(store, AT)
    assert await store.ledger.claim(W, KEY, AT, LEASE)
    assert not await rings(store, AT + LEASE - 1)
    assert await store.ledger.claim(W, KEY, AT + LEASE - 1, LEASE) is None
    assert await rings(store, AT + LEASE)
    again = await store.ledger.claim(W, KEY, AT + LEASE, LEASE)
    assert again == Mail(KEY, "<1@x>", "claimed", AT, 2, AT + LEASE, abandoned=1, repeats=1)


@pytest.mark.parametrize("state", ["sent", "failed", "dropped"])
async def test_what_is_settled_for_good_never_rings_again(store: Store, state: MailState) -> None:
    await store.ledger.owe(W, KEY, "<1@x>", AT)
    await store.ledger.claim(W, KEY, AT)
    await store.ledger.settle(W, KEY, state, "why")
    line = await store.ledger.line(W, KEY)
    assert line is not None
    assert (line.state, line.reason) == (state, "why")
    assert await store.ledger.claim(W, KEY, AT + 10 * LEASE) is None
    assert not await rings(store, AT + 10 * LEASE)


async def test_a_retry_waits_for_its_instant(store: Store) -> None:
    await store.ledger.owe(W, KEY, "<1@x>", AT)
    assert await rings(store, AT)
    claimed = await store.ledger.claim(W, KEY, AT, LEASE)
    assert claimed
    await store.ledger.settle(W, KEY, "retry", "greylisted", retry_at=AT + 300_000, attempts=claimed.attempts)
    assert not await rings(store, AT + 299_999)
    assert await store.ledger.claim(W, KEY, AT + 299_999) is None
    assert await rings(store, AT + 300_000)
    again = await store.ledger.claim(W, KEY, AT + 300_000)
    assert again
    assert (again.attempts, again.message_id) == (2, "<1@x>")


async def test_what_is_in_doubt_may_be_claimed_at_once_and_rings_at_the_end_of_its_lease(store: Store) -> None:
    await store.ledger.owe(W, KEY, "<1@x>", AT)
    assert await rings(store, AT)
    await store.ledger.claim(W, KEY, AT, LEASE)
    await store.ledger.settle(W, KEY, "in_doubt", "connection lost after DATA")
    assert await rings(store, AT + LEASE)
    assert await store.ledger.claim(W, KEY, AT + 1) is not None


async def test_who_lost_the_lease_cannot_overrule_but_sent_is_sent(store: Store) -> None:
    await store.ledger.owe(W, KEY, "<1@x>", AT)
    slow = await store.ledger.claim(W, KEY, AT, LEASE)
    heir = await store.ledger.claim(W, KEY, AT + LEASE, LEASE)
    assert slow
    assert heir
    await store.ledger.settle(W, KEY, "failed", attempts=slow.attempts)
    line = await store.ledger.line(W, KEY)
    assert line is not None
    assert line.state == "claimed"
    await store.ledger.settle(W, KEY, "sent", attempts=slow.attempts)
    for state in get_args(MailState):
        await store.ledger.settle(W, KEY, state, attempts=heir.attempts)
        line = await store.ledger.line(W, KEY)
        assert line is not None
        assert line.state == "sent"


async def test_nobody_settles_or_claims_what_was_never_owed(store: Store) -> None:
    await store.ledger.settle(W, KEY, "sent")
    assert await store.ledger.claim(W, KEY, AT) is None
    assert await store.ledger.lines(W) == []
