"""Tables over one rotation or several, in the order of judgement: most people seated, fewest repeats, experience
spread as evenly as can be, most person points (FORMAT.md).

A start that needs no luck (`tongues`, `designs`), people exchanged so that it suits them (`arrange`), then the search.
Effort is bounded in steps, so the same instance, sizes, rounds and seed give the same plan on every machine.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from server.core.pairing.again import RepeatsNeeded, WhyRepeats
from server.core.pairing.instance import BadInstance, Instance, Pair, pair
from server.core.pairing.lot import Lot
from server.core.pairing.plan import Grouping, MustPairRefused
from server.core.pairing.rules import LARGEST_GROUP, Fault, group_faults, people_by_id
from server.core.pairing.score import points_of
from server.core.pairing.tables import bounds, search, sparse
from server.core.pairing.tables.amend import TORN, amend
from server.core.pairing.tables.gather import company, gather, parted
from server.core.pairing.tables.listed import Listed, choose, legal_tables
from server.core.pairing.tables.resume import resumed, together
from server.core.pairing.tables.room import BITS, Bools, Hall, Ints, Room
from server.core.pairing.tables.scores import matrix
from server.core.pairing.tables.start import Start, start
from server.core.pairing.tables.witness import (
    NotTogether,
    Rotation,
    SizesDontFit,
    TablePlan,
    TableWitness,
    TooFewSpeakers,
    Unseated,
)

ATTEMPTS, SMALL = 8, 60
"""Searches of up to SMALL people under other lots, where one language and few repeats or none may do; else two."""
SETTLE, POLISH = 700_000, 1_200_000
"""Work per search: a step counts as many as there are people, and something for being a step."""
STEP = 1_000
HURRY = 4
"""A search in a hurry has so much less work."""


def plan_tables(
    instance: Instance,
    low: int,
    high: int,
    rounds: int,
    seed: int,
    *,
    kept: Sequence[Sequence[Sequence[str]]] = (),
    hurry: bool = False,
) -> TablePlan:
    """`rounds` rotations of tables of `low` to `high` people, found by a short search where there is a `hurry`.

    `kept`: the first of them as planned earlier, perhaps for other people with other answers. They stay as they are as
    far as they can, unless a new plan seats more people or has fewer repeats.
    Must-pairs sit together in the first rotation. Raises BadInstance: sizes other than 2 <= low <= high <= 8, no
    rotation at all.
    """
    if not 2 <= low <= high <= LARGEST_GROUP:
        raise BadInstance(f"Tables of {low} to {high} aren't possible; a group has 2 to {LARGEST_GROUP} people.")
    if rounds < 1:
        raise BadInstance(f"{rounds} rotations can't be planned; there must be at least one.")
    plan = _Planner(instance, low, high, rounds, seed)
    return plan.result(kept[:rounds], hurry=hurry)


def least_repeats(instance: Instance, low: int, high: int) -> tuple[int, tuple[WhyRepeats, ...]]:
    """So many repeats at least has every rotation of tables of `low` to `high` that seats everybody; and why."""
    known = _Planner(instance, low, high, 1, seed=0)
    return bounds.repeats(known.hall, 1, len(known.people), known.ids, everyone=True)


class _Planner:
    def __init__(self, instance: Instance, low: int, high: int, rounds: int, seed: int) -> None:
        self.instance, self.rounds, self.seed = instance, rounds, seed
        self.people = sorted(instance.people, key=lambda person: (person.level, person.id))
        self.ids = [person.id for person in self.people]
        self.index = {person_id: i for i, person_id in enumerate(self.ids)}
        self.units, self.refused = self._units(high)
        self.hall = self._hall(low, high)
        self.alone = [unit for unit in self.units if not company(self.hall, unit)]
        """Who must be together, but at no table can be."""
        self.units = [unit for unit in self.units if unit not in self.alone]
        self.listed: Listed | None = None
        """All legal tables, where wishes leave so few of them."""

    def _units(self, high: int) -> tuple[list[tuple[int, ...]], list[MustPairRefused]]:
        """Must-pairs, chained where they share a person: those that can be kept, and those that can't."""
        tied: dict[int, frozenset[int]] = {}
        for a, b in sorted(self.instance.must_pair):
            if a in self.index and b in self.index:
                both = tied.get(self.index[a], frozenset()) | tied.get(self.index[b], frozenset())
                both |= {self.index[a], self.index[b]}
                tied.update(dict.fromkeys(both, both))
        kept: list[tuple[int, ...]] = []
        refused: list[MustPairRefused] = []
        for unit in sorted({tuple(sorted(unit)) for unit in tied.values()}):
            members = tuple(sorted(self.ids[i] for i in unit))
            faults = group_faults(self.instance, members) - {Fault.REPEAT}
            if len(unit) > high:
                faults = {Fault.SIZE}
            if faults:
                refused.append(MustPairRefused(members, min(faults)))
            else:
                kept.append(unit)
        return kept, refused

    def _hall(self, low: int, high: int) -> Hall:
        n = len(self.people)
        speakers: dict[str, list[int]] = {}
        for i, person in enumerate(self.people):
            for language in sorted(set(person.langs)):
                speakers.setdefault(language, []).append(i)
        # No table speaks a language that fewer than `low` people share.
        useful = sorted(language for language, who in speakers.items() if len(who) >= low)
        langs = np.zeros((n, len(useful) // BITS + 1), np.int64)
        for number, language in enumerate(useful):
            langs[speakers[language], number // BITS] |= 1 << number % BITS
        self.marks = {language: np.zeros(langs.shape[1], np.int64) for language in useful}
        for number, language in enumerate(useful):
            self.marks[language][number // BITS] = 1 << number % BITS
        self.speakers = {language: len(who) for language, who in speakers.items()}
        levels = np.array([person.level for person in self.people], np.int64)
        scores = matrix(self.people, self.instance.weights)
        apart, met = self._matrix(self.instance.keep_apart), self._matrix(self.instance.met)
        return Hall(levels, langs, useful, apart, met, scores, (low, high))

    def _matrix(self, pairs: frozenset[Pair]) -> Bools:
        found = np.zeros((len(self.people), len(self.people)), bool)
        for a, b in pairs:
            if a in self.index and b in self.index:
                i, j = self.index[a], self.index[b]
                found[i, j] = found[j, i] = True
        return found

    def result(self, kept: Sequence[Sequence[Sequence[str]]], *, hurry: bool) -> TablePlan:
        hall, n = self.hall, len(self.people)
        if bounds.fitting(n, hall.low, hall.high) == 0 or not hall.langs.any():
            return self._told(None, np.zeros((self.rounds, n), np.int64), 0)
        hurried = HURRY if hurry else 1
        room = self._resumed(kept, hurried) if any(kept) else None
        if room is None or self._wants(room):
            room = self._best(room, hurried)
        search.polish(room, Lot(self.seed), POLISH // hurried // (n + STEP))
        return self._told(room, room.table, room.tables)

    def _resumed(self, kept: Sequence[Sequence[Sequence[str]]], hurry: int) -> Room:
        """What comes of earlier rotations, and of new ones beside them where they are too few."""
        known = [[[self.index[i] for i in group if i in self.index] for group in rotation] for rotation in kept]
        n, lot = len(self.people), Lot(self.seed)
        more = np.zeros((0, n), np.int64)
        if len(known) < self.rounds:
            met = self.hall.met | (together(n, known) > 0)
            begun = self._start(self.hall.having(met), (), self.rounds - len(known))
            more = np.where(begun.table < begun.tables, begun.table, -1)
        room = resumed(self.hall, known, more)
        gather(room, self.units)
        least, steps = self._least(room), SETTLE // hurry // (n + STEP)
        search.settle(room, lot, steps, least)
        if _broken(room):
            amend(room, lot)
            search.settle(room, lot, steps // 4, least)
        return room

    def _wants(self, room: Room) -> bool:
        """Whether other plans might have more of those together who must be, seat more people or have fewer repeats."""
        able = int(self.hall.langs.any(axis=1).sum())
        over = self.rounds * (len(self.people) - bounds.fitting(able, self.hall.low, self.hall.high))
        torn, out, repeats = self._rank(room)
        return torn > 0 or out > over or repeats > self._least(room)

    def _least(self, room: Room) -> int:
        """No plan that seats as many has fewer repeats."""
        n = len(self.people)
        seated = n - int((room.table == room.tables).sum(axis=1).max())
        return bounds.repeats(self.hall, self.rounds, seated, self.ids, everyone=seated == n)[0]

    def _start(self, hall: Hall, units: Sequence[Sequence[int]], rounds: int) -> Start:
        kinds = [tuple(sorted(set(person.langs))) for person in self.people]
        return start(hall, kinds, self.speakers, self.marks, units, rounds, self.seed)

    def _best(self, room: Room | None, hurry: int) -> Room:
        """The best of some searches, and of what was found before these."""
        hall, n = self.hall, len(self.people)
        begun = self._start(hall, self.units, self.rounds)
        seated = n - int((begun.table == begun.tables).sum(axis=1).max())
        least, _ = bounds.repeats(hall, self.rounds, seated, self.ids, everyone=seated == n)
        over = self.rounds * (n - seated)
        hope = n <= SMALL and hall.one_language and least <= self.rounds
        for attempt in range(1 if hurry > 1 else ATTEMPTS if hope else 2):
            trial, lot = self._begun(begun), Lot(self.seed * ATTEMPTS + attempt)
            few = not attempt and trial.torn() * TORN > trial.tables * trial.rounds
            trial = self._seated(trial, lot, least, hurry) if few else self._searched(trial, lot, least, hurry)
            if room is None or self._rank(trial) < self._rank(room):
                room = trial
            torn, out, repeats = self._rank(room)
            done = not torn and out <= over and repeats <= least
            coloured = few and self.listed is None and n > SMALL
            if done or coloured or (out > over and (attempt or n > SMALL)):
                break
        assert room is not None  # noqa: S101 - there is at least one attempt
        return room

    def _rank(self, room: Room) -> tuple[int, int, int]:
        """The lower the better: must-pairs torn apart, people without a seat, repeats."""
        return parted(room, self.units), int((room.table == room.tables).sum()), room.repeats()

    def _begun(self, begun: Start) -> Room:
        room = Room(self.hall, begun.tongues, begun.table)
        gather(room, self.units)
        return room

    def _searched(self, room: Room, lot: Lot, least: int, hurry: int) -> Room:
        """First every table keeps its language, so that those who need a rare one come apart; then any will do."""
        steps = SETTLE // hurry // (len(self.people) + STEP)
        if not self.hall.one_language:
            search.settle(room, lot, steps // 4, least)
        room.faithful = False
        search.settle(room, lot, steps, least)
        if _broken(room):
            amend(room, lot)
        return room

    def _seated(self, room: Room, lot: Lot, least: int, hurry: int) -> Room:
        """Where few may sit together: tables from a list of all that are legal, if they are few; or a colouring."""
        if not self.units:
            self.listed = legal_tables(self.hall)
            if self.listed is not None:
                return self._chosen(self.listed, lot, SETTLE // hurry // (len(self.people) + STEP), least)
        sparse.seat(room, lot, hurry)
        return room

    def _chosen(self, listed: Listed, lot: Lot, steps: int, least: int) -> Room:
        """As many people as can be, at tables of the list; then swaps that lead away from repeats."""
        table = choose(listed, self.rounds, self.hall.met.astype(np.int64), lot)
        tables = len(self.people) // self.hall.low
        tongues = np.zeros((tables, self.hall.langs.shape[1]), np.int64)
        room = Room(self.hall, tongues, np.where(table < 0, tables, table))
        room.faithful = False
        search.settle(room, lot, steps, least)
        return room

    def _told(self, room: Room | None, table: Ints, tables: int) -> TablePlan:
        known = people_by_id(self.instance)
        seen = set(self.instance.met)
        rotations: list[Rotation] = []
        bound = bounds.points(self.hall)
        for r in range(self.rounds):
            groups: list[tuple[str, ...]] = []
            if room is not None:
                groups = sorted(
                    tuple(sorted(self.ids[p] for p in group)) for group in room.members[r][:tables] if group
                )
            here = {pair(a, b) for group in groups for a, b in combinations(group, 2)}
            placed = {i for group in groups for i in group}
            rotations.append(
                Rotation(
                    groups=tuple(Grouping(g, points_of([known[i] for i in g], self.instance.weights)) for g in groups),
                    unplaced=tuple(sorted(set(self.ids) - placed)),
                    repeats=tuple(sorted(here & seen)),
                    uneven=0 if room is None else int(room.even[r].sum()),
                    bound=bound,
                )
            )
            seen |= here
        return self._witnessed(rotations)

    def _witnessed(self, rotations: Sequence[Rotation]) -> TablePlan:
        hall, n = self.hall, len(self.people)
        witness: list[TableWitness] = [*self.refused]
        units = [tuple(sorted(self.ids[p] for p in unit)) for unit in (*self.alone, *self.units)]
        first = [set(group.members) for group in rotations[0].groups]
        torn = [NotTogether(unit) for unit in units if not any(group.issuperset(unit) for group in first)]
        witness += torn
        alone = {
            p.id: TooFewSpeakers(p.id, tuple((name, self.speakers[name]) for name in sorted(set(p.langs))), hall.low)
            for p in self.people
        }
        alone = {
            i: why for i, why in alone.items() if n >= hall.low > max((count for _, count in why.speakers), default=0)
        }
        fits = bounds.fitting(n - len(alone), hall.low, hall.high)
        if fits < n - len(alone):
            witness.append(SizesDontFit(n - len(alone), hall.low, hall.high, n - len(alone) - fits))
        witness += alone.values()
        proven, most = not torn, self.listed.most() if self.listed else n
        for number, rotation in enumerate(rotations):
            over = tuple(i for i in rotation.unplaced if i not in alone)
            if len(over) > n - len(alone) - fits:
                needed = max(0, n - most - len(alone))
                witness.append(Unseated(number, over, needed))
                proven = proven and needed == len(over)
        found = sum(len(rotation.repeats) for rotation in rotations)
        if found:
            everyone = all(not rotation.unplaced for rotation in rotations)
            seated = min(n - len(rotation.unplaced) for rotation in rotations)
            least, why = bounds.repeats(hall, len(rotations), seated, self.ids, everyone=everyone)
            witness.append(RepeatsNeeded(found, least, why))
            proven = proven and found <= least
        return TablePlan(tuple(rotations), tuple(witness), proven)


def _broken(room: Room) -> bool:
    """Whether somebody has no seat, or one beside somebody whom they are kept from."""
    return bool(room.torn() or (room.table == room.tables).any())
