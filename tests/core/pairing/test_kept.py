"""What is left of rounds planned earlier: a plan never gets worse by being asked for again."""

import random
from itertools import combinations

import msgspec
import pytest

from server.core.pairing.board import Board
from server.core.pairing.instance import Instance, pair
from server.core.pairing.kept import mended
from server.core.pairing.plan import MustPairRefused
from server.core.pairing.rounds import plan_rounds
from server.core.pairing.several import Rounds
from tests.core.pairing.referee import crowd, illegal, missed
from tests.core.pairing.test_rounds import Groups, judged, room


def groups_of(found: Rounds) -> list[Groups]:
    return [[group.members for group in plan.groups] for plan in found.plans]


def having_met(instance: Instance, groups: Groups) -> Instance:
    together = {pair(*two) for group in groups for two in combinations(group, 2)}
    trios = [i for group in groups if len(group) == 3 for i in group]
    return msgspec.structs.replace(
        instance,
        met=instance.met | together,
        must_pair=frozenset(),
        trio_seats={i: instance.trio_seats.get(i, 0) + trios.count(i) for i in {*instance.trio_seats, *trios}},
    )


def without(instance: Instance, gone: set[str]) -> Instance:
    return msgspec.structs.replace(instance, people=tuple(p for p in instance.people if p.id not in gone))


@pytest.mark.parametrize(("n", "rounds"), [(12, 11), (16, 15), (30, 29)])
def test_a_plan_that_is_asked_for_again_after_each_round_never_ends_in_a_dead_end(n: int, rounds: int) -> None:
    instance, left = room(n), groups_of(plan_rounds(room(n), rounds, 1))
    while left:
        instance = having_met(instance, left[0])
        if not left[1:]:
            break
        found, left = judged(instance, len(left) - 1, seed=len(left), kept=left[1:])
        assert found.repeats == 0
    assert len(instance.met) == n * (n - 1) // 2


@pytest.mark.parametrize("seed", range(12))
def test_what_is_left_of_a_plan_never_repeats_more(seed: int) -> None:
    """Of the same people, whoever they are and whatever the seed says."""
    instance = msgspec.structs.replace(crowd(seed, 6 + 2 * seed, tongues=1), late=frozenset())
    found = plan_rounds(instance, 5, seed)
    first, *rest = groups_of(found)
    before = len({pair(*two) for group in first for two in combinations(group, 2)} & instance.met)
    again, _ = judged(having_met(instance, first), 4, seed + 1, kept=random.Random(seed).sample(rest, 4))
    assert again.repeats <= found.repeats - before
    assert sum(len(plan.unplaced) for plan in again.plans) <= sum(len(plan.unplaced) for plan in found.plans[1:])


def as_sets(groups: Groups) -> set[frozenset[str]]:
    return set(map(frozenset, groups))


@pytest.mark.parametrize("n", [10, 24])
def test_a_plan_as_good_as_any_is_kept_as_it_is(n: int) -> None:
    """Everybody meets everybody, so none is better; others are as good."""
    instance = room(n)
    found, schedule = judged(instance, n - 1)
    assert found.points == found.bound
    fresh, other = judged(instance, n - 1, seed=2)
    assert fresh.points == found.points
    assert list(map(as_sets, other)) != list(map(as_sets, schedule))
    _, same = judged(instance, n - 1, seed=2, kept=schedule)
    assert list(map(as_sets, same)) == list(map(as_sets, schedule))


@pytest.mark.parametrize("n", [11, 15, 21, 40, 120])
def test_a_plan_asked_for_again_is_no_worse(n: int) -> None:
    found, schedule = judged(room(n), 4)
    again, _ = judged(room(n), 4, seed=2, kept=schedule)
    assert (-again.repeats, again.points) >= (-found.repeats, found.points)


def test_one_round_is_kept_if_none_is_better() -> None:
    """Where nobody has said anything, all pairs are equally good."""
    instance = msgspec.structs.replace(
        room(12), people=tuple(msgspec.structs.replace(p, level=3, tags=()) for p in room(12).people)
    )
    _, (groups,) = judged(instance, 1, seed=1)
    _, (other,) = judged(instance, 1, seed=2)
    _, (same,) = judged(instance, 1, seed=2, kept=[groups])
    assert as_sets(groups) != as_sets(other)
    assert as_sets(same) == as_sets(groups)
    worse: Groups = [(f"p{i}", f"p{i + 1}") for i in range(0, 12, 2)]
    _, (better,) = judged(having_met(instance, worse), 1, seed=2, kept=[worse])
    assert not as_sets(better) & as_sets(worse)


@pytest.mark.parametrize("seed", range(16))
def test_whatever_is_kept_the_answer_is_legal(seed: int) -> None:
    """Some have gone, others have come; there are groups that were never legal, and fewer rounds or more than asked."""
    draw = random.Random(seed)
    instance = crowd(seed, 7 + 2 * seed, tongues=1 + seed % 3)
    ids = [person.id for person in instance.people]
    gone, new = set(draw.sample(ids, 2)), set(draw.sample(ids, 2))
    kept = groups_of(plan_rounds(without(instance, new), 3, seed))
    kept[1] = [*kept[1], tuple(draw.sample(ids, 4)), tuple(draw.sample(ids, 2)), ("nobody", ids[0]), (ids[1],)]
    now = without(instance, gone - new)
    for rounds in (1, 2, 3, 5):
        found, schedule = judged(now, rounds, seed, kept=kept)
        assert found == plan_rounds(now, rounds, seed, kept)
        fresh = plan_rounds(now, rounds, seed)
        assert sum(len(p.unplaced) for p in found.plans) == sum(len(p.unplaced) for p in fresh.plans)
        told = [each for each in found.plans[0].witness if isinstance(each, MustPairRefused)]
        refused = {pair(*two) for each in told for two in combinations(each.members, 2)}
        here = {person.id for person in now.people}
        assert {two for two in missed(now, schedule[0]) if set(two) <= here} <= refused


def test_few_are_moved_when_one_goes_and_one_comes() -> None:
    instance = room(30)
    left = groups_of(plan_rounds(without(instance, {"p7"}), 4, 1))
    now = without(instance, {"p8"})
    rounds = mended(now, Board(now, 1), left)
    for before, after in zip(left, rounds, strict=True):
        ids = [tuple(Board(now, 1).ids[i] for i in group) for group in after]
        assert illegal(now, ids) == []
        assert sorted(i for group in ids for i in group) == sorted(person.id for person in now.people)
        assert len({frozenset(group) for group in before} & {frozenset(group) for group in ids}) >= len(before) - 4
