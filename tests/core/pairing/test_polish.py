"""The search over several rounds: legal, and never worse, by all criteria and from whatever rounds it begins."""

import random

import msgspec
import pytest

from server.core.pairing.board import Board
from server.core.pairing.instance import Instance, pair
from server.core.pairing.polish import polished
from server.core.pairing.schedule import Schedule
from tests.core.pairing.referee import crowd, illegal, judgement_of_all, missed


def drawn(draw: random.Random, board: Board, rounds: int, together: tuple[int, int]) -> Schedule:
    """Any pairs, and a trio where people are odd; the two who are together in the first round are its first."""
    found: Schedule = []
    for number in range(rounds):
        people = list(range(len(board.ids)))
        draw.shuffle(people)
        if number == 0:
            people = [*together, *(i for i in people if i not in together)]
        cut = len(people) - 3 * (len(people) % 2)
        found.append([tuple(sorted(people[k : k + 2])) for k in range(0, cut, 2)])
        found[-1] += [tuple(sorted(people[cut:]))] if cut < len(people) else []
    return found


@pytest.mark.parametrize("seed", range(30))
def test_whatever_it_begins_with_gets_better_and_stays_legal(seed: int) -> None:
    draw, n, rounds = random.Random(seed), 6 + seed, 2 + seed % 5
    room = crowd(seed, n, tongues=1, rules=False)
    room = msgspec.structs.replace(room, must_pair=frozenset({pair("p1", "p4")}), left_over={})
    board = Board(room, seed)
    together = (min(board.index["p1"], board.index["p4"]), max(board.index["p1"], board.index["p4"]))
    start = drawn(draw, board, rounds, together)
    found = polished(board, start, [together], seed)

    def told(schedule: Schedule) -> list[list[tuple[str, ...]]]:
        return [[tuple(board.ids[i] for i in group) for group in groups] for groups in schedule]

    for groups in told(found):
        assert illegal(room, groups) == []
        assert {i for group in groups for i in group} == {person.id for person in room.people}
    assert missed(room, told(found)[0]) == set()
    assert judgement_of_all(room, told(found)) > judgement_of_all(room, told(start))
    assert found == polished(board, start, [together], seed)


def test_what_can_t_be_better_stays_as_it_is() -> None:
    room = Instance(crowd(1, 4, tongues=1, rules=False).people)
    board = Board(room, 1)
    start: Schedule = [[(0, 1), (2, 3)], [(0, 2), (1, 3)], [(0, 3), (1, 2)]]
    assert polished(board, [*start], [], 1) == start
