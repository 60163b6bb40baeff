"""What operators and programs ask: is it alive, is it ready, how is it doing, how does one speak with it."""

import hmac
import ipaddress
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.di import NamedDependency
from msgspec import Struct
from prometheus_client import REGISTRY, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from server.http.problems import NotFound
from server.http.services import Services
from server.protocol.schema import live_schema
from server.store.ports import StoreError

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


@get("/health/live", media_type=MediaType.TEXT)
async def live() -> str:
    """The process answers."""
    return "alive\n"


@get("/health/ready", media_type=MediaType.TEXT)
async def ready(services: NamedDependency[Services]) -> Response[str]:
    """The store answers, too; 503 if not."""
    try:
        await services.store.ping()
    except StoreError:
        return Response("the store does not answer\n", status_code=503, media_type=MediaType.TEXT)
    return Response("ready\n", media_type=MediaType.TEXT)


@get("/metrics", media_type=MediaType.TEXT)
async def metrics(request: Request[Any, Any, Any], services: NamedDependency[Services]) -> Response[bytes]:
    """For Prometheus: with the token, or where none is set, from this machine and not through a proxy."""
    token = services.settings.metrics_token
    if token is None:
        allowed = _loopback(request) and not any(name in request.headers for name in _FORWARDED)
    else:
        allowed = hmac.compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())
    if not allowed:
        raise NotFound
    return Response(generate_latest(REGISTRY), headers={"content-type": CONTENT_TYPE_LATEST})


class MailServerCard(Struct, frozen=True, rename="camel"):
    """Whether mails go out."""

    away_since: int | None
    """Since when the mail server has not answered, while mails wait for it; None: all is well, or nobody waits."""


@get("/api/mail-server")
async def mail_server(services: NamedDependency[Services]) -> MailServerCard:
    """For pages on which somebody waits for a mail."""
    return MailServerCard(await services.store.mail_server.away_since())


@get("/schema/live.json", include_in_schema=False)
async def live_json() -> dict[str, Any]:
    """JSON Schema of both directions of the live socket."""
    return live_schema()


def _loopback(request: Request[Any, Any, Any]) -> bool:
    try:
        return ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False


HANDLERS = [live, ready, metrics, mail_server, live_json]
