"""The demo on a disk that is full in the middle of a round: people read that nothing is saved, and then it is."""

import asyncio
import contextlib
import os
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

import web
from server.core.state import Language
from tests.browser import play
from tests.browser.person import REFUSED, RESULTS, UNREACHABLE, Device, Person, chromium, expect
from tests.browser.play import Invited
from tests.demo.running import PORT, Demo

NOT_SAVED = re.compile(r"status of 503|^answered 503")
"""What the browser says, and what we note, of a store that refuses."""


class Disk:
    """A small file system of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def fill(self) -> None:
        """To the last byte; again, with what was given back meanwhile."""
        with (self.root / "filler").open("ab", buffering=0) as filler, contextlib.suppress(OSError):
            while filler.write(b"\0" * 4096):
                pass

    def empty(self) -> None:
        (self.root / "filler").unlink()

    def lock(self) -> None:
        subprocess.run(["mount", "-o", "remount,ro", self.root], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    root = tmp_path / "disk"
    root.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "none", root], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield Disk(root)
    finally:
        subprocess.run(["umount", "-l", root], check=True)


@contextlib.asynccontextmanager
async def running(data: Path) -> AsyncIterator[tuple[Demo, Browser]]:
    assert (web.ROOT / "dist/manifest.json").is_file(), "the pages have not been built; run ./go build first"
    demo = Demo(data, port=PORT + 60)
    try:
        await asyncio.to_thread(demo.ready)
        async with chromium() as browser:
            yield demo, browser
    finally:
        if demo.process.poll() is None:
            await asyncio.to_thread(demo.end)


@pytest.mark.browser
@pytest.mark.timeout(480)
async def test_a_full_disk_in_the_middle_of_a_round(disk: Disk) -> None:
    people: list[Person] = []

    async def person(name: str, language: Language, device: Device = "phone") -> Person:
        people.append(await Person.enter(browser, name, demo.base, language=language, device=device))
        people[-1].excuse(REFUSED)
        return people[-1]

    async with running(disk.root) as (demo, browser):
        lea = await person("Lea", "de", "laptop")
        await lea.goto(demo.link("Console"))
        workshop = lea.page.url.rpartition("/")[2]
        await lea.goto(f"/console/{workshop}?lang=de")
        invited = Invited(workshop, demo.link("Join").rpartition("/")[2])
        mara, jonas, late = await person("Mara", "de"), await person("Jonas", "en"), await person("Late", "en")
        await asyncio.gather(play.join(mara, invited), play.join(jonas, invited))
        await play.draft(lea, 1)
        await play.publish(lea, 1)
        await asyncio.gather(play.arrive(mara), play.arrive(jonas))
        await play.is_saved(mara)
        await play.write(mara, "Vorher.")
        await play.is_saved(mara)
        await play.enter_code(late, invited)

        for who in people:
            who.excuse(NOT_SAVED)
            who.excuse(UNREACHABLE)
        disk.fill()
        await play.write(mara, " Mittendrin.")
        await mara.page.keyboard.insert_text(" Viel." * 2000)  # the database's file may end in the middle of a block
        await asyncio.gather(*(who.reads("notice-unsaved") for who in (mara, jonas, lea)))
        await mara.reads("paper-unsaved")
        await asyncio.gather(mara.look("disk-full"), jonas.look("disk-full"))
        await late.fill("name-label", "Late")
        await late.click("continue")
        for _ in range(3):
            await late.click("continue")
        await late.click("join-done")
        await expect(late.page.get_by_role("alert")).to_have_text(late.words("error-not-saved"))
        await late.look("disk-full-joining")
        await lea.click("console-extend")
        await lea.reads("notice-unsaved")
        await lea.look("disk-full-console")
        visitor = await person("Visitor", "de")
        disk.fill()  # the database cuts off what it wrote half, and a little more fits again
        visitor.excuse(NOT_SAVED)
        await visitor.goto("/?lang=de")
        await visitor.fill("site-code", invited.code)
        await visitor.click("site-enter")
        await visitor.reads("error-not-saved")
        await visitor.look("disk-full-code")
        await visitor.goto(f"/w/{invited.code}?lang=de")
        await visitor.look("disk-full-link")

        disk.empty()
        await asyncio.gather(play.is_saved(mara), play.is_saved(jonas))
        for who in (mara, jonas, lea):
            await expect(who.text("notice-unsaved")).to_have_count(0, timeout=30_000)
        await expect(play.paper(jonas)).to_contain_text("Vorher. Mittendrin.")
        await jonas.page.reload()
        await expect(play.paper(jonas)).to_contain_text("Vorher. Mittendrin.")
        await late.click("join-done")
        await late.sees("offered-heading")
        for who in people:
            await who.shot(RESULTS / "full-disk" / f"last-{who.name}.png")
        assert await asyncio.to_thread(demo.end) == 0
    faults = [f"{who.name}: {fault}" for who in people for fault in who.faults]
    assert not faults, "\n".join(faults)
    assert demo.said.count(f"The disk that holds {disk.root / 'valkey'} is full") == 1
    assert "Traceback" not in demo.said


@pytest.mark.timeout(240)
def test_a_read_only_data_folder_is_one_sentence(disk: Disk) -> None:
    """Also where a demo has been before."""
    first = Demo(disk.root, port=PORT + 70).ready()
    assert first.end() == 0
    disk.lock()
    for more in ((), ("--data", str(disk.root / "new"))):
        again = Demo(disk.root, *more, port=PORT + 70)
        assert again.process.wait(30) == 2
        sentence = r"(Port .+ is taken.+\n)?Error: .+ cannot be written \(Read-only file system\).+\n"
        assert re.fullmatch(sentence, again.said), again.said
