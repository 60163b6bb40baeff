"""What every answer says about itself: what a browser may load, keep and tell others."""

import re
from typing import Any

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from server.settings import Settings

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")

FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",  # addresses of pages hold secrets of mailed links
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def policy(settings: Settings, host: str, nonce: str | None) -> str:
    """The content security policy.  The nonce lets CodeMirror add its style sheet; scripts come from files only.

    The socket's address is spelled out, since 'self' means no websockets in older Safaris.
    """
    base = settings.base_url.partition("://")[2]
    sockets = [f"wss://{base}"] if settings.secure else [f"ws://{base}"]
    if not settings.secure and host != base and _HOST.fullmatch(host):
        sockets.append(f"ws://{host}")  # reached by another of its names, say in the local network
    frames = " frame-src 'self';" if settings.demo else ""  # the letters of its mailbox
    style = "'self'" if nonce is None else f"'self' 'nonce-{nonce}'"
    return (
        f"default-src 'none'; script-src 'self'; style-src {style}; connect-src 'self' {' '.join(sockets)}; "
        f"img-src 'self' data:; font-src 'self';{frames} base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


class Headers:
    """A `before_send` hook: it sees every answer, errors and unknown addresses included."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def __call__(self, message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for name, value in FIXED.items():
            headers[name] = value
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        state: dict[str, Any] = scope.get("state") or {}
        own: str | None = state.get("policy")  # a page that is not ours: a letter in the demo's mailbox
        headers["content-security-policy"] = own or policy(self._settings, host, state.get("nonce"))
        if self._settings.secure:
            headers["strict-transport-security"] = "max-age=31536000"
        headers.setdefault("cache-control", "no-store")
        if scope["path"] != "/":
            headers["x-robots-tag"] = "noindex"
