"""What somebody agreed to, and what they took back: kept without a name, as evidence (rule E5)."""

from typing import Literal

from msgspec import Struct

from server.core.ids import PersonId
from server.core.state import Language

Way = Literal["seat", "mail"]
"""At their seat, or by the link of a mail."""


What = Literal[
    "offer",
    "withdraw",
    "address",
    "no-address",
    "confirm",
    "mails",
    "no-mails",
    "later",
    "no-later",
    "remember",
    "no-remember",
]
"""Giving and taking back; "confirm" is the click that proves the address, "later" the question after six weeks,
"remember" whom they have met in the series."""


class Said(Struct, frozen=True, rename="camel"):
    """What they read when they said it."""

    text: str
    """The version of the words, see `server.text.versions`."""
    language: Language
    way: Way


class Consent(Struct, frozen=True, rename="camel"):
    by: PersonId
    what: What
    fields: tuple[str, ...]
    """Which fields were given; of a withdrawal, none."""
    to: PersonId | None
    """Who may have them; None: whoever runs Gespann, to send mails."""
    said: Said
    at: int
