"""Several rounds at once: nobody meets twice while that can be avoided, and the rounds are good together.

Planned one after the other, the first round takes the best pairs and the last what is left. So rounds are planned in
several ways: one after another (`succession.py`); by prices for all rounds (`factor.py`), which tell the pairs worth
using and share these out (`schedule.py`); by construction (`circle.py`), which leads into no dead end; and what is
left of a plan that was made earlier (`kept.py`). A search makes these better (`polish.py`), and the best one is taken.

Of a few people all schedules are looked at (`every.py`). People who can't meet are planned each part for itself, as a
room of its own.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from server.core.pairing.again import TriedAll
from server.core.pairing.board import Board, bits
from server.core.pairing.circle import arranged
from server.core.pairing.every import PEOPLE, Every, Way
from server.core.pairing.factor import factor, most_points
from server.core.pairing.fractional import prices
from server.core.pairing.instance import Instance
from server.core.pairing.kept import Kept, mended
from server.core.pairing.matching import Group, components
from server.core.pairing.plan import Plan, RepeatNeeded, Shortage
from server.core.pairing.polish import EFFORT, MOST_ROUNDS, polished
from server.core.pairing.repair import worth
from server.core.pairing.round import parts_of, plan_on
from server.core.pairing.rules import group_faults
from server.core.pairing.schedule import ALL_PAIRS, schedule_of
from server.core.pairing.several import Rounds, as_rounds, clean, judged, ordered, schedule, seats
from server.core.pairing.succession import each_anew, one_by_one
from server.core.pairing.ways import least_repeats

FEWEST = 4
"""Fewer people have nothing to choose."""
EXACT = 8
"""Of up to so many people the best plan in all is looked for; of more, only the fewest repeats."""
GOOD = 0.999
"""A share of the bound below which a large room is also planned round by round."""

NEAR = 0.99
"""Candidates with this share of the best one's points are made better as well, if they have no more repeats."""

HARDER = 6
"""So many times the effort where people meet again who perhaps needn't."""


def plan_rounds(instance: Instance, rounds: int, seed: int, kept: Kept = ()) -> Rounds:
    """So many rounds of pairs (with a trio where people are odd); must-pairs are together in the first.

    `kept`: rounds that were planned earlier, in any order, perhaps for others than those who are here. Unless better
    ones are found they are kept as they are, mended for those who are here.
    A second trio seat comes only when nobody is left who has had none, as far as the better criteria allow.
    """
    board, kept = Board(instance, seed), kept[:rounds]
    if rounds == 1:
        return _one(instance, board, kept)
    parts = _parts(instance, board)
    if len(parts) == 1:
        return _of_part(instance, board, rounds, seed, kept)
    found = [_of_part(part, Board(part, seed), rounds, seed, kept, alone=False) for part in parts]
    return _side_by_side(found, rounds, board)


def _one(instance: Instance, board: Board, kept: Kept) -> Rounds:
    best = plan_on(board, instance)
    found = Rounds((best,), best.bound)
    if not kept or best.unplaced:
        return found
    (groups,) = mended(instance, board, kept)
    if worth(instance, [tuple(board.ids[i] for i in group) for group in groups]) < worth(instance, best.seating):
        return found
    again = as_rounds(board, instance, [groups])
    plan = msgspec.structs.replace(again.plans[0], bound=best.bound, proven=best.proven)
    return msgspec.structs.replace(again, plans=(plan,), bound=best.bound)


# -- parts of the room -----------------------------------------------------------------------------------------------


def _parts(instance: Instance, board: Board) -> list[Instance]:
    """Those who can't be with anybody of another part, as a room of their own."""
    here = [[board.index[i] for i in two if i in board.index] for two in instance.must_pair]
    ties = [sum(1 << i for i in two) for two in here]
    masks = components(board, (1 << len(board.ids)) - 1, ties)
    rooms = [tuple(board.people[i] for i in bits(mask)) for mask in masks]
    return [msgspec.structs.replace(instance, people=people) for people in rooms] if len(rooms) > 1 else [instance]


def _side_by_side(parts: Sequence[Rounds], rounds: int, board: Board) -> Rounds:
    plans: list[Plan] = []
    for number in range(rounds):
        here = [part.plans[number] for part in parts]
        told = [each for plan in here for each in plan.witness if not isinstance(each, RepeatNeeded)]
        again = tuple(
            sorted(
                two for plan in here for each in plan.witness if isinstance(each, RepeatNeeded) for two in each.pairs
            )
        )
        groups = sorted(
            (group for plan in here for group in plan.groups), key=lambda group: board.index[group.members[0]]
        )
        plans.append(
            Plan(
                tuple(groups),
                tuple(sorted(i for plan in here for i in plan.unplaced)),
                (*told, *((RepeatNeeded(again),) if again else ())),
                all(plan.proven for plan in here),
                sum(plan.bound for plan in here),
            )
        )
    why = tuple(reason for part in parts for reason in part.why)
    bound, least = sum(part.bound for part in parts), sum(part.least for part in parts)
    return Rounds(tuple(plans), bound, least, why, all(part.proven for part in parts))


def _of_part(instance: Instance, board: Board, rounds: int, seed: int, kept: Kept, *, alone: bool = True) -> Rounds:
    found = _found(instance, board, rounds, seed, kept)
    return ordered(board, instance, _proven(instance, board, found, seed, alone=alone))


def _proven(instance: Instance, board: Board, found: Rounds, seed: int, *, alone: bool) -> Rounds:
    """With what is known of all other plans, and better than before if that shows one."""
    least, why = least_repeats(instance, board, found.plans, alone=alone) if found.repeats else (0, ())
    found = msgspec.structs.replace(found, least=least, why=why)
    if found.repeats > least and PEOPLE < len(board.ids) <= ALL_PAIRS and clean(found.plans):
        found = _better(instance, board, found, seed, HARDER * EFFORT)
    if any(plan.unplaced for plan in found.plans):
        return msgspec.structs.replace(found, proven=len(board.ids) == 1)
    if len(board.ids) > ALL_PAIRS:
        return found
    found = _bounded(board, found)
    if _settled(instance, found):
        return msgspec.structs.replace(found, proven=True)
    return _best_of_all(instance, board, found, seed)


def _bounded(board: Board, found: Rounds) -> Rounds:
    """With a bound that counts repeats: no plan with no more of them and as many trios has more points."""
    n, rounds = len(board.ids), len(found.plans)
    table = board.table(range(n), points_only=True)
    single = prices(table)
    met = np.zeros((n, n), np.bool_)
    met[board.met_pairs[:, 0], board.met_pairs[:, 1]] = True
    trios = sum(plan.trios for plan in found.plans)
    both = single.twice, factor(table, single, rounds).prices.twice
    bounds = [most_points(table, twice, rounds, trios, found.repeats, met) for twice in both]
    return msgspec.structs.replace(found, bound=min(found.bound, *bounds))


def _settled(instance: Instance, found: Rounds) -> bool:
    """Whether nothing can be better: as few repeats as can be, as many points, and nobody asks for more than that."""
    sitting = seats(found.plans)
    wishes = instance.late or (sitting and (instance.trio_seats or any(person.trio for person in instance.people)))
    return (
        found.repeats == found.least
        and found.points == found.bound
        and not wishes
        and max(sitting.values(), default=1) == 1
    )


# -- candidates ------------------------------------------------------------------------------------------------------


def _found(instance: Instance, board: Board, rounds: int, seed: int, kept: Kept) -> Rounds:
    """The best that was found, the earlier of equals."""
    n = len(board.ids)
    if n < FEWEST:
        return one_by_one(instance, rounds, board)
    candidates = [_of_many(instance, rounds, board)] if n > ALL_PAIRS else _of_few(instance, rounds, board)
    if kept:
        candidates.insert(0, _from_kept(instance, board, rounds, kept, candidates[0]))
    worth = [judged(instance, each) for each in candidates]
    if n <= ALL_PAIRS:
        best = max(worth)
        near = [
            each
            for each, its in zip(candidates, worth, strict=True)
            if its.repeats == best.repeats and its[:3] == best[:3] and its.points >= NEAR * best.points
        ]
        candidates = [_better(instance, board, each, seed, EFFORT // len(near)) for each in near]
        worth = [judged(instance, each) for each in candidates]
    return candidates[worth.index(max(worth))]


def _of_few(instance: Instance, rounds: int, board: Board) -> list[Rounds]:
    """One round after another; and in other ways, where these may be better."""
    first = one_by_one(instance, rounds, board)
    found = [first]
    # Where each round has a trio, prices know too little of it to beat rounds that are fair already.
    if len(board.ids) % 2 == 0 or first.repeats or max(seats(first.plans).values(), default=0) > 1:
        together = _together(instance, rounds, board)
        found += [together] if together is not None else []
    if any(each.repeats for each in found) and not instance.must_pair:
        groups = arranged(board, rounds)
        found += [as_rounds(board, instance, groups)] if groups is not None else []
    return found


def _from_kept(instance: Instance, board: Board, rounds: int, kept: Kept, other: Rounds) -> Rounds:
    """Rounds planned earlier, mended, and more beside them. Who is left over in `other` tells why anybody must be."""
    shortages = [[each for each in plan.witness if isinstance(each, Shortage)] for plan in other.plans]
    found = as_rounds(board, instance, mended(instance, board, kept), shortages)
    return found if len(kept) == rounds else one_by_one(instance, rounds, board, found.plans)


def _better(instance: Instance, board: Board, found: Rounds, seed: int, effort: int = EFFORT) -> Rounds:
    if not clean(found.plans) or len(found.plans) > MOST_ROUNDS:
        return each_anew(instance, board, found)
    _, together, _ = parts_of(board, instance)
    before = schedule(board, found.plans)
    groups = polished(board, before, together, seed, effort)
    return found if groups == before else as_rounds(board, instance, groups, least=found.least, why=found.why)


# -- together --------------------------------------------------------------------------------------------------------


def _together(instance: Instance, rounds: int, board: Board) -> Rounds | None:
    """Everybody placed in every round, no repeats; None if that wasn't found."""
    must = _must_pairs(instance, board)
    if must is None:
        return None
    table = board.having_met([]).table(range(len(board.ids)))
    single = prices(table)
    joint = factor(table, single, rounds, must)
    if joint.prices is single and table.n > ALL_PAIRS:
        return None
    groups = schedule_of(board, table, joint, must, rounds)
    return None if groups is None else as_rounds(board, instance, groups, bound=joint.bound)


def _of_many(instance: Instance, rounds: int, board: Board) -> Rounds:
    """In a large room so many pairs may be equally good that no round stands in another's way."""
    together = _together(instance, rounds, board)
    if together is not None and together.share >= GOOD:
        return together
    other = one_by_one(instance, rounds, board)
    if together is None:
        return other
    other = msgspec.structs.replace(other, bound=min(other.bound, together.bound)) if not other.repeats else other
    return max(together, other, key=lambda each: judged(instance, each))


def _must_pairs(instance: Instance, board: Board) -> list[Group] | None:
    """As pairs of indices; None if some can't be kept, are chained or meet again, which `plan_on` can judge."""
    here = [two for two in sorted(instance.must_pair) if two[0] in board.index and two[1] in board.index]
    if len({i for two in here for i in two}) != 2 * len(here) or any(group_faults(instance, two) for two in here):
        return None
    return [tuple(sorted(board.index[i] for i in two)) for two in here]


# -- by trying all ---------------------------------------------------------------------------------------------------


def _best_of_all(instance: Instance, board: Board, found: Rounds, seed: int) -> Rounds:
    """As few repeats as there can be, and of up to EXACT people the best plan in all, as far as that is found out."""
    n, rounds = len(board.ids), len(found.plans)
    if n > (PEOPLE if found.repeats > found.least else EXACT):
        return found
    _, together, _ = parts_of(board, instance)
    every = Every.of(board, rounds, together)
    if every is None:
        return found

    def told(groups: Sequence[Way]) -> Rounds:
        return as_rounds(board, instance, [list(way) for way in groups], least=found.least, why=found.why)

    if found.repeats > found.least:
        fewest = every.fewest_repeats(found.repeats)
        if fewest.schedule is not None:
            found = _better(instance, board, told(fewest.schedule), seed)
        if fewest.every and fewest.cost > found.least:
            why = (TriedAll(tuple(sorted(board.ids)), rounds, fewest.cost),)
            found = msgspec.structs.replace(found, least=fewest.cost, why=why)
    if n <= EXACT and found.repeats == found.least:
        best = every.best([tuple(groups) for groups in schedule(board, found.plans)])
        if best.schedule is not None:
            found = told(best.schedule)
        if best.every:
            return msgspec.structs.replace(found, proven=True, bound=found.points)
    return _bounded(board, found)
