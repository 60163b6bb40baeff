"""A round of tables: about so many people at each, planned anew or mended (rules D9, D10).

The sizes follow from how many people there are, so that nobody is left over for a number that does not divide.
To be run where plans are computed: the engine behind it loads numpy.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from msgspec.structs import replace

from server.core.pairing.instance import Instance, Person, pair
from server.core.pairing.plan import Grouping, Plan, RepeatNeeded, Shortage, UnevenTables, Witness, repeats_in
from server.core.pairing.repair import Mended, Worth, moved, worth
from server.core.pairing.rules import LARGEST_GROUP, Fault, group_faults, people_by_id
from server.core.pairing.score import pair_score, points_of

Seats = tuple[str, ...]
SMALLEST = 2


def sizes(people: int, size: int) -> tuple[int, int]:
    """The smallest and the largest table where so many people sit at tables of about `size`; they differ by one."""
    tables = max(1, min(max(-(-people // LARGEST_GROUP), (2 * people + size) // (2 * size)), people // SMALLEST))
    return people // tables, -(-people // tables)


def plan_tables_of(
    instance: Instance, size: int, seed: int, locked: Sequence[Sequence[str]] = (), *, hurry: bool = False
) -> Plan:
    """Tables of about `size` people: most people seated, fewest repeats, experience spread, then points.

    Locked groups stay as they are. Nothing is said to be proven; `bound` is one, and a loose one.
    """
    held = {person_id for group in locked for person_id in group}
    free = replace(instance, people=tuple(person for person in instance.people if person.id not in held))
    known = people_by_id(instance)
    kept = tuple(Grouping(tuple(g), points_of([known[i] for i in g], instance.weights), locked=True) for g in locked)
    if len(free.people) < SMALLEST:
        return Plan(kept, tuple(known.keys() - held), proven=False, bound=sum(group.points for group in kept))
    found = _seated(free, size, seed, hurry=hurry)
    if any(instance.late.issuperset(group.members) for group in found.groups):
        # Rule P6: late arrivals count as if they had met, which spreads them, unless that costs more than it is worth.
        parted = free.met | {pair(a, b) for a, b in combinations(sorted(free.late), 2)}
        spread = _seated(replace(free, met=parted), size, seed, hurry=hurry)
        found = min(found, spread, key=lambda plan: _cost(free, plan))
    together = sorted(_again(instance, [group.members for group in (*kept, *found.groups)]))
    witness: list[Witness] = [*found.witness, *([RepeatNeeded(tuple(together))] if together else [])]
    bound = sum(group.points for group in kept) + found.bound
    return Plan((*kept, *found.groups), found.unplaced, tuple(witness), proven=False, bound=bound)


def _seated(instance: Instance, size: int, seed: int, *, hurry: bool) -> Plan:
    """Tables that differ by one person where that seats everybody (languages may need others), else other sizes.

    Who sits in pairs and trios can sit at tables, and tables of two to eight come apart into pairs and trios: so a
    proven plan of these seats as many as tables can, and its witness is that of the tables.
    """
    from server.core.pairing.round import plan_round  # noqa: PLC0415 - numpy loads where plans are computed alone
    from server.core.pairing.tables.plan import plan_tables  # noqa: PLC0415 - as above

    regular = sizes(len(instance.people), size)
    found, witness, placed = list[Plan](), tuple[Witness, ...](), Plan((), ())
    for low, high in _ranges(*regular):
        tables = plan_tables(instance, low, high, 1, seed, hurry=hurry).rotations[0]
        found.append(Plan(tables.groups, tables.unplaced, bound=tables.bound))
        if tables.unplaced and len(found) == 1:
            placed = plan_round(instance, seed)
            witness = tuple(each for each in placed.witness if isinstance(each, Shortage))
        if _left(found[-1]) <= _left(placed):
            break
    best = min(found, key=_left)
    if _left(placed) < _left(best):
        groups = _joined(instance, [group.members for group in placed.groups], regular[1])
        best = replace(found[-1], groups=groups, unplaced=placed.unplaced)
    if _left(best) < _left(found[0]):
        witness += (UnevenTables(*regular, _left(found[0])),)
    return replace(best, witness=witness)


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


def _ranges(low: int, high: int) -> Iterator[tuple[int, int]]:
    wider = max(SMALLEST, low - 1), min(LARGEST_GROUP, high + 1)
    yield from dict.fromkeys([(low, high), wider, (SMALLEST, LARGEST_GROUP)])


def wanting_tables(plan: Plan, instance: Instance) -> bool:
    """Whether somebody is left over or meets again, or tables differ by more than one person to seat everybody."""
    uneven = any(isinstance(each, UnevenTables) for each in plan.witness)
    return bool(plan.unplaced) or uneven or repeats_in(plan, instance) > 0


def _cost(instance: Instance, plan: Plan) -> tuple[int, int, int]:
    groups = [group.members for group in plan.groups]
    lonely = sum(instance.late.issuperset(group) for group in groups)
    return len(plan.unplaced), len(_again(instance, groups)), lonely


def _again(instance: Instance, groups: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
    return {pair(a, b) for group in groups for a, b in combinations(group, 2)} & instance.met


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
    low, high = sizes(len(people), size)
    return sum(not low <= len(group) <= high for group in groups)
