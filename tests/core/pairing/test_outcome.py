"""Pairs and tables by one way in: legal by the referee, and the report adds up to the score."""

import json

import msgspec
import pytest

from server.core.pairing.format import Source
from server.core.pairing.outcome import answer, plan
from server.core.pairing.score import Reason, group_points, points
from tests.core.pairing.referee import crowd, illegal, missed, worth


@pytest.mark.parametrize("seed", range(12))
def test_rounds_of_pairs_are_legal_and_say_what_repeats(seed: int) -> None:
    instance = crowd(seed, 6 + seed, tongues=2)
    outcome = plan(instance, (2, 2), 3, seed)
    seen = set(instance.met)
    for each in outcome.rounds:
        groups = [group.members for group in each.groups]
        assert illegal(instance, groups) == []
        here = {(a, b) for group in groups for a in group for b in group if a < b}
        assert set(each.repeats) == here & seen
        assert each.bound is None or each.points <= each.bound
        seen |= here


@pytest.mark.parametrize("size", [(2, 2), (2, 3), (3, 5)])
def test_the_reasons_of_the_report_add_up_to_its_points(size: tuple[int, int]) -> None:
    instance = crowd(3, 15, tongues=1, rules=False)
    outcome = plan(instance, size, 2, seed=1)
    told = json.loads(answer(outcome, Source(instance, {})))
    for each, reported in zip(outcome.rounds, told["report"]["rounds"], strict=True):
        assert reported["person_points"] == sum(group["person_points"] for group in reported["groups"])
        assert reported["repeats"] == len(each.repeats)
        for group in reported["groups"]:
            why = [msgspec.convert(pair["reasons"], list[Reason]) for pair in group["reasons"]]
            scores = [points(reasons, instance.weights) for reasons in why]
            assert group["person_points"] == group_points(scores, len(group["members"]))
            assert group["person_points"] == worth(instance, group["members"])


def test_must_pairs_are_together_in_the_first_round_and_not_again() -> None:
    instance = crowd(5, 12, tongues=1, rules=False)
    ids = [person.id for person in instance.people]
    bound = type(instance)(instance.people, must_pair=frozenset({(ids[0], ids[1])}))
    for size in ((2, 2), (3, 4)):
        first, second = plan(bound, size, 2, seed=1).rounds
        assert missed(bound, [group.members for group in first.groups]) == set()
        assert (ids[0], ids[1]) not in second.repeats
