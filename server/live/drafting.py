"""From 'draft groups' to the `RecordDraft` that the planner's groups make."""

from hashlib import sha256
from itertools import combinations

from msgspec.structs import replace

from server.core.commands import RecordDraft
from server.core.ids import PersonId
from server.core.pairing.instance import BadInstance, Instance, Pair, pair
from server.core.pairing.plan import Grouping, Plan, RepeatNeeded, Witness
from server.core.pairing.problem import problem
from server.core.pairing.rules import people_by_id, without_choice
from server.core.people import Profile
from server.core.rejections import BrokenDraft, NobodyToGroup, NoRoundsLeft, RoundIsRunning, WorkshopIsClosed
from server.core.state import Closed, Draft, DraftGroup, Gathering, Workshop
from server.live.planner import Planner, PlannerDied

Locked = tuple[tuple[PersonId, ...], ...]


def task_for(state: Workshop, profiles: dict[PersonId, Profile]) -> tuple[Instance, Locked]:
    """What the planner needs.  Raises the Rejection that `RecordDraft` would meet, before anything is computed."""
    match state.phase:
        case Closed():
            raise WorkshopIsClosed
        case Gathering(draft):
            instance = problem(state, profiles)
        case _:
            raise RoundIsRunning(round=len(state.rounds))
    if len(state.rounds) >= state.design.rounds:
        raise NoRoundsLeft(rounds=state.design.rounds)
    if len(instance.people) < 2:
        raise NobodyToGroup(people=len(instance.people))
    return instance, tuple(g.members for g in draft.groups if g.locked) if draft else ()


def shown(standing: Draft | None) -> frozenset[Pair]:
    """Who sits together in the standing draft, in groups that are not locked: planning again means 'not like this'."""
    groups = standing.groups if standing else ()
    return frozenset(pair(*sorted(two)) for g in groups if not g.locked for two in combinations(g.members, 2))


def repeats(planned: Plan, instance: Instance) -> int:
    return sum(pair(*sorted(two)) in instance.met for g in planned.groups for two in combinations(g.members, 2))


async def plan(
    planner: Planner, state: Workshop, profiles: dict[PersonId, Profile], key: str, *, best: bool = False
) -> RecordDraft:
    """The draft of the round after `state`.

    The request's key is the seed: asking anew shuffles anew, and repeating a request does not.  With `best` it is the
    best plan, whether it is shown already or not.  Raises Rejection.
    """
    instance, locked = task_for(state, profiles)
    standing = state.phase.draft if isinstance(state.phase, Gathering) else None
    seed = int.from_bytes(sha256(key.encode()).digest()[:4], "big")
    seen: frozenset[Pair] = frozenset() if best else shown(standing)
    bound = standing.bound if standing else None
    try:
        planned = await planner.plan(replace(instance, met=instance.met | seen), seed, locked)
        if seen and repeats(planned, instance):  # a draft that was seen counts less than people who have met
            again = await planner.plan(instance, seed, locked)
            planned = min(planned, again, key=lambda each: repeats(each, instance))
    except (BadInstance, PlannerDied) as error:
        raise BrokenDraft from error
    kept = {g.members: g for g in standing.groups if g.locked} if standing else {}
    free = [i for group in planned.groups if not group.locked for i in group.members] + list(planned.unplaced)
    known = people_by_id(instance)

    def drafted(group: Grouping) -> DraftGroup:
        members = tuple(map(PersonId, group.members))
        # Whom the plan holds for forced doesn't count: there, who was seen in the draft before has met.
        forced = without_choice(instance, members, free, known)
        return kept.get(members) or DraftGroup(members, points=group.points, forced=forced)

    groups = tuple(map(drafted, planned.groups))
    unplaced = tuple(PersonId(person) for person in planned.unplaced)
    if bound is None and not seen and not locked:  # what locks cost is no bound once they are opened
        bound = planned.bound
    witness = tuple(_of_those_who_met(found, instance) for found in planned.witness)
    told = tuple(found for found in witness if found is not None)
    return RecordDraft(len(state.rounds) + 1, groups, unplaced, state.version, instance.weights, bound, told)


def _of_those_who_met(found: Witness, instance: Instance) -> Witness | None:
    """Only real repeats are told of, not those with a draft that was seen."""
    if not isinstance(found, RepeatNeeded):
        return found
    pairs = tuple(two for two in found.pairs if two in instance.met)
    return RepeatNeeded(pairs) if pairs else None
