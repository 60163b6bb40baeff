"""Tables over several rotations: the hard rules always, no repeat where mathematics allows, and why where not."""

import random
from collections import Counter
from itertools import combinations

import pytest

from server.core.pairing.again import FewPairs, FewStrangers, FewTables, NoOrthogonalSquares, RepeatsNeeded
from server.core.pairing.instance import BadInstance, Instance, Person, Weights, pair
from server.core.pairing.plan import MustPairRefused
from server.core.pairing.tables import bounds
from server.core.pairing.tables.plan import plan_tables
from server.core.pairing.tables.witness import NotTogether, SizesDontFit, TablePlan, TooFewSpeakers, Unseated
from tests.core.pairing.referee import worth


def room(n: int, seed: int = 0, **changes: object) -> Instance:
    """People who all speak one language, with levels as in a real room: many new, few veterans."""
    draw = random.Random(f"{n}/{seed}")
    people = tuple(
        Person(
            id=f"p{i:03}",
            level=draw.choices([1, 2, 3, 4, 5], [30, 25, 20, 15, 10])[0],
            tags=tuple(draw.sample("abcdefgh", draw.randint(0, 4))),
            langs=("en",),
            teach=tuple(draw.sample("uvwxyz", 2)),
            learn=tuple(draw.sample("uvwxyz", 2)),
            employer=draw.choice(["x", "y", "z"]),
        )
        for i in range(n)
    )
    return Instance(**{"people": people, **changes})  # type: ignore[arg-type]


def tongues(n: int, seed: int = 0) -> Instance:
    """Most speak English, some only something else; some kept apart, some who must be together."""
    draw = random.Random(f"tongues {n}/{seed}")
    plain = room(n, seed)
    people = []
    for person in plain.people:
        more = [tongue for tongue in ("de", "fr") if draw.random() < 0.45]
        langs = ["en", *more] if draw.random() > 0.08 or not more else more
        people.append(Person(person.id, person.level, person.tags, tuple(langs), person.teach, person.learn))
    ids = [person.id for person in people]
    pairs = [pair(*sorted(draw.sample(ids, 2))) for _ in range(n // 8)]
    known = {person.id: set(person.langs) for person in people}
    must = [two for two in pairs[: max(1, n // 50)] if known[two[0]] & known[two[1]]]
    return Instance(tuple(people), keep_apart=frozenset(pairs[n // 50 + 1 :]) - set(must), must_pair=frozenset(must))


def check(instance: Instance, plan: TablePlan, low: int, high: int) -> int:
    """Every hard rule, every figure, counted anew; the number of repeats."""
    who = {person.id: person for person in instance.people}
    seen, repeats = set(instance.met), 0
    for rotation in plan.rotations:
        groups = [group.members for group in rotation.groups]
        placed = Counter(i for group in groups for i in group)
        assert set(placed.values()) <= {1}
        assert set(placed) | set(rotation.unplaced) == set(who)
        assert not set(placed) & set(rotation.unplaced)
        for group in rotation.groups:
            assert low <= len(group.members) <= high
            assert set.intersection(*(set(who[i].langs) for i in group.members)), "a language that all share"
            assert group.points == worth(instance, group.members)
        here = {pair(a, b) for group in groups for a, b in combinations(group, 2)}
        assert not here & instance.keep_apart
        assert set(rotation.repeats) == here & seen
        assert rotation.points <= rotation.bound
        repeats += len(here & seen)
        seen |= here
    apart = [w.members for w in plan.witness if isinstance(w, MustPairRefused | NotTogether)]
    aside = {pair(*two) for members in apart for two in combinations(members, 2)}
    assert {two for two in instance.must_pair if set(two) <= set(who)} <= together(plan) | aside
    told = [w for w in plan.witness if isinstance(w, RepeatsNeeded)]
    assert [w.found for w in told] == ([repeats] if repeats else [])
    assert all(w.at_least <= w.found for w in told)
    return repeats


def together(plan: TablePlan) -> set[tuple[str, str]]:
    return {two for group in plan.rotations[0].groups for two in combinations(group.members, 2)}


@pytest.mark.parametrize("people", [42, 43, 47, 48, 53, 60, 77, 85, 130])
def test_seven_rotations_without_a_repeat_and_with_a_fair_share_of_experience(people: int) -> None:
    instance = room(people)
    plan = plan_tables(instance, 6, 8, 7, seed=1)
    assert check(instance, plan, 6, 8) == 0
    assert plan.proven
    assert plan.witness == ()
    assert sum(rotation.uneven for rotation in plan.rotations) <= people // 10


@pytest.mark.parametrize(
    ("size", "tables", "rounds"), [(3, 5, 7), (7, 7, 8), (8, 8, 9), (3, 9, 13), (4, 8, 8), (3, 6, 6)]
)
def test_classic_instances_have_no_repeat(size: int, tables: int, rounds: int) -> None:
    """Kirkman's schoolgirls among them: fifteen, in threes, on seven days."""
    instance = room(size * tables)
    plan = plan_tables(instance, size, size, rounds, seed=3)
    assert check(instance, plan, size, size) == 0
    assert plan.proven


def test_six_tables_of_six_are_refused_a_fourth_rotation_with_the_reason_and_the_best_there_is() -> None:
    """No two Latin squares of order 6 are orthogonal (Tarry); the best two are so but for two pairs of symbols."""
    instance = room(36)
    plan = plan_tables(instance, 6, 6, 4, seed=1)
    assert check(instance, plan, 6, 6) == 2
    assert plan.witness == (RepeatsNeeded(2, 2, (NoOrthogonalSquares(6, 3),)),)
    assert plan.proven
    assert check(instance, plan_tables(instance, 6, 6, 3, seed=1), 6, 6) == 0


@pytest.mark.parametrize("people", [42, 70, 150])
@pytest.mark.parametrize("seed", range(3))
def test_the_hard_rules_hold_in_several_languages(people: int, seed: int) -> None:
    instance = tongues(people, seed)
    plan = plan_tables(instance, 6, 8, 4, seed)
    check(instance, plan, 6, 8)
    assert all(rotation.unplaced == () for rotation in plan.rotations)
    assert instance.must_pair <= together(plan)


def test_a_rare_language_gets_new_faces_in_every_rotation_where_enough_speak_it() -> None:
    plain = room(120)
    people = [
        Person(p.id, p.level, langs=("de",) if i < 3 else ("de", "en") if i < 60 else ("en",))
        for i, p in enumerate(plain.people)
    ]
    instance = Instance(tuple(people))
    assert check(instance, plan_tables(instance, 6, 8, 7, seed=1), 6, 8) == 0


def test_two_islands_of_language_never_meet() -> None:
    people = [Person(p.id, p.level, langs=("de",) if i % 2 else ("fr",)) for i, p in enumerate(room(100).people)]
    instance = Instance(tuple(people))
    plan = plan_tables(instance, 6, 8, 7, seed=1)
    assert check(instance, plan, 6, 8) == 0
    assert all(rotation.unplaced == () for rotation in plan.rotations)


@pytest.mark.parametrize("share", [0.1, 0.6])
def test_kept_apart_is_kept_however_many_ask_for_it(share: float) -> None:
    draw = random.Random(f"apart {share}")
    plain = room(48)
    apart = frozenset(pair(a.id, b.id) for a, b in combinations(plain.people, 2) if draw.random() < share)
    instance = room(48, keep_apart=apart)
    plan = plan_tables(instance, 3, 4, 2, seed=1)
    check(instance, plan, 3, 4)
    assert max(len(rotation.unplaced) for rotation in plan.rotations) <= (0 if share < 0.5 else 3)


def test_who_met_before_doesnt_meet_again_where_that_can_be() -> None:
    plain = room(80)
    met = frozenset(pair(a.id, b.id) for a, b in zip(plain.people[::2], plain.people[1::2], strict=True))
    instance = room(80, met=met)
    assert check(instance, plan_tables(instance, 6, 8, 5, seed=1), 6, 8) == 0


def test_numbers_that_no_tables_fit_leave_out_as_few_as_can_be_and_say_so() -> None:
    instance = room(17)
    plan = plan_tables(instance, 6, 8, 2, seed=1)
    check(instance, plan, 6, 8)
    assert [len(rotation.unplaced) for rotation in plan.rotations] == [1, 1]
    assert SizesDontFit(17, 6, 8, 1) in plan.witness
    assert plan.rotations[0].unplaced != plan.rotations[1].unplaced, "sitting out goes round"


def test_too_few_people_for_one_table() -> None:
    plan = plan_tables(room(4), 6, 8, 1, seed=1)
    assert plan.rotations[0].groups == ()
    assert plan.witness == (SizesDontFit(4, 6, 8, 4),)
    assert plan.proven
    assert plan_tables(Instance(()), 6, 8, 1, seed=1).rotations[0].unplaced == ()


def test_a_person_whose_language_too_few_share_is_named_with_the_count() -> None:
    people = (*room(30).people, Person("lone", 3, langs=("pl",)), Person("mute", 3))
    plan = plan_tables(Instance(people), 6, 8, 1, seed=1)
    assert plan.rotations[0].unplaced == ("lone", "mute")
    assert TooFewSpeakers("lone", (("pl", 1),), 6) in plan.witness
    assert TooFewSpeakers("mute", (), 6) in plan.witness
    assert plan.proven


def test_few_tables_are_the_reason_of_repeats() -> None:
    plan = plan_tables(room(12), 4, 4, 2, seed=1)
    (witness,) = plan.witness
    assert witness == RepeatsNeeded(3, 3, (FewTables(12, 3),))


def test_few_people_in_a_language_are_the_reason_of_repeats() -> None:
    people = (*room(48).people, *(Person(f"q{i}", 3, langs=("pl",)) for i in range(6)))
    instance = Instance(people)
    plan = plan_tables(instance, 6, 8, 2, seed=1)
    assert check(instance, plan, 6, 8) == 15, "the six sit together twice"
    (witness,) = plan.witness
    assert isinstance(witness, RepeatsNeeded)
    assert witness.at_least == 15
    assert all(isinstance(why, FewStrangers | FewPairs) for why in witness.why)


def test_a_must_pair_that_breaks_a_hard_rule_is_set_aside_and_named() -> None:
    instance = room(24, must_pair=frozenset({("p000", "p001")}), keep_apart=frozenset({("p000", "p001")}))
    plan = plan_tables(instance, 4, 4, 1, seed=1)
    assert [type(w) for w in plan.witness] == [MustPairRefused]
    check(instance, plan, 4, 4)


def test_three_who_must_be_together_are_and_no_later_rotation_repeats_them() -> None:
    instance = room(60, must_pair=frozenset({("p000", "p001"), ("p001", "p002")}))
    plan = plan_tables(instance, 6, 8, 3, seed=1)
    assert check(instance, plan, 6, 8) == 0
    assert {("p000", "p001"), ("p001", "p002")} <= together(plan)


def test_the_same_seed_gives_the_same_plan_in_whatever_order_people_are_listed() -> None:
    instance = tongues(50)
    turned = Instance(
        instance.people[::-1], keep_apart=instance.keep_apart, must_pair=instance.must_pair, weights=Weights()
    )
    assert plan_tables(instance, 5, 7, 3, seed=4) == plan_tables(turned, 5, 7, 3, seed=4)
    assert plan_tables(instance, 5, 7, 3, seed=5) != plan_tables(instance, 5, 7, 3, seed=4)


@pytest.mark.parametrize(("low", "high", "rounds"), [(1, 3, 1), (4, 3, 1), (4, 9, 1), (4, 4, 0)])
def test_sizes_and_rounds_that_mean_nothing_are_refused(low: int, high: int, rounds: int) -> None:
    with pytest.raises(BadInstance):
        plan_tables(room(20), low, high, rounds, seed=1)


@pytest.mark.parametrize("seed", range(40))
def test_a_small_room_is_seated_as_well_as_by_trying_all(seed: int) -> None:
    """People placed in one rotation; where the plan says that it is proven, trying all agrees."""
    draw = random.Random(f"small {seed}")
    ids = [f"p{i}" for i in range(draw.randint(4, 9))]
    people = tuple(Person(i, draw.randint(1, 5), langs=tuple(draw.sample("ab", draw.choice([1, 1, 2])))) for i in ids)
    apart = frozenset(two for two in combinations(ids, 2) if draw.random() < draw.choice([0, 0.1, 0.3]))
    instance = Instance(people, keep_apart=apart)
    low = draw.choice([2, 3])
    high = low + draw.choice([0, 1])
    plan = plan_tables(instance, low, high, 1, seed)
    check(instance, plan, low, high)
    placed = len(ids) - len(plan.rotations[0].unplaced)
    best = most_placed(instance, ids, low, high)
    assert placed <= best
    if placed < best:
        assert not plan.proven
        assert any(isinstance(w, Unseated) for w in plan.witness)
    assert placed >= best - high, "at most one table behind the best"


def most_placed(instance: Instance, ids: list[str], low: int, high: int) -> int:
    langs = {person.id: set(person.langs) for person in instance.people}

    def best(rest: tuple[str, ...]) -> int:
        if not rest:
            return 0
        first, others = rest[0], rest[1:]
        found = best(others)
        for size in range(low, high + 1):
            for chosen in combinations(others, size - 1):
                group = (first, *chosen)
                if set.intersection(*(langs[i] for i in group)) and not any(
                    pair(a, b) in instance.keep_apart for a, b in combinations(group, 2)
                ):
                    found = max(found, size + best(tuple(i for i in others if i not in chosen)))
        return found

    return best(tuple(ids))


def test_how_many_fit() -> None:
    assert [bounds.fitting(n, 6, 8) for n in (5, 6, 8, 9, 11, 12, 17, 18, 41)] == [0, 6, 8, 8, 8, 12, 16, 18, 41]
    assert bounds.fitting(10, 3, 3) == 9
