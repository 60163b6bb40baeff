"""Waiting for something to become true, and saying what did not."""

import asyncio
from collections.abc import Callable


async def eventually(what: Callable[[], object], *, within: float = 30.0) -> None:
    """Waits until `what` answers something true: long enough for a planner that starts cold on a busy machine.

    The failure shows its last answer.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + within
    while not (last := what()):
        if loop.time() > end:
            raise AssertionError(f"did not become true within {within} s: {what!r} answered {last!r}")
        await asyncio.sleep(0.005)
