"""The two websockets over the real server: who gets a connection, and that it ends with the right to it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from typing import Any

import httpx
import pytest
from litestar import Litestar
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.typing import Origin

from server.app import _config, _Server
from server.core.commands import ByFacilitator, ByParticipant, EndRound, LeaveGroup, RemoveParticipant
from server.core.ids import GroupId, PersonId, WorkshopId
from server.http.limits import SOCKETS
from server.live.framing import LARGEST_UPDATE
from server.protocol.frames import BROKEN
from server.settings import Settings
from tests.browser.stage import until
from tests.http.kit import NOON, Json, browser, facilitator, join, paired, services, signed_in, workshop
from tests.workspace.wire import Writer, step_1, step_2, update_message


@pytest.fixture
async def host(app: Litestar, settings: Settings) -> AsyncIterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = _Server(_config(settings, app))
        serving = asyncio.create_task(server.serve([listening]))
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await serving


def dial(host: str, path: str, page: httpx.AsyncClient | None = None, origin: str | None = "") -> connect:
    cookies = "; ".join(f"{name}={value}" for name, value in page.cookies.items()) if page else ""
    told = {"Cookie": cookies} if cookies else {}
    return connect(
        f"ws://{host}{path}",
        origin=None if origin is None else Origin(origin or f"http://{host}"),
        additional_headers=told,
        compression=None,
    )


async def refused(attempt: connect) -> int:
    with pytest.raises(InvalidStatus) as caught:
        async with attempt:
            pass
    return caught.value.response.status_code


async def messages(line: ClientConnection, count: int) -> list[Json]:
    async with asyncio.timeout(10):
        return [json.loads(await line.recv()) for _ in range(count)]


async def closed_with(line: ClientConnection) -> int:
    """The server's close code, whatever it says before."""
    with suppress(ConnectionClosedError):  # a code of ours counts as one
        async with asyncio.timeout(10):
            async for _ in line:
                pass
    assert line.close_code is not None
    return line.close_code


@pytest.mark.parametrize("origin", [None, "https://evil.example", "http://127.0.0.1:1", "null"])
async def test_a_foreign_page_gets_no_connection_though_it_brings_the_cookie(
    app: Litestar, host: str, origin: str | None
) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        await join(page, made)
        for path in (f"/live/{made['workshop']}", f"/workspace/{made['workshop']}/r1g0"):
            assert await refused(dial(host, path, page, origin)) == 403


async def test_who_is_no_member_gets_no_connection(app: Litestar, host: str) -> None:
    made, other = await workshop(app), await workshop(app)
    async with browser(app) as page, browser(app) as nobody, await signed_in(app, "kim@workshops.example") as kim:
        await join(page, other)
        for who in (page, nobody, kim):
            for path in (
                f"/live/{made['workshop']}",
                f"/live/{made['workshop']}?role=facilitator",
                f"/live/{made['workshop']}?role=else",
                f"/workspace/{made['workshop']}/r1g0",
                "/live/unknown",
                "/live/..%2f",
                "/nowhere",
            ):
                assert await refused(dial(host, path, who)) >= 400


async def test_a_participant_sees_room_and_seat(app: Litestar, host: str) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        joined = await join(page, made)
        async with dial(host, f"/live/{made['workshop']}", page) as line:
            welcome, *views = await messages(line, 3)
            assert (welcome["t"], welcome["role"]) == ("welcome", "participant")
            assert {view["view"] for view in views} == {"room", "seat"}
            seat = next(view for view in views if view["view"] == "seat")
            assert seat["value"]["person"] == joined["person"]


async def test_a_facilitator_sees_who_joins_by_http(app: Litestar, host: str) -> None:
    made = await workshop(app)
    path = f"/live/{made['workshop']}?role=facilitator"
    async with await signed_in(app) as lea, browser(app) as page, dial(host, path, lea) as line:
        welcome, console = await messages(line, 2)
        assert (welcome["role"], console["view"]) == ("facilitator", "console")
        joined = await join(page, made)
        told = ""
        async with asyncio.timeout(10):
            while joined["person"] not in told:
                told = str(await line.recv())


async def test_an_open_socket_does_not_survive_a_sign_out(app: Litestar, host: str) -> None:
    made = await workshop(app)
    async with await signed_in(app) as lea, dial(host, f"/live/{made['workshop']}?role=facilitator", lea) as line:
        await messages(line, 2)
        await lea.post("/api/sign-out")
        assert await closed_with(line) == 4401


async def test_nobody_reads_on_because_the_question_whether_they_may_has_failed(
    app: Litestar, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await workshop(app)

    async def fail(_secret: str) -> None:
        raise RuntimeError("a bug")

    async with await signed_in(app) as lea, dial(host, f"/live/{made['workshop']}?role=facilitator", lea) as line:
        await messages(line, 2)
        monkeypatch.setattr(services(app).store.facilitators, "session", fail)
        assert await closed_with(line) == BROKEN


async def test_who_left_the_workshop_reads_along_no_more(app: Litestar, host: str) -> None:
    made = await workshop(app)
    async with browser(app) as mara, browser(app) as jonas:
        group = await paired(app, made, mara, jonas)
        async with dial(host, f"/workspace/{made['workshop']}/{group}", mara) as line:
            await mara.post(f"/api/workshops/{made['workshop']}/me/erase")
            assert await closed_with(line) == 4401


async def test_only_a_groups_members_open_its_paper(app: Litestar, host: str) -> None:
    made = await workshop(app)
    async with browser(app) as mara, browser(app) as jonas, browser(app) as kim, await signed_in(app) as lea:
        group = await paired(app, made, mara, jonas)
        await join(kim, made, "Kim")
        path = f"/workspace/{made['workshop']}/{group}"
        for who in (kim, lea):
            assert await refused(dial(host, path, who)) == 403
        assert await refused(dial(host, f"/workspace/{made['workshop']}/r9g9", mara)) == 403
        async with dial(host, path, mara) as line, asyncio.timeout(10):
            assert isinstance(await line.recv(), bytes), "y-websocket begins with the server's state vector"
        await starter_is_stored(app, made, mara, group)


async def test_w12_who_was_taken_out_writes_no_more_also_when_the_round_is_over(app: Litestar, host: str) -> None:
    """Who only left their group still hands in what was typed without a connection (T2)."""
    made = await workshop(app)
    id_, hubs, lea = WorkshopId(made["workshop"]), services(app).hubs, ByFacilitator(await facilitator(app))
    async with browser(app) as mara, browser(app) as jonas:
        group = await paired(app, made, mara, jonas)
        me = f"/api/workshops/{id_}/me"
        of_mara, of_jonas = [PersonId((await page.get(me)).json()["person"]) for page in (mara, jonas)]
        await hubs.decide(id_, LeaveGroup(GroupId(group)), ByParticipant(of_jonas), "test:left", NOON)
        await hubs.decide(id_, RemoveParticipant(of_mara), lea, "test:out", NOON)
        await hubs.decide(id_, EndRound(1), lea, "test:end", NOON)
        path = f"/workspace/{id_}/{group}"
        assert await refused(dial(host, path, mara)) == 403
        async with dial(host, path, jonas) as line, asyncio.timeout(10):
            assert isinstance(await line.recv(), bytes)


async def starter_is_stored(app: Litestar, made: Json, page: httpx.AsyncClient, group: str) -> None:
    """The starter text reaches the store with the room's first batch."""
    answer: Any = None
    async with asyncio.timeout(10):
        while answer is None or answer["markdown"] != "# Us":
            answer = (await page.get(f"/api/workshops/{made['workshop']}/me/groups/{group}/text")).json()
            await asyncio.sleep(0.02)
    assert services(app).rooms is not None


async def test_a_whole_text_that_was_written_offline_comes_in_one_frame(app: Litestar, host: str) -> None:
    """T2: up to what a text may hold.  T5: a larger frame ends the connection."""
    made = await workshop(app)
    async with browser(app) as mara, browser(app) as jonas:
        group = await paired(app, made, mara, jonas)
        path = f"/workspace/{made['workshop']}/{group}"
        async with dial(host, path, mara) as line, dial(host, path, jonas) as other, asyncio.timeout(10):
            offline = Writer()
            offline.type("ü" * 99_000)
            await line.send(step_2(offline.doc))
            partner = Writer()
            while offline.text not in partner.text:
                partner.take(bytes(await other.recv(decode=False)))
            await line.send(bytes(LARGEST_UPDATE + 1))
            assert await closed_with(line) == 1009
            await other.send(update_message(partner.type("still here")))
        async with dial(host, path, mara) as line, asyncio.timeout(10):
            while "still here" not in offline.text:
                await line.send(step_1(offline.doc))
                offline.take(bytes(await line.recv(decode=False)))


async def test_one_seat_has_so_many_sockets_and_a_closed_one_makes_room(app: Litestar, host: str) -> None:
    made = await workshop(app)
    path = f"/live/{made['workshop']}"
    async with browser(app) as mara, browser(app) as jonas, AsyncExitStack() as open_:
        await join(mara, made, "Mara")
        await join(jonas, made, "Jonas")
        lines = [await open_.enter_async_context(dial(host, path, mara)) for _ in range(SOCKETS)]
        assert await refused(dial(host, path, mara)) == 403
        async with dial(host, path, jonas) as other:
            await messages(other, 1)
        await lines[0].close()

        async def there_is_room() -> bool:
            try:
                async with dial(host, path, mara):
                    return True
            except InvalidStatus:
                return False

        await until(there_is_room, "there is room for one more")


async def test_who_opens_sockets_without_end_is_let_into_no_more(app: Litestar, host: str) -> None:
    made = await workshop(app)
    async with browser(app) as mara, browser(app) as jonas:
        await join(mara, made, "Mara")
        await join(jonas, made, "Jonas")
        for _ in range(300):
            await refused(dial(host, f"/workspace/{made['workshop']}/r9g9", mara))
        assert await refused(dial(host, f"/live/{made['workshop']}", mara)) == 403
        async with dial(host, f"/live/{made['workshop']}", jonas) as line:
            await messages(line, 1)


async def test_frames_are_capped(app: Litestar, host: str) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        await join(page, made)
        async with dial(host, f"/live/{made['workshop']}", page) as line:
            await messages(line, 3)
            await line.send("x" * 70_000)
            assert await closed_with(line) == 1009
