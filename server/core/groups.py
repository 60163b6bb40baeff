"""Seating: which place, sign and first speaker each group of a draft gets; and who sat together in the end."""

from collections.abc import Iterable

from server.core.ids import GroupId, PersonId, PlaceId
from server.core.pairing.rules import LARGEST_GROUP
from server.core.state import Design, Draft, Group, Place, Round, Workshop

SYMBOLS, COLOURS = 12, 8
ANYWHERE = Place(PlaceId("room"))
"""For a workshop whose facilitator named no place."""


def sign(index: int, round_number: int) -> tuple[int, int]:
    """Symbol and colour of the group at `index` in its round: no two of the first 96 share both.

    Both indices advance together, so a pair repeats after lcm(12, 8) = 24 steps; every further block of 24 shifts
    the colour by one, which keeps it apart from the blocks before (symbol and colour differ by the block modulo 4).
    """
    k = (index + 7 * (round_number - 1)) % (4 * 24)
    return k % SYMBOLS, (k + k // 24) % COLOURS


def place(state: Workshop, index: int) -> Place:
    """One place per group while they last; then they are shared."""
    places = state.design.places or (ANYWHERE,)
    return places[index % len(places)]


def seated(state: Workshop, draft: Draft) -> tuple[Group, ...]:
    """The groups of the round that `draft` becomes."""
    spoke = _times_first(state)
    again = f"t{len(state.taken_back)}" if state.taken_back else ""  # no text of another group comes to light (R11)
    groups = []
    for index, planned in enumerate(draft.groups):
        symbol, colour = sign(index, draft.round)
        groups.append(
            Group(
                id=GroupId(f"{again}r{draft.round}g{index}"),
                members=planned.members,
                place=place(state, index).id,
                symbol=symbol,
                colour=colour,
                no_choice=planned.no_choice,
                by_hand=planned.by_hand,
                weights=planned.weights,
                first=min(planned.members, key=lambda p: (spoke.get(p, 0), planned.members.index(p))),
            )
        )
    return tuple(groups)


def chairs(design: Design) -> int:
    """How many people a group holds with a guest: a pair takes in one more, a table as many as there are (R7, R10)."""
    return LARGEST_GROUP if design.tables else 3


def company(group: Group) -> tuple[PersonId, ...]:
    """Who sat together in the group, and for how short (rule W8): who is in it, then who left it, each once."""
    return tuple(dict.fromkeys((*group.members, *group.left)))


def sat_in(of: Round, person: PersonId) -> tuple[Group, ...]:
    """The groups of one round that the person sat in; the one they stayed in comes last.

    More than one for somebody who took a chair in another group.
    """
    return stayed_last((g for g in of.groups.values() if person in g.members or person in g.left), person)


def stayed_last(groups: Iterable[Group], person: PersonId) -> tuple[Group, ...]:
    """Of one round."""
    return tuple(sorted(groups, key=lambda g: person in g.members))


def partners(group: Group, me: PersonId) -> tuple[PersonId, ...]:
    """With whom `me` sat in this group, and for how short; not who had left before `me` came, or came after (W8)."""
    missed = {two for pair in group.missed for two in (pair, pair[::-1])}
    return tuple(p for p in company(group) if p != me and (me, p) not in missed)


def met(state: Workshop) -> frozenset[frozenset[PersonId]]:
    """Every two people who were in one group in a round so far, also if one of them left it."""
    found = set()
    for r in state.rounds:
        for g in r.groups.values():
            found |= {frozenset((a, b)) for a in company(g) for b in partners(g, a)}
    return frozenset(found)


def _times_first(state: Workshop) -> dict[PersonId, int]:
    spoke: dict[PersonId, int] = {}
    for r in state.rounds:
        for g in r.groups.values():
            spoke[g.first] = spoke.get(g.first, 0) + 1
    return spoke
