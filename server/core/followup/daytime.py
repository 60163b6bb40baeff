"""When a nudge is due: in the person's daytime, 20 to 40 hours after the close, never later than 48.

The core knows no clock and no time zones: a zone is a function from an instant (ms since the epoch) to its offset
from UTC in seconds, which the worker makes from `zoneinfo`.
"""

from collections.abc import Callable

Zone = Callable[[int], int]

HOUR_MS = 60 * 60 * 1000
DAY_MS = 24 * HOUR_MS
STEP_MS = 15 * 60 * 1000
MORNING_MS = 9 * HOUR_MS
EVENING_MS = 20 * HOUR_MS

EARLIEST_MS = 20 * HOUR_MS
LATEST_MS = 40 * HOUR_MS
TOO_LATE_MS = 48 * HOUR_MS


def is_daytime(at: int, zone: Zone) -> bool:
    """09:00 to 20:00 by the person's own clock."""
    return MORNING_MS <= (at + zone(at) * 1000) % DAY_MS < EVENING_MS


def next_daytime(at: int, until: int, zone: Zone) -> int | None:
    """The first daytime instant in `at … until`, exact to a quarter of an hour; None if there is none."""
    while at <= until:
        if is_daytime(at, zone):
            return at
        at += STEP_MS - at % STEP_MS
    return None


def nudge_at(closed_at: int, zone: Zone) -> int:
    """The first daytime instant 20 to 40 hours after the close.

    A night lasts 13 hours, so there is one wherever the clocks of a zone jump by less than seven; a zone that skips
    a whole day (Samoa, 2011) gets the last instant of the span.
    """
    earliest, latest = closed_at + EARLIEST_MS, closed_at + LATEST_MS
    found = next_daytime(earliest, latest, zone)
    return latest if found is None else found
