"""Rooms to plan, easy and hard, drawn from a seed.

Profiles are unlike each other as people are: few employers have many people and many have few, some interests are
everybody's. Each kind of room then makes one thing difficult.
"""

import random
from collections.abc import Callable
from itertools import combinations

from msgspec.structs import replace

from server.core.pairing.instance import Instance, Person, pair

TAGS = [f"tag {k}" for k in range(40)]
SKILLS = [f"skill {k}" for k in range(24)]
LANGS = ("de", "fr", "es", "nl", "pl")


def _people(draw: random.Random, n: int) -> list[Person]:
    employers = max(3, n // 12)
    by_size = [1 / (k + 1) for k in range(employers)]
    by_fame = [1 / (k + 3) ** 0.8 for k in range(len(TAGS))]
    people = []
    for i in range(n):
        level = draw.choices([1, 2, 3, 4, 5], [30, 25, 20, 15, 10])[0]
        tags = {draw.choices(TAGS, by_fame)[0] for _ in range(draw.randint(1, 8))}
        langs = ["en"] * (draw.random() > 0.08) + [lang for lang in LANGS if draw.random() < 0.18]
        skills = draw.sample(SKILLS, 6)
        people.append(
            Person(
                f"p{i}",
                level,
                tags=tuple(sorted(tags)),
                langs=tuple(langs or [draw.choice(LANGS)]),
                teach=tuple(skills[: min(3, (level + 1) // 2)]),
                learn=tuple(skills[3 : 6 - (level > 2) - (level > 4)]),
                employer=f"e{draw.choices(range(employers), by_size)[0]}",
            )
        )
    return people


def _some_pairs(draw: random.Random, people: list[Person], count: int) -> frozenset[tuple[str, str]]:
    return frozenset(pair(*(person.id for person in draw.sample(people, 2))) for _ in range(count))


def easy(n: int, seed: int) -> Instance:
    """A room of a series: three earlier partners each, a few kept apart."""
    draw = random.Random(f"{n}/{seed}")
    people = _people(draw, n)
    return Instance(
        tuple(people), met=_some_pairs(draw, people, 3 * n // 2), keep_apart=_some_pairs(draw, people, n // 10)
    )


def first_meeting(n: int, seed: int) -> Instance:
    """All speak one language, nobody has met and nobody is kept apart."""
    return Instance(tuple(replace(person, langs=("en",)) for person in easy(n, seed).people))


def newcomers(n: int, seed: int) -> Instance:
    """Nine of ten are new, so all want the same few."""
    draw, room = random.Random(seed), easy(n, seed)
    people = [replace(p, level=1 if draw.random() < 0.9 else draw.randint(3, 5)) for p in room.people]
    return replace(room, people=tuple(people))


def islands(n: int, seed: int) -> Instance:
    """Two languages, and three people who speak both."""
    room = easy(n, seed)
    spoken = [("de", "en") if i < 3 else ("de",) if i < 0.48 * n else ("en",) for i in range(n)]
    people = tuple(replace(p, langs=langs) for p, langs in zip(room.people, spoken, strict=True))
    return replace(room, people=people)


def one_employer(n: int, seed: int) -> Instance:
    """Six of ten work in one place."""
    draw, room = random.Random(seed), easy(n, seed)
    people = tuple(replace(p, employer="e0" if draw.random() < 0.6 else p.employer) for p in room.people)
    return replace(room, people=people)


def kept_apart(n: int, seed: int) -> Instance:
    """Six of ten pairs may not be."""
    draw, room = random.Random(seed), easy(n, seed)
    apart = {pair(a.id, b.id) for a, b in combinations(room.people, 2) if draw.random() < 0.6}
    return replace(room, keep_apart=frozenset(apart))


def strangers(n: int, seed: int) -> Instance:
    """Nobody has said anything but how experienced they are: thousands of plans are equally good."""
    room = easy(n, seed)
    return replace(room, people=tuple(Person(p.id, p.level, langs=("en",)) for p in room.people))


def latecomers(n: int, seed: int) -> Instance:
    """A third came late."""
    room = easy(n, seed)
    return replace(room, late=frozenset(p.id for p in room.people[: n // 3]))


POPULATIONS: dict[str, Callable[[int, int], Instance]] = {
    "easy": easy,
    "90 % newcomers": newcomers,
    "two islands": islands,
    "one employer": one_employer,
    "60 % kept apart": kept_apart,
    "strangers": strangers,
    "a third late": latecomers,
}
