"""What a facilitator may read of the three questions: shares of five or more, once (rules E8, E9).

Nobody can subtract two reports, since there is only one: it is frozen when it is first shown.  An answer that is given
or changed later is in no report.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from server.core.followup.daytime import DAY_MS
from server.core.followup.plan import LATER_MS
from server.core.people import Grown, Reflection

LEAST = 5
"""Answers (of one question) and groups, below which nothing is said."""
ANSWERED_MS = 14 * DAY_MS
"""How long after the last question of the six weeks its answer is waited for."""
Z = 1.959963984540054
"""Of 95 %: the normal distribution's 0.975 quantile."""


class Figure(Struct, frozen=True, rename="camel"):
    """One question's answers."""

    counts: tuple[int, int, int, int, int]
    """How many said 1 ('not at all') … 5 ('very much')."""
    n: int
    yes: int
    """How many said 4 or 5."""
    low: int
    """Percent, rounded down: the lower end of the 95 % interval of the share of 'yes'."""
    high: int
    """Percent, rounded up: the upper end."""


class Report(Struct, frozen=True, rename="camel"):
    at: int
    """When it was frozen."""
    asked: int
    """How many people sat in a group."""
    learned: Figure | None
    """None: fewer than five answered this question."""
    could_grow: Figure | None
    look_forward: Figure | None


class Openings(Struct, frozen=True, rename="camel"):
    """How many exchanges had opened by an instant, of all that could; frozen like a report.

    Close to none or to all it would tell what single people said: there only the bound is told."""

    at: int
    """That instant."""
    pairs: int
    opened: int
    bound: Literal["exact", "at-most", "at-least"]


class Later(Struct, frozen=True, rename="camel"):
    """What those said who were asked after six weeks if something grew; frozen like a report."""

    at: int
    n: int
    yes: int
    not_yet: int
    no: int
    low: int
    """Percent: the ends of the 95 % interval of the share of 'yes', rounded outwards."""
    high: int


def wilson(yes: int, n: int) -> tuple[float, float]:
    """The score interval for a share of `yes` in `n` (E. B. Wilson, 1927), 95 %, without continuity correction."""
    share, z2 = yes / n, Z * Z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def figure(answers: Iterable[int | None]) -> Figure | None:
    given = [answer for answer in answers if answer is not None]
    if len(given) < LEAST:
        return None
    one, two, three, four, five = (given.count(step) for step in range(1, 6))
    yes = four + five
    return Figure((one, two, three, four, five), len(given), yes, *percents(yes, len(given)))


def percents(yes: int, n: int) -> tuple[int, int]:
    """The ends of the interval in percent, rounded outwards."""
    low, high = wilson(yes, n)
    return math.floor(low * 100), math.ceil(high * 100)


def report(reflections: Iterable[Reflection], asked: int, at: int) -> Report | None:
    """None while no question has five answers."""
    given = list(reflections)
    made = Report(
        at,
        asked,
        figure(each.learned for each in given),
        figure(each.could_grow for each in given),
        figure(each.look_forward for each in given),
    )
    return made if made.learned or made.could_grow or made.look_forward else None


def openings_at(closed_at: int, exchange_ms: int) -> int:
    """Who offered something as long after the close as an offer stands has had all of that time for the answer; what
    opens later still opens, and is not counted.
    """
    return closed_at + 2 * exchange_ms


def later_at(closed_at: int, exchange_ms: int) -> int:
    """From then on whoever had opened one by `openings_at` was asked after six weeks, and has had time to answer."""
    return openings_at(closed_at, exchange_ms) + LATER_MS + ANSWERED_MS


def later(counts: Mapping[Grown, int], at: int) -> Later | None:
    """None below five answers."""
    n = sum(counts.values())
    if n < LEAST:
        return None
    return Later(at, n, counts["yes"], counts["notYet"], counts["no"], *percents(counts["yes"], n))


def openings(groups: int, pairs: int, opened: int, at: int) -> Openings | None:
    """None below five groups."""
    if groups < LEAST:
        return None
    if opened <= 2:
        return Openings(at, pairs, 2, "at-most")
    if opened >= pairs - 2:
        return Openings(at, pairs, pairs - 2, "at-least")
    return Openings(at, pairs, opened, "exact")
