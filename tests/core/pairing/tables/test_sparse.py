"""Rooms where few may sit together: all are seated where that is possible, and people who meet again are parted."""

import random
from itertools import combinations

import numpy as np
import pytest
from msgspec.structs import replace

from server.core.pairing.instance import Instance, pair
from server.core.pairing.lot import Lot
from server.core.pairing.tables.chains import mend
from server.core.pairing.tables.colouring import shake, wander
from server.core.pairing.tables.plan import plan_tables
from server.core.pairing.tables.room import Ints
from server.core.pairing.tables.seating import APART, SEAT, Seating
from server.core.pairing.tables.witness import NotTogether
from tests.core.pairing.tables.test_plan import check, room, together, tongues

PLENTY = 1 << 40


def apart(instance: Instance, share: float, seed: int) -> Instance:
    """So many of all pairs are kept apart, but for those who must be together."""
    draw = random.Random(f"apart {seed}")
    ids = [person.id for person in instance.people]
    pairs = {two for two in combinations(ids, 2) if draw.random() < share}
    return replace(instance, keep_apart=frozenset(pairs - instance.must_pair))


def seating(people: int, share: float, seed: int, *, out: int = 0) -> Seating:
    """Tables of six by number, the last people out; one pair in five has met."""
    draw = np.random.default_rng(seed)
    kept, met = (np.triu(draw.random((people, people)) < part, 1) for part in (share, 0.2))
    prices = np.where(kept, APART, met).astype(np.int32)
    tables = (people - out) // 6
    table = np.where(np.arange(people) < people - out, np.arange(people) % tables, tables)
    return Seating(table, prices + prices.T, np.ones((people, tables + 1), bool), (6, 8))


def cost(one: Seating, table: Ints) -> int:
    """Of a seating, counted anew."""
    pairs = (table[:, None] == table) & (table < one.tables)
    return int(one.prices[pairs].sum()) // 2 + SEAT * int((table == one.tables).sum())


def fits(one: Seating) -> bool:
    return set(np.bincount(one.table, minlength=one.tables)[: one.tables].tolist()) <= {0, 6, 7, 8}


def test_three_hundred_of_whom_six_in_ten_pairs_are_kept_apart_all_sit_in_every_rotation() -> None:
    crowd = apart(room(300), 0.6, 1)
    plan = plan_tables(crowd, 6, 8, 3, 1)
    assert check(crowd, plan, 6, 8) < 3 * 300 * 5 // 2 // 20, "one meeting in twenty at most is a repeat"
    assert not any(rotation.unplaced for rotation in plan.rotations)


def test_where_many_may_sit_together_nobody_meets_again() -> None:
    crowd = apart(room(216), 0.45, 1)
    plan = plan_tables(crowd, 6, 8, 4, 1)
    assert check(crowd, plan, 6, 8) == 0
    assert not any(rotation.unplaced for rotation in plan.rotations)


@pytest.mark.parametrize("seed", range(6))
def test_languages_and_who_must_be_together_hold_there_as_well(seed: int) -> None:
    crowd = apart(tongues(70, seed), 0.5, seed)
    plan = plan_tables(crowd, 4, 6, 2, seed)
    check(crowd, plan, 4, 6)
    assert plan == plan_tables(crowd, 4, 6, 2, seed), "the same seed, the same plan"


def test_where_hardly_anybody_may_sit_together_the_tables_that_are_possible_are_found() -> None:
    crowd = apart(room(60), 1.0, 1)
    ids = [person.id for person in crowd.people]
    friends = {two for k in (0, 20, 40) for two in combinations(ids[k : k + 5], 2)}
    crowd = replace(crowd, keep_apart=crowd.keep_apart - friends, must_pair=frozenset({(ids[0], ids[1])}))
    plan = plan_tables(crowd, 5, 5, 1, 1)
    check(crowd, plan, 5, 5)
    assert sorted(group.members for group in plan.rotations[0].groups) == [tuple(ids[k : k + 5]) for k in (0, 20, 40)]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("out", [0, 8])
def test_what_a_rotation_costs_is_kept_up_to_date(seed: int, out: int) -> None:
    one = seating(62, 0.5, seed, out=out)
    for change in (
        lambda: shake(one, Lot(seed), 50),
        lambda: mend(one, Lot(seed), PLENTY),
        lambda: one.give_up([0, 3]),
    ):
        change()
        fresh = Seating(one.table, one.prices, one.may, (6, 8))
        assert (fresh.cost == one.cost).all()
        assert (fresh.size == one.size).all()
        assert fits(one)


@pytest.mark.parametrize("seed", range(5))
def test_a_walk_ends_with_the_best_seating_on_its_way(seed: int) -> None:
    one, lot = seating(90, 0.5, seed), Lot(seed)
    before = cost(one, one.table)
    assert 0 < wander(one, lot, 400) <= 400
    assert cost(one, one.table) < before
    assert fits(one)
    best = cost(one, one.table)
    wander(one, lot, 3)
    assert cost(one, one.table) <= best


@pytest.mark.parametrize("seed", range(8))
def test_after_chains_no_exchange_and_no_move_of_one_who_pays_saves_anything(seed: int) -> None:
    one = seating(63, 0.3, seed, out=seed % 3)
    before = cost(one, one.table)
    mend(one, Lot(seed), PLENTY)
    now = cost(one, one.table)
    assert now < before
    for p in np.flatnonzero(one.own()).tolist():
        for q in range(63):
            swapped = one.table.copy()
            swapped[[p, q]] = one.table[[q, p]]
            assert cost(one, swapped) >= now
        for t in np.flatnonzero(one.open()).tolist():
            moved = np.where(np.arange(63) == p, t, one.table)
            assert not one.spares()[one.table[p]] or cost(one, moved) >= now


def test_a_chain_parts_two_whom_no_exchange_does() -> None:
    """Of a b, c d and e f, where a and b are kept apart, a takes the place of f, f that of c, and c that of a."""
    prices = np.full((6, 6), APART, np.int32)
    for p, q in [(2, 3), (4, 5), (2, 1), (0, 4), (5, 3)]:
        prices[p, q] = prices[q, p] = 0
    np.fill_diagonal(prices, 0)
    one = Seating(np.array([0, 0, 1, 1, 2, 2]), prices, np.ones((6, 4), bool), (2, 2))
    for p, q in combinations(range(6), 2):
        swapped = one.table.copy()
        swapped[[p, q]] = one.table[[q, p]]
        assert cost(one, swapped) >= cost(one, one.table)
    mend(one, Lot(1), PLENTY)
    assert {tuple(np.flatnonzero(one.table == t).tolist()) for t in range(3)} == {(0, 4), (1, 2), (3, 5)}


def test_chains_end_when_the_effort_is_spent() -> None:
    one, all_ = seating(90, 0.5, 1), seating(90, 0.5, 1)
    assert 0 < mend(one, Lot(1), 1) < mend(all_, Lot(1), PLENTY) / 10
    assert cost(all_, all_.table) < cost(one, one.table)


def test_who_must_stay_stays() -> None:
    one = seating(60, 0.5, 1)
    may = one.may.copy()
    may[:12] = one.table[:12, None] == np.arange(one.tables + 1)
    kept = Seating(one.table, one.prices, may, (6, 8))
    wander(kept, Lot(1), 300)
    mend(kept, Lot(1), PLENTY)
    assert (kept.table[:12] == one.table[:12]).all()
    assert (kept.table[12:] != one.table[12:]).any()


def test_people_who_may_sit_with_nobody_cost_only_their_own_seats() -> None:
    crowd = apart(room(150), 0.4, 1)
    ids = [person.id for person in crowd.people]
    alone = set(ids[::3])
    crowd = replace(crowd, keep_apart=crowd.keep_apart | {two for two in combinations(ids, 2) if alone & set(two)})
    plan = plan_tables(crowd, 6, 8, 2, 1)
    check(crowd, plan, 6, 8)
    assert [set(rotation.unplaced) for rotation in plan.rotations] == [alone, alone]


@pytest.mark.parametrize("seed", range(3))
def test_who_must_be_together_stays_where_others_lose_their_table(seed: int) -> None:
    crowd = room(60, seed)
    ids = [person.id for person in crowd.people]
    crowd = apart(replace(crowd, must_pair=frozenset(zip(ids[::6], ids[1::6], strict=True))), 0.85, seed)
    plan = plan_tables(crowd, 2, 3, 1, seed)
    check(crowd, plan, 2, 3)
    assert crowd.must_pair <= together(plan)


def test_who_must_be_together_but_with_nobody_else_is_told() -> None:
    crowd = room(60)
    ids = [person.id for person in crowd.people]
    crowd = apart(replace(crowd, must_pair=frozenset({(ids[0], ids[1])})), 0.3, 1)
    lonely = {pair(ids[0], other) for other in ids[2:]}
    plan = plan_tables(replace(crowd, keep_apart=crowd.keep_apart | lonely), 4, 6, 1, 1)
    check(crowd, plan, 4, 6)
    assert NotTogether((ids[0], ids[1])) in plan.witness
    assert not plan.proven
