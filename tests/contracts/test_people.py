"""Profiles, addresses, answers, seats and links: found by whoever may, gone when erased, ended by themselves."""

import asyncio

import pytest
from redis.asyncio import Redis

from server.core.followup.exchange import Offer, Sealed
from server.core.ids import GroupId, PersonId, TextId, WorkshopId
from server.core.people import Address, Profile, Reflection
from server.store import keys
from server.store.keys import DAY_S
from server.store.ports import FOLLOW_UP, UNSUBSCRIBE, Standing
from server.store.store import Store
from server.store.tokens import mark

W, P, Q = WorkshopId("w1"), PersonId("p1"), PersonId("p2")
AT = 1_700_000_000_000
PROFILE = Profile(name="Ada", level=3, langs=("de", "en"), not_with=(Q,))
ADDRESS = Address("ada@example.org", confirmed_at=AT)


async def test_what_was_put_is_found(store: Store) -> None:
    assert await store.people.profiles(W) == {}
    assert await store.people.profile(W, P) is None
    assert await store.people.address(W, P) is None
    assert await store.people.reflection(W, P) is None
    await store.people.put_profile(W, P, PROFILE)
    await store.people.put_profile(W, Q, Profile(name="Bea"))
    await store.people.put_address(W, P, ADDRESS)
    await store.people.put_reflection(W, P, Reflection(learned=5, line="yes"))
    assert await store.people.profiles(W) == {P: PROFILE, Q: Profile(name="Bea")}
    assert await store.people.profile(W, P) == PROFILE
    assert await store.people.address(W, P) == ADDRESS
    assert await store.people.reflection(W, P) == Reflection(learned=5, line="yes")
    await store.people.put_address(W, P, None)
    assert await store.people.address(W, P) is None
    assert await store.people.profile(W, P) == PROFILE


async def test_what_somebody_thought_alone_is_kept_by_group_and_goes_with_them(store: Store) -> None:
    one, other = GroupId("r1g0"), GroupId("r2g0")
    await store.people.put_thought(W, P, one, "# Mine\n…")
    await store.people.put_thought(W, Q, one, "Other")
    await store.people.put_thought(W, Q, one, "Yours")
    assert await store.people.thoughts(W, [P, Q], one) == {P: "# Mine\n…", Q: "Yours"}
    assert await store.people.thoughts(W, [P, Q], other) == {}
    await store.people.put_thought(W, Q, one, "")
    await store.people.erase(W, P)
    await store.people.put_thought(W, P, one, "late")
    assert await store.people.thoughts(W, [P, Q], one) == {}


async def test_a_seat_is_resumed_by_each_of_its_secrets_and_by_nothing_else(store: Store) -> None:
    await store.people.put_profile(W, P, PROFILE)
    first, second = await store.people.mint_seat(W, P), await store.people.mint_seat(W, P)
    assert first.startswith("w1.p1.")
    assert first != second
    assert await store.people.seat(first) == await store.people.seat(second) == (W, P)
    link = await store.people.mint_link(W, P, FOLLOW_UP, ADDRESS.address)
    secret = first.rsplit(".", 1)[1]
    for wrong in ("", ".", "..", "w1.p1.", "w1.p1", f"w1.p2.{secret}", f"w2.p1.{secret}", first + "x", link, "{}.{}.x"):
        assert await store.people.seat(wrong) is None


async def test_a_link_serves_its_purpose_only(store: Store) -> None:
    await store.people.put_address(W, P, ADDRESS)
    secret = await store.people.mint_link(W, P, FOLLOW_UP, ADDRESS.address)
    assert await store.people.link(secret, FOLLOW_UP) == (W, P)
    assert await store.people.link(secret, UNSUBSCRIBE) is None
    assert not await store.people.unsubscribe(secret, AT)
    assert await store.people.seat(secret) is None
    assert not await store.people.confirm(await store.people.mint_seat(W, P), AT)


async def test_a_link_is_of_the_address_it_was_mailed_to(store: Store) -> None:
    await store.people.put_address(W, P, Address("ada@example.org"))
    link = await store.people.mint_link(W, P, FOLLOW_UP, "ada@example.org")
    stop = await store.people.mint_link(W, P, UNSUBSCRIBE, "Ada@example.org")
    await store.people.put_address(W, P, Address("victim@example.org"))
    assert await store.people.link(link, FOLLOW_UP) is None
    assert await store.people.link(stop, UNSUBSCRIBE) == (W, P), "a mail program's one click always works"
    # As if the click and the change had crossed: each says something about its own address only.
    for at in (AT, AT + 1):
        assert await store.people.confirm(link, at)
        assert await store.people.unsubscribe(stop, at)
    assert await store.people.address(W, P) == Address("victim@example.org")
    await store.people.put_address(W, P, Address("ada@example.org"))
    assert await store.people.link(link, FOLLOW_UP) == (W, P)
    assert await store.people.address(W, P) == Address("ada@example.org", AT, AT)


@pytest.mark.parametrize("guess", ["", mark("ada@example.org"), mark("other@example.org")])
async def test_how_somebody_stands_is_what_is_told_one_by_one_whatever_address_was_expected(
    store: Store, guess: str
) -> None:
    nobody = PersonId("p3")
    await store.people.put_profile(W, P, PROFILE)
    await store.people.put_address(W, P, Address("ada@example.org"))
    await store.people.put_address(W, Q, Address("Other@example.org"))
    await store.people.put_asks_later(W, Q, on=False)
    marks = {P: guess, Q: guess, nobody: guess}

    async def told() -> None:
        people = store.people
        for person, standing in (await people.standing(W, marks)).items():
            assert standing == Standing(
                await people.profile(W, person),
                await people.address(W, person),
                await people.reflection(W, person) is not None,
                await people.asks_later(W, person),
                await people.erasures(W),
            )

    await told()
    await store.people.put_reflection(W, P, Reflection(learned=5))
    await store.people.confirm(await store.people.mint_link(W, P, FOLLOW_UP, "ada@example.org"), AT)
    await store.people.unsubscribe(await store.people.mint_link(W, Q, UNSUBSCRIBE, "other@example.org"), AT + 1)
    for address in ("ada@example.org", "other@example.org"):
        await store.people.refuse(address, AT + 2)
    await told()
    await store.people.erase(W, Q)
    await told()
    assert await store.people.standing(W, {}) == {}


async def test_several_links_to_one_address_open_what_each_is_for(store: Store) -> None:
    await store.people.put_address(W, P, ADDRESS)
    one, other = await store.people.mint_links(W, P, [FOLLOW_UP, UNSUBSCRIBE], mark(ADDRESS.address))
    assert await store.people.link(one, FOLLOW_UP) == await store.people.link(other, UNSUBSCRIBE) == (W, P)
    assert await store.people.link(one, UNSUBSCRIBE) is None
    await store.people.erase(W, P)
    [late] = await store.people.mint_links(W, P, [UNSUBSCRIBE], mark(ADDRESS.address))
    assert await store.people.link(late, UNSUBSCRIBE) is None


async def test_links_of_mails_prolong_nothing(store: Store, fresh_valkey: str) -> None:
    await store.people.put_profile(W, P, PROFILE)
    async with Redis.from_url(fresh_valkey) as redis:
        await redis.expire(keys.person(W, P), 1000)
        await redis.expire(keys.people(W), 1000)
        link = await store.people.mint_link(W, P, FOLLOW_UP, "ada@example.org")
        await store.people.confirm(link, AT)
        for key in (keys.person(W, P), keys.people(W), keys.person_keys(W, P)):
            assert 0 < await redis.ttl(key) <= 1000


async def test_e6_a_mail_that_is_owed_later_keeps_the_record_for_as_long(store: Store, fresh_valkey: str) -> None:
    await store.people.put_profile(W, P, PROFILE)
    await store.people.mint_seat(W, P)
    await store.ledger.owe(W, "later:p1", "<1@x>", store.clock() + 42 * DAY_S * 1000)
    await store.ledger.owe(W, "nudge:p1", "<2@x>", store.clock())
    await store.people.put_address(W, P, ADDRESS)
    async with Redis.from_url(fresh_valkey) as redis:
        for key in (keys.person(W, P), keys.people(W), keys.person_keys(W, P)):
            assert (42 + 87) * DAY_S < await redis.ttl(key) <= (42 + 88) * DAY_S


async def test_no_secret_stands_in_the_store(store: Store, fresh_valkey: str) -> None:
    secrets = [await store.people.mint_seat(W, P), await store.people.mint_link(W, P, FOLLOW_UP, "a@b.org")]
    async with Redis.from_url(fresh_valkey) as redis:
        kept = b"".join([(await redis.dump(key) or b"") + key async for key in redis.scan_iter()])
    for secret in secrets:
        assert secret.rsplit(".", 1)[1].encode() not in kept


async def test_everything_of_a_person_ends_by_itself(store: Store, fresh_valkey: str) -> None:
    await store.people.put_profile(W, P, PROFILE)
    await store.people.mint_seat(W, P)
    await store.relations.offer(W, P, Q, Offer(mail="ada@example.org"), AT)
    await store.workshops.put_text(W, TextId("t"), "words")
    async with Redis.from_url(fresh_valkey) as redis:
        ends = {key.decode(): await redis.ttl(key) async for key in redis.scan_iter()}
    assert ends
    assert all(87 * DAY_S < ttl <= 88 * DAY_S for key, ttl in ends.items() if ":log" not in key), ends


async def test_erasing_leaves_nothing_and_cannot_be_undone_by_what_comes_late(store: Store, fresh_valkey: str) -> None:
    await store.people.put_profile(W, P, PROFILE)
    await store.people.put_address(W, P, ADDRESS)
    await store.people.put_reflection(W, P, Reflection(line="mine"))
    seat, link = await store.people.mint_seat(W, P), await store.people.mint_link(W, P, FOLLOW_UP, ADDRESS.address)
    await store.presence.beat(W, P, AT)
    await store.relations.offer(W, P, Q, Offer(mail="ada@example.org"), AT)
    await store.relations.offer(W, PersonId("p3"), P, Offer(mail="cid@example.org"), AT)
    await store.people.put_profile(W, Q, Profile(name="Bea"))

    await store.people.erase(W, P)
    await store.people.erase(W, P)

    await store.people.put_profile(W, P, PROFILE)
    await store.people.put_address(W, P, ADDRESS)
    late = await store.people.mint_seat(W, P)
    await store.people.confirm(link, AT)
    assert not await store.relations.offer(W, P, Q, Offer(mail="ada@example.org"), AT)
    assert await store.people.profiles(W) == {Q: Profile(name="Bea")}
    assert await store.people.address(W, P) is None
    assert await store.people.reflection(W, P) is None
    for secret in (seat, late, link):
        assert await store.people.seat(secret) is None
    assert await store.people.link(link, FOLLOW_UP) is None
    assert await store.relations.relation(W, P, Q) == Sealed()
    async with Redis.from_url(fresh_valkey) as redis:
        everything = b"".join([await redis.dump(key) or b"" async for key in redis.scan_iter()])
        left = [key.decode() async for key in redis.scan_iter(f"{keys.person(W, P)}*")]
    assert left == []
    assert b"ada@example.org" not in everything
    assert b"Ada" not in everything


async def test_erasing_while_offers_arrive_leaves_none(store: Store) -> None:
    others = [PersonId(f"q{number}") for number in range(30)]
    await asyncio.gather(
        *(store.relations.offer(W, P, other, Offer(mail="ada@example.org"), AT) for other in others[:15]),
        store.people.erase(W, P),
        *(store.relations.offer(W, P, other, Offer(mail="ada@example.org"), AT) for other in others[15:]),
    )
    for other in others:
        assert await store.relations.relation(W, P, other) == Sealed()
