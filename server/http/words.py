"""What people type into forms, made fit to keep, field by field."""

from email_validator import EmailNotValidError, validate_email

from server.core.followup.exchange import Offer
from server.core.people import LINE_LENGTH, NAME_LENGTH, Profile, Reflection
from server.core.typed import clean, length, one_line, shows
from server.http.problems import BadAddress, BadField, BadName
from server.store.keys import proper

_TAGS = 20
_LANGS = 12


def name(text: str) -> str:
    """1 to 60 characters as a person counts them.  Raises BadName."""
    cleaned = clean(text[: 100 * NAME_LENGTH])
    if not shows(cleaned):
        raise BadName(reason="empty", most=NAME_LENGTH)
    if length(cleaned) > NAME_LENGTH or len(cleaned) > 8 * NAME_LENGTH:
        raise BadName(reason="long", most=NAME_LENGTH)
    return cleaned


def line(text: str, field: str, most: int = LINE_LENGTH) -> str:
    """One line.  Raises BadField."""
    cleaned = one_line(text, most)
    if cleaned is None:
        raise BadField(field=field, reason="long", most=most)
    return cleaned


def needed(text: str, field: str, most: int = LINE_LENGTH) -> str:
    """One line that must not be empty.  Raises BadField."""
    cleaned = line(text, field, most)
    if not shows(cleaned):
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
