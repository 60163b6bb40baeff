"""The bounds hold, are reached where they should be, and no other way of computing finds more."""

import random
from itertools import combinations

import msgspec
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.pairing import odd, perfect
from server.core.pairing.board import Board
from server.core.pairing.fractional import prices
from server.core.pairing.instance import Instance, Person, pair
from server.core.pairing.plan import RepeatNeeded
from server.core.pairing.round import plan_round
from server.core.pairing.score import pair_score
from server.core.pairing.scores import NEVER, score_matrix, words
from server.core.pairing.table import NONE, Table
from tests.bench.populations import POPULATIONS
from tests.core.pairing.referee import crowd, illegal, judgement, score, worth


def whole(instance: Instance, seed: int = 1) -> Table:
    return Board(instance, seed).table(range(len(instance.people)))


def worth_of_all_pairs(table: Table) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return table.rows(slice(0, table.n))


@pytest.mark.parametrize("seed", range(30))
def test_the_matrix_holds_the_scores_that_are_computed_one_by_one(seed: int) -> None:
    room = crowd(seed, 40, tongues=1 + seed % 3)
    (langs,) = words([person.langs for person in room.people])
    found = score_matrix(room.people, room.weights, langs).tolist()
    for i, a in enumerate(room.people):
        for j, b in enumerate(room.people):
            speak = i != j and set(a.langs) & set(b.langs)
            assert found[i][j] == (pair_score(a, b, room.weights) if speak else NEVER)


def test_more_names_than_fit_one_word() -> None:
    draw = random.Random(1)
    names = [f"n{k}" for k in range(300)]
    people = [
        Person(f"p{i}", 3, tags=tuple(draw.sample(names, 60)), langs=tuple(draw.sample(names, 3))) for i in range(20)
    ]
    room = Instance(tuple(people))
    board = Board(room, 1)
    for (i, a), (j, b) in combinations(enumerate(board.people), 2):
        assert (board.scores[i, j] == score(a, b, room.weights)) == bool(set(a.langs) & set(b.langs))


@pytest.mark.parametrize("kind", POPULATIONS)
@pytest.mark.parametrize("n", [60, 61, 240])
def test_prices_cover_all_pairs_and_add_up_to_the_fractional_matching(kind: str, n: int) -> None:
    """Strong duality: the prices' total is what the assignment that they belong to is worth."""
    table = whole(POPULATIONS[kind](n, 1))
    found = prices(table)
    pairs = worth_of_all_pairs(table)
    assert (found.twice[:, None] + found.twice >= 2 * pairs)[pairs > NONE].all()
    assert sorted(found.partner.tolist()) == list(range(n))
    assert found.total == int(found.twice.sum()) == int(pairs[np.arange(n), found.partner].sum())


@pytest.mark.parametrize("seed", range(25))
def test_prices_that_leave_people_alone_bound_every_matching(seed: int) -> None:
    room = crowd(seed, 9, tongues=3)
    table = Board(room, 1).table(range(9), points_only=True)
    found = prices(table, alone=0)
    assert (found.twice >= 0).all()
    best = _networkx(table, at_least=0)
    assert best <= found.total // 2


def _networkx(table: Table, at_least: int) -> int:
    """The worth of the best matching by networkx; with most pairs first if `at_least` is one."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(table.n))
    pairs = worth_of_all_pairs(table).tolist()
    for i, j in combinations(range(table.n), 2):
        if pairs[i][j] > NONE:
            graph.add_edge(i, j, weight=pairs[i][j])
    found = nx.max_weight_matching(graph, maxcardinality=bool(at_least))
    return sum(pairs[i][j] for i, j in found) if len(found) * 2 >= at_least else NONE


@pytest.mark.parametrize("seed", range(40))
def test_pairs_are_as_good_as_those_of_networkx(seed: int) -> None:
    n = 6 + 2 * (seed % 14)
    table = whole(crowd(seed, n, tongues=1 + seed % 2))
    found = prices(table)
    pairs = perfect.pair_up(table, found)
    best = _networkx(table, at_least=n)
    if pairs is None:
        assert best == NONE
        return
    pairs_worth = worth_of_all_pairs(table)
    assert sorted(i for two in pairs.pairs for i in two) == list(range(n))
    assert pairs.least == pairs.cost
    assert sum(int(pairs_worth[two]) for two in pairs.pairs) == best == (found.total - pairs.cost) // 2


@pytest.mark.parametrize("kind", POPULATIONS)
def test_hard_rooms_are_planned_as_well_as_networkx_does(kind: str) -> None:
    table = whole(POPULATIONS[kind](70, 2))
    pairs = perfect.pair_up(table, prices(table))
    assert pairs
    assert pairs.least == pairs.cost
    assert sum(int(worth_of_all_pairs(table)[two]) for two in pairs.pairs) == _networkx(table, at_least=70)


def best_with_a_trio(instance: Instance) -> tuple[int, ...]:
    """Every trio, and networkx for all others; where all can be placed so."""
    table, board = whole(instance), Board(instance, 1)
    pairs = worth_of_all_pairs(table).tolist()
    best: tuple[int, ...] = ()
    for trio in combinations(range(table.n), 3):
        if illegal(instance, [[board.ids[i] for i in trio]]):
            continue
        graph: nx.Graph[int] = nx.Graph()
        for i, j in combinations(sorted(set(range(table.n)) - set(trio)), 2):
            if pairs[i][j] > NONE:
                graph.add_edge(i, j, weight=pairs[i][j])
        found = nx.max_weight_matching(graph, maxcardinality=True)
        if 2 * len(found) + 3 == table.n:
            best = max(best, judgement(instance, [[board.ids[i] for i in group] for group in (trio, *found)]))
    return best


@pytest.mark.parametrize("seed", range(16))
def test_the_trio_is_the_best_of_all(seed: int) -> None:
    instance = msgspec.structs.replace(crowd(seed, 13, tongues=1 + seed % 2), must_pair=frozenset())
    best = best_with_a_trio(instance)
    plan = plan_round(instance, 1)
    if best:
        assert plan.proven
        assert plan.bound == plan.points
        assert judgement(instance, [group.members for group in plan.groups]) == best


@pytest.mark.parametrize("kind", POPULATIONS)
@pytest.mark.parametrize("n", [75, 101])
def test_the_best_trio_is_proven_up_to_101_people(kind: str, n: int) -> None:
    plan = plan_round(POPULATIONS[kind](n, 1), 1)
    assert plan.unplaced == ()
    assert (plan.proven, plan.bound) == (True, plan.points)


@pytest.mark.parametrize("seed", range(8))
def test_the_bound_of_an_unproven_trio_holds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the search cut short the plan says what it may have missed."""
    instance = msgspec.structs.replace(crowd(seed, 31, tongues=1, rules=False), late=frozenset())
    best = plan_round(instance, 1)
    assert best.proven
    monkeypatch.setattr(odd, "EXACT_PEOPLE", 0)
    monkeypatch.setattr(odd, "EFFORT", 0)
    monkeypatch.setattr(odd, "FIRST", 1)
    quick = plan_round(instance, 1)
    assert quick.points <= best.points <= quick.bound
    assert quick.proven == (quick.points == quick.bound)


@pytest.mark.parametrize("seed", range(10))
def test_the_bound_of_an_awkward_room_holds(seed: int) -> None:
    """Four who only one person understands: some are left over, more trios are tried."""
    room = crowd(seed, 43, tongues=1, rules=False)
    people = [
        msgspec.structs.replace(p, langs=("l0", "x") if i == 0 else ("x",) if i < 5 and p.langs else p.langs)
        for i, p in enumerate(room.people)
    ]
    apart = frozenset(pair(f"p{a}", f"p{b}") for a, b in combinations(range(1, 5), 2))
    plan = plan_round(Instance(tuple(people), room.weights, keep_apart=apart), 1)
    assert len(plan.unplaced) == 3
    assert plan.points <= plan.bound
    assert plan.points >= 0.97 * plan.bound


@pytest.mark.parametrize("kind", POPULATIONS)
def test_a_large_room_is_proven_and_legal(kind: str) -> None:
    instance = POPULATIONS[kind](600, 3)
    plan = plan_round(instance, 1)
    groups = [group.members for group in plan.groups]
    assert illegal(instance, groups) == []
    assert (plan.unplaced, plan.trios, plan.proven) == ((), 0, True)
    assert plan.points == plan.bound == sum(worth(instance, group) for group in groups)
    assert not any(isinstance(each, RepeatNeeded) for each in plan.witness)


@pytest.mark.parametrize("seed", range(4))
def test_large_awkward_rooms_place_as_many_as_small_steps_would(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the few pairs that a large room is planned on, none is missing that could place somebody."""
    instance = crowd(seed, 40, tongues=4)
    best = plan_round(instance, 1)
    monkeypatch.setattr("server.core.pairing.matching.ALL_PAIRS", 0)
    monkeypatch.setattr("server.core.pairing.fractional.PER_LEVEL", 1)
    sparse = plan_round(instance, 1)
    assert illegal(instance, [group.members for group in sparse.groups]) == []
    assert (len(sparse.unplaced), sparse.trios) == (len(best.unplaced), best.trios)


@given(st.integers(0, 10**6), st.integers(2, 30))
def test_names_order_and_seed_change_nothing_that_counts(seed: int, n: int) -> None:
    instance, draw = crowd(seed, n), random.Random(seed)
    plan = plan_round(instance, 7)
    shuffled = list(instance.people)
    draw.shuffle(shuffled)
    assert plan_round(msgspec.structs.replace(instance, people=tuple(shuffled)), 7) == plan
    other = plan_round(instance, 8)
    counts = [judgement(instance, [group.members for group in each.groups]) for each in (plan, other)]
    assert counts[0][:2] == counts[1][:2]
    if plan.proven and other.proven:
        assert counts[0] == counts[1]
        assert plan.bound == other.bound == plan.points
