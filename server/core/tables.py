"""A round of tables: about so many people at each, planned anew or mended (rules D9, D10).

The sizes follow from how many people there are, so that nobody is left over for a number that does not divide.
To be run where plans are computed: the engine behind it loads numpy.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations

from msgspec.structs import replace

from server.core.pairing.instance import Instance, Person, meetings, pair
from server.core.pairing.plan import (
    Ahead,
    Grouping,
    Plan,
    RepeatNeeded,
    Seats,
    Shortage,
    UnevenTables,
    Witness,
    repeats_in,
)
from server.core.pairing.repair import Mended, Worth, moved, worth
from server.core.pairing.rules import LARGEST_GROUP, Fault, group_faults, people_by_id
from server.core.pairing.score import pair_score, points_of

Rotation = Sequence[Sequence[str]]
"""The tables of a round."""
Sizes = tuple[int, int]
"""The smallest and the largest table."""
SMALLEST = 2


def sizes(people: int, size: int, tables: int = 0) -> Sizes:
    """The smallest and the largest table where so many people sit at tables of about `size`; they differ by one.

    At so many `tables`, if they differ from `size` by one at most.
    """
    if not tables or not size - 1 <= people // tables <= -(-people // tables) <= min(size + 1, LARGEST_GROUP):
        tables = max(1, min(max(-(-people // LARGEST_GROUP), (2 * people + size) // (2 * size)), people // SMALLEST))
    return people // tables, -(-people // tables)


def plan_tables_of(
    instance: Instance,
    size: int,
    seed: int,
    locked: Rotation = (),
    *,
    rounds: int = 1,
    kept: Sequence[Rotation] = (),
    hurry: bool = False,
) -> Ahead:
    """Tables of about `size` people: most people seated, fewest repeats, experience spread, then points.

    So many `rounds` are planned together, from those that are `kept` of an earlier plan; but nobody stays over or meets
    again now for the sake of those to come. Locked groups stay as they are, and then what is kept for later does, too.
    Nothing is said to be proven; `bound` is one, and a loose one.
    """
    held = {person_id for group in locked for person_id in group}
    free = replace(instance, people=tuple(person for person in instance.people if person.id not in held))
    known = people_by_id(instance)
    fixed = tuple(Grouping(tuple(g), points_of([known[i] for i in g], instance.weights), locked=True) for g in locked)
    found = Ahead(
        Plan((), tuple(person.id for person in free.people)),
        tuple(tuple(map(tuple, rotation)) for rotation in kept[1:rounds]),
    )
    if len(free.people) >= SMALLEST and locked:
        found = replace(found, plan=_beside(free, size, seed, found.later, hurry=hurry))
    elif len(free.people) >= SMALLEST:
        found = _ahead(free, size, seed, rounds, kept[:rounds], hurry=hurry)
    groups = (*fixed, *found.plan.groups)
    together = sorted(meetings(group.members for group in groups) & instance.met)
    witness: list[Witness] = [*found.plan.witness, *([RepeatNeeded(tuple(together))] if together else [])]
    bound = sum(group.points for group in fixed) + found.plan.bound
    plan = Plan(groups, found.plan.unplaced, tuple(witness), proven=False, bound=bound)
    return Ahead(plan, found.later)


def _beside(instance: Instance, size: int, seed: int, later: Sequence[Rotation], *, hurry: bool) -> Plan:
    """One round, in which nobody meets those whom they are to meet `later`, where that costs nothing."""
    regular, spoken_for = sizes(len(instance.people), size), meetings(group for rotation in later for group in rotation)
    found, _ = _alone(replace(instance, met=instance.met | spoken_for), regular, seed, hurry=hurry)
    if later and any(_cost(instance, found)):
        found = min(found, _alone(instance, regular, seed, hurry=hurry)[0], key=partial(_cost, instance))
    return found


def _ahead(instance: Instance, size: int, seed: int, rounds: int, kept: Sequence[Rotation], *, hurry: bool) -> Ahead:
    """All rounds together; or the first alone and then the others, where that is better for the first."""
    regular = sizes(len(instance.people), size, len(kept[0]) if kept else 0)
    if rounds == 1 and not kept:
        return Ahead(_alone(instance, regular, seed, hurry=hurry)[0])
    together = partial(_together, instance, rounds=rounds, seed=seed, kept=kept)
    # Where all get on, these sizes seat them; else one round tells, for less work than all of them, which sizes do.
    found = together(regular, hurry=hurry) if _all_get_on(instance) else None
    if found and not any(_cost(instance, found.plan)):
        return found
    alone, between = _alone(instance, regular, seed, hurry=hurry)
    if between == (SMALLEST, LARGEST_GROUP):
        return Ahead(alone)  # it is hard enough to seat them once
    found = found or together(between, hurry=hurry or between != regular)
    if _cost(instance, found.plan) <= _cost(instance, alone):
        return replace(found, plan=replace(found.plan, witness=alone.witness))
    if rounds == 1:
        return Ahead(alone)
    after = replace(instance, met=instance.met | meetings(alone.seating))
    return Ahead(
        alone, tuple(plan.seating for plan in _rounds(after, between, rounds - 1, seed, found.later, hurry=True))
    )


def _all_get_on(instance: Instance) -> bool:
    """Whether there is a language that all share, and nobody whom another is kept from."""
    here = {person.id for person in instance.people}
    shared = set.intersection(*(set(person.langs) for person in instance.people))
    return bool(shared) and not any(here.issuperset(two) for two in instance.keep_apart)


def _together(
    instance: Instance, between: Sizes, rounds: int, seed: int, kept: Sequence[Rotation], *, hurry: bool
) -> Ahead:
    """Rounds of tables of these sizes, planned together; that goes first which is the best now."""
    plans = _rounds(instance, between, rounds, seed, kept, hurry=hurry)
    first = min(plans, key=partial(_cost, instance))
    return Ahead(first, tuple(plan.seating for plan in plans if plan is not first))


def _rounds(
    instance: Instance, between: Sizes, rounds: int, seed: int, kept: Sequence[Rotation] = (), *, hurry: bool
) -> list[Plan]:
    from server.core.pairing.tables.plan import plan_tables  # noqa: PLC0415 - numpy loads where plans are computed alone

    found = plan_tables(instance, *between, rounds, seed, kept=kept, hurry=hurry)
    return [Plan(each.groups, each.unplaced, bound=each.bound) for each in found.rotations]


def _alone(instance: Instance, regular: Sizes, seed: int, *, hurry: bool) -> tuple[Plan, Sizes]:
    """One round, and the sizes of tables that it needs."""
    found = _seated(instance, regular, seed, hurry=hurry)
    if _lonely(instance, found[0]):
        spread = _seated(_parted(instance), regular, seed, hurry=hurry)
        found = min(found, spread, key=lambda each: _cost(instance, each[0]))
    return found


def _parted(instance: Instance) -> Instance:
    """Rule P6: late arrivals count as if they had met, which spreads them (unless it costs more than it is worth)."""
    return replace(instance, met=instance.met | {pair(a, b) for a, b in combinations(sorted(instance.late), 2)})


def _seated(instance: Instance, regular: Sizes, seed: int, *, hurry: bool) -> tuple[Plan, Sizes]:
    """Tables of the `regular` sizes where these seat everybody (languages may need others), else of others.

    Who sits in pairs and trios can sit at tables, and tables of two to eight come apart into pairs and trios: so a
    proven plan of these seats as many as tables can, and its witness is that of the tables.
    """
    from server.core.pairing.round import plan_round  # noqa: PLC0415 - numpy loads where plans are computed alone

    found, witness, placed = dict[Sizes, Plan](), tuple[Witness, ...](), Plan((), ())
    for between in _ranges(*regular):
        (found[between],) = _rounds(instance, between, 1, seed, hurry=hurry)
        if found[between].unplaced and len(found) == 1:
            placed = plan_round(instance, seed)
            witness = tuple(each for each in placed.witness if isinstance(each, Shortage))
        if _left(found[between]) <= _left(placed):
            break
    fits, best = min(found.items(), key=lambda each: _left(each[1]))
    if _left(placed) < _left(best):
        groups = _joined(instance, [group.members for group in placed.groups], regular[1])
        best, fits = Plan(groups, placed.unplaced, bound=found[between].bound), between
    if _left(best) < _left(found[regular]):
        witness += (UnevenTables(*regular, _left(found[regular])),)
    return replace(best, witness=witness), fits


def _left(plan: Plan) -> int:
    return len(plan.unplaced)


def _joined(instance: Instance, groups: Iterable[Seats], most: int) -> tuple[Grouping, ...]:
    """Groups put together at tables of at most so many people, as far as the rules allow."""
    known, tables = people_by_id(instance), list[Seats]()
    for group in groups:
        fits = [t for t in tables if len(t) + len(group) <= most and _legal(instance, (*t, *group), known)]
        if fits:
            table = min(fits, key=len)
            tables[tables.index(table)] = (*table, *group)
        else:
            tables.append(group)
    return tuple(Grouping(t, points_of([known[i] for i in t], instance.weights)) for t in tables)


def _legal(instance: Instance, group: Seats, known: Mapping[str, Person]) -> bool:
    return not group_faults(instance, group, known) - {Fault.REPEAT}


def _ranges(low: int, high: int) -> Iterator[Sizes]:
    wider = max(SMALLEST, low - 1), min(LARGEST_GROUP, high + 1)
    yield from dict.fromkeys([(low, high), wider, (SMALLEST, LARGEST_GROUP)])


def wanting_tables(plan: Plan, instance: Instance) -> bool:
    """Whether somebody is left over or meets again, or tables differ by more than one person to seat everybody."""
    uneven = any(isinstance(each, UnevenTables) for each in plan.witness)
    return bool(plan.unplaced) or uneven or repeats_in(plan, instance) > 0


def _cost(instance: Instance, plan: Plan) -> tuple[int, int, int]:
    return len(plan.unplaced), len(meetings(plan.seating) & instance.met), _lonely(instance, plan)


def _lonely(instance: Instance, plan: Plan) -> int:
    """Tables at which only late people sit."""
    return sum(instance.late.issuperset(group.members) for group in plan.groups)


def mend_tables(
    instance: Instance, size: int, groups: Sequence[Sequence[str]], fixed: Iterable[Sequence[str]] = ()
) -> Mended:
    """Chairs for all who sit at no table: where there is room, else at a new table, else beside the others.

    Nobody who has a place changes it, and nobody sits down at a table that is `fixed`.
    """
    room = _Room(instance, {frozenset(group) for group in fixed}, [tuple(group) for group in groups])
    low, high = sizes(len(instance.people), size)
    for most, least in ((high, low), (LARGEST_GROUP, SMALLEST)):
        room.sit_down(most)
        room.open_tables(least, high)
    return Mended(tuple(room.tables), tuple(room.waiting), moved(groups, room.tables))


class _Room:
    def __init__(self, instance: Instance, fixed: set[frozenset[str]], tables: list[Seats]) -> None:
        self._instance = instance
        self._people = people_by_id(instance)
        self._fixed = fixed
        self.tables = tables
        seated = {person_id for table in tables for person_id in table}
        self.waiting = [person.id for person in instance.people if person.id not in seated]

    def sit_down(self, most: int) -> None:
        """Each at the table where they meet nobody again, with the fewest people, that suits them best."""
        for one in tuple(self.waiting):
            open_ = [
                k
                for k, table in enumerate(self.tables)
                if len(table) < most and frozenset(table) not in self._fixed and self._legal((*table, one))
            ]
            if open_:
                best = min(open_, key=lambda k: self._price(one, self.tables[k]))
                self.tables[best] = (*self.tables[best], one)
                self.waiting.remove(one)

    def open_tables(self, least: int, most: int) -> None:
        for first in tuple(self.waiting):
            if first not in self.waiting:
                continue
            table: Seats = (first,)
            for other in self.waiting:
                if other != first and len(table) < most and self._legal((*table, other)):
                    table = (*table, other)
            if len(table) >= least:
                self.tables.append(table)
                self.waiting = [one for one in self.waiting if one not in table]

    def _legal(self, group: Seats) -> bool:
        return _legal(self._instance, group, self._people)

    def _price(self, one: str, table: Seats) -> tuple[int, int, int]:
        person, weights = self._people[one], self._instance.weights
        met = sum(pair(one, other) in self._instance.met for other in table)
        suits = sum(pair_score(person, self._people[other], weights) for other in table) // len(table)
        return met, len(table), -suits


def worth_of_tables(instance: Instance, groups: Sequence[Sequence[str]]) -> Worth:
    """As `worth`; a table of three is no trio, and who helps there is not counted (rule P14)."""
    return worth(instance, groups)._replace(trios=0, wishes=0, seats=0, load=0)


def uneven(people: Sequence[Person], size: int, groups: Iterable[Sequence[str]]) -> int:
    """How many tables have fewer or more people than they need have."""
    many = [len(group) for group in groups]
    low, high = sizes(len(people), size, len(many))
    return sum(not low <= each <= high for each in many)
