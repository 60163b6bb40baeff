"""Somebody came or went: groups that stand are mended by moving few people, at once.

Nothing is computed for the whole room but one row of pair scores for each who needs a place. Two groups that suit them
are broken up with them at most, and these few are grouped anew in the best way there is: by all criteria of the order
of judgement (FORMAT.md), among themselves. What the room as a whole could gain is for `plan_round` to say.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from heapq import nlargest
from itertools import combinations
from operator import add, sub
from typing import NamedTuple

import msgspec

from server.core.pairing.instance import Instance, pair
from server.core.pairing.rules import people_by_id
from server.core.pairing.score import group_points, pair_score

LIKELY = 6
"""So many groups are considered for each who needs a place, by either of two views of what would suit."""

Group = tuple[str, ...]


class Worth(NamedTuple):
    """In the order of judgement. More of each is better: what there should be few of is counted below zero."""

    placed: int = 0
    trios: int = 0
    repeats: int = 0
    late: int = 0
    wishes: int = 0
    seats: int = 0
    points: int = 0

    def plus(self, other: "Worth") -> "Worth":
        return Worth(*map(add, self, other))

    def minus(self, other: "Worth") -> "Worth":
        return Worth(*map(sub, self, other))


NOTHING = Worth()


class Mended(msgspec.Struct, frozen=True):
    """The groups afterwards: those that stayed in their old order, then the new ones. `moved`: who had a place before
    and has other partners now.
    """

    groups: tuple[Group, ...]
    unplaced: tuple[str, ...]
    moved: tuple[str, ...]


def mend(instance: Instance, groups: Sequence[Sequence[str]], fixed: Iterable[Sequence[str]] = ()) -> Mended:
    """Places for all of the instance's people who are in none of `groups`, as far as this finds some.

    Pairs and trios may be broken up, but for those in `fixed`; larger groups and must-pairs stay. Nobody who has a
    place loses it. At most eight people are touched for one who is placed, the one included.
    """
    room = _Room(instance, {frozenset(group) for group in fixed})
    standing = [tuple(group) for group in groups]
    seated = {person_id for group in standing for person_id in group}
    waiting = [person.id for person in instance.people if person.id not in seated]
    while waiting:
        found = _place_one(room, standing, waiting)
        if found is None:
            break
        broken, made = found
        standing = [group for group in standing if group not in broken] + list(made)
        placed = {person_id for group in made for person_id in group}
        waiting = [person_id for person_id in waiting if person_id not in placed]
    return Mended(tuple(standing), tuple(waiting), moved(groups, standing))


def _place_one(
    room: "_Room", standing: Sequence[Group], waiting: Sequence[str]
) -> tuple[tuple[Group, ...], tuple[Group, ...]] | None:
    """Groups to break up, and what to make of their people and of one or two who wait; None if nobody gains a place."""
    best: tuple[Worth, tuple[Group, ...], tuple[Group, ...]] | None = None
    loose = [group for group in standing if room.loose(group)]
    one = waiting[0]
    likely = room.likely(one, loose)
    for other in (None, *sorted(waiting[1:], key=lambda b: -room.score(one, b))[:LIKELY]):
        alone = (one,) if other is None else (one, other)
        near = likely if other is None else [*likely, *room.likely(other, loose)]
        choices = [(), *((group,) for group in likely), *combinations(dict.fromkeys(near), 2)]
        for broken in choices:
            people = tuple(sorted((*alone, *(person_id for group in broken for person_id in group))))
            if len(people) > 8:
                continue
            reached, made = room.grouped(people)
            gain = reached.minus(room.sum(broken))
            if gain.placed > 0 and (best is None or gain > best[0]):
                best = gain, broken, made
    if best is None:
        # Who can't be placed with anybody doesn't hold up those who can.
        return _place_one(room, standing, waiting[1:]) if len(waiting) > 1 else None
    return best[1], best[2]


class _Room:
    """The instance, asked about few people at a time."""

    def __init__(self, instance: Instance, fixed: set[frozenset[str]]) -> None:
        self._instance = instance
        self._fixed = fixed
        self._people = people_by_id(instance)
        self._bound = {i for two in instance.must_pair if set(two) <= self._people.keys() for i in two}
        self.grouped = cache(self._grouped)
        self._worth = cache(self._worth_of)
        self._known: dict[tuple[str, str], int] = {}

    def score(self, a: str, b: str) -> int:
        """Of two people; -1 if they may not be in one group."""
        two = pair(a, b)
        found = self._known.get(two)
        if found is None:
            one, other = self._people[a], self._people[b]
            may = any(lang in other.langs for lang in one.langs) and two not in self._instance.keep_apart
            found = self._known[two] = pair_score(one, other, self._instance.weights) if may else -1
        return found

    def loose(self, group: Group) -> bool:
        """Whether it may be broken up."""
        return len(group) <= 3 and frozenset(group) not in self._fixed and self._bound.isdisjoint(group)

    def likely(self, one: str, loose: Sequence[Group]) -> list[Group]:
        """Groups that would suit as company, and groups with somebody who would suit and does not sit well."""
        rows = [[self.score(one, i) for i in group] for group in loose]
        best = [max(row) for row in rows]
        company = nlargest(LIKELY // 2, range(len(loose)), key=lambda k: sum(rows[k]) if min(rows[k]) >= 0 else -1)
        wanted = nlargest(4 * LIKELY, range(len(loose)), key=best.__getitem__)
        poach = nlargest(LIKELY, wanted, key=lambda k: 2 * best[k] - self._worth(loose[k]).points // len(loose[k]))
        trios = [k for k, group in enumerate(loose) if len(group) == 3]
        return [loose[k] for k in dict.fromkeys([*trios[:LIKELY], *company, *poach])]

    def sum(self, groups: Iterable[Group]) -> Worth:
        total = NOTHING
        for group in groups:
            total = total.plus(self._worth(group))
        return total

    def _worth_of(self, group: Group) -> Worth:
        people = [self._people[i] for i in group]
        instance = self._instance
        scores = [max(0, self.score(a, b)) for a, b in combinations(group, 2)]
        trio = len(group) == 3
        return Worth(
            len(group),
            -trio,
            -sum(pair(a, b) in instance.met for a, b in combinations(group, 2)),
            -len(group) if all(i in instance.late for i in group) else 0,
            sum(person.trio for person in people) if trio else 0,
            -sum(instance.trio_seats.get(i, 0) > 0 for i in group) if trio else 0,
            group_points(scores, len(group)),
        )

    def _grouped(self, people: tuple[str, ...]) -> tuple[Worth, tuple[Group, ...]]:
        """The best pairs and trios of these few (sorted), people over if need be."""
        if len(people) < 2:
            return NOTHING, ()
        first, rest = people[0], people[1:]
        best, made = self.grouped(rest)
        for size in (1, 2):
            for others in combinations(rest, size):
                group = (first, *others)
                if not self._legal(group):
                    continue
                reached, more = self.grouped(tuple(i for i in rest if i not in others))
                total = reached.plus(self._worth(group))
                if total > best:
                    best, made = total, (group, *more)
        return best, made

    def _legal(self, group: Group) -> bool:
        if any(self.score(a, b) < 0 for a, b in combinations(group, 2)):
            return False
        return len(group) == 2 or bool(set.intersection(*(set(self._people[i].langs) for i in group)))


def worth(instance: Instance, groups: Iterable[Sequence[str]]) -> Worth:
    """What these groups are worth altogether; a table of more than three counts as one of its points."""
    return _Room(instance, set()).sum(tuple(group) for group in groups)


def moved(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Who had a place before and has other partners now, or none."""
    kept = {frozenset(group) for group in after}
    return tuple(sorted(i for group in before if frozenset(group) not in kept for i in group))
