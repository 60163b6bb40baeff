"""A slow network, for tests that are to show what they did not wait for.

With `GESPANN_TEST_SLOW_MS=800` whatever a page asks to be done reaches the server so much later, the API's answers come
half as much later, and the messages of its sockets so much later in either direction.  `GESPANN_TEST_SLOW_WHO=Mara`
slows down those people alone whose name the pattern fits: so the others' deeds overtake theirs.
"""

import asyncio
import contextlib
import os
import re
from collections import deque
from collections.abc import Awaitable, Callable

from playwright.async_api import BrowserContext, Route, WebSocketRoute
from playwright.async_api import Error as PlaywrightError

SLOW_S = int(os.environ.get("GESPANN_TEST_SLOW_MS", "0")) / 1000
SLOW_WHO = re.compile(os.environ.get("GESPANN_TEST_SLOW_WHO", ""))
SAFE = {"GET", "HEAD"}


async def slow_down(context: BrowserContext, name: str) -> None:
    """All pages of this person's browser, if it is asked for."""
    if not SLOW_S or not SLOW_WHO.search(name):
        return

    async def later(route: Route) -> None:
        asks = route.request.method in SAFE
        with contextlib.suppress(PlaywrightError):  # the page was left meanwhile
            if not asks or "/api/" in route.request.url:
                await asyncio.sleep(SLOW_S / 2 if asks else SLOW_S)
            await route.continue_()

    async def connect(page: WebSocketRoute) -> None:
        await asyncio.sleep(SLOW_S)
        server = page.connect_to_server()
        for source, target in ((page, server), (server, page)):
            _delay(source, target)

    await context.route("**/*", later)
    await context.route_web_socket("**/*", connect)


def _delay(source: WebSocketRoute, target: WebSocketRoute) -> None:
    """What `source` says is told to `target`, the end included, all in its order."""
    on_its_way: deque[Callable[[], Awaitable[None] | None]] = deque()
    loop = asyncio.get_running_loop()

    async def arrive() -> None:
        with contextlib.suppress(PlaywrightError):  # the page was left meanwhile
            arrived = on_its_way.popleft()()
            if arrived is not None:
                await arrived

    def take(what: Callable[[], Awaitable[None] | None]) -> None:
        on_its_way.append(what)
        loop.call_later(SLOW_S, lambda: loop.create_task(arrive()))

    source.on_message(lambda message: take(lambda: target.send(message)))
    source.on_close(lambda code, reason: take(lambda: target.close(code=code, reason=reason)))
