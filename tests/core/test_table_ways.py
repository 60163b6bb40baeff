"""Why tables aren't as one would like them, counted by hand; and ways out, each planned (rules P11, P15)."""

import random
from itertools import combinations

import pytest
from msgspec.structs import replace

from server.core.pairing.again import FewStrangers, SatTogether
from server.core.pairing.instance import Instance, Person, pair
from server.core.pairing.plan import (
    Cost,
    Host,
    NoRepeats,
    Plan,
    RepeatNeeded,
    Shortage,
    TablesOf,
    UnevenTables,
    Unlock,
    repeats_in,
)
from server.core.table_ways import explained_tables
from server.core.tables import plan_tables_of
from tests.core.pairing.tables.test_bounds import fewest_repeats, seatings
from tests.core.test_tables import people


def later(room: Instance, size: int, rounds: int) -> Instance:
    """The room after so many rounds."""
    for number in range(rounds):
        plan = plan_tables_of(room, size, seed=number).plan
        here = {pair(a, b) for group in plan.groups for a, b in combinations(group.members, 2)}
        room = replace(room, met=room.met | here)
    return room


def repeats(plan: Plan) -> RepeatNeeded:
    return next(each for each in plan.witness if isinstance(each, RepeatNeeded))


def test_p15_who_sat_together_can_only_be_spread_over_so_many_tables() -> None:
    """Two tables of four, again at two: of each four at least two and two sit together again."""
    room = later(Instance(people=people("abcdefgh")), 4, 1)
    plan, ways = explained_tables(room, 4, 2, plan_tables_of(room, 4, seed=2).plan)
    found = repeats(plan)
    assert (found.at_least, repeats_in(plan, room)) == (4, 4), "no plan has fewer"
    assert [(each.tables, each.again) for each in found.why if isinstance(each, SatTogether)] == [(2, 2), (2, 2)]
    assert NoRepeats(Cost(repeats=-4, uneven=4, points=ways[0].cost.points)) in ways, "in pairs, then"
    assert any(isinstance(way, TablesOf) and way.size == 3 and way.cost.repeats < 0 for way in ways)


def test_p15_a_person_who_knows_nearly_everybody_is_named() -> None:
    room = Instance(people=people("abcdefghi"), met=frozenset(pair("a", other) for other in "bcdefgh"))
    plan, _ = explained_tables(room, 3, 1, plan_tables_of(room, 3, seed=1).plan)
    assert repeats(plan).at_least == 1
    assert repeats(plan).why == (FewStrangers("a", 1, 2),)


@pytest.mark.parametrize("seed", range(12))
def test_p15_no_tables_have_fewer_repeats_than_is_said(seed: int) -> None:
    draw = random.Random(f"tables {seed}")
    ids = "abcdefgh"[: draw.randint(6, 8)]
    langs = [("de",), ("de", "pl"), ("pl",)]
    room = Instance(
        people=tuple(Person(i, 1 + k % 5, langs=draw.choice(langs)) for k, i in enumerate(ids)),
        met=frozenset(two for two in combinations(ids, 2) if draw.random() < 0.6),
        keep_apart=frozenset(two for two in combinations(ids, 2) if draw.random() < 0.05),
    )
    plan, _ = explained_tables(room, 3, seed, plan_tables_of(room, 3, seed).plan)
    sizes = [len(group.members) for group in plan.groups]
    all_ = list(seatings(room, tuple(ids), min(sizes), max(sizes)))
    for witness in plan.witness:
        if isinstance(witness, RepeatNeeded) and not plan.unplaced:
            assert witness.at_least <= fewest_repeats(room, all_, 1)


@pytest.mark.parametrize("seed", range(30))
def test_p1_nobody_is_left_over_at_tables_who_could_have_a_place(seed: int) -> None:
    draw = random.Random(f"left {seed}")
    ids = "abcdefgh"[: draw.randint(4, 8)]
    people_ = tuple(Person(i, 3, langs=tuple(draw.sample("uvwxyz", draw.choice((1, 1, 2))))) for i in ids)
    room = Instance(people_, keep_apart=frozenset(two for two in combinations(ids, 2) if draw.random() < 0.2))
    plan = plan_tables_of(room, 3, seed).plan
    for more in range(len(plan.unplaced)):
        for chosen in combinations(ids, len(ids) - more):
            assert not list(seatings(room, chosen, 2, 8)), "more could have a place"
    short = [each for each in plan.witness if isinstance(each, Shortage)]
    assert sum(each.left_over for each in short) == len(plan.unplaced)


def test_p11_a_host_who_speaks_their_language_is_a_way_out() -> None:
    room = Instance(people=(*people("abcdef"), Person("z", 3, langs=("pl",))))
    plan, ways = explained_tables(room, 3, 1, plan_tables_of(room, 3, seed=1).plan)
    assert plan.witness == (Shortage((("z",),), (), 1),)
    (host,) = ways
    assert isinstance(host, Host)
    assert (host.people, host.cost.placed, host.cost.repeats) == (("z",), 1, 0)


def test_p11_a_locked_table_that_costs_repeats_can_be_opened() -> None:
    met = {pair("a", "b"), pair("a", "c"), pair("b", "c")}
    room, kept = Instance(people=people("abcdefghi"), met=frozenset(met)), ("a", "b", "c")
    _, ways = explained_tables(room, 3, 1, plan_tables_of(room, 3, 1, [kept]).plan, [kept])
    (opened,) = (way for way in ways if isinstance(way, Unlock))
    assert (opened.members, opened.cost.repeats) == (kept, -3)


def test_d9_tables_that_differ_by_more_say_why() -> None:
    """Five and seven: three tables of four would leave one of the five over."""
    room = Instance(people=(*people("abcde", "de"), *people("tuvwxyz", "pl")))
    plan = plan_tables_of(room, 4, seed=1).plan
    assert plan.unplaced == ()
    assert plan.witness == (UnevenTables(4, 4, 4),)


def test_p2_what_is_said_of_repeats_is_the_same_whoever_is_kept_apart() -> None:
    room = later(Instance(people=people("abcdefghi")), 3, 4)
    apart = replace(room, keep_apart=frozenset({("a", "b"), ("a", "c")}))
    plain, wishing = (repeats(explained_tables(r, 3, 1, plan_tables_of(r, 3, seed=1).plan)[0]) for r in (room, apart))
    assert (plain.at_least, plain.why) == (wishing.at_least, wishing.why)


def test_nothing_is_asked_where_nothing_is_wanting() -> None:
    room = Instance(people=people("abcdefghi"))
    plan = plan_tables_of(room, 3, seed=1).plan
    assert explained_tables(room, 3, 1, plan) == (plan, ())


@pytest.mark.parametrize(("size", "other"), [(8, 6), (7, 6), (4, 5)])
def test_p11_the_nearest_size_at_which_something_is_gained_is_named(size: int, other: int) -> None:
    """Ten and five: two tables of seven or eight don't seat the five, nor four of about four; three of five do."""
    room = Instance(people=(*people("abcdefghij", "de"), *people("uvwxy", "pl")))
    plan, ways = explained_tables(room, size, 1, plan_tables_of(room, size, seed=1).plan)
    assert any(isinstance(each, UnevenTables) for each in plan.witness)
    (found,) = (way for way in ways if isinstance(way, TablesOf))
    assert found.size == other
    assert (found.cost.placed, found.cost.repeats) == (0, 0)
    assert found.cost.uneven < 0
