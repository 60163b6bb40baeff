"""Why a plan isn't as one would like it, so that a person can check it, and what could be done about it at what price.

Nothing is guessed: each way out is planned, and its price is the difference between that plan and the one at hand.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations

import msgspec

from server.core.pairing.again import FewPairs, FewStrangers, OddClusters, WhyRepeats
from server.core.pairing.board import Board, bits
from server.core.pairing.instance import Instance, Person, pair
from server.core.pairing.matching import shape
from server.core.pairing.plan import (
    Cost,
    Host,
    NoRepeats,
    Plan,
    RepeatNeeded,
    Shortage,
    TriosNeeded,
    Unlock,
    Way,
    free_trios,
    repeats_in,
    spare_trios,
    wanting,
)
from server.core.pairing.round import parts_of, plan_round
from server.core.pairing.rules import people_by_id
from server.core.pairing.score import pair_score
from server.core.pairing.whole import place_all

HOST = "\0host"
"""The id of somebody who isn't here yet."""
NAMED = 3
"""How many people a witness names; one would do, all would hide it."""
LOCKS = 3
"""So many locked groups are opened in trial, one at a time."""

Ids = tuple[tuple[str, ...], ...]
Locked = Sequence[Sequence[str]]
Priced = Callable[[Instance, Locked], tuple[Plan, Cost]]
"""Plans such a room with these locked groups; and what that plan changes of the one at hand."""


class Clusters(msgspec.Struct, frozen=True):
    """Sets of people, odd in number, who can only be with each other and with those of `blocking`."""

    clusters: Ids
    blocking: Ids

    @property
    def over(self) -> int:
        """So many people at least have no place in a pair."""
        return len(self.clusters) - len(self.blocking)


def explained(instance: Instance, seed: int, plan: Plan, locked: Locked = ()) -> tuple[Plan, tuple[Way, ...]]:
    """The plan with its witnesses in full, and the ways out. It is a plan of this instance with these locked groups."""
    if not wanting(plan, instance):
        return plan, ()
    witness, ways = list(plan.witness), list[Way]()

    def priced(room: Instance, kept: Locked) -> tuple[Plan, Cost]:
        after = plan_round(room, seed, kept)
        return after, cost(plan, after, room)

    repeats = next((each for each in witness if isinstance(each, RepeatNeeded)), None)
    if repeats is not None:
        strict, why = _without_repeats(instance, seed, plan, locked)
        witness[witness.index(repeats)] = msgspec.structs.replace(repeats, clusters=why.clusters, blocking=why.blocking)
        ways.append(NoRepeats(cost(plan, strict, instance)))
    found = odd_clusters(Board(instance, seed), instance, locked)
    if not plan.unplaced and spare_trios(plan) and found.over == free_trios(plan):
        witness.append(TriosNeeded(found.clusters, found.blocking, found.over))
    ways += hosts(instance, plan, locked, found, priced)
    ways += unlocked(instance, locked, priced)
    return msgspec.structs.replace(plan, witness=tuple(witness)), tuple(ways)


def odd_clusters(board: Board, instance: Instance, locked: Locked = ()) -> Clusters:
    """What keeps people out of pairs: for each part of the room the clusters of its Gallai-Edmonds shape."""
    clusters, blocking = list[tuple[str, ...]](), list[tuple[str, ...]]()

    def ids(mask: Sequence[int]) -> tuple[str, ...]:
        return tuple(sorted(board.ids[i] for i in mask))

    for part in parts_of(board, instance, locked)[0]:
        all_placed = place_all(part)
        if all_placed is not None and not part.hosts:
            # A part of the room is one cluster if it is odd, and if one trio is enough nothing more need be shown.
            clusters += [ids(bits(part.people))] * (part.people.bit_count() % 2)
        elif (seating := part.seat()).left:
            found = shape(part, seating)
            clusters += [ids(bits(cluster)) for cluster in found.clusters]
            blocking += [ids(group) for group in found.blocking]
    return Clusters(tuple(sorted(clusters)), tuple(sorted(blocking)))


def without_met(instance: Instance, locked: Locked = ()) -> Instance:
    """The same room where whoever has met is kept apart, but for those who must be together or are locked."""
    together = {pair(a, b) for group in locked for a, b in combinations(group, 2)} | instance.must_pair
    return msgspec.structs.replace(instance, keep_apart=instance.keep_apart | (instance.met - together))


def cost(before: Plan, after: Plan, instance: Instance) -> Cost:
    """What another plan changes."""
    return Cost(
        placed=len(before.unplaced) - len(after.unplaced),
        trios=free_trios(after) - free_trios(before),
        repeats=repeats_in(after, instance) - repeats_in(before, instance),
        points=after.points - before.points,
    )


def _without_repeats(instance: Instance, seed: int, plan: Plan, locked: Locked) -> tuple[Plan, Clusters]:
    new = without_met(instance, locked)
    strict = plan_round(new, seed, locked)
    why = odd_clusters(Board(new, seed), new, locked)
    if why.over <= len(plan.unplaced) + free_trios(plan):  # they could be in trios, then, if their clusters had some
        short = [each for each in strict.witness if isinstance(each, Shortage)]
        why = Clusters(
            tuple(cluster for each in short for cluster in each.clusters),
            tuple(block for each in short for block in each.blocking),
        )
    return strict, why


def hosts(instance: Instance, plan: Plan, locked: Locked, odd: Clusters, priced: Priced) -> list[Way]:
    """Somebody more, who speaks with those left over or with two clusters that are odd in number."""
    known = people_by_id(instance)
    if plan.unplaced:
        spoken = Counter(lang for i in plan.unplaced for lang in known[i].langs)
        most = min(spoken, key=lambda lang: (-spoken[lang], lang), default=None)
        ask = [[i for i in plan.unplaced if most in known[i].langs]]
    elif len(odd.clusters) > 1:
        ask = [list(cluster) for cluster in sorted(odd.clusters, key=lambda cluster: (-len(cluster), cluster))[:2]]
    else:
        return []
    people = tuple(min(each, key=lambda i: (len(known[i].langs), i)) for each in ask if each)
    langs = tuple(sorted({lang for i in people for lang in known[i].langs}))
    if not langs:
        return []
    more = msgspec.structs.replace(instance, people=(*instance.people, Person(HOST, 3, langs=langs)))
    found, change = priced(more, locked)
    change = msgspec.structs.replace(change, points=change.points - _points_of_the_host(found, more))
    if HOST in found.unplaced or (change.placed, -change.trios) <= (0, 0):
        return []
    return [Host(people, change)]


def _points_of_the_host(found: Plan, instance: Instance) -> int:
    """Their mean score with those they sit with: what counts is what it brings to those who are here."""
    known = people_by_id(instance)
    beside = next((set(group.members) - {HOST} for group in found.groups if HOST in group.members), set[str]())
    return sum(pair_score(known[HOST], known[i], instance.weights) for i in beside) // max(1, len(beside))


def unlocked(instance: Instance, locked: Locked, priced: Priced) -> list[Way]:
    """Each of the locked groups that stands in the way of more places, fewer trios or fewer repeats."""
    ways: list[Way] = []
    for group in locked[:LOCKS]:
        _, change = priced(instance, [other for other in locked if other is not group])
        if (change.placed, -change.trios, -change.repeats) > (0, 0, 0):
            ways.append(Unlock(tuple(group), change))
    return ways


def least_repeats(
    instance: Instance, board: Board, plans: Sequence[Plan], *, alone: bool
) -> tuple[int, tuple[WhyRepeats, ...]]:
    """How few repeats so many rounds can have, by counting, and why. `plans`: the rounds at hand, whose people are a
    part of the room (`alone`: all of it) that can't be with others.
    """
    rounds, why = len(plans), list[tuple[int, tuple[WhyRepeats, ...]]]()
    new = without_met(instance)
    strict = Board(new, 0)
    odd = odd_clusters(strict, new)
    each = -(-(odd.over - len(plans[0].unplaced) - free_trios(plans[0])) // 2)
    why.append((rounds * each, (OddClusters(odd.clusters, odd.blocking, each),)))
    if all(not plan.unplaced for plan in plans):
        strangers = {strict.ids[i]: mask.bit_count() for i, mask in enumerate(strict.may)}
        short = {i: rounds - many for i, many in strangers.items() if many < rounds}
        worst = sorted(short, key=lambda i: (-short[i], i))[:NAMED]
        few = tuple(FewStrangers(i, strangers[i], rounds) for i in worst)
        why.append((-(-sum(short.values()) // 2), few))
        fresh, people = sum(strangers.values()) // 2, len(strangers)
        needed = rounds * (people // 2 + 2 * (people % 2))
        why.append((needed - fresh, (FewPairs(() if alone else tuple(sorted(board.ids)), fresh, needed),)))
    least, reasons = max(why, key=lambda each: each[0])
    return (least, reasons) if least > 0 else (0, ())
