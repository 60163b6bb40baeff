"""`python -m tests.faults.recovery`: how long the last mail takes after kill -9, with a real installation's patience.

The worker, its job's process ('horse') or the courier (relay and schedule) dies in the middle of a batch, each in
a world of its own.  Exit code 1 if one of them takes longer than the goal.
"""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time

from server.core.errands import PlanFollowUp
from server.core.ids import PersonId
from server.core.people import Address, Profile
from server.settings import Settings, Smtp
from server.store.embedded import EmbeddedValkey
from server.store.store import open_store
from tests.workers.mailbox import Mailbox
from tests.workers.test_processes import Tree, crowd
from tests.workers.world import W
from workers.bootstrap import now

GOAL_S = 90.0
PEOPLE = 30
VICTIMS = ("worker", "horse", "courier")


async def recovery(victim: str) -> tuple[float, int]:
    """Seconds from the kill to the last mail, and how many came twice."""
    with tempfile.TemporaryDirectory(prefix="gespann-") as folder, EmbeddedValkey(folder) as url:
        async with Mailbox() as mailbox, await open_store(url, now) as store:
            mailbox.delay_s = 0.3
            for n in range(PEOPLE):
                who = PersonId(f"p{n}")
                await store.people.put_profile(W, who, Profile(f"Person{n}"))
                await store.people.put_address(W, who, Address(f"p{n}@example.org", confirmed_at=now()))
            for version, (events, at) in enumerate(crowd(PEOPLE).history):
                await store.log.append(W, version, f"t{version}", at, events)
            settings = Settings(redis_url=url, smtp=Smtp("127.0.0.1", mailbox.port), base_url="https://g.example.org")
            tree = Tree(settings, "--patience", "1")
            try:
                await store.outbox.put([PlanFollowUp(W)])
                await mailbox.until(lambda: len(mailbox.received) >= 5, "the batch is under way", 60)
                worker, [courier] = tree.role("worker")[0], tree.role("courier")
                victims = {"worker": [worker], "horse": tree.children(worker), "courier": [courier]}[victim]
                for pid in victims:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                killed_at = time.monotonic()
                await mailbox.until(lambda: len({to for to, _ in mailbox.received}) == PEOPLE, "all mails", 2 * GOAL_S)
                return time.monotonic() - killed_at, len(mailbox.received) - PEOPLE
            finally:
                await asyncio.to_thread(tree.end)


async def main() -> bool:
    found = await asyncio.gather(*map(recovery, VICTIMS))
    for victim, (seconds, twice) in zip(VICTIMS, found, strict=True):
        print(f"{victim:<8} killed: the last mail {seconds:5.1f} s later, {twice} twice")
    return all(seconds <= GOAL_S for seconds, _ in found)


if __name__ == "__main__":
    sys.exit(not asyncio.run(main()))
