"""Where the search starts: every language gets its tables, and each of these quarters a seating with few repeats."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec
import numpy as np

from server.core.pairing.lot import Lot
from server.core.pairing.tables.arrange import STRATA, arrange
from server.core.pairing.tables.designs import Seats, affine, near, transversal
from server.core.pairing.tables.room import Hall, Ints
from server.core.pairing.tables.tongues import Kind, Quarter, quarters

ARRANGE = 100_000_000
"""Work on exchanging people: each try counts as the square of how many there are."""


class Start(msgspec.Struct, frozen=True):
    """`table` [rotation, person]: 0..tables-1, or `tables` for who sits out. `tongues` [table, word]: a bit each."""

    tables: int
    table: Ints
    tongues: Ints


def start(
    hall: Hall,
    langs: Sequence[Kind],
    speakers: Mapping[str, int],
    marks: Mapping[str, Ints],
    units: Sequence[Sequence[int]],
    rounds: int,
    seed: int,
) -> Start:
    """People come sorted by level. `speakers`: how many, `marks`: the bit of a language that some table could have.

    `units`: who must be together in the first rotation, and share such a language.
    """
    kinds = list(langs)
    for unit in units:
        # They start in one quarter: the common language that most speak.
        common = set(marks).intersection(*(langs[p] for p in unit))
        language = max(common, key=lambda name: (speakers[name], name))
        for p in unit:
            kinds[p] = (language,)
    main = max(speakers, key=lambda name: (speakers[name], name))
    lot = Lot(seed)
    table = np.full((rounds, hall.people), -1)
    label = np.full(hall.people, -1)
    first, tongues = 0, list[Ints]()
    sized = (t for t in range(hall.low, hall.people // hall.low) if transversal(t, hall.low, rounds) is not None)
    enough = next(sized, 0) if rounds > 1 else 0
    for number, quarter in enumerate(quarters(kinds, range(hall.people), hall.low, hall.high, enough)):
        seats, strata = _seated(quarter, hall, rounds)
        people = list(quarter.people)
        bound = [p for p in people if main not in kinds[p]]
        if quarter.language != main and len(bound) <= quarter.tables:
            people.sort(key=lambda p: main in kinds[p])  # one stratum, whose people never meet
        label[people] = strata + number * STRATA
        table[:, people] = seats + first
        tongues += [marks[quarter.language]] * (int(seats.max()) + 1)
        first = len(tongues)
    bonds = [(a, b) for unit in units for a, b in pairwise(unit)]
    table = arrange(hall, table, label, bonds, lot, min(4_000, ARRANGE // max(1, hall.people) ** 2))
    table[table < 0] = first
    return Start(first, table, np.array(tongues))


def _seated(quarter: Quarter, hall: Hall, rounds: int) -> tuple[Seats, Ints]:
    """(tables [rotation, person of the quarter], the stratum of each)."""
    people = len(quarter.people)
    fewest, most = -(-people // hall.high), people // hall.low
    if rounds == 1:
        middle = (hall.low + hall.high) / 2
        tables = min(range(fewest, most + 1), key=lambda t: (abs(people / t - middle), t))
        return _filled(near(tables, -(-people // tables), 1), tables, people)
    for tables in range(most, fewest - 1, -1):
        size = -(-people // tables)
        design = transversal(tables, size, rounds)
        if design is not None:
            return _filled(design, tables, people)
        if size * tables == people and (lines := affine(people, size, rounds)) is not None:
            return lines, np.zeros(people, np.int64)
    return _filled(near(most, -(-people // most), rounds), most, people)


def _filled(seats: Seats, tables: int, people: int) -> tuple[Seats, Ints]:
    """The first `people` seats by strata; the stratum that isn't full lies in the middle."""
    strata = np.arange(seats.shape[1]) // tables
    empty = seats.shape[1] - people
    middle = (seats.shape[1] // tables) // 2
    kept = np.ones(seats.shape[1], bool)
    kept[(middle + 1) * tables - empty : (middle + 1) * tables] = False
    return seats[:, kept], strata[kept]
