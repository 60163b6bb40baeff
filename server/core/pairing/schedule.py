"""From prices for all rounds to the rounds: which pair happens when.

Each round but the last takes any of the pairs worth using rather than the best of them, so that enough are left for
the last; then each is matched once more beside the others as they are, at its best, which never makes it worse.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from server.core.pairing.board import Board
from server.core.pairing.factor import Factor
from server.core.pairing.matching import Group
from server.core.pairing.odd import cheap_trios
from server.core.pairing.perfect import Near
from server.core.pairing.table import Table

ALL_PAIRS = 100
"""Up to so many people all pairs are considered."""
PER_ROUND, MORE = 1.5, 6
"""Pairs considered in a larger room: so many for each person and round, and some more."""
SWEEPS = 3
EXACT_TRIOS = 40
"""Up to so many people all trios are considered."""
MANY = 1 << 20
"""More than anybody's seats in trios."""

Schedule = list[list[Group]]
"""Rounds of groups of indices."""


def schedule_of(board: Board, table: Table, joint: Factor, must: Sequence[Group], rounds: int) -> Schedule | None:
    """Rounds in which everybody is placed and nobody meets twice, as these prices say; None if that wasn't found.

    `must`: pairs who sit together in the first round.
    """
    fixed: Schedule = [[*must], *([] for _ in range(rounds - 1))]
    if table.n % 2:
        trios = _trios(table, joint, rounds, board, {i for two in must for i in two})
        if len(trios) < rounds:
            return None
        for groups, trio in zip(fixed, trios, strict=True):
            groups.append(trio)
    late = [i for i in range(table.n) if board.late >> i & 1]
    if any(set(group) <= set(late) for group in fixed[0]):
        return None
    return _peel(table, joint, fixed, set(combinations(late, 2)))


def _trios(table: Table, joint: Factor, rounds: int, board: Board, busy: set[int]) -> list[Group]:
    """One trio per round: no pair twice, the fewest second seats, the least cost."""
    cheap = cheap_trios(table, joint.prices, exact=table.n <= EXACT_TRIOS)[0]
    trios = np.array([seat.out for seat in cheap if seat.cost < table.units.repeat // 2], np.int64).reshape(-1, 3)
    had = np.array(board.seated, np.int64)
    together = np.zeros((table.n, table.n), np.bool_)
    found: list[Group] = []
    for number in range(rounds):
        a, b, c = trios.T
        taken = together[a, b] | together[a, c] | together[b, c]
        if number == 0:
            taken |= np.isin(trios, list(busy)).any(axis=1)
        if taken.all():
            break
        best = trios[np.where(taken, MANY, had[trios].sum(axis=1)).argmin()]
        found.append(tuple(best.tolist()))
        together[np.ix_(best, best)] = True
        had[best] += 1
    return found


def _peel(table: Table, joint: Factor, fixed: Schedule, never_first: set[tuple[int, int]]) -> Schedule | None:
    """Complete each round by pairs: first so that all rounds find some, then each once more at its best.

    The pairs in `never_first` aren't in the first round (two who came late).
    """
    n, rounds = table.n, len(fixed)
    i, j = np.triu_indices(n, 1) if n <= ALL_PAIRS else (joint.prices.i, joint.prices.j)
    clean = table.at(i, j) >= 0
    i, j = i[clean], j[clean]
    slack = joint.prices.slack(table, i, j)
    if n > ALL_PAIRS:
        # Of equals some for each, as in a ring.
        least = np.lexsort(((j - i) % (n // 2), slack))[: int(n * (rounds * PER_ROUND + MORE))]
        i, j, slack = i[least], j[least], slack[least]
    edges = list(zip(i.tolist(), j.tolist(), slack.tolist(), strict=True))
    exact, fair = Near(n, edges), Near(n, [(a, b, max(0, cost)) for a, b, cost in edges])
    taken = [{two for group in groups for two in combinations(group, 2)} for groups in fixed]
    out = [[member for group in groups for member in group] for groups in fixed]
    pairs: list[set[tuple[int, int]]] = [set() for _ in fixed]

    costs = [0] * rounds

    def replan(number: int, near: Near) -> bool:
        """Whether it found a way that is not the one it had."""
        others = {two for k in range(rounds) for two in taken[k]}
        others.update(two for k in range(rounds) if k != number for two in pairs[k])
        found = near.match(out[number], others if number else others | never_first)
        if found is None:
            return False
        changed = set(found.pairs) != pairs[number]
        pairs[number], costs[number] = set(found.pairs), found.cost
        return changed

    for number in range(rounds):
        if not replan(number, exact if number == rounds - 1 else fair) and len(out[number]) < n:
            return None
    if not any(costs) and (slack >= 0).all():  # nothing can be better
        return [[*groups, *sorted(more)] for groups, more in zip(fixed, pairs, strict=True)]
    for _ in range(SWEEPS if n <= ALL_PAIRS else 1):
        changed = [replan(number, exact) for number in range(rounds)]
        if not any(changed):
            break
    return [[*groups, *sorted(more)] for groups, more in zip(fixed, pairs, strict=True)]
