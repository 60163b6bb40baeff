"""One round: legal, as good as trying all, the same for everybody who asks again."""

import random
from itertools import combinations

import msgspec
import pytest

from server.core.pairing import round as round_module
from server.core.pairing import trios
from server.core.pairing.instance import BadInstance, Instance, Person, pair
from server.core.pairing.matching import Part
from server.core.pairing.plan import MustPairRefused, Plan, RepeatNeeded, Shortage
from server.core.pairing.round import group_reasons, plan_round
from server.core.pairing.rules import Fault
from server.core.pairing.score import ForcedChoice, group_points, points
from tests.core.pairing.referee import best_by_trying_all, crowd, illegal, judgement, missed


def groups(plan: Plan) -> list[tuple[str, ...]]:
    return [group.members for group in plan.groups]


def room(*langs: str, **rules: object) -> Instance:
    """People p0, p1, ... who speak these languages ('de en' speaks two)."""
    people = tuple(Person(f"p{i}", 1 + i % 5, langs=tuple(spoken.split())) for i, spoken in enumerate(langs))
    return msgspec.structs.replace(Instance(people), **rules)


def judged(instance: Instance, seed: int) -> tuple[Plan, tuple[int, ...], set[tuple[str, str]]]:
    """A plan found legal, its judgement, and the must-pairs that it had to keep."""
    plan = plan_round(instance, seed)
    assert illegal(instance, groups(plan)) == []
    set_aside = {
        pair(a, b)
        for wish in plan.witness
        if isinstance(wish, MustPairRefused)
        for a, b in combinations(wish.members, 2)
    }
    must = set(instance.must_pair) - set_aside
    assert not missed(instance, groups(plan)) & must
    placed = {i for group in groups(plan) for i in group}
    assert placed.isdisjoint(plan.unplaced)
    assert placed | set(plan.unplaced) == {person.id for person in instance.people}
    return plan, judgement(instance, groups(plan)), must


def awkward(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every room is planned as the awkward ones are, in which not all can be placed with one trio at most."""

    def not_found(_part: Part) -> None:
        return None

    monkeypatch.setattr(round_module, "place_all", not_found)


@pytest.mark.parametrize("seed", range(18))
def test_small_rooms_are_planned_as_well_as_trying_all_would(seed: int) -> None:
    for n in (1, 2, 3, 4, 5, 6, 7, 8, 9):
        instance = crowd(seed, n, tongues=1 + seed % 3)
        plan, got, must = judged(instance, seed)
        assert plan.proven
        assert got == best_by_trying_all(instance, must)
        assert plan.bound == plan.points == got[-1]


@pytest.mark.parametrize("seed", range(18, 26))
def test_small_rooms_are_planned_as_well_where_they_count_as_awkward(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    awkward(monkeypatch)
    for n in (2, 4, 5, 7, 8, 9):
        instance = crowd(seed, n, tongues=1 + seed % 3)
        plan, got, must = judged(instance, seed)
        assert plan.proven
        assert got == best_by_trying_all(instance, must)


@pytest.mark.parametrize("seed", range(100, 112))
def test_the_search_for_large_rooms_places_as_many_with_as_few_trios(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    awkward(monkeypatch)
    monkeypatch.setattr(trios, "ALL_SETS", 0)
    monkeypatch.setattr(trios, "EXACT_PEOPLE", 0)
    for n in (3, 5, 7, 8, 9):
        instance = crowd(seed, n, tongues=1 + seed % 3)
        _, got, must = judged(instance, seed)
        assert got[:2] == best_by_trying_all(instance, must)[:2]


def _no_guess(_part: Part, _found: trios.Solution) -> None:
    return None


@pytest.mark.parametrize("seed", range(200, 215))
def test_clusters_alone_place_as_many_with_as_few_trios(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof behind it: without any guess at good trios, the cluster search finds the ones that are needed."""
    awkward(monkeypatch)
    monkeypatch.setattr(trios, "ALL_SETS", 0)
    monkeypatch.setattr(trios, "EXACT_PEOPLE", 0)
    monkeypatch.setattr(trios, "_likely_trio", _no_guess)
    for n in (3, 5, 7, 8, 9):
        instance = crowd(seed, n, tongues=1 + seed % 3)
        _, got, must = judged(instance, seed)
        assert got[:2] == best_by_trying_all(instance, must)[:2]


@pytest.mark.parametrize("seed", range(300, 310))
def test_one_trio_by_bounds_is_the_best_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    awkward(monkeypatch)
    monkeypatch.setattr(trios, "ALL_SETS", 0)
    for n in (5, 7, 9):
        instance = crowd(seed, n, tongues=1, rules=bool(seed % 2))
        plan, got, must = judged(instance, seed)
        best = best_by_trying_all(instance, must)
        assert got[:2] == best[:2]
        assert got == best or not plan.proven


@pytest.mark.parametrize("seed", range(400, 415))
def test_what_is_left_over_is_explained_by_a_shortage_that_can_be_checked(seed: int) -> None:
    for n in (7, 9, 12, 20):
        instance = crowd(seed, n, tongues=3)
        plan, _, _ = judged(instance, seed)
        shortages = [wit for wit in plan.witness if isinstance(wit, Shortage)]
        assert sum(wit.left_over for wit in shortages) == len(plan.unplaced)
        for wit in shortages:
            assert len(wit.clusters) - len(wit.blocking) == wit.left_over
            assert all(len(cluster) % 2 == 1 for cluster in wit.clusters)
            _assert_cut_off(instance, wit)


def _assert_cut_off(instance: Instance, wit: Shortage) -> None:
    """No pair is legal between a cluster and anybody outside it who doesn't block or sit in a must-pair."""
    bound = {i for two in instance.must_pair for i in two}
    blocking = {i for group in wit.blocking for i in group}
    for cluster in wit.clusters:
        for a in cluster:
            for person in instance.people:
                b = person.id
                if b not in cluster and b not in blocking | bound and a not in bound:
                    assert illegal(instance, [(a, b)])


def test_nobody_and_one_person() -> None:
    assert plan_round(Instance(()), 1) == Plan((), ())
    alone = plan_round(room("en"), 1)
    assert (alone.groups, alone.unplaced) == ((), ("p0",))
    assert alone.witness == (Shortage((("p0",),), (), 1),)


def test_two_islands_of_three_are_two_trios() -> None:
    plan = plan_round(room("de", "de", "de", "fr", "fr", "fr"), 1)
    assert sorted(sorted(group) for group in groups(plan)) == [["p0", "p1", "p2"], ["p3", "p4", "p5"]]
    assert plan.unplaced == ()


def test_three_who_share_languages_only_two_by_two_are_no_trio() -> None:
    plan = plan_round(room("de en", "en fr", "fr de"), 1)
    assert plan.trios == 0
    assert len(plan.unplaced) == 1
    assert isinstance(plan.witness[0], Shortage)


def test_a_person_without_a_language_is_left_over() -> None:
    assert plan_round(room("en", "en", ""), 1).unplaced == ("p2",)


@pytest.mark.parametrize("seed", range(8))
def test_the_order_and_the_names_of_people_change_nothing_that_counts(seed: int) -> None:
    draw = random.Random(seed)
    instance = crowd(seed, 9 if seed % 2 else 14)
    plan = plan_round(instance, 7)
    shuffled = list(instance.people)
    draw.shuffle(shuffled)
    assert plan_round(msgspec.structs.replace(instance, people=tuple(shuffled)), 7) == plan
    names = [f"q{i}" for i in range(len(shuffled))]
    draw.shuffle(names)
    new = {person.id: name for person, name in zip(instance.people, names, strict=True)}
    renamed = Instance(
        tuple(msgspec.structs.replace(person, id=new[person.id]) for person in shuffled),
        instance.weights,
        met=frozenset((new[a], new[b]) for a, b in instance.met),
        keep_apart=frozenset((new[a], new[b]) for a, b in instance.keep_apart),
        must_pair=frozenset((new[a], new[b]) for a, b in instance.must_pair),
        late=frozenset(new[i] for i in instance.late),
        trio_seats={new[i]: seats for i, seats in instance.trio_seats.items()},
        left_over={new[i]: rounds for i, rounds in instance.left_over.items()},
        helped={new[i]: rounds for i, rounds in instance.helped.items()},
    )
    again = plan_round(renamed, 7)
    if plan.proven and again.proven:
        assert judgement(renamed, groups(again)) == judgement(instance, groups(plan))
    assert judgement(renamed, groups(again))[:2] == judgement(instance, groups(plan))[:2]


def test_the_same_seed_gives_the_same_plan_and_another_seed_draws_anew() -> None:
    twins = Instance(tuple(Person(f"p{i}", 3, langs=("en",)) for i in range(12)))
    assert plan_round(twins, 1) == plan_round(twins, 1)
    assert len({frozenset(groups(plan_round(twins, seed))) for seed in range(5)}) > 1


def test_locked_groups_stay_and_the_rest_is_planned_around_them() -> None:
    instance = room(*["en"] * 9)
    plan = plan_round(instance, 1, locked=[("p8", "p1"), ("p2", "p3", "p4")])
    assert groups(plan)[:2] == [("p8", "p1"), ("p2", "p3", "p4")]
    assert [group.locked for group in plan.groups] == [True, True, False, False]
    assert plan.unplaced == ()


@pytest.mark.parametrize(
    "locked",
    [[("p0",)], [("p0", "p3")], [("p0", "p1"), ("p1", "p2")], [("p0", "nobody")], [("p0", "p0")], [("p1", "p2")]],
    ids=["alone", "no language", "twice", "unknown", "doubled", "kept apart"],
)
def test_an_impossible_locked_group_is_refused_without_telling_of_a_keep_apart(locked: list[tuple[str, ...]]) -> None:
    instance = room("en", "en", "en", "fr", keep_apart=frozenset({("p1", "p2")}))
    with pytest.raises(BadInstance) as error:
        plan_round(instance, 1, locked=locked)
    assert "apart" not in error.value.sentence


def test_only_pairs_are_planned_here() -> None:
    with pytest.raises(BadInstance, match="groups of 6"):
        plan_round(room("en", "en"), 1, size=6)


def test_must_pairs_sit_together_and_take_the_odd_one_in() -> None:
    instance = room("en", "en", "en fr", "fr", must_pair=frozenset({("p0", "p2")}))
    plan = plan_round(room("en", "en", "en", must_pair=frozenset({("p0", "p2")})), 1)
    assert [sorted(group) for group in groups(plan)] == [["p0", "p1", "p2"]]
    plan = plan_round(instance, 1)
    assert any({"p0", "p2"} <= set(group) for group in groups(plan))
    assert plan.unplaced == ("p3",)


@pytest.mark.parametrize(
    ("must", "fault"),
    [
        ({("p0", "p3")}, Fault.NO_COMMON_LANGUAGE),
        ({("p1", "p2")}, Fault.KEPT_APART),
        ({("p0", "p1"), ("p0", "p2"), ("p0", "p4")}, Fault.SIZE),
        ({("p4", "p5"), ("p0", "p4")}, Fault.TORN_APART),
    ],
)
def test_a_must_pair_that_cannot_be_is_set_aside_and_named(must: set[tuple[str, str]], fault: Fault) -> None:
    instance = room(
        "en", "en", "en", "fr", "en", "en fr", must_pair=frozenset(must), keep_apart=frozenset({("p1", "p2")})
    )
    plan = plan_round(instance, 1, locked=[("p3", "p5")] if fault is Fault.TORN_APART else ())
    wishes = [wish for wish in plan.witness if isinstance(wish, MustPairRefused)]
    assert [wish.fault for wish in wishes] == [fault]
    assert set(wishes[0].members) == {i for two in must for i in two}


def test_repeats_come_only_when_nothing_else_is_left_and_are_named() -> None:
    met = frozenset({("p0", "p1"), ("p2", "p3")})
    assert not [w for w in plan_round(room(*["en"] * 4, met=met), 1).witness if isinstance(w, RepeatNeeded)]
    again = plan_round(room("en", "en", met=met), 1)
    assert again.witness == (RepeatNeeded((("p0", "p1"),)),)
    assert again.groups[0].forced


def test_late_people_meet_people_who_were_on_time() -> None:
    instance = room(*["en"] * 6, late=frozenset({"p0", "p2", "p4"}))
    for seed in range(5):
        assert all(len(set(group) & instance.late) == 1 for group in groups(plan_round(instance, seed)))


def test_a_wish_for_a_trio_fills_its_seats_first_and_seats_rotate() -> None:
    instance = room(*["en"] * 61, trio_seats={f"p{i}": 1 for i in range(30)})
    trio = next(group for group in groups(plan_round(instance, 1)) if len(group) == 3)
    assert not set(trio) & set(instance.trio_seats)
    wishing = {"p1", "p5", "p9"}
    people = tuple(msgspec.structs.replace(person, trio=person.id in wishing) for person in instance.people)
    plan = plan_round(msgspec.structs.replace(instance, people=people), 1)
    assert {frozenset(group) for group in groups(plan) if len(group) == 3} == {frozenset(wishing)}


def test_reasons_of_a_group_add_up_to_its_points() -> None:
    instance = crowd(11, 15, tongues=1, rules=False)
    for group in plan_round(instance, 1).groups:
        scores = {two: points(why, instance.weights) for two, why in group_reasons(instance, group)}
        once = [scores[a, b] for a, b in combinations(group.members, 2)]
        assert group_points(once, len(group.members)) == group.points
        assert scores == {(b, a): score for (a, b), score in scores.items()}


def test_who_could_be_with_nobody_else_is_told_so_and_no_more() -> None:
    instance = room("en", "en pl", "en", "pl")
    forced = {group.members: group.forced for group in plan_round(instance, 1).groups}
    assert {frozenset(members): was for members, was in forced.items()}[frozenset({"p1", "p3"})]
    group = next(group for group in plan_round(instance, 1).groups if "p3" in group.members)
    assert all(why[-1] == ForcedChoice() for _, why in group_reasons(instance, group))


def test_a_large_odd_room_is_planned_whole() -> None:
    instance = crowd(5, 201, tongues=1, rules=False)
    plan, got, _ = judged(instance, 1)
    assert got[:2] == (201, -1)
    assert plan == plan_round(instance, 1)
