"""Several waits for the store at once: with a disk that is synced at every write, the writes of one round share it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from itertools import islice
from typing import TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")

AT_ONCE = 100


async def each(do: Callable[[Given], Awaitable[Result]], over: Iterable[Given]) -> list[Result]:
    """What `do` comes to, in order.  Raises what the first of them raises, after those that were begun have ended."""
    results: list[Result] = []
    over = list(over)
    if len(over) == 1:  # as most often, and a task is dearer than what it waits for
        return [await do(over[0])]
    waiting = iter(over)
    while some := list(islice(waiting, AT_ONCE)):
        for ended in await asyncio.gather(*(do(one) for one in some), return_exceptions=True):
            if isinstance(ended, BaseException):
                raise ended
            results.append(ended)
    return results
