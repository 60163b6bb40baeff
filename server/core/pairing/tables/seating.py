"""One rotation for itself: what each person pays at each table, kept up to date while people change places."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from server.core.pairing.tables.room import BITS, Bools, Ints, Room

Prices = npt.NDArray[np.int32]

SEAT = 1 << 12
"""What it costs that somebody sits out, in meetings again: more than those that one change can save."""
APART = 1 << 16
"""Two at one table who may not sit together."""
NEVER = 1 << 26


class Seating:
    """`table` [person]: `tables` itself for who sits out. `prices` [p, q]: of these two at one table; symmetric.

    `may` [p, t]: whether p can sit at t at all; where everybody sits now, they can.
    """

    def __init__(self, table: Ints, prices: Prices, may: Bools, size: tuple[int, int]) -> None:
        self.may, (self.low, self.high) = may, size
        self.tables = may.shape[1] - 1
        self.people, self.table = np.arange(len(table)), table.copy()
        self.size = np.bincount(table, minlength=self.tables + 1)
        self.charge(prices)

    def charge(self, prices: Prices) -> None:
        """Other prices."""
        seats = self.table[:, None] == np.arange(self.tables + 1)
        self.prices = prices
        # Exact where people sit at tables: below 2**24.
        self.cost = (prices.astype(np.float32) @ seats.astype(np.float32)).astype(np.int32)
        """[p, t]: what p pays to the others at table t, or would."""
        self.cost[:, self.tables] = SEAT
        self.cost[~self.may] = NEVER

    def restore(self, table: Ints) -> None:
        """Everyone to the place that `table` says."""
        for p in np.flatnonzero(self.table != table).tolist():
            self.move(p, int(table[p]))

    def own(self) -> Prices:
        """[person]: what each pays."""
        found: Prices = self.cost[self.people, self.table]
        return found

    def total(self) -> int:
        """What all pay; twice for each two, once for each seat that isn't taken."""
        return int(self.own().sum())

    def sore(self, own: Prices) -> Ints:
        """Who sits with somebody they may not; if nobody, all who pay."""
        found = np.flatnonzero(own >= APART)
        return found if len(found) else np.flatnonzero(own)

    def open(self) -> Bools:
        """[table]: which have a free chair; tables that were given up have none."""
        sizes = self.size[: self.tables]
        found: Bools = (sizes >= self.low) & (sizes < self.high)
        return found

    def spares(self) -> Bools:
        """[table]: where somebody can leave, nobody in exchange; also the place of those who sit out."""
        found: Bools = self.size > self.low
        found[self.tables] = True
        return found

    def move(self, p: int, b: int) -> None:
        """Seats p at table b, or out."""
        a = int(self.table[p])
        if a < self.tables:
            self.cost[:, a] -= self.prices[p]
        if b < self.tables:
            self.cost[:, b] += self.prices[p]
        self.size[a] -= 1
        self.size[b] += 1
        self.table[p] = b

    def give_up(self, tables: Sequence[int]) -> None:
        """Those who sit at these tables sit out."""
        self.restore(np.where(np.isin(self.table, tables), self.tables, self.table))


def seating_of(room: Room, r: int, prices: Prices) -> Seating:
    """Rotation r of the room, in which every table keeps to a language that is spoken there now."""
    hall, table = room.hall, room.table[r]
    speaks = _bits(hall.langs)
    kept = (_bits(room.spoken[r]) * (speaks.sum(axis=0) + 1)).argmax(axis=1)  # what most of the hall speak
    may = np.concatenate([speaks[:, kept], np.ones((hall.people, 1), bool)], axis=1)
    may &= ~room.frozen[r][:, None] | (table[:, None] == np.arange(room.tables + 1))
    return Seating(table, prices, may, (hall.low, hall.high))


def _bits(masks: Ints) -> Bools:
    """[thing, language] of masks [thing, word]."""
    found: Bools = (masks[:, :, None] >> np.arange(BITS) & 1).reshape(len(masks), -1).astype(bool)
    return found
