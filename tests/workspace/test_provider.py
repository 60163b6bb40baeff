"""npm `y-websocket`'s own provider, in Node, with a participant's cookies, over two real server processes."""

import asyncio
import contextlib
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from server.core.commands import PublishDraft
from server.core.ids import GroupId, WorkshopId
from server.core.people import Profile
from server.demo.workshop import TASK, prepare
from server.http.guards import SESSION_COOKIE
from server.protocol.messages import DraftGroups
from server.store.store import open_store
from server.workspace.room import Room
from tests.browser.stage import Server, Stage
from tests.conftest import now
from tests.faults.client import Device
from tests.live.eventually import eventually

ROOT = Path(__file__).parents[2]
SLOWEST_S = 30.0

if not shutil.which("node") or not (ROOT / "node_modules/ws").is_dir():
    pytest.skip("needs Node and the front end's packages", allow_module_level=True)


class Balancer:
    """One address for whichever server is chosen, as a proxy in front of several."""

    def __init__(self, chosen: Server) -> None:
        self.chosen = chosen
        self.url = ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with await asyncio.start_server(self._serve, "127.0.0.1", 0) as server:
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            yield

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            up, down = await asyncio.open_connection("127.0.0.1", int(self.chosen.url.rpartition(":")[2]))
            ways = [asyncio.create_task(pour(reader, down)), asyncio.create_task(pour(up, writer))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            down.transport.abort()
        writer.transport.abort()


async def pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(1 << 16):
            target.write(data)
            await target.drain()


class Provider:
    """A Node process; `state` is what it said last."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.state: dict[str, Any] = {"text": "", "people": [], "connected": False, "synced": False}

    async def listen(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            self.state = json.loads(line)

    def type(self, at: int, insert: str = "", remove: int = 0) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"at": at, "insert": insert, "remove": remove}).encode() + b"\n")

    @property
    def text(self) -> str:
        return str(self.state["text"])


@asynccontextmanager
async def providing(site: str, workshop: str, group: str, device: Device, name: str) -> AsyncIterator[Provider]:
    url = f"{site.replace('http', 'ws', 1)}/workspace/{workshop}"
    cookies = "; ".join(f"{name}={value}" for name, value in device.cookies.items())
    process = await asyncio.create_subprocess_exec(
        *("node", "tests/workspace/provider.mjs", url, group, cookies, site, name),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    provider = Provider(process)
    listening = asyncio.create_task(provider.listen())
    try:
        yield provider
    finally:
        process.kill()
        await process.wait()
        await listening


async def seated(stage: Stage) -> tuple[str, str, Device, Device]:
    """A workshop with a round in which two sit together."""
    keys, code = await prepare(stage.valkey.url)
    sites = tuple(server.url for server in stage.servers)
    two = [Device(sites, Random(number)) for number in range(2)]
    for number, device in enumerate(two):
        profile = Profile(f"P{number}", "de", langs=("de",))
        body = {"code": code, "profile": profile, "address": None, "key": f"{number:032x}"}
        await device.request("POST", f"/api/workshops/{keys.workshop}/participants", body)
    async with Device(sites, Random(2), {SESSION_COOKIE: keys.session}) as lead:
        lead.open(f"/live/{keys.workshop}?role=facilitator")
        await lead.sees("everybody", lambda views: len(views.get("console", {}).get("people", [])) == 2)
        await lead.do(DraftGroups())
        await lead.sees("a draft", lambda views: bool(views["console"].get("draft")))
        await lead.do(PublishDraft(lead.views["console"]["draft"]["revision"]))
        await lead.sees("a group", lambda views: bool(views["console"].get("wall")))
        (group,) = lead.views["console"]["wall"]
    return keys.workshop, group, *two


async def test_two_providers_converge_over_two_processes_one_of_which_is_killed() -> None:
    """T1, T3: without a line of ours in the client."""
    async with Stage(workers=False) as stage:
        workshop, group, one, other = await seated(stage)
        balancer = Balancer(stage.servers[0])
        async with (
            balancer.running(),
            providing(balancer.url, workshop, group, one, "Mara") as mara,
            providing(stage.servers[1].url, workshop, group, other, "Jonas") as jonas,
        ):

            def both(text: str) -> bool:
                return mara.text == jonas.text == text

            await eventually(lambda: both(TASK.starter), within=SLOWEST_S)
            await eventually(
                lambda: mara.state["people"] == jonas.state["people"] == ["Jonas", "Mara"], within=SLOWEST_S
            )
            mara.type(0, "Mara war hier. ")
            await eventually(lambda: jonas.text.startswith("Mara war hier. "), within=SLOWEST_S)
            balancer.chosen = stage.servers[1]
            stage.servers[0].kill()
            await eventually(lambda: not mara.state["connected"], within=SLOWEST_S)
            mara.type(5, "bleibt. ", remove=len("war hier. "))
            jonas.type(0, "😀 Jonas auch. ")
            await eventually(lambda: both("😀 Jonas auch. Mara bleibt. " + TASK.starter), within=SLOWEST_S)
            await eventually(lambda: mara.state["people"] == ["Jonas", "Mara"], within=SLOWEST_S)
            jonas.type(0, remove=len("😀 ") + 1)
            await eventually(lambda: both("Jonas auch. Mara bleibt. " + TASK.starter), within=SLOWEST_S)
        async with await open_store(stage.valkey.url, now) as store:
            stored: list[str] = []

            async def look() -> None:
                while not stored or stored[-1] != "Jonas auch. Mara bleibt. " + TASK.starter:
                    stored.append(Room((await store.documents.load(WorkshopId(workshop), GroupId(group)))[0]).text)
                    await asyncio.sleep(0.02)

            await asyncio.wait_for(look(), SLOWEST_S)
