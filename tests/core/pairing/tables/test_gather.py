"""Who must be together is together in the first rotation wherever a table can be found; otherwise it is said."""

import random
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from msgspec.structs import replace

from server.core.pairing.instance import Instance, Person
from server.core.pairing.tables.gather import gather, parted
from server.core.pairing.tables.plan import _Planner, plan_tables
from server.core.pairing.tables.room import Room
from server.core.pairing.tables.witness import NotTogether, TablePlan
from tests.core.pairing.tables.test_plan import check, room, together


def told(plan: TablePlan) -> list[tuple[str, ...]]:
    return [each.members for each in plan.witness if isinstance(each, NotTogether)]


def bound(instance: Instance, *units: Sequence[int]) -> Instance:
    """These people of the room, by number, must be together."""
    ids = [person.id for person in instance.people]
    return replace(instance, must_pair=frozenset((ids[a], ids[b]) for unit in units for a, b in combinations(unit, 2)))


@pytest.mark.parametrize("unit", [(0, 1, 2), (0, 20, 40, 59)])
def test_three_and_four_are_together_where_tables_are_mostly_of_two(unit: Sequence[int]) -> None:
    crowd = bound(room(60), unit)
    plan = plan_tables(crowd, 2, 5, 2, 1)
    check(crowd, plan, 2, 5)
    assert crowd.must_pair <= together(plan)


@pytest.mark.parametrize("n", [12, 24, 36])
def test_where_everybody_is_one_of_two_who_must_be_together_two_of_these_sit_together(n: int) -> None:
    crowd = bound(room(n), *[(k, k + 1) for k in range(0, n, 2)])
    plan = plan_tables(crowd, 3, 4, 2, 1)
    check(crowd, plan, 3, 4)
    assert told(plan) == []
    assert not any(rotation.unplaced for rotation in plan.rotations)


@pytest.mark.parametrize("seed", range(8))
def test_nobody_is_bound_to_a_table_with_others_of_whom_they_are_kept(seed: int) -> None:
    crowd = bound(room(24, seed), *[(k, k + 1) for k in range(0, 16, 2)])
    two = combinations([person.id for person in crowd.people], 2)
    draw = random.Random(seed)
    crowd = replace(crowd, keep_apart=frozenset({pair for pair in two if draw.random() < 0.15} - crowd.must_pair))
    known = _Planner(crowd, 6, 6, 1, seed)
    begun = known._start(known.hall, known.units, 1)
    found = Room(known.hall, begun.tongues, begun.table)
    gather(found, known.units)
    seats = [(t, p) for t, group in enumerate(found.members[0][: found.tables]) for p in group if found.frozen[0, p]]
    assert len(seats) == 16 - 2 * parted(found, known.units) >= 14
    assert not any(known.hall.apart[p, q] for (a, p), (b, q) in combinations(seats, 2) if a == b)


def test_a_language_that_too_few_share_keeps_two_apart_and_costs_nobody_a_seat() -> None:
    speak = [("en", "pl"), ("de", "pl"), *[("en",)] * 11, *[("de",)] * 11]
    crowd = Instance(tuple(Person(f"p{k:02}", 3, langs=langs) for k, langs in enumerate(speak)))
    crowd = bound(crowd, (0, 1))
    plan = plan_tables(crowd, 6, 6, 2, 1)
    check(crowd, plan, 6, 6)
    assert told(plan) == [("p00", "p01")]
    assert not plan.proven
    assert not any(rotation.unplaced for rotation in plan.rotations)


def test_of_four_people_nobody_is_lost_for_a_language_of_two() -> None:
    speak = [("en", "pl"), ("de", "pl"), ("en",), ("en",)]
    crowd = bound(Instance(tuple(Person(f"p{k}", 3, langs=langs) for k, langs in enumerate(speak))), (0, 1))
    plan = plan_tables(crowd, 3, 3, 1, 1)
    assert [group.members for group in plan.rotations[0].groups] == [("p0", "p2", "p3")]


def test_what_was_planned_earlier_makes_way_for_who_must_be_together_by_now() -> None:
    crowd = room(42)
    kept = [[group.members for group in rotation.groups] for rotation in plan_tables(crowd, 6, 6, 5, 1).rotations]
    asked = bound(crowd, (0, 1), (2, 3), (4, 5, 6))
    plan = plan_tables(asked, 6, 6, 5, 1, kept=kept)
    check(asked, plan, 6, 6)
    assert asked.must_pair <= together(plan)


@pytest.mark.parametrize("seed", [14, 33, 346])
def test_a_plan_that_was_made_before_gives_way_to_one_that_has_them_together(seed: int) -> None:
    """Found among random rooms: mended, the earlier plan tears a pair apart though all sit and nobody meets again."""
    draw = random.Random(seed)
    n, low, high = draw.choice([24, 36]), draw.choice([3, 4, 6]), draw.choice([0, 1])
    crowd = bound(room(n, seed), *[(k, k + 1) for k in range(0, draw.choice([4, 8, 12]), 2)])
    share, two = draw.choice([0.05, 0.15]), combinations([person.id for person in crowd.people], 2)
    crowd = replace(crowd, keep_apart=frozenset({pair for pair in two if draw.random() < share} - crowd.must_pair))
    free = plan_tables(replace(crowd, must_pair=frozenset()), low, low + high, 2, seed, hurry=True)
    kept = [[group.members for group in rotation.groups] for rotation in free.rotations]
    plan = plan_tables(crowd, low, low + high, 2, seed, kept=kept, hurry=True)
    check(crowd, plan, low, low + high)
    assert told(plan) == []


def test_to_tear_them_apart_is_worse_than_that_somebody_has_no_seat() -> None:
    crowd = bound(room(9), (0, 8))
    known = _Planner(crowd, 4, 4, 1, 1)
    first, second = known.units[0]
    others = [p for p in range(9) if p not in (first, second)]

    def seated(*tables: Sequence[int]) -> Room:
        places = np.full((1, 9), 2)
        for t, group in enumerate(tables):
            places[0, list(group)] = t
        return Room(known.hall, np.ones((2, known.hall.langs.shape[1]), np.int64), places)

    together_, torn = [first, second, *others[:2]], [first, *others[:3]]
    assert known._rank(seated(together_)) < known._rank(seated(torn, [second, *others[3:6]]))
