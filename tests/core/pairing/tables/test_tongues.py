"""Tables per language: as many people seated as trying all shows to be possible."""

import random
from itertools import product

import pytest

from server.core.pairing.tables.tongues import Kind, quarters


def most_seated(langs: list[Kind], low: int, high: int) -> int:
    """By trying all: everyone at one of their languages or nowhere; a language's crowd must fit whole tables."""
    best = 0
    for choice in product(*[(*kind, "") for kind in langs]):
        crowds = [choice.count(language) for language in set(choice) - {""}]
        if all(-(-crowd // high) * low <= crowd for crowd in crowds):
            best = max(best, sum(crowds))
    return best


@pytest.mark.parametrize("seed", range(60))
def test_as_many_are_seated_as_can_be(seed: int) -> None:
    draw = random.Random(seed)
    tongues = ["a", "b", "c"][: draw.choice([2, 3])]
    langs: list[Kind] = [tuple(sorted(draw.sample(tongues, draw.choice([1, 1, 2])))) for _ in range(draw.randint(3, 9))]
    low = draw.choice([2, 3])
    high = low + draw.choice([0, 1])
    found = quarters(langs, range(len(langs)), low, high)
    seated = [p for quarter in found for p in quarter.people]
    assert len(seated) == len(set(seated)) == most_seated(langs, low, high)
    for quarter in found:
        assert all(quarter.language in langs[p] for p in quarter.people)
        assert low * quarter.tables <= len(quarter.people) <= high * quarter.tables


def test_those_who_need_a_rare_language_get_tables_of_their_own_where_speakers_suffice() -> None:
    langs: list[Kind] = [*[("de",)] * 3, *[("de", "en")] * 33, *[("en",)] * 64]
    found = {quarter.language: quarter.tables for quarter in quarters(langs, range(100), 6, 8)}
    assert found["de"] == 3
