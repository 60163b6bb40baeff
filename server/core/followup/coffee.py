"""Three times for a coffee, proposed to two people who both said yes.

Both see the same three, each picks, and the earliest that both picked is the date.  The times follow from when the
workshop closed, when the two said yes, and where they were then.
"""

import hashlib
from collections.abc import Iterator

from server.core.followup.daytime import DAY_MS, HOUR_MS, STEP_MS, TOO_LATE_MS, Zone
from server.core.ids import PersonId, WorkshopId

MINUTES = 45
TIMES = 3
HOURS_OF_DAY = (10, 16, 13)
"""What each of the three aims at: people's weeks differ, and so do the times."""
SPANS = ((9, 19), (7, 21), (0, 24))
"""Between which hours a coffee may begin for both; a wider one only where the two clocks share nothing narrower."""
DAYS = 21


def coffee_uid(workshop: WorkshopId, a: PersonId, b: PersonId) -> str:
    """Names the date of these two in everybody's calendar; nothing can be read from it."""
    one, other = sorted((a, b))
    return hashlib.sha256(f"coffee:{workshop}:{one}:{other}".encode()).hexdigest()[:32]


def proposals(closed_at: int, opened_at: int, zones: tuple[Zone, Zone]) -> tuple[int, ...]:
    """Three instants on three weekdays, from the day after the last nudge (or after the opening, if that is later)."""
    first = max(closed_at + TOO_LATE_MS, opened_at + DAY_MS)
    for span in SPANS:
        found: list[int] = []
        day = _day(first, zones[0])
        while len(found) < TIMES and day < _day(first, zones[0]) + DAYS:
            at = _near(day, HOURS_OF_DAY[len(found)], first, zones, span)
            if at is not None:
                found.append(at)
            day += 1 if at is None else 2
        if len(found) == TIMES:
            return tuple(found)
    return ()


def _near(day: int, hour: int, first: int, zones: tuple[Zone, Zone], span: tuple[int, int]) -> int | None:
    """The instant of this day (of the first zone) nearest to the hour that suits both; None if none does."""
    suits = (at for at in _quarters(day, zones[0]) if at >= first and all(_fits(at, zone, span) for zone in zones))
    wanted = hour * HOUR_MS
    return min(suits, key=lambda at: (abs(_of_day(at, zones[0]) - wanted), at), default=None)


def _quarters(day: int, zone: Zone) -> Iterator[int]:
    start = day * DAY_MS - zone(day * DAY_MS) * 1000
    return (at for at in range(start, start + DAY_MS, STEP_MS) if _day(at, zone) == day)


def _fits(at: int, zone: Zone, span: tuple[int, int]) -> bool:
    weekday = (_day(at, zone) + 3) % 7  # the epoch began on a Thursday
    return weekday < 5 and span[0] * HOUR_MS <= _of_day(at, zone) <= span[1] * HOUR_MS


def _day(at: int, zone: Zone) -> int:
    return (at + zone(at) * 1000) // DAY_MS


def _of_day(at: int, zone: Zone) -> int:
    return (at + zone(at) * 1000) % DAY_MS
