"""Sealed offers: opened on two, for good; withdrawn before that, for good."""

import asyncio

import pytest

from server.core.errands import Reveal
from server.core.events import ParticipantRemoved
from server.core.followup.exchange import Offer, Opened, Sealed
from server.core.ids import PersonId, WorkshopId
from server.store.ports import Stale
from server.store.store import Store

W, A, B, C = WorkshopId("w1"), PersonId("pa"), PersonId("pb"), PersonId("pc")
AT = 1_700_000_000_000
MINE, YOURS = Offer(mail="ada@example.org", line="Let's"), Offer(phone="030 123456")


async def reveals(store: Store) -> set[Reveal]:
    errands: set[Reveal] = set()
    while taken := await store.outbox.take("t", block_ms=0):
        for ticket, errand in taken:
            assert isinstance(errand, Reveal)
            errands.add(errand)
            await store.outbox.done([ticket])
    return errands


async def test_one_offer_opens_nothing(store: Store) -> None:
    assert await store.relations.relation(W, A, B) == Sealed()
    assert await store.relations.offer(W, A, B, MINE, AT)
    assert await store.relations.claim(W, A, B, AT) is None
    assert await store.relations.relation(W, B, A) == Sealed({A: MINE})
    assert await reveals(store) == set()


@pytest.mark.parametrize("first", [A, B])
async def test_the_second_offer_asks_for_the_reveal(store: Store, first: PersonId) -> None:
    second = B if first == A else A
    await store.relations.offer(W, first, second, MINE, AT)
    await store.relations.offer(W, second, first, YOURS, AT)
    assert await reveals(store) == {Reveal(W, A, B)}
    opened = Opened(AT + 5, {first: MINE, second: YOURS})
    assert await store.relations.claim(W, B, A, AT + 5) == opened
    assert await store.relations.claim(W, A, B, AT + 9) == opened
    assert await store.relations.relation(W, A, B) == Opened(AT + 5, {first: MINE, second: YOURS})


async def test_two_offers_at_once_ask_for_it_too(store: Store) -> None:
    for number in range(20):
        workshop = WorkshopId(f"w{number}")
        await asyncio.gather(
            store.relations.offer(workshop, A, B, MINE, AT), store.relations.offer(workshop, B, A, YOURS, AT)
        )
    assert {errand.workshop for errand in await reveals(store)} == {f"w{number}" for number in range(20)}


async def test_an_offer_can_be_changed_until_it_is_delivered(store: Store) -> None:
    await store.relations.offer(W, A, B, MINE, AT)
    assert await store.relations.offer(W, A, B, YOURS, AT)
    await store.relations.offer(W, B, A, YOURS, AT)
    await store.relations.claim(W, A, B, AT)
    assert not await store.relations.offer(W, A, B, MINE, AT)
    assert await store.relations.relation(W, A, B) == Opened(AT, {A: YOURS, B: YOURS})


async def test_who_declines_and_who_withdraws_look_the_same_to_the_claim(store: Store) -> None:
    for declined in (True, False):
        await store.relations.offer(W, A, B, MINE, AT)
        await store.relations.offer(W, B, A, YOURS, AT)
        assert await store.relations.withdraw(W, B, A, declined=declined)
        assert await store.relations.claim(W, A, B, AT) is None
        assert await store.relations.relation(W, A, B) == Sealed({A: MINE}, frozenset([B] if declined else []))


async def test_an_offer_after_a_no_counts(store: Store) -> None:
    await store.relations.withdraw(W, A, B, declined=True)
    assert await store.relations.offer(W, A, B, MINE, AT)
    assert await store.relations.relation(W, A, B) == Sealed({A: MINE})


async def test_x5_in_a_trio_each_relation_stands_alone(store: Store) -> None:
    for by, to in ((A, B), (B, A), (A, C)):
        await store.relations.offer(W, by, to, MINE, AT)
    assert await store.relations.claim(W, A, B, AT) is not None
    assert await store.relations.claim(W, A, C, AT) is None
    assert await store.relations.claim(W, B, C, AT) is None


async def test_claiming_and_withdrawing_at_once_have_one_winner(store: Store) -> None:
    for number in range(60):
        workshop = WorkshopId(f"w{number}")
        await store.relations.offer(workshop, A, B, MINE, AT)
        await store.relations.offer(workshop, B, A, YOURS, AT)
        claim = store.relations.claim(workshop, A, B, AT)
        withdrawal = store.relations.withdraw(workshop, B, A, declined=False)
        if number % 2:
            withdrawn, claimed = await asyncio.gather(withdrawal, claim)
        else:
            claimed, withdrawn = await asyncio.gather(claim, withdrawal)
        assert withdrawn == (claimed is None)


async def test_x9_a_claim_that_has_seen_an_older_log_opens_nothing(store: Store) -> None:
    await store.relations.offer(W, A, B, MINE, AT)
    await store.relations.offer(W, B, A, YOURS, AT)
    await store.log.append(W, 0, "removed", AT, (ParticipantRemoved(B),))
    with pytest.raises(Stale):
        await store.relations.claim(W, A, B, AT, seen=0)
    assert isinstance(await store.relations.relation(W, A, B), Sealed)
    assert await store.relations.claim(W, A, B, AT, seen=1) is not None


async def test_nothing_is_delivered_of_somebody_who_was_erased_after_the_claim(store: Store) -> None:
    await store.relations.offer(W, A, B, MINE, AT)
    await store.relations.offer(W, B, A, YOURS, AT)
    await store.relations.claim(W, A, B, AT)
    await store.people.erase(W, A)
    assert await store.relations.claim(W, A, B, AT) is None
    assert await store.relations.relation(W, A, B) == Opened(AT, {B: YOURS})


async def test_x8_the_earliest_time_that_suits_both_is_the_date_and_is_told_once(store: Store) -> None:
    assert await store.relations.pick(W, A, B, frozenset([7])) is None, "sealed"
    await store.relations.offer(W, A, B, MINE, AT)
    await store.relations.offer(W, B, A, YOURS, AT)
    await store.relations.claim(W, A, B, AT)
    await reveals(store)
    first = await store.relations.pick(W, A, B, frozenset([9, 7]))
    assert first == await store.relations.relation(W, A, B) == Opened(AT, {A: MINE, B: YOURS}, {A: (7, 9)})
    assert await reveals(store) == set()
    agreed = await store.relations.pick(W, B, A, frozenset([8, 9, 7]))
    assert agreed is not None
    assert agreed.date == 7
    assert await reveals(store) == {Reveal(W, A, B)}
    assert await store.relations.pick(W, A, B, frozenset([8])) is None, "agreed is agreed"


async def test_two_picks_at_once_make_one_date(store: Store) -> None:
    for number in range(20):
        workshop = WorkshopId(f"w{number}")
        for by, to in ((A, B), (B, A)):
            await store.relations.offer(workshop, by, to, MINE, AT)
        await store.relations.claim(workshop, A, B, AT)
        await asyncio.gather(
            store.relations.pick(workshop, A, B, frozenset([1, 2])),
            store.relations.pick(workshop, B, A, frozenset([2, 3])),
        )
        agreed = await store.relations.relation(workshop, A, B)
        assert isinstance(agreed, Opened)
        assert agreed.date == 2
