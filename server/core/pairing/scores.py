"""All pair scores at once, as `score.pair_score` gives them one by one.

Row blocks keep what is computed on the way within the processor's cache; only the result is n by n, two bytes each.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from server.core.pairing.instance import Person, Weights
from server.core.pairing.score import BY_DISTANCE, skill_part

Words = NDArray[np.uint64]
"""Sets as bits: one row per person, 64 names a word."""

NEVER = -1
"""In place of the score of two who may not be in one group."""
BLOCK = 400_000


def blocks(rows: int, columns: int) -> Iterator[slice]:
    """Slices of the rows, about BLOCK entries each."""
    step = max(1, BLOCK // max(1, columns))
    for low in range(0, rows, step):
        yield slice(low, min(rows, low + step))


def words(*columns: Sequence[Sequence[str]]) -> list[Words]:
    """Rows of names as bits, over one vocabulary for all columns."""
    known: dict[str, int] = {}
    for column in columns:
        for row in column:
            for name in row:
                known.setdefault(name, len(known))
    made = []
    for column in columns:
        found = np.zeros((len(column), len(known) // 64 + 1), np.uint64)
        for i, row in enumerate(column):
            for name in row:
                found[i, known[name] >> 6] |= np.uint64(1 << (known[name] & 63))
        made.append(found)
    return made


def common(a: Words, b: Words) -> NDArray[np.int32]:
    """How many names each row of `a` shares with each row of `b`."""
    found = np.zeros((len(a), len(b)), np.int32)
    for k in range(a.shape[1]):
        found += np.bitwise_count(a[:, None, k] & b[None, :, k])
    return found


def share(a: Words, b: Words) -> NDArray[np.bool_]:
    """Whether each row of `a` shares a name with each row of `b`."""
    found = np.zeros((len(a), len(b)), np.bool_)
    for k in range(a.shape[1]):
        found |= (a[:, None, k] & b[None, :, k]) != 0
    return found


def score_matrix(people: Sequence[Person], weights: Weights, langs: Words) -> NDArray[np.int16]:
    """N by n: the pair score, or NEVER for those without a common language and on the diagonal."""
    n = len(people)
    found = np.empty((n, n), np.int16)
    (tags,) = words([p.tags for p in people])
    teach, learn = words([p.teach for p in people], [p.learn for p in people])
    named = np.bitwise_count(tags).sum(axis=1, dtype=np.int32)
    employers = np.unique_inverse(np.array([repr(p.employer) for p in people])).inverse_indices
    levels = np.array([p.level for p in people], np.int32)
    distance = np.array(BY_DISTANCE[weights.experience_mode], np.int32)
    by_level = weights.experience * distance[np.abs(np.arange(1, 6)[:, None] - levels)]
    one, more = weights.skills * skill_part(1), weights.skills * (skill_part(2) - skill_part(1))
    for rows in blocks(n, n):
        total = by_level[levels[rows] - 1]
        if weights.interests:
            both = common(tags[rows], tags)
            either = np.maximum(1, named[rows, None] + named - both)
            # Division in floating point is rounded to nearest, so a whole quotient is exact and no other reaches one.
            total += weights.interests * (1000 * both / either).astype(np.int32)
        if weights.skills:
            for fitting in (common(teach[rows], learn), common(learn[rows], teach)):
                total += one * (fitting > 0) + more * (fitting > 1)
        if weights.employer:
            total += weights.employer * 1000 * (employers[rows, None] != employers)
        total //= 10
        total[~share(langs[rows], langs)] = NEVER
        found[rows] = total
    np.fill_diagonal(found, NEVER)
    return found
