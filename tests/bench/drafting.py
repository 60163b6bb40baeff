"""How long facilitators of a full room wait, at a real server with a real database behind a real socket.

    python -m tests.bench.drafting

First a room of 300 in Chromium: from a click on 'draft', a lock, somebody to swap, a swap, to what the screen shows.
Then, while rooms of 1,000 are planned from cold in the same server, messages of another workshop: their p99 beside
that of the same server when it plans nothing.  The exit code is 1 if a goal is missed.

So that this tells of the server alone, every message is a change of its own (the desks of one facilitator once used the
same ids, and the server rightly took seven of eight messages for repetitions), there are as many of them beside plans
as beside nothing (with a sixth of them a p99 is the longest of all), and the garbage collector of this program, which
stopped for up to 58 ms in either part, leaves alone what was there before.  The server starts a database of its own, as
`gespann serve` does: one that this program starts is of another session, to which the planner is not nice.
"""

import argparse
import asyncio
import gc
import os
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from multiprocessing import get_context
from pathlib import Path
from secrets import token_hex
from time import perf_counter, time_ns
from typing import Any, Self

import msgspec
import uvloop
from playwright.async_api import Locator, Page
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from server.core.events import WorkshopCreated
from server.core.ids import FacilitatorId, PlaceId, TaskId, WorkshopId
from server.core.people import Brochure, TaskText
from server.core.state import Design, Place, Task
from server.http import codes
from server.http.guards import SESSION_COOKIE
from server.protocol.patch import apply
from server.store.embedded import EmbeddedValkey
from server.store.store import Store, open_store
from tests.bench.harness import SLOWEST_S, goal, p99_ms
from tests.bench.populations import easy
from tests.browser.crowd import seat
from tests.browser.person import Person, chromium, expect
from tests.browser.stage import Server, free_port

Json = dict[str, Any]
DESIGN = Design("en", rounds=4, places=(Place(PlaceId("here")),), tasks=(Task(TaskId("t"), 2, 20),), capacity=5000)
BROCHURE = Brochure(
    "A full room", "Lea", (TaskText(TaskId("t"), "A letter", "To **one** person.", ("Talk", "Write")),), ()
)


def now() -> int:
    return time_ns() // 1_000_000


@asynccontextmanager
async def served() -> AsyncIterator[tuple[Server, Store]]:
    """A server that has just started with a database of its own, as `gespann serve` does where nothing else is said."""
    with tempfile.TemporaryDirectory(prefix="gespann-bench-") as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GESPANN_")}
        port, data = free_port(), Path(folder) / "data"
        told = {"GESPANN_DATA_DIR": str(data), "GESPANN_BASE_URL": f"http://127.0.0.1:{port}"}
        server = Server("server", port, environment | told, Path(folder))
        server.start()
        try:
            await server.ready()
            url = EmbeddedValkey(data).found()
            assert url is not None
            async with await open_store(url, now) as store:
                yield server, store
        finally:
            server.stop()


async def room(store: Store, name: str, people: int, lead: FacilitatorId) -> WorkshopId:
    """A workshop that so many have joined."""
    workshop = WorkshopId(name)
    await store.workshops.put_brochure(workshop, BROCHURE)
    await store.workshops.claim_code(codes.mint(), workshop)
    await store.log.append(workshop, 0, "create", now(), [WorkshopCreated(workshop, lead, DESIGN)])
    await seat(store, workshop, easy(people, len(name)).people, now())
    return workshop


class Desk:
    """A facilitator's page without a page: keeps the console's view as its patches say.  `async with` it."""

    def __init__(self, url: str, workshop: WorkshopId, session: str) -> None:
        self.console: Json = {}
        self.largest = 0
        """Bytes of the largest frame."""
        self._url, self._workshop, self._session = url, workshop, session
        self._name = token_hex(4)
        """Its requests' ids are its own."""
        self._asked = 0
        self._answers: dict[str, Json] = {}
        self._news = asyncio.Condition()

    async def __aenter__(self) -> Self:
        cookie = {"Cookie": f"{SESSION_COOKIE}={self._session}"}
        where = f"{self._url.replace('http', 'ws')}/live/{self._workshop}?role=facilitator"
        self._socket: ClientConnection = await connect(
            where, additional_headers=cookie, origin=Origin(self._url), max_size=None, compression=None
        )
        self._listening = asyncio.create_task(self._listen())
        await self.sees(lambda: bool(self.console))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listening.cancel()
        await self._socket.close()

    async def _listen(self) -> None:
        async for frame in self._socket:
            self.largest = max(self.largest, len(frame))
            message = msgspec.json.decode(frame)
            async with self._news:
                match message:
                    case {"t": "snapshot", "view": "console", "value": value}:
                        self.console = value
                    case {"t": "patch", "view": "console", "patch": patch}:
                        self.console = apply(self.console, patch)
                    case {"id": id_}:
                        self._answers[id_] = message
                    case _:
                        pass
                self._news.notify_all()

    async def sees(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(SLOWEST_S), self._news:
            await self._news.wait_for(holds)

    @property
    def draft(self) -> Json:
        draft: Json = self.console.get("draft", {})
        return draft

    async def do(self, **command: Any) -> None:
        """Until it is done."""
        self._asked += 1
        id_ = f"{self._name}-{self._asked:08}"
        await self._socket.send(msgspec.json.encode({"t": "do", "id": id_, "command": command}).decode())
        await self.sees(lambda: id_ in self._answers)
        assert self._answers[id_]["t"] == "done", self._answers[id_]

    async def redraft(self, **command: Any) -> None:
        """Until it is done and the draft of it is on the screen."""
        before = self.draft.get("revision")
        await self.do(**command)
        await self.sees(lambda: self.draft.get("revision") != before)


async def seconds(done: Awaitable[object]) -> float:
    start = perf_counter()
    await done
    return perf_counter() - start


BUTTON_TO_SCREEN = """([button, selector, count]) => new Promise((done) => {
  const start = performance.now();
  const look = () => {
    if (document.querySelectorAll(selector).length < count) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => done((performance.now() - start) / 1000)));
  };
  button.click();
  look();
})"""
"""Seconds from the click until so many of these are there and painted."""
ON_SCREEN = 12
"""Cards that a large screen has room for; the others are drawn while one reads."""


async def on_screen(page: Page, button: Locator, selector: str, count: int) -> float:
    return float(await page.evaluate(BUTTON_TO_SCREEN, [await button.element_handle(), selector, count]))


async def full_room(people: int, series: int) -> dict[str, float]:
    """Median seconds from click to screen, in Chromium, of what a facilitator does to a draft of so many (even).

    `first draft` is the first of the page.
    """
    took: dict[str, list[float]] = {}
    async with served() as (server, store), chromium() as browser:
        lead = await store.facilitators.by_address("lea@example.org")
        workshop, small = await room(store, "full", people, lead), await room(store, "small", 2, lead)
        lea = await Person.enter(browser, "Lea", server.url)
        secret = await store.facilitators.open_session(lead, now())
        async with Desk(server.url, small, secret) as desk:
            await desk.redraft(t="draftGroups")  # a server that runs has a planner that does
        await lea.context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": server.url}])
        await lea.goto(f"/console/{workshop}")
        page, cards = lea.page, lea.page.get_by_role("main").get_by_role("article")

        async def takes(what: str, button: Locator, selector: str, count: int) -> None:
            took.setdefault(what, []).append(await on_screen(page, button, selector, count))

        for _ in range(series):
            await lea.button("console-next-draft", round=1).wait_for()
            await takes("draft", lea.button("console-next-draft", round=1), "main article", min(ON_SCREEN, people // 2))
            await expect(cards).to_have_count(people // 2)
            chip = cards.nth(1).locator("li button").first
            await takes("lock", cards.nth(0).locator("header button"), "main article.locked", 1)
            await takes("what if", chip, "main .price", people - 2)
            await takes("swap", cards.locator("button:has(.price):not(.impossible)").last, "main .say button", 1)
            await lea.click("console-discard")
        assert not lea.faults, lea.faults
    return {name: statistics.median(each) for name, each in took.items()} | {"first draft": took["draft"][0]}


# -- another workshop meanwhile --------------------------------------------------------------------------------------

TALKERS = 8
PAUSE_S = 0.07
"""Below what one connection may say in a second."""


async def talk(desk: Desk, person: str, until: Callable[[], bool]) -> list[float]:
    """Seconds from each small change to its answer, which is durable."""
    took: list[float] = []
    while not until():
        took.append(await seconds(desk.do(t="sitOut", person=person, sitsOut=len(took) % 2 == 0)))
        await asyncio.sleep(PAUSE_S)
    return took


def plan_from_cold(url: str, workshops: Sequence[WorkshopId], session: str) -> None:
    """In a process of its own, so that reading its frames delays nobody: opens each room, and has it planned."""

    async def plan() -> None:
        for workshop in workshops:
            async with Desk(url, workshop, session) as desk:
                await desk.redraft(t="draftGroups")

    uvloop.run(plan())


async def beside(people: int, rooms: int, quiet_s: float) -> dict[str, float]:
    """p99 in milliseconds of one workshop's messages: while nothing else happens, and while rooms are planned."""
    async with served() as (server, store), AsyncExitStack() as open_:
        lead = await store.facilitators.by_address("lea@example.org")
        session = await store.facilitators.open_session(lead, now())
        large = await asyncio.gather(*(room(store, f"large{number}", people, lead) for number in range(rooms)))
        small = await room(store, "small", TALKERS, lead)
        desks = [await open_.enter_async_context(Desk(server.url, small, session)) for _ in range(TALKERS)]
        guests = list(desks[0].console["people"])
        gc.collect()
        gc.freeze()

        async def p99(until: Callable[[], bool]) -> float:
            all_ = await asyncio.gather(*(talk(desk, who, until) for desk, who in zip(desks, guests, strict=True)))
            return p99_ms([took for each in all_ for took in each])

        start = perf_counter()
        await p99(lambda: perf_counter() > start + quiet_s / 4)
        start = perf_counter()
        idle = await p99(lambda: perf_counter() > start + quiet_s)
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            await asyncio.get_running_loop().run_in_executor(pool, sorted, ())  # its own start is no part of it
            planning = asyncio.get_running_loop().run_in_executor(pool, plan_from_cold, server.url, large, session)
            start = perf_counter()
            planned = await p99(planning.done)
            await planning
            each = (perf_counter() - start) / rooms
        return {"idle": idle, "planned": planned, "each": each}


async def main(people: int, crowd: int, series: int, rooms: int, quiet: float) -> bool:
    took = await full_room(people, series)
    print(f"{people} people, seconds until it is on the screen (medians of {series})")
    for name, median in took.items():
        print(f"  {name:<12}{median:>8.3f}")
    found = [await beside(crowd, rooms, quiet) for _ in range(series)]
    ratio = statistics.median(row["planned"] / row["idle"] for row in found)
    print(f"\nanother workshop's messages, p99 in ms, while {rooms} rooms of {crowd} are planned (medians of {series})")
    for name, heading in {"idle": "nothing else", "planned": "beside plans"}.items():
        print(f"  {heading:<14}{statistics.median(row[name] for row in found):>8.1f}")
    print(f"  a room opened and planned: {statistics.median(row['each'] for row in found):.2f} s\n")
    reached = (
        goal("first draft, seconds", took["first draft"], 0.2, least=False),
        goal("draft, seconds", took["draft"], 0.2, least=False),
        goal(
            "lock, swap, what if: the slowest, seconds",
            max(took[w] for w in ("lock", "swap", "what if")),
            0.2,
            least=False,
        ),
        goal("p99 beside plans to p99 of nothing else", ratio, 2, least=False),
    )
    return all(reached)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.drafting", description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--crowd", type=int, default=1000)
    parser.add_argument("--series", type=int, default=3)
    parser.add_argument("--rooms", type=int, default=24)
    parser.add_argument("--quiet", type=float, default=5.0, help="seconds")
    sys.exit(not uvloop.run(main(**vars(parser.parse_args()))))
