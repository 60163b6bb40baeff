"""One person is over: the best trio, together with the best pairs of all others, proven.

The cost of a trio is what the prices of its people exceed its worth by (doubled, as all costs). A plan costs its trio
and its pairs, so a trio that costs as much as a whole plan at hand needs no look. For the others a second bound helps:
the plan without one of the three, c, still pairs everybody else, with the other two, a and b, as one of the pairs; so
the rest of the plan costs at least as much as the best pairs of all but c, less the slack of a and b.
"""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush, merge
from itertools import chain, islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from server.core.pairing.fractional import Prices
from server.core.pairing.perfect import Matching, Near, Pairs, close
from server.core.pairing.scores import blocks
from server.core.pairing.table import NONE, Ints, Table

EXACT_PEOPLE = 128
"""Up to here the best trio is proven whatever it takes, if the cheap ones alone don't prove it."""
EFFORT = 20_000
"""Beyond, people times exact matchings."""
FIRST = 3
"""Trios that are tried before the search, for a plan to compare with; more if these leave others over."""
MOST_FIRST = 30
AT_ONCE = 1000


class Seat(NamedTuple):
    """A way for the odd one: `out` are those whom it takes, three, or one who joins `host`; and what it costs."""

    cost: int
    out: tuple[int, ...]
    host: int = -1


class Odd(NamedTuple):
    """The seat taken, everybody else in pairs, the cost of both, and what any other plan costs at least."""

    seat: Seat
    pairs: Pairs
    cost: int
    least: int


def seat_odd(table: Table, prices: Prices, joins: Sequence[Seat]) -> Odd | None:
    """An odd number of people in pairs and one trio, free or around a host (`joins`); None if none was found.

    That none exists isn't proven here (`trios.solve` judges that).
    """
    found = _search(table, prices, joins, exact=False)
    if table.n <= EXACT_PEOPLE and (found is None or found.least < found.cost):
        return _search(table, prices, joins, exact=True)
    return found


def _search(table: Table, prices: Prices, joins: Sequence[Seat], *, exact: bool) -> Odd | None:
    """`exact`: all trios, whatever it takes."""
    trios, beyond = cheap_trios(table, prices, exact=exact)
    seats = merge(trios, sorted(joins))
    first = list(islice(seats, MOST_FIRST))
    found = _first(table, prices, first)
    if found is None:
        return None
    best_seat, best = found
    cost = best_seat.cost + best.cost
    near = Near.of(table, prices, cost - first[0].cost)
    alone: dict[int, int] = {}

    def without(c: int) -> int:
        """What pairs of all but c cost at least."""
        if c not in alone:
            matching = near.match((c,))
            alone[c] = near.beyond if matching is None else min(matching.cost, near.beyond)
        return alone[c]

    def sharper(seat: Seat) -> int:
        if len(seat.out) == 1:
            return seat.cost + without(seat.out[0])
        i, j = np.array(seat.out)[[[1, 0, 0], [2, 2, 1]]]
        slack: list[int] = prices.slack(table, i, j).tolist()
        return seat.cost + max(0, *(without(c) - each for c, each in zip(seat.out, slack, strict=True)))

    unsharpened = table.n > EXACT_PEOPLE
    queue: list[tuple[int, bool, Seat]] = []
    coming = chain(first, seats)
    upcoming = next(coming, None)
    tries = 0
    while True:
        # One by one: where all trios cost the same, a few of them tell enough of the hundred thousands.
        while (
            upcoming is not None
            and upcoming.cost < cost
            and (not queue or (upcoming.cost, unsharpened, upcoming) <= queue[0])
        ):
            heappush(queue, (upcoming.cost, unsharpened, upcoming))
            upcoming = next(coming, None)
        if not queue or queue[0][0] >= cost or not (exact or tries < max(FIRST, EFFORT // table.n)):
            break
        _, sharp, seat = heappop(queue)
        if not sharp:
            heappush(queue, (sharper(seat), True, seat))
            continue
        tries += 1
        matching = near.match(seat.out)
        if matching is not None and seat.cost + matching.cost < cost:
            best_seat, best, cost = seat, matching, seat.cost + matching.cost
    open_bound = queue[0][0] if queue else cost
    least = min(cost, open_bound, beyond, first[0].cost + near.beyond)
    return Odd(best_seat, best.pairs, cost, least)


def _first(table: Table, prices: Prices, seats: Sequence[Seat]) -> tuple[Seat, Matching] | None:
    found: tuple[Seat, Matching] | None = None
    for number, seat in enumerate(seats):
        if found is not None and number >= FIRST:
            break
        matching = close(table, prices, seat.out)
        if matching is not None and (found is None or seat.cost + matching.cost < found[0].cost + found[1].cost):
            found = seat, matching
    return found


def cheap_trios(table: Table, prices: Prices, *, exact: bool) -> tuple[Iterator[Seat], int]:
    """Trios that cost little, the cheapest first, and the least that any other trio can cost.

    A trio costs half the sum of its three pairs (as `_parts` prices them), so its cheapest pair costs at most two
    thirds of it: those of the cheapest pairs with any third are all below one and a half times the next pair.
    """
    n = table.n
    a, b, cost, following = _parts(table, prices, n * n if exact else 2 * n)
    beyond = following * 3 // 2
    most = n**3 if exact else 20 * n
    single = prices.twice - 2 * table.seat_worth
    kept: list[tuple[Ints, Ints]] = []
    for rows in blocks(len(a), n):
        i, j = a[rows], b[rows]
        total = single[i, None] + single - 2 * table.trio_pairs(i)
        total += single[j, None] + single - 2 * table.trio_pairs(j)
        total += cost[rows, None]
        total //= 2
        total[table.late[i] & table.late[j]] += 6 * table.units.late * table.late
        total[~_shared(table, i, j)] = -NONE
        few = total < min(-NONE // 4, beyond)
        k, c = np.nonzero(few)
        kept.append((np.sort(np.stack([i[k], j[k], c], 1), axis=1), total[k, c]))
    triples = np.concatenate([each for each, _ in kept]) if kept else np.empty((0, 3), np.int64)
    costs = np.concatenate([each for _, each in kept]) if kept else np.empty(0, np.int64)
    _, once = np.unique((triples[:, 0] * n + triples[:, 1]) * n + triples[:, 2], return_index=True)
    order = once[np.argsort(costs[once], kind="stable")]
    if len(order) > most:
        beyond = min(beyond, int(costs[order[most]]))
        order = order[:most]
    return _seats(costs[order], triples[order]), beyond


def _seats(costs: Ints, triples: Ints) -> Iterator[Seat]:
    """Made as they are asked for: of a room's hundred thousand trios a few are."""
    for low in range(0, len(costs), AT_ONCE):
        rows = slice(low, low + AT_ONCE)
        yield from map(Seat, costs[rows].tolist(), map(tuple, triples[rows].tolist()))


def _parts(table: Table, prices: Prices, most: int) -> tuple[Ints, Ints, Ints, int]:
    """The cheapest pairs i < j as parts of a trio, what they cost it, and the least that any other costs."""
    n = table.n
    single = prices.twice - 2 * table.seat_worth
    everybody = np.arange(n)
    i = j = cost = np.empty(0, np.int64)
    following = 1 << 60
    for rows in blocks(n, n):
        part = single[rows, None] + single - 2 * table.trio_pairs(everybody[rows])
        part[everybody <= everybody[rows, None]] = -NONE
        a, b = np.nonzero(part < min(-NONE // 4, following))
        i, j = np.concatenate([i, a + rows.start]), np.concatenate([j, b])
        cost = np.concatenate([cost, part[a, b]])
        if len(cost) > most:
            order = np.argsort(cost, kind="stable")
            following = min(following, int(cost[order[most]]))
            order = np.sort(order[:most])
            i, j, cost = i[order], j[order], cost[order]
    return i, j, cost, following


def _shared(table: Table, i: Ints, j: Ints) -> NDArray[np.bool_]:
    """Who may make a trio with each of these pairs."""
    found = (table.scores[i] >= 0) & (table.scores[j] >= 0)
    both = table.langs[i] & table.langs[j]
    language = np.zeros(found.shape, np.bool_)
    for k in range(both.shape[1]):
        language |= (both[:, None, k] & table.langs[None, :, k]) != 0
    found &= language
    return found
