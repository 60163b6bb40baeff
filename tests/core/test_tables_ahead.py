"""Rounds of tables planned together with those to come (rules P3, D9), at nobody's expense in the one that is due."""

import random
from itertools import combinations

import pytest
from msgspec.structs import replace

from server.core.pairing.instance import Instance, Person, pair
from server.core.pairing.plan import Ahead, Plan, UnevenTables, repeats_in
from server.core.pairing.rules import illegal
from server.core.tables import plan_tables_of, uneven
from tests.core.pairing.tables.test_plan import room, tongues
from tests.core.test_tables import people, seats


def meetings(*rotations: tuple[tuple[str, ...], ...]) -> set[tuple[str, str]]:
    return {pair(a, b) for tables in rotations for table in tables for a, b in combinations(table, 2)}


def groups(plan: Plan) -> tuple[tuple[str, ...], ...]:
    return tuple(group.members for group in plan.groups)


def through(instance: Instance, size: int, rounds: int, *, ahead: bool, churn: bool = False) -> int:
    """Repeats of a workshop: each round drafted when it is due, from what is left of the plan; some come, some go."""
    repeats, planned = 0, Ahead(Plan((), ()))
    for number in range(rounds):
        left = rounds - number if ahead else 1
        planned = plan_tables_of(instance, size, number, rounds=left, kept=planned.later)
        assert len(planned.later) == left - 1
        assert not illegal(instance, groups(planned.plan))
        repeats += repeats_in(planned.plan, instance)
        instance = replace(instance, met=instance.met | meetings(groups(planned.plan)))
        if churn:
            newcomer = Person(f"new{number}", 1 + number % 5, langs=("en",))
            instance = replace(instance, people=(*instance.people[1:], newcomer)[number % 2 :])
    return repeats


@pytest.mark.parametrize(("count", "size", "rounds"), [(16, 4, 5), (24, 5, 5), (42, 6, 7), (60, 7, 7)])
def test_p3_nobody_meets_again_in_rounds_that_are_drafted_one_after_the_other(
    count: int, size: int, rounds: int
) -> None:
    assert through(room(count), size, rounds, ahead=True) == 0


def test_p3_people_who_come_and_go_leave_most_of_the_plan() -> None:
    assert through(room(42), 6, 5, ahead=True, churn=True) == 0
    assert through(room(42), 6, 5, ahead=False, churn=True) > 0


def some_room(seed: int) -> tuple[Instance, int]:
    """In the midst of a workshop, in which more or less is possible."""
    draw = random.Random(f"ahead {seed}")
    known = tongues(count, seed) if (count := draw.randint(8, 34)) % 2 else room(count, seed)
    ids = [person.id for person in known.people]
    met = frozenset(two for two in combinations(ids, 2) if draw.random() < draw.choice((0, 0.1, 0.4)))
    return replace(known, met=met, must_pair=frozenset(), late=frozenset(draw.sample(ids, 2))), draw.randint(3, 6)


@pytest.mark.parametrize("seed", range(16))
def test_p3_nobody_stays_over_or_meets_again_now_for_the_sake_of_later_rounds(seed: int) -> None:
    instance, size = some_room(seed)
    alone, begun = (plan_tables_of(instance, size, seed, rounds=rounds) for rounds in (1, 3))
    assert alone.later == ()
    again = plan_tables_of(instance, size, seed + 1, rounds=3, kept=(groups(begun.plan), *begun.later))
    last = plan_tables_of(instance, size, seed, kept=begun.later)
    for found in (begun, again, last):
        assert not illegal(instance, groups(found.plan))
        assert len(found.plan.unplaced) <= len(alone.plan.unplaced)
        if len(found.plan.unplaced) == len(alone.plan.unplaced):
            assert repeats_in(found.plan, instance) <= repeats_in(alone.plan, instance)
        assert {type(each) for each in found.plan.witness} <= {type(each) for each in alone.plan.witness}
    assert last.later == ()


def test_that_round_goes_first_in_which_nobody_meets_again() -> None:
    """Sixteen in fours have met everybody after five rounds: the round that was held can't be held again as it was."""
    instance = room(16)
    begun = plan_tables_of(instance, 4, seed=1, rounds=5)
    held = groups(begun.plan)
    now = replace(instance, met=frozenset(meetings(held)))
    ahead = plan_tables_of(now, 4, seed=1, rounds=5, kept=(held, *begun.later))
    assert groups(ahead.plan) in begun.later
    assert repeats_in(ahead.plan, now) == 0


def test_d9_there_are_as_many_tables_as_before_while_each_has_about_the_size() -> None:
    begun = plan_tables_of(room(60), 7, seed=1, rounds=4)
    assert len(begun.plan.groups) == 9
    left = replace(room(60), people=room(60).people[1:])
    assert len(plan_tables_of(left, 7, seed=1).plan.groups) == 8, "seven or eight at each"
    after = plan_tables_of(left, 7, seed=1, rounds=4, kept=(groups(begun.plan), *begun.later)).plan
    assert len(after.groups) == 9, "six or seven at each"
    assert uneven(left.people, 7, groups(after)) == 0


def test_d5_a_locked_table_keeps_the_later_rounds_and_the_others_avoid_those_whom_they_meet_there() -> None:
    instance = room(42)
    begun = plan_tables_of(instance, 6, seed=1, rounds=4)
    kept = (groups(begun.plan), *begun.later)
    held = [groups(begun.plan)[0]]
    again = plan_tables_of(instance, 6, seed=2, locked=held, rounds=4, kept=kept)
    assert again.later == begun.later
    assert groups(again.plan)[0] == held[0]
    assert not meetings(groups(again.plan)) & meetings(*again.later)


def test_d5_beside_a_locked_table_nobody_meets_again_for_the_sake_of_later_rounds() -> None:
    """Six are left for two tables; all who haven't met are to meet later."""
    alike = tuple(Person(i, 3, ("u",) if i in "abc" else ("v",), ("de",)) for i in "abcdefxyz")
    instance = Instance(alike, met=frozenset(meetings((tuple("abc"), tuple("def")))))
    later = [tuple(pair) for pair in combinations("abcdef", 2) if pair not in instance.met]
    ahead = plan_tables_of(instance, 3, seed=1, locked=[tuple("xyz")], rounds=2, kept=[(), tuple(later)])
    alone = plan_tables_of(instance, 3, seed=1, locked=[tuple("xyz")])
    assert repeats_in(ahead.plan, instance) == repeats_in(alone.plan, instance) == 2
    everybody = plan_tables_of(instance, 3, seed=1, locked=[tuple("abcdefxy")], rounds=2, kept=[(), tuple(later)])
    assert (everybody.plan.unplaced, everybody.later) == (("z",), (tuple(later),))


def test_p6_late_arrivals_sit_with_people_who_were_on_time_however_much_is_planned() -> None:
    late = frozenset("xyz")
    for seed in range(5):
        instance = Instance(people=people("abcdefxyz"), late=late)
        begun = plan_tables_of(replace(instance, late=frozenset()), 3, seed, rounds=3)
        kept = (groups(begun.plan), *begun.later)
        for rounds, known in ((3, ()), (3, kept), (1, [(tuple("abc"), tuple("def"), tuple("xyz"))])):
            ahead = plan_tables_of(instance, 3, seed, rounds=rounds, kept=known)
            assert not any(late.issuperset(group) for group in seats(ahead.plan))


def test_where_people_can_hardly_be_seated_once_nothing_is_planned_ahead() -> None:
    draw = random.Random("hard")
    instance = room(30)
    ids = [person.id for person in instance.people]
    hard = replace(instance, keep_apart=frozenset(two for two in combinations(ids, 2) if draw.random() < 0.6))
    ahead = plan_tables_of(hard, 6, seed=1, rounds=3)
    assert ahead == plan_tables_of(hard, 6, seed=1)
    assert (ahead.plan.unplaced, ahead.later) == ((), ())
    assert any(isinstance(each, UnevenTables) for each in ahead.plan.witness)
