"""Rooms in which wishes leave few legal tables: all are listed, and the most people sit that can (rules P1, P2)."""

import random
from itertools import combinations

import numpy as np
import pytest
from msgspec.structs import replace

from server.core.pairing.instance import Instance, Person
from server.core.pairing.lot import Lot
from server.core.pairing.tables.listed import MIDDLING, choose, legal_tables
from server.core.pairing.tables.plan import _Planner, plan_tables
from server.core.pairing.tables.witness import Unseated
from tests.bench.populations import kept_apart
from tests.core.pairing.tables.test_plan import check, room
from tests.core.pairing.tables.test_sparse import apart


def room_of(people: int, apart: float, seed: int) -> Instance:
    draw = random.Random(f"listed {seed}")
    ids = [f"p{i:02}" for i in range(people)]
    langs = [("de",), ("de", "pl"), ("pl", "de"), ("pl",)]
    return Instance(
        tuple(Person(i, draw.randint(1, 5), langs=draw.choice(langs)) for i in ids),
        keep_apart=frozenset(two for two in combinations(ids, 2) if draw.random() < apart),
    )


def legal(room: Instance, low: int, high: int) -> set[frozenset[str]]:
    spoken = {person.id: set(person.langs) for person in room.people}
    return {
        frozenset(group)
        for size in range(low, high + 1)
        for group in combinations(spoken, size)
        if set.intersection(*(spoken[i] for i in group)) and not room.keep_apart & set(combinations(group, 2))
    }


@pytest.mark.parametrize("seed", range(8))
def test_the_list_is_all_legal_tables_and_no_more_people_can_sit_at_them(seed: int) -> None:
    room = room_of(11, 0.5, seed)
    known = _Planner(room, 3, 4, 1, 1)
    listed = legal_tables(known.hall)
    assert listed is not None
    tables = legal(room, 3, 4)
    assert {frozenset(known.ids[p] for p in t if p < 11) for t in listed.tables.tolist()} == tables
    most = max(sum(map(len, some)) for k in range(4) for some in combinations(tables, k) if disjoint(some))
    assert listed.most() == most
    seating = choose(listed, 1, np.zeros((11, 11), np.int64), Lot(1))
    assert (seating >= 0).sum() == most


def disjoint(some: tuple[frozenset[str], ...]) -> bool:
    return sum(map(len, some)) == len(frozenset().union(*some))


def test_a_person_may_be_on_no_table_of_the_list() -> None:
    ids = "abcdefgh"
    room = Instance(tuple(Person(i, 3, langs=("de",)) for i in ids), keep_apart=frozenset(combinations(ids, 2)))
    listed = legal_tables(_Planner(room, 3, 4, 1, 1).hall)
    assert listed is not None
    assert (listed.most(), choose(listed, 2, np.zeros((8, 8), np.int64), Lot(1)).max()) == (0, -1)


@pytest.mark.parametrize("people", [42, 60, 101])
def test_who_has_no_seat_is_told_with_how_many_can_have_none(people: int) -> None:
    room = kept_apart(people, 2)
    room = replace(room, met=frozenset(), people=tuple(replace(p, langs=("en",)) for p in room.people))
    plan = plan_tables(room, 6, 8, 2, 1)
    check(room, plan, 6, 8)
    for each in plan.witness:
        if isinstance(each, Unseated):
            assert 0 < each.needed <= len(each.people)
            assert people > 60 or each.needed == len(each.people), "proven where tables are few"
    listed = legal_tables(_Planner(room, 6, 8, 1, 1).hall)
    assert listed is not None
    assert len(listed.sizes) <= MIDDLING


def test_a_room_in_which_nearly_all_may_sit_together_is_not_listed() -> None:
    assert legal_tables(_Planner(room_of(60, 0.05, 1), 6, 8, 1, 1).hall) is None


def test_swaps_are_tried_as_well_where_the_listed_tables_let_people_meet_again() -> None:
    crowd = apart(room(100), 0.7, 2)
    plan = plan_tables(crowd, 3, 4, 3, 2)
    assert check(crowd, plan, 3, 4) < 5
    assert not any(rotation.unplaced for rotation in plan.rotations)
