"""What a mail server's scanner does before anybody reads a mail: it opens every link, with JavaScript and without."""

import asyncio
import contextlib
import re
from html import unescape

import httpx
from playwright.async_api import Browser, Request
from playwright.async_api import TimeoutError as PlaywrightTimeout
from redis.asyncio import Redis

from server.store.keys import DECLARED
from tests.browser.post import Letter
from tests.browser.stage import until

PASSING = ("short", "endless")
"""Lives of keys that change while nobody does anything: who is there, what the workers have to look at again."""
TABS = 6
QUIET_MS = 5_000
"""How long a page may take until it asks for nothing more."""
_LINK = re.compile(r"https?://[^\s\"<>]+")


async def scan(browser: Browser, letters: list[Letter], base: str, redis_url: str) -> int:
    """Opens every link of these mails that leads to `base`; how many there were.

    Raises AssertionError if that has changed anything in the store, or sent anything but questions.
    """
    found = {
        unescape(url) for letter in letters for words in (letter.text, letter.html) for url in _LINK.findall(words)
    }
    links = sorted(url for url in found if url.startswith(f"{base}/"))
    async with Redis.from_url(redis_url) as redis:
        await until(lambda: _none_on_its_way(redis), "every mail is sent and written down", 30.0)
        before = await everything(redis)
        async with httpx.AsyncClient(follow_redirects=True, timeout=30, verify=False) as client:
            for link in links:
                assert (await client.get(link)).status_code < 500, link
        await _in_tabs(browser, links)
        after = await everything(redis)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert not changed, f"a scanner has changed {changed}"
    return len(links)


async def _none_on_its_way(redis: "Redis") -> bool:
    states = [await redis.hget(key, "state") async for key in redis.scan_iter(match="*:mail:*", count=1000)]
    return b"claimed" not in states


async def _in_tabs(browser: Browser, links: list[str]) -> None:
    context = await browser.new_context()
    said: list[str] = []

    def asked(request: Request) -> None:
        if request.method not in {"GET", "HEAD"}:
            said.append(f"{request.method} {request.url}")

    context.on("request", asked)

    async def tab(own: list[str]) -> None:
        page = await context.new_page()
        for link in own:
            await page.goto("about:blank")  # else the same page with another fragment would not be loaded again
            await page.goto(link)
            with contextlib.suppress(PlaywrightTimeout):  # a page that goes on asking has had its time
                await page.wait_for_load_state("networkidle", timeout=QUIET_MS)

    await asyncio.gather(*(tab(links[n::TABS]) for n in range(TABS)))
    await context.close()
    assert not said, f"a scanner has sent {said}"


async def everything(redis: "Redis") -> dict[bytes, tuple[bytes | None, int]]:
    """All that is kept, and until when, but for what passes by itself, the purge's clock, and RQ's."""
    kept = {}
    async for key in redis.scan_iter(count=1000):
        name = key.decode()
        lives = {life for pattern, life in DECLARED if pattern.fullmatch(name)}
        if lives and not lives & set(PASSING) and name != "{f}:clock":
            kept[key] = (await redis.dump(key), await redis.pexpiretime(key))
    return kept
