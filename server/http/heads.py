"""HEAD, which monitors and link checkers send: answered wherever GET is (RFC 9110, section 9.3.2)."""

from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send


class Headed:
    """Wraps the application, which is asked for GET; the server beneath, which was asked for HEAD, sends no body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked: Any = scope
        if asked.get("method") == "HEAD":
            asked = {**asked, "method": "GET"}
        await self._app(asked, receive, send)
