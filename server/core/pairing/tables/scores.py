"""The scores of all pairs at once (FORMAT.md, 'The score of a pair'), for rooms in which most pairs are looked at."""

from collections.abc import Sequence

import numpy as np

from server.core.pairing.instance import Person, Weights
from server.core.pairing.score import BY_DISTANCE
from server.core.pairing.tables.room import Floats, Ints


def matrix(people: Sequence[Person], weights: Weights) -> Floats:
    """[p, q]: `score.pair_score` of the two, as whole numbers; 0 on the diagonal."""
    n = len(people)
    levels = np.array([person.level for person in people], np.int64)
    ex = np.array(BY_DISTANCE[weights.experience_mode])[np.abs(levels[:, None] - levels)]
    tags = _incidence([person.tags for person in people])
    common = _common(tags, tags)
    many = tags.sum(axis=1).astype(np.int64)
    jac = 1000 * common // np.maximum(1, many[:, None] + many - common)
    both = _incidence([person.teach for person in people] + [person.learn for person in people])
    shown = np.array([0, 450, 500])[np.minimum(_common(both[:n], both[n:]), 2)]
    names: dict[str | None, int] = {}
    employer = np.array([names.setdefault(person.employer, len(names)) for person in people], np.int64)
    de = 1000 * (employer[:, None] != employer)
    whole = (
        weights.experience * ex + weights.interests * jac + weights.skills * (shown + shown.T) + weights.employer * de
    )
    scores: Floats = (whole // 10).astype(np.float64)
    np.fill_diagonal(scores, 0)
    return scores


def _incidence(sets: Sequence[Sequence[str]]) -> Floats:
    known: dict[str, int] = {}
    for words in sets:
        for word in words:
            known.setdefault(word, len(known))
    found = np.zeros((len(sets), len(known)), np.float32)
    for i, words in enumerate(sets):
        found[i, [known[word] for word in words]] = 1
    return found.astype(np.float64)


def _common(a: Floats, b: Floats) -> Ints:
    counts: Ints = np.rint(a @ b.T).astype(np.int64)
    return counts
