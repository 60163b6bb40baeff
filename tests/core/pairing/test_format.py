"""Reading instances and writing answers."""

import json
from typing import Any

import pytest

from server.core.pairing.format import from_json, read, to_json
from server.core.pairing.instance import BadInstance
from server.core.pairing.round import plan_round

WEIGHTS = {"experience": 30, "experience_mode": "mix", "interests": 30, "skills": 30, "employer": 10}


def file(**changes: Any) -> bytes:
    people = [
        {"id": i, "level": 1 + i, "tags": [1, 2], "langs": ["en"], "employer": 1, "teach": [3], "learn": [4]}
        for i in range(3)
    ]
    whole = {"format": "pairing-instance/1", "name": "x", "n": 3, "people": people, "weights": WEIGHTS}
    return json.dumps(whole | {"met": [[0, 1]], "keep_apart": [], "must_pair": []} | changes).encode()


def person(**fields: Any) -> dict[str, Any]:
    return {"id": "a", "level": 1, "langs": ["en"]} | fields


def test_ids_come_back_as_they_were_spelled() -> None:
    source = read(file(n=4, people=[person(id=i) for i in (7, "b", 12, "d")], met=[]))
    answer = json.loads(to_json(plan_round(source.instance, 1), source))
    assert {i for group in answer["rounds"][0]["groups"] for i in group} == {7, "b", 12, "d"}
    assert answer["unplaced"] == [[]]


def test_the_answer_reports_points_and_witness() -> None:
    source = read(file(people=[person(id=1), person(id=2, langs=["fr"])], n=2, met=[]))
    answer = json.loads(to_json(plan_round(source.instance, 1), source))
    assert answer["unplaced"] == [[1, 2]]
    report = answer["report"]["rounds"][0]
    assert report["person_points"] == 0
    assert [wit["t"] for wit in report["witness"]] == ["shortage", "shortage"]


def test_only_id_and_level_are_required_and_met_may_name_the_absent() -> None:
    instance = from_json(file(n=1, people=[{"id": "a", "level": 2}], met=[["a", "gone"]]))
    assert instance.people[0].langs == ()


def test_employers_are_compared_as_the_file_has_them() -> None:
    people = [person(id=k, employer=value) for k, value in enumerate([7, 7, "7", None, True, "#7"])]
    found = [p.employer for p in from_json(file(n=6, people=people, met=[])).people]
    assert found[0] == found[1]
    assert found[3] is None
    assert len({*found}) == 5


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{", "isn't valid JSON"),
        (b"\xff\xfe", "isn't valid JSON"),
        (b"[]", "doesn't follow the format: a list stands where an object belongs."),
        (file(people=[person(id=1.5)], n=1), r"at people\[0\].id: a number with a fraction stands where"),
        (file(people=[{"id": 1}], n=1), r'at people\[0\]: Object missing required field "level".'),
        (file(format="pairing-instance/2"), "pairing-instance/2"),
        (file(n=4), "n is 4, but there are 3"),
        (file(people=[person(), person()], n=2), 'Two people have the id "a"'),
        (file(people=[person(id=1), person(id="1")], n=2), 'Two people have the id "1"'),
        (file(people=[person(level=9)], n=1), "level of 'a' is 9"),
        (file(people=[person(level="x")], n=1), r"level"),
        (file(people=[person(tags=[1, "1"])], n=1), "tag 1 stands both"),
        (file(weights=WEIGHTS | {"skills": 31}), "add up to 101"),
        (file(weights=WEIGHTS | {"experience_mode": "odd"}), "experience_mode"),
        (file(keep_apart=[[0, 9]]), 'keep_apart names "9"'),
        (file(must_pair=[[0, 0]]), "twice"),
        (file(met=[[0, 1, 2]]), "met"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(BadInstance, match=sentence):
        from_json(data)
