"""The store does step for step what the pure machine says, whatever the order."""

from random import Random

import pytest

from server.core.followup.exchange import Offer, Relation, Sealed, claimed, forgotten, offered, withdrawn
from server.core.ids import PersonId, WorkshopId
from server.store.store import Store

A, B = PersonId("pa"), PersonId("pb")


@pytest.mark.parametrize("seed", range(6))
async def test_the_store_agrees_with_the_machine(store: Store, seed: int) -> None:
    chance, at = Random(seed), 1_700_000_000_000
    model: Relation
    for number in range(12):
        workshop, model, relations = WorkshopId(f"w{seed}-{number}"), Sealed(), store.relations
        for step in range(12):
            at += chance.randrange(3)
            by, to = chance.sample((A, B), 2)
            match chance.randrange(7):
                case 0 | 1 | 2:
                    offer, until = Offer(mail=f"{by}{step}@example.org"), at + chance.randrange(6)
                    moved = offered(model, by, offer, at, until)
                    assert await relations.offer(workshop, by, to, offer, at, until) == (moved is not None)
                case 3 | 4:
                    declined = chance.random() < 0.5
                    moved = withdrawn(model, by, declined=declined)
                    assert await relations.withdraw(workshop, by, to, declined=declined) == (moved is not None)
                case _:
                    opened = claimed(model, by, to, at)
                    assert await relations.claim(workshop, by, to, at) == opened
                    model = opened or model
                    continue
            model = moved or model
            assert await relations.relation(workshop, A, B) == model
    await store.people.erase(workshop, A)
    if isinstance(model, Sealed):
        assert await store.relations.relation(workshop, A, B) == forgotten(model, A)
