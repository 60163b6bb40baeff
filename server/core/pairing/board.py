"""The round as a graph in integers: who may meet whom, and what each group is worth in the order of judgement.

Each criterion gets a unit larger than everything below it can add up to, so one integer per group compares plans
lexicographically: most people placed; fewest trios; fewest repeats; fewest late people among themselves; most wishes
for a trio met; fewest second trio seats; most person points; the lot. The lot is a hash of seed and ids, never a
generator: the same seed gives the same plan, and the order in which people are listed means nothing.
"""

from collections.abc import Sequence
from hashlib import blake2b

from server.core.pairing.instance import Instance, Person, Weights
from server.core.pairing.score import BY_DISTANCE, skill_part

LOT_BITS = 12
FULL_SCORE = 10_000
WEIGHT_BITS = 124
"""The matching routine computes in 128 bits and doubles weights on its way."""


def bits(mask: int) -> list[int]:
    """The positions of the ones, lowest first."""
    digits = bin(mask)
    last = len(digits) - 1
    return [last - k for k in range(last, 1, -1) if digits[k] == "1"]


class Units:
    """What one of each criterion weighs; each outweighs all that follow it together."""

    def __init__(self, people: int, late: int, wishes: int, seated: int) -> None:
        total = 0

        def outweigh(at_most: int) -> int:
            nonlocal total
            unit = total + 1
            total += unit * at_most
            return unit

        self.lot = outweigh(people << LOT_BITS)
        self.point = outweigh(FULL_SCORE * people)
        self.seat = outweigh(seated)
        self.wish = outweigh(wishes)
        self.late = outweigh(late)
        self.repeat = outweigh(people)
        self.trio = outweigh(people // 3)
        self.placed = outweigh(people)
        self.pair, self.two_points = 2 * self.placed, 2 * self.point
        if total.bit_length() > WEIGHT_BITS:
            raise OverflowError(f"{people} people are too many to weigh in {WEIGHT_BITS} bits")


class Board:
    """People as indices 0..n-1 (drawn by the seed), sets of people as bit masks.

    `may[i]`: with whom i may be in one group; `met[i]`: whom i met; `scores[i][j]`: the pair score where they may.
    """

    def __init__(self, instance: Instance, seed: int) -> None:
        drawn = sorted((_lot(seed, person.id), person.id, person) for person in instance.people)
        self.people = tuple(person for _, _, person in drawn)
        self.ids = tuple(person.id for person in self.people)
        self.index = {person_id: i for i, person_id in enumerate(self.ids)}
        self._lots = tuple(lot for lot, _, _ in drawn)
        n = len(self.people)
        self.langs = _masks([person.langs for person in self.people])
        self.met = self._neighbours(instance.met)
        apart = self._neighbours(instance.keep_apart)
        speakers: dict[int, int] = {}
        for i, langs in enumerate(self.langs):
            for lang in bits(langs):
                speakers[lang] = speakers.get(lang, 0) | 1 << i
        self.may: list[int] = []
        for i, langs in enumerate(self.langs):
            understood = 0
            for lang in bits(langs):
                understood |= speakers[lang]
            self.may.append(understood & ~apart[i] & ~(1 << i))
        self.scores = _scores(self.people, instance.weights, self.may)
        self.late = self._members(instance.late)
        self.wishes = self._members({person.id for person in self.people if person.trio})
        self.seated = self._members({person_id for person_id, seats in instance.trio_seats.items() if seats > 0})
        self.units = Units(n, self.late.bit_count(), self.wishes.bit_count(), self.seated.bit_count())

    def _neighbours(self, pairs: frozenset[tuple[str, str]]) -> list[int]:
        masks = [0] * len(self.ids)
        for a, b in pairs:
            if a in self.index and b in self.index:
                i, j = self.index[a], self.index[b]
                masks[i] |= 1 << j
                masks[j] |= 1 << i
        return masks

    def _members(self, ids: frozenset[str] | set[str]) -> int:
        return sum(1 << self.index[person_id] for person_id in ids if person_id in self.index)

    def legal_trio(self, a: int, b: int, c: int) -> bool:
        """All three may be together: nobody kept apart, and one language that all of them share."""
        return bool(
            self.may[a] >> b & 1
            and self.may[a] >> c & 1
            and self.may[b] >> c & 1
            and self.langs[a] & self.langs[b] & self.langs[c]
        )

    def thirds(self, a: int, b: int) -> int:
        """All who make a legal trio with a and b, who may meet."""
        shared = self.langs[a] & self.langs[b]
        return sum(1 << c for c in bits(self.may[a] & self.may[b]) if self.langs[c] & shared)

    def value(self, members: Sequence[int]) -> int:
        """What this legal pair or trio is worth, as one integer in the order of judgement."""
        if len(members) == 2:
            return self.pair_value(members[0], members[1])
        a, b, c = members
        u = self.units
        group = 1 << a | 1 << b | 1 << c
        met = (self.met[a] >> b & 1) + (self.met[a] >> c & 1) + (self.met[b] >> c & 1)
        score = self.scores[a][b] + self.scores[a][c] + self.scores[b][c]
        lots = self._lot_of(a, b) + self._lot_of(a, c) + self._lot_of(b, c)
        only_late = 3 if group & ~self.late == 0 else 0
        return (
            3 * u.placed
            - u.trio
            - u.repeat * met
            - u.late * only_late
            + u.wish * (group & self.wishes).bit_count()
            - u.seat * (group & self.seated).bit_count()
            + u.point * score
            + u.lot * lots
        )

    def pair_value(self, a: int, b: int) -> int:
        u = self.units
        worth = u.pair + u.two_points * self.scores[a][b] + u.lot * self._lot_of(a, b)
        if self.met[a] >> b & 1:
            worth -= u.repeat
        if self.late >> a & self.late >> b & 1:
            worth -= 2 * u.late
        return worth

    def _lot_of(self, a: int, b: int) -> int:
        return (((self._lots[a] ^ self._lots[b]) * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF) >> (64 - LOT_BITS)


def _lot(seed: int, person_id: str) -> int:
    return int.from_bytes(blake2b(f"{seed}/{person_id}".encode(), digest_size=8).digest(), "big")


def _masks(rows: Sequence[Sequence[str]], names: dict[str, int] | None = None) -> list[int]:
    """Each row of names as a bit mask; rows masked with the same `names` can be compared."""
    known: dict[str, int] = {} if names is None else names
    return [sum(1 << known.setdefault(name, len(known)) for name in set(row)) for row in rows]


def _scores(people: Sequence[Person], weights: Weights, may: Sequence[int]) -> list[list[int]]:
    """Pair scores of all who may meet (0 elsewhere).

    The same sum as `pair_score`, written out on bit masks because it runs for every pair: a quarter of the time.
    """
    tags = _masks([person.tags for person in people])
    skills: dict[str, int] = {}
    teach = _masks([person.teach for person in people], skills)
    learn = _masks([person.learn for person in people], skills)
    levels = [person.level for person in people]
    employers = [person.employer for person in people]
    by_distance = [weights.experience * part for part in BY_DISTANCE[weights.experience_mode]]
    most = max((mask.bit_count() for mask in teach), default=0)
    by_skills = [weights.skills * skill_part(fitting) for fitting in range(most + 1)]
    interests, elsewhere = weights.interests, weights.employer * 1000
    rows = [[0] * len(people) for _ in people]
    for i, row in enumerate(rows):
        mine, shows, wants, level, employer = tags[i], teach[i], learn[i], levels[i], employers[i]
        for j in bits(may[i] & ((1 << i) - 1)):
            common = mine & tags[j]
            score = by_distance[abs(level - levels[j])]
            if common:
                score += interests * (1000 * common.bit_count() // (mine | tags[j]).bit_count())
            score += by_skills[(shows & learn[j]).bit_count()] + by_skills[(wants & teach[j]).bit_count()]
            if employer != employers[j]:
                score += elsewhere
            row[j] = rows[j][i] = score // 10
    return rows
