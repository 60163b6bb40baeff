"""What people type, made fit to keep: one spelling, one direction, no invisible tricks.  Escaping is the reader's part:
JSON, Svelte and Jinja escape; nothing here is ever HTML.
"""

import unicodedata

from server.core.people import LINE_LENGTH

_JOINERS = frozenset("\u200c\u200d")
"""Needed inside words (Persian) and emoji families; everything else of category Cf can only mislead."""
_MARKS_IN_A_ROW = 4
_MARKS_AT_FIRST = 16
"""Before normalisation, which takes the square of their number."""


def clean(text: str, *, lines: bool = False) -> str:
    """NFC; without control and format characters (so no direction override), and with at most four combining marks on
    a letter; white space is single and outer white space gone.  With `lines` it stays, but for outer empty lines: a
    starter text may well end in '- '.
    """
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", _few_marks(text.replace("\r\n", "\n"))):
        category = unicodedata.category(character)
        if category in {"Cc", "Zl", "Zp"}:
            character = character if lines and character in "\n\t" else " "  # noqa: PLW2901 - the replacement is meant
        elif category in {"Cs", "Co"} or (category == "Cf" and character not in _JOINERS):
            continue
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    joined = "".join(kept)
    if not lines:
        return " ".join(joined.split())
    return joined.strip("\n") if joined.strip() else ""


def _few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= _MARKS_AT_FIRST:
            kept.append(character)
    return "".join(kept)


def length(text: str) -> int:
    """How many characters a person would count: marks, joiners and what they join, skin tones, second halves of flags
    belong to the character before them.
    """
    count = 0
    joined = flag = False
    for character in text:
        code = ord(character)
        regional = 0x1F1E6 <= code <= 0x1F1FF
        extends = (
            unicodedata.category(character) in {"Mn", "Me", "Mc"}
            or character in _JOINERS
            or 0x1F3FB <= code <= 0x1F3FF
            or (regional and flag)
        )
        count += not (extends or joined)
        joined = character == "\u200d"
        flag = regional and not flag
    return count


def shows(text: str) -> bool:
    """Whether there is anything to be seen of it."""
    return any(not c.isspace() and unicodedata.category(c) not in {"Mn", "Me", "Mc", "Cf"} for c in text)


def one_line(text: str, most: int = LINE_LENGTH) -> str | None:
    """One line, of which `shows` may be false; None if it is too long."""
    cleaned = clean(text[: 20 * most])
    return None if len(cleaned) > most or len(text) > 20 * most else cleaned
