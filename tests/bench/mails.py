"""How fast the mails of a workshop that has closed go out: from the close to the last one at the mail server.

    python -m tests.bench.mails --people 1000 --series 3

Beside it, in the same run and at the same server: RQ's default worker with one job and one connection per mail, which
finds its mail ready made (ours are planned, composed, rendered, and written down before and after).  And the limit:
ready-made mails over as many connections as we open, and nothing else.  Median of the series; the exit code is 1 if the
goal is missed.
"""

import argparse
import asyncio
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from email.policy import SMTP
from pathlib import Path

import uvloop
from redis import Redis
from rq import Queue

from server.core.errands import PlanFollowUp
from server.core.ids import PersonId
from server.core.people import Address, Profile
from server.settings import Settings, Smtp
from server.store.embedded import EmbeddedValkey
from server.store.store import open_store
from tests.bench import one_mail
from tests.workers.scene import BROCHURE
from tests.workers.test_processes import Tree, crowd
from tests.workers.world import W
from workers.bootstrap import now
from workers.jobs import LANES
from workers.mail.deliver import Carrier, Sent
from workers.mail.render import Post

ROOT = Path(__file__).parents[2]
GOAL = 10.0

SINK = """
import asyncio, logging, sys
from aiosmtpd.smtp import SMTP
logging.getLogger("mail.log").disabled = True
class Sink:
    taken = 0
    async def handle_DATA(self, server, session, envelope):
        Sink.taken += 1
        print(Sink.taken, flush=True)
        return "250 OK"
async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), hostname="sink.test"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""
"""A mail server in a process of its own, which says its port and then each mail that it took."""


class Sink:
    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True)
        self.port = int(self._line())

    def until(self, count: int) -> None:
        while int(self._line()) < count:
            pass

    def end(self) -> None:
        self.process.kill()
        self.process.wait()

    def _line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the mail server has ended"
        return line


def default_worker(url: str, mails: int) -> float:
    """Seconds per mail."""
    sink = Sink()
    try:
        with Redis.from_url(url) as redis:
            queue = Queue("peer", connection=redis)
            for n in range(mails):
                queue.enqueue("tests.bench.one_mail.send", sink.port, f"p{n}@example.org")
        started = time.perf_counter()
        worker = subprocess.Popen(
            [
                Path(sys.executable).with_name("rq"),
                "worker",
                "peer",
                "--url",
                url,
                "--burst",
                "--quiet",
                "--path",
                str(ROOT),
            ],
            cwd=ROOT,
        )
        sink.until(1)
        first = time.perf_counter()  # its start is no mail's
        sink.until(mails)
        spent = time.perf_counter() - first
        worker.wait()
        assert started < first
        return spent / (mails - 1)
    finally:
        sink.end()


async def limit(mails: int) -> float:
    """Seconds per mail, where nothing is to be done but SMTP."""
    sink = Sink()
    post = Post("g@example.org", "p@example.org", one_mail.message("p@example.org").as_bytes(policy=SMTP))

    async def lane(count: int) -> None:
        async with Carrier(Smtp("127.0.0.1", sink.port), "g.example.org") as carrier:
            for _ in range(count):
                assert await carrier.reach()
                assert isinstance(await carrier.send(post), Sent)

    try:
        started = time.perf_counter()
        await asyncio.gather(*(lane(mails // LANES) for _ in range(LANES)))
        return (time.perf_counter() - started) / (mails // LANES * LANES)
    finally:
        sink.end()


async def gespann(url: str, people: int) -> float:
    """Seconds per mail, planning included."""
    sink = Sink()
    settings = Settings(redis_url=url, smtp=Smtp("127.0.0.1", sink.port), base_url="https://g.example.org")
    story = crowd(people)
    async with await open_store(url, now) as store:
        await store.redis.flushdb()
        await store.workshops.put_brochure(W, BROCHURE)
        for n in range(people):
            who = PersonId(f"p{n}")
            await store.people.put_profile(W, who, Profile(f"Person{n} Lindt"))
            await store.people.put_address(W, who, Address(f"p{n}@example.org", confirmed_at=now()))
        for version, (events, at) in enumerate(story.history):
            await store.log.append(W, version, f"t{version}", at, events)
        os.environ["GESPANN_DATA_DIR"] = str(ROOT)
        tree = Tree(settings)
        try:
            while len(tree.children()) < 2:  # noqa: ASYNC110 - processes set no event
                await asyncio.sleep(0.05)
            await asyncio.sleep(2)  # they stand ready, as they do when a workshop closes
            started = time.perf_counter()
            await store.outbox.put([PlanFollowUp(W)])
            await asyncio.to_thread(sink.until, people)
            return (time.perf_counter() - started) / people
        finally:
            tree.end()
            sink.end()


def main(people: int, peer: int, series: int) -> bool:
    logging.disable(logging.CRITICAL)
    ours, theirs, bound = [], [], []
    with tempfile.TemporaryDirectory(prefix="gespann-") as folder, EmbeddedValkey(folder) as url:
        for _ in range(series):
            theirs.append(default_worker(url, peer))
            bound.append(uvloop.run(limit(people)))
            ours.append(asyncio.run(gespann(url, people)))
    one, other, least = statistics.median(ours), statistics.median(theirs), statistics.median(bound)
    times = sorted(t / o for o, t in zip(ours, theirs, strict=True))
    print(f"gespann                        {1 / one:8.0f} mails a second, {people} mails in {one * people:.1f} s")
    print(f"RQ's default worker            {1 / other:8.0f} mails a second")
    print(f"SMTP alone, {LANES} connections      {1 / least:8.0f} mails a second")
    reached, span = other / one >= GOAL, f"{times[0]:.1f}-{times[-1]:.1f}"
    print(f"{other / one:.1f} times ({span}), goal at least {GOAL:.0f}: {'' if reached else 'MISSED'}")
    return reached


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.mails", description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--peer", type=int, default=150, help="mails that the default worker sends")
    parser.add_argument("--series", type=int, default=3)
    asked = parser.parse_args()
    sys.exit(0 if main(asked.people, asked.peer, asked.series) else 1)
