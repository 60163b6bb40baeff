"""Rule M6: a scanner that follows every link of every mail, submits no form and changes nothing."""

import re
from collections.abc import AsyncIterator

import pytest
from litestar import Litestar
from msgspec.structs import replace
from redis import Redis

from server.core.commands import ByFacilitator, CloseWorkshop
from server.core.errands import SendSignIn
from server.core.followup.daytime import HOUR_MS
from server.core.followup.exchange import Offer
from server.core.ids import PersonId, WorkshopId
from server.settings import DAY_MS, Settings, Smtp
from server.store.ports import FOLLOW_UP
from tests.http.conftest import Clock
from tests.http.kit import BASE, browser, facilitator, paired, services, workshop
from tests.workers.mailbox import Mailbox, text
from tests.workers.world import work
from workers.bootstrap import open_tools

LINK = re.compile(r"https?://[^\s\"<>]+")
COMES_AND_GOES = ("rq:", "limit:", ":ping")


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with Mailbox() as opened:
        yield opened


def everything(redis: Redis) -> dict[bytes, bytes | None]:
    """All that is kept, as bytes."""
    return {
        key: redis.dump(key)
        for key in redis.scan_iter(count=1000)
        if not any(part in key.decode() for part in COMES_AND_GOES)
    }


async def test_m6_a_scanner_changes_nothing(
    app: Litestar, valkey: str, mailbox: Mailbox, clock: Clock, settings: Settings
) -> None:
    posting = replace(settings, redis_url=valkey, smtp=Smtp("127.0.0.1", mailbox.port), mail_from="G <g@example.org>")
    made = await workshop(app)
    id_, store = WorkshopId(made["workshop"]), services(app).store
    async with open_tools(posting, clock) as tools, browser(app) as mara, browser(app) as jonas:
        await paired(app, made, mara, jonas)
        lead = await facilitator(app)
        people = {}
        for page, address in ((mara, "mara@example.org"), (jonas, "jonas@example.org")):
            people[address] = PersonId((await page.get(f"/api/workshops/{id_}/me")).json()["person"])
            await page.put(f"/api/workshops/{id_}/me/address", json={"address": address})
        await services(app).hubs.decide(id_, CloseWorkshop(), ByFacilitator(lead), "test:close", clock())
        await store.outbox.put([SendSignIn(lead, "de", clock())])
        with Redis.from_url(valkey) as redis:
            await work(tools, redis)  # to addresses that nobody has proven
            for address, person in people.items():
                await store.people.confirm(await store.people.mint_link(id_, person, FOLLOW_UP, address), clock())
            (one, a), (other, b) = people.items()
            for by, to, mail in ((a, b, one), (b, a, other)):
                await store.relations.offer(id_, by, to, Offer(mail=mail), clock())
            await work(tools, redis)  # opened
            clock.now += 21 * HOUR_MS
            await work(tools, redis)  # the nudge
            times = re.findall(r"/coffee/[^/]+/[^?]+\?at=(\d+)", text(mailbox.received[-1][1]))
            for by, to in ((a, b), (b, a)):
                await store.relations.pick(id_, by, to, frozenset([int(times[0])]))
            await work(tools, redis)  # the date
            clock.now += 42 * DAY_MS
            await work(tools, redis)  # six weeks later
            while await work(tools, redis):
                clock.now += HOUR_MS

            links = sorted({link for _, mail in mailbox.received for link in LINK.findall(text(mail))})
            links += [mail["List-Unsubscribe"].strip("<>") for _, mail in mailbox.received if mail["List-Unsubscribe"]]
            ours = [link for link in links if link.startswith(BASE)]
            kinds = {link.removeprefix(BASE).split("/")[1] for link in ours}
            assert {"follow-up", "unsubscribe", "coffee", "grown", "sign-in"} <= kinds
            assert any(link.endswith(".ics") for link in ours)
            before = everything(redis)
            async with browser(app, origin=None) as scanner:
                for link in ours:
                    for method in ("GET", "HEAD"):
                        answer = await scanner.request(method, link)
                        assert answer.status_code in {200, 404, 405, 410}, (method, link, answer.status_code)
            assert everything(redis) == before
