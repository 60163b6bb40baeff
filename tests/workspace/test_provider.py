"""npm `y-websocket`'s own provider, in Node and in Chromium, over two real server processes."""

import asyncio
import contextlib
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from server.core.ids import GroupId, WorkshopId
from server.demo.workshop import SCENES
from server.store.store import open_store
from server.workspace.room import Room
from tests.browser.person import chromium
from tests.browser.stage import Server, Stage
from tests.conftest import now
from tests.faults.client import Device
from tests.live.eventually import eventually
from tests.workspace.seated import seated

STARTER = SCENES["de"].task.starter

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
    """`state` is what it said last."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self.state: dict[str, Any] = {"text": "", "people": [], "connected": False, "synced": False}

    def hears(self, state: dict[str, Any]) -> None:
        self.state = state

    def type(self, at: int, insert: str = "", remove: int = 0) -> None:
        self._write(json.dumps({"at": at, "insert": insert, "remove": remove}))

    @property
    def text(self) -> str:
        return str(self.state["text"])


def address(site: str, workshop: str) -> str:
    return f"{site.replace('http', 'ws', 1)}/workspace/{workshop}"


@asynccontextmanager
async def in_node(site: str, workshop: str, group: str, device: Device, name: str) -> AsyncIterator[Provider]:
    cookies = "; ".join(f"{name}={value}" for name, value in device.cookies.items())
    process = await asyncio.create_subprocess_exec(
        *("node", "tests/workspace/in_node.mjs", address(site, workshop), group, cookies, site, name),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    stdin, stdout = process.stdin, process.stdout
    provider = Provider(lambda line: stdin.write(line.encode() + b"\n"))

    async def listen() -> None:
        async for line in stdout:
            provider.hears(json.loads(line))

    listening = asyncio.create_task(listen())
    try:
        yield provider
    finally:
        process.kill()
        await process.wait()
        await listening


@asynccontextmanager
async def in_chromium(
    script: Path, site: str, workshop: str, group: str, device: Device, name: str
) -> AsyncIterator[Provider]:
    """On some page of that site, which need not allow this script."""
    typing: set[asyncio.Task[Any]] = set()
    async with chromium() as browser:
        context = await browser.new_context(bypass_csp=True)
        await context.add_cookies(
            [{"name": name, "value": value, "url": site} for name, value in device.cookies.items()]
        )
        page = await context.new_page()
        await page.goto(f"{site}/health/live")

        def write(line: str) -> None:
            typing.add(asyncio.create_task(page.evaluate("line => type(JSON.parse(line))", line)))

        provider = Provider(write)
        await page.expose_function("tell", provider.hears)
        await page.add_script_tag(path=script)
        await page.evaluate("told => begin(...told)", [address(site, workshop), group, name])
        yield provider
        await asyncio.gather(*typing)


async def bundled(program: str, folder: Path) -> Path:
    made = folder / "bundle.js"
    arguments = (
        "node_modules/.bin/rolldown",
        program,
        "--file",
        str(made),
        "--format",
        "iife",
        "--platform",
        "browser",
    )
    process = await asyncio.create_subprocess_exec(*arguments, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL)
    assert await process.wait() == 0
    return made


@pytest.mark.browser
async def test_providers_converge_over_two_processes_one_of_which_is_killed(tmp_path: Path) -> None:
    """T1, T3: without a line of ours in the client.  Mara has it open twice, in Node and in Chromium."""
    script = asyncio.create_task(bundled("tests/workspace/in_browser.mjs", tmp_path))
    async with Stage(workers=False) as stage:
        workshop, group, one, other = await seated(stage)
        balancer = Balancer(stage.servers[0])
        async with (
            balancer.running(),
            in_node(balancer.url, workshop, group, one, "Mara") as mara,
            in_chromium(await script, balancer.url, workshop, group, one, "Mara's phone") as phone,
            in_node(stage.servers[1].url, workshop, group, other, "Jonas") as jonas,
        ):
            everybody = (mara, phone, jonas)

            async def all_read(text: str) -> None:
                await eventually(lambda: all(each.text == text for each in everybody), within=SLOWEST_S)

            async def all_are_there() -> None:
                names = ["Jonas", "Mara", "Mara's phone"]
                await eventually(lambda: all(each.state["people"] == names for each in everybody), within=SLOWEST_S)

            await all_read(STARTER)
            await all_are_there()
            mara.type(0, "Mara war hier. ")
            await all_read("Mara war hier. " + STARTER)
            balancer.chosen = stage.servers[1]
            stage.servers[0].kill()
            await eventually(lambda: not (mara.state["connected"] or phone.state["connected"]), within=SLOWEST_S)
            mara.type(5, "bleibt. ", remove=len("war hier. "))
            phone.type(0, "Unterwegs: ")
            jonas.type(len(jonas.text), "😀 Jonas auch.")
            await all_read("Unterwegs: Mara bleibt. " + STARTER + "😀 Jonas auch.")
            await all_are_there()
            phone.type(0, remove=len("Unterwegs: "))
            await all_read("Mara bleibt. " + STARTER + "😀 Jonas auch.")
            jonas.type(len("Mara bleibt. " + STARTER), remove=len("😀 ") + 1)
            last = "Mara bleibt. " + STARTER + "Jonas auch."
            await all_read(last)
        async with await open_store(stage.valkey.url, now) as store:
            stored: list[str] = []

            async def look() -> None:
                while not stored or stored[-1] != last:
                    stored.append(Room((await store.documents.load(WorkshopId(workshop), GroupId(group)))[0]).text)
                    await asyncio.sleep(0.02)

            await asyncio.wait_for(look(), SLOWEST_S)
