"""Time zones by name, as the core wants them: from an instant to the offset from UTC."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from server.core.followup.daytime import Zone
from server.core.people import Profile

DEFAULT = Profile("").timezone


@cache
def zone(name: str) -> Zone:
    """The zone of this IANA name; of one that is none, the default's, since a browser may say anything."""
    try:
        info = ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; no file name at all; a folder
        info = ZoneInfo(DEFAULT)

    def offset(at: int) -> int:
        local = datetime.fromtimestamp(at / 1000, UTC).astimezone(info)
        return int((local.utcoffset() or timedelta()).total_seconds())

    return offset
