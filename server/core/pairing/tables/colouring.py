"""Where many are kept apart, a rotation is a colouring: tables are colours, and who may not sit together differs.

The search is that of Hertz and de Werra (1987, TabuCol), with exchanges beside moves since tables have sizes: of those
who sit with somebody they may not some are looked at, the change that mends most is made, even where it mends nothing,
and who left a table doesn't ask for it again for some steps.
"""

import numpy as np

from server.core.pairing.lot import Lot
from server.core.pairing.tables.room import Bools, Ints
from server.core.pairing.tables.seating import NEVER, Prices, Seating

SOME = 12
"""People looked at in a step."""
AWAY = 6
"""For fewer steps than that nobody asks for a table they left."""
PATIENCE = 1_000
"""A search ends so many steps after twice those that it took to its best seating."""


def wander(seating: Seating, lot: Lot, steps: int) -> int:
    """Changes people's places, ending with the best seating on the way; how many of the steps that took."""
    walk = _Walk(seating, lot)
    now = best = last = 0
    kept = seating.table.copy()
    while walk.steps < min(steps, 2 * last + PATIENCE):
        change = walk.step()
        if change is None:
            break
        now += change
        if now < best:
            best, last, kept = now, walk.steps, seating.table.copy()
    seating.restore(kept)
    return walk.steps


def shake(seating: Seating, lot: Lot, steps: int) -> None:
    """So many changes, for better or worse."""
    walk = _Walk(seating, lot)
    while walk.steps < steps and walk.step() is not None:
        pass


class _Walk:
    def __init__(self, seating: Seating, lot: Lot) -> None:
        self.seating, self.lot, self.steps = seating, lot, 0
        self.until = np.zeros(seating.cost.shape, np.int64)
        """[p, t]: the step after which p may ask for t again."""

    def step(self) -> int | None:
        """Makes a change and says what it costs; None if nobody has anything to mend."""
        seating, lot = self.seating, self.lot
        own = seating.own()
        sore = seating.sore(own)
        if not len(sore):
            return None
        self.steps += 1
        if len(sore) > SOME:
            sore = sore[[lot.below(len(sore)) for _ in range(SOME)]]
        price = _changes(seating, sore, own, self.until[sore] >= self.steps)
        least = int(price.min())
        if least >= NEVER // 2:
            return 0
        ties = np.flatnonzero(price == least)
        k, q = divmod(int(ties[lot.below(len(ties))]), price.shape[1])
        p, people = int(sore[k]), len(own)
        home, goal = int(seating.table[p]), int(seating.table[q]) if q < people else q - people
        if q < people:
            self._move(q, home)
        self._move(p, goal)
        return least

    def _move(self, p: int, t: int) -> None:
        self.until[p, self.seating.table[p]] = self.steps + self.lot.below(AWAY)
        self.seating.move(p, t)


def _changes(seating: Seating, sore: Ints, own: Prices, barred: Bools) -> Prices:
    """[sore, person or table]: the price of exchanging the two, or of a free chair. `barred` [sore, table]."""
    table, tables, people = seating.table, seating.tables, len(own)
    mine = table[sore]
    sits = seating.cost[sore] - own[sore, None]
    sits[barred] = NEVER
    sits[np.arange(len(sore)), mine] = NEVER
    price = np.empty((len(sore), people + tables), np.int32)
    swaps, moves = price[:, :people], price[:, people:]
    sits.take(table, axis=1, out=swaps, mode="clip")
    swaps += seating.cost[:, mine].T
    swaps -= own
    held = seating.prices[sore]  # each of the two is still counted where the other comes, unless they sat out
    swaps -= held * (table < tables) if seating.size[tables] else held
    swaps -= held * (mine < tables)[:, None] if seating.size[tables] else held
    moves[:] = sits[:, :tables]
    moves[:, ~seating.open()] = NEVER
    moves[~seating.spares()[mine]] = NEVER
    return price
