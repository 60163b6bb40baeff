"""What a group may be, and whether anybody in it could have been elsewhere."""

import pytest

from server.core.pairing.instance import Instance, Person
from server.core.pairing.rules import people_by_id, without_choice

PEOPLE = tuple(Person(p, 3, langs=("pl",) if p in "ab" else ("de",) if p in "cd" else ("de", "pl")) for p in "abcde")


@pytest.mark.parametrize(
    ("members", "free", "met", "apart", "expected"),
    [
        ("ab", "abcde", "", "", False),
        ("ab", "abcd", "", "", True),
        ("cd", "abcde", "ce", "", True),
        ("cd", "abcde", "ce de", "", True),
        ("cd", "abcde", "", "ce de", True),
        ("ae", "abcde", "", "", False),
        ("abz", "abcdez", "", "", False),
    ],
    ids=["somebody else", "locked", "one of them", "met", "kept apart", "a bridge", "somebody gone"],
)
def test_p9_without_choice(members: str, free: str, met: str, apart: str, *, expected: bool) -> None:
    def pairs(words: str) -> frozenset[tuple[str, str]]:
        return frozenset((two[0], two[1]) for two in words.split())

    instance = Instance(PEOPLE, met=pairs(met), keep_apart=pairs(apart))
    assert bool(without_choice(instance, tuple(members), free, people_by_id(instance))) == expected
