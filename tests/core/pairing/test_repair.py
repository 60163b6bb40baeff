"""Mending groups when somebody comes or goes."""

import random

import pytest
from msgspec.structs import replace

from server.core.pairing.instance import Instance
from server.core.pairing.repair import Group, mend
from server.core.pairing.round import plan_round
from tests.bench.populations import easy
from tests.core.pairing.referee import best_by_trying_all, crowd, illegal, judgement


def without(groups: list[Group], who: str) -> list[Group]:
    """Rule D4: who leaves takes nobody along, and a partner left alone has no group."""
    rest = [tuple(i for i in group if i != who) for group in groups]
    return [group for group in rest if len(group) > 1]


@pytest.mark.parametrize("seed", range(40))
def test_few_people_are_grouped_as_well_as_can_be(seed: int) -> None:
    """Everybody fits into what may be broken up at once, so the best of all plans is the measure."""
    instance = crowd(seed, 5, tongues=2, rules=seed % 2 == 0)
    instance = replace(instance, must_pair=frozenset())
    ids = [person.id for person in instance.people]
    standing = [group for group in ((ids[0], ids[1]), (ids[2], ids[3])) if not illegal(instance, [group])]
    mended = mend(instance, standing)
    assert not illegal(instance, mended.groups)
    best = best_by_trying_all(instance, set())
    if len(standing) == 2:
        assert judgement(instance, mended.groups) >= judgement(instance, standing)
        assert judgement(instance, mended.groups)[0] == best[0]
        if judgement(instance, mended.groups)[0] > 4:
            assert judgement(instance, mended.groups) == best
    assert {i for group in mended.groups for i in group} | set(mended.unplaced) == set(ids)


@pytest.mark.parametrize("seed", range(6))
def test_a_room_that_changes_stays_legal_and_good_and_few_people_move(seed: int) -> None:
    draw = random.Random(seed)
    everybody = easy(140, seed)
    here = {person.id for person in everybody.people[:120]}

    def room() -> Instance:
        return replace(everybody, people=tuple(p for p in everybody.people if p.id in here))

    groups = [group.members for group in plan_round(room(), seed).groups]
    for _ in range(16):
        absent = [p.id for p in everybody.people if p.id not in here]
        if draw.random() < 0.5 or not absent:
            gone = draw.choice(sorted(here))
            here.discard(gone)
            groups = without(groups, gone)
        else:
            here.add(draw.choice(absent))
        mended = mend(room(), groups)
        assert not illegal(room(), mended.groups)
        assert mended.unplaced == ()
        assert len(mended.moved) <= 7
        kept = {i for group in groups for i in group}
        assert kept <= {i for group in mended.groups for i in group}, "nobody loses a place"
        groups = list(mended.groups)
    best = plan_round(room(), seed)
    reached = judgement(room(), groups)
    assert reached[:3] == judgement(room(), [group.members for group in best.groups])[:3]
    assert reached[-1] >= 0.97 * best.bound


def test_locked_groups_and_larger_tables_and_must_pairs_are_left_alone() -> None:
    instance = crowd(1, 12, tongues=1, rules=False)
    ids = [person.id for person in instance.people]
    table, locked, bound = tuple(ids[:4]), tuple(ids[4:6]), tuple(ids[6:8])
    instance = replace(instance, must_pair=frozenset({(min(bound), max(bound))}))
    mended = mend(instance, [table, locked, bound, tuple(ids[8:10])], [locked])
    assert {table, locked, bound} <= set(mended.groups)
    assert mended.unplaced == ()


def test_who_fits_nobody_waits_and_does_not_stop_the_others() -> None:
    instance = crowd(3, 6, tongues=1, rules=False)
    lonely, *others = instance.people
    instance = replace(instance, people=(replace(lonely, langs=("xx",)), *others))
    mended = mend(instance, [])
    assert mended.unplaced == (lonely.id,)
    assert sum(map(len, mended.groups)) == 5
    assert mended.moved == (), "nobody had a place"
