"""The exchange on a real Valkey with real workers, which are stopped, woken up late and killed meanwhile.

Judged from outside, by what was acknowledged and what arrived: once a relation is open nothing of it changes, so in the
end the offer that a mail brings must be the last one that its author was told stands, never withdrawn, and the other's
too; and where two offers stand in the end, both mails have come.
"""

import asyncio
import contextlib
import os
import re
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import combinations
from pathlib import Path
from random import Random

from msgspec import Struct

from server.core import commands as c
from server.core.errands import errands
from server.core.followup.exchange import Offer, Opened
from server.core.ids import PersonId, WorkshopId
from server.core.people import Address, Profile
from server.settings import Settings, Smtp
from server.store.embedded import EmbeddedValkey
from server.store.store import Store, open_store
from tests.core.story import DESIGN, LEAD, Story
from tests.workers.mailbox import Mailbox
from tests.workers.test_processes import Tree, until
from workers.bootstrap import now

MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
PEOPLE = 5
STEPS_PER_RELATION = 10
WEEK_MS = 7 * 24 * 60 * 60 * 1000
CHILDREN = 3
"""A courier and two workers."""
AT_ONCE = 200
"""Relations that live at the same time."""
PAUSE_S = 4.0
"""Between two deeds at most: a worker that runs needs less from a second yes to its claim, so that either may come
first.  It takes two seconds to run again, so faults must be rarer than that, or no claim would meet any deed."""
LONGEST_NAP_S = 9.0
"""A lease is 6 s here."""
MOST_SLEEPING = 2
TOKEN = re.compile(r"token(\d+)@")

Pair = tuple[WorkshopId, PersonId, PersonId]
"""Of whom to whom."""


class Counts(Struct):
    steps: int = 0
    relations: int = 0
    opened: int = 0
    withdrawn: int = 0
    too_late: int = 0
    """Withdrawals that were told 'already being delivered'."""
    killed: int = 0
    stopped: int = 0


class Play:
    def __init__(self, store: Store, mailbox: Mailbox, tree: Tree, seed: str) -> None:
        self.store, self.mailbox, self.tree, self.seed = store, mailbox, tree, seed
        self.chance = Random(seed)
        self.counts = Counts()
        self.arrived: dict[Pair, set[str]] = {}
        self.read = 0
        self.stands: dict[Pair, str | None] = {}
        """The token of the last acknowledged offer; None once it was taken back."""

    async def people(self, workshops: int) -> list[tuple[WorkshopId, PersonId, PersonId]]:
        """Workshops full of people; all their relations."""
        relations = []
        for number in range(workshops):
            id_ = WorkshopId(f"w{self.seed}{number}")
            story = Story.__new__(Story)
            story.now, story.state, story.history = now(), None, []
            story.send(c.CreateWorkshop(id_, DESIGN), LEAD)
            members = [PersonId(f"p{n}") for n in range(PEOPLE)]
            story.join(*members)
            state = story.workshop
            for version, (events, at) in enumerate(story.history):
                await self.store.log.append(id_, version, f"t{version}", at, events, errands(state, events))
            for member in members:
                await self.store.people.put_profile(id_, member, Profile(f"Person {member}"))
                address = Address(f"{member}.{id_}@example.org", confirmed_at=now())
                await self.store.people.put_address(id_, member, address)
            relations += [(id_, a, b) for a, b in combinations(members, 2)]
        return relations

    async def live(
        self, relation: tuple[WorkshopId, PersonId, PersonId], steps: int, seed: str, pause_s: float
    ) -> None:
        """What two people do with their relation, one after the other and now and then at once."""
        chance, (id_, one, other) = Random(seed), relation
        for step in range(steps):
            by, to = chance.sample((one, other), 2)
            deed = chance.choice(("offer", "offer", "offer", "withdraw", "decline"))
            self.counts.steps += 1
            if deed == "offer":
                token = f"{len(self.stands) * 100 + step}{self.counts.steps:05d}"
                stands = await self.store.relations.offer(
                    id_, by, to, Offer(mail=f"token{token}@example.org"), now(), now() + WEEK_MS
                )
                if stands:
                    self.stands[id_, by, to] = token
            elif await self.store.relations.withdraw(id_, by, to, declined=deed == "decline"):
                self.stands[id_, by, to] = None
                self.counts.withdrawn += 1
            else:
                self.counts.too_late += 1
            if chance.random() < 0.5:
                await asyncio.sleep(chance.random() * pause_s)  # time for a worker to be in the middle of it

    async def faults(self) -> None:
        """For ever: one of the workers is killed, or stopped, some for longer than a lease; these wake up again."""
        sleeping: set[asyncio.Task[None]] = set()
        try:
            while True:
                await asyncio.sleep(1 + 3 * self.chance.random())
                victims = [pid for pid in self.tree.children() if pid != self.tree.process.pid]
                if not victims:
                    continue
                victim = self.chance.choice(victims)
                if self.chance.random() < 0.5:
                    signalled(victim, signal.SIGKILL)
                    self.counts.killed += 1
                elif len(sleeping) < MOST_SLEEPING:
                    nap = asyncio.create_task(self._sleeps(victim, self.chance.random() * LONGEST_NAP_S))
                    sleeping.add(nap)
                    nap.add_done_callback(sleeping.discard)
        finally:
            for nap in sleeping:
                nap.cancel()
            await asyncio.gather(*sleeping, return_exceptions=True)

    async def _sleeps(self, victim: int, seconds: float) -> None:
        self.counts.stopped += signalled(victim, signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            signalled(victim, signal.SIGCONT)

    def told(self) -> dict[Pair, set[str]]:
        """Whose tokens reached whom, by mail."""
        for recipient, message in self.mailbox.received[self.read :]:
            person, _, id_ = recipient.partition("@")[0].partition(".")
            [card] = [bytes(part.get_payload(decode=True) or b"").decode() for part in message.iter_attachments()]
            author = re.search(r"FN:Person (p\d+)", card)
            assert author is not None, card
            key = (WorkshopId(id_), PersonId(author[1]), PersonId(person))
            self.arrived.setdefault(key, set()).update(TOKEN.findall(card))
            self.read += 1
        return self.arrived

    async def settled(self, relations: list[tuple[WorkshopId, PersonId, PersonId]], within_s: float) -> None:
        """Every two yeses have come to both.  Raises AssertionError with what is missing."""
        wanted = {
            pair
            for id_, a, b in relations
            if self.stands.get((id_, a, b)) and self.stands.get((id_, b, a))
            for pair in ((id_, a, b), (id_, b, a))
        }
        self.counts.opened = len(wanted) // 2
        try:
            async with asyncio.timeout(within_s):
                while not wanted <= self.told().keys():  # noqa: ASYNC110 - mails set no event
                    await asyncio.sleep(0.2)
        except TimeoutError:
            missing = sorted(wanted - self.told().keys())
            raise AssertionError(f"seed {self.seed}: two yeses without mails: {missing[:5]}") from None

    async def judge(self, relations: list[tuple[WorkshopId, PersonId, PersonId]]) -> None:
        """0 unconsented reveals, by mail and by page."""
        for (id_, by, to), tokens in self.told().items():
            last, theirs = self.stands.get((id_, by, to)), self.stands.get((id_, to, by))
            assert tokens == {last}, f"seed {self.seed}: {to} of {id_} got {tokens} of {by}, who last offered {last}"
            assert theirs is not None, f"seed {self.seed}: {to} of {id_} got fields and gives none"
        for id_, a, b in relations:
            relation = await self.store.relations.relation(id_, a, b)
            if isinstance(relation, Opened):
                for by, to in ((a, b), (b, a)):
                    assert relation.offers[by].mail == f"token{self.stands.get((id_, by, to))}@example.org"


def signalled(pid: int, number: int) -> bool:
    """Whether it was still there."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


@asynccontextmanager
async def stage(seed: str) -> AsyncIterator[Play]:
    """A database, a mail server, workers with little patience."""
    with (
        tempfile.TemporaryDirectory(prefix="gespann-", dir=MEMORY) as folder,
        EmbeddedValkey(folder) as url,
    ):
        async with Mailbox() as mailbox, await open_store(url, now) as store:
            settings = Settings(redis_url=url, smtp=Smtp("127.0.0.1", mailbox.port), base_url="https://g.example.org")
            tree = Tree(settings, "--workers", "2")
            try:
                yield Play(store, mailbox, tree, seed)
            finally:
                tree.end()


async def run(seed: str, steps: int, within_s: float = 240.0, pause_s: float = PAUSE_S) -> Counts:
    """So many deeds under faults, then peace, then the judgement.  Raises AssertionError, naming the seed."""
    async with stage(seed) as play:
        per_workshop = PEOPLE * (PEOPLE - 1) // 2 * STEPS_PER_RELATION
        relations = (await play.people(-(-steps // per_workshop)))[: -(-steps // STEPS_PER_RELATION)]
        play.counts.relations = len(relations)
        await until(lambda: len(play.tree.children()) >= CHILDREN, "the workers run")
        trouble = asyncio.create_task(play.faults())
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(number: int, relation: tuple[WorkshopId, PersonId, PersonId]) -> None:
            async with gate:
                await play.live(relation, STEPS_PER_RELATION, f"{seed}:{number}", pause_s)

        try:
            await asyncio.gather(*(one(number, relation) for number, relation in enumerate(relations)))
        finally:
            trouble.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await trouble
        await play.settled(relations, within_s)
        await play.judge(relations)
        return play.counts
