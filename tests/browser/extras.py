"""People in the background of a scene: they join over HTTP, stay present over the live socket, do as they are told."""

import asyncio
import contextlib
import itertools
from typing import Any

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect

from server.protocol.patch import apply as patched

BEAT_S = 10
Json = dict[str, Any]


class Extra:
    """`join`, then `do`, and `leave` in the end."""

    def __init__(self, base: str, name: str) -> None:
        self.name = name
        self.seat: Json = {}
        self._http = httpx.AsyncClient(base_url=base, headers={"Origin": base}, verify=False, timeout=30)
        self._socket: ClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._ids = itertools.count()
        self._heard = asyncio.Condition()

    async def join(self, code: str, **profile: Any) -> None:
        found = (await self._http.get(f"/api/codes/{code}")).json()
        body = {"code": code, "profile": {"name": self.name, **profile}, "address": None}
        answer = await self._http.post(f"/api/workshops/{found['workshop']}/participants", json=body)
        assert answer.status_code == 201, answer.text
        base = str(self._http.base_url).rstrip("/")
        self._socket = await connect(
            f"{base.replace('http', 'ws', 1)}/live/{found['workshop']}?role=participant",
            origin=base,  # type: ignore[arg-type]  # a NewType of str
            additional_headers={"Cookie": "; ".join(f"{key}={value}" for key, value in self._http.cookies.items())},
            compression=None,
            proxy=None,
        )
        self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._beat())]

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()
        await self._http.aclose()

    async def grouped(self, number: int) -> str:
        """The id of their group in this round.  Waits for it."""

        def group() -> Json:
            found: Json = self.seat.get("group") or {}
            return found

        async with asyncio.timeout(20), self._heard:
            await self._heard.wait_for(lambda: group().get("round") == number)
        return str(group()["id"])

    async def do(self, kind: str, **fields: Any) -> None:
        assert self._socket is not None
        command = {"t": kind, **fields}
        await self._socket.send(
            msgspec.json.encode({"t": "do", "id": f"x{next(self._ids)}", "command": command}).decode()
        )

    async def answer(self, workshop: str, *feelings: int) -> None:
        """To the three questions, in their order."""
        body = dict(zip(("learned", "couldGrow", "lookForward"), feelings, strict=False))
        answered = await self._http.put(f"/api/workshops/{workshop}/me/reflection", json=body)
        assert answered.status_code == 204, answered.text

    async def _hear(self) -> None:
        assert self._socket is not None
        with contextlib.suppress(Exception):
            async for frame in self._socket:
                message = msgspec.json.decode(frame)
                if message.get("view") == "seat":
                    async with self._heard:
                        self.seat = (
                            message["value"] if message["t"] == "snapshot" else patched(self.seat, message["patch"])
                        )
                        self._heard.notify_all()

    async def _beat(self) -> None:
        assert self._socket is not None
        while True:
            await self._socket.send('{"t":"beat"}')
            await asyncio.sleep(BEAT_S)
