"""When somebody's data go, and by which clock (rule E6).

A purge never asks what time it is: it asks how far the clock can be believed.  A clock that leaps, or that nobody has
looked at for long, is believed once it has gone on steadily for a day; until then time stands still for the purge, and
nothing goes.  Deleting a day late is a delay, deleting three days early is a loss.
"""

from collections.abc import Iterable

from msgspec import Struct

from server.core.state import Closed, Workshop

HOUR_MS = 60 * 60 * 1000
DAY_MS = 24 * HOUR_MS
STEP_MS = HOUR_MS
"""A clock that is looked at every minute and has gone on by more than this has leapt, or nobody looked."""
STEADY_MS = DAY_MS
"""For so long a clock must have gone on by steps after a leap."""


class Seen(Struct, frozen=True):
    """What the looks at the clock have come to; instants are milliseconds."""

    trusted: int
    """The purge's time: it never goes back, and is never later than a clock that was steady for a day."""
    since: int | None = None
    """After a leap: where the clock was then."""
    last: int | None = None
    """And where it was at the last look."""


def look(seen: Seen | None, now: int) -> Seen:
    """The next look at the clock; ask about every minute."""
    if seen is None or 0 <= now - seen.trusted <= STEP_MS:
        return Seen(now)
    if now < seen.trusted:  # set back: it will come by here again
        return Seen(seen.trusted)
    if seen.since is None or seen.last is None or not 0 <= now - seen.last <= STEP_MS:
        return Seen(seen.trusted, now, now)
    if now - seen.since >= STEADY_MS:
        return Seen(now)
    return Seen(seen.trusted, seen.since, now)


def last_purpose(state: Workshop | None, last_at: int, exchange_ms: int, mails: Iterable[int]) -> int:
    """When the last thing ends that somebody's data are kept for.

    The exchange, which expires `exchange_ms` after the close (while the workshop is open: after what happened last in
    it, at `last_at`), and the mails that they get, by the instants `mails` at which those are due.
    """
    if state is not None and isinstance(state.phase, Closed):
        last_at = state.phase.at
    return max((last_at + exchange_ms, *mails))
