"""'What if I swap these two?': the price of a change to groups that stand, as data."""

from collections.abc import Mapping, Sequence

import msgspec

from server.core.pairing.instance import BadInstance, Instance, Person
from server.core.pairing.rules import Fault, group_faults, people_by_id
from server.core.pairing.score import points_of


class Price(msgspec.Struct, frozen=True):
    """What a change costs. `points`: person points after minus before (negative: it gets worse), of the `people` who
    sit in the groups that it changes.

    `breaks` are the rules that a changed group would break and that it did not break before, `mends` the other way
    round (sorted). `possible`: nothing hard stands in the way; a repeat alone doesn't.
    """

    points: int
    people: int = 0
    breaks: tuple[Fault, ...] = ()
    mends: tuple[Fault, ...] = ()

    @property
    def possible(self) -> bool:
        return set(self.breaks) <= {Fault.REPEAT}


def swapped(groups: Sequence[Sequence[str]], a: str, b: str) -> tuple[tuple[str, ...], ...]:
    """The groups with a and b in each other's place; one of them may be in no group (then they come in)."""
    other = {a: b, b: a}
    return tuple(tuple(other.get(i, i) for i in group) for group in groups)


def price(instance: Instance, groups: Sequence[Sequence[str]], a: str, b: str) -> Price:
    """What it costs to swap a and b. Somebody in no group may be swapped in for somebody in one.

    Raises BadInstance if one of them isn't in the instance.
    """
    known = people_by_id(instance)
    for person_id in (a, b):
        if person_id not in known:
            raise BadInstance(f"Nobody here has the id {person_id!r}.")
    return _price(instance, known, [group for group in groups if (a in group) != (b in group)], a, b)


def prices(instance: Instance, groups: Sequence[Sequence[str]], a: str) -> dict[str, Price]:
    """What it costs to swap a with each other person of the instance, by id; who sits with a is left out.

    Raises BadInstance if a isn't in the instance.
    """
    known = people_by_id(instance)
    if a not in known:
        raise BadInstance(f"Nobody here has the id {a!r}.")
    seat = {person_id: group for group in groups for person_id in group}
    mine = seat.get(a)
    found: dict[str, Price] = {}
    for b in known:
        theirs = seat.get(b)
        if mine is not theirs:
            found[b] = _price(instance, known, [group for group in (mine, theirs) if group is not None], a, b)
    return found


def _price(instance: Instance, known: Mapping[str, Person], touched: Sequence[Sequence[str]], a: str, b: str) -> Price:
    gain, before, after = 0, list[Fault](), list[Fault]()
    for old, new in zip(touched, swapped(touched, a, b), strict=True):
        gain += points_of([known[i] for i in new], instance.weights)
        gain -= points_of([known[i] for i in old], instance.weights)
        before += group_faults(instance, old, known)
        after += group_faults(instance, new, known)
    return Price(gain, sum(map(len, touched)), _more(after, before), _more(before, after))


def _more(these: Sequence[Fault], those: Sequence[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(fault for fault in set(these) if these.count(fault) > those.count(fault)))
