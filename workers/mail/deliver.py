"""Getting a mail to the mail server, on one connection for as many as there are.

What happened comes back as a value, since the ledger needs it whole and an exception of an SMTP library carries
addresses:

    Outcome
    ├── Sent         the server took it on
    ├── Deferred     4xx: it may take it later; also where it refuses us or our sender, and where a mailbox is full:
    │                those can be mended
    ├── Refused      5xx: it never will take this mail
    ├── NoSuchOne    5xx to the recipient, for the reason that nobody is there: neither for any other mail
    ├── InDoubt      the connection broke after the text had gone out: perhaps taken, perhaps not
    └── Unreachable  it broke or fell silent before that, or never stood
"""

import asyncio
import re
from ipaddress import ip_address
from types import TracebackType
from typing import Self

import aiosmtplib
from msgspec import Struct

from server.settings import Smtp
from workers.mail.away import REACHES, InClear, why
from workers.mail.render import Post

CONNECT_S = 10.0
MAIL_S = 45.0
"""Longest time for one mail, all its commands together; the ledger's lease is longer."""
ON_CONNECTION = 100
"""Mails on one connection; servers close after a hundred or so, and not all of them say so beforehand."""


class Sent(Struct, frozen=True):
    pass


class Deferred(Struct, frozen=True):
    code: int


class Refused(Struct, frozen=True):
    code: int


class NoSuchOne(Struct, frozen=True):
    code: int


class InDoubt(Struct, frozen=True):
    pass


class Unreachable(Struct, frozen=True):
    pass


Outcome = Sent | Deferred | Refused | NoSuchOne | InDoubt | Unreachable


class Carrier:
    """One connection at a time, opened when it is needed; an async context manager."""

    def __init__(self, smtp: Smtp, hostname: str) -> None:
        self._smtp = smtp
        self._hostname = hostname
        self._client: aiosmtplib.SMTP | None = None
        self._carried = 0
        self.reached: bool | None = None
        """What the last try to reach the mail server came to; None before the first."""
        self.why = ""
        """Why it could not be reached, for the operator."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._quit()

    async def reach(self) -> bool:
        """Whether a connection stands, after opening one if need be.

        Asked before a mail is claimed: while the server is away nothing is counted as an attempt.
        """
        if self._client is not None and self._client.is_connected and self._carried < ON_CONNECTION:
            return True
        await self._quit()
        client = aiosmtplib.SMTP(
            hostname=self._smtp.host,
            port=self._smtp.port,
            use_tls=self._smtp.tls,
            timeout=CONNECT_S,
            local_hostname=self._hostname,  # else the library asks the resolver for our own name, and may wait long
        )
        try:
            async with asyncio.timeout(CONNECT_S):
                await client.connect()
                await self._sign_in(client)
        except REACHES as fault:
            client.close()
            self.reached, self.why = False, why(self._smtp, fault)
            return False
        self._client, self._carried, self.reached = client, 0, True
        return True

    async def _sign_in(self, client: aiosmtplib.SMTP) -> None:
        """Where we have a password; it never crosses a network in clear (RFC 8314).  Raises InClear."""
        user, password = self._smtp.user, self._smtp.password
        if user is None or password is None:
            return
        if client.get_transport_info("sslcontext") is None and not _is_this_machine(self._smtp.host):
            raise InClear("no TLS")
        await client.login(user, password)

    async def send(self, post: Post) -> Outcome:
        """Sends one mail.  Raises ValueError if its address cannot be written in SMTP."""
        client = self._client
        if client is None:
            return Unreachable()
        self._carried += 1
        international = not post.recipient.isascii()
        text = _Text(post.content)
        try:
            async with asyncio.timeout(MAIL_S):
                if international and not client.supports_extension("smtputf8"):
                    return Refused(553)  # RFC 6531, 3.5: this server can't; another may
                encoding = "utf-8" if international else "ascii"
                options = ["SMTPUTF8"] if international else []
                await client.mail(post.sender, options=options, encoding=encoding)
                await client.rcpt(post.recipient, encoding=encoding)
                await text.to(client)
            return Sent()
        except aiosmtplib.SMTPResponseException as answer:
            await self._ready(client, answer.code)
            return _meant(answer)
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            client.close()
            self._client = None
            return InDoubt() if text.out else Unreachable()

    async def _ready(self, client: aiosmtplib.SMTP, code: int) -> None:
        """After a refusal: the connection is made ready for the next mail, or given up (421)."""
        try:
            if code == 421:
                raise aiosmtplib.SMTPServerDisconnected("going away")
            async with asyncio.timeout(CONNECT_S):
                await client.rset()
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            client.close()
            self._client = None

    async def _quit(self) -> None:
        client, self._client = self._client, None
        if client is None or not client.is_connected:
            return
        try:
            async with asyncio.timeout(2):
                await client.quit()
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            client.close()


class _Text:
    """The text of one mail, which knows whether it has gone out: before the server's 354 there is no doubt."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.out = False

    async def to(self, client: aiosmtplib.SMTP) -> None:
        """As `client.data`, in its two steps.  Raises SMTPException, OSError."""
        answer = await client.execute_command(b"DATA")
        if answer.code != aiosmtplib.SMTPStatus.start_input:
            raise aiosmtplib.SMTPDataError(answer.code, answer.message)
        lines = self._content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n")
        # RFC 5321, 4.5.2: a line that begins with a full stop gets another.
        dotted = (b"\n" + lines).replace(b"\n.", b"\n..")[1:]
        protocol = client.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("gone before the text")
        self.out = True
        protocol.write(dotted.replace(b"\n", b"\r\n") + b"\r\n.\r\n")
        answer = await protocol.read_response(timeout=MAIL_S)
        if answer.code != aiosmtplib.SMTPStatus.completed:
            raise aiosmtplib.SMTPDataError(answer.code, answer.message)


_ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")
"""RFC 3463: why, in more than the three digits."""
NOBODY = frozenset({("1", "1"), ("1", "2"), ("1", "3"), ("1", "6"), ("1", "10")})
"""No such mailbox, no such host, no address at all, moved away, takes no mail (RFC 7505)."""
FULL = ("2", "2")
POLICY = "7"
"""Not us, or not from here: blocked, relaying denied, not signed."""


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _meant(answer: aiosmtplib.SMTPResponseException) -> Outcome:
    """An address is given up only for a reason that says that nobody is there; a mere 550 may mean us."""
    if not 500 <= answer.code < 600 or isinstance(answer, aiosmtplib.SMTPSenderRefused):
        return Deferred(answer.code)
    if not isinstance(answer, aiosmtplib.SMTPRecipientRefused):
        return Refused(answer.code)
    found = _ENHANCED.search(answer.message)
    why = (found[1], found[2]) if found else ("", "")
    if why in NOBODY:
        return NoSuchOne(answer.code)
    return Deferred(answer.code) if why == FULL or why[0] == POLICY else Refused(answer.code)
