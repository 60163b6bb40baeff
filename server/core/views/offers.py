"""A chair for someone without company in the running round (rules R7 and R9): offered, never assigned."""

from server.core.groups import chairs, met
from server.core.ids import PersonId
from server.core.pairing.instance import pair
from server.core.pairing.problem import keep_apart, languages
from server.core.state import Group, Round, Workshop
from server.core.views import common
from server.core.views.shapes import LONELY_MS, OfferedPlace, Surroundings


def offered_place(state: Workshop, around: Surroundings, me: PersonId, at: int) -> OfferedPlace | None:
    """The best chair for `me` right now: with somebody alone before a pair, someone new before someone met."""
    current = common.running(state)
    member = state.participants.get(me)
    if current is None or member is None or member.gone or member.sits_out or not _stranded(current, around, me, at):
        return None
    known = met(state)
    candidates = [g for g in current.groups.values() if _fits(state, around, g, me, at)]
    if not candidates:
        return None

    def rank(group: Group) -> tuple[int, int, str]:
        there = sum(common.present(around, m, at) for m in group.members)
        return there, sum(frozenset((me, m)) in known for m in group.members), group.id

    best = min(candidates, key=rank)
    names = tuple(common.name(around, m) for m in best.members)
    return OfferedPlace(best.id, names, common.place(state, around, best.place), best.symbol, best.colour)


def _stranded(current: Round, around: Surroundings, me: PersonId, at: int) -> bool:
    """In no group; or alone in it, because everyone else left or has not been heard of for a minute."""
    mine = common.group_of(current, me)
    return mine is None or all(_away(current, around, other, at) for other in mine.members if other != me)


def _away(current: Round, around: Surroundings, other: PersonId, at: int) -> bool:
    return at - max(around.seen.get(other, 0), current.published_at) > LONELY_MS


def _fits(state: Workshop, around: Surroundings, group: Group, me: PersonId, at: int) -> bool:
    others = [m for m in group.members if m != me]
    if me in (*group.members, *group.left) or not 0 < len(others) < chairs(state.design):
        return False
    if not any(common.present(around, m, at) for m in others):
        return False
    apart = keep_apart(around.profiles)
    everybody = [me, *others]
    if any(pair(a, b) in apart for i, a in enumerate(everybody) for b in everybody[i + 1 :]):
        return False
    spoken = [set(languages(around.profiles.get(p), state.design.language)) for p in everybody]
    return bool(set.intersection(*spoken))
