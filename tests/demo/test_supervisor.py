"""`gespann demo`, as a person at a terminal meets it: real processes, real ports."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from web import ROOT

PORT = 18_000 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) * 100


class Demo:
    def __init__(self, data: Path, *more: str, port: int = PORT) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GESPANN_")}
        self.out = data.with_suffix(".out")
        with self.out.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "server.cli", "demo", "--port", str(port), "--data", str(data), *more],
                stdout=out,
                stderr=out,
                env={**clean, "PYTHONUNBUFFERED": "1"},
            )

    @property
    def said(self) -> str:
        return self.out.read_text()

    def link(self, name: str) -> str:
        found = re.search(rf"{name} +(http\S+)", self.said)
        assert found is not None, self.said
        return found[1]

    @property
    def base(self) -> str:
        return self.link("Join").partition("/w/")[0]

    def ready(self) -> "Demo":
        until(lambda: "Ctrl-C" in self.said, "the demo is ready", lambda: self.said)
        return self

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def until(true: Callable[[], object], what: str, said: Callable[[], str] = str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s: {what}\n{said()}"
        time.sleep(0.05)


def family(pid: int) -> set[int]:
    """All descendants that run now."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return set()
    return {each for child in children for each in (int(child), *family(int(child)))}


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture(autouse=True)
def built() -> None:
    assert (ROOT / "dist" / "manifest.json").is_file(), "the pages are not built; run ./go build"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Demo]]:
    """Starts demos on one data folder; whatever still runs is ended."""
    begun: list[Demo] = []

    def begin(*more: str, port: int = PORT) -> Demo:
        begun.append(Demo(tmp_path / "data", *more, port=port))
        return begun[-1]

    yield begin
    for demo in begun:
        if demo.process.poll() is None:
            demo.end(signal.SIGKILL)


@pytest.mark.timeout(180)
def test_it_runs_goes_on_after_ctrl_c_and_its_people_come_back(start: Callable[..., Demo]) -> None:
    first = start("--people", "2").ready()
    with httpx.Client(follow_redirects=True, timeout=20) as page:
        assert page.get(first.link("Mailbox")).status_code == 404, "not before the door"
        assert "/console/" in str(page.get(first.link("Console")).url)
        assert page.get(f"{first.base}/api/facilitator").json()["address"] == "facilitator@demo.example"
        assert page.get(first.link("Mailbox")).status_code == 200
    joined = first.link("Join").replace("/w/", "/api/codes/")
    until(lambda: httpx.get(joined).json()["joined"] == 2, "both have joined", lambda: first.said)
    running = family(first.process.pid)
    assert first.end() == 0
    assert not any(runs(pid) for pid in running)

    second = start("--people", "2").ready()
    assert second.link("Join") == first.link("Join")
    log = first.out.parent / "data" / "logs" / "server.log"
    until(
        lambda: log.read_text().count("POST /api/seats 200") + log.read_text().count("POST /api/seats 201") == 2,
        "both are back",
    )
    assert httpx.get(joined).json()["joined"] == 2


@pytest.mark.timeout(180)
def test_kill_9_of_the_supervisor_leaves_no_orphan_and_of_a_part_brings_it_back(start: Callable[..., Demo]) -> None:
    demo = start().ready()
    server = next(pid for pid in family(demo.process.pid) if b"serve" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(server, signal.SIGKILL)
    until(lambda: "starting it again" in demo.said, "the death is noticed", lambda: demo.said)
    until(lambda: answers(demo.base), "the server is back", lambda: demo.said)
    running = family(demo.process.pid)
    demo.process.kill()
    demo.process.wait(10)
    until(lambda: not any(runs(pid) for pid in running), "no orphan is left")
    assert start().ready().link("Join") == demo.link("Join")


@pytest.mark.timeout(60)
def test_a_taken_port_moves_to_the_next_and_says_so(start: Callable[..., Demo]) -> None:
    with socket.create_server(("127.0.0.1", PORT + 50)):
        demo = start(port=PORT + 50).ready()
        assert f"Port {PORT + 50} is taken; using {PORT + 51} instead." in demo.said
        assert f":{PORT + 51}/w/" in demo.link("Join")
    demo.end()


def test_a_data_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    demo = Demo(tmp_path / "data", "--data", "/proc/nowhere")  # the last --data counts; not even root may write there
    assert demo.process.wait(30) == 2
    assert demo.said.count("\n") <= 1, demo.said
    assert "cannot be written" in demo.said


def answers(base: str) -> bool:
    try:
        return httpx.get(f"{base}/health/ready").is_success
    except httpx.HTTPError:
        return False
