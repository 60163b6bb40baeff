"""The ledger of a workshop: what the rounds so far have given to and asked of each person.

The plan balances trio seats (rule P5), repeats (P3), who is left over (P10) and who helps (P14); the rest is there to
be looked at.  In a series it goes on from workshop to workshop, for those who are remembered (rule S1).
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from server.core.groups import company, partners
from server.core.ids import PersonId
from server.core.pairing.instance import NEW, VETERAN, Pair
from server.core.people import Profile
from server.core.state import Round, Workshop


class Counts(Struct, frozen=True, rename="camel"):
    """What counts on in the next workshop of a series."""

    trios: int = 0
    """Rounds in a trio."""
    out: int = 0
    """Rounds that they sat out, by their wish or a facilitator's."""
    left_over: int = 0
    """Rounds in which no group had a place for them."""
    helped: int = 0
    """Rounds in which they, experienced, sat with somebody new."""

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.trios + other.trios,
            self.out + other.out,
            self.left_over + other.left_over,
            self.helped + other.helped,
        )


class Share(Counts, frozen=True):
    partners: int = 0
    """Different people they sat with in this workshop."""
    repeats: int = 0
    """Times that they sat with somebody whom they had met."""
    known: int | None = None
    """How many of those here they have met in earlier workshops of the series; None: they are not recognised."""


class Earlier(Struct, frozen=True):
    """What a series remembers of the people of one of its workshops who are recognised, under their ids there."""

    met: frozenset[Pair] = frozenset()
    counts: dict[PersonId, Counts] = {}


NOTHING = Earlier()


def fairness(
    state: Workshop, profiles: Mapping[PersonId, Profile], earlier: Earlier = NOTHING
) -> dict[PersonId, Share]:
    """Everybody who has not left, in the order in which they joined; with what counts on from earlier workshops."""
    helpers = helped(state, profiles)
    rounds = [(r, _beside(r), in_trio(r), overlooked(state, r)) for r in state.rounds]
    known: dict[PersonId, set[PersonId]] = {person: set() for person in earlier.counts}
    for a, b in earlier.met:
        known[PersonId(a)].add(PersonId(b))
        known[PersonId(b)].add(PersonId(a))
    here = [person for person, who in state.participants.items() if not who.gone]
    return {
        person: _share(
            person,
            rounds,
            earlier.counts.get(person, Counts()) + Counts(helped=helpers.get(person, 0)),
            known.get(person),
            here,
        )
        for person in here
    }


def _share(
    person: PersonId,
    rounds: Sequence[tuple[Round, Mapping[PersonId, set[PersonId]], frozenset[PersonId], frozenset[PersonId]]],
    before: Counts,
    known: set[PersonId] | None,
    here: Sequence[PersonId],
) -> Share:
    sat_with: set[PersonId] = set()
    repeats, (trios, out, left_over) = 0, (before.trios, before.out, before.left_over)
    for r, company_of, trio, over in rounds:
        beside = company_of.get(person, set())
        repeats += len(beside & (sat_with | (known or set())))
        sat_with |= beside
        trios += person in trio
        out += person in r.sat_out
        left_over += person in over
    return Share(
        trios,
        out,
        left_over,
        before.helped,
        partners=len(sat_with),
        repeats=repeats,
        known=None if known is None else len(known.intersection(here)),
    )


def helped(state: Workshop, profiles: Mapping[PersonId, Profile]) -> dict[str, int]:
    """In how many rounds each of the experienced sat with somebody new."""
    levels = {person: profile.level for person, profile in profiles.items() if profile.level}
    new = {person for person, level in levels.items() if level <= NEW}
    veterans = {person for person, level in levels.items() if level >= VETERAN}
    return Counter[str](
        person
        for r in state.rounds
        for g in r.groups.values()
        for person in veterans.intersection(company(g))
        if not new.isdisjoint(partners(g, person))
    )


def overlooked(state: Workshop, r: Round) -> frozenset[PersonId]:
    """Who has not left, was there, wanted to take part, and had no place in this round."""
    placed = {person for g in r.groups.values() for person in company(g)}
    return frozenset(
        person
        for person, who in state.participants.items()
        if not who.gone and who.joined_at <= r.published_at and person not in placed and person not in r.sat_out
    )


def _beside(r: Round) -> dict[PersonId, set[PersonId]]:
    """With whom each sat, for everybody who sat in a group."""
    found: dict[PersonId, set[PersonId]] = {}
    for g in r.groups.values():
        for person in company(g):
            found.setdefault(person, set()).update(partners(g, person))
    return found


def in_trio(r: Round) -> frozenset[PersonId]:
    """Who sat with two who sat with each other."""
    found: set[PersonId] = set()
    for g in r.groups.values():
        for person in company(g):
            others = partners(g, person)
            if len(others) == 2 and others[1] in partners(g, others[0]):
                found.add(person)
    return frozenset(found)
