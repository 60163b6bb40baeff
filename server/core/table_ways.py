"""Why a round of tables isn't as one would like it, so that a person can check it; and ways out with their price (P11).

Each way out is planned, in a hurry, and its price is the difference to the plan at hand. What is said of repeats is
counted as if nobody were kept apart: that holds all the more where somebody is, and tells nobody of it (rule P2).
"""

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from server.core.pairing.instance import Instance
from server.core.pairing.plan import (
    Cost,
    NoRepeats,
    Plan,
    RepeatNeeded,
    TablesOf,
    Way,
    repeats_in,
)
from server.core.pairing.rules import LARGEST_GROUP
from server.core.pairing.tables.plan import least_repeats
from server.core.pairing.ways import Clusters, Locked, cost, hosts, unlocked, without_met
from server.core.tables import plan_tables_of, sizes, uneven, wanting_tables

SMALLEST_TABLE = 3
"""Two are a pair, and a workshop of pairs is another one."""


def explained_tables(
    instance: Instance, size: int, seed: int, plan: Plan, locked: Locked = ()
) -> tuple[Plan, tuple[Way, ...]]:
    """The plan with its witnesses in full, and the ways out. It is a plan of this instance with these locked groups."""
    if not wanting_tables(plan, instance):
        return plan, ()

    def tables_of(size: int, room: Instance, kept: Locked) -> tuple[Plan, Cost]:
        after = plan_tables_of(room, size, seed, kept, hurry=True).plan
        more = _uneven(after, room, size) - _uneven(plan, instance, before)
        return after, replace(cost(plan, after, room), trios=0, uneven=more)

    before, priced = size, partial(tables_of, size)
    witness = tuple(_counted(w, instance, plan, locked) if isinstance(w, RepeatNeeded) else w for w in plan.witness)
    ways: list[Way] = []
    if repeats_in(plan, instance):
        after, change = priced(without_met(instance, locked), locked)
        ways += [NoRepeats(change)] if after.groups else []
    free = len(instance.people) - sum(map(len, locked))
    for near in _other_sizes(free, size):
        better = max((TablesOf(one, tables_of(one, instance, locked)[1]) for one in near), key=_gain)
        if _gain(better) > (0, 0, 0):
            ways.append(better)
            break
    ways += hosts(instance, plan, locked, Clusters((), ()), priced)
    ways += unlocked(instance, locked, priced)
    return replace(plan, witness=witness), tuple(ways)


def _other_sizes(people: int, size: int) -> Iterator[list[int]]:
    """The sizes nearest to this one, then those farther away; without those that come to the same tables."""
    seen = {sizes(people, size)}
    for away in range(1, LARGEST_GROUP):
        both = [one for one in (size - away, size + away) if SMALLEST_TABLE <= one <= LARGEST_GROUP]
        if near := [one for one in both if sizes(people, one) not in seen]:
            yield near
        seen |= {sizes(people, one) for one in near}


def _gain(way: TablesOf) -> tuple[int, int, int]:
    return way.cost.placed, -way.cost.repeats, -way.cost.uneven


def _uneven(plan: Plan, instance: Instance, size: int) -> int:
    return uneven(instance.people, size, [group.members for group in plan.groups])


def _counted(found: RepeatNeeded, instance: Instance, plan: Plan, locked: Locked) -> RepeatNeeded:
    """With the number of repeats that there must be, if all who are left over speak with nobody else."""
    held = {person_id for group in locked for person_id in group}
    free = tuple(person for person in instance.people if person.id not in held)
    here = tuple(person for person in free if person.id not in plan.unplaced)
    over = [set(person.langs) for person in free if person.id in plan.unplaced]
    if any(not langs.isdisjoint(person.langs) for langs in over for person in here):
        return found
    many = [len(group.members) for group in plan.groups if not group.locked]
    room = replace(instance, people=here, keep_apart=frozenset())
    at_least, why = least_repeats(room, min(many), max(many))
    return replace(found, at_least=at_least, why=why)
