"""Why a plan isn't better, checked by hand and by trying all; ways out cost what they say."""

from itertools import combinations

import msgspec
import pytest

from server.core.pairing.again import FewPairs, FewStrangers, OddClusters, RepeatsNeeded, TriedAll
from server.core.pairing.instance import Instance, Person, pair
from server.core.pairing.outcome import plan
from server.core.pairing.plan import (
    Cost,
    FewerRounds,
    Host,
    NoRepeats,
    OtherSizes,
    RepeatNeeded,
    TriosNeeded,
    Unlock,
)
from server.core.pairing.round import plan_round
from server.core.pairing.ways import explained, without_met
from tests.core.pairing.referee import best_by_trying_all, crowd, illegal, judgement


def room(*langs: str, **rules: object) -> Instance:
    people = tuple(Person(f"p{k}", 3, langs=tuple(each.split())) for k, each in enumerate(langs))
    return Instance(people=people, **rules)  # type: ignore[arg-type]


def met(*pairs: str) -> frozenset[tuple[str, str]]:
    return frozenset(pair(*(f"p{k}" for k in two)) for two in pairs)


def test_two_trios_are_explained_by_two_odd_groups_of_language_and_a_bilingual_host_saves_one() -> None:
    instance = room(*["de"] * 5, *["fr"] * 7)
    found, ways = explained(instance, 1, plan_round(instance, 1))
    de, fr = tuple(f"p{k}" for k in range(5)), ("p10", "p11", "p5", "p6", "p7", "p8", "p9")
    assert found.witness == (TriosNeeded((de, fr), (), 2),)
    assert ways == (Host(("p10", "p0"), Cost(trios=-1)),)


def test_a_host_gives_a_place_to_who_is_left_over() -> None:
    instance = room("de", "de", "pl")
    found, ways = explained(instance, 1, plan_round(instance, 1))
    assert found.unplaced == ("p2",)
    assert ways == (Host(("p2",), Cost(placed=1)),)


def test_what_a_host_brings_is_counted_for_those_who_are_here() -> None:
    """The host would be worth 3,000 points to each of them, and they to the host."""
    lone = Person("c", 1, langs=("pl",))
    instance = Instance((Person("a", 3, langs=("de",)), Person("b", 3, langs=("de",)), lone))
    assert explained(instance, 1, plan_round(instance, 1))[1] == (Host(("c",), Cost(placed=1, points=3000)),)


def test_nobody_offers_a_host_whom_nobody_would_understand() -> None:
    instance = room("de", "de", "")
    assert explained(instance, 1, plan_round(instance, 1))[1] == ()


def test_what_it_costs_that_nobody_meets_again() -> None:
    instance = room(*["de"] * 4, met=met("01", "02", "03"))
    found, ways = explained(instance, 1, plan_round(instance, 1))
    (again,) = (each for each in found.witness if isinstance(each, RepeatNeeded))
    assert set(again.clusters) == {("p0",), ("p1", "p2", "p3")}
    assert ways == (NoRepeats(Cost(placed=-1, trios=1, repeats=-1)),)


def test_a_lock_that_keeps_somebody_out_may_be_opened() -> None:
    instance = room("de", "de fr", "fr")
    locked = [("p0", "p1")]
    found = plan_round(instance, 1, locked)
    assert found.unplaced == ("p2",)
    ways = explained(instance, 1, found, locked)[1]
    assert [way for way in ways if isinstance(way, Unlock)] == []  # p0 would be out in p2's place
    instance = room("de", "de fr", "fr", "de")
    found = plan_round(instance, 1, locked)
    ways = explained(instance, 1, found, locked)[1]
    assert Unlock(("p0", "p1"), Cost(placed=2)) in ways


def test_a_good_plan_needs_no_words() -> None:
    instance = crowd(1, 12, tongues=1, rules=False)
    instance = msgspec.structs.replace(instance, met=frozenset())
    before = plan_round(instance, 1)
    assert explained(instance, 1, before) == (before, ())


@pytest.mark.parametrize("seed", range(40))
def test_repeats_of_small_rooms_are_needed_as_the_witness_says_and_the_price_is_that_of_trying_all(seed: int) -> None:
    instance = msgspec.structs.replace(
        crowd(seed, 4 + seed % 4, tongues=2), must_pair=frozenset(), late=frozenset(), trio_seats={}
    )
    found, ways = explained(instance, seed, plan_round(instance, seed))
    now = judgement(instance, [group.members for group in found.groups])
    strict = without_met(instance)
    for way in ways:
        if isinstance(way, NoRepeats):
            best = best_by_trying_all(strict, set())
            assert (way.cost.placed, -way.cost.trios, -way.cost.repeats) == (
                best[0] - now[0],
                best[1] - now[1],
                sum(pair(a, b) in instance.met for group in found.groups for a, b in combinations(group.members, 2)),
            )
    for witness in found.witness:
        if isinstance(witness, RepeatNeeded):
            over = _checked(strict, witness.clusters, witness.blocking)
            assert over >= len(found.unplaced) + found.trios
            assert over > 0
        if isinstance(witness, TriosNeeded):
            assert _checked(instance, witness.clusters, witness.blocking) == witness.trios == found.trios


def _checked(instance: Instance, clusters: tuple[tuple[str, ...], ...], blocking: tuple[tuple[str, ...], ...]) -> int:
    """How many people have no place in a pair, after nobody in a cluster was found to have company outside."""
    blocked = {i for group in blocking for i in group}
    for cluster in clusters:
        assert len(cluster) % 2 == 1
        for a in cluster:
            for person in instance.people:
                if person.id not in cluster and person.id not in blocked:
                    assert illegal(instance, [(a, person.id)])
    return len(clusters) - len(blocking)


def test_a_round_too_many_is_explained_by_people_who_run_out_of_strangers() -> None:
    found = plan(room(*["de"] * 6), (2, 2), 6, seed=1)
    (why,) = found.witness
    assert isinstance(why, RepeatsNeeded)
    assert (why.found, why.at_least) == (3, 3)
    assert why.why[0] == FewStrangers("p0", 5, 6)
    assert found.ways == (FewerRounds(5, 0),)
    assert not plan(room(*["de"] * 6), (2, 2), 5, seed=1).ways


def test_repeats_of_every_round_are_explained_by_sets_of_odd_number() -> None:
    cross = frozenset(pair(f"p{a}", f"p{b}") for a in range(3) for b in range(3, 6))
    found = plan(room(*["de"] * 6, met=cross), (2, 2), 2, seed=1)
    (why,) = found.witness
    assert why == RepeatsNeeded(2, 2, (OddClusters((("p0", "p1", "p2"), ("p3", "p4", "p5")), (), 1),))


def test_a_repeat_that_no_count_explains_is_needed_since_all_plans_were_tried() -> None:
    """The second trio of five takes at most one from the first trio and one from the pair."""
    five = tuple(f"p{k}" for k in range(5))
    assert plan(room(*["de"] * 5), (2, 2), 2, seed=1).witness == (RepeatsNeeded(1, 1, (TriedAll(five, 2, 1),)),)


def test_what_each_language_island_needs_is_added_up() -> None:
    (why,) = plan(room(*["de"] * 5, *["fr"] * 4), (2, 2), 4, seed=1).witness
    assert isinstance(why, RepeatsNeeded)
    assert (why.found, why.at_least) == (8, 8)
    assert [type(each) for each in why.why] == [FewPairs, FewStrangers, FewStrangers, FewStrangers]


def test_tables_that_do_not_fit_name_sizes_that_do() -> None:
    assert plan(room(*["de"] * 17), (6, 8), 1, seed=1).ways == (OtherSizes(5, 8, 0),)
    assert plan(room(*["de"] * 18), (6, 8), 1, seed=1).ways == ()


def test_tables_where_many_meet_again_name_sizes_at_which_fewer_do() -> None:
    now = plan(room(*["de"] * 23), (6, 8), 2, seed=1)
    (other,) = (way for way in now.ways if isinstance(way, OtherSizes))
    then = plan(room(*["de"] * 23), (other.low, other.high), 2, seed=1)
    assert other.repeats == sum(len(each.repeats) for each in then.rounds)
    assert other.repeats < sum(len(each.repeats) for each in now.rounds)


@pytest.mark.parametrize("seed", range(4))
def test_so_many_of_the_rounds_have_no_repeat_among_each_other(seed: int) -> None:
    instance = msgspec.structs.replace(crowd(seed, 8, tongues=1, rules=False), met=frozenset())
    found = plan(instance, (2, 2), 9, seed=seed)
    (fewer,) = (way for way in found.ways if isinstance(way, FewerRounds))
    pairs = [{pair(a, b) for group in each.groups for a, b in combinations(group.members, 2)} for each in found.rounds]
    assert any(sum(map(len, some)) == len(set().union(*some)) for some in combinations(pairs, fewer.rounds)), (
        "some so many of them share no pair"
    )
