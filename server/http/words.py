"""What people type, made fit to keep: one spelling, one direction, no invisible tricks.  Escaping is the reader's part:
JSON, Svelte and Jinja escape; nothing here is ever HTML.
"""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from server.core.followup.exchange import Offer
from server.core.people import LINE_LENGTH, NAME_LENGTH, Profile, Reflection
from server.http.problems import BadAddress, BadField, BadName
from server.store.keys import proper

_JOINERS = frozenset("\u200c\u200d")
"""Needed inside words (Persian) and emoji families; everything else of category Cf can only mislead."""
_MARKS_IN_A_ROW = 4
_MARKS_AT_FIRST = 16
"""Before normalisation, which takes the square of their number."""
_TAGS = 20
_LANGS = 12


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


def name(text: str) -> str:
    """1 to 60 characters as a person counts them.  Raises BadName."""
    cleaned = clean(text[: 100 * NAME_LENGTH])
    if not any(not c.isspace() and unicodedata.category(c) not in {"Mn", "Me", "Mc", "Cf"} for c in cleaned):
        raise BadName(reason="empty", most=NAME_LENGTH)
    if length(cleaned) > NAME_LENGTH or len(cleaned) > 8 * NAME_LENGTH:
        raise BadName(reason="long", most=NAME_LENGTH)
    return cleaned


def line(text: str, field: str, most: int = LINE_LENGTH) -> str:
    """One line.  Raises BadField."""
    cleaned = clean(text[: 20 * most])
    if len(cleaned) > most or len(text) > 20 * most:
        raise BadField(field=field, reason="long", most=most)
    return cleaned


def needed(text: str, field: str, most: int = LINE_LENGTH) -> str:
    """One line that must not be empty.  Raises BadField."""
    cleaned = line(text, field, most)
    if not cleaned:
        raise BadField(field=field, reason="empty", most=most)
    return cleaned


def prose(text: str, field: str, most: int) -> str:
    """Several lines.  Raises BadField."""
    if len(text) > 2 * most or len(cleaned := clean(text, lines=True)) > most:
        raise BadField(field=field, reason="long", most=most)
    return cleaned


def address(text: str) -> str:
    """Normalised, and possible; whether it is anybody's only a mail can tell.  Raises BadAddress."""
    try:
        return validate_email(text.strip()[:400], check_deliverability=False).normalized
    except EmailNotValidError:
        raise BadAddress from None


def profile(given: Profile) -> Profile:
    """The profile fit to keep.  Raises BadName, BadField."""
    if given.level is not None and not 1 <= given.level <= 5:
        raise BadField(field="level", reason="range")
    if len(given.not_with) > 100 or not all(proper(person) for person in given.not_with):
        raise BadField(field="notWith", reason="many", most=100)
    return Profile(
        name=name(given.name),
        language=given.language,
        level=given.level,
        langs=_tags(given.langs, "langs", _LANGS),
        interests=_tags(given.interests, "interests"),
        teach=_tags(given.teach, "teach"),
        learn=_tags(given.learn, "learn"),
        employer=line(given.employer, "employer", 100),
        working_on=line(given.working_on, "workingOn"),
        trio=given.trio,
        not_with=tuple(dict.fromkeys(given.not_with)),
        timezone=_timezone(given.timezone),
    )


def reflection(given: Reflection) -> Reflection:
    """Raises BadField."""
    return Reflection(given.learned, given.could_grow, given.look_forward, line(given.line, "line"))


def offer(given: Offer) -> Offer:
    """Raises BadField, BadAddress."""
    return Offer(
        mail=address(given.mail) if given.mail.strip() else "",
        phone=line(given.phone, "phone", 40),
        link=line(given.link, "link"),
        line=line(given.line, "line"),
    )


def _tags(given: tuple[str, ...], field: str, most: int = _TAGS) -> tuple[str, ...]:
    if len(given) > most:
        raise BadField(field=field, reason="many", most=most)
    cleaned = (line(tag, field, 60) for tag in given)
    return tuple(dict.fromkeys(tag for tag in cleaned if tag))


def _timezone(given: str) -> str:
    """Whether it exists is looked up where it is used; here it only has to look like a name."""
    fits = len(given) <= 60 and all(c.isascii() and (c.isalnum() or c in "/_+-") for c in given)
    return given if fits and given else "Europe/Berlin"
