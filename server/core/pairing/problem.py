"""From a workshop and the profiles of its people to the instance that the next round is planned from."""

from collections import Counter
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from server.core.decide.draft import available
from server.core.fairness import in_trio, overlooked
from server.core.groups import met, sat_in
from server.core.ids import PersonId
from server.core.pairing import score
from server.core.pairing.instance import Instance, Person, Weights, pair
from server.core.people import Profile
from server.core.state import DraftGroup, Group, Language, Workshop

UNKNOWN_LEVEL = 3
"""Who does not say counts as the middle; no reason is then given from experience."""


def fold(words: tuple[str, ...]) -> dict[str, str]:
    """What people typed, by the spelling under which the same word of two people is the same."""
    return {" ".join(word.split()).casefold(): word.strip() for word in words if word.strip()}


def languages(profile: Profile | None, language: str) -> tuple[str, ...]:
    """Who names no language speaks the workshop's."""
    return (profile.langs if profile else ()) or (language,)


def person(id_: PersonId, profile: Profile, language: str) -> Person:
    """As the pairing sees them."""
    return Person(
        id=id_,
        level=profile.level or UNKNOWN_LEVEL,
        tags=tuple(fold(profile.interests)),
        langs=languages(profile, language),
        teach=tuple(fold(profile.teach)),
        learn=tuple(fold(profile.learn)),
        employer=" ".join(profile.employer.split()).casefold() or None,
        trio=profile.trio,
    )


def problem(state: Workshop, profiles: dict[PersonId, Profile]) -> Instance:
    """The next round of `state` (rules P1 to P7).  Who has no profile any more takes part with nothing but an id."""
    people = sorted(available(state))
    nobody = Profile(name="")
    return Instance(
        people=tuple(person(p, profiles.get(p, nobody), state.design.language) for p in people),
        weights=state.design.weights,
        met=frozenset(pair(*sorted(two)) for two in met(state)),
        keep_apart=keep_apart(profiles),
        late=frozenset(p for p in people if state.participants[p].late and not _has_worked(state, p)),
        trio_seats=_trio_seats(state),
        left_over=Counter(p for r in state.rounds for p in overlooked(state, r)),
    )


def without_wishes(instance: Instance) -> Instance:
    """The same as far as facilitators may know: whoever is kept apart counts like all others (rule P2)."""
    return replace(instance, keep_apart=frozenset())


def told(instance: Instance) -> int:
    """A mark of who takes part and what each has answered, but for whom they would rather not be with (rule D8).

    Sixteen bits stand in the log: enough to notice a change, too few to tell what anybody had answered (rule W7).
    """
    return int.from_bytes(sha256(msgspec.json.encode(instance.people)).digest()[:2], "big")


def keep_apart(profiles: dict[PersonId, Profile]) -> frozenset[tuple[str, str]]:
    """Private wishes; whoever of the two had it (rule P2)."""
    return frozenset(pair(a, b) for a, p in profiles.items() for b in p.not_with if a != b)


def reasons(
    a: PersonId,
    b: PersonId,
    group: Group | DraftGroup,
    weights: Weights,
    profiles: dict[PersonId, Profile],
    language: Language,
) -> tuple[score.Reason, ...]:
    """Why these two of a group, seen from `a`, in the words that `a` (or, for what `a` can learn, `b`) typed.

    `weights`: what counted in its draft or round (rule P9); `language`: the workshop's. Where nothing speaks for
    them but a facilitator's hand or the lot, that is the reason.
    """
    weights = group.weights or weights
    always = () if {a, b}.isdisjoint(group.no_choice) else (score.ForcedChoice(),)
    mine, theirs = profiles.get(a), profiles.get(b)
    if mine is None or theirs is None:
        return always
    found = score.reasons(person(a, mine, language), person(b, theirs, language), weights)
    spelled = {**fold(theirs.teach), **fold(mine.teach), **fold(mine.interests)}
    counts = mine.level is not None and theirs.level is not None and weights.experience > 0
    told = tuple(_in_their_words(r, spelled) for r in found if counts or not isinstance(r, score.LevelDistance))
    said = (*always, *told)
    if any(_is_said(r) for r in said):
        return said
    return (score.ChosenByHand() if group.by_hand else score.DrawnByLot(),)


def _is_said(reason: score.Reason) -> bool:
    """An employer that one of them did not name is better not said aloud."""
    return not isinstance(reason, score.OtherEmployer) or reason.certain


def _in_their_words(reason: score.Reason, spelled: dict[str, str]) -> score.Reason:
    match reason:
        case score.SameInterest(tags=tags):
            return replace(reason, tags=tuple(spelled.get(t, t) for t in tags))
        case score.CanTeach(skills=skills) | score.WantsToLearn(skills=skills):
            return replace(reason, skills=tuple(spelled.get(s, s) for s in skills))
        case _:
            return reason


def _has_worked(state: Workshop, who: PersonId) -> bool:
    return any(sat_in(r, who) for r in state.rounds)


def _trio_seats(state: Workshop) -> dict[str, int]:
    seats: dict[str, int] = {}
    for r in state.rounds:
        for p in in_trio(r):
            seats[p] = seats.get(p, 0) + 1
    return seats
