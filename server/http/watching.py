"""The outermost layer: counts and times every request, and writes the access log.

Neither holds an address as it was asked for, only the route's template: addresses hold secrets of mailed links, codes
and ids, and queries hold whatever people put there.
"""

import logging
import time
from typing import Any

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter, Gauge, Histogram

log = logging.getLogger("gespann.access")

REQUESTS = Counter("gespann_http_requests", "Answered requests.", ["method", "route", "status"])
SECONDS = Histogram(
    "gespann_http_seconds",
    "From the request's arrival to the last byte of its answer.",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0),
)
SOCKETS = Gauge("gespann_sockets", "Open websockets.", ["route"])

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


class Watched:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind: str = scope["type"]  # 'lifespan' comes here, too, whatever the annotation says
        match kind:
            case "http":
                await self._http(scope, receive, send)
            case "websocket":
                await self._socket(scope, receive, send)
            case _:
                await self._app(scope, receive, send)

    async def _http(self, scope: Any, receive: Receive, send: Send) -> None:
        began, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            took, route = time.perf_counter() - began, _route(scope)
            method = scope["method"] if scope["method"] in _METHODS else "other"
            REQUESTS.labels(method, route, status).inc()
            SECONDS.labels(route).observe(took)
            if not route.startswith(("/health", "/static")):
                log.info("%s %s %d %.1f ms", method, route, status, took * 1000)

    async def _socket(self, scope: Any, receive: Receive, send: Send) -> None:
        opened: str | None = None

        async def noting(message: Message) -> None:
            nonlocal opened
            if message["type"] == "websocket.accept" and opened is None:
                opened = _route(scope)
                SOCKETS.labels(opened).inc()
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            if opened is not None:
                SOCKETS.labels(opened).dec()
            log.info("SOCKET %s %s", _route(scope), "closed" if opened else "refused")


def _route(scope: Any) -> str:
    """The template that matched; every address that matched none counts as one."""
    return scope.get("path_template") or "unknown"
