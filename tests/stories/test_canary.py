"""Somebody with a mark in all that they say: erased, searched for byte by byte, and again after a restore (E3)."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis
from rq.serializers import JSONSerializer

from server import upkeep
from server.app import build_app
from server.core.commands import ByFacilitator, CloseWorkshop
from server.core.ids import GroupId, PersonId, TextId, WorkshopId
from server.http.assets import Assets
from server.settings import Settings, Smtp
from server.store.embedded import EmbeddedValkey
from server.store.journal import Journal
from server.store.store import open_store
from server.store.tokens import mark
from tests.conftest import now
from tests.http.conftest import running
from tests.http.kit import BASE, browser, built_front, facilitator, paired, services, workshop
from tests.workers.mailbox import Mailbox, text
from tests.workers.world import work
from tests.workspace.wire import Writer
from workers.bootstrap import open_tools
from workers.doorbell import ListedJob, queue, ring, worker

ADDRESS = "canary@example.org"
MARKS = (b"anary", b"+49 170 1234567", mark(ADDRESS).encode())
SHARED = "What both of them wrote"


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[Path]:
    """A file of everything that is logged."""
    file = tmp_path / "data" / "log"
    file.parent.mkdir(parents=True)
    handler = logging.FileHandler(file)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield file
    root.setLevel(before)
    root.removeHandler(handler)
    handler.close()


def found(folder: Path, wanted: bytes) -> list[str]:
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return [f"{file.name}: {around(file.read_bytes(), wanted)!r}" for file in files if wanted in file.read_bytes()]


def around(content: bytes, wanted: bytes) -> bytes:
    at = content.index(wanted)
    return content[max(0, at - 100) : at + 100]


async def test_nothing_is_left_of_the_erased_in_any_file(tmp_path: Path, spoken: Path) -> None:
    data, backups = tmp_path / "data", tmp_path / "backups"
    async with Mailbox() as mailbox:
        with EmbeddedValkey(data / "valkey") as url, Redis.from_url(url) as redis:
            redis.config_set("rdbcompression", "no")  # what is packed no search for bytes would find
            settings = Settings(
                redis_url=url,
                journal_file=tmp_path / "journal",
                smtp=Smtp("127.0.0.1", mailbox.port),
                base_url=BASE,
                facilitators=("lea@example.org",),
            )
            marks = (*MARKS, await one_life(settings, redis, mailbox, data, backups))
            for wanted in marks:
                assert found(data, wanted) == [], wanted
            assert found(data, SHARED.encode()), "that belongs to both"
    (backup,) = backups.iterdir()
    fresh = Settings(data_dir=tmp_path / "new", journal_file=settings.journal_file)
    done = await asyncio.to_thread(upkeep.bring_back, fresh, backup, replace=False)
    assert done.erased == 1
    with EmbeddedValkey(fresh.data_dir) as url, Redis.from_url(url) as redis:
        redis.config_set("rdbcompression", "no")
        redis.bgrewriteaof()
        until(lambda: not redis.info("persistence")["aof_rewrite_in_progress"])
        for wanted in marks:
            assert found(fresh.data_dir, wanted) == [], wanted
        assert found(fresh.data_dir, SHARED.encode())


async def one_life(settings: Settings, redis: Redis, mailbox: Mailbox, data: Path, backups: Path) -> bytes:
    """Joins, works, offers, answers, is written to, is in a job that failed, is remembered by a series; is backed up;
    erases themself.  What the series knew them as."""
    front, journal = Assets(built_front(data.parent / "front")), Journal(settings.journal)
    async with await open_store(settings.redis_url or "", now) as store:
        app = build_app(settings, store, clock=now, front=front, journal=journal)
        async with running(app), browser(app) as canary, browser(app) as jonas, browser(app) as mail:
            made = await workshop(app, newSeries="Evenings")
            group = await paired(app, made, canary, jonas)
            id_ = WorkshopId(made["workshop"])
            me = f"/api/workshops/{id_}/me"
            other = (await canary.get(f"{me}/relations")).json()[0]["partner"]
            person = (await jonas.get(f"{me}/relations")).json()[0]["partner"]
            profile = {"name": "Canary", "employer": "Canary Ltd", "interests": ["canaries"], "workingOn": "a canary"}
            offer = {"phone": "+49 170 1234567", "line": "Canary's own line"}
            for path, body in (
                ("profile", profile),
                ("address", {"address": ADDRESS}),
                ("reflection", {"learned": 5, "line": "canaries"}),
                (f"relations/{other}", offer),
            ):
                assert (await canary.put(f"{me}/{path}", json=body)).status_code == 204
            assert (await jonas.put(f"{me}/address", json={"address": "jonas@example.org"})).status_code == 204
            await store.workshops.put_text(id_, TextId(f"p:{person}:1"), "An idea about canaries")
            await store.documents.append(id_, GroupId(group), [Writer().type(SHARED)])
            lea = ByFacilitator(await facilitator(app))
            await services(app).hubs.decide(id_, CloseWorkshop(), lea, "test:close", now())

            async with open_tools(settings) as tools:
                await work(tools, redis)
                rung = queue(redis)
                ring(rung, [("no_such_job", (id_, person, "canary"))])
                worker(redis).work(burst=True, max_jobs=1, logging_level="CRITICAL")
                (letter,) = mailbox.to(ADDRESS)
                link = link_of(text(letter), "follow-up")
                (his,) = mailbox.to("jonas@example.org")
                for clicked in (link, link_of(text(his), "follow-up")):
                    assert (await mail.post(f"{me}/confirm", headers=clicked)).status_code == 204
                    assert (await mail.put(f"{me}/series", json={"on": True}, headers=clicked)).status_code == 204
                await work(tools, redis)
                series = (await services(app).workshop(id_)).design.series
                assert series
                known_as = (await store.series.mark(series, ADDRESS) or "").encode()
                assert len((await store.series.memory(series)).met) == 1
                for wanted in (*MARKS, known_as):
                    assert found(data, wanted), f"{wanted!r} is searched for in vain where it is"
                await asyncio.to_thread(upkeep.backup, settings, backups)

                assert (await mail.post(f"{me}/data-link", headers=link)).status_code == 202
                await work(tools, redis)
                fresh = link_of(text(mailbox.to(ADDRESS)[-1]), "my-data")
                began = time.monotonic()
                assert (await mail.post(f"{me}/erase", headers=fresh)).status_code == 204
                await work(tools, redis)
                while await store.rewrites.waiting():
                    await store.rewrites.tend()
                    await asyncio.sleep(0.02)
                assert time.monotonic() - began < 60
                assert jobs_of(redis, person) == []
                assert await store.people.profile(id_, PersonId(person)) is None
                return known_as


def link_of(words: str, kind: str) -> dict[str, str]:
    return {"authorization": "Link " + words.partition(f"/{kind}/")[2].split()[0].partition("#")[0]}


def jobs_of(redis: Redis, person: str) -> list[str]:
    ids = [key.decode().removeprefix("rq:job:") for key in redis.scan_iter("rq:job:*")]
    jobs = [ListedJob.fetch(id_, connection=redis, serializer=JSONSerializer) for id_ in ids]
    return [job.func_name or "" for job in jobs if person in repr(job.args)]


def until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.02)
