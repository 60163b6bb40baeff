"""The score of a pair, in integers, as a sum of reasons (FORMAT.md, 'Score of a pair').

A score is 0 to 10,000. Its reasons are data: what speaks for these two, from the side of the first. The score can be
computed again from the reasons and the weights alone, so an explanation that a person reads can't drift from the plan.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

import msgspec

from server.core.pairing.instance import Mode, Person, Weights

BY_DISTANCE: dict[Mode, tuple[int, int, int, int, int]] = {
    "mix": (0, 500, 1000, 900, 800),
    "similar": (1000, 700, 400, 150, 0),
}
"""Per mille for levels that are 0..4 apart. Mixed experience peaks at 2: near enough to understand each other."""


FULL_SCORE = 10_000
"""No pair has a higher score, and nobody more person points."""


class SameInterest(msgspec.Struct, frozen=True, gc=False, tag="same_interest", tag_field="t"):
    """`tags` both named (sorted), out of `of` different tags that the two named together."""

    tags: tuple[str, ...]
    of: int


class CanTeach(msgspec.Struct, frozen=True, gc=False, tag="can_teach", tag_field="t"):
    """The first can show the second these `skills` (sorted, not empty), which the second wants to learn."""

    skills: tuple[str, ...]


class WantsToLearn(msgspec.Struct, frozen=True, gc=False, tag="wants_to_learn", tag_field="t"):
    """The first wants to learn these `skills` (sorted, not empty), which the second can show."""

    skills: tuple[str, ...]


class LevelDistance(msgspec.Struct, frozen=True, gc=False, tag="level_distance", tag_field="t"):
    """Experience: `steps` = level of the second minus level of the first, -4..4. Always present."""

    steps: int


class OtherEmployer(msgspec.Struct, frozen=True, gc=False, tag="other_employer", tag_field="t"):
    """They work for different employers. `certain` is False if one of them is unknown: then better not said aloud."""

    certain: bool


class ForcedChoice(msgspec.Struct, frozen=True, gc=False, tag="forced_choice", tag_field="t"):
    """There was no other choice for one of them. Worth no points, and never says why (a keep-apart stays private)."""


class DrawnByLot(msgspec.Struct, frozen=True, gc=False, tag="drawn_by_lot", tag_field="t"):
    """Nothing that is known speaks for these two, and nothing against them."""


class ChosenByHand(msgspec.Struct, frozen=True, gc=False, tag="chosen_by_hand", tag_field="t"):
    """Nothing that is known speaks for these two but that a facilitator put them together."""


Reason = (
    SameInterest | CanTeach | WantsToLearn | LevelDistance | OtherEmployer | ForcedChoice | DrawnByLot | ChosenByHand
)


def pair_score(a: Person, b: Person, weights: Weights) -> int:
    """0..10,000, the same for (a, b) and (b, a)."""
    ex = BY_DISTANCE[weights.experience_mode][abs(a.level - b.level)]
    tags_a, tags_b = set(a.tags), set(b.tags)
    jac = 1000 * len(tags_a & tags_b) // max(1, len(tags_a | tags_b))
    sk = skill_part(len(set(a.teach) & set(b.learn))) + skill_part(len(set(b.teach) & set(a.learn)))
    de = 1000 if a.employer != b.employer else 0
    return weigh(ex, jac, sk, de, weights)


def pair_scores(one: Person, others: Iterable[Person], weights: Weights) -> list[int]:
    """As `pair_score`, of one with many: a third of the time."""
    by_distance = BY_DISTANCE[weights.experience_mode]
    tags, teach, learn = set(one.tags), set(one.teach), set(one.learn)
    w_ex, w_jac, w_sk, w_de = weights.experience, weights.interests, weights.skills, 1000 * weights.employer
    found: list[int] = []
    for other in others:
        theirs = set(other.tags)
        common = len(tags & theirs)
        total = w_ex * by_distance[abs(one.level - other.level)]
        if common:
            total += w_jac * (1000 * common // (len(tags) + len(theirs) - common))
        if not teach.isdisjoint(other.learn):
            total += w_sk * skill_part(len(teach.intersection(other.learn)))
        if not learn.isdisjoint(other.teach):
            total += w_sk * skill_part(len(learn.intersection(other.teach)))
        if one.employer != other.employer:
            total += w_de
        found.append(total // 10)
    return found


def skill_part(fitting: int) -> int:
    """Per mille for one direction in which `fitting` skills meet: 450 for one, 500 for more."""
    return (0, 450, 500)[min(fitting, 2)]


def weigh(ex: int, jac: int, sk: int, de: int, weights: Weights) -> int:
    """The weighted score from four parts of 0..1000 each."""
    w = weights
    return (w.experience * ex + w.interests * jac + w.skills * sk + w.employer * de) // 10


def reasons(a: Person, b: Person, weights: Weights) -> tuple[Reason, ...]:
    """Why these two, seen from `a`, what weighs most first. Parts with weight 0 are left out but for the distance."""
    ex = BY_DISTANCE[weights.experience_mode][abs(a.level - b.level)]
    found: list[tuple[int, Reason]] = [(weights.experience * ex, LevelDistance(b.level - a.level))]
    common, both = set(a.tags) & set(b.tags), set(a.tags) | set(b.tags)
    if common and weights.interests:
        jac = 1000 * len(common) // len(both)
        found.append((weights.interests * jac, SameInterest(tuple(sorted(common)), len(both))))
    shows, learns = set(a.teach) & set(b.learn), set(b.teach) & set(a.learn)
    if shows and weights.skills:
        found.append((weights.skills * skill_part(len(shows)), CanTeach(tuple(sorted(shows)))))
    if learns and weights.skills:
        found.append((weights.skills * skill_part(len(learns)), WantsToLearn(tuple(sorted(learns)))))
    if a.employer != b.employer and weights.employer:
        certain = a.employer is not None and b.employer is not None
        found.append((weights.employer * 1000, OtherEmployer(certain)))
    found.sort(key=lambda entry: -entry[0])
    return tuple(reason for _, reason in found)


def speaks(reason: Reason) -> bool:
    """Whether it is said aloud why; an employer that one of them did not name is better not said."""
    return not isinstance(reason, OtherEmployer) or reason.certain


def points(why: Sequence[Reason], weights: Weights) -> int:
    """The score that these reasons add up to; equals `pair_score` for the reasons of a pair."""
    ex = jac = sk = de = 0
    for reason in why:
        match reason:
            case LevelDistance(steps=steps):
                ex = BY_DISTANCE[weights.experience_mode][abs(steps)]
            case SameInterest(tags=tags, of=of):
                jac = 1000 * len(tags) // of
            case CanTeach(skills=skills) | WantsToLearn(skills=skills):
                sk += skill_part(len(skills))
            case OtherEmployer():
                de = 1000
            case ForcedChoice() | DrawnByLot() | ChosenByHand():
                pass
    return weigh(ex, jac, sk, de, weights)


def group_points(scores: Sequence[int], size: int) -> int:
    """Person points of a group of `size` >= 2 from its pair scores: each person's mean with the others, added up."""
    return 2 * sum(scores) // (size - 1)


def points_of(members: Sequence[Person], weights: Weights) -> int:
    """Person points of a group of people; 0 for fewer than two."""
    if len(members) < 2:
        return 0
    return group_points([pair_score(a, b, weights) for a, b in combinations(members, 2)], len(members))
