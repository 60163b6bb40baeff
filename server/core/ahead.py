"""The round to come, planned together with those after it (rule P16).

Planned one by one, rounds of few people run into dead ends: the last one gets what the others left. So all that are to
come are planned at once; the first of them is drafted, and the others are kept until their own turn has come, when they
are what the next plan starts from, with who is there by then.

To be run where plans are computed: the engine behind it loads numpy.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import chain

from msgspec.structs import replace

from server.core.pairing.instance import Instance, Pair, Person, meetings
from server.core.pairing.plan import Ahead, Plan, RepeatNeeded, Seats
from server.core.pairing.repair import Worth, worth
from server.core.tables import plan_tables_of

FEWEST, TOGETHER = 4, 40
"""Of more people in pairs each round is planned for itself, and proven: there, they don't stand in each other's way.
Of fewer there is nothing to plan.
"""

Seating = Sequence[Seats]
"""Who sits with whom in one round."""


def plan_ahead(
    instance: Instance,
    seed: int,
    *,
    size: int = 2,
    rounds: int = 1,
    locked: Sequence[Seats] = (),
    later: Sequence[Seating] = (),
    standing: Seating = (),
    anew: bool = False,
) -> Ahead:
    """The next of so many rounds, pairs or tables of about `size`, beside these locked groups; and those after it.

    `later`: what was planned of them earlier, after the `standing` groups where there are such. Planned `anew`, these
    are to be others if they are not locked, unless people who have met would meet again for it. Raises BadInstance.
    """
    planned = partial(_planned, seed=seed, size=size, rounds=rounds, locked=locked)
    kept = (standing, *later) if standing else later
    seen = meetings(group for group in standing if group not in locked) if anew else frozenset[Pair]()
    if not seen:
        return planned(instance, kept=kept)
    # The rounds can change places: what stands is a later one then.
    turned = kept if locked else (*later, standing) if later else ()
    if size > 2 and later and not locked:
        return planned(instance, kept=turned)
    other = planned(replace(instance, met=instance.met | seen), kept=kept if locked else later)
    if not any(_cost(instance, other)):
        return other
    return min(other, planned(instance, kept=turned, other_than=seen), key=partial(_cost, instance))


def _cost(instance: Instance, ahead: Ahead) -> tuple[int, int, int]:
    """Who is left over in the round; meetings of people who have met by then, in it and in all rounds."""
    met, repeats = instance.met, list[int]()
    for seating in (ahead.plan.seating, *ahead.later):
        here = meetings(seating)
        repeats.append(len(here & met))
        met |= here
    return len(ahead.plan.unplaced), repeats[0], sum(repeats)


def _planned(
    instance: Instance,
    *,
    seed: int,
    size: int,
    rounds: int,
    locked: Sequence[Seats],
    kept: Sequence[Seating],
    other_than: AbstractSet[Pair] = frozenset(),
) -> Ahead:
    """`kept`: earlier rounds to start from, that of the standing groups first where some are locked."""
    if size == 2:
        return _pairs(instance, seed, rounds, locked, kept, other_than)
    found = plan_tables_of(instance, size, seed, locked, rounds=rounds, kept=kept)
    if not locked or rounds == 1:
        return found
    room = instance.after(found.plan.seating, found.plan.unplaced)
    rest = plan_tables_of(room, size, seed, rounds=rounds - 1, kept=found.later)
    return Ahead(found.plan, (rest.plan.seating, *rest.later))


def _pairs(
    instance: Instance,
    seed: int,
    rounds: int,
    locked: Sequence[Seats],
    kept: Sequence[Seating],
    other_than: AbstractSet[Pair],
) -> Ahead:
    from server.core.pairing.round import plan_round  # noqa: PLC0415 - numpy and scipy load where plans are computed

    plan = alone = plan_round(instance, seed, locked)
    later: list[list[Seats]] = [[] for _ in range(1, rounds)]
    for island in _islands(instance) if rounds > 1 else ():
        here = frozenset(person.id for person in island.people)
        own, tied = _within(alone, here), [group for group in locked if here.issuperset(group)]
        known = [[group for group in seating if not here.isdisjoint(group)] for seating in kept]
        first, *rest = _together(island, own, seed, rounds, tied, known, other_than)
        if first != own:
            others = _within(plan, frozenset(person.id for person in instance.people) - here)
            groups = sorted((*others.groups, *first.groups), key=lambda group: group.members not in locked)
            plan = replace(plan, groups=tuple(groups), unplaced=tuple(sorted((*others.unplaced, *first.unplaced))))
        for seating, found in zip(later, rest, strict=True):
            seating.extend(found.seating)
    return Ahead(_drafted(instance, plan, alone), tuple(map(tuple, later)) if any(later) else ())


def _within(plan: Plan, here: frozenset[str]) -> Plan:
    """What of it is about these people."""
    groups = tuple(group for group in plan.groups if here.issuperset(group.members))
    return replace(plan, groups=groups, unplaced=tuple(i for i in plan.unplaced if i in here))


def _islands(instance: Instance) -> list[Instance]:
    """Rooms of FEWEST to TOGETHER people: all, or those who have no language in common with anybody else."""
    found: list[tuple[set[str], list[Person]]] = []
    for person in instance.people:
        langs, people = set(person.langs), [person]
        for island in [each for each in found if not langs.isdisjoint(each[0])]:
            found.remove(island)
            langs |= island[0]
            people = [*island[1], *people]
        found.append((langs, people))
    if len(instance.people) <= TOGETHER:
        found = [(set(), list(instance.people))]
    rooms = [tuple(people) for _, people in found]
    return [replace(instance, people=people) for people in rooms if FEWEST <= len(people) <= TOGETHER]


def _together(
    instance: Instance,
    alone: Plan,
    seed: int,
    rounds: int,
    locked: Sequence[Seats],
    kept: Sequence[Seating],
    other_than: AbstractSet[Pair],
) -> tuple[Plan, ...]:
    """So many rounds; the first is `alone`, what it could be by itself, or as good before helping and points."""
    from server.core.pairing.round import plan_round  # noqa: PLC0415 - as above
    from server.core.pairing.rounds import plan_rounds  # noqa: PLC0415 - as above

    later = kept[1:] if locked else kept

    def followed(first: Plan) -> tuple[Plan, ...]:
        room = instance.after(first.seating, first.unplaced)
        return (first, *plan_rounds(room, rounds - 1, seed, later).plans)

    if locked:  # the best round beside them, and the best that takes no meeting from those after it
        spoken_for = meetings(chain.from_iterable(later))
        orders = [followed(plan_round(replace(instance, met=instance.met | spoken_for), seed, locked))]
    else:
        joint = plan_rounds(instance, rounds, seed, kept).plans
        orders = [(plan, *joint[:k], *joint[k + 1 :]) for k, plan in enumerate(joint)]
    return max((followed(alone), *orders), key=lambda plans: _judged(instance, plans, other_than))


def _judged(instance: Instance, plans: Sequence[Plan], other_than: AbstractSet[Pair]) -> tuple[int, ...]:
    """The greater the better. Nothing before helping is worse now for the sake of rounds that may never be."""
    now, total, room = worth(instance, plans[0].seating), Worth(), instance
    for plan in plans:
        total = total.plus(worth(room, plan.seating))
        room = room.after(plan.seating, plan.unplaced)
    first = now._replace(load=0, points=0)
    shown = len(meetings(plans[0].seating) & other_than)
    return (*first, *total._replace(load=now.load, points=0), -shown, total.points, now.points)


def _drafted(instance: Instance, plan: Plan, alone: Plan) -> Plan:
    """The plan with what is known of its round by the best `alone`."""
    if plan == alone:
        return alone
    again = tuple(sorted(meetings(plan.seating) & instance.met))
    told = tuple(each for each in alone.witness if not isinstance(each, RepeatNeeded))
    witness = (*told, *((RepeatNeeded(again),) if again else ()))
    return replace(plan, witness=witness, proven=False, bound=max(alone.bound, plan.points))
