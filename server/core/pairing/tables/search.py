"""Improving a seating by swaps: out of repeats by a walk that now and then goes uphill, then downhill in everything.

The walk takes somebody who repeats a meeting (or sits with someone to be kept from) and the best partner to swap with;
a swap that costs repeats is taken with the probability exp(-cost / WARMTH). Effort is counted in steps, never in time.
"""

from math import exp

import numpy as np

from server.core.pairing.lot import Lot
from server.core.pairing.tables.room import APART, REPEAT, Room

Trouble = tuple[int, int]
"""Broken keep-aparts and repeats: what the search is out to lower, in this order."""

FEW = 6_000

WARMTH = 0.3
"""In repeats. Tried from 0.15 to 0.7 on social golfer problems: this is the warmest at which they still get solved."""
_ODDS = 1 << 30
_UPHILL = [round(_ODDS * exp(-cost / WARMTH)) for cost in range(7)]


def trouble(room: Room) -> Trouble:
    return room.torn(), room.repeats()


def settle(room: Room, lot: Lot, steps: int, aim: int = 0) -> Trouble:
    """At most `steps` swaps that lead away from repeats, ending with the best seating on the way.

    `aim`: a number of repeats below which nothing can be had (see `bounds`); the search is content with it.
    """
    now = best = trouble(room)
    kept = room.table.copy()
    barred = np.zeros((room.rounds, room.hall.people), np.int64)  # the step until which p stays where they came to
    quiet = r = 0
    few = max(1, FEW // room.hall.people)
    for step in range(1, steps + 1):
        if best <= (0, aim) or quiet == room.rounds:
            break
        r = (r + 1) % room.rounds
        burden = room.burden(r)
        sore = np.flatnonzero((burden > REPEAT / 2) & ~room.frozen[r] & (barred[r] < step))
        if not len(sore):
            quiet = quiet + 1 if not (burden[~room.frozen[r]] > REPEAT / 2).any() else 0
            continue
        quiet = 0
        if len(sore) > few:
            first = lot.below(len(sore))
            sore = np.roll(sore, -first)[:few]
        swaps, moves = room.swaps(r, sore, burden, spread=False), room.moves(r, sore, burden)
        swaps[:, barred[r] >= step] = np.inf
        price = np.rint(np.concatenate([swaps, moves], axis=1) / REPEAT)
        least = float(price.min())
        if not np.isfinite(least):
            continue
        ties = np.flatnonzero(price == least)  # by lot, not by points: the walk would go round in circles
        k, q = divmod(int(ties[lot.below(len(ties))]), room.hall.people + room.tables)
        p = int(sore[k])
        torn = round(least * REPEAT / APART)
        more = round(least - torn * APART / REPEAT)
        uphill = len(_UPHILL) if torn > 0 else more
        if torn >= 0 and uphill > 0 and (uphill >= len(_UPHILL) or lot.below(_ODDS) >= _UPHILL[uphill]):
            continue
        now = (now[0] + torn, now[1] + more)
        barred[r, p] = step + room.rounds // 2
        if q < room.hall.people:
            room.swap(r, p, q)
            barred[r, q] = barred[r, p]
        else:
            room.move(r, p, q - room.hall.people)
        if now < best:
            best, kept = now, room.table.copy()
    room.restore(kept)
    return trouble(room)


def polish(room: Room, lot: Lot, steps: int) -> None:
    """Swaps that make the whole better, spread and points included, until none is left or `steps` were tried."""
    order = [(r, p) for r in range(room.rounds) for p in range(room.hall.people)]
    idle = 0
    while steps > 0 and order:
        lot.shuffle(order)
        for r, p in order:
            if steps <= 0 or idle >= len(order):
                return
            steps -= 1
            idle += 1
            if room.frozen[r, p] or room.table[r, p] == room.tables:
                continue
            price = room.swaps(r, np.array([p]), room.burden(r))[0]
            q = int(np.argmin(price))
            if price[q] < 0:
                room.swap(r, p, q)
                idle = 0
