"""Rounds planned one after another, each as good as it can be after those before; and each anew beside all others."""

import msgspec

from server.core.pairing.board import Board
from server.core.pairing.instance import Instance
from server.core.pairing.plan import Plan
from server.core.pairing.round import plan_on
from server.core.pairing.several import Rounds, after, judged, told

SWEEPS = 3


def one_by_one(instance: Instance, rounds: int, board: Board, first: tuple[Plan, ...] = ()) -> Rounds:
    """Each round the best one after those before it; the `first` ones are given."""
    plans = list(first)
    start, later = (board, instance) if not plans else after(board, instance, plans)
    for _ in range(rounds - len(plans)):
        plans.append(plan_on(start, later))
        start, later = after(start, later, plans[-1:])
    return told(board, instance, plans)


def each_anew(instance: Instance, board: Board, best: Rounds) -> Rounds:
    """Each round planned once more beside all others, while that makes it better."""
    plans = list(best.plans)
    for _ in range(SWEEPS):
        for number in range(len(plans)):
            others = [*plans[:number], *plans[number + 1 :]]
            room, beside = after(board, instance, others)
            if number == 0:
                beside = msgspec.structs.replace(beside, must_pair=instance.must_pair, late=instance.late)
                room = room.having_met([], beside)
            plans[number] = plan_on(room, beside)
        found = msgspec.structs.replace(told(board, instance, plans), least=best.least, why=best.why)
        if judged(instance, found) <= judged(instance, best):
            break
        best = found
    return best
