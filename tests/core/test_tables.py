"""Tables of a workshop: planned and mended (rules D9, D10), whatever the number of people."""

from collections.abc import Iterable
from itertools import combinations

import pytest
from msgspec.structs import replace

from server.core.pairing.instance import Instance, Person, pair
from server.core.pairing.plan import Plan, RepeatNeeded, Shortage
from server.core.pairing.rules import illegal
from server.core.tables import mend_tables, plan_tables_of, sizes, uneven, worth_of_tables


def people(names: Iterable[str], *langs: str) -> tuple[Person, ...]:
    return tuple(Person(name, 1 + k % 5, langs=langs or ("de",)) for k, name in enumerate(names))


def seats(plan: Plan) -> list[frozenset[str]]:
    return [frozenset(group.members) for group in plan.groups]


def test_d9_any_number_of_people_sits_at_tables_of_about_the_size() -> None:
    for size in range(3, 9):
        for count in range(2, 200):
            low, high = sizes(count, size)
            assert 2 <= low <= high <= min(8, low + 1), (count, size)
            assert -(-count // high) <= count // low, "and they fit"
            if count > size * (size - 1):  # from here on tables of the size, one less and one more, seat everybody
                assert size - 1 <= low <= high <= size + 1, (count, size)


@pytest.mark.parametrize(("count", "size"), [(5, 4), (7, 5), (11, 8), (23, 6), (40, 4)])
def test_d9_nobody_is_left_over_for_a_number_that_does_not_divide(count: int, size: int) -> None:
    plan = plan_tables_of(Instance(people=people(f"p{k:02}" for k in range(count))), size, seed=1).plan
    assert plan.unplaced == ()
    assert {len(group.members) for group in plan.groups} <= set(sizes(count, size))
    assert plan.points <= plan.bound


def test_d9_languages_may_ask_for_other_sizes() -> None:
    """Five and seven: three tables of four would leave one of the five over."""
    room = Instance(people=(*people("abcde", "de"), *people("tuvwxyz", "pl")))
    plan = plan_tables_of(room, 4, seed=1).plan
    assert plan.unplaced == ()
    assert not illegal(room, [group.members for group in plan.groups])


def test_p4_who_shares_no_language_is_left_over_and_the_plan_says_why() -> None:
    plan = plan_tables_of(Instance(people=(*people("abcdef"), Person("z", 3, langs=("pl",)))), 3, seed=1).plan
    assert plan.unplaced == ("z",)
    assert plan.witness == (Shortage((("z",),), (), 1),)


def test_p2_who_is_kept_apart_sits_at_different_tables() -> None:
    room = Instance(people=people("abcdefgh"), keep_apart=frozenset({("a", "b"), ("a", "c"), ("d", "e")}))
    for seed in range(5):
        plan = plan_tables_of(room, 4, seed).plan
        assert plan.unplaced == ()
        assert not illegal(room, [group.members for group in plan.groups])


def test_p3_tables_change_as_long_as_they_can_and_repeats_are_told() -> None:
    room = Instance(people=people("abcdefghi"))
    for number in range(4):  # nine people at tables of three meet everybody in four rounds
        plan = plan_tables_of(room, 3, seed=number).plan
        assert plan.witness == ()
        met = {pair(a, b) for group in plan.groups for a, b in combinations(group.members, 2)}
        room = replace(room, met=room.met | met)
    again = plan_tables_of(room, 3, seed=9).plan
    (repeats,) = again.witness
    assert isinstance(repeats, RepeatNeeded)
    assert len(repeats.pairs) == 9


def test_p6_late_arrivals_sit_with_people_who_were_on_time() -> None:
    late = frozenset("xyz")
    for seed in range(5):
        plan = plan_tables_of(Instance(people=people("abcdefxyz"), late=late), 3, seed).plan
        assert not any(late.issuperset(group) for group in seats(plan))


def test_d5_locked_tables_stay_and_the_rest_is_planned_around_them() -> None:
    room = Instance(people=people("abcdefghij"))
    plan = plan_tables_of(room, 4, seed=1, locked=[("a", "b", "c", "d"), ("e", "f")]).plan
    assert [group.members for group in plan.groups if group.locked] == [("a", "b", "c", "d"), ("e", "f")]
    assert seats(plan)[2:] == [frozenset("ghij")]
    whole = plan_tables_of(room, 5, seed=1, locked=[tuple("abcdefg"), ("h", "i")]).plan
    assert (len(whole.groups), whole.unplaced) == (2, ("j",))


def test_p7_the_same_seed_gives_the_same_tables_in_whatever_order_people_are_listed() -> None:
    room = Instance(people=people("abcdefghijkl"))
    backwards = replace(room, people=room.people[::-1])
    assert plan_tables_of(room, 4, seed=3).plan == plan_tables_of(backwards, 4, seed=3).plan


def mended(room: Instance, *tables: str, fixed: str = "") -> tuple[list[str], str]:
    found = mend_tables(room, 4, [tuple(t) for t in tables], [tuple(fixed)] if fixed else [])
    return ["".join(table) for table in found.groups], "".join(found.unplaced)


def test_d10_a_newcomer_sits_where_there_is_room_and_nobody_moves() -> None:
    room = Instance(people=people("abcdefgh"))
    assert mended(room, "abcd", "efg") == (["abcd", "efgh"], "")
    assert mended(room, "abcd", "efg", fixed="efg") == (["abcdh", "efg"], "")
    apart = replace(room, keep_apart=frozenset({("e", "h")}))
    assert mended(apart, "abcd", "efg") == (["abcdh", "efg"], "")


def test_d10_several_open_a_table_and_nobody_is_seated_against_a_rule() -> None:
    assert mended(Instance(people=people("abcdefgh")), "abcd") == (["abcd", "efgh"], "")
    foreign = Instance(people=(*people("abcd"), Person("z", 3, langs=("pl",))))
    assert mended(foreign, "abcd") == (["abcd"], "z")
    full = Instance(people=people("abcdefghi"))
    assert mended(full, "abcdefgh") == (["abcdefgh"], "i"), "eight are the most"


def test_what_a_better_plan_is_measured_by() -> None:
    room = Instance(people=people("abcdefgh"))
    assert uneven(room.people, 4, ["abcdef", "gh"]) == 2
    assert uneven(room.people, 4, ["abcd", "efgh"]) == 0
    assert worth_of_tables(room, [tuple("abc"), tuple("defgh")]).trios == 0
