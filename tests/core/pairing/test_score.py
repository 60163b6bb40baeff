"""The score of a pair and of a group, and the reasons that add up to it."""

from itertools import combinations

import pytest

from server.core.pairing.instance import BadInstance, Person, Weights
from server.core.pairing.score import (
    CanTeach,
    ForcedChoice,
    LevelDistance,
    OtherEmployer,
    SameInterest,
    WantsToLearn,
    group_points,
    pair_score,
    pair_scores,
    points,
    points_of,
    reasons,
)
from tests.core.pairing.referee import crowd, score, worth


def test_a_score_worked_out_by_hand() -> None:
    anna = Person("anna", 1, tags=("go", "jazz"), teach=("css",), learn=("sql", "git"), employer="x")
    bela = Person("bela", 3, tags=("go",), teach=("sql", "git"), learn=("rust",), employer="y")
    weights = Weights(30, "mix", 30, 30, 10)
    # levels 2 apart: 1000; one of two tags: 500; two skills one way: 500; other employer: 1000
    assert pair_score(anna, bela, weights) == (30 * 1000 + 30 * 500 + 30 * 500 + 10 * 1000) // 10
    assert reasons(anna, bela, weights) == (
        LevelDistance(2),
        SameInterest(("go",), 2),
        WantsToLearn(("git", "sql")),
        OtherEmployer(certain=True),
    )
    assert CanTeach(("git", "sql")) in reasons(bela, anna, weights)
    assert LevelDistance(-2) in reasons(bela, anna, weights)


@pytest.mark.parametrize("seed", range(20))
def test_reasons_add_up_to_the_score_from_both_sides(seed: int) -> None:
    room = crowd(seed, 12)
    for a, b in combinations(room.people, 2):
        expected = score(a, b, room.weights)
        assert 0 <= expected <= 10_000
        assert pair_score(a, b, room.weights) == pair_score(b, a, room.weights) == expected
        assert pair_scores(a, (b,), room.weights) == [expected]
        for why in (reasons(a, b, room.weights), reasons(b, a, room.weights)):
            assert points(why, room.weights) == expected
            assert points((*why, ForcedChoice()), room.weights) == expected


def test_the_best_and_the_worst_score() -> None:
    one = Person("a", 1, tags=("t",), teach=("p", "q"), learn=("r", "s"), employer="x")
    two = Person("b", 3, tags=("t",), teach=("r", "s"), learn=("p", "q"), employer="y")
    assert pair_score(one, two, Weights()) == 10_000
    assert pair_score(Person("a", 1), Person("b", 1), Weights()) == 0


def test_an_unknown_employer_equals_another_unknown_and_is_never_called_certain() -> None:
    unknown, other, named = Person("a", 1), Person("b", 1), Person("c", 1, employer="x")
    assert pair_score(unknown, other, Weights(0, "mix", 0, 0, 100)) == 0
    assert pair_score(unknown, named, Weights(0, "mix", 0, 0, 100)) == 10_000
    assert OtherEmployer(certain=False) in reasons(unknown, named, Weights())


def test_points_of_groups_are_means_added_up() -> None:
    room = crowd(3, 8)
    for size in (2, 3, 5, 8):
        people = room.people[:size]
        assert points_of(people, room.weights) == worth(room, [person.id for person in people])
    assert group_points([7], 2) == 14
    assert group_points([1, 2, 4], 3) == 7
    assert points_of(room.people[:1], room.weights) == 0


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [((30, "mix", 30, 30, 9), "add up to 99"), ((110, "mix", -10, 0, 0), "interests is -10")],
)
def test_weights_that_are_none_are_refused_with_a_sentence(
    weights: tuple[int, str, int, int, int], sentence: str
) -> None:
    with pytest.raises(BadInstance, match=sentence):
        Weights(*weights)  # type: ignore[arg-type]  # the mode is a plain string here, as it would be from outside


@pytest.mark.parametrize("level", [0, 6])
def test_a_level_out_of_range_is_refused(level: int) -> None:
    with pytest.raises(BadInstance, match="must be 1"):
        Person("a", level)
