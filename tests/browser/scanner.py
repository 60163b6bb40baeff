"""What a mail server's scanner does before anybody reads a mail: it opens every link, with JavaScript and without."""

import asyncio
import re
from html import unescape

import httpx
from playwright.async_api import Browser, Request
from redis.asyncio import Redis

from server.store.keys import DECLARED
from tests.browser.post import Letter

PASSING = ("short", "endless")
"""Lives of keys that change while nobody does anything: who is there, what the workers have to look at again."""
TABS = 6
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
        before = await everything(redis)
        async with httpx.AsyncClient(follow_redirects=True, timeout=30, verify=False) as client:
            for link in links:
                assert (await client.get(link)).status_code < 500, link
        await _in_tabs(browser, links)
        after = await everything(redis)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert not changed, f"a scanner has changed {changed}"
    return len(links)


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
            await page.wait_for_load_state("networkidle")

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
