"""Seatings in which no two people meet twice, by algebra alone.

A design is an array of shape (rounds, seats): the table of each seat in each round. Seats come in strata, one after
the other; where a design has strata, each table has one seat of each, so strata of people who are equally experienced
give every table its fair share.
"""

import numpy as np
import numpy.typing as npt

from server.core.pairing.tables.galois import Table, prime_powers, ring, spread

Seats = npt.NDArray[np.int64]


def transversal(tables: int, strata: int, rounds: int) -> Seats | None:
    """`tables` tables of `strata` seats; seat number a * tables + x is (a, x). None where the algebra has no such.

    In round m, (a, x) sits at table x - m * a of the ring of order `tables`. Two people (a, x), (b, y) meet in rounds
    m and n only if (m - n) * (a - b) = 0, which can't be if the differences of one kind are all units.
    """
    few = spread(tables)
    if strata > tables or rounds > tables or min(strata, rounds) > few:
        return None
    whole = ring(tables)
    by_unit, plain = np.array(whole.apart), np.arange(tables)
    a = by_unit[:strata] if strata <= few else plain[:strata]
    m = plain[:rounds] if strata <= few else by_unit[:rounds]
    shift = whole.minus[whole.mul[m[:, None], a]]
    table: Seats = whole.add[shift[:, :, None], plain].reshape(rounds, strata * tables)
    return table


def affine(people: int, size: int, rounds: int) -> Seats | None:
    """The lines of an affine space: `size` = q, `people` = q**d, up to (people - 1) / (q - 1) rounds.

    Parallel lines are the tables of one round; two points lie on one line only. 7-7-8, 8-8-9 and 9-3-13 are these.
    """
    d = next((d for d in range(2, 10) if size**d == people), 0)
    if not d or len(prime_powers(size)) != 1 or rounds > (people - 1) // (size - 1):
        return None
    field = ring(size)
    points = np.arange(people)[:, None] // size ** np.arange(d) % size
    found: list[Seats] = []
    for direction in points:
        led = np.flatnonzero(direction)
        if len(found) == rounds:
            break
        if not len(led) or direction[led[0]] != 1:
            continue  # each line's direction once: the one that starts with 1
        # The line's own coordinate is removed: p - p[led] * direction is the same for all points of a line.
        moved = field.mul[points[:, led[0]]][:, direction]
        rest = field.add[points, field.minus[moved]]
        _, line = np.unique(rest @ size ** np.arange(d), return_inverse=True)
        found.append(line)
    return np.array(found)


def near(tables: int, strata: int, rounds: int) -> Seats:
    """As `transversal`, but over the integers modulo `tables`: for any numbers, with few repeats; a start to search."""
    m, a, x = np.arange(rounds)[:, None, None], np.arange(strata)[None, :, None], np.arange(tables)
    table: Table = (x + m * a) % tables
    return table.reshape(rounds, strata * tables)
