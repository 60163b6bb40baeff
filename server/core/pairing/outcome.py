"""One way in for pairs and for tables, and the answer of FORMAT.md with its whole report, for `gespann pair`."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from server.core.pairing.again import RepeatsNeeded
from server.core.pairing.format import Name, Source
from server.core.pairing.instance import NEW, VETERAN, Instance, Pair, Person, pair
from server.core.pairing.plan import FewerRounds, Grouping, OtherSizes, Plan, RepeatNeeded, Way, Witness
from server.core.pairing.rounds import plan_rounds
from server.core.pairing.rules import LARGEST_GROUP, people_by_id
from server.core.pairing.score import DrawnByLot, ForcedChoice, LevelDistance, Reason, reasons, speaks
from server.core.pairing.tables.plan import plan_tables
from server.core.pairing.tables.witness import TablePlan, TableWitness
from server.core.pairing.ways import explained

WayOut = Way | FewerRounds | OtherSizes
SMALLEST = 2
OF_PEOPLE = {"people", "person", "members", "pairs", "clusters", "blocking"}
"""What holds ids, in witnesses and ways out."""
PAIRS = ((2, 2), (2, 3))
"""Sizes that mean pairs, with trios where pairs can't seat everybody."""


class Round(msgspec.Struct, frozen=True):
    """One round. `bound`: no round that is as good in all that comes before points has more; None if unknown.

    `uneven`: at tables, people outside their table's fair share of experience.
    """

    groups: tuple[Grouping, ...]
    unplaced: tuple[str, ...]
    repeats: tuple[Pair, ...]
    bound: int | None
    witness: tuple[Witness, ...] = ()
    ways: tuple[Way, ...] = ()
    """What could be done about this round, and its price; looked for in the first one only."""
    uneven: int | None = None

    @property
    def points(self) -> int:
        return sum(group.points for group in self.groups)


class Outcome(msgspec.Struct, frozen=True):
    """All rounds; `bound`: no plan of so many rounds that is as good in all that comes before points has more; None if
    unknown. `witness`: what is to be said about all of them. `ways`: what could be done about that, and its price.
    """

    rounds: tuple[Round, ...]
    proven: bool
    bound: int | None = None
    witness: tuple[TableWitness, ...] = ()
    ways: tuple[FewerRounds | OtherSizes, ...] = ()


def plan(instance: Instance, size: tuple[int, int], rounds: int, seed: int) -> Outcome:
    """Groups of size[0] to size[1] people over `rounds` rounds. Raises BadInstance."""
    if size in PAIRS:
        return _pairs(instance, rounds, seed)
    tables = plan_tables(instance, *size, rounds, seed)
    found = tuple(
        Round(each.groups, each.unplaced, each.repeats, each.bound, uneven=each.uneven) for each in tables.rotations
    )
    ways: tuple[FewerRounds | OtherSizes, ...] = (*_other_sizes(instance, size, tables, seed), *_fewer(found))
    return Outcome(found, tables.proven, sum(each.bound for each in tables.rotations), tables.witness, ways)


def _pairs(instance: Instance, rounds: int, seed: int) -> Outcome:
    found = plan_rounds(instance, rounds, seed)
    first, ways = explained(instance, seed, found.plans[0])
    each = (_as_round(first, ways), *map(_as_round, found.plans[1:]))
    told, fewer = tuple[TableWitness, ...](), tuple[FewerRounds, ...]()
    if rounds > 1 and found.repeats:
        told = (RepeatsNeeded(found.repeats, found.least, found.why),)
        fewer = _fewer(each)
    return Outcome(each, first.proven if rounds == 1 else found.proven, found.bound, told, fewer)


def _fewer(rounds: Sequence[Round]) -> tuple[FewerRounds, ...]:
    """How many of these rounds, taken as they are, can stay with nobody meeting again; nothing if fewer than two."""
    before = {two for each in rounds for two in each.repeats if _first(rounds, two) is each}  # had met already
    kept: list[Round] = []
    seen = set(before)
    for each in sorted(rounds, key=lambda each: len(each.repeats)):
        here = {pair(a, b) for group in each.groups for a, b in combinations(group.members, 2)}
        if not here & seen:
            kept.append(each)
            seen |= here
    return (FewerRounds(len(kept), 0),) if 1 < len(kept) < len(rounds) else ()


def _first(rounds: Sequence[Round], two: Pair) -> Round | None:
    return next((each for each in rounds if any(set(two) <= set(group.members) for group in each.groups)), None)


def _other_sizes(instance: Instance, size: tuple[int, int], found: TablePlan, seed: int) -> tuple[OtherSizes, ...]:
    """The next sizes at which more people have a place in the first round, or, where all have one, the next smaller if
    fewer meet again at these.
    """
    low, high = size
    rounds, now = len(found.rotations), _missing(found)
    if not any(now):
        return ()
    for lower, higher in ((low, high + 1), (low - 1, high), (low - 1, high + 1)) if now[0] else ((low - 1, high),):
        if lower >= SMALLEST and higher <= LARGEST_GROUP:
            over, again = _missing(plan_tables(instance, lower, higher, 1 if now[0] else rounds, seed))
            if over < now[0]:
                return (OtherSizes(lower, higher, over),)
            if not over and again < now[1]:
                return (OtherSizes(lower, higher, 0, again),)
    return ()


def _missing(found: TablePlan) -> tuple[int, int]:
    """People without a place in the first round, and repeats of all rounds."""
    return len(found.rotations[0].unplaced), sum(len(each.repeats) for each in found.rotations)


def why(source: Source, known: Mapping[str, Person], group: Grouping) -> tuple[tuple[Pair, tuple[Reason, ...]], ...]:
    """For each two of a group, once, from the side of the first; the points of the group follow from these.

    Where nothing that is known speaks for two, the lot is a reason. `known`: the people of the instance.
    """

    def found(a: str, b: str) -> tuple[Reason, ...]:
        told = reasons(known[a], known[b], source.instance.weights)
        if group.forced:
            return (*told, ForcedChoice())
        return told if any(tells(source, (a, b), each) for each in told) else (*told, DrawnByLot())

    return tuple(((a, b), found(a, b)) for a, b in combinations(group.members, 2))


def tells(source: Source, two: Pair, reason: Reason) -> bool:
    """Whether a reason says something of these two: not a level that wasn't stated or doesn't count."""
    if isinstance(reason, LevelDistance):
        return source.instance.weights.experience > 0 and source.no_level.isdisjoint(two)
    return speaks(reason)


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
            "witness": _in_spelling(outcome.witness, spelling),
            "ways_out": _in_spelling(outcome.ways, spelling),
            "rounds": [_report(r, source) for r in outcome.rounds],
            "people": _counts(outcome, source),
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
        "witness": _in_spelling(r.witness, spelling),
        "ways_out": _in_spelling(r.ways, spelling),
        **({} if r.uneven is None else {"uneven": r.uneven}),
        "groups": [
            {
                "members": _spelled(group.members, spelling),
                "person_points": group.points,
                "reasons": [
                    {"between": _spelled(two, spelling), "reasons": found} for two, found in why(source, known, group)
                ],
            }
            for group in r.groups
        ],
    }


def _as_round(found: Plan, ways: tuple[Way, ...] = ()) -> Round:
    again = tuple(two for each in found.witness if isinstance(each, RepeatNeeded) for two in each.pairs)
    return Round(found.groups, found.unplaced, again, found.bound, found.witness, ways)


def _spelled(ids: Iterable[str], spelling: Mapping[str, Name]) -> list[Name]:
    return [spelling.get(i, i) for i in ids]


def _counts(outcome: Outcome, source: Source) -> list[dict[str, object]]:
    """What each person has had so far, what the file brought in included, in the words in which a file brings it in."""
    known, before = people_by_id(source.instance), source.instance
    seats, over = Counter(before.trio_seats), Counter(before.left_over)
    helped, again = Counter(before.helped), Counter[str]()
    for each in outcome.rounds:
        over.update(each.unplaced)
        again.update(i for two in each.repeats for i in two)
        for group in each.groups:
            seats.update(group.members if len(group.members) == 3 else ())
            if any(known[i].level <= NEW for i in group.members):
                helped.update(i for i in group.members if known[i].level >= VETERAN)
    return [
        {
            "id": source.spelling.get(i, i),
            "trio_seats": seats[i],
            "left_over": over[i],
            "helped": helped[i],
            "repeats": again[i],
        }
        for i in known
    ]


def _in_spelling(found: Sequence[Witness | TableWitness | WayOut], spelling: Mapping[str, Name]) -> object:
    def told(value: object, *, people: bool) -> object:
        match value:
            case dict():
                return {key: told(each, people=people or key in OF_PEOPLE) for key, each in value.items()}
            case list() | tuple():
                return [told(each, people=people) for each in value]
            case str() if people:
                return spelling.get(value, value)
            case _:
                return value

    return told(msgspec.to_builtins(found), people=False)
