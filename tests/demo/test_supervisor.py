"""`gespann demo`, as a person at a terminal meets it: real processes, real ports."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.demo.running import PORT, Demo, family, runs, until
from web import ROOT


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


@pytest.mark.timeout(360)
def test_it_runs_goes_on_after_ctrl_c_and_its_people_come_back(start: Callable[..., Demo]) -> None:
    first = start("--people", "2", "--lang", "de").ready()
    with httpx.Client(follow_redirects=True, timeout=20) as page:
        assert page.get(first.link("Mailbox")).status_code == 404, "not before the door"
        assert "/console/" in str(page.get(first.link("Console")).url)
        assert page.get(f"{first.base}/api/facilitator").json()["address"] == "facilitator@demo.example"
        assert page.get(first.link("Mailbox")).status_code == 200
    joined = first.link("Join").replace("/w/", "/api/codes/")
    until(lambda: httpx.get(joined, timeout=30).json()["joined"] == 2, "both have joined", lambda: first.said)
    running = family(first.process.pid)
    assert first.end() == 0
    assert not any(runs(pid) for pid in running)

    second = start("--people", "2", "--lang", "en").ready()
    assert second.link("Join") == first.link("Join")
    log = first.out.parent / "data" / "logs" / "server.log"
    until(
        lambda: log.read_text().count("POST /api/seats 200") + log.read_text().count("POST /api/seats 201") == 2,
        "both are back",
    )
    found = httpx.get(joined, timeout=30).json()
    assert (found["joined"], found["language"]) == (2, "de"), "the workshop that there was goes on"


@pytest.mark.timeout(360)
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


@pytest.mark.timeout(120)
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
        return httpx.get(f"{base}/health/ready", timeout=30).is_success
    except httpx.HTTPError:
        return False
