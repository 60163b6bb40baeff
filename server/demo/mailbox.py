"""The demo's post office: a real SMTP server that keeps what it gets in a Maildir, to be read on /mailbox."""

import logging
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from mailbox import Maildir, MaildirMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from msgspec import Struct

logging.getLogger("mail.log").setLevel(logging.WARNING)  # it logs recipients otherwise


class Letter(Struct, frozen=True):
    key: str
    recipient: str
    message: EmailMessage


class Mailbox:
    """The letters in a folder; any number of processes may look into it."""

    def __init__(self, folder: Path) -> None:
        self._maildir = Maildir(folder, create=True)

    def keep(self, recipient: str, content: bytes) -> None:
        message = MaildirMessage(content)
        message["X-Demo-Recipient"] = recipient
        self._maildir.add(message)

    def letters(self) -> list[Letter]:
        """Newest first."""
        self._maildir.keys()  # looks into the folder again: another process fills it
        letters = [self._letter(key, self._maildir.get_bytes(key)) for key in self._maildir.iterkeys()]
        return sorted(letters, key=lambda letter: letter.key, reverse=True)

    def letter(self, key: str) -> Letter | None:
        if key not in self._maildir:
            return None
        return self._letter(key, self._maildir.get_bytes(key))

    def _letter(self, key: str, content: bytes) -> Letter:
        message = BytesParser(policy=policy.default).parsebytes(content)
        return Letter(key, str(message["X-Demo-Recipient"]), message)


class _Keeper:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.original_content or b""
        for recipient in envelope.rcpt_tos:
            self._mailbox.keep(recipient, content)
        return "250 kept"


def post_office(folder: Path, port: int) -> Controller:
    """An SMTP server on the loopback, in a thread of its own; `start()` and `stop()` it."""
    return Controller(_Keeper(Mailbox(folder)), hostname="127.0.0.1", port=port)
