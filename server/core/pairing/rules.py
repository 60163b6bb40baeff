"""What a group may be: the hard rules, checked for one group at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from typing import TypeVar

from server.core.pairing.instance import Instance, Person, pair

LARGEST_GROUP = 8

Group = TypeVar("Group", bound=Sequence[str])
Id = TypeVar("Id", bound=str)


class Fault(StrEnum):
    """A broken rule. `REPEAT` is soft (somebody meets somebody again); all others make a group illegal."""

    SIZE = "size"
    UNKNOWN = "unknown"
    TWICE = "twice"
    NO_COMMON_LANGUAGE = "no_common_language"
    KEPT_APART = "kept_apart"
    TORN_APART = "torn_apart"
    REPEAT = "repeat"


def people_by_id(instance: Instance) -> dict[str, Person]:
    return {person.id: person for person in instance.people}


def illegal(instance: Instance, groups: Iterable[Group]) -> tuple[Group, ...]:
    """Those of the groups that break a hard rule."""
    known = people_by_id(instance)
    return tuple(group for group in groups if group_faults(instance, group, known) - {Fault.REPEAT})


def without_choice(
    instance: Instance, members: Sequence[Id], free: Collection[str], people: Mapping[str, Person]
) -> tuple[Id, ...]:
    """Those of the group who could be with nobody else of the `free` people who is new to them.

    Who has gone from the instance is asked about no more.
    """

    def suits(one: str, other: str) -> bool:
        two = pair(one, other)
        return (
            any(lang in people[other].langs for lang in people[one].langs)
            and two not in instance.met
            and two not in instance.keep_apart
        )

    return tuple(
        one
        for one in members
        if one in people and not any(other in people and other not in members and suits(one, other) for other in free)
    )


def group_faults(instance: Instance, members: Sequence[str], people: Mapping[str, Person] | None = None) -> set[Fault]:
    """The rules that a group of these ids breaks. `people` may carry `people_by_id(instance)` when asking often.

    TORN_APART: a member must be with someone (present in the instance) who is not in this group.
    """
    known = people_by_id(instance) if people is None else people
    if not set(members) <= known.keys():
        return {Fault.UNKNOWN}
    faults: set[Fault] = set()
    if len(set(members)) != len(members):
        faults.add(Fault.TWICE)
    if not 2 <= len(members) <= LARGEST_GROUP:
        faults.add(Fault.SIZE)
    if members and not set.intersection(*(set(known[i].langs) for i in members)):
        faults.add(Fault.NO_COMMON_LANGUAGE)
    pairs = {pair(a, b) for a, b in combinations(members, 2) if a != b}
    if pairs & instance.keep_apart:
        faults.add(Fault.KEPT_APART)
    if pairs & instance.met:
        faults.add(Fault.REPEAT)
    inside = set(members)
    for a, b in instance.must_pair:
        if (a in inside) != (b in inside) and a in known and b in known:
            faults.add(Fault.TORN_APART)
    return faults
