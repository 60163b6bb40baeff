"""Days and times as people write them, and entries for their calendars."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from server.core.followup.daytime import Zone
from server.core.people import Profile
from server.core.state import Language

_LOCALES: dict[Language, str] = {"de": "de_DE", "en": "en_GB"}
_LONG: dict[Language, str] = {"de": "EEEE, d. MMMM, HH:mm", "en": "EEEE d MMMM, HH:mm"}
_DAY: dict[Language, str] = {"de": "EEEE, d. MMMM", "en": "EEEE d MMMM"}


def zone_of(name: str) -> ZoneInfo:
    """The zone of this IANA name; of one that is none, the default's, since a browser may say anything."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; no file name at all; a folder
        return ZoneInfo(Profile("").timezone)


@cache
def zone(name: str) -> Zone:
    """The zone of this name as the core wants it: from an instant to the offset from UTC."""
    info = zone_of(name)

    def offset(at: int) -> int:
        local = datetime.fromtimestamp(at / 1000, UTC).astimezone(info)
        return int((local.utcoffset() or timedelta()).total_seconds())

    return offset


def when(language: Language, at: int, zone: str) -> str:
    """'Dienstag, 1. Dezember, 10:00' by the person's own clock."""
    return str(format_datetime(_local(at, zone), _LONG[language], locale=_LOCALES[language]))


def day(language: Language, at: int, zone: str) -> str:
    """Without the time: 'Dienstag, 1. Dezember'."""
    return str(format_datetime(_local(at, zone), _DAY[language], locale=_LOCALES[language]))


def city(zone: str) -> str:
    """What people call a zone: 'Berlin' of Europe/Berlin."""
    return zone_of(zone).key.rpartition("/")[2].replace("_", " ")


def entry(uid: str, at: int, minutes: int, summary: str, description: str, stamp: int) -> bytes:
    """One entry (RFC 5545), published and not an invitation: nobody's calendar answers anybody.

    In UTC, which every calendar shows by its own clock.  The same `uid` replaces an earlier entry.
    """
    # Here and not above: it is a tenth of all that a server loads before it can serve.
    from icalendar import Calendar, Event  # noqa: PLC0415

    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Gespann//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    begins = datetime.fromtimestamp(at / 1000, UTC)
    event.add("uid", uid)
    event.add("dtstamp", datetime.fromtimestamp(stamp // 1000, UTC))
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=minutes))
    event.add("summary", summary)
    if description:
        event.add("description", description)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _local(at: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone_of(zone))
