"""One way in for pairs and for tables, and the answer of FORMAT.md with its whole report, for `gespann pair`."""

from collections.abc import Iterable, Mapping
from itertools import combinations

import msgspec

from server.core.pairing.format import Name, Source
from server.core.pairing.instance import Instance, Pair, Person, Weights
from server.core.pairing.plan import Grouping, Plan, RepeatNeeded, Witness
from server.core.pairing.rounds import plan_rounds
from server.core.pairing.rules import people_by_id
from server.core.pairing.score import ForcedChoice, Reason, reasons
from server.core.pairing.tables.plan import plan_tables
from server.core.pairing.tables.witness import TableWitness

PAIRS = ((2, 2), (2, 3))
"""Sizes that mean pairs, with trios where pairs can't seat everybody."""


class Round(msgspec.Struct, frozen=True):
    """One round. `bound`: no round that is as good in all that comes before points has more; None if unknown."""

    groups: tuple[Grouping, ...]
    unplaced: tuple[str, ...]
    repeats: tuple[Pair, ...]
    bound: int | None
    witness: tuple[Witness, ...] = ()

    @property
    def points(self) -> int:
        return sum(group.points for group in self.groups)


class Outcome(msgspec.Struct, frozen=True):
    """All rounds; `bound`: no plan of so many rounds that is as good in all that comes before points has more; None if
    unknown. `witness`: what is to be said about all of them (tables).
    """

    rounds: tuple[Round, ...]
    proven: bool
    bound: int | None = None
    witness: tuple[TableWitness, ...] = ()


def plan(instance: Instance, size: tuple[int, int], rounds: int, seed: int) -> Outcome:
    """Groups of size[0] to size[1] people over `rounds` rounds. Raises BadInstance."""
    if size in PAIRS:
        found_pairs = plan_rounds(instance, rounds, seed)
        proven = rounds == 1 and found_pairs.plans[0].proven
        return Outcome(tuple(map(_as_round, found_pairs.plans)), proven, found_pairs.bound)
    tables = plan_tables(instance, *size, rounds, seed)
    found = tuple(Round(each.groups, each.unplaced, each.repeats, each.bound) for each in tables.rotations)
    return Outcome(found, tables.proven, witness=tables.witness)


def why(known: Mapping[str, Person], weights: Weights, group: Grouping) -> tuple[tuple[Pair, tuple[Reason, ...]], ...]:
    """For each two of a group, once, from the side of the first; the points of the group follow from these."""
    extra = (ForcedChoice(),) if group.forced else ()
    return tuple(((a, b), (*reasons(known[a], known[b], weights), *extra)) for a, b in combinations(group.members, 2))


def answer(outcome: Outcome, source: Source) -> bytes:
    """The answer of FORMAT.md as JSON, with ids as the file spells them."""
    spelling = source.spelling
    points = sum(r.points for r in outcome.rounds)
    told = {
        "rounds": [{"groups": [_spelled(group.members, spelling) for group in r.groups]} for r in outcome.rounds],
        "unplaced": [_spelled(r.unplaced, spelling) for r in outcome.rounds],
        "report": {
            "proven": outcome.proven,
            "upper_bound": outcome.bound,
            "share": round(points / outcome.bound, 6) if outcome.bound else None,
            "witness": outcome.witness,
            "rounds": [_report(r, source) for r in outcome.rounds],
        },
    }
    return msgspec.json.encode(told)


def _report(r: Round, source: Source) -> dict[str, object]:
    spelling, known = source.spelling, people_by_id(source.instance)
    return {
        "person_points": r.points,
        "upper_bound": r.bound,
        "share": round(r.points / r.bound, 6) if r.bound else None,
        "trios": sum(len(group.members) == 3 for group in r.groups),
        "repeats": len(r.repeats),
        "witness": r.witness,
        "groups": [
            {
                "members": _spelled(group.members, spelling),
                "person_points": group.points,
                "reasons": [
                    {"between": _spelled(two, spelling), "reasons": found}
                    for two, found in why(known, source.instance.weights, group)
                ],
            }
            for group in r.groups
        ],
    }


def _as_round(found: Plan) -> Round:
    again = tuple(two for each in found.witness if isinstance(each, RepeatNeeded) for two in each.pairs)
    return Round(found.groups, found.unplaced, again, found.bound, found.witness)


def _spelled(ids: Iterable[str], spelling: Mapping[str, Name]) -> list[Name]:
    return [spelling.get(i, i) for i in ids]
