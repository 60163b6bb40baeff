"""A part of the room whose people can all be placed: by pairs alone, or, where they are odd, with one trio.

Such a plan is best by the first two criteria, since an odd number of people needs a trio and one is the fewest; so
only the others are weighed (`table.py`), for as many people as there are. Where not everybody can be placed this way,
`trios.solve` finds out who can.
"""

from server.core.pairing.board import bits
from server.core.pairing.fractional import prices
from server.core.pairing.matching import Group, Part, Seating
from server.core.pairing.odd import Seat, seat_odd
from server.core.pairing.perfect import pair_up
from server.core.pairing.table import Table
from server.core.pairing.trios import Solution


def place_all(part: Part) -> Solution | None:
    """Everybody of this part placed with the fewest trios that this can take; None if that wasn't found."""
    who = bits(part.people)
    if not who:
        return Solution((), Seating((), 0, 0), 0, proven=True, gap=0)
    if len(who) == 1 and not part.hosts:
        return None
    table = part.board.table(who)
    found = prices(table)
    trios: tuple[Group, ...] = ()
    around: tuple[Group, ...] = ()
    if len(who) % 2 == 0:
        even = pair_up(table, found)
        if even is None:
            return None
        pairs, cost, least = even
    else:
        joins = _joins(part, table, found.twice.tolist(), who)
        odd = seat_odd(table, found, joins)
        if odd is None:
            return None
        seat, pairs, cost, least = odd
        members = tuple(who[i] for i in seat.out)
        if seat.host < 0:
            trios = (members,)
        else:
            around = ((*part.hosts[seat.host].pair, *members),)
    without = sum(1 << i for trio in trios for i in trio)
    seated = part.seating([*((who[i], who[j]) for i, j in pairs), *around], without)
    value = seated.value + sum(part.board.value(trio) for trio in trios)
    # Costs are doubled; below the unit of the next criterion they are points, in which alone another can be better.
    gap = (cost - least) // 2
    return Solution(trios, seated, value, proven=cost == least, gap=gap if gap < table.units.load else None)


def _joins(part: Part, table: Table, twice: list[int], who: list[int]) -> list[Seat]:
    """What it costs that one person joins a pair who stay together."""
    board, u = part.board, table.units
    found: list[Seat] = []
    for k, host in enumerate(part.hosts):
        a, b = host.pair
        pair_late = 2 if board.late >> a & board.late >> b & 1 else 0
        for i, c in enumerate(who):
            if not host.thirds >> c & 1:
                continue
            group = 1 << a | 1 << b | 1 << c
            met = (board.met[a] >> c & 1) + (board.met[b] >> c & 1)
            late = (3 if group & ~board.late == 0 else 0) - pair_late
            gain = (
                int(board.scores[a, c])
                + int(board.scores[b, c])
                - int(board.scores[a, b])
                + u.wish * (group & board.wishes).bit_count()
                - u.seat * (board.seated[a] + board.seated[b] + board.seated[c])
                - u.late * late
                - u.repeat * met
                - u.load * (board.helps(a, c) + board.helps(b, c))
            )
            found.append(Seat(twice[i] - 2 * gain, (i,), k))
    return found
