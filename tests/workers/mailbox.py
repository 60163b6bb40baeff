"""A real SMTP server (aiosmtpd) that keeps what it was given and can be told to misbehave."""

import asyncio
import email
import email.policy
import logging
import ssl
from collections import deque
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

logging.getLogger("mail.log").disabled = True  # it logs recipients

Behaviour = Literal[
    "take",
    "421 data",
    "451 data",
    "550 rcpt",
    "550 5.1.1 rcpt",
    "552 5.2.2 rcpt",
    "550 5.7.1 rcpt",
    "451 rcpt",
    "cut before",
    "cut after",
    "cut taken",
    "hang",
    "hang at DATA",
]


class Server(SMTP):
    """Falls silent before it has asked for the text, where it is told to."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd finds it by this name
        if self.event_handler.now == "hang at DATA":
            await asyncio.sleep(3600)
        await super().smtp_DATA(arg)


class Turning(asyncio.Protocol):
    """Turns everybody away."""

    def __init__(self, banner: str) -> None:
        self._banner = banner

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        if self._banner:
            transport.write(f"{self._banner}\r\n".encode())
        transport.close()


class Mailbox:
    """An async context manager; `port` is a free one."""

    CERTIFICATE = Path(__file__).with_name("mailbox.pem")
    """For localhost, signed by itself, from 2020 to 2120; with its key."""

    def __init__(self) -> None:
        self.port = 0
        self.received: list[tuple[str, EmailMessage]] = []
        """Recipient and message, in order of arrival."""
        self.raw: list[tuple[str, bytes]] = []
        """The same as they came over the wire."""
        self.script: deque[Behaviour] = deque()
        """How the next mails are treated, one each; then all are taken."""
        self.delay_s = 0.0
        self.international = True
        self.refuses_sender = ""
        self.password = ""
        """The right one of whoever says one."""
        self.said: list[str] = []
        """Passwords that came over the wire."""
        self.tls: Literal["", "offered", "from the start"] = ""
        """With a certificate that it has signed itself, from `open` on."""
        self.banner: str | None = None
        """Said in place of a greeting, and then it hangs up."""
        self.passwords = True
        """It takes some."""
        self.greylists = False
        """Each recipient is told 'later' at the first try."""
        self._greylisted: set[str] = set()
        self.connections = 0
        self._server: asyncio.Server | None = None
        self.now: Behaviour = "take"

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def open(self, port: int = 0) -> None:
        tls = None
        if self.tls:
            tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            tls.load_cert_chain(self.CERTIFICATE)

        def connected() -> asyncio.Protocol:
            self.connections += 1
            if self.banner is not None:
                return Turning(self.banner)
            return Server(
                self,
                hostname="mailbox.test",
                enable_SMTPUTF8=self.international,
                loop=asyncio.get_running_loop(),
                auth_require_tls=not self.passwords,
                tls_context=tls if self.tls == "offered" else None,
                authenticator=self._authenticated,
            )

        whole = tls if self.tls == "from the start" else None
        self._server = await asyncio.get_running_loop().create_server(connected, "127.0.0.1", port, ssl=whole)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _authenticated(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, told: Any) -> AuthResult:
        self.said.append(told.password.decode())
        return AuthResult(success=told.password.decode() == self.password, handled=False)

    # -- hooks of aiosmtpd, whose names they are ------------------------------------------------------------------

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuses_sender:
            return self.refuses_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.greylists and address not in self._greylisted:
            self._greylisted.add(address)
            return "450 greylisted, try again later"
        self.now = self.script.popleft() if self.script else "take"
        if self.now.endswith("rcpt"):
            return f"{self.now.removesuffix(' rcpt')} no"
        if self.now == "cut before":
            _cut(server)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.now.endswith("data"):
            return f"{self.now[:3]} not now"
        if self.now == "cut after":
            _cut(server)
            return "250 OK"
        await asyncio.sleep(3600 if self.now == "hang" else self.delay_s)
        content = envelope.original_content
        assert content is not None
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.raw.append((envelope.rcpt_tos[0], content))
        self.received.append((envelope.rcpt_tos[0], message))
        if self.now == "cut taken":
            _cut(server)
        return "250 OK"

    # -- what tests ask -------------------------------------------------------------------------------------------

    def to(self, address: str) -> list[EmailMessage]:
        return [message for recipient, message in self.received if recipient == address]

    def clear(self) -> None:
        self.received.clear()
        self.raw.clear()

    def subjects(self) -> list[tuple[str, str]]:
        return sorted((recipient, str(message["Subject"])) for recipient, message in self.received)

    async def until(self, holds: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
        """Waits on a predicate; its failure says what did not happen."""
        try:
            async with asyncio.timeout(seconds):
                while not holds():  # noqa: ASYNC110 - the server's threadless hooks set no events for predicates
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"not within {seconds} s: {what}; received {len(self.received)}") from None


def text(message: EmailMessage) -> str:
    """Both bodies, decoded."""
    parts = [message.get_body((kind,)) for kind in ("plain", "html")]
    return "\n".join(str(part.get_content()) for part in parts if part is not None)


def _cut(server: Any) -> None:
    server.transport.abort()
