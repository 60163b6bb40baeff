"""What a workshop has to tell its series is learnt with its mails, and not lost with a worker (rules S1, S2)."""

from redis import Redis

from server.core.errands import PlanFollowUp
from server.core.fairness import Counts
from server.core.ids import Mark, PersonId, SeriesId
from server.core.pairing.instance import pair
from tests.workers.scene import JONAS, LEADER, MARA, NOON, OLE, closed
from tests.workers.world import ADDRESSES, W, settle, work
from workers.bootstrap import Tools
from workers.jobs import plan
from workers.outlook import Nothing, Now, Outlook, outlook

S = SeriesId("s")


async def says_yes(tools: Tools, person: PersonId) -> Mark:
    mark = await tools.store.series.mark(S, ADDRESSES[person])
    assert mark
    await tools.store.series.remember(S, mark, NOON)
    return mark


async def look(tools: Tools) -> Outlook:
    return await outlook(tools, PlanFollowUp(W))


async def test_s1_the_errand_of_the_close_comes_back_until_the_series_has_learnt(tools: Tools, redis: Redis) -> None:
    await tools.store.series.open(LEADER, S, "Evenings", W, NOON)
    await settle(tools, closed(series=S))
    await work(tools, redis)
    assert await look(tools) == Nothing(), "all mails are planned, and nobody is to be remembered"

    mara = await says_yes(tools, MARA)
    assert await look(tools) == Now(), "and as often as its job is lost"
    await plan(tools, W)
    assert await look(tools) == Nothing()
    memory = await tools.store.series.memory(S)
    assert memory.counts == {(mara, W): Counts(trios=1)}
    assert memory.met == {}, "the others have not said yes"

    jonas = await says_yes(tools, JONAS)
    await plan(tools, W)
    assert (await tools.store.series.memory(S)).met == {pair(mara, jonas): W}

    await tools.store.series.forget(S, mara)
    assert await look(tools) == Nothing(), "who is forgotten is not learnt again"


async def test_s2_of_an_address_that_no_click_has_proven_nothing_is_learnt(tools: Tools, redis: Redis) -> None:
    await tools.store.series.open(LEADER, S, "Evenings", W, NOON)
    await settle(tools, closed(series=S), confirmed=False)
    marks = [await says_yes(tools, person) for person in (MARA, JONAS, OLE)]
    await work(tools, redis)
    assert (await tools.store.series.memory(S)).counts == {}
    await tools.store.people.recognise(W, OLE, marks[2])
    await plan(tools, W)
    assert (await tools.store.series.memory(S)).counts == {(marks[2], W): Counts(trios=1, left_over=1)}
