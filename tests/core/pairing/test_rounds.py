"""Several rounds: no repeats while they can be avoided, good together, trio seats going round."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, combinations_with_replacement, product

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.pairing.instance import Instance, Person, Weights, pair
from server.core.pairing.plan import RepeatNeeded
from server.core.pairing.round import plan_round
from server.core.pairing.rounds import plan_rounds
from server.core.pairing.several import Rounds
from tests.bench.populations import POPULATIONS, easy, first_meeting
from tests.core.pairing.referee import crowd, illegal, judgement_of_all, missed, one_after_another, worth

Groups = list[tuple[str, ...]]


def judged(instance: Instance, rounds: int, seed: int = 1, kept: Sequence[Groups] = ()) -> tuple[Rounds, list[Groups]]:
    """Rounds found legal, with must-pairs kept in the first, and what they say of themselves found true."""
    found = plan_rounds(instance, rounds, seed, kept)
    schedule = [[group.members for group in plan.groups] for plan in found.plans]
    assert len(schedule) == rounds
    met = set(instance.met)
    for plan, groups in zip(found.plans, schedule, strict=True):
        assert illegal(instance, groups) == []
        together = {pair(a, b) for group in groups for a, b in combinations(group, 2)}
        told = {two for each in plan.witness if isinstance(each, RepeatNeeded) for two in each.pairs}
        assert told == together & met
        met |= together
        assert plan.points == sum(worth(instance, group) for group in groups) <= plan.bound
        placed = {i for group in groups for i in group}
        assert placed | set(plan.unplaced) == {person.id for person in instance.people}
    assert found.points <= found.bound
    assert found.least <= found.repeats
    assert not found.proven or (found.least, found.bound) == (found.repeats, found.points)
    return found, schedule


def room(n: int) -> Instance:
    return Instance(tuple(Person(f"p{i}", 1 + i % 5, tags=(f"t{i % 7}",), langs=("en",)) for i in range(n)))


@pytest.mark.parametrize("n", range(4, 31, 2))
def test_everybody_meets_everybody_in_as_few_rounds_as_can_be(n: int) -> None:
    """Round robin: n - 1 rounds without a repeat, and the bound is reached."""
    found, schedule = judged(room(n), n - 1)
    met = [pair(*two) for groups in schedule for two in groups]
    assert len(met) == len(set(met)) == n * (n - 1) // 2
    assert found.points == found.bound


@pytest.mark.parametrize("n", range(4, 31, 2))
def test_no_number_of_rounds_leads_into_a_dead_end(n: int) -> None:
    for rounds in {n // 2, n // 2 + 1, n - 3, n - 2} & set(range(1, n)):
        found, _ = judged(room(n), rounds)
        assert found.repeats == 0


@pytest.mark.parametrize("n", [6, 10, 16])
def test_one_round_too_many_repeats_and_says_so(n: int) -> None:
    found, _ = judged(room(n), n)
    assert found.repeats == n // 2


@pytest.mark.parametrize(("n", "seed"), [(11, 0), (11, 1), (13, 0), (15, 2), (17, 1), (23, 0), (31, 0)])
def test_an_odd_room_has_as_many_rounds_without_a_repeat_as_there_are_pairs_for(n: int, seed: int) -> None:
    """Of n-4 rounds each uses (n+3)/2 pairs, which leaves six, too few for one more."""
    found, _ = judged(room(n), n - 4, seed)
    assert found.repeats == 0
    assert n * (n - 1) // 2 - (n - 4) * (n + 3) // 2 == 6


def islands(*sizes: int) -> Instance:
    tongues = [f"l{k}" for k, size in enumerate(sizes) for _ in range(size)]
    return Instance(tuple(Person(f"p{i}", 1 + i % 5, langs=(tongue,)) for i, tongue in enumerate(tongues)))


@pytest.mark.parametrize("sizes", [(14, 14), (10, 10), (10, 13), (4, 12, 8), (2, 1)])
def test_language_islands_keep_the_rounds_that_each_has_by_itself(sizes: tuple[int, ...]) -> None:
    """As many rounds as the smallest has without repeats; where no island is odd, nothing can be better."""
    rounds = min(size - 1 if size % 2 == 0 else size - 4 for size in sizes if size > 1)
    found, _ = judged(islands(*sizes), max(2, rounds))
    assert found.repeats == (1 if 2 in sizes else 0)
    assert all(bool(plan.unplaced) == (1 in sizes) for plan in found.plans)
    assert found.proven == (13 not in sizes)


def rounds_of(ids: list[str]) -> Iterator[Groups]:
    """All ways to put these into pairs and, if they are odd, one trio."""
    trios = combinations(ids, 3) if len(ids) % 2 else [()]
    for trio in trios:
        for way in pairings([i for i in ids if i not in trio]):
            yield [*sorted(way), *([trio] if trio else [])]


@pytest.mark.parametrize("seed", range(24))
def test_small_odd_rooms_are_as_good_as_the_best_of_all_plans(seed: int) -> None:
    """Five people three times, seven twice: repeats, wishes for a trio, second seats, points, by trying all."""
    n, rounds = ((5, 3), (7, 2))[seed % 2]
    instance = msgspec.structs.replace(
        crowd(seed, n, tongues=1, rules=False), late=frozenset(), keep_apart=frozenset(), trio_seats={}, left_over={}
    )
    wishes = {person.id for person in instance.people if person.trio}
    told = []
    for groups in rounds_of([person.id for person in instance.people]):
        pairs = {pair(*two) for group in groups for two in combinations(group, 2)}
        told.append((pairs, set(groups[-1]), sum(worth(instance, group) for group in groups)))

    def judgement(schedule: tuple[tuple[set[tuple[str, str]], set[str], int], ...]) -> tuple[int, ...]:
        met, again = set(instance.met), 0
        for pairs, _, _ in schedule:
            again += len(pairs & met)
            met |= pairs
        seats = Counter(i for _, trio, _ in schedule for i in trio)
        had = sum(many * (many - 1) // 2 for many in seats.values())
        points = sum(points for _, _, points in schedule)
        return -again, sum(seats[i] for i in wishes), -had, points

    best = max(judgement(some) for some in combinations_with_replacement(told, rounds))
    found, schedule = judged(instance, rounds, seed)
    assert found.proven
    trios = [set(group) for groups in schedule for group in groups if len(group) == 3]
    used = [{pair(*two) for group in groups for two in combinations(group, 2)} for groups in schedule]
    points = [plan.points for plan in found.plans]
    assert judgement(tuple(zip(used, trios, points, strict=True))) == best


@given(st.integers(0, 10**6), st.integers(4, 8), st.integers(2, 4))
@settings(max_examples=8)
def test_names_and_seed_change_nothing_that_counts_over_rounds(seed: int, n: int, rounds: int) -> None:
    instance, draw = crowd(seed, n, tongues=1), random.Random(seed)
    names = [person.id for person in instance.people]
    other = dict(zip(names, draw.sample(names, n), strict=True))

    def renamed(pairs: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        return frozenset(pair(other[a], other[b]) for a, b in pairs)

    instance = msgspec.structs.replace(instance, must_pair=frozenset(), late=frozenset(), trio_seats={}, left_over={})
    again = msgspec.structs.replace(
        instance,
        people=tuple(msgspec.structs.replace(person, id=other[person.id]) for person in instance.people),
        met=renamed(instance.met),
        keep_apart=renamed(instance.keep_apart),
    )
    found = [plan_rounds(room, rounds, draw.randrange(9)) for room in (instance, again)]
    counts = [
        ([len(plan.unplaced) for plan in each.plans], [plan.trios for plan in each.plans], each.repeats)
        for each in found
    ]
    assert counts[0][:2] == counts[1][:2]
    if not any(counts[0][0]):
        assert counts[0] == counts[1]


def pairings(ids: list[str]) -> Iterator[frozenset[tuple[str, str]]]:
    if not ids:
        yield frozenset()
        return
    for k in range(1, len(ids)):
        for rest in pairings(ids[1:k] + ids[k + 1 :]):
            yield rest | {pair(ids[0], ids[k])}


@pytest.mark.parametrize("seed", range(30))
def test_small_rooms_repeat_no_more_and_score_no_less_than_they_must(seed: int) -> None:
    """Compared with all ways to put six people into pairs three times, whoever has met before."""
    instance = msgspec.structs.replace(crowd(seed, 6, tongues=1, rules=False), late=frozenset(), keep_apart=frozenset())
    scores = {pair(a.id, b.id): worth(instance, (a.id, b.id)) for a, b in combinations(instance.people, 2)}
    ways = list(pairings([person.id for person in instance.people]))
    repeats = [len(way & instance.met) for way in ways]
    values = [sum(scores[two] for two in way) for way in ways]
    best = (99, 0)
    for a, b, c in product(range(len(ways)), repeat=3):
        again = len(ways[a] & ways[b]) + len((ways[a] | ways[b]) & ways[c] - instance.met)
        again -= len(ways[a] & ways[b] & instance.met)
        again += repeats[a] + repeats[b] + repeats[c]
        best = min(best, (again, -values[a] - values[b] - values[c]))
    found, _ = judged(instance, 3)
    assert found.repeats == best[0]
    assert found.bound >= -best[1]
    if best[0] == 0:
        assert found.points >= 0.97 * -best[1]


@pytest.mark.parametrize("kind", POPULATIONS)
@pytest.mark.parametrize("rounds", [2, 4])
def test_rounds_of_a_large_room_are_near_their_bound_together(kind: str, rounds: int) -> None:
    found, _ = judged(POPULATIONS[kind](300, 1), rounds)
    assert found.repeats == 0
    assert found.share > 0.997  # the bound knows nothing of late people


@pytest.mark.parametrize("n", [31, 61, 201])
def test_trio_seats_go_round(n: int) -> None:
    _, schedule = judged(room(n), 5)
    seats = Counter(i for groups in schedule for group in groups if len(group) == 3 for i in group)
    assert len(seats) == 15


@pytest.mark.parametrize("least", [0, 1, 4])
def test_p5_seats_of_earlier_workshops_count(least: int) -> None:
    instance = msgspec.structs.replace(room(15), trio_seats={f"p{i}": least + (i < 9) for i in range(15)})
    _, schedule = judged(instance, 2)
    assert {i for groups in schedule for group in groups if len(group) == 3 for i in group} == {
        f"p{i}" for i in range(9, 15)
    }


@pytest.mark.parametrize("seed", range(5))
def test_p5_nobody_has_a_third_seat_while_another_could_have_a_second(seed: int) -> None:
    had = {f"p{i}": 0 if i == 0 else 1 if i < 5 else 3 for i in range(9)}
    instance = msgspec.structs.replace(room(9), trio_seats=had)
    (trio,) = [group.members for group in plan_round(instance, seed).groups if len(group.members) == 3]
    assert sorted(had[i] for i in trio) == [0, 1, 1]
    _, schedule = judged(instance, 2)
    taken = [sorted(had[i] for i in group) for groups in schedule for group in groups if len(group) == 3]
    assert taken == [[0, 1, 1], [0, 1, 1]]


def test_must_pairs_sit_together_in_the_first_round_alone() -> None:
    instance = msgspec.structs.replace(
        easy(80, 1), must_pair=frozenset({("p1", "p2"), ("p30", "p70")}), met=frozenset()
    )
    found, schedule = judged(instance, 3)
    assert not missed(instance, schedule[0])
    assert found.repeats == 0
    assert [group.forced for group in found.plans[0].groups if set(group.members) == {"p1", "p2"}] == [True]


def test_a_must_pair_that_has_met_is_kept_and_named_as_a_repeat() -> None:
    both = frozenset({("p1", "p2")})
    found, schedule = judged(msgspec.structs.replace(room(20), must_pair=both, met=both), 3)
    assert ("p1", "p2") in {pair(*group) for group in schedule[0]}
    assert found.repeats == 1


@pytest.mark.parametrize("seed", range(6))
def test_one_round_is_the_one_that_is_planned_alone(seed: int) -> None:
    """Proven, as that is, also where it is gone on with."""
    instance = crowd(seed, 6 + seed, tongues=1)
    found, _ = judged(instance, 1, seed)
    (plan,) = found.plans
    assert plan == plan_round(instance, seed)
    (again,) = plan_rounds(instance, 1, seed, [[group.members for group in plan.groups]]).plans
    assert (again.proven, again.points, again.bound) == (plan.proven, plan.points, plan.bound)


@pytest.mark.parametrize("seed", range(20))
def test_awkward_rooms_are_planned_too(seed: int) -> None:
    """Some can't be placed, some must meet again: legal in any case, and the same for the same seed."""
    instance = crowd(seed, 5 + seed, tongues=3)
    found, _ = judged(instance, 3, seed)
    assert found == plan_rounds(instance, 3, seed)


def test_late_people_meet_people_who_were_on_time_in_the_first_round() -> None:
    instance = POPULATIONS["a third late"](120, 1)
    _, schedule = judged(instance, 3)
    assert not [group for group in schedule[0] if set(group) <= instance.late]


def test_several_rounds_together_beat_one_after_the_other() -> None:
    instance = msgspec.structs.replace(easy(200, 1), weights=Weights(50, "mix", 30, 20, 0))
    together, _ = judged(instance, 4)
    points, met = 0, instance.met
    for number in range(4):
        found = plan_rounds(msgspec.structs.replace(instance, met=met), 1, number).plans[0]
        points += found.points
        met |= {pair(*group.members) for group in found.groups}
    assert together.points > points


@pytest.mark.parametrize("seed", range(24))
def test_no_plan_is_worse_than_one_round_after_another(seed: int) -> None:
    """Whoever has met or is late, whatever they wish for, whether all of them find a place or not."""
    instance, rounds = crowd(seed, 4 + seed, tongues=1 + seed % 2), 2 + seed % 5
    _, schedule = judged(instance, rounds, seed)
    other = one_after_another(instance, rounds, seed)
    assert judgement_of_all(instance, schedule) >= judgement_of_all(instance, other)


@pytest.mark.parametrize(("n", "rounds"), [(7, 3), (9, 4), (10, 7), (13, 6), (20, 5), (30, 10)])
def test_small_rooms_are_better_together_than_one_round_after_another(n: int, rounds: int) -> None:
    points = dict.fromkeys(("together", "apart"), 0)
    for seed in range(4):
        instance = first_meeting(n, seed)
        _, schedule = judged(instance, rounds)
        *before, together = judgement_of_all(instance, schedule)
        *behind, apart = judgement_of_all(instance, one_after_another(instance, rounds, 1))
        if before == behind:
            points["together"] += together
            points["apart"] += apart
    assert points["together"] > points["apart"]


@pytest.mark.parametrize(("n", "history", "rounds"), [(14, 6, 7), (20, 10, 9), (24, 12, 11), (30, 15, 14)])
def test_after_many_rounds_the_last_pairs_are_found_without_a_repeat(n: int, history: int, rounds: int) -> None:
    """What the earlier rounds have left over is just enough for these."""
    for seed in range(2):
        instance = first_meeting(n, seed)
        met = {pair(*two) for groups in one_after_another(instance, history, seed) for two in groups}
        found, _ = judged(msgspec.structs.replace(instance, met=frozenset(met)), rounds)
        assert found.repeats == 0


@pytest.mark.parametrize(("n", "rounds"), [(9, 3), (15, 5), (21, 7)])
def test_p5_as_many_trio_seats_as_people_are_one_for_each(n: int, rounds: int) -> None:
    for seed in range(3):
        _, schedule = judged(first_meeting(n, seed), rounds, seed)
        assert len({i for groups in schedule for group in groups if len(group) == 3 for i in group}) == n


@pytest.mark.parametrize("n", [8, 13, 24, 120])
def test_rounds_come_with_the_fewest_repeats_and_then_the_most_points_first(n: int) -> None:
    for rounds in (4, n if n < 30 else 5):
        found, _ = judged(room(n), rounds)
        again = [
            sum(len(each.pairs) for each in plan.witness if isinstance(each, RepeatNeeded)) for plan in found.plans
        ]
        clean = [plan.points for plan, many in zip(found.plans, again, strict=True) if not many]
        assert again == sorted(again)
        assert clean == sorted(clean, reverse=True)


def test_p10_nobody_is_left_over_twice_while_another_was_not_once() -> None:
    """Each of four can be only with the host, whom one suits best: that one waits, if the others have waited."""
    host = Person("host", 3, tags=("x",), langs=("a", "b", "c", "d"))
    people = (host, *(Person(p, 3, tags=("x",) if p == "d" else (), langs=(p,)) for p in "abcd"))
    assert [group.members for group in plan_rounds(Instance(people), 1, 1).plans[0].groups] == [("d", "host")]
    found = plan_rounds(Instance(people, left_over={"a": 1, "b": 2, "c": 1}), 3, 1)
    seated = {i for plan in found.plans for group in plan.groups for i in group.members}
    assert seated == {"host", "a", "b", "c"}
    assert len(found.plans[0].unplaced) == 3
