"""Making what people typed harmless in a mail: on one line, without controls, and no client turns it into a link."""

import re
import unicodedata

ZERO_WIDTH = "\u200b"
FIRST_NAME_LENGTH = 24
_LINKISH = re.compile(
    r"(?<=\w)@(?=\w)"
    r"|(?<=\w)\.(?=[^\W\d_]{2})"  # evil.example, but not 3.5 or z.B.
    r"|(?<=\w):(?=//)"
    r"|(?<=mailto):|(?<=tel):|(?<=sms):"
    r"|(?<=\d)\.(?=\d{1,3}\.\d)",  # 10.0.0.1
    re.IGNORECASE,
)


def plain(words: str) -> str:
    """One line without control characters and without marks that turn the reading direction of what follows."""
    kept = ("" if unicodedata.category(c) in {"Cf", "Cs", "Co", "Cn"} and c not in "\u200d\ufe0f" else c for c in words)
    spaced = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in "".join(kept))
    return " ".join("".join(spaced).split())


def inert(words: str) -> str:
    """`plain`, and with a zero-width space where a mail client would see an address or a web site."""
    return _LINKISH.sub(rf"\g<0>{ZERO_WIDTH}", plain(words))


def first_name(name: str) -> str:
    """What a person is called in a subject or a greeting; empty for somebody who has been erased."""
    words = plain(name).split(" ", 1)[0]
    return inert(words if len(words) <= FIRST_NAME_LENGTH else words[: FIRST_NAME_LENGTH - 1] + "…")
