"""A mail as bytes.  Headers that hold people's words are written by the standard library; the frame around the bodies,
always the same, is put together here: `EmailMessage` parses and folds every header of every part, which takes longer
than all the rest of making a mail.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Sequence
from email.headerregistry import Address
from email.policy import SMTP
from typing import Any

from msgspec import Struct

POLICY: Any = SMTP.clone(max_line_length=998)
"""Nothing is folded: Gmail overlooks a List-Unsubscribe that continues on a second line."""
LINE = "\r\n"


class Attachment(Struct, frozen=True):
    kind: str
    """With its parameters: 'text/vcard; charset="utf-8"'."""
    name: str
    """ASCII, without a quotation mark."""
    content: bytes


def words(name: str, value: str) -> str:
    """A header line of anybody's words, as encoded words where they are not ASCII.  Raises ValueError for line ends."""
    if len(value.splitlines()) > 1:
        raise ValueError("a header has one line")
    if value.isascii() and value.isprintable() and "=?" not in value:  # nothing to encode, nor to be taken for it
        return plain(name, value)
    folded: str = POLICY.header_factory(name, value).fold(policy=POLICY)
    return folded


def addressed(name: str, to: str, shown: str = "") -> str:
    """A header line of one address.  Raises ValueError if it is none."""
    address = Address(shown, addr_spec=to)
    if to.isascii() and not shown:
        return f"{name}: {address}{LINE}"
    folded: str = POLICY.header_factory(name, address).fold(policy=POLICY)
    return folded


def plain(name: str, value: str) -> str:
    """A header line of ours: ASCII that needs no encoding.  Raises ValueError for anything else."""
    if not value.isascii() or not value.isprintable():
        raise ValueError("no plain header")
    return f"{name}: {value}{LINE}"


def message(
    headers: Iterable[str], text: str, html: str, attachments: Sequence[Attachment] = (), *, seed: str
) -> bytes:
    """multipart/alternative, within multipart/mixed where there are attachments (RFC 2046).

    No line of a body can be a boundary: '=_' is no quoted-printable, and no base64 (RFC 2045, 6.7).
    """
    marks = [f"=_{part}_{hashlib.sha256(seed.encode()).hexdigest()[:24]}" for part in "ab"]
    both = _joined("alternative", marks[0], [_body("plain", text), _body("html", html)])
    if attachments:
        both = _joined("mixed", marks[1], [both, *(_attached(each) for each in attachments)])
    return "".join([*headers, plain("MIME-Version", "1.0"), both]).encode()


def _joined(kind: str, mark: str, parts: Iterable[str]) -> str:
    inside = "".join(f"--{mark}{LINE}{part}{LINE}" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"{LINE}{LINE}{inside}--{mark}--{LINE}'


def _body(kind: str, words: str) -> str:
    lines = words.removesuffix("\n").replace("\n", LINE) + LINE  # by the first line's end it knows how to end others
    encoded = binascii.b2a_qp(lines.encode(), istext=True).decode()
    return _part(f'text/{kind}; charset="utf-8"', "quoted-printable", encoded)


def _attached(each: Attachment) -> str:
    disposition = f'Content-Disposition: attachment; filename="{each.name}"{LINE}'
    encoded = base64.encodebytes(each.content).decode().replace("\n", LINE)
    return disposition + _part(each.kind, "base64", encoded)


def _part(kind: str, encoding: str, body: str) -> str:
    return f"Content-Type: {kind}{LINE}Content-Transfer-Encoding: {encoding}{LINE}{LINE}{body}"
