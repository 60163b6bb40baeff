"""What a series remembers, and what comes of it in the next workshop."""

from server.core import commands as c
from server.core.fairness import NOTHING, Counts, Earlier, fairness
from server.core.ids import Mark, PersonId, WorkshopId
from server.core.pairing.problem import Known, problem
from server.core.pairing.round import plan_round
from server.core.people import Profile
from server.core.series import Lesson, Memory, Remembered, earlier, lesson, remembered
from server.core.views.console import console
from server.core.views.seat import seat
from server.core.views.shapes import Surroundings
from tests.core.story import LEAD, Story
from tests.workers.scene import BROCHURE

BEFORE, HERE = WorkshopId("before"), WorkshopId("w")
AT = 1_700_000_000_000


def marks(**people: str) -> dict[PersonId, Mark]:
    return {PersonId(person): Mark(mark) for person, mark in people.items()}


def counted(**counts: Counts) -> dict[Mark, Counts]:
    return {Mark(mark): each for mark, each in counts.items()}


def everybody(story: Story, earlier: Earlier = NOTHING) -> Known:
    """All of them like the same things, and nothing but the memory tells them apart."""
    return Known({p: Profile(name=p, langs=("de",)) for p in story.workshop.participants}, earlier=earlier)


def test_s1_a_workshop_tells_of_meetings_and_of_what_the_rounds_asked_under_marks_alone() -> None:
    story = Story()
    story.join(*"abcde")
    story.send(c.SitOut(PersonId("e"), sits_out=True), LEAD)
    story.publish("abc", unplaced="d")
    known = {PersonId("a"): Profile("a", level=5), PersonId("b"): Profile("b", level=1)}
    assert lesson(story.workshop, known, marks(a="A", b="B", d="D", e="E")) == Lesson(
        frozenset({("A", "B")}),
        counted(A=Counts(trios=1, helped=1), B=Counts(trios=1), D=Counts(left_over=1), E=Counts(out=1)),
    ), "and nothing of c, who has proven no address"


def test_s1_two_seats_of_one_address_are_one_person_who_has_not_met_themself() -> None:
    story = Story()
    story.join(*"abc")
    story.publish("abc")
    told = lesson(story.workshop, {}, marks(a="A", b="A", c="C"))
    assert told == Lesson(frozenset({("A", "C")}), counted(A=Counts(trios=2), C=Counts(trios=1)))


MEMORY = Memory(
    since={Mark("A"): 1, Mark("B"): 2, Mark("C"): 3},
    met={("A", "B"): BEFORE, ("A", "C"): HERE, ("B", "X"): BEFORE},
    counts={
        (Mark("A"), BEFORE): Counts(1, 2, 3, 4),
        (Mark("A"), WorkshopId("v")): Counts(1, 1, 1, 1),
        (Mark("A"), HERE): Counts(9, 9, 9, 9),
        (Mark("X"), BEFORE): Counts(9, 9, 9, 9),
    },
)


def test_s1_a_plan_hears_of_the_recognised_alone_and_never_of_its_own_workshop() -> None:
    found = earlier(MEMORY, marks(a="A", b="B", c="C", x="X"), HERE)
    assert found.met == {("a", "b")}, "x is not remembered any more"
    assert found.counts == {"a": Counts(2, 3, 4, 5), "b": Counts(), "c": Counts()}
    assert earlier(MEMORY, {}, HERE) == NOTHING


def test_e2_what_one_reads_of_oneself_names_nobody() -> None:
    found = remembered("Evenings", MEMORY, Mark("A"))
    assert found == Remembered("Evenings", 1, 3, Counts(11, 12, 13, 14))
    assert remembered("Evenings", MEMORY, Mark("X")) is None


def test_s1_who_met_in_an_earlier_workshop_meets_somebody_new() -> None:
    story = Story()
    story.join(*"abcd")
    for known, new in ((("a", "b"), {"ac", "ad"}), (("a", "c"), {"ab", "ad"}), (("a", "d"), {"ab", "ac"})):
        other = tuple(sorted(set("abcd") - set(known)))
        met = frozenset({known, (other[0], other[1])})
        for seed in range(5):
            groups = plan_round(problem(story.workshop, everybody(story, Earlier(met))), seed).groups
            assert {"".join(sorted(g.members)) for g in groups if "a" in g.members} <= new


def test_s1_trio_seats_rounds_without_a_group_and_helping_count_on() -> None:
    story = Story()
    story.join(*"abc")
    before = {PersonId("a"): Counts(trios=1, out=7, left_over=2, helped=3)}
    instance = problem(story.workshop, everybody(story, Earlier(counts=before)))
    assert (instance.trio_seats, instance.left_over, instance.helped) == ({"a": 1}, {"a": 2}, {"a": 3})
    story.publish("abc")
    later = problem(story.workshop, everybody(story, Earlier(counts=before)))
    assert later.trio_seats == {"a": 2, "b": 1, "c": 1}


def test_s4_a_facilitator_reads_the_counts_over_the_series_and_how_many_somebody_knows() -> None:
    story = Story()
    story.join(*"abcd")
    story.publish("ab", "cd")
    before = Earlier(frozenset({("a", "b"), ("a", "c")}), dict.fromkeys(map(PersonId, "abc"), Counts(trios=1, out=2)))
    shares = fairness(story.workshop, {}, before)
    assert (shares[PersonId("a")].known, shares[PersonId("a")].trios, shares[PersonId("a")].out) == (2, 1, 2)
    assert (shares[PersonId("a")].partners, shares[PersonId("a")].repeats) == (1, 1), "met again, by what was before"
    assert (shares[PersonId("d")].known, shares[PersonId("d")].repeats) == (None, 0)


def test_s4_who_has_left_is_not_counted_among_those_whom_somebody_knows() -> None:
    story = Story()
    story.join(*"abc")
    story.send(c.RemoveParticipant(PersonId("c")), LEAD)
    before = Earlier(frozenset({("a", "b"), ("a", "c"), ("a", "x")}), dict.fromkeys(map(PersonId, "abcx"), Counts()))
    assert fairness(story.workshop, {}, before)[PersonId("a")].known == 1


def test_s4_who_meets_again_by_what_was_before_is_told_to_the_facilitator_alone() -> None:
    story = Story()
    story.join(*"abcd")
    story.draft("ab", "cd")
    around = Surroundings(
        BROCHURE,
        "",
        everybody(story, Earlier(frozenset({("a", "b")}), {PersonId("a"): Counts(), PersonId("b"): Counts()})),
    )
    draft = console(story.workshop, around, AT).draft
    assert draft is not None
    assert [pair.met for group in draft.groups for pair in group.pairs] == [True, False]
    story.send(c.PublishDraft(story.revision), LEAD)
    for who in "abc":
        group = seat(story.workshop, around, PersonId(who), story.now).group
        assert group is not None
        assert [partner.met for partner in group.partners] == [False]
