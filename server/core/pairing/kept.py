"""Rounds that were planned earlier, for others than those who are here now: what is left of them, mended.

Who is gone falls out, who is new or left alone gets a place (`repair.py`), each round beside all others.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from server.core.pairing.board import Board
from server.core.pairing.instance import Instance, meetings
from server.core.pairing.matching import Group
from server.core.pairing.repair import mend
from server.core.pairing.round import parts_of
from server.core.pairing.rules import Fault, group_faults, people_by_id
from server.core.pairing.schedule import Schedule

Kept = Sequence[Sequence[Sequence[str]]]
"""Rounds of groups of ids."""


def mended(instance: Instance, board: Board, kept: Kept) -> Schedule:
    """These rounds with all who are here, as far as they find a place; must-pairs are together in the first."""
    _, together, _ = parts_of(board, instance)
    rounds = [_standing(instance, groups, [] if k else _ids(board, together)) for k, groups in enumerate(kept)]
    for number, groups in enumerate(rounds):
        others = [group for other in (*rounds[:number], *rounds[number + 1 :]) for group in other]
        rounds[number] = list(mend(_beside(instance, others, first=number == 0), groups).groups)
    return [sorted(tuple(sorted(board.index[i] for i in group)) for group in groups) for groups in rounds]


def _ids(board: Board, groups: Iterable[Group]) -> list[tuple[str, ...]]:
    return [tuple(board.ids[i] for i in group) for group in groups]


def _standing(
    instance: Instance, groups: Sequence[Sequence[str]], together: Sequence[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """What is left of a round: pairs and trios, as far as the rules allow them, nobody in two of them."""
    known = people_by_id(instance)
    standing: list[tuple[str, ...]] = []
    seated: set[str] = set()
    bound = {i for group in together for i in group}
    for group in (*groups, *together):
        here = tuple(i for i in group if i in known and i not in seated)
        if not bound.isdisjoint(here) and not any(set(some) <= set(here) for some in together):
            here = tuple(i for i in here if i not in bound)
        if len(here) in {2, 3} and not group_faults(instance, here, known) - {Fault.REPEAT, Fault.TORN_APART}:
            standing.append(here)
            seated.update(here)
    return standing


def _beside(instance: Instance, others: Sequence[Sequence[str]], *, first: bool) -> Instance:
    """What a round is mended by, where these sit together in others."""
    trios = Counter(i for group in others if len(group) == 3 for i in group)
    return msgspec.structs.replace(
        instance,
        met=instance.met | meetings(others),
        must_pair=instance.must_pair if first else frozenset(),
        late=instance.late if first else frozenset(),
        trio_seats=dict(Counter(instance.trio_seats) + trios),
        helped={},
    )
