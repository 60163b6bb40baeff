"""Which trios: the seats that pairs alone can't give.

What makes the search sound. A legal trio without any one of its members is a legal pair, so a plan with t trios that
leaves u people over contains a pairing that leaves u + t over; hence t >= d - u, d being what the best pairing leaves
over. Every trio taken here lowers what is left over by exactly one, so the plan has d - u trios: for its u, the
fewest. And u is least because edges and factor-critical pieces (a trio is one) pack greedily: as long as one more
person can be placed, some trio inside one cluster of the Gallai-Edmonds shape does it, and taking any such trio
spoils nothing (Cornuejols, Hartvigsen and Pulleyblank, Packing subgraphs in a graph, 1982). `cluster_trio` finds it or
shows that there is none, which `tests/core/pairing` compares with brute force.

This is for the awkward rooms: where all can be placed with one trio at most, `whole.py` finds the best plan, for as
many people as there are. Here, any number of trios among up to `ALL_SETS` connected people is proven, and one among up
to `EXACT_PEOPLE`. Beyond, good candidates are tried and the plan says that it isn't proven; only points and, rarely, a
repeat or a soft wish can be lost, never a place.
"""

from collections.abc import Iterator
from heapq import nlargest
from itertools import combinations
from typing import NamedTuple

from server.core.pairing.board import Board, bits
from server.core.pairing.matching import Group, Part, Seating, perfect_pairs, shape

EXACT_PEOPLE = 61
EXACT_WITH_SEVERAL = 41
"""The search for one trio runs several times where several people are over, so it is exact in smaller rooms only."""
ALL_SETS = 9
LIKELY = 20
"""So many people are considered for a trio among many."""
TRIAL_EFFORT = 150_000
"""People squared times trios tried: 40 trios among 61 people, 14 among 101, one among 300 or more."""
SWEEPS = 2


class Solution(NamedTuple):
    """Trios chosen, the seating of all others, the value of both, and whether no better plan exists.

    `gap`: person points that another plan, as good in all else, can have more at most; None if unknown.
    """

    trios: tuple[Group, ...]
    rest: Seating
    value: int
    proven: bool = False
    gap: int | None = None


def solve(part: Part) -> Solution:
    """The best plan for these people: proven, or as good as the search above finds."""
    plain = part.seat()
    start = Solution((), plain, plain.value)
    if not plain.left and all(len(group) == 2 for group in plain.groups):
        return start._replace(proven=part.all_pairs)
    size = part.people.bit_count()
    if size <= ALL_SETS:
        return max(_all_sets(part, 0, ()), key=_value)._replace(proven=True)
    over = plain.left.bit_count() + trio_count(start)
    exact = size <= EXACT_PEOPLE and (over == 1 or size <= EXACT_WITH_SEVERAL)
    best: Solution = start
    while (better := _one_more(part, best, exact=exact)) is not None:
        best = better
    if trio_count(best) <= 1:
        return best._replace(proven=exact or (trio_count(best) == 0 and part.all_pairs))
    return _exchange(part, best, exact=exact)


def trio_count(found: Solution) -> int:
    """Trios in all, those around hosts included."""
    return len(found.trios) + sum(len(group) == 3 for group in found.rest.groups)


def _with(part: Part, trios: tuple[Group, ...]) -> Solution:
    rest = part.seat(_mask(trios))
    return Solution(trios, rest, rest.value + sum(part.board.value(trio) for trio in trios))


def _value(found: Solution) -> int:
    return found.value


def _mask(groups: tuple[Group, ...]) -> int:
    return sum(1 << i for group in groups for i in group)


def _all_sets(part: Part, lowest: int, trios: tuple[Group, ...]) -> Iterator[Solution]:
    yield _with(part, trios)
    free = list(bits(part.people & ~_mask(trios)))
    for trio in combinations(free, 3):
        if trio[0] >= lowest and part.board.legal_trio(*trio):
            yield from _all_sets(part, trio[0] + 1, (*trios, trio))


def _one_more(part: Part, found: Solution, *, exact: bool) -> Solution | None:
    """One trio more, and everybody else seated anew, if that is better."""
    if not found.rest.left and all(len(group) == 2 for group in found.rest.groups):
        return None
    if exact:
        return _best_trio(part, found)
    better = _likely_trio(part, found)
    if found.rest.left and (better is None or better.rest.left == found.rest.left):
        trio = cluster_trio(part, found)
        if trio is not None:
            sure = _with(part, (*found.trios, trio))
            if better is None or sure.value > better.value:
                better = sure
    return better


def _best_trio(part: Part, found: Solution) -> Solution | None:
    """The best of all trios, proven: for a trio abc, the best plan without c holds at least ab and the rest.

    So `value(without c) - ab + abc` bounds what the trio can bring, thrice; trios are tried best bound first.
    """
    board, taken = part.board, _mask(found.trios)
    fixed = sum(board.value(trio) for trio in found.trios)
    free = part.people & ~taken
    reach = {c: part.seat(taken | 1 << c).value + fixed for c in bits(free) if _may_sit_in_trio(board, free, c)}
    bounded: list[tuple[int, Group]] = []
    for a in reach:
        for b in bits(board.may[a] & free & ~((2 << a) - 1)):
            for c in bits(board.thirds(a, b) & free & ~((2 << b) - 1)):
                pairs = ((a, b, c), (a, c, b), (b, c, a))
                least = min(reach[out] - board.pair_value(x, y) for x, y, out in pairs)
                bound = least + board.value((a, b, c))
                if bound > found.value:
                    bounded.append((bound, (a, b, c)))
    bounded.sort(reverse=True)
    best: Solution | None = None
    for bound, trio in bounded:
        if best is not None and bound <= best.value:
            break
        tried = _with(part, (*found.trios, trio))
        if tried.value > (found if best is None else best).value:
            best = tried
    return best


def _may_sit_in_trio(board: Board, free: int, c: int) -> bool:
    near = board.may[c] & free
    return any(board.thirds(c, a) & free for a in bits(near))


def _likely_trio(part: Part, found: Solution) -> Solution | None:
    """A good trio among many: what it is worth, less what its people are worth where they sit now."""
    board, free = part.board, part.people & ~_mask(found.trios)
    worth: dict[int, int] = {}
    for group in found.rest.groups:
        for i in group:
            worth[i] = board.value(group) // len(group)
    middle = sorted(worth.values())[len(worth) // 2] if worth else 0
    price = {i: worth.get(i, middle) for i in bits(free)}

    def eagerness(i: int) -> int:
        return (board.wishes >> i & 1) * board.units.wish - board.seated[i] * board.units.seat - price[i]

    def gain(trio: Group) -> int:
        return board.value(trio) - sum(price[i] for i in trio)

    likely = nlargest(LIKELY, price, key=eagerness)
    candidates = {trio for trio in combinations(sorted(likely), 3) if board.legal_trio(*trio)}
    for c in {*likely[: LIKELY // 2], *bits(found.rest.left)}:
        for group in found.rest.groups:
            if len(group) == 2 and c not in group and board.legal_trio(*group, c):
                low, middle_one, high = sorted((*group, c))
                candidates.add((low, middle_one, high))
    trials = max(1, TRIAL_EFFORT // part.people.bit_count() ** 2)
    tried = [_with(part, (*found.trios, trio)) for trio in nlargest(trials, sorted(candidates), key=gain)]
    best = max(tried, key=_value, default=found)
    return best if best.value > found.value else None


def cluster_trio(part: Part, found: Solution) -> Group | None:
    """A trio that places one more person than now, or None: then nobody can place more (see above).

    Inside a cluster, any one may be left out of a perfect pairing of the others; the trio exists if for some c such
    a pairing uses a pair that c may join. One matching per c finds out.
    """
    board = part.board
    for cluster in shape(part, found.rest, _mask(found.trios)).clusters:
        if cluster.bit_count() < 3:
            continue
        for c in bits(cluster):
            trio = _trio_around(board, cluster & ~(1 << c), c)
            if trio is not None:
                return trio
    return None


def _trio_around(board: Board, others: int, c: int) -> Group | None:
    joinable = {
        (a, b) for a in bits(board.may[c] & others) for b in bits(board.thirds(c, a) & others & ~((2 << a) - 1))
    }
    if not joinable:
        return None
    for a, b in perfect_pairs(board, others, joinable):
        if (a, b) in joinable:
            low, middle, high = sorted((a, b, c))
            return (low, middle, high)
    return None


def _exchange(part: Part, found: Solution, *, exact: bool) -> Solution:
    """Several trios: give each up in turn and choose it anew, until nothing gets better."""
    best = found
    for _ in range(SWEEPS):
        before = best.value
        for trio in tuple(best.trios):
            if trio not in best.trios:
                continue
            fewer = _with(part, tuple(other for other in best.trios if other != trio))
            again = _one_more(part, fewer, exact=exact)
            best = max(best, fewer, again or fewer, key=_value)
        if best.value == before:
            break
    return best
