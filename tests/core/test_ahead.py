"""P16: the next round is planned together with those after it, and these are kept."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

import pytest
from msgspec.structs import replace

from server.core.ahead import TOGETHER, plan_ahead
from server.core.pairing.instance import Instance, Pair, pair
from server.core.pairing.plan import Ahead
from server.core.pairing.round import plan_round
from server.core.tables import plan_tables_of, sizes
from tests.core.pairing.referee import crowd, illegal

Seating = Sequence[tuple[str, ...]]


def room(n: int, seed: int) -> Instance:
    """People who all speak with each other and ask for no trio, at their first round."""
    drawn = crowd(seed, n, tongues=1, rules=False)
    return Instance(tuple(replace(person, trio=False) for person in drawn.people), drawn.weights)


def groups_of(ahead: Ahead) -> Seating:
    return [group.members for group in ahead.plan.groups]


def pairs(groups: Iterable[Sequence[str]]) -> frozenset[Pair]:
    return frozenset(pair(*two) for group in groups for two in combinations(group, 2))


class Course:
    """A workshop's rounds, each drafted from what is known by then, and as the draft says held."""

    def __init__(self, room: Instance, rounds: int, size: int = 2, seed: int = 1) -> None:
        self.room, self.rounds, self.size, self.seed = room, rounds, size, seed
        self.later: tuple[Seating, ...] = ()
        self.repeats = 0
        self.held: list[Seating] = []

    def drafted(self, *, standing: Seating = (), locked: Seating = ()) -> Ahead:
        """Anew, where a draft stands."""
        self.seed += 1
        left = self.rounds - len(self.held)
        ahead = plan_ahead(
            self.room,
            self.seed,
            size=self.size,
            rounds=left,
            later=self.later,
            standing=tuple(standing),
            anew=bool(standing),
            locked=tuple(locked),
        )
        assert len(ahead.later) in {0, left - 1}
        for groups in (groups_of(ahead), *ahead.later):
            assert [wrong for wrong in illegal(self.room, groups) if self.size == 2 or "size" not in wrong] == []
        return ahead

    def hold(self, ahead: Ahead) -> None:
        here = groups_of(ahead)
        self.repeats += len(pairs(here) & self.room.met)
        self.held.append(here)
        self.room, self.later = self.room.after(here, ahead.plan.unplaced), ahead.later

    def hold_all(self) -> "Course":
        while len(self.held) < self.rounds:
            self.hold(self.drafted())
        return self


@pytest.mark.parametrize("n", [4, 6, 8, 10, 12])
def test_pairs_drafted_round_by_round_meet_everybody(n: int) -> None:
    """Each planned for itself, ten people run out of new partners in their last round, now and then."""
    for seed in range(2):
        assert Course(room(n, seed), n - 1, seed=seed).hold_all().repeats == 0


def test_everybody_of_an_odd_room_sits_in_one_trio() -> None:
    """Fifteen people, five trios: nobody twice."""
    for seed in range(2):
        course = Course(room(15, seed), 5, seed=seed).hold_all()
        seats = Counter(i for groups in course.held for group in groups if len(group) == 3 for i in group)
        assert set(seats.values()) == {1}
        assert course.repeats == 0


@pytest.mark.parametrize(("n", "size", "rounds"), [(24, 5, 5), (42, 6, 7), (16, 4, 5), (60, 7, 7)])
def test_tables_drafted_one_rotation_at_a_time_keep_the_design(n: int, size: int, rounds: int) -> None:
    course = Course(room(n, 1), rounds, size).hold_all()
    assert course.repeats == 0
    low, high = sizes(n, size)
    assert all(low <= len(group) <= high for groups in course.held for group in groups)


@pytest.mark.parametrize("size", [2, 4])
def test_what_is_asked_anew_is_other_groups_and_no_dead_end(size: int) -> None:
    course = Course(room(8, 3) if size == 2 else room(16, 3), 7 if size == 2 else 5, size)
    while len(course.held) < course.rounds:
        ahead = course.drafted()
        for _ in range(3):
            course.later, shown = ahead.later, groups_of(ahead)
            ahead = course.drafted(standing=shown)
            if course.rounds - len(course.held) > 1:
                assert not pairs(shown) & pairs(groups_of(ahead))
        course.hold(ahead)
    assert course.repeats == 0


@pytest.mark.parametrize("size", [2, 5])
@pytest.mark.parametrize("seed", range(3))
def test_the_round_itself_has_as_many_places_and_as_few_repeats_as_by_itself(seed: int, size: int) -> None:
    """Whoever comes or goes meanwhile: nobody sits out, or meets again, for the sake of rounds that may never be."""
    everybody = crowd(seed, 14)
    course = Course(everybody, 4, size, seed)
    for number in range(4):
        gone = {person.id for person in everybody.people[number : number + 1 + seed % 3]}
        course.room = replace(course.room, people=tuple(p for p in everybody.people if p.id not in gone))
        alone = plan_round(course.room, 1) if size == 2 else plan_tables_of(course.room, size, 1).plan
        ahead = course.drafted()
        now, by_itself = groups_of(ahead), [group.members for group in alone.groups]
        assert len(ahead.plan.unplaced) <= len(alone.unplaced)
        assert len(pairs(now) & course.room.met) <= len(pairs(by_itself) & course.room.met)
        course.hold(ahead)


def test_locked_groups_stay_and_lead_into_no_dead_end() -> None:
    """Of four people two are held together: the others have no choice, and all three rounds are still to be had."""
    for n in (4, 8, 12):
        course = Course(room(n, 2), n - 1)
        first = course.drafted()
        course.later = first.later
        two = groups_of(first)[0]
        again = course.drafted(locked=[two], standing=groups_of(first))
        assert two in groups_of(again)
        course.hold(again)
        assert course.hold_all().repeats == 0


def test_beside_a_locked_table_the_later_rounds_are_for_who_is_here() -> None:
    course = Course(room(16, 2), 4, 4)
    first = course.drafted()
    gone, *others = (person.id for person in course.room.people)
    new = replace(course.room.people[0], id="new")
    course.room = replace(course.room, people=(*course.room.people[1:], new))
    course.later = first.later
    locked = next(group for group in groups_of(first) if gone not in group)
    again = course.drafted(standing=[group for group in groups_of(first) if gone not in group], locked=[locked])
    assert locked in groups_of(again)
    assert [set().union(*groups) for groups in again.later] == [{*others, "new"}] * 3


def with_island(n: int, few: int, seed: int) -> Instance:
    """Many who speak one language, and a few who speak another."""
    drawn = room(n, seed)
    people = [replace(person, langs=("pl",) if i < few else ("en",)) for i, person in enumerate(drawn.people)]
    return replace(drawn, people=tuple(people))


@pytest.mark.parametrize("few", [6, 10])
def test_few_people_of_one_language_among_many_meet_everybody_they_can(few: int) -> None:
    """Six people planned round by round run into two threes in every second room."""
    for seed in range(4):
        many = with_island(TOGETHER + 2 + few, few, seed)
        course = Course(many, few - 1, seed=seed)
        first = course.drafted()
        rest = {person.id for person in many.people[few:]}
        assert {g for g in groups_of(first) if rest.issuperset(g)} == {
            g for g in plan_round(many, course.seed).seating if rest.issuperset(g)
        }
        course.hold(first)
        course.hold(course.drafted(standing=groups_of(course.drafted())))
        assert course.hold_all().repeats == 0


def test_a_locked_group_beside_a_few_of_another_language_stays_and_comes_first() -> None:
    many = with_island(TOGETHER + 8, 6, 1)
    course = Course(many, 5)
    first = course.drafted()
    few = {person.id for person in many.people[:6]}
    for two in (next(group for group in groups_of(first) if few.issuperset(group)), groups_of(first)[-1]):
        again = course.drafted(locked=[two], standing=groups_of(first))
        assert groups_of(again)[0] == two
        assert [set().union(*seating) for seating in again.later] == [few] * 4


def test_of_many_people_in_pairs_each_round_is_the_proven_best() -> None:
    many = crowd(1, TOGETHER + 2)
    assert plan_ahead(many, 7, rounds=3).plan == plan_round(many, 7)
    assert plan_ahead(many, 7, rounds=3).later == ()


def test_the_last_round_is_planned_by_itself() -> None:
    ten = room(10, 1)
    assert plan_ahead(ten, 7, rounds=1, later=[[("x", "y")]]) == Ahead(plan_round(ten, 7))


def test_how_good_the_round_could_be_is_told_of_the_round_by_itself() -> None:
    twelve = room(12, 4)
    ahead, alone = plan_ahead(twelve, 7, rounds=6), plan_round(twelve, 7)
    assert ahead.plan.points <= ahead.plan.bound
    assert ahead.plan.bound >= alone.points
