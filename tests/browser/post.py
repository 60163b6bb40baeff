"""The mail server of a stage: a real SMTP conversation, every message kept as it came."""

import asyncio
import logging
import re
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from aiosmtpd.smtp import SMTP, Envelope, Session
from msgspec import Struct

logging.getLogger("mail.log").setLevel(logging.ERROR)  # it logs recipients


class Letter(Struct, frozen=True):
    to: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return BytesParser(policy=policy.default).parsebytes(self.raw)

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def cards(self) -> list[str]:
        """The vCards that come with it."""
        found = self.message.iter_attachments()
        cards = (part for part in found if part.get_content_type() == "text/vcard")
        return [bytes(part.get_payload(decode=True) or b"").decode() for part in cards]

    def link(self, kind: str) -> str:
        """The address in the text that leads to `/kind/…`."""
        found = re.search(rf"https?://\S+/{kind}/\S+", self.text)
        assert found, f"no link to /{kind}/ in:\n{self.text}"
        return found.group()

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None, f"{self.subject!r} has no text/{kind}"
        return str(part.get_content())


class PostOffice:
    """Takes every message, in the order in which they come."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self._arrived = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._port = 0

    @property
    def port(self) -> int:
        assert self._port
        return self._port

    async def open(self) -> None:
        """At a free port; again, after `close`, at the same."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, hostname="stage.example"), "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        async with self._arrived:
            self.letters += [Letter(to, envelope.original_content or b"") for to in envelope.rcpt_tos]
            self._arrived.notify_all()
        return "250 kept"

    def to(self, address: str) -> list[Letter]:
        return [letter for letter in self.letters if letter.to == address]

    async def letter(
        self, to: str, *, after: int = 0, such: Callable[[Letter], bool] = lambda _: True, within_s: float = 30.0
    ) -> Letter:
        """The first message to this address `such` that, leaving out the first `after` ones.  Waits for it."""

        def found() -> Letter | None:
            return next((letter for letter in self.to(to)[after:] if such(letter)), None)

        try:
            async with asyncio.timeout(within_s), self._arrived:
                await self._arrived.wait_for(lambda: found() is not None)
        except TimeoutError:
            came = ", ".join(f"{letter.to}: {letter.subject}" for letter in self.letters) or "nothing"
            raise AssertionError(f"no such mail to {to} within {within_s:.0f} s; there came: {came}") from None
        letter = found()
        assert letter is not None
        return letter
