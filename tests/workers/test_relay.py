"""What the relay has in its hands when something breaks."""

import asyncio
from pathlib import Path

import pytest
from redis import Redis

from server.store import keys
from tests.browser.stage import until
from tests.workers.world import W, settle
from workers import relay
from workers.bootstrap import Tools
from workers.doorbell import queue


async def test_what_could_not_be_rung_for_is_rung_for_as_soon_as_that_is_possible(
    tools: Tools, redis: Redis, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """RQ's Redis is away when the relay has taken the errand; it does not wait for its own to become abandoned."""
    assert await tools.store.outbox.take("nobody", block_ms=0) == [], "and the streams have readers from here on"
    await settle(tools)
    there = tmp_path / "rq.sock"
    relaying = asyncio.create_task(relay.run(tools, queue(Redis(unix_socket_path=str(there)))))

    async def taken_in_vain() -> bool:
        pending = await tools.store.redis.xpending(keys.outbox(keys.shard(W)), "relay")
        return int(pending["pending"]) > 0 and "away" in caplog.text

    async def rung() -> bool:
        return queue(redis).count > 0

    await until(taken_in_vain, "the relay has it and could not ring", 10)
    there.symlink_to(str(tools.settings.redis_url).removeprefix("unix://"))
    await until(rung, "the doorbell", 10)
    relaying.cancel()
    await asyncio.wait([relaying])
