"""One workshop through a number of faults, and the judgement: only what clients were told and what the mail server got.

Whatever was acknowledged is there, once.  Every mail that is owed arrives, under one Message-ID.  Nobody learns of a
one-sided yes, and none that was withdrawn is ever opened.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import count
from random import Random
from typing import Any

from msgspec import Struct

from server.core.commands import CloseWorkshop, ExtendRound, PublishDraft, SayHere, SayReady, TickStep
from server.core.followup.exchange import Offer
from server.core.ids import GroupId
from server.core.people import Profile
from server.demo.workshop import prepare
from server.http.guards import SESSION_COOKIE
from server.protocol.messages import AnnounceText, DraftGroups, NoteIdeaText
from tests.browser.stage import until
from tests.faults.client import Device, Json, Pen
from tests.faults.ground import AFTER, LIVE, Ground, draw

PEOPLE = 6
AFTERWARDS = 4
"""So many of an act's points come after the close: the mails, the clicks, the offers, the withdrawals."""
MAILS_S = 60.0
QUIET_S = 2.0
"""No mail for so long, with nothing owed: none comes any more."""

Report = Callable[[str], object]


class Someone(Struct):
    """A participant, and what the server has acknowledged of theirs."""

    name: str
    address: str
    device: Device
    person: str = ""
    group: GroupId = GroupId("")
    partner: str = ""
    pen: Pen | None = None
    words: list[str] = []
    idea: str = ""
    """The last that they noted."""
    ready: bool = False


class Act:
    def __init__(self, ground: Ground, seed: str, points: int, report: Report) -> None:
        self.ground = ground
        self.seed = seed
        self.chance = Random(seed)
        self.points = points
        self.report = report
        self.workshop = ""
        self.code = ""
        self.said: list[str] = []
        self.extra_s = 0
        self.done: dict[GroupId, set[int]] = {}
        self.everybody: list[Someone] = []
        self._numbers = count(1)

    async def run(self) -> None:
        """Raises AssertionError, TimeoutError or Refusal at the first thing that is not as it was told."""
        keys, self.code = await prepare(self.ground.valkey.url, "de")
        self.workshop = keys.workshop
        lead = self._device({SESSION_COOKIE: keys.session})
        try:
            lead.open(f"/live/{self.workshop}?role=facilitator")
            await self._begin(lead)
            for _ in range(self.points - AFTERWARDS):
                await self._suffer(LIVE, lambda: self._work(lead))
            await self._judge_the_round(lead)
            await self._suffer(AFTER, lambda: self._close(lead))
            await self._suffer(AFTER, self._confirm)
            await self._suffer(AFTER, self._first_offers)
            await self._suffer(AFTER, self._second_offers)
            await self._judge_the_mails()
        finally:
            for device in (lead, *(someone.device for someone in self.everybody)):
                await device.__aexit__()

    async def _suffer(self, victims: tuple[str, ...], work: Callable[[], Awaitable[None]]) -> None:
        fault = draw(self.chance, victims)
        self.report(str(fault))
        async with self.ground.suffering(fault):
            await work()

    def _device(self, cookies: dict[str, str] | None = None) -> Device:
        return Device(self.ground.sites, Random(self.chance.random()), cookies)

    # -- the round ---------------------------------------------------------------------------------------------------

    async def _begin(self, lead: Device) -> None:
        await asyncio.gather(*(self._join() for _ in range(PEOPLE)))
        await lead.sees("everybody", lambda views: len(people(views)) == PEOPLE)
        await lead.do(DraftGroups())
        await lead.sees("a draft", lambda views: bool(views["console"].get("draft")))
        await lead.do(PublishDraft(lead.views["console"]["draft"]["revision"]))
        for someone in self.everybody:
            await someone.device.sees("a group", lambda views: bool(views.get("seat", {}).get("group")))
            mine = someone.device.views["seat"]["group"]
            someone.group, someone.partner = GroupId(mine["id"]), mine["partners"][0]["id"]
            someone.pen = someone.device.write(self.workshop, someone.group)
            await someone.device.do(SayHere(someone.group))
            self.done[someone.group] = set()

    async def _join(self) -> None:
        number = next(self._numbers)
        someone = Someone(f"P{number:03}", f"p{number}@{self.seed.replace(' ', '-')}.example", self._device())
        self.everybody.append(someone)
        body = {
            "code": self.code,
            "profile": Profile(someone.name, "de", langs=("de",)),
            "address": someone.address,
            "key": f"{self.chance.getrandbits(128):032x}",
        }
        answer = await someone.device.request("POST", f"/api/workshops/{self.workshop}/participants", body)
        someone.person = answer.json()["person"]
        someone.device.open(f"/live/{self.workshop}?role=participant")

    async def _work(self, lead: Device) -> None:
        """What everybody does at once at one point; over when all of it is acknowledged."""
        seated = [someone for someone in self.everybody if someone.group]
        await asyncio.gather(self._lead(lead), self._join(), *(self._take_part(someone) for someone in seated))

    async def _lead(self, lead: Device) -> None:
        words = f"Ansage {next(self._numbers)}"
        await lead.do(AnnounceText(words))
        self.said.append(words)
        await lead.do(ExtendRound(1, self.extra_s, 120))
        self.extra_s += 120

    async def _take_part(self, someone: Someone) -> None:
        assert someone.pen is not None
        device, group = someone.device, someone.group
        idea = f"Idee {next(self._numbers)} von {someone.name}"
        await device.do(NoteIdeaText(group, idea))
        someone.idea = idea
        words = f" <{someone.name}-{next(self._numbers)}>"
        await someone.pen.type(words)
        someone.words.append(words)
        await device.do(SayReady(group, ready=not someone.ready))
        someone.ready = not someone.ready
        if someone.person < someone.partner:  # one hand ticks, so that the last word is known
            step = self.chance.randrange(4)
            await device.do(TickStep(group, step, done=step not in self.done[group]))
            self.done[group] ^= {step}

    async def _judge_the_round(self, lead: Device) -> None:
        names = Counter(someone.name for someone in self.everybody)
        await lead.sees("each once", lambda views: Counter(p["name"] for p in people(views).values()) == names)
        said = Counter(self.said)
        await lead.sees("announcements", lambda v: Counter(a["text"] for a in v["console"]["announcements"]) == said)
        await lead.sees("extensions", lambda views: views["console"]["extraS"] == self.extra_s)
        for group, done in self.done.items():
            members = [someone for someone in self.everybody if someone.group == group]
            ready = {someone.person for someone in members if someone.ready}
            ideas = {someone.idea for someone in members}

            def as_told(views: dict[str, Json], group: str = group, wanted: Any = (done, ready, 1)) -> bool:
                tile = views["console"]["wall"][group]
                shown = (set(tile.get("done", ())), set(tile.get("ready", ())), tile.get("ideas", 0))
                return bool(shown == wanted)

            def quotes_one(views: dict[str, Json], ideas: Any = frozenset(ideas)) -> bool:
                """Of two that were noted at once, either may be the last (rule K3)."""
                return views["seat"]["group"]["idea"] in ideas

            await lead.sees(f"{group}: {done} {ready} and an idea", as_told)
            for someone in members:
                await someone.device.sees(f"one of {ideas}", quotes_one)
                where = f"/api/workshops/{self.workshop}/me/groups/{group}/text"
                text = (await someone.device.request("GET", where)).json()["markdown"]
                assert text.count("# Unser Brief") == 1, text
                typed = [words for member in members for words in member.words]
                assert {words: text.count(words) for words in typed} == dict.fromkeys(typed, 1), text

    # -- after the close ---------------------------------------------------------------------------------------------

    async def _close(self, lead: Device) -> None:
        await lead.do(CloseWorkshop())
        await self._until("a mail for everybody who sat in a group", lambda: all(map(self._mails, self._seated)))

    async def _confirm(self) -> None:
        async def click(someone: Someone) -> None:
            secret = self.ground.post.to(someone.address)[0].link("follow-up").rpartition("/")[2]
            await someone.device.request("POST", f"{self._me}/confirm", Authorization=f"Link {secret}")

        await asyncio.gather(*(click(someone) for someone in self._seated))

    async def _first_offers(self) -> None:
        """Of each pair one says yes; of the last, takes it back again."""
        for index, (a, _) in enumerate(self._pairs):
            await self._offer(a)
            if index == len(self._pairs) - 1:
                await a.device.request("DELETE", f"{self._me}/relations/{a.partner}")

    async def _second_offers(self) -> None:
        """Of the first pair and the last the other says yes, too; only the first has two."""
        for _, b in (self._pairs[0], self._pairs[-1]):
            await self._offer(b)
        lucky = self._pairs[0]
        await self._until("two mails that open", lambda: all(len(self._mails(one)) == 3 for one in lucky))

    async def _offer(self, someone: Someone) -> None:
        await someone.device.request("PUT", f"{self._me}/relations/{someone.partner}", Offer(mail=someone.address))

    async def _judge_the_mails(self) -> None:
        # One asks for the click, one comes after it, one brings what was opened.
        owed = {someone.address: 2 for someone in self._seated} | {one.address: 3 for one in self._pairs[0]}
        # What a worker held when it was killed comes after its lease only.
        await self._until("all owed", lambda: all(len(self._mails(one)) >= owed[one.address] for one in self._seated))
        known = -1
        while known != (known := len(self.ground.post.letters)):  # noqa: ASYNC110 - that nothing comes sets no event
            await asyncio.sleep(QUIET_S)
        came = {someone.address: len(self._mails(someone)) for someone in self.everybody if self._mails(someone)}
        assert came == owed, "mails, by Message-ID"
        for a, b in self._pairs:
            opened = (a, b) == self._pairs[0]
            for one, other in ((a, b), (b, a)):
                told = any(other.address in letter.text for letter in self.ground.post.to(one.address))
                assert told == opened, f"{one.name} knows {other.name}'s address"

    @property
    def _me(self) -> str:
        return f"/api/workshops/{self.workshop}/me"

    @property
    def _seated(self) -> list[Someone]:
        return [someone for someone in self.everybody if someone.group]

    @property
    def _pairs(self) -> list[tuple[Someone, Someone]]:
        by_id = {someone.person: someone for someone in self._seated}
        return [(one, by_id[one.partner]) for one in self._seated if one.person < one.partner]

    def _mails(self, someone: Someone) -> set[str]:
        """Their Message-IDs: a mail that came twice has one."""
        return {str(letter.message["Message-ID"]) for letter in self.ground.post.to(someone.address)}

    async def _until(self, what: str, holds: Callable[[], bool]) -> None:
        async def held() -> bool:
            return holds()

        await until(held, what, MAILS_S)


def people(views: dict[str, Json]) -> Json:
    found: Json = views.get("console", {}).get("people", {})
    return found
