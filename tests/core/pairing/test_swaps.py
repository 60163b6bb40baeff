"""What a swap costs."""

import pytest

from server.core.pairing.instance import BadInstance, Instance, Person
from server.core.pairing.round import plan_round
from server.core.pairing.rules import Fault
from server.core.pairing.swaps import Price, price, prices, swapped
from tests.core.pairing.referee import crowd, worth


@pytest.mark.parametrize("seed", range(5))
def test_the_price_is_the_difference_in_points_and_the_way_back_costs_the_opposite(seed: int) -> None:
    instance = crowd(seed, 9, tongues=1, rules=False)
    groups = [group.members for group in plan_round(instance, seed).groups]
    for a in (person.id for person in instance.people):
        for b in (person.id for person in instance.people):
            after = swapped(groups, a, b)
            cost = price(instance, groups, a, b)
            assert cost.points == sum(worth(instance, g) for g in after) - sum(worth(instance, g) for g in groups)
            back = price(instance, after, a, b)
            assert (back.points, back.breaks, back.mends) == (-cost.points, cost.mends, cost.breaks)


def test_broken_rules_are_named() -> None:
    people = tuple(Person(i, 3, langs=tuple(langs)) for i, langs in (("a", "e"), ("b", "ef"), ("c", "ef"), ("d", "f")))
    groups = [("a", "b"), ("c", "d")]
    plain = Instance(people)
    assert price(plain, groups, "a", "b") == Price(0)  # they are in one group: nothing changes
    assert not price(plain, groups, "a", "c").breaks or not price(plain, groups, "a", "c").possible
    assert price(plain, groups, "b", "c") == Price(0, 4)
    assert price(plain, groups, "a", "d").possible
    language = price(plain, groups, "b", "d")
    assert language.breaks == (Fault.NO_COMMON_LANGUAGE,)
    assert not language.possible
    repeat = price(Instance(people, met=frozenset({("a", "c")})), groups, "b", "c")
    assert (repeat.breaks, repeat.possible) == ((Fault.REPEAT,), True)
    apart = price(Instance(people, keep_apart=frozenset({("a", "c")})), groups, "b", "c")
    assert (apart.breaks, apart.possible) == ((Fault.KEPT_APART,), False)
    must = price(Instance(people, must_pair=frozenset({("a", "b")})), groups, "b", "c")
    assert Fault.TORN_APART in must.breaks


@pytest.mark.parametrize("seed", range(3))
def test_all_prices_of_one_person_are_those_of_each_swap(seed: int) -> None:
    instance = crowd(seed, 11, tongues=2, rules=True)
    groups = [group.members for group in plan_round(instance, seed).groups][1:]
    seats = {i: group for group in groups for i in group}
    for a in (person.id for person in instance.people):
        mine = seats.get(a)
        others = [p.id for p in instance.people if p.id != a and seats.get(p.id) is not mine]
        assert prices(instance, groups, a) == {b: price(instance, groups, a, b) for b in others}


def test_somebody_without_a_group_can_be_swapped_in() -> None:
    people = tuple(Person(i, level, langs=("e",)) for i, level in (("a", 1), ("b", 1), ("c", 3)))
    assert price(Instance(people), [("a", "b")], "b", "c").points == 2 * 3000


def test_a_stranger_is_refused() -> None:
    with pytest.raises(BadInstance, match="'z'"):
        price(Instance((Person("a", 1),)), [], "a", "z")
    with pytest.raises(BadInstance, match="'z'"):
        prices(Instance((Person("a", 1),)), [], "z")
