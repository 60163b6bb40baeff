"""What a round is planned from: people, what counts, who met, what is forbidden, what is forced (see FORMAT.md).

Everything here is a value; making one checks it, and the one error is `BadInstance`, whose text is a sentence for the
person who made the input.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal, cast

import msgspec

Pair = tuple[str, str]
"""Two ids, the smaller first (see `pair`)."""

Mode = Literal["mix", "similar"]

NEW, VETERAN = 2, 4
"""Up to this level somebody counts as new, from this one on as experienced."""

MOST_OWED = 9
"""Beyond so many rounds without a group, one more makes nobody's turn more urgent."""

MOST_SEATED = 9
"""The same of trios above the fewest of anybody here."""


class BadInstance(ValueError):
    """The input contradicts itself or the format. `sentence` says what is wrong, in English, to its maker."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def pair(a: str, b: str) -> Pair:
    """The pair of two different ids in its one spelling."""
    return (a, b) if a < b else (b, a)


def meetings(groups: Iterable[Sequence[str]]) -> frozenset[Pair]:
    """Who sits with whom in these groups."""
    return frozenset(pair(a, b) for group in groups for a, b in combinations(group, 2))


class Person(msgspec.Struct, frozen=True, gc=False):
    """One participant as the pairing sees them.

    `level` is 1 (new) to 5 (veteran). `employer` None means unknown, and unknown is a value like any other: equal to
    another unknown (no points), different from a named one (points). So the score needs no third case, and where
    nobody states an employer it is 0 for all. `trio`: would rather sit in a trio.
    A person without any language shares one with nobody and can't be placed.
    """

    id: str
    level: int
    tags: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    teach: tuple[str, ...] = ()
    learn: tuple[str, ...] = ()
    employer: str | None = None
    trio: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 5:
            raise BadInstance(f"The level of {self.id!r} is {self.level}; it must be 1 (new) to 5 (veteran).")


class Weights(msgspec.Struct, frozen=True):
    """What counts, in per cent: four integers that add up to 100, and what `experience` rewards."""

    experience: int = 30
    experience_mode: Mode = "mix"
    interests: int = 30
    skills: int = 30
    employer: int = 10

    def __post_init__(self) -> None:
        parts = {
            "experience": self.experience,
            "interests": self.interests,
            "skills": self.skills,
            "employer": self.employer,
        }
        for name, value in parts.items():
            if value < 0:
                raise BadInstance(f"The weight {name} is {value}; a weight can't be negative.")
        if sum(parts.values()) != 100:
            listed = ", ".join(f"{name} {value}" for name, value in parts.items())
            raise BadInstance(f"The weights must add up to 100; these add up to {sum(parts.values())} ({listed}).")


class Instance(msgspec.Struct, frozen=True):
    """All that a plan depends on, but for the seed and the locked groups.

    `met`, `keep_apart` and `must_pair` hold pairs in any order (stored as `pair` spells them). Pairs that name someone
    who is not among `people` are allowed and mean nothing: people come and go, memories and rules stay.
    `late` are people who came after the start; `trio_seats` counts how often a person sat in a trio so far, `left_over`
    for how many rounds there was no place for them, `helped` in how many rounds somebody experienced sat with somebody
    new: in this workshop, or in a series, whose counts are given here.

    Raises BadInstance: two people with one id, a pair of a person with themself, a negative count.
    """

    people: tuple[Person, ...]
    weights: Weights = Weights()
    met: frozenset[Pair] = frozenset()
    keep_apart: frozenset[Pair] = frozenset()
    must_pair: frozenset[Pair] = frozenset()
    late: frozenset[str] = frozenset()
    trio_seats: Mapping[str, int] = msgspec.field(default_factory=lambda: cast("dict[str, int]", {}))
    left_over: Mapping[str, int] = msgspec.field(default_factory=lambda: cast("dict[str, int]", {}))
    helped: Mapping[str, int] = msgspec.field(default_factory=lambda: cast("dict[str, int]", {}))

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for person in self.people:
            if person.id in seen:
                raise BadInstance(f"Two people have the id {person.id!r}.")
            seen.add(person.id)
        for name in ("met", "keep_apart", "must_pair"):
            msgspec.structs.force_setattr(self, name, _normal(name, getattr(self, name)))
        for what, counts in (
            ("trio seats", self.trio_seats),
            ("rounds without a group", self.left_over),
            ("rounds with somebody new", self.helped),
        ):
            for person_id, count in counts.items():
                if count < 0:
                    raise BadInstance(f"The number of {what} of {person_id!r} is {count}; it can't be negative.")

    def __reduce__(self) -> tuple[Callable[[bytes], "Instance"], tuple[bytes]]:
        """Another process gets it at once, and not person by person, which takes five times as long."""
        return _unpacked, (msgspec.msgpack.encode(self),)

    def after(self, groups: Iterable[Sequence[str]], unplaced: Iterable[str] = ()) -> "Instance":
        """What a further round is planned from. Who helps there is left aside."""
        sat = [tuple(group) for group in groups]
        trios = (person_id for group in sat if len(group) == 3 for person_id in group)
        return msgspec.structs.replace(
            self,
            met=self.met | meetings(sat),
            must_pair=frozenset(),
            late=frozenset(),
            trio_seats=dict(Counter(self.trio_seats) + Counter(trios)),
            left_over=dict(Counter(self.left_over) + Counter(unplaced)),
        )

    def owed(self, person_id: str) -> int:
        """How much this person's turn it is to have a place: rounds without one, few enough to be added up."""
        return min(MOST_OWED, self.left_over.get(person_id, 0))

    def seated(self) -> dict[str, int]:
        """In how many more trios than those here who sat in the fewest somebody sat (rule P5), of those who did."""
        seats = {person.id: self.trio_seats.get(person.id, 0) for person in self.people}
        least = min(seats.values(), default=0)
        return {person_id: min(MOST_SEATED, count - least) for person_id, count in seats.items() if count > least}

    def burdened(self) -> frozenset[str]:
        """Experienced people who helped more often than a quarter of all experienced people here.

        Not than the least of them: somebody who can't help, for want of a language, must not make burdened all others.
        """
        loads = {person.id: self.helped.get(person.id, 0) for person in self.people if person.level >= VETERAN}
        usual = sorted(loads.values())[len(loads) // 4] if loads else 0
        return frozenset(person_id for person_id, load in loads.items() if load > usual)


def _unpacked(instance: bytes) -> Instance:
    return msgspec.msgpack.decode(instance, type=Instance)


def _normal(name: str, pairs: Iterable[Pair]) -> frozenset[Pair]:
    normal: set[Pair] = set()
    for a, b in pairs:
        if a == b:
            raise BadInstance(f"A pair in {name} names {a!r} twice.")
        normal.add(pair(a, b))
    return frozenset(normal)
