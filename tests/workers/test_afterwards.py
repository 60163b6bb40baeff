"""What came of a workshop is counted on its days, and stays as it was then (rule E9)."""

from msgspec.structs import replace
from redis import Redis

from server.core import commands as c
from server.core.followup.daytime import DAY_MS
from server.core.followup.exchange import Offer
from server.core.followup.report import Later, Openings
from server.core.ids import PersonId
from server.core.people import Address, Grown
from server.settings import Settings
from server.store import keys
from server.store.ports import GROWN
from server.store.purge import Purger
from tests.core.story import LEAD, Story
from tests.workers.conftest import Clock
from tests.workers.scene import NOON
from tests.workers.world import W, settle, work
from workers.bootstrap import Tools, open_tools

PAIRS = ("ab", "cd", "ef", "gh", "ik", "lm", "no", "pq")


def met(*groups: str) -> Story:
    story = Story()
    story.now = NOON
    story.join(*"".join(groups))
    story.publish(*groups)
    story.send(c.EndRound(1), LEAD)
    story.send(c.CloseWorkshop(), LEAD)
    return story


async def agree(tools: Tools, two: str, first: int, second: int) -> None:
    a, b = map(PersonId, two)
    for who, other, day in ((a, b, first), (b, a, second)):
        at = NOON + day * DAY_MS
        await tools.store.relations.offer(W, who, other, Offer(mail="a@example.org"), at, at + 14 * DAY_MS)
    assert await tools.store.relations.claim(W, a, b, NOON + second * DAY_MS) is not None


async def answer(tools: Tools, *people: str, said: Grown = "yes") -> None:
    for who in map(PersonId, people):
        await tools.store.people.put_address(W, who, Address("ada@example.org"))
        await tools.store.people.grow(await tools.store.people.mint_link(W, who, GROWN, "ada@example.org"), said, NOON)


async def until(
    tools: Tools, redis: Redis, clock: Clock, day: int, ms: int = 0
) -> tuple[Openings | None, Later | None]:
    clock.at = NOON + day * DAY_MS + ms
    await work(tools, redis)
    reports = tools.store.reports
    return await reports.frozen(W, Openings), await reports.frozen(W, Later)


async def test_e9_what_opened_is_counted_on_its_day_and_no_purge_takes_from_it(
    tools: Tools, redis: Redis, clock: Clock
) -> None:
    """Offered on day 13 and answered on day 20 counts; what opens after the day that is named opens, and doesn't."""
    await settle(tools, met(*PAIRS))
    await work(tools, redis)
    for two, days in zip(PAIRS, [(1, 2), (1, 14), (13, 20), (14, 27), (28, 29)], strict=False):
        await agree(tools, two, *days)
    assert await until(tools, redis, clock, 28, -1) == (None, None)
    counted, _ = await until(tools, redis, clock, 28)
    assert counted == Openings(NOON + 28 * DAY_MS, 8, 4, "exact")

    await answer(tools, *"abcde")
    await Purger(tools.store, tools.settings.exchange_ms).purge(NOON + 80 * DAY_MS)
    for relation in redis.scan_iter(f"{keys.workshop(W)}:rel:*"):
        redis.delete(relation)  # as their time to live does
    assert await until(tools, redis, clock, 84, -1) == (counted, None)
    opened, later = await until(tools, redis, clock, 84)
    assert opened == counted
    assert later is not None
    assert (later.n, later.yes) == (5, 5)
    redis.hincrby(keys.grown(W), "no", 3)
    assert await until(tools, redis, clock, 200) == (counted, later)
    assert not redis.zcard(keys.due(keys.shard(W))), "and nobody looks again"


async def test_e9_below_five_groups_and_five_answers_nothing_is_counted_however_late_more_come(
    tools: Tools, redis: Redis, clock: Clock
) -> None:
    await settle(tools, met(*PAIRS[:4]))
    for two in PAIRS[:3]:
        await agree(tools, two, 1, 2)
    await answer(tools, *"abcd")
    assert await until(tools, redis, clock, 28) == (None, None)
    assert await until(tools, redis, clock, 84) == (None, None)
    await answer(tools, "e")
    assert await until(tools, redis, clock, 85) == (None, None)


async def test_e9_whoever_looks_after_a_long_rest_of_the_workers_counts_the_same(
    tools: Tools, redis: Redis, clock: Clock
) -> None:
    await settle(tools, met(*PAIRS))
    for two in PAIRS[:4]:
        await agree(tools, two, 1, 2)
    await answer(tools, *"abcde", said="notYet")
    opened, later = await until(tools, redis, clock, 90)
    assert opened == Openings(NOON + 28 * DAY_MS, 8, 4, "exact")
    assert later is not None
    assert later.not_yet == 5


async def test_e9_the_backstop_waits_for_the_count_however_long_offers_stand(settings: Settings) -> None:
    async with open_tools(replace(settings, exchange_days=90)) as tools:
        assert tools.store.retention.personal_s > 2 * 90 * keys.DAY_S
