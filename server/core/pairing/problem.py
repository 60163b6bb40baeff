"""From a workshop and the profiles of its people to the instance that the next round is planned from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from server.core.decide.draft import available
from server.core.fairness import NOTHING, Earlier, helped, in_trio, overlooked
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


class Seen(Struct, frozen=True, gc=False):
    person: Person
    words: Mapping[str, str]
    """How they spelled what they can show and what they like, by what it is folded to."""


class Known(dict[PersonId, Profile]):
    """Profiles, whose people are looked at once however often the pairing and its views ask for them.

    `before`: what was known a moment ago; who has told nothing else since is not looked at again.  `earlier`: what the
    series remembers of them.
    """

    def __init__(
        self,
        profiles: Mapping[PersonId, Profile],
        before: Mapping[PersonId, Profile] | None = None,
        earlier: Earlier = NOTHING,
    ) -> None:
        super().__init__(profiles)
        self.earlier = earlier
        self.looked_at: dict[tuple[PersonId, str], Seen] = {}
        if isinstance(before, Known):
            self.looked_at = {
                key: seen for key, seen in before.looked_at.items() if before[key[0]] == profiles.get(key[0])
            }

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other) and isinstance(other, Mapping) and known(other).earlier == self.earlier

    __hash__ = None

    def seen(self, id_: PersonId, language: str) -> Seen:
        """Raises KeyError for who has no profile."""
        found = self.looked_at.get((id_, language))
        if found is None:
            profile = self[id_]
            words = {**fold(profile.teach), **fold(profile.interests)}
            found = self.looked_at[id_, language] = Seen(person(id_, profile, language), words)
        return found


def known(profiles: Mapping[PersonId, Profile]) -> Known:
    return profiles if isinstance(profiles, Known) else Known(profiles)


def problem(state: Workshop, profiles: Mapping[PersonId, Profile]) -> Instance:
    """The next round of `state` (P1 to P7, S1).  Who has no profile any more takes part with nothing but an id."""
    people, told_of, language = sorted(available(state)), known(profiles), state.design.language
    nobody, before = Profile(name=""), told_of.earlier.counts
    return Instance(
        people=tuple(told_of.seen(p, language).person if p in told_of else person(p, nobody, language) for p in people),
        weights=state.design.weights,
        met=frozenset(pair(*sorted(two)) for two in met(state)) | told_of.earlier.met,
        keep_apart=keep_apart(profiles),
        late=frozenset(p for p in people if state.participants[p].late and not _has_worked(state, p)),
        trio_seats=_on_top_of({p: c.trios for p, c in before.items()}, (p for r in state.rounds for p in in_trio(r))),
        left_over=_on_top_of(
            {p: c.left_over for p, c in before.items()}, (p for r in state.rounds for p in overlooked(state, r))
        ),
        helped=_on_top_of({p: c.helped for p, c in before.items()}, helped(state, profiles)),
    )


def without_wishes(instance: Instance) -> Instance:
    """The same as far as facilitators may know: whoever is kept apart counts like all others (rule P2)."""
    return replace(instance, keep_apart=frozenset())


def told(instance: Instance) -> int:
    """A mark of who takes part, whom they have met, and what each has answered, but for whom they would rather not be
    with (rule D8).

    Sixteen bits stand in the log: enough to notice a change, too few to tell what anybody had answered (rule W7).
    """
    return int.from_bytes(sha256(msgspec.json.encode((instance.people, sorted(instance.met)))).digest()[:2], "big")


def keep_apart(profiles: Mapping[PersonId, Profile]) -> frozenset[tuple[str, str]]:
    """Private wishes; whoever of the two had it (rule P2)."""
    return frozenset(pair(a, b) for a, p in profiles.items() for b in p.not_with if a != b)


def reasons(
    a: PersonId,
    b: PersonId,
    group: Group | DraftGroup,
    weights: Weights,
    profiles: Mapping[PersonId, Profile],
    language: Language,
) -> tuple[score.Reason, ...]:
    """Why these two of a group, seen from `a`, in the words that `a` (or, for what `a` can learn, `b`) typed.

    `weights`: what counted in its draft or round (rule P9); `language`: the workshop's. That there was no other choice
    comes last. Where nothing speaks for them but a facilitator's hand or the lot, that is the reason.
    """
    weights = group.weights or weights
    always = () if {a, b}.isdisjoint(group.no_choice) else (score.ForcedChoice(),)
    if a not in profiles or b not in profiles:
        return always
    people = known(profiles)
    mine, theirs = people.seen(a, language), people.seen(b, language)
    found = score.reasons(mine.person, theirs.person, weights)
    spelled = {**theirs.words, **mine.words}
    counts = weights.experience > 0 and None not in {people[a].level, people[b].level}
    told = tuple(_in_their_words(r, spelled) for r in found if counts or not isinstance(r, score.LevelDistance))
    said = (*told, *always)
    if any(map(score.speaks, said)):
        return said
    return (score.ChosenByHand() if group.by_hand else score.DrawnByLot(),)


def _in_their_words(reason: score.Reason, spelled: dict[str, str]) -> score.Reason:
    match reason:
        case score.SameInterest(tags=tags):
            return replace(reason, tags=tuple(spelled.get(t, t) for t in tags))
        case score.CanTeach(skills=skills) | score.WantsToLearn(skills=skills):
            return replace(reason, skills=tuple(spelled.get(s, s) for s in skills))
        case _:
            return reason


def _on_top_of(earlier: Mapping[PersonId, int], own: Iterable[PersonId] | Mapping[str, int]) -> Counter[str]:
    counted = Counter[str](own)
    counted.update(earlier)
    return counted


def _has_worked(state: Workshop, who: PersonId) -> bool:
    return any(sat_in(r, who) for r in state.rounds)
