"""Names of keys: stable, sharded by workshop, and none without an end that is not declared."""

import inspect
from typing import Any

import pytest
from redis.asyncio import Redis

from server.core.errands import PlanFollowUp, SendMail, SendSignIn
from server.core.ids import FacilitatorId, GroupId, PersonId, WorkshopId
from server.core.people import Profile
from server.store import errands, keys
from server.store.store import Store
from tests.conftest import undeclared_keys

W, A, B = WorkshopId("w1"), PersonId("a"), PersonId("b")


def test_the_shard_of_a_workshop_is_the_same_for_ever() -> None:
    """Another answer would look for every workshop that exists in another place."""
    assert [keys.shard(f"w{number}") for number in range(8)] == [2, 4, 14, 8, 11, 13, 7, 1]
    assert {keys.shard(f"w{number}") for number in range(400)} == set(range(keys.SHARDS))


def test_all_keys_of_a_workshop_share_its_shard() -> None:
    names = [
        keys.log(W),
        keys.commands(W),
        keys.words(W),
        keys.texts(W),
        keys.bodies(W),
        keys.people(W),
        keys.erased(W),
        keys.presence(W),
        keys.marked(W),
        keys.pictures(W),
        keys.person(W, A),
        keys.person_keys(W, A),
        keys.partners(W, A),
        keys.relation(W, A, B),
        keys.document(W, GroupId("r1g0")),
        keys.snapshot(W, GroupId("r1g0")),
        keys.dropped(W),
        keys.mails(W),
        keys.mail(W, "k"),
        keys.outbox(keys.shard(W)),
        keys.due(keys.shard(W)),
    ]
    assert len(set(names)) == len(names)
    assert {name.split(":", 1)[0] for name in names} == {keys.tag(keys.shard(W))}
    assert errands.shard_of(PlanFollowUp(W)) == errands.shard_of(SendMail(W, "k")) == keys.shard(W)
    assert errands.shard_of(SendSignIn(FacilitatorId("f"), "en", 0)) == keys.shard("f")


def test_a_relation_has_one_key_whoever_asks() -> None:
    assert keys.relation(W, A, B) == keys.relation(W, B, A)


@pytest.mark.parametrize("name", ["", "a.b", "a:b", "{s1}", "a" * 65, "ä", "a\n", "a b"])
def test_what_cannot_be_an_id_is_told(name: str) -> None:
    assert not keys.proper(name)


async def test_e7_the_checker_finds_what_nobody_declared_and_what_lives_too_long(
    store: Store, fresh_valkey: str
) -> None:
    async with Redis.from_url(fresh_valkey, protocol=2) as redis:
        await store.outbox.put([PlanFollowUp(W)])
        await store.due.put(PlanFollowUp(W), 1)
        await store.people.put_profile(W, A, Profile("Ada"))
        assert await undeclared_keys(redis) == []
        await redis.set("{s1}:w:w1:forgotten", "", ex=10)
        await redis.persist(keys.person(W, A))
        await redis.expire(keys.people(W), keys.Retention().personal_s + keys.LATEST_MAIL_S + 10)
        wrong = ["{s1}:w:w1:forgotten", keys.people(W), keys.person(W, A)]
        assert await undeclared_keys(redis) == sorted(wrong)
        await redis.delete(*wrong)


@pytest.mark.parametrize("people", [3, 60, 400])
@pytest.mark.parametrize("exchange", [1, 14, 90])
def test_e6_the_backstop_comes_after_every_promised_day(people: int, exchange: int) -> None:
    kept = keys.Retention(people, exchange_days=exchange)
    purged, counted = exchange + people, 2 * exchange  # days after the close, shortly before which all may be written
    assert kept.personal_s >= (max(purged, counted) + keys.BACKSTOP_DAYS) * keys.DAY_S


def test_e7_every_key_that_can_be_spelled_is_declared_once() -> None:
    who: dict[str, Any] = {
        "id": W,
        "who": A,
        "one": A,
        "other": B,
        "group": GroupId("r1g0"),
        "key": "after:a:mark",
        "number": 3,
        "picture": "p1",
    }
    who |= {"spelled": "ABCD2345", "subject": "s", "secret": "s", "address": "a@x.org", "mark": "m"}
    exempt = {"proper", "shard", "tag", "workshop", "changed", "document_changed"}
    spelled = [
        made(**{name: who[name] for name in inspect.signature(made).parameters})
        for name, made in inspect.getmembers(keys, inspect.isfunction)
        if made.__module__ == keys.__name__ and name not in exempt
    ]
    assert len(spelled) > 20
    for name in spelled:
        assert sum(pattern.fullmatch(name) is not None for pattern, _ in keys.DECLARED) == 1, name
