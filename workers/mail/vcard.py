"""A vCard 3.0 (RFC 2426), which phones import more widely than 4.0."""

import unicodedata

from msgspec import Struct

from workers.mail.words import plain

FOLD_AT = 75
"""Octets per line, without its end (RFC 2425, 5.8.1)."""


class Card(Struct, frozen=True):
    name: str
    mail: str = ""
    phone: str = ""
    link: str = ""
    note: str = ""


def vcard(card: Card) -> bytes:
    """UTF-8 with CRLF.  Nobody's words reach a property's name or parameters, only its escaped value."""
    name = plain(card.name)
    given, _, family = name.rpartition(" ") if " " in name else (name, "", "")  # as address books guess it
    properties = [
        ("VERSION", "3.0"),
        ("N", f"{escape(family)};{escape(given)};;;"),
        ("FN", escape(name)),
        ("EMAIL;TYPE=INTERNET", escape(card.mail)),
        ("TEL;TYPE=CELL", escape(card.phone)),
        ("URL", escape(card.link)),
        ("NOTE", escape(card.note)),
    ]
    lines = ["BEGIN:VCARD", *(f"{key}:{value}" for key, value in properties if value), "END:VCARD"]
    return b"".join(fold(line) for line in lines)


def escape(value: str) -> str:
    """RFC 2426, 5: backslash, comma, semicolon and line ends; other controls are dropped."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = "".join(c for c in value if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"})
    for raw, escaped in (("\\", "\\\\"), (",", "\\,"), (";", "\\;"), ("\n", "\\n")):
        value = value.replace(raw, escaped)
    return value


def fold(line: str) -> bytes:
    """The line in pieces of at most 75 octets, cut between characters; each further piece begins with a space."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > FOLD_AT:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"


def file_name(name: str) -> str:
    """`jonas-weber.vcf`: ASCII letters, digits and dashes only, since it ends up in a header and on a disk."""
    ascii_ = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join("".join(c if c.isalnum() else " " for c in ascii_).split())[:40]
    return f"{slug or 'contact'}.vcf"
