"""What a batch reads once: never too old, never half of before an erasure and half of after it, and only as much as
is needed.
"""

import pytest
from redis import Redis

from server.core.ids import GroupId, WorkshopId
from server.core.people import Profile
from server.store.documents import RedisDocuments
from tests.workers.conftest import Clock
from tests.workers.scene import JONAS, MARA, OLE
from tests.workers.world import W, settle
from workers.bootstrap import Tools
from workers.mail.library import Library


async def test_a_clock_that_is_set_back_keeps_nothing_fresh(tools: Tools, redis: Redis, clock: Clock) -> None:
    await settle(tools)
    library = Library(tools.store, clock)
    before = await library.words(W)
    clock.pass_(-1)
    assert await library.words(W) is not before


async def test_namesakes_of_whom_one_is_erased_meanwhile_are_still_called_something(
    tools: Tools, redis: Redis, clock: Clock
) -> None:
    """What a mail is made of was read at one time."""
    await settle(tools)
    for namesake in (JONAS, OLE):
        await tools.store.people.put_profile(W, namesake, Profile("Jonas", "de"))
    words = await Library(tools.store, clock).words(W)
    assert words is not None
    known = await words.profiles((JONAS, OLE))
    await tools.store.people.erase(W, OLE)
    assert (await words.called((JONAS, OLE))).keys() == known.keys()


async def test_a_paper_is_read_once_and_kept_without_what_it_was_read_from(
    tools: Tools, redis: Redis, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle(tools)
    real, read = RedisDocuments.load, list[GroupId]()

    async def load(self: RedisDocuments, workshop: WorkshopId, group: GroupId) -> tuple[list[bytes], str]:
        read.append(group)
        return await real(self, workshop, group)

    monkeypatch.setattr(RedisDocuments, "load", load)
    words = await Library(tools.store, clock).words(W)
    assert words is not None
    await words.ahead((MARA, JONAS))
    groups = [group for _, group in words.sat(MARA)]
    for _ in range(2):
        papers = await words.papers(groups)
        await words.ahead((MARA, JONAS))
    assert papers.keys() == {group.id for group in groups}
    assert sorted(read) == sorted(papers)
    assert words._updates == {}
