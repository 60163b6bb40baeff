"""Pairs and tables by one way in: legal by the referee, and the report adds up to the score."""

import json

import msgspec
import pytest

from server.core.pairing.format import FORMAT, Source, read
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


def file_of(people: list[dict[str, object]], **more: object) -> Source:
    weights = {"experience": 100, "experience_mode": "mix", "interests": 0, "skills": 0, "employer": 0}
    return read(json.dumps({"format": FORMAT, "people": people, "weights": weights, **more}).encode())


def test_witnesses_and_ways_out_spell_ids_as_the_file_does() -> None:
    source = file_of([{"id": i, "level": 3, "langs": [2 if i == 2 else 1]} for i in range(3)], met=[[0, 1]])
    report = json.loads(answer(plan(source.instance, (2, 2), 2, seed=1), source))["report"]
    shortage, again = report["rounds"][0]["witness"]
    assert (shortage["clusters"], again["pairs"]) == ([[2]], [[0, 1]])
    assert {way["t"]: way.get("people") for way in report["rounds"][0]["ways_out"]}["host"] == [2]
    assert report["witness"][0]["t"] == "repeats_needed"


def test_what_each_person_has_had_is_counted_on_from_file_to_file() -> None:
    people: list[dict[str, object]] = [{"id": i, "level": 1 if i < 2 else 5, "langs": ["de"]} for i in range(5)]
    source = file_of(people)
    counts = json.loads(answer(plan(source.instance, (2, 2), 1, seed=1), source))["report"]["people"]
    assert [sum(each[what] for each in counts) for what in ("trio_seats", "left_over", "repeats")] == [3, 0, 0]
    assert sum(each["helped"] for each in counts) >= 2
    more = file_of([{**person, **count} for person, count in zip(people, counts, strict=True)])
    seated = {each["id"] for each in counts if each["trio_seats"]}
    outcome = plan(more.instance, (2, 2), 1, seed=1)
    (trio,) = (group.members for group in outcome.rounds[0].groups if len(group.members) == 3)
    assert len(seated.intersection(map(int, trio))) == 1, "two others had none"
    again = json.loads(answer(outcome, more))["report"]["people"]
    assert sum(each["trio_seats"] for each in again) == 6


def test_tables_tell_their_fair_share_and_a_bound_over_all_rotations() -> None:
    instance = crowd(3, 14, tongues=1, rules=False)
    outcome = plan(instance, (3, 5), 2, seed=1)
    report = json.loads(answer(outcome, Source(instance, {})))["report"]
    assert [each["uneven"] for each in report["rounds"]] == [each.uneven for each in outcome.rounds]
    assert None not in [each.uneven for each in outcome.rounds]
    assert report["upper_bound"] == sum(each["upper_bound"] for each in report["rounds"])
    assert 0 < report["share"] <= 1
