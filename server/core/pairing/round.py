"""One round: people in, groups out, best in the order of judgement (FORMAT.md), with a witness for what couldn't be.

Sizes: pairs, and trios where pairs can't seat everybody. Pure: the same instance, seed and locked groups give the same
plan, in whatever order people are listed.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

from server.core.pairing.board import Board, bits
from server.core.pairing.fractional import prices
from server.core.pairing.instance import BadInstance, Instance, Pair, pair
from server.core.pairing.matching import Group, Host, Part, components, shape
from server.core.pairing.plan import Grouping, MustPairRefused, Plan, RepeatNeeded, Shortage, Witness
from server.core.pairing.rules import Fault, group_faults, people_by_id
from server.core.pairing.score import ForcedChoice, Reason, points_of, reasons
from server.core.pairing.trios import Solution, solve
from server.core.pairing.whole import place_all

__all__ = ["Plan", "group_reasons", "plan_round"]


def plan_round(instance: Instance, seed: int, locked: Sequence[Sequence[str]] = (), size: int = 2) -> Plan:
    """The best round of pairs, with trios where pairs can't seat everybody.

    Locked groups (2 to 8 people each) are kept as they are. Must-pairs that contradict them, or a hard rule, are set
    aside and named in the witness.

    Raises BadInstance: a size other than 2, or a locked group that is illegal or shares a person with another.
    """
    if size != 2:
        raise BadInstance(f"Rounds of groups of {size} aren't planned here, only pairs.")
    _check_locked(instance, locked)
    return plan_on(Board(instance, seed), instance, locked)


def plan_on(board: Board, instance: Instance, locked: Sequence[Sequence[str]] = ()) -> Plan:
    """As `plan_round`, on the board of this instance."""
    parts, bound, refused = parts_of(board, instance, locked)
    kept = [tuple(board.index[i] for i in group) for group in locked]
    groups = [*bound]
    unplaced, gap, shortages, proven = 0, 0, list[Witness](), True
    for part in parts:
        found = place_all(part) or solve(part)
        proven = proven and found.proven
        gap += _gap(part, found, instance)
        around = {group[:2] for group in found.rest.groups if len(group) == 3}
        groups = [group for group in groups if group not in around]
        groups += [*found.trios, *found.rest.groups]
        if found.rest.left:
            unplaced |= found.rest.left
            shortages.append(_shortage(board, part, found))
    seated = sorted(tuple(sorted(group)) for group in groups)
    out = described(board, instance, seated, kept=kept, bound=_mask(bound))
    repeats = repeated(instance.met, out)
    witness = (*refused, *shortages, *((RepeatNeeded(repeats),) if repeats else ()))
    points = sum(group.points for group in out)
    return Plan(out, tuple(sorted(board.ids[i] for i in bits(unplaced))), witness, proven, points + gap)


def parts_of(
    board: Board, instance: Instance, locked: Sequence[Sequence[str]] = ()
) -> tuple[list[Part], list[Group], list[MustPairRefused]]:
    """The people who can be with each other, part by part; must-pairs that are kept, and those that can't be."""
    free = (1 << len(board.ids)) - 1 & ~_mask([tuple(board.index[i] for i in group) for group in locked])
    bound, refused = _bound_together(instance, board, free)
    free &= ~_mask(bound)
    hosts = [_host(board, free, unit) for unit in bound if len(unit) == 2]
    parts = [
        Part(board, people, [host for host in hosts if host.thirds & people])
        for people in components(board, free, [host.thirds for host in hosts])
    ]
    return parts, bound, refused


def described(
    board: Board, instance: Instance, seated: Sequence[Group], *, kept: Sequence[Group] = (), bound: int = 0
) -> tuple[Grouping, ...]:
    """Locked groups (`kept`) and those that were found, for people to read. `bound`: the mask of all must-pairs."""
    known = people_by_id(instance)
    free = (1 << len(board.ids)) - 1 & ~_mask(kept) & ~bound
    return tuple(
        Grouping(
            members=tuple(board.ids[i] for i in group),
            points=points_of([known[board.ids[i]] for i in group], instance.weights),
            forced=number >= len(kept) and _forced(board, group, free, bound),
            locked=number < len(kept),
        )
        for number, group in enumerate([*kept, *seated])
    )


def repeated(met: AbstractSet[Pair], groups: Sequence[Grouping]) -> tuple[Pair, ...]:
    """Who of those who have met meets again in these groups."""
    return tuple(sorted({pair(a, b) for group in groups for a, b in combinations(group.members, 2)} & met))


def group_reasons(instance: Instance, group: Grouping) -> tuple[tuple[Pair, tuple[Reason, ...]], ...]:
    """For each ordered pair of members, why: from the side of the first. The points of a group follow from these."""
    known = people_by_id(instance)
    extra = (ForcedChoice(),) if group.forced else ()
    return tuple(
        ((a, b), (*reasons(known[a], known[b], instance.weights), *extra))
        for a in group.members
        for b in group.members
        if a != b
    )


def _check_locked(instance: Instance, locked: Sequence[Sequence[str]]) -> None:
    known = people_by_id(instance)
    taken: set[str] = set()
    for group in locked:
        faults = group_faults(instance, group, known) - {Fault.REPEAT, Fault.TORN_APART}
        names = ", ".join(group)
        if faults:
            raise BadInstance(f"The locked group {names} isn't possible.")
        if taken & set(group):
            raise BadInstance(f"Somebody in the locked group {names} is in another locked group as well.")
        taken |= set(group)


def _bound_together(instance: Instance, board: Board, free: int) -> tuple[list[Group], list[MustPairRefused]]:
    """Must-pairs, chained where they share a person: those that can be kept, and those that can't."""
    tied: dict[int, int] = {}
    for a, b in instance.must_pair:
        if a in board.index and b in board.index:
            both = 1 << board.index[a] | 1 << board.index[b]
            for i in bits(both):
                both |= tied.get(i, 0)
            for i in bits(both):
                tied[i] = both
    kept: list[Group] = []
    refused: list[MustPairRefused] = []
    for unit in sorted(set(tied.values())):
        members = tuple(bits(unit))
        ids = tuple(sorted(board.ids[i] for i in members))
        if unit & ~free:
            if unit & free:
                refused.append(MustPairRefused(ids, Fault.TORN_APART))
            continue
        faults = group_faults(instance, ids) - {Fault.REPEAT}
        if len(members) > 3:
            faults = {Fault.SIZE}
        if faults:
            refused.append(MustPairRefused(ids, min(faults)))
        else:
            kept.append(members)
    return kept, sorted(refused, key=lambda wish: wish.members)


def _host(board: Board, free: int, unit: Group) -> Host:
    a, b = unit
    return Host((a, b), board.thirds(a, b) & free)


def _mask(groups: Sequence[Group]) -> int:
    return sum(1 << i for group in groups for i in group)


def _shortage(board: Board, part: Part, found: Solution) -> Shortage:
    clusters, blocking = shape(part, found.rest, _mask(found.trios))
    return Shortage(
        clusters=tuple(sorted(tuple(sorted(board.ids[i] for i in bits(cluster))) for cluster in clusters)),
        blocking=tuple(sorted(tuple(sorted(board.ids[i] for i in group)) for group in blocking)),
        left_over=found.rest.left.bit_count(),
    )


def _gap(part: Part, found: Solution, instance: Instance) -> int:
    """Person points that another plan for this part can have more, if it is as good in all that comes before."""
    if found.proven:
        return 0
    if found.gap is not None:
        return found.gap
    hosts = sorted(i for host in part.hosts for i in host.pair)
    table = part.board.table(sorted([*bits(part.people), *hosts]), points_only=True)
    joined = {group[:2] for group in found.rest.groups if len(group) == 3}
    groups = [*found.trios, *found.rest.groups, *(host.pair for host in part.hosts if host.pair not in joined)]
    people = part.board.people
    reached = sum(points_of([people[i] for i in group], instance.weights) for group in groups)
    return max(0, prices(table, alone=0).total // 2 - reached)


def _forced(board: Board, group: Group, free: int, bound: int) -> bool:
    """A must-pair, or one who could be with nobody else that is new to them."""
    own = _mask([group])
    return bool(own & bound) or any(not board.may[i] & free & ~board.met[i] & ~own for i in group)
