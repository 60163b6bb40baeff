"""Why a draft leaves people over or brings some together again, in terms that a facilitator may see.

Languages are told, since everybody hears them; that two people are kept apart never is (rule P2): what languages alone
don't explain had 'no other choice'.
"""

from collections.abc import Collection, Mapping
from itertools import combinations

from server.core.ids import PersonId
from server.core.pairing.plan import (
    Host,
    NoRepeats,
    RepeatNeeded,
    Shortage,
    TablesOf,
    TriosNeeded,
    UnevenTables,
    Unlock,
)
from server.core.pairing.problem import languages
from server.core.people import Profile
from server.core.state import Draft, Workshop
from server.core.views.shapes import (
    AgainAtLeast,
    CostView,
    HostWay,
    LeftOver,
    MeetAgain,
    NoRepeatsWay,
    SeveralTrios,
    Shortfall,
    TablesDiffer,
    TablesOfWay,
    UnlockWay,
    WayOut,
    Why,
)


def shortfalls(state: Workshop, profiles: Mapping[PersonId, Profile], draft: Draft) -> tuple[Shortfall, ...]:
    """One per cluster of people who can only be with each other and of whom somebody is over; then the repeats."""
    if not draft.witness:
        return ()
    spoken = {
        p: frozenset(languages(profiles.get(p), state.design.language)) for p in (*_drafted(draft), *draft.sitting_out)
    }
    over, told = set(draft.unplaced), list[Shortfall]()
    together = {frozenset(two) for g in draft.groups for two in combinations(g.members, 2)}
    for witness in draft.witness:
        match witness:
            case Shortage(clusters, blocking):
                busy = {PersonId(p) for group in blocking for p in group}
                for members in clusters:
                    cluster = frozenset(map(PersonId, members))
                    if left := tuple(sorted(cluster & over)):
                        told.append(_left_over(cluster, left, spoken, busy, draft))
            case RepeatNeeded(pairs, at_least=least, why=why):
                # A swap since then may have parted them.
                again = [MeetAgain(PersonId(a), PersonId(b)) for a, b in pairs if {a, b} in together]
                told += again
                if again and state.design.tables:
                    told.append(AgainAtLeast(least, tuple(each for each in why if isinstance(each, Why))))
            case UnevenTables(low, high, left):
                told.append(TablesDiffer(low, high, left))
            case TriosNeeded(clusters, blocking, trios):
                busy = {PersonId(p) for group in blocking for p in group}
                if not any(_understood(frozenset(map(PersonId, each)), spoken, busy, draft) for each in clusters):
                    told.append(SeveralTrios(trios, tuple(sorted(map(len, clusters)))))
            case _:
                pass
    return tuple(told)


def ways_out(state: Workshop, profiles: Mapping[PersonId, Profile], draft: Draft) -> tuple[WayOut, ...]:
    """What could be done, with what it costs."""
    told: list[WayOut] = []
    for way in draft.ways:
        cost = CostView(way.cost.placed, way.cost.trios, way.cost.repeats, way.cost.uneven)
        match way:
            case Host(people):
                spoken = {lang for p in people for lang in languages(profiles.get(PersonId(p)), state.design.language)}
                told.append(HostWay(tuple(sorted(spoken)), cost))
            case NoRepeats():
                told.append(NoRepeatsWay(cost))
            case Unlock(members):
                told.append(UnlockWay(tuple(map(PersonId, members)), cost))
            case TablesOf(size):
                told.append(TablesOfWay(size, cost))
    return tuple(told)


def _understood(
    cluster: frozenset[PersonId],
    spoken: Mapping[PersonId, frozenset[str]],
    busy: Collection[PersonId],
    draft: Draft,
) -> bool:
    """Whether somebody outside speaks a language of these people."""
    shared = frozenset.union(*(spoken.get(p, frozenset()) for p in cluster))
    return any(shared & spoken[p] for p in _drafted(draft) if p not in cluster and p not in busy)


def _left_over(
    cluster: frozenset[PersonId],
    left: tuple[PersonId, ...],
    spoken: Mapping[PersonId, frozenset[str]],
    busy: Collection[PersonId],
    draft: Draft,
) -> LeftOver:
    if _understood(cluster, spoken, busy, draft):
        return LeftOver(left)
    shared = frozenset.union(*(spoken[p] for p in cluster))
    hosts = tuple(p for p in draft.sitting_out if shared & spoken[p])
    return LeftOver(left, tuple(sorted(shared)), len(cluster), hosts)


def _drafted(draft: Draft) -> tuple[PersonId, ...]:
    return (*(p for g in draft.groups for p in g.members), *draft.unplaced)
