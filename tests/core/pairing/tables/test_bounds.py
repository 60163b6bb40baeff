"""What no seating can do better, compared with all there are; and the reasons, which a reader can count again."""

import random
from collections.abc import Callable, Iterator
from itertools import combinations, combinations_with_replacement

import pytest
from msgspec.structs import replace

from server.core.pairing.again import FewPairs, FewSpeakers, FewTables, RepeatsNeeded
from server.core.pairing.instance import Instance, Person, pair
from server.core.pairing.tables.plan import plan_tables
from server.core.pairing.tables.witness import TablePlan
from tests.bench.populations import easy, islands
from tests.core.pairing.tables.test_plan import check

Seating = frozenset[tuple[str, str]]
"""Who sits together."""


def seatings(instance: Instance, ids: tuple[str, ...], low: int, high: int) -> Iterator[Seating]:
    """All legal ones of everybody."""
    if not ids:
        yield frozenset()
        return
    langs = {person.id: set(person.langs) for person in instance.people}
    first, others = ids[0], ids[1:]
    for size in range(low, high + 1):
        for chosen in combinations(others, size - 1):
            group = (first, *chosen)
            pairs = frozenset(pair(a, b) for a, b in combinations(group, 2))
            if set.intersection(*(langs[i] for i in group)) and not pairs & instance.keep_apart:
                for rest in seatings(instance, tuple(i for i in others if i not in chosen), low, high):
                    yield pairs | rest


def fewest_repeats(instance: Instance, all_: list[Seating], rounds: int) -> int:
    def repeats(chosen: tuple[Seating, ...]) -> int:
        seen, total = set(instance.met), 0
        for each in chosen:
            total += len(each & seen)
            seen |= each
        return total

    return min(repeats(chosen) for chosen in combinations_with_replacement(all_, rounds))


@pytest.mark.parametrize("seed", range(32))
def test_no_plan_has_fewer_repeats_than_is_said(seed: int) -> None:
    draw = random.Random(f"bounds {seed}")
    ids = tuple(f"p{i}" for i in range(draw.randint(6, 8)))
    tongues = draw.choice([("a", "b"), ("a", "b", "c")])
    people = tuple(
        Person(
            i, 3, langs=tuple(draw.sample(tongues, 1 if draw.random() < 0.7 else 2)) + ("a",) * (draw.random() < 0.2)
        )
        for i in ids
    )
    some = [two for two in combinations(ids, 2) if draw.random() < 0.06]
    instance = Instance(people, met=frozenset(some[::2]), keep_apart=frozenset(some[1::2]))
    low = draw.choice([2, 3])
    all_ = list(set(seatings(instance, ids, low, low + 1)))
    rounds = 4 if len(all_) < 20 else 3 if len(all_) < 60 else 2
    if not all_:
        return
    plan = plan_tables(instance, low, low + 1, rounds, seed)
    check(instance, plan, low, low + 1)
    if any(rotation.unplaced for rotation in plan.rotations):
        return
    least = fewest_repeats(instance, all_, rounds)
    told = [each for each in plan.witness if isinstance(each, RepeatsNeeded)]
    assert (told[0].at_least if told else 0) <= least


def reasons(plan: TablePlan) -> RepeatsNeeded:
    (found,) = (each for each in plan.witness if isinstance(each, RepeatsNeeded))
    return found


def test_a_language_that_few_speak_explains_the_repeats_of_those_who_need_it() -> None:
    """P13: two speak Polish alone, 18 more Polish too; at tables of six these two meet ten others in a rotation."""
    people = [Person(f"p{i:03}", 1 + i % 5, langs=("en", "pl") if i < 18 else ("en",)) for i in range(98)]
    instance = Instance((*people, Person("q0", 3, langs=("pl",)), Person("q1", 3, langs=("pl",))))
    plan = plan_tables(instance, 6, 8, 7, seed=1)
    # Together they have a pair and eight more each rotation, nine in all; new are that pair and 36 more.
    assert reasons(plan).why == (FewSpeakers(("pl",), 2, 20, 3, 37, 63, among=False),)
    assert reasons(plan).at_least == 26
    assert check(instance, plan, 6, 8) <= 34


def test_an_island_of_language_too_small_for_its_rotations_is_named() -> None:
    """P13"""
    people = [Person(f"p{i:03}", 1 + i % 5, langs=("de",) if i < 37 else ("en",)) for i in range(85)]
    plan = plan_tables(Instance(tuple(people)), 6, 8, 2, seed=1)
    assert reasons(plan).why == (FewTables(37, 6, ("de",)),)
    assert check(Instance(tuple(people)), plan, 6, 8) == reasons(plan).at_least == 1
    assert plan.proven


@pytest.mark.parametrize("make", [islands, easy])
def test_where_languages_make_repeats_necessary_a_small_room_has_no_more_than_it_must(
    make: Callable[[int, int], Instance],
) -> None:
    """P13"""
    instance = replace(make(42, 1), met=frozenset())
    plan = plan_tables(instance, 6, 8, 7, seed=1)
    assert check(instance, plan, 6, 8) == reasons(plan).at_least > 300
    assert plan.proven


def test_what_two_islands_need_is_counted_so_that_no_pair_is_counted_twice() -> None:
    """P13: 18 who need German are 45 pairs at three tables in each rotation, all others at four tables are 60."""
    people = [Person(f"p{i:03}", 3, langs=[("de",), ("en",), ("de", "en")][(i > 17) + (i > 38)]) for i in range(42)]
    plan = plan_tables(Instance(tuple(people)), 6, 8, 7, seed=1)
    german = FewSpeakers(("de",), 18, 21, 3, 18 * 17 // 2, 7 * 45, among=True)
    assert reasons(plan).why == (german, FewPairs((), 24 * 23 // 2, 7 * 60, ("en",)))


def test_tables_that_others_need_leave_fewer_for_those_who_speak_one_language() -> None:
    """P13: three tables are those of three who speak one language each; 18 others have the other three."""
    rare = [Person(f"q{lang}{i}", 3, langs=("en", lang) if i else (lang,)) for lang in "abc" for i in range(6)]
    instance = Instance((*rare, *(Person(f"p{i:02}", 3, langs=("en",)) for i in range(18))))
    plan = plan_tables(instance, 6, 8, 5, seed=1)
    assert reasons(plan).why == (
        FewPairs(("qa0", "qb0", "qc0"), 3 * 15, 5 * 45),
        FewSpeakers(("en",), 18, 33, 3, 18 * 17 // 2, 5 * 45, among=True, elsewhere=18),
    )
    assert check(instance, plan, 6, 8) == reasons(plan).at_least == 252


@pytest.mark.parametrize("people", [88, 100])
def test_two_islands_that_are_large_enough_have_no_repeat_and_keep_apart_who_asked(people: int) -> None:
    """P13"""
    instance = replace(islands(people, 1), met=frozenset())
    assert check(instance, plan_tables(instance, 6, 8, 7, seed=1), 6, 8) == 0


def test_many_languages_have_no_repeat_where_each_has_speakers_enough() -> None:
    """P13"""
    instance = replace(easy(500, 1), met=frozenset())
    assert check(instance, plan_tables(instance, 6, 8, 7, seed=1), 6, 8) == 0
