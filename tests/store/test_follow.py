"""Followers are told once too often, never once too little."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from server.core.events import ParticipantJoined
from server.core.ids import PersonId, TextId, WorkshopId
from server.core.people import Address, Profile
from server.store import follow, keys
from server.store.ports import WorkshopNews
from server.store.store import Store, open_store
from tests.store.proxy import proxied

W, V = WorkshopId("w1"), WorkshopId("w2")
P = PersonId("p1")
AT = 1_700_000_000_000


async def until(names: AsyncIterator[WorkshopNews], *wanted: WorkshopId) -> None:
    """Each of them is named, and not for its log alone."""
    missing = set(wanted)
    async with asyncio.timeout(8):
        async for news in names:
            if news.around:
                missing.discard(news.workshop)
            if not missing:
                return


async def quiet(names: AsyncIterator[WorkshopNews], store: Store, after: WorkshopId) -> None:
    """Nothing waits but `after`, which is announced now."""
    await store.redis.publish(keys.changed(after), "")
    async with asyncio.timeout(8):
        assert (await anext(names)).workshop == after


async def test_every_change_names_its_workshop_in_every_process(store: Store, fresh_valkey: str) -> None:
    async with await open_store(fresh_valkey, lambda: AT) as other:
        followers = [one.log.follow() for one in (store, other)]
        for one, names in zip((store, other), followers, strict=True):
            await one.log.subscribe(W)
            await until(names, W)
        await store.log.append(W, 0, "c", AT, [ParticipantJoined(P, late=False)])
        async with asyncio.timeout(8):
            for names in followers:
                assert await anext(names) == WorkshopNews(W, around=False)
        changes = [
            store.people.put_profile(W, P, Profile("Ada")),
            store.people.put_address(W, P, Address("ada@example.org")),
            store.workshops.put_text(W, TextId("t"), "words"),
            store.workshops.claim_code("ABCD2345", W),
            store.presence.beat(W, P, AT),
            store.people.erase(W, P),
        ]
        for change in changes:
            await change
            for names in followers:
                await until(names, W)


async def test_only_subscribed_workshops_are_named(store: Store) -> None:
    names = store.log.follow()
    await store.log.subscribe(W)
    await store.log.subscribe(V)
    await until(names, W, V)
    await store.log.unsubscribe(V)
    await store.redis.publish(keys.changed(V), "")
    await quiet(names, store, W)


async def test_beats_are_no_news(store: Store) -> None:
    names = store.log.follow()
    await store.log.subscribe(W)
    await store.presence.beat(W, P, AT)
    await until(names, W)
    await quiet(names, store, W)
    await store.presence.beat(W, P, AT + 10_000)
    await quiet(names, store, W)
    await store.presence.beat(W, P, AT + 60_000)
    await until(names, W)


async def test_subscribing_again_names_it_again(store: Store) -> None:
    """A second hub in this process must not wait for the confirmation that the first has had."""
    first = store.log.follow()
    await store.log.subscribe(W)
    await until(first, W)
    second = store.log.follow()
    await store.log.subscribe(W)
    await until(second, W)


async def test_a_slow_follower_is_told_once(store: Store) -> None:
    names = store.log.follow()
    await store.log.subscribe(W)
    await until(names, W)
    for _ in range(50):
        await store.redis.publish(keys.changed(W), "")
    await store.log.subscribe(V)
    await until(names, V)
    await quiet(names, store, V)


async def test_after_a_gap_every_subscribed_workshop_is_named(fresh_valkey: str, store: Store) -> None:
    async with proxied(fresh_valkey) as proxy, await open_store(proxy.url, lambda: AT) as far:
        names = far.log.follow()
        await far.log.subscribe(W)
        await far.log.subscribe(V)
        await until(names, W, V)
        await proxy.stop()
        await store.log.append(W, 0, "c", AT, [ParticipantJoined(P, late=False)])
        await proxy.start()
        await until(names, W, V)
        proxy.cut()
        await until(names, W, V)


async def test_a_subscription_made_while_the_store_is_away_stands_when_it_is_back(fresh_valkey: str) -> None:
    async with proxied(fresh_valkey) as proxy:
        await proxy.stop()
        async with await open_store(proxy.url, lambda: AT) as far:
            names = far.log.follow()
            await far.log.subscribe(W)
            await proxy.start()
            await until(names, W)


async def test_a_pulled_cable_is_noticed(fresh_valkey: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "PING_S", 0.05)
    monkeypatch.setattr(follow, "SILENCE_S", 0.15)
    async with proxied(fresh_valkey) as proxy, await open_store(proxy.url, lambda: AT) as far:
        names = far.log.follow()
        await far.log.subscribe(W)
        await until(names, W)
        proxy.deafen()
        await until(names, W)


async def test_following_ends_with_the_store(fresh_valkey: str) -> None:
    async with await open_store(fresh_valkey, lambda: AT) as store:
        names = store.log.follow()
        await store.log.subscribe(W)
        await until(names, W)
    async with asyncio.timeout(5):
        assert [name async for name in names] == []
