"""Workshops, facilitators, presence, limits."""

import asyncio

from msgspec.structs import replace
from redis.asyncio import Redis

from server.core.commands import ChangeDesign
from server.core.ids import FacilitatorId, GroupId, PersonId, PlaceId, TaskId, TextId, WorkshopId
from server.core.people import Brochure, PlaceName, TaskText
from server.core.state import Place, Task
from server.store import keys
from server.store.ports import Edition
from server.store.store import Store, open_store

W, V = WorkshopId("w1"), WorkshopId("w2")
P = PersonId("p1")
AT = 1_700_000_000_000
BROCHURE = Brochure(
    "Title", "Fay", (TaskText(TaskId("t"), "Cook", "**Do**", ("a", "b")),), (PlaceName(PlaceId("x"), "Window"),)
)


async def test_a_code_belongs_to_the_first_who_claims_it(store: Store) -> None:
    assert await store.workshops.code(W) is None
    assert await store.workshops.claim_code("ABCD2345", W)
    assert not await store.workshops.claim_code("ABCD2345", V)
    assert await store.workshops.claim_code("ABCD2345", W)
    assert await store.workshops.by_code("ABCD2345") == W
    assert await store.workshops.code(W) == "ABCD2345"
    for unknown in ("ABCD2346", "", "*", "x" * 5000, "{s1}:due"):
        assert await store.workshops.by_code(unknown) is None


async def test_a_workshops_words(store: Store) -> None:
    assert await store.workshops.brochure(W) is None
    await store.workshops.put_brochure(W, BROCHURE)
    assert await store.workshops.brochure(W) == BROCHURE
    await store.workshops.put_text(W, TextId("t1"), "an idea – «ü»\n🙂")
    await store.workshops.put_text(W, TextId("t2"), "")
    assert await store.workshops.texts(W) == {TextId("t1"): "an idea – «ü»\n🙂", TextId("t2"): ""}
    await store.workshops.put_body(W, TextId("t1"), "# More\n…")
    await store.workshops.put_body(W, TextId("t2"), "words")
    assert await store.workshops.bodies(W, [TextId("t1"), TextId("t9")]) == {TextId("t1"): "# More\n…"}
    assert await store.workshops.bodies(W, []) == {}
    await store.workshops.drop_texts(W, [TextId("t1"), TextId("t9")])
    await store.workshops.drop_texts(W, [])
    assert await store.workshops.texts(W) == {TextId("t2"): ""}
    assert await store.workshops.bodies(W, [TextId("t1"), TextId("t2")]) == {TextId("t2"): "words"}
    assert await store.workshops.texts(V) == {}


async def test_w11_of_several_who_change_the_words_one_is_in_time(store: Store) -> None:
    assert await store.workshops.edition(W) is None
    await store.workshops.put_brochure(W, BROCHURE)
    assert await store.workshops.edition(W) == Edition(BROCHURE, None)
    words = [replace(BROCHURE, title=f"Title {number}") for number in range(5)]
    change = ChangeDesign(1, (Place(PlaceId("x")),), (Task(TaskId("t"), 2, 5),))
    taken = await asyncio.gather(*(store.workshops.change_brochure(W, each, change) for each in words))
    assert sorted(taken) == [False] * 4 + [True]
    won = words[taken.index(True)]
    assert await store.workshops.edition(W) == Edition(won, change)
    assert await store.workshops.change_brochure(W, won, change), "the first reply may have been lost"
    assert not await store.workshops.change_brochure(W, won, replace(change, places=()))
    assert await store.workshops.change_brochure(W, BROCHURE, replace(change, edition=2))
    assert not await store.workshops.change_brochure(W, won, change), "late"
    assert await store.workshops.brochure(W) == BROCHURE
    assert await store.redis.ttl(keys.words(W)) > 0


async def test_an_address_is_one_facilitator(store: Store) -> None:
    ids = await asyncio.gather(*(store.facilitators.by_address(spelled) for spelled in ("Fay@X.org", "fay@x.org ") * 9))
    assert len(set(ids)) == 1
    assert (await store.facilitators.address(ids[0]) or "").casefold().strip() == "fay@x.org"
    assert await store.facilitators.by_address("gus@x.org") != ids[0]
    assert await store.facilitators.address(FacilitatorId("nobody")) is None


async def test_a_sign_in_is_spent_once(store: Store) -> None:
    fay = await store.facilitators.by_address("fay@x.org")
    secret = await store.facilitators.mint_sign_in(fay, AT)
    assert await store.facilitators.peek_sign_in(secret)
    assert await store.facilitators.peek_sign_in(secret)
    spent = await asyncio.gather(*(store.facilitators.spend_sign_in(secret) for _ in range(20)))
    assert [who for who in spent if who] == [fay]
    assert not await store.facilitators.peek_sign_in(secret)
    assert await store.facilitators.spend_sign_in("guess") is None


async def test_a_sign_in_ends_after_its_minutes(store: Store, fresh_valkey: str) -> None:
    fay = await store.facilitators.by_address("fay@x.org")
    await store.facilitators.mint_sign_in(fay, AT, minutes=15)
    async with Redis.from_url(fresh_valkey) as redis:
        [key] = [key async for key in redis.scan_iter("{f}:signin:*")]
        assert 14 * 60 < await redis.ttl(key) <= 15 * 60


async def test_a_session_lasts_until_it_is_closed(store: Store) -> None:
    fay = await store.facilitators.by_address("fay@x.org")
    secret = await store.facilitators.open_session(fay, AT)
    assert await store.facilitators.session(secret) == fay
    assert await store.facilitators.session(secret + "x") is None
    await store.facilitators.close_session(secret)
    assert await store.facilitators.session(secret) is None


async def test_workshops_of_a_facilitator_newest_first(store: Store) -> None:
    fay = await store.facilitators.by_address("fay@x.org")
    await store.facilitators.add_workshop(fay, W, AT)
    await store.facilitators.add_workshop(fay, V, AT + 1)
    await store.facilitators.add_workshop(fay, V, AT + 1)
    assert await store.facilitators.workshops(fay) == [V, W]
    assert await store.facilitators.workshops(FacilitatorId("nobody")) == []


async def test_presence_remembers_the_last_beat_and_forgets_by_itself(fresh_valkey: str) -> None:
    clock = AT
    async with await open_store(fresh_valkey, lambda: clock) as store:
        await store.presence.beat(W, P, AT)
        await store.presence.beat(W, GroupId("r1g0"), AT + 1)
        await store.presence.beat(W, P, AT - 500)
        assert await store.presence.seen(W) == {"p1": AT, "r1g0": AT + 1}
        clock = AT + 20 * 60_000
        assert await store.presence.seen(W) == {}


async def test_presence_has_the_last_word_on_marked_ideas(store: Store) -> None:
    assert await store.presence.marked(W) == {}
    await store.presence.mark(W, GroupId("r1g0"), 2)
    await store.presence.mark(W, GroupId("r1g1"), 1)
    await store.presence.mark(W, GroupId("r1g0"), 0)
    assert await store.presence.marked(W) == {"r1g0": 0, "r1g1": 1}
    assert await store.presence.marked(V) == {}


async def test_a_limit_lets_so_many_through_and_not_one_more(store: Store) -> None:
    answers = await asyncio.gather(*(store.limits.hit("code:seat", 5, 60) for _ in range(12)))
    assert sorted(answers) == [False] * 7 + [True] * 5
    assert await store.limits.hit("code:other", 5, 60)


async def test_a_limits_window_ends(store: Store, fresh_valkey: str) -> None:
    assert await store.limits.hit("sign-in:fay@x.org", 1, 3600)
    assert not await store.limits.hit("sign-in:fay@x.org", 1, 3600)
    async with Redis.from_url(fresh_valkey) as redis:
        [key] = [key async for key in redis.scan_iter()]
        assert b"fay" not in key
        assert 3590 < await redis.ttl(key) <= 3600
        await redis.pexpireat(key, 1)  # long ago
    assert await store.limits.hit("sign-in:fay@x.org", 1, 3600)


async def test_the_mail_server_is_away_since_the_first_try_that_failed(store: Store) -> None:
    assert await store.mail_server.away_since() is None
    await store.mail_server.is_away(AT)
    await store.mail_server.is_away(AT + 15_000)
    assert await store.mail_server.away_since() == AT
    await store.mail_server.answers()
    await store.mail_server.answers()
    assert await store.mail_server.away_since() is None
