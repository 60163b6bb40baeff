"""Rule X7: a no cannot be told from silence, by anything that reaches the other side.

The same evening is lived several times; only what Jonas does differs.  Everything that reaches Mara is written down
(each answer's status, headers and body, each frame on her open socket, each mail as it came over the wire) and must be
the same byte for byte, once ids, secrets and what hangs on their length are masked.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from litestar import Litestar
from msgspec.structs import replace
from redis import Redis

from server.core.commands import ByFacilitator, CloseWorkshop
from server.core.followup.daytime import HOUR_MS
from server.core.ids import WorkshopId
from server.settings import DAY_MS, Settings, Smtp
from server.store.ports import FOLLOW_UP, UNSUBSCRIBE
from tests.http.conftest import Clock
from tests.http.kit import Json, browser, facilitator, paired, services, workshop
from tests.http.test_sockets import dial
from tests.http.test_sockets import host as host  # noqa: PLC0414 - the fixture of the real server
from tests.workers.mailbox import Mailbox
from tests.workers.world import work
from workers.bootstrap import Tools, open_tools

MARA, JONAS = "mara@example.org", "jonas@example.org"
OFFER = {"mail": MARA, "phone": "", "link": "", "line": "Bis Freitag"}


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with Mailbox() as opened:
        yield opened


class Evening:
    """One run: what everybody can do in it, and what Mara got."""

    def __init__(self, app: Litestar, tools: Tools, redis: Redis, mailbox: Mailbox, clock: Clock, host: str) -> None:
        self.app, self.tools, self.redis, self.mailbox, self.clock, self.host = app, tools, redis, mailbox, clock, host
        self.seen: list[object] = []
        self.masks: dict[str, str] = {}

    async def begin(self, mara: httpx.AsyncClient, jonas: httpx.AsyncClient) -> None:
        made = await workshop(self.app)
        self.workshop = WorkshopId(made["workshop"])
        await paired(self.app, made, mara, jonas)
        self.mara, self.jonas = mara, jonas
        self.base = f"/api/workshops/{self.workshop}/me"
        people = services(self.app).store.people
        self.ids = {}
        for name, page, address in (("mara", mara, MARA), ("jonas", jonas, JONAS)):
            me = (await page.get(self.base)).json()
            self.ids[name] = me["person"]
            await page.put(f"{self.base}/address", json={"address": address})
            secret = await people.mint_link(self.workshop, me["person"], FOLLOW_UP, address)
            await page.post(f"{self.base}/confirm", headers={"authorization": f"Link {secret}"})
        self.masks = {
            self.workshop: "W",
            made["code"]: "C",
            made["code"].replace("-", ""): "C",
            **{id_: name for name, id_ in self.ids.items()},
        }
        lead = ByFacilitator(await facilitator(self.app))
        await services(self.app).hubs.decide(self.workshop, CloseWorkshop(), lead, "test:close", self.clock())
        await self.post()

    async def post(self) -> None:
        await work(self.tools, self.redis)

    async def asks(self, method: str, path: str, **more: Any) -> None:
        """Mara's: what she is answered is written down."""
        answer = await self.mara.request(method, path, **more)
        headers = sorted(answer.headers.multi_items())
        self.seen.append((method, answer.status_code, self.masked(str(headers)), self.masked(answer.text)))

    async def looks(self) -> None:
        for path in ("", "/relations", "/reflection", "/groups/r1g0/text"):
            await self.asks("GET", self.base + path)
        secret = await services(self.app).store.people.mint_link(self.workshop, self.ids["mara"], FOLLOW_UP, MARA)
        await self.asks("GET", f"/follow-up/{secret}")

    async def does(self, method: str, path: str, **more: Any) -> None:
        """Jonas's."""
        answer = await self.jonas.request(method, path, **more)
        assert answer.status_code < 300, answer.text

    def masked(self, words: str) -> str:
        """Without ids, secrets and nonces, and without what is only their length or the place where a line was cut."""
        words = re.sub(r"=_[ab]_[0-9a-f]{24}", "boundary", words).replace("=\r\n", "")
        for id_, name in self.masks.items():
            words = words.replace(id_, name)
        words = re.sub(r"(?m)^Message-ID:.*$", "Message-ID", words)
        words = re.sub(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{32}", "secret", words)
        return re.sub(r'(nonce-|csp-nonce" content=")[A-Za-z0-9_-]+', r"\1nonce", words)


Deed = Callable[[Evening], Awaitable[None]]


async def silence(_: Evening) -> None:
    pass


async def no(e: Evening) -> None:
    await e.does("DELETE", f"{e.base}/relations/{e.ids['mara']}", params={"declined": "true"})


async def yes(e: Evening) -> None:
    await e.does("PUT", f"{e.base}/relations/{e.ids['mara']}", json={"mail": JONAS})


async def took_back(e: Evening) -> None:
    await yes(e)
    await e.does("DELETE", f"{e.base}/relations/{e.ids['mara']}", params={"declined": "false"})


async def yes_then_no(e: Evening) -> None:
    await yes(e)
    await no(e)


async def unsubscribed(e: Evening) -> None:
    secret = await services(e.app).store.people.mint_link(e.workshop, e.ids["jonas"], UNSUBSCRIBE, JONAS)
    await e.does("POST", f"/unsubscribe/{secret}")


async def live_one(evening: Evening, deed: Deed, *, before: bool, offers: bool) -> list[object]:
    """What Mara saw from her close to the sixteenth day.  `before`: Jonas's deed comes before her own, else after."""
    e = evening
    async with browser(e.app) as mara, browser(e.app) as jonas:
        await e.begin(mara, jonas)
        async with dial(e.host, f"/live/{e.workshop}", mara) as line:
            await e.looks()
            if before:
                await deed(e)
            await e.looks()
            if offers:
                await e.asks("PUT", f"{e.base}/relations/{e.ids['jonas']}", json=OFFER)
            await e.post()
            if not before:
                await deed(e)
            await e.looks()
            e.clock.now += 21 * HOUR_MS
            await e.post()
            await e.looks()
            e.clock.now += 15 * DAY_MS
            await e.post()
            await e.looks()
            await e.asks("DELETE", f"{e.base}/relations/{e.ids['jonas']}", params={"declined": "false"})
            # The last frame is one that she causes herself: until then, nothing may have come that came not in silence.
            await e.asks("PUT", f"{e.base}/profile", json={"name": "Mara the last"})
            e.seen += [e.masked(frame) async for frame in _until(line, "Mara the last")]
    e.seen += [e.masked(content.decode()) for to, content in e.mailbox.raw if to == MARA]
    return e.seen


async def _until(line: Any, words: str) -> AsyncIterator[str]:
    async with asyncio.timeout(20):
        async for frame in line:
            kept: Json = json.loads(frame)
            kept.pop("at", None)
            if "pong" not in str(kept.get("t")):
                yield json.dumps(kept)
            if words in frame:
                return


@pytest.mark.parametrize("offers", [True, False], ids=["she offers", "she does not"])
@pytest.mark.timeout(240)
async def test_x7_whatever_the_other_did_short_of_a_yes_looks_like_silence(
    app: Litestar, host: str, valkey: str, mailbox: Mailbox, clock: Clock, settings: Settings, *, offers: bool
) -> None:
    runs: dict[str, list[object]] = {}
    posting = replace(settings, redis_url=valkey, smtp=Smtp("127.0.0.1", mailbox.port), mail_from="G <g@example.org>")
    deeds = [silence, no, took_back, yes_then_no, unsubscribed] + ([] if offers else [yes])
    start = clock.now
    async with open_tools(posting, clock) as tools:
        with Redis.from_url(valkey) as redis:
            for deed in deeds:
                # After her yes, his would stand beside it for a moment: that may open, and is no silence.
                for before in (True, False) if offers and deed in {no, unsubscribed} else (True,):
                    clock.now = start
                    mailbox.clear()
                    evening = Evening(app, tools, redis, mailbox, clock, host)
                    name = f"{deed.__name__} {'before' if before else 'after'} hers"
                    runs[name] = await live_one(evening, deed, before=before, offers=offers)
    expected = runs.pop("silence before hers")
    mails = [each for each in expected if isinstance(each, str) and "Subject:" in each]
    assert len(mails) == (1 if offers else 2), "the mail after the workshop; and the nudge, where one is left to ask"
    for name, seen in runs.items():
        assert len(seen) == len(expected), name
        for one, other in zip(seen, expected, strict=True):
            assert one == other, name
