"""What only a demo has: the door that signs the console in, and the mailbox.

Both are for the person at this machine: loopback only, the Host checked (a foreign page could otherwise reach them
through DNS rebinding), the mailbox behind the cookie that the door gives.
"""

import secrets
from email.message import MIMEPart
from typing import Any
from urllib.parse import urlsplit

from litestar import Controller, MediaType, Request, Response, get
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from server.demo.keys import Keys
from server.demo.mailbox import Letter, Mailbox
from server.http.guards import SESSION_COOKIE, cookie
from server.http.pages import draw
from server.http.problems import NotFound
from server.http.services import language_of, services_of
from server.settings import Settings
from server.text.locales import text

COOKIE = "gespann-demo"
LOOPBACK = {"127.0.0.1", "::1"}
HOSTS = {"127.0.0.1", "localhost", "::1"}
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""A mail brings its own styles and is a stranger's page otherwise: no script, no form, nothing from elsewhere."""

Anybody = Request[Any, Any, Any]


class Line(Struct, frozen=True):
    """One letter in the list."""

    key: str
    recipient: str
    subject: str
    date: str


def _keys(settings: Settings) -> Keys:
    return Keys.read(settings.data_dir)


async def at_this_machine(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Raises NotFound: nobody else learns that there is a door."""
    host = urlsplit(f"//{connection.headers.get('host', '')}").hostname
    if connection.client is None or connection.client.host not in LOOPBACK or host not in HOSTS:
        raise NotFound


async def has_come_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Raises NotFound for who has not come through the door in this browser."""
    shown = connection.cookies.get(COOKIE, "")
    if not secrets.compare_digest(shown.encode(), _keys(services_of(connection).settings).door.encode()):
        raise NotFound


@get("/demo/{door:str}", include_in_schema=False, guards=[at_this_machine])
async def door(request: Anybody, door: FromPath[str]) -> Redirect:
    """Signs this browser in as the demo's facilitator and opens the console."""
    settings = services_of(request).settings
    keys = _keys(settings)
    if not secrets.compare_digest(door.encode(), keys.door.encode()):
        raise NotFound
    kept = [cookie(settings, SESSION_COOKIE, keys.session, 1), cookie(settings, COOKIE, keys.door, 1)]
    return Redirect(f"/console/{keys.workshop}", status_code=303, cookies=kept)


class MailboxPages(Controller):
    path = "/mailbox"
    guards = (at_this_machine, has_come_in)
    include_in_schema = False

    @get("/")
    async def letters(self, request: Anybody) -> Response[str]:
        """All letters, newest first."""
        lines = [_line(letter) for letter in _mailbox(request).letters()]
        return draw(request, "mailbox", "site", heading=text(language_of(request), "mailbox-heading"), letters=lines)

    @get("/{key:str}")
    async def letter(self, request: Anybody, key: FromPath[str]) -> Response[str]:
        """One letter: headers, the HTML in a frame of its own, the text beneath."""
        found = _found(request, key)
        plain = found.message.get_body(("plain",))
        return draw(
            request,
            "letter",
            "site",
            heading=str(found.message["Subject"]),
            letter=_line(found),
            words=_content(plain),
            attachments=[part.get_filename() for part in found.message.iter_attachments()],
        )

    @get("/{key:str}/html")
    async def html(self, request: Anybody, key: FromPath[str]) -> Response[str]:
        """The HTML part as a mail program would draw it; links open a page of their own."""
        body = _content(_found(request, key).message.get_body(("html",)))
        drawn = body.replace("<head>", '<head><base target="_blank">', 1)
        request.scope.setdefault("state", {})["policy"] = LETTER_POLICY
        return Response(drawn, media_type=MediaType.HTML)


def _mailbox(request: Anybody) -> Mailbox:
    return Mailbox(services_of(request).settings.data_dir / "mailbox")


def _found(request: Anybody, key: str) -> Letter:
    letter = _mailbox(request).letter(key)
    if letter is None:
        raise NotFound
    return letter


def _line(letter: Letter) -> Line:
    return Line(letter.key, letter.recipient, str(letter.message["Subject"]), str(letter.message["Date"]))


def _content(part: MIMEPart | None) -> str:
    return str(part.get_content()) if part is not None else ""


HANDLERS = [door, MailboxPages]
