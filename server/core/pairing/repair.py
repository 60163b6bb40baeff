"""Somebody came or went: groups that stand are mended by moving few people, at once.

Nothing is computed for the whole room but one row of pair scores for each who needs a place. Two groups that suit them
are broken up with them at most, and these few are grouped anew in the best way there is: by all criteria of the order
of judgement (FORMAT.md), among themselves. What the room as a whole could gain is for `plan_round` to say.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from heapq import nlargest
from itertools import combinations
from operator import add
from typing import NamedTuple

import msgspec

from server.core.pairing.instance import NEW, Instance, pair
from server.core.pairing.rules import people_by_id
from server.core.pairing.score import group_points, pair_score, pair_scores

LIKELY = 12
"""So many groups are considered for each who needs a place, by either of two views of what would suit."""

FEW, MOST_POINTS = 1 << 8, 1 << 20
"""More than twice what any criterion, and the points, can differ by where a dozen people change places."""
A_PLACE = FEW**7 * MOST_POINTS
"""`Worth.as_one` of one more person placed."""

Group = tuple[str, ...]
Made = tuple[int, tuple[Group, ...]]
"""`Worth.as_one` of groups, and the groups."""


class Worth(NamedTuple):
    """In the order of judgement. More of each is better: what there should be few of is counted below zero."""

    placed: int = 0
    trios: int = 0
    owed: int = 0
    """Rounds without a group, so far, of those who have a place."""
    repeats: int = 0
    late: int = 0
    wishes: int = 0
    seats: int = 0
    load: int = 0
    points: int = 0

    def plus(self, other: "Worth") -> "Worth":
        return Worth(*map(add, self, other))

    def as_one(self) -> int:
        """One number that compares as this does, and adds up as this does, for changes of up to a dozen people."""
        total = 0
        for count in self[:-1]:
            total = total * FEW + count
        return total * MOST_POINTS + self.points


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
    best: tuple[int, tuple[Group, ...], tuple[Group, ...]] | None = None
    loose = [group for group in standing if room.loose(group)]
    one = waiting[0]
    likely = room.likely(one, loose)
    for other in (None, *sorted(waiting[1:], key=lambda b: -room.score(one, b))[:LIKELY]):
        alone = (one,) if other is None else (one, other)
        near = likely if other is None else [*likely, *room.likely(other, loose)]
        choices = [(), *((group,) for group in likely), *combinations(dict.fromkeys(near), 2)]
        # A trio that dissolves is worth more than all that the others could gain: they are tried when none does.
        choices.sort(key=lambda broken: all(len(group) < 3 for group in broken))
        for broken in choices:
            if best is not None and _trios(best[1]) > max(_trios(best[2]), _trios(broken)):
                break
            people = tuple(sorted((*alone, *(person_id for group in broken for person_id in group))))
            if len(people) > 8:
                continue
            reached, made = room.grouped(people)
            gain = reached - sum(map(room.value, broken))
            if 2 * gain > A_PLACE and (best is None or gain > best[0]):
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
        self._seated = instance.seated()
        self._burdened = instance.burdened()
        self.all_placed = cache(self._all_placed)
        self.some_placed = cache(self._some_placed)
        self.value = cache(self._value)
        self.row = cache(self._row)
        self._scores: dict[tuple[str, str], int] = {}

    def _row(self, one: str) -> dict[str, int]:
        """The scores of one with everybody, -1 with whom they may not be in one group."""
        person = self._people[one]
        langs = set(person.langs)
        scores = pair_scores(person, self._people.values(), self._instance.weights)
        apart = self._instance.keep_apart
        return {
            other.id: -1 if langs.isdisjoint(other.langs) or pair(one, other.id) in apart else points
            for other, points in zip(self._people.values(), scores, strict=True)
        }

    def score(self, a: str, b: str) -> int:
        """Of two people; -1 if they may not be in one group."""
        found = self._scores.get((a, b))
        if found is None:
            one, other = self._people[a], self._people[b]
            may = not set(one.langs).isdisjoint(other.langs) and pair(a, b) not in self._instance.keep_apart
            found = pair_score(one, other, self._instance.weights) if may else -1
            self._scores[a, b] = self._scores[b, a] = found
        return found

    def loose(self, group: Group) -> bool:
        """Whether it may be broken up."""
        return len(group) <= 3 and frozenset(group) not in self._fixed and self._bound.isdisjoint(group)

    def likely(self, one: str, loose: Sequence[Group]) -> list[Group]:
        """Groups that would suit as company, and groups with somebody who would suit and does not sit well."""
        row = self.row(one)
        rows = [[row[i] for i in group] for group in loose]
        best = [max(scores) for scores in rows]
        company = nlargest(LIKELY // 2, range(len(loose)), key=lambda k: sum(rows[k]) if min(rows[k]) >= 0 else -1)
        wanted = nlargest(4 * LIKELY, range(len(loose)), key=best.__getitem__)
        poach = nlargest(LIKELY, wanted, key=lambda k: 2 * best[k] - self.worth(loose[k]).points // len(loose[k]))
        trios = [k for k, group in enumerate(loose) if len(group) == 3]
        return [loose[k] for k in dict.fromkeys([*trios[:LIKELY], *company, *poach])]

    def worth(self, group: Group) -> Worth:
        instance, met = self._instance, self._instance.met
        pairs = list(combinations(group, 2))
        trio = len(group) == 3
        # Asked of a thousand groups; in most rooms nobody is late, is owed a place or has helped much.
        return Worth(
            len(group),
            -trio,
            sum(map(instance.owed, group)) if instance.left_over else 0,
            -sum([pair(a, b) in met for a, b in pairs]) if met else 0,
            -len(group) if instance.late and instance.late.issuperset(group) else 0,
            sum(self._people[i].trio for i in group) if trio else 0,
            -sum(self._seated.get(i, 0) for i in group) if trio else 0,
            -self._load(group) if self._burdened else 0,
            group_points([max(0, self.score(a, b)) for a, b in pairs], len(group)),
        )

    def _load(self, group: Group) -> int:
        """Meetings of somebody new with who has helped much (rule P14)."""
        new = sum(self._people[i].level <= NEW for i in group)
        return new * sum(i in self._burdened for i in group)

    def _value(self, group: Group) -> int:
        return self.worth(group).as_one()

    def grouped(self, people: tuple[str, ...]) -> Made:
        """The best pairs and trios of these few (sorted), people over if need be, and their value."""
        # Who places everybody with one trio at most has met the first two criteria: nothing else need be tried.
        return self.all_placed(people) or self.some_placed(people)

    def _all_placed(self, people: tuple[str, ...]) -> Made | None:
        """The best of everybody in pairs, with a trio where they are odd; None if rules forbid it."""
        if not people:
            return 0, ()
        best: Made | None = None
        first, rest = people[0], people[1:]
        for k, second in enumerate(rest):
            others = rest[:k] + rest[k + 1 :]
            if self.score(first, second) < 0:
                continue
            if len(people) != 3 and (found := self.all_placed(others)) is not None:
                best = _better(best, found, (first, second), self.value((first, second)))
            for j in range(k if len(people) % 2 else len(others), len(others)):
                trio = (first, second, others[j])
                if self._legal(*trio) and (found := self.all_placed(others[:j] + others[j + 1 :])) is not None:
                    best = _better(best, found, trio, self.value(trio))
        return best

    def _some_placed(self, people: tuple[str, ...]) -> Made:
        if len(people) < 2:
            return 0, ()
        first, rest = people[0], people[1:]
        best = self.some_placed(rest)
        for k, second in enumerate(rest):
            others = rest[:k] + rest[k + 1 :]
            if self.score(first, second) < 0:
                continue
            best = _better(best, self.some_placed(others), (first, second), self.value((first, second)))
            for j in range(k, len(others)):
                trio = (first, second, others[j])
                if self._legal(*trio):
                    best = _better(best, self.some_placed(others[:j] + others[j + 1 :]), trio, self.value(trio))
        return best

    def _legal(self, a: str, b: str, c: str) -> bool:
        """A trio whose first two may be together."""
        if self.score(a, c) < 0 or self.score(b, c) < 0:
            return False
        return bool(set(self._people[a].langs).intersection(self._people[b].langs, self._people[c].langs))


def _trios(groups: Iterable[Group]) -> int:
    return sum(len(group) == 3 for group in groups)


def _better(best: Made | None, rest: Made, group: Group, value: int) -> Made:
    """The best so far, or this group beside the rest."""
    total = rest[0] + value
    return best if best is not None and best[0] >= total else (total, (group, *rest[1]))


def worth(instance: Instance, groups: Iterable[Sequence[str]]) -> Worth:
    """What these groups are worth altogether; a table of more than three counts as one of its points."""
    room, total = _Room(instance, set()), Worth()
    for group in groups:
        total = total.plus(room.worth(tuple(group)))
    return total


def moved(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Who had a place before and has other partners now, or none."""
    kept = {frozenset(group) for group in after}
    return tuple(sorted(i for group in before if frozenset(group) not in kept for i in group))
