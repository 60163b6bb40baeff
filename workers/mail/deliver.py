"""Getting a mail to the mail server, on one connection for as many as there are.

What happened comes back as a value, since the ledger needs it whole and an exception of an SMTP library carries
addresses:

    Outcome
    ├── Sent         the server took it on
    ├── Deferred     4xx: it may take it later; also where it refuses our sender: an operator can mend that
    ├── Refused      5xx: it never will
    ├── NoSuchOne    5xx to the recipient: nobody is there, for this mail and for any other
    ├── InDoubt      the connection broke after the text had gone out: perhaps taken, perhaps not
    └── Unreachable  it broke before that, or never stood
"""

import asyncio
from types import TracebackType
from typing import Self

import aiosmtplib
from msgspec import Struct

from server.settings import Smtp
from workers.mail.render import Post

CONNECT_S = 10.0
MAIL_S = 20.0
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
            username=self._smtp.user,
            password=self._smtp.password,
            use_tls=self._smtp.tls,
            timeout=CONNECT_S,
            local_hostname=self._hostname,  # else the library asks the resolver for our own name, and may wait long
        )
        try:
            async with asyncio.timeout(CONNECT_S):
                await client.connect()
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            client.close()
            self.reached = False
            return False
        self._client, self._carried, self.reached = client, 0, True
        return True

    async def send(self, post: Post) -> Outcome:
        """Sends one mail.  Raises ValueError if its address cannot be written in SMTP."""
        client = self._client
        if client is None:
            return Unreachable()
        self._carried += 1
        international = not post.recipient.isascii()
        text_out = False
        try:
            async with asyncio.timeout(MAIL_S):
                if international and not client.supports_extension("smtputf8"):
                    return NoSuchOne(553)  # RFC 6531, 3.5: the address is not possible there
                encoding = "utf-8" if international else "ascii"
                options = ["SMTPUTF8"] if international else []
                await client.mail(post.sender, options=options, encoding=encoding)
                await client.rcpt(post.recipient, encoding=encoding)
                text_out = True
                await client.data(post.content)
            return Sent()
        except aiosmtplib.SMTPResponseException as answer:
            await self._ready(client, answer.code)
            return _meant(answer)
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            client.close()
            self._client = None
            return InDoubt() if text_out else Unreachable()

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


def _meant(answer: aiosmtplib.SMTPResponseException) -> Outcome:
    if not 500 <= answer.code < 600 or isinstance(answer, aiosmtplib.SMTPSenderRefused):
        return Deferred(answer.code)
    return NoSuchOne(answer.code) if isinstance(answer, aiosmtplib.SMTPRecipientRefused) else Refused(answer.code)
