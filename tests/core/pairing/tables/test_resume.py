"""Rotations planned earlier go on, for whoever is here now: most tables stay, and the plan is as good as a new one."""

import random
from collections.abc import Sequence
from itertools import combinations

import pytest
from msgspec.structs import replace

from server.core.pairing.instance import Instance, Person, pair
from server.core.pairing.tables.plan import plan_tables
from server.core.pairing.tables.witness import TablePlan
from server.core.tables import sizes
from tests.core.pairing.tables.test_plan import check, room, together, tongues

Kept = Sequence[Sequence[Sequence[str]]]


def seats(plan: TablePlan) -> list[list[tuple[str, ...]]]:
    return [[group.members for group in rotation.groups] for rotation in plan.rotations]


def out(plan: TablePlan) -> int:
    return sum(len(rotation.unplaced) for rotation in plan.rotations)


def same(kept: Kept, plan: TablePlan) -> int:
    """Tables that are as they were."""
    return sum(len(set(map(tuple, old)) & set(new)) for old, new in zip(kept, seats(plan), strict=True))


def after_one(instance: Instance, size: tuple[int, int], rounds: int, seed: int) -> tuple[Instance, Kept]:
    """What is left of so many rotations after the first, and the people who have sat through it."""
    first, *later = seats(plan_tables(instance, *size, rounds, seed))
    met = {pair(a, b) for group in first for a, b in combinations(group, 2)}
    return replace(instance, met=instance.met | met, must_pair=frozenset()), later


def newcomer(name: str) -> Person:
    return Person(name, 2, langs=("en",))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("instance", "size", "rounds"),
    [(room(24), (4, 5), 5), (room(42), (6, 6), 7), (room(60), (6, 8), 7), (tongues(50), (5, 7), 4)],
    ids=["24", "42", "60", "languages"],
)
def test_who_stay_the_same_keep_their_plan(instance: Instance, size: tuple[int, int], rounds: int, seed: int) -> None:
    begun = plan_tables(instance, *size, rounds, seed)
    plan = plan_tables(instance, *size, rounds, seed + 1, kept=seats(begun))
    assert check(instance, plan, *size) <= check(instance, begun, *size)
    assert same(seats(begun), plan) == sum(map(len, seats(begun)))
    now, later = after_one(instance, size, rounds, seed)
    assert check(now, plan_tables(now, *size, rounds - 1, seed, kept=later), *size) <= check(instance, begun, *size)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("people", "size", "rounds"), [(24, 5, 5), (42, 6, 7), (60, 7, 5)])
@pytest.mark.parametrize("change", ["gone", "come", "both"])
def test_who_comes_and_goes_costs_no_more_than_a_new_plan(
    people: int, size: int, rounds: int, change: str, seed: int
) -> None:
    instance, later = after_one(room(people, seed), sizes(people, size), rounds, seed)
    here = instance.people if change == "come" else instance.people[1:]
    instance = replace(instance, people=here if change == "gone" else (*here, newcomer("new")))
    between = sizes(len(instance.people), size)
    plan = plan_tables(instance, *between, rounds - 1, seed, kept=later)
    anew = plan_tables(instance, *between, rounds - 1, seed)
    assert (out(plan), check(instance, plan, *between)) <= (out(anew), check(instance, anew, *between))
    assert plan == plan_tables(instance, *between, rounds - 1, seed, kept=later)


def test_a_newcomer_and_a_leaver_leave_the_other_tables_as_they_are() -> None:
    """Forty-two at seven tables of six for seven rotations: one goes, one comes, nobody meets again."""
    instance, later = after_one(room(42), (6, 6), 7, 1)
    gone = replace(instance, people=instance.people[1:])
    plan = plan_tables(gone, 5, 6, 6, seed=1, kept=later)
    assert check(gone, plan, 5, 6) == 0
    assert same(later, plan) == 6 * 6
    come = replace(gone, people=(*gone.people, newcomer("new")))
    after = plan_tables(come, 6, 6, 6, seed=1, kept=seats(plan))
    assert check(come, after, 6, 6) == 0
    assert same(seats(plan), after) == 6 * 6


@pytest.mark.parametrize("seed", range(2))
def test_who_is_kept_apart_by_now_or_speaks_another_language_sits_elsewhere(seed: int) -> None:
    draw = random.Random(f"changed {seed}")
    begun = tongues(60, seed)
    instance, later = after_one(begun, (6, 8), 4, seed)
    at_one = [draw.sample(table, 2) for rotation in later for table in rotation[:2]]
    turned = [replace(p, langs=("fr", "de")) if draw.random() < 0.1 else p for p in instance.people]
    apart = replace(instance, keep_apart=instance.keep_apart | {pair(a, b) for a, b in at_one})
    for changed in (apart, replace(apart, people=tuple(turned))):
        plan, anew = (plan_tables(changed, 6, 8, 3, seed, kept=kept) for kept in (later, ()))
        assert (out(plan), check(changed, plan, 6, 8)) <= (out(anew), check(changed, anew, 6, 8))


def test_rotations_that_are_missing_are_found_beside_the_kept_ones() -> None:
    instance = room(60)
    kept = seats(plan_tables(instance, 6, 8, 3, seed=1))
    plan = plan_tables(instance, 6, 8, 4, seed=1, kept=kept)
    assert check(instance, plan, 6, 8) == 0
    assert same(kept, replace(plan, rotations=plan.rotations[:3])) > 15, "of 30 tables"


@pytest.mark.parametrize("size", [(3, 4), (5, 5), (7, 8)])
def test_other_sizes_open_and_close_tables(size: tuple[int, int]) -> None:
    instance = tongues(60)
    kept = seats(plan_tables(instance, 6, 6, 3, seed=1))
    plan, anew = (plan_tables(instance, *size, 3, seed=1, kept=each) for each in (kept, ()))
    assert (out(plan), check(instance, plan, *size)) <= (out(anew), check(instance, anew, *size))


def test_who_must_be_together_is_in_the_rotation_that_is_first_now() -> None:
    instance, later = after_one(room(60), (6, 8), 4, 1)
    wish = ("p000", "p001")
    must = replace(instance, must_pair=frozenset({wish}), met=instance.met - {wish})
    plan = plan_tables(must, 6, 8, 3, seed=1, kept=later)
    check(must, plan, 6, 8)
    assert wish in together(plan)


@pytest.mark.parametrize("kept", [[], [[]], [[("who", "is", "gone")]], [[], [tuple(p.id for p in room(42).people)]]])
def test_what_is_no_plan_any_more_does_no_harm(kept: Kept) -> None:
    plan = plan_tables(room(42), 6, 6, 4, seed=1, kept=kept)
    assert (out(plan), check(room(42), plan, 6, 6)) == (0, 0)
    few = plan_tables(room(4), 6, 8, 1, seed=1, kept=kept)
    assert few.rotations[0].groups == ()
