"""What is due is released by itself, and does not wait for the purge."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from redis import Redis

from server.core.errands import PlanFollowUp
from server.core.followup.retention import DAY_MS
from server.store import keys
from tests.live.eventually import eventually
from tests.workers.conftest import Clock
from tests.workers.world import W, settle
from workers import schedule
from workers.bootstrap import Tools


async def test_what_is_due_and_who_has_to_go_are_seen_to_side_by_side(tools: Tools, clock: Clock, redis: Redis) -> None:
    """In one loop everything due would wait until the last of a full room has gone."""

    async def until(loop: Coroutine[Any, Any, None], done: Callable[[], object]) -> None:
        running = asyncio.create_task(loop)
        try:
            await eventually(done)
        finally:
            running.cancel()

    await settle(tools)
    clock.pass_(200 * DAY_MS)
    await tools.store.due.put(PlanFollowUp(W), clock.at)
    await until(schedule.run(tools), lambda: redis.zcard(keys.due(keys.shard(W))) == 0)
    assert redis.scard(keys.people(W)) == 3, "that is the other's to do"
    await until(schedule.purge(tools), lambda: redis.scard(keys.people(W)) == 0)
