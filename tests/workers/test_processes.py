"""`python -m workers` as it is run: jobs through RQ, nothing lost by kill -9, nobody left behind."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from redis import Redis

from server.core import commands as c
from server.core.errands import PlanFollowUp
from server.core.ids import PersonId
from server.core.people import Address, Profile
from server.core.state import DraftGroup
from server.settings import Settings
from server.store.store import open_store
from tests.core.story import DESIGN, LEAD, Story
from tests.workers.mailbox import Mailbox
from tests.workers.scene import JONAS, JONAS_OFFERS, MARA, MARA_OFFERS, closed
from tests.workers.world import W, settle
from workers.bootstrap import now, open_tools
from workers.jobs import LANES

if sys.platform != "linux":
    pytest.skip("reads /proc", allow_module_level=True)

PATIENCE = "0.1"


class Tree:
    """One `python -m workers` and what it started."""

    def __init__(self, settings: Settings, *arguments: str) -> None:
        environment = os.environ | {
            "GESPANN_REDIS_URL": settings.redis_url or "",
            "GESPANN_SMTP_URL": f"smtp://127.0.0.1:{settings.smtp.port}",
            "GESPANN_BASE_URL": settings.base_url,
        }
        command = [sys.executable, "-m", "workers", "--patience", PATIENCE, *arguments]
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed in `end`
        self.process = subprocess.Popen(command, env=environment, stderr=self.log, stdout=self.log)

    def children(self, of: int | None = None) -> list[int]:
        """Process ids, all generations."""
        found = []
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for task in Path(f"/proc/{of or self.process.pid}/task").iterdir():
                for child in (task / "children").read_text().split():
                    found += [int(child), *self.children(int(child))]
        return found

    def role(self, role: str) -> list[int]:
        return [pid for pid in self.children() if role in _command(pid)]

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()
        self.process.wait()
        self.log.close()

    def logged(self) -> str:
        self.log.seek(0)
        return self.log.read()


def _command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


async def until(holds: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    try:
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110 - the state of processes sets no event
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"not within {seconds} s: {what}") from None


@pytest.fixture
def tree(settings: Settings, redis: Redis) -> Iterator[Tree]:
    started = Tree(settings)
    try:
        yield started
    finally:
        started.end()


def crowd(size: int) -> Story:
    """A workshop of pairs that has just closed."""
    story = Story(replace(DESIGN, capacity=size))
    story.now = now() - 60_000
    people = [PersonId(f"p{n}") for n in range(size)]
    for person in people:
        story.send(c.JoinWorkshop(person), c.ByParticipant(person))
    groups = tuple(DraftGroup((a, b)) for a, b in zip(people[::2], people[1::2], strict=True))
    story.send(c.RecordDraft(1, groups, ()), LEAD)
    story.send(c.PublishDraft(story.revision), LEAD)
    story.send(c.CloseWorkshop(), LEAD)
    return story


async def test_from_the_close_to_two_opened_mails(tree: Tree, settings: Settings, mailbox: Mailbox) -> None:
    async with open_tools(settings) as tools:
        await settle(tools, closed(closed_at=now()))
        await mailbox.until(lambda: len(mailbox.received) == 3, "three mails after the close")
        at = now()
        await tools.store.relations.offer(W, MARA, JONAS, MARA_OFFERS, at)
        await tools.store.relations.offer(W, JONAS, MARA, JONAS_OFFERS, at)
        await mailbox.until(lambda: len(mailbox.received) == 5, "two mails that open")
    assert all(m["Message-ID"] for _, m in mailbox.received)


async def test_kill_9_of_the_worker_in_the_middle_of_a_batch_loses_no_mail(
    tree: Tree, settings: Settings, mailbox: Mailbox
) -> None:
    """And of the courier: the next ones take over; no purpose has a second Message-ID."""
    size = 30
    mailbox.delay_s = 0.05
    story = crowd(size)
    async with await open_store(settings.redis_url or "", now) as store:
        for n in range(size):
            person = PersonId(f"p{n}")
            await store.people.put_profile(W, person, Profile(f"Person{n}"))
            await store.people.put_address(W, person, Address(f"p{n}@example.org"))
        for version, (events, at) in enumerate(story.history):
            last = version == len(story.history) - 1
            await store.log.append(W, version, f"t{version}", at, events, (PlanFollowUp(W),) if last else ())
    await mailbox.until(lambda: len(mailbox.received) >= 5, "the batch is under way")
    horses = tree.children(tree.role("worker")[0])
    for pid in (*tree.role("worker"), *tree.role("courier")):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    await until(lambda: not any(alive(pid) for pid in horses), "no horse outlives its worker")
    at_death = len(mailbox.received)
    assert at_death < size
    await mailbox.until(lambda: len({r for r, _ in mailbox.received}) == size, "every mail arrives", 40)
    ids = {(recipient, message["Message-ID"]) for recipient, message in mailbox.received}
    assert len(ids) == size, "one Message-ID per purpose and person"
    repeated = Counter(recipient for recipient, _ in mailbox.received)
    assert sum(n - 1 for n in repeated.values()) <= LANES, "only what was in the worker's hands may come twice"
    counted = {f"p{n}@example.org": 0 for n in range(size)}
    async with open_tools(settings) as tools:
        for line in await tools.store.ledger.lines(W):
            counted[f"{line.key.split(':')[1]}@example.org"] += line.repeats
    assert all(n - 1 <= counted[to] for to, n in repeated.items()), "M9: and only where the ledger counts a repeat"
    assert sum(counted.values()) <= LANES
    assert "example.org" not in tree.logged()
    assert "after:p" not in tree.logged(), "not even a job's arguments"


async def test_kill_9_of_the_parent_leaves_no_orphan(tree: Tree) -> None:
    await until(lambda: bool(tree.role("courier") and tree.role("worker")), "both children run")
    children = tree.children()
    tree.process.kill()
    await until(lambda: not any(alive(pid) for pid in children), "all children are gone")


async def test_sigterm_ends_cleanly(tree: Tree) -> None:
    await until(lambda: bool(tree.role("courier") and tree.role("worker")), "both children run")
    children = tree.children()
    tree.process.terminate()
    assert await asyncio.to_thread(tree.process.wait, 10) == 0
    assert not any(alive(pid) for pid in children)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "GESPANN_REDIS_URL is missing"),
        ({"GESPANN_REDIS_URL": "redis://127.0.0.1:1/0?socket_timeout=soon"}, "is no address of a database"),
    ],
)
def test_wrong_settings_are_told_in_a_sentence_and_end_with_2(told: dict[str, str], sentence: str) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GESPANN_")} | told
    done = subprocess.run(
        [sys.executable, "-m", "workers"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
