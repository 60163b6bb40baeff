"""What a batch reads once: never too old, never half of before an erasure and half of after it, and only as much as
is needed.
"""

from redis import Redis

from tests.workers.conftest import Clock
from tests.workers.world import W, settle
from workers.bootstrap import Tools
from workers.mail.library import Library


async def test_a_clock_that_is_set_back_keeps_nothing_fresh(tools: Tools, redis: Redis, clock: Clock) -> None:
    await settle(tools)
    library = Library(tools.store, clock)
    before = await library.words(W)
    clock.pass_(-1)
    assert await library.words(W) is not before
