"""What a series remembers, under marks: who has met whom, and what the rounds have asked of each (rules S1 to S3)."""

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

from server.core.fairness import Counts, Earlier, fairness
from server.core.groups import met
from server.core.ids import Mark, PersonId, WorkshopId
from server.core.pairing.instance import Pair, pair
from server.core.people import Profile
from server.core.state import Closed, Workshop


class Lesson(Struct, frozen=True):
    """What one workshop adds.  Of it the memory takes what concerns those who have said yes."""

    met: frozenset[Pair]
    """Pairs of marks."""
    counts: dict[Mark, Counts]
    closed_at: int = 0
    """From then on it is remembered, however late somebody says yes."""


class Memory(Struct, frozen=True):
    since: dict[Mark, int]
    """Who is remembered, and when they said yes."""
    met: dict[Pair, WorkshopId]
    """Two marks, and in which workshop they first met."""
    counts: dict[tuple[Mark, WorkshopId], Counts]


class Remembered(Struct, frozen=True, rename="camel"):
    """What is remembered of one person, for themself: nobody else is in it, nor counted (rules E2, S3)."""

    series: str
    """Its name."""
    since: int
    workshops: int
    counts: Counts


def lesson(state: Workshop, profiles: Mapping[PersonId, Profile], marks: Mapping[PersonId, Mark]) -> Lesson:
    """Of a workshop that is over; `marks`: of those whose address is proven."""
    shares, counts = fairness(state, profiles), dict[Mark, Counts]()
    for person, mark in marks.items():
        counts[mark] = counts.get(mark, Counts()) + shares.get(person, Counts())
    together = ([marks[p] for p in two if p in marks] for two in met(state))
    closed_at = state.phase.at if isinstance(state.phase, Closed) else 0
    return Lesson(frozenset(pair(*two) for two in together if len(set(two)) == 2), counts, closed_at)


def earlier(memory: Memory, marks: Mapping[PersonId, Mark], here: WorkshopId) -> Earlier:
    """What the memory tells of the people of the workshop `here`, by the marks of those who are recognised there."""
    seats: dict[str, list[PersonId]] = defaultdict(list)
    for person, mark in marks.items():
        if mark in memory.since:
            seats[mark].append(person)
    before: dict[str, Counts] = defaultdict(Counts)
    for (mark, workshop), counts in memory.counts.items():
        if workshop != here:
            before[mark] += counts
    return Earlier(
        frozenset(
            pair(one, other)
            for (a, b), workshop in memory.met.items()
            if workshop != here
            for one in seats.get(a, ())
            for other in seats.get(b, ())
        ),
        {person: before[mark] for mark, people in seats.items() for person in people},
    )


def remembered(name: str, memory: Memory, mark: Mark) -> Remembered | None:
    if mark not in memory.since:
        return None
    own = [counts for (whose, _), counts in memory.counts.items() if whose == mark]
    return Remembered(
        series=name,
        since=memory.since[mark],
        workshops=len(own),
        counts=sum(own, Counts()),
    )
