"""What a batch reads once: never too old, never half of before an erasure and half of after it, and only as much as
is needed.
"""

from redis import Redis

from server.core.people import Profile
from tests.workers.conftest import Clock
from tests.workers.scene import JONAS, OLE
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
