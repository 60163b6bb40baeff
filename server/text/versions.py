"""Which words somebody read when they agreed: a version that changes whenever the words do, and needs no upkeep.

Evidence must lead back to the words: `git log -S` on a sentence finds the commits between which a version was shown.
"""

import hashlib
from functools import cache
from typing import Literal

from server.core.state import Language
from server.text.locales import shipped

About = Literal["offer", "address", "series"]

WORDS: dict[About, tuple[str, ...]] = {
    "offer": (
        "exchange-heading",
        "exchange-explain",
        "exchange-sealed-means",
        "exchange-ask",
        "exchange-fields",
        "exchange-seal",
    ),
    "series": ("series-heading", "series-explain", "series-seen", "series-on"),
    "address": ("address-purpose", "address-deleted", "privacy-mail-words", "privacy-exchange-words"),
}
"""The messages that stand around each question."""


@cache
def version(about: About, language: Language) -> str:
    """Twelve hexadecimal digits; variables count by their names."""
    said = "\n".join(shipped().text(language, id_) for id_ in WORDS[about])
    return hashlib.sha256(said.encode()).hexdigest()[:12]
