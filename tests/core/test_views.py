"""What each viewer may see, and never sees."""

import gc

import msgspec
import pytest
from msgspec.structs import replace

from server.core import commands as c
from server.core.ids import GroupId, PersonId, PlaceId, TaskId, TextId
from server.core.pairing.again import FewStrangers, SatTogether
from server.core.pairing.plan import (
    Cost,
    Host,
    NoRepeats,
    RepeatNeeded,
    Shortage,
    TablesOf,
    TriosNeeded,
    UnevenTables,
    Unlock,
)
from server.core.pairing.problem import Known, problem
from server.core.pairing.score import ChosenByHand, DrawnByLot, ForcedChoice, Reason, SameInterest
from server.core.people import Brochure, PlaceName, Profile, TaskText
from server.core.state import DraftGroup
from server.core.views.console import WITH_REASONS, console, console_in_steps
from server.core.views.room import room
from server.core.views.seat import seat
from server.core.views.shapes import (
    PRESENT_MS,
    AgainAtLeast,
    CostView,
    HostWay,
    LeftOver,
    MeetAgain,
    NoRepeatsWay,
    SeveralTrios,
    ShowcaseView,
    Surroundings,
    TablesDiffer,
    TablesOfWay,
    UnlockWay,
)
from tests.core.story import DESIGN, LEAD, Story, person

G0, G1, G2 = GroupId("r1g0"), GroupId("r1g1"), GroupId("r1g2")
TASKS = (
    TaskText(TaskId("a"), "Letters", "**Write** one", ("read", "write", "send")),
    TaskText(TaskId("b"), "Maps", "", ()),
)
PLACES = (PlaceName(PlaceId("t1"), "Window"), PlaceName(PlaceId("t2"), "Door"))


def people(**profiles: Profile) -> dict[PersonId, Profile]:
    return {PersonId(k): v for k, v in profiles.items()}


def profile(name: str, **fields: object) -> Profile:
    return replace(Profile(name=name, langs=("de",)), **fields)


@pytest.fixture
def story() -> Story:
    told = Story()
    told.join("a", "b", "c", "d", "e", "f")
    return told


def around(told: Story, *present: str, **changed: Profile) -> Surroundings:
    profiles = people(**{p: profile(p.upper() * 3) for p in told.workshop.participants}) | people(**changed)
    return Surroundings(
        brochure=Brochure("A day", "Lea", TASKS, PLACES),
        code="ABCD2345",
        profiles=profiles,
        texts={TextId("idea"): "a weekly letter", TextId("news"): "coffee at three", TextId("show"): "Fridays"},
        seen=dict.fromkeys(present, told.now),
    )


def test_the_room_says_the_same_to_all_and_names_nobody(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.send(c.Announce(TextId("news")), LEAD)
    view = room(story.workshop, around(story, "a", "b"), story.now)
    assert (view.phase, view.round, view.joined, view.present) == ("working", 1, 6, 2)
    assert view.task is not None
    assert view.task.title == "Letters"
    assert view.announcement is not None
    assert view.announcement.text == "coffee at three"
    assert b"AAA" not in msgspec.json.encode(view)


def test_r11_who_had_a_group_is_told_that_it_holds_no_more_until_there_is_another_round(story: Story) -> None:
    def told() -> set[str]:
        scene = around(story)
        return {p for p in story.workshop.participants if seat(story.workshop, scene, p, story.now).taken_back}

    assert told() == set()
    story.send(c.SitOut(PersonId("f"), sits_out=True), person("f"))
    story.publish("ab", "cde")
    assert told() == set()
    story.wait(5)
    story.join("g")
    story.send(c.TakeBackRound(1, taken_back=0), LEAD)
    assert told() == set("abcde")
    assert room(story.workshop, around(story), story.now).round == 0
    view = console(story.workshop, around(story), story.now)
    assert (view.phase, view.taken_back, view.past, view.fairness) == ("gathering", 1, (), {})
    story.wait(5)
    story.publish("ab", "cd", "eg")
    assert told() == set()
    story.send(c.EndRound(1), LEAD)
    assert told() == set()


def test_both_partners_read_the_same_reasons_from_their_own_side(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    scene = around(
        story,
        a=profile("Mara", level=1, interests=("Gärten",), teach=("Polnisch",)),
        b=profile("Jonas", level=4, interests=("gärten ", "Chor"), learn=("polnisch",)),
    )
    mine, theirs = (seat(story.workshop, scene, PersonId(p), story.now) for p in "ab")
    assert mine.group is not None
    assert theirs.group is not None
    a_reads = msgspec.to_builtins(mine.group.partners[0].reasons)
    b_reads = msgspec.to_builtins(theirs.group.partners[0].reasons)
    assert {"t": "level_distance", "steps": 3} in a_reads
    assert {"t": "level_distance", "steps": -3} in b_reads
    assert {"t": "can_teach", "skills": ("Polnisch",)} in a_reads
    assert {r["t"] for r in b_reads} == {"level_distance", "wants_to_learn", "same_interest"}
    assert {r["t"]: r.get("tags") for r in a_reads}["same_interest"] == ("Gärten",)


def test_no_reason_from_experience_that_nobody_told(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    scene = around(story, a=profile("Mara", level=5))
    mine = seat(story.workshop, scene, PersonId("a"), story.now)
    assert mine.group is not None
    assert mine.group.partners[0].reasons == (DrawnByLot(),), "and nothing else is known: the lot was it"


def test_both_read_that_there_was_no_other_choice(story: Story) -> None:
    """Recorded with the plan, so that a replay says the same."""
    groups = (DraftGroup((PersonId("a"), PersonId("b")), no_choice=(PersonId("a"),)), *map(pair_of, ("cd", "ef")))
    story.send(c.RecordDraft(1, groups, ()), LEAD)
    story.send(c.PublishDraft(story.revision), LEAD)
    for p, forced in (("a", True), ("b", True), ("c", False)):
        mine = seat(story.workshop, around(story), PersonId(p), story.now)
        assert mine.group is not None
        assert (ForcedChoice() in mine.group.partners[0].reasons) == forced
    both = {p: profile(p.upper(), interests=("Gärten",)) for p in "ab"}
    mine = seat(story.workshop, around(story, **both), PersonId("a"), story.now)
    assert mine.group is not None
    assert [type(r) for r in mine.group.partners[0].reasons] == [SameInterest, ForcedChoice], (
        "what they share comes first"
    )


def test_p9_in_a_trio_no_other_choice_is_told_of_whom_it_was_true(story: Story) -> None:
    a, b, d = map(PersonId, "abd")
    groups = (DraftGroup((a, b, d), no_choice=(d,)), DraftGroup(tuple(map(PersonId, "cef"))))
    story.send(c.RecordDraft(1, groups, ()), LEAD)
    story.send(c.PublishDraft(story.revision), LEAD)

    def forced(with_: PersonId) -> bool:
        mine = seat(story.workshop, around(story), a, story.now).group
        assert mine is not None
        return any(ForcedChoice() in p.reasons for p in mine.partners if p.id == with_)

    assert forced(d)
    assert not forced(b)
    story.send(c.LeaveGroup(GroupId("r1g0")), person("d"))
    assert not forced(b), "and not when the one of whom it was true has left"


def test_p9_changing_what_counts_rewrites_no_reason_that_somebody_has_read(story: Story) -> None:
    people = {p: profile(p, interests=("Chor",)) for p in "abde"}
    story.draft("ab", "cd", "ef")

    def drafted() -> tuple[Reason, ...]:
        draft = console(story.workshop, around(story, **people), story.now).draft
        assert draft is not None
        return draft.groups[0].pairs[0].reasons

    why = drafted()
    assert why == (SameInterest(("Chor",), 1),)
    story.send(c.ChangeWeights(100, "mix", 0, 0, 0), LEAD)
    assert drafted() == why, "what stands was planned by what counted then"
    story.send(c.SwapPeople(story.revision, PersonId("c"), PersonId("e")), LEAD)
    swapped = console(story.workshop, around(story, **people), story.now).draft
    assert swapped is not None
    assert swapped.groups[1].pairs[0].reasons == (ChosenByHand(),), "what came about since, by what counts now"
    story.send(c.PublishDraft(story.revision), LEAD)
    mine = seat(story.workshop, around(story, **people), PersonId("a"), story.now)
    assert mine.group is not None
    assert mine.group.partners[0].reasons == why
    story.send(c.EndRound(1), LEAD)
    assert seat(story.workshop, around(story, **people), PersonId("a"), story.now).past[0].partners[0].reasons == why
    past = console(story.workshop, around(story, **people), story.now).past[0]
    assert past.groups[0].points == 2 * 3000


def test_p9_who_was_put_together_by_hand_was_not_drawn_by_lot(story: Story) -> None:
    story.draft("ab", "cd", "ef")
    story.send(c.SwapPeople(story.revision, PersonId("b"), PersonId("c")), LEAD)
    story.send(c.PublishDraft(story.revision), LEAD)
    for p, reason in (("a", ChosenByHand()), ("b", ChosenByHand()), ("e", DrawnByLot())):
        mine = seat(story.workshop, around(story), PersonId(p), story.now)
        assert mine.group is not None
        assert mine.group.partners[0].reasons == (reason,)


def pair_of(letters: str) -> DraftGroup:
    return DraftGroup(tuple(PersonId(p) for p in letters))


@pytest.mark.parametrize(
    ("langs", "told"),
    [
        ({"f": ("pl",), "e": ("pl", "de")}, LeftOver((PersonId("f"),), ("pl",), 1, (PersonId("e"),))),
        ({"f": ("pl",)}, LeftOver((PersonId("f"),), ("pl",), 1)),
        ({}, LeftOver((PersonId("f"),))),
    ],
    ids=["somebody who sits out speaks it", "nobody does", "languages don't explain it"],
)
def test_why_somebody_is_left_over_is_told_in_languages_or_not_at_all(
    story: Story, langs: dict[str, tuple[str, ...]], told: LeftOver
) -> None:
    people = {p: profile(p, langs=langs.get(p, ("de",))) for p in "abcdef"}
    story.send(c.SitOut(PersonId("e"), sits_out=True), LEAD)
    why = (Shortage((("f",),), (), 1), RepeatNeeded((("a", "b"),)))
    record = c.RecordDraft(1, tuple(map(pair_of, ("ab", "cd"))), (PersonId("f"),), witness=why)
    story.send(record, LEAD)
    draft = console(story.workshop, around(story, **people), story.now).draft
    assert draft is not None
    assert draft.shortfalls == (told, MeetAgain(PersonId("a"), PersonId("b")))
    story.send(c.SwapPeople(story.revision, PersonId("b"), PersonId("c")), LEAD)
    draft = console(story.workshop, around(story, **people), story.now).draft
    assert draft is not None
    assert draft.shortfalls == (told,), "who was parted since does not meet again"
    story.send(c.RemoveParticipant(PersonId("a")), LEAD)
    draft = console(story.workshop, around(story, **people), story.now).draft
    assert draft is not None
    assert draft.shortfalls == (), "of other people nothing is known before they are planned"


@pytest.mark.parametrize("explained", [True, False])
def test_p11_several_trios_are_told_by_languages_alone_and_ways_out_with_their_price(
    story: Story, *, explained: bool
) -> None:
    people = {p: profile(p, langs=("pl",) if p in "abc" and explained else ("de",)) for p in "abcdef"}
    clusters = (("a", "b", "c"), ("d", "e", "f"))
    ways = (
        Host(("a", "d"), Cost(trios=-1)),
        NoRepeats(Cost(placed=-1, repeats=-1, points=5)),
        Unlock(("a", "b"), Cost()),
    )
    groups = tuple(map(pair_of, ("abc", "def")))
    story.send(c.RecordDraft(1, groups, (), witness=(TriosNeeded(clusters, (), 2),), ways=ways), LEAD)
    draft = console(story.workshop, around(story, **people), story.now).draft
    assert draft is not None
    assert draft.shortfalls == ((SeveralTrios(2, (3, 3)),) if explained else ())
    assert draft.ways == (
        HostWay(("de", "pl") if explained else ("de",), CostView(trios=-1)),
        NoRepeatsWay(CostView(placed=-1, repeats=-1)),
        UnlockWay((PersonId("a"), PersonId("b")), CostView()),
    )
    story.send(c.SwapPeople(story.revision, PersonId("b"), PersonId("d")), LEAD)
    draft = console(story.workshop, around(story, **people), story.now).draft
    assert draft is not None
    assert draft.ways == (), "what another plan than this would change isn't known"


def test_p15_tables_are_told_with_what_is_proven_and_with_other_sizes() -> None:
    story = Story(replace(DESIGN, size=4))
    story.join(*"abcdefgh")
    why = (FewStrangers("a", 1, 3), SatTogether(("a", "b", "c"), 2, 1))
    witness = (RepeatNeeded((("a", "b"),), at_least=1, why=why), UnevenTables(4, 4, 2))
    ways = (TablesOf(3, Cost(repeats=-1, uneven=2)),)
    groups = tuple(map(pair_of, ("abcde", "fgh")))
    story.send(c.RecordDraft(1, groups, (), bound=90, witness=witness, ways=ways), LEAD)
    draft = console(story.workshop, around(story), story.now).draft
    assert draft is not None
    assert draft.shortfalls == (
        MeetAgain(PersonId("a"), PersonId("b")),
        AgainAtLeast(1, why),
        TablesDiffer(4, 4, 2),
    )
    assert draft.ways == (TablesOfWay(3, CostView(repeats=-1, uneven=2)),)
    assert draft.bound == 90


def test_p2_nothing_that_anybody_sees_tells_of_a_private_wish(story: Story) -> None:
    """The views with and without the wish differ in no byte."""
    story.draft("ab", "cd", "ef")
    plain, wishing = around(story), around(story, a=profile("AAA", trio=True, not_with=(PersonId("b"),)))
    for view in (room, console):
        assert view(story.workshop, plain, story.now) == view(story.workshop, wishing, story.now)
    story.send(c.PublishDraft(story.revision), LEAD)
    for p in "abcdef":
        assert seat(story.workshop, plain, PersonId(p), story.now) == seat(
            story.workshop, wishing, PersonId(p), story.now
        )
    assert ("a", "b") in problem(story.workshop, wishing.profiles).keep_apart


def test_d1_participants_see_nothing_of_a_draft(story: Story) -> None:
    before = [seat(story.workshop, around(story), PersonId(p), story.now) for p in "abcdef"]
    story.draft("ab", "cd", "ef")
    assert [seat(story.workshop, around(story), PersonId(p), story.now) for p in "abcdef"] == before
    draft = console(story.workshop, around(story), story.now).draft
    assert draft is not None
    assert [g.members for g in draft.groups] == [("a", "b"), ("c", "d"), ("e", "f")]
    # P16: nor does anybody, of the rounds after it
    planned = replace(story.workshop, later=(story.seating("ac", "be", "df"),))
    assert console(planned, around(story), story.now) == console(story.workshop, around(story), story.now)
    assert [seat(planned, around(story), PersonId(p), story.now) for p in "abcdef"] == before
    assert [g.place.name for g in draft.groups] == ["Window", "Door", "Window"]


def test_the_wall_shows_signals_and_never_an_idea(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.send(c.NoteIdea(G0, TextId("idea")), person("a"))
    story.send(c.AskHelp(G0, wanted=True), person("a"))
    view = console(story.workshop, around(story, "a"), story.now)
    tile = view.wall[G0]
    assert (tile.help, tile.help_at, tile.ideas, tile.present) == ("asked", story.now, 1, ("a",))
    # K3: with those that are marked in the text
    marked = replace(around(story, "a"), marked={G0: 3})
    assert console(story.workshop, marked, story.now).wall[G0].ideas == 4
    assert b"weekly letter" not in msgspec.json.encode(view)


def test_r7_the_one_who_stayed_is_offered_a_chair_and_may_ignore_it(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.send(c.LeaveGroup(G0), person("b"))
    scene = around(story, "a", "c", "d", "e", "f")
    offered = seat(story.workshop, scene, PersonId("a"), story.now).offered
    assert offered is not None
    assert offered.group == G1
    assert seat(story.workshop, scene, PersonId("c"), story.now).offered is None


def test_r9_who_left_may_come_back_to_another_group_and_never_to_the_one_they_left(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.send(c.LeaveGroup(G0), person("b"))
    story.send(c.LeaveGroup(G2), person("f"))
    scene = around(story, *"abcde")
    view = seat(story.workshop, scene, PersonId("b"), story.now)
    assert view.left
    assert not view.unplaced, "nobody forgot them"
    assert view.offered is not None
    assert view.offered.group == G2
    assert not seat(story.workshop, scene, PersonId("c"), story.now).left
    story.send(c.TakePlace(G2), person("b"))
    assert not seat(story.workshop, scene, PersonId("b"), story.now).left
    story.send(c.LeaveGroup(G2), person("b"))
    view = seat(story.workshop, scene, PersonId("b"), story.now)
    assert view.left
    assert view.offered is not None
    assert view.offered.group == G1, "the two alone are those that they left"


def test_r7_who_stayed_reads_who_has_left(story: Story) -> None:
    story.publish("abc", "def")
    story.send(c.LeaveGroup(G0), person("b"))
    mine = seat(story.workshop, around(story, *"abcdef"), PersonId("a"), story.now).group
    assert mine is not None
    assert mine.gone == ("BBB",)
    nameless = around(story, *"acdef")
    del nameless.profiles[PersonId("b")]
    mine = seat(story.workshop, nameless, PersonId("a"), story.now).group
    assert mine is not None
    assert mine.gone == (), "erased is nobody any more"


def test_w8_who_came_later_reads_nothing_of_who_had_left_before(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.send(c.LeaveGroup(G0), person("b"))
    story.send(c.TakePlace(G0), person("e"))
    guest = seat(story.workshop, around(story, *"abcdef"), PersonId("e"), story.now).group
    assert guest is not None
    assert guest.gone == ()


def test_r7_two_alone_are_offered_each_other_first(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.send(c.LeaveGroup(G0), person("b"))
    story.send(c.LeaveGroup(G2), person("f"))
    scene = around(story, "a", "c", "d", "e")
    for alone, other in (("a", G2), ("e", G0)):
        offered = seat(story.workshop, scene, PersonId(alone), story.now).offered
        assert offered is not None
        assert offered.group == other


def test_two_of_one_name_are_told_apart_in_their_group_by_the_number_that_the_console_has(story: Story) -> None:
    story.publish("abc", "def")
    scene = around(story, *"abcdef")
    for who, name in (("a", "Mara"), ("c", " mara "), ("d", "MARA")):
        scene.profiles[PersonId(who)] = Profile(name)

    def read(by: str) -> list[str]:
        group = seat(story.workshop, scene, PersonId(by), story.now).group
        assert group is not None
        return [partner.name for partner in group.partners]

    assert read("b") == ["Mara", "mara (2)"]
    assert read("a") == ["BBB", "mara (2)"]
    assert read("c") == ["Mara", "BBB"]
    assert read("e")[0] == "MARA", "alone with it at her table"
    story.send(c.LeaveGroup(G0), person("c"))
    left = seat(story.workshop, scene, PersonId("b"), story.now).group
    assert left is not None
    assert (left.partners[0].name, left.gone) == ("Mara", ("mara (2)",))


def test_r10_a_late_arrival_is_offered_a_chair_where_fewest_sit() -> None:
    story = Story(replace(DESIGN, size=4))
    story.join(*"abcdefg")
    story.publish("abcd", "efg")
    story.join("z")
    offered = seat(story.workshop, around(story, *"abcdefgz"), PersonId("z"), story.now).offered
    assert offered is not None
    assert offered.names == ("EEE", "FFF", "GGG")


def test_r7_a_partner_who_is_not_heard_of_for_a_minute_counts_as_gone(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.wait(59)
    scene = around(story, "a", "c", "d")
    assert seat(story.workshop, scene, PersonId("a"), story.now).offered is None
    story.wait(2)
    scene = around(story, "a", "c", "d")
    assert seat(story.workshop, scene, PersonId("a"), story.now).offered is not None


def test_r7_a_chair_is_never_offered_against_a_private_wish_or_without_a_language(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.send(c.LeaveGroup(G0), person("b"))
    scene = around(
        story,
        *"acdef",
        c=profile("CCC", not_with=(PersonId("a"),)),
        e=profile("EEE", langs=("pl",)),
        f=profile("FFF", langs=("pl",)),
    )
    assert seat(story.workshop, scene, PersonId("a"), story.now).offered is None


def test_r7_who_sits_alone_because_the_partner_vanished_is_offered_to_a_late_arrival(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.join("g")
    story.wait(61)
    offered = seat(story.workshop, around(story, *"acdefg"), PersonId("g"), story.now).offered
    assert offered is not None
    assert offered.group == G0


def test_r7_who_sat_out_and_comes_back_is_offered_a_chair(story: Story) -> None:
    story.send(c.SitOut(PersonId("f"), sits_out=True), person("f"))
    story.publish("ab", "cd", unplaced="e")
    story.send(c.SitOut(PersonId("f"), sits_out=False), person("f"))
    assert seat(story.workshop, around(story, *"abcdef"), PersonId("f"), story.now).offered is not None


def test_an_announcement_ends_with_its_phase(story: Story) -> None:
    story.send(c.Announce(TextId("news")), LEAD)
    assert room(story.workshop, around(story), story.now).announcement is not None
    story.wait(1)
    story.publish("ab", "cd", "ef")
    assert room(story.workshop, around(story), story.now).announcement is None
    story.send(c.Announce(TextId("news")), LEAD)
    assert room(story.workshop, around(story), story.now).announcement is not None
    story.wait(1)
    story.send(c.CloseWorkshop(), LEAD)
    assert room(story.workshop, around(story), story.now).announcement is None


def test_r7_a_late_arrival_is_offered_a_chair_in_the_running_round(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.join("g")
    view = seat(story.workshop, around(story, *"abcdefg"), PersonId("g"), story.now)
    assert view.late
    assert view.unplaced
    assert view.offered is not None


def test_who_sits_out_is_left_in_peace(story: Story) -> None:
    story.send(c.SitOut(PersonId("f"), sits_out=True), person("f"))
    story.publish("ab", "cde")
    view = seat(story.workshop, around(story, *"abcdef"), PersonId("f"), story.now)
    assert (view.sits_out, view.unplaced, view.group, view.offered) == (True, False, None, None)


def test_presence_fades(story: Story) -> None:
    scene = around(story, "a")
    assert console(story.workshop, scene, story.now).people[PersonId("a")].present
    assert not console(story.workshop, scene, story.now + PRESENT_MS).people[PersonId("a")].present


def test_an_erased_person_leaves_no_name_and_breaks_nothing(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    scene = around(story)
    scene = replace(scene, profiles={k: v for k, v in scene.profiles.items() if k != "b"})
    mine = seat(story.workshop, scene, PersonId("a"), story.now)
    assert mine.group is not None
    assert mine.group.partners[0].name == ""
    assert console(story.workshop, scene, story.now).people[PersonId("b")].name == ""


def test_past_groups_stay_through_the_close(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.send(c.NoteIdea(G0, TextId("idea")), person("a"))
    story.send(c.CloseWorkshop(), LEAD)
    (past,) = seat(story.workshop, around(story), PersonId("b"), story.now).past
    assert (past.partners[0].name, past.idea, past.task) == ("AAA", "a weekly letter", "Letters")
    assert len(console(story.workshop, around(story), story.now).past[0].groups) == 3


def test_w8_a_group_that_somebody_left_is_past_for_all_who_sat_there(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.send(c.NoteIdea(G0, TextId("idea")), person("a"))
    story.send(c.LeaveGroup(G0), person("b"))
    assert seat(story.workshop, around(story), PersonId("b"), story.now).past == (), "the round still runs"
    story.send(c.CloseWorkshop(), LEAD)
    for me, other in ("ab", "ba"):
        (past,) = seat(story.workshop, around(story), PersonId(me), story.now).past
        assert ([partner.id for partner in past.partners], past.idea) == ([other], "a weekly letter")


def test_w8_who_took_a_chair_elsewhere_has_both_groups(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.send(c.LeaveGroup(G1), person("d"))
    story.send(c.TakePlace(G0), person("c"))
    group = seat(story.workshop, around(story), PersonId("c"), story.now).group
    assert group is not None
    assert [partner.id for partner in group.partners] == ["a", "b"]
    story.send(c.CloseWorkshop(), LEAD)
    past = seat(story.workshop, around(story), PersonId("c"), story.now).past
    assert [(g.id, [p.id for p in g.partners]) for g in past] == [(G1, ["d"]), (G0, ["a", "b"])]


def test_p6_a_late_arrival_counts_as_late_until_their_first_round(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.join("g")
    story.send(c.EndRound(1), LEAD)
    profiles = around(story).profiles
    assert problem(story.workshop, profiles).late == {"g"}
    story.publish("abg", "cd", "ef")
    story.send(c.EndRound(2), LEAD)
    third = problem(story.workshop, profiles)
    assert third.late == frozenset()
    assert third.trio_seats == {"a": 1, "b": 1, "g": 1}
    assert ("a", "g") in third.met


def test_k5_nothing_is_shown_without_the_yes_of_every_member(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.send(c.ProposeShowcase(G0, TextId("show")), person("a"))

    def shown(**changed: Profile) -> list[str]:
        surroundings = around(story, **changed)
        views = room(story.workshop, surroundings, story.now), console(story.workshop, surroundings, story.now)
        assert views[0].gallery == views[1].gallery
        return [each.title for each in views[0].gallery]

    assert shown() == []
    mine = seat(story.workshop, around(story), PersonId("b"), story.now).group
    assert mine is not None
    assert mine.showcase == ShowcaseView(TextId("show"), "Fridays", missing=())
    theirs = seat(story.workshop, around(story), PersonId("a"), story.now).group
    assert theirs is not None
    assert theirs.showcase == ShowcaseView(TextId("show"), "Fridays", mine=True, missing=("BBB",))
    story.send(c.AgreeShowcase(G0, TextId("show")), person("b"))
    assert shown() == ["Fridays"]
    # somebody joins the pair: it waits for their yes
    story.send(c.LeaveGroup(GroupId("r1g1")), person("c"))
    story.send(c.TakePlace(G0), person("c"))
    assert shown() == []
    story.send(c.AgreeShowcase(G0, TextId("show")), person("c"))
    assert shown() == ["Fridays"]
    story.send(c.RemoveParticipant(PersonId("c")), LEAD)
    story.send(c.CloseWorkshop(), LEAD)
    past = seat(story.workshop, around(story), PersonId("c"), story.now).past
    assert {each.showcase for each in past} == {None}, "W12: what others show is nothing to who was taken out"
    assert shown() == ["Fridays"]
    erased = around(story)
    del erased.profiles[PersonId("b")]
    assert room(story.workshop, erased, story.now).gallery == (), "who is erased takes their yes along"
    story.send(c.WithdrawShowcase(G0), person("a"))
    assert shown() == []


def test_k5_words_that_are_gone_are_not_shown(story: Story) -> None:
    story.publish("ab", "cd", "ef")
    story.send(c.ProposeShowcase(G0, TextId("gone")), person("a"))
    story.send(c.AgreeShowcase(G0, TextId("gone")), person("b"))
    assert room(story.workshop, around(story), story.now).gallery == ()
    mine = seat(story.workshop, around(story), PersonId("b"), story.now).group
    assert mine is not None
    assert mine.showcase is None


def full_room() -> Story:
    """Of as many as are drawn in a few pieces."""
    story = Story(replace(DESIGN, capacity=500))
    story.join(*(f"p{number}" for number in range(4 * WITH_REASONS)))
    return story


def pair_all(story: Story) -> None:
    people = list(story.workshop.participants)
    pairs = zip(people[::2], people[1::2], strict=True)
    story.send(c.RecordDraft(1, tuple(DraftGroup(two) for two in pairs), ()), LEAD)


def test_a_full_room_is_drawn_in_small_pieces() -> None:
    """So that nobody else waits for it."""
    story = full_room()
    pair_all(story)
    scene = around(story)
    assert len(list(console_in_steps(story.workshop, scene, story.now))) >= 2


def test_a_full_room_is_nothing_to_the_garbage_collector() -> None:
    """Everybody waits while it looks through what could be part of a cycle."""
    story = full_room()
    gc.collect()
    before = len(gc.get_objects())
    pair_all(story)
    told = {p: profile(p, interests=("Chor", p), teach=("Brot",), learn=("Ton",)) for p in story.workshop.participants}
    scene = replace(around(story), profiles=Known(told))
    kept = console(story.workshop, scene, story.now), problem(story.workshop, scene.profiles)
    assert len(kept[1].people) == len(told)
    for _ in range(3):  # a tuple is let go once what is in it has been
        gc.collect()
    assert len(gc.get_objects()) - before < len(told)


def test_only_who_has_told_something_else_is_looked_at_again() -> None:
    a, b, gone = map(PersonId, ("a", "b", "gone"))
    before = Known({a: profile("Mara", interests=("Chor",)), b: profile("Jonas"), gone: profile("Kim")})
    seen = {p: before.seen(p, "de") for p in before}
    after = Known({a: profile("Mara", interests=("Chor",)), b: profile("Jonas", interests=("Chor",))}, before)
    assert after.seen(a, "de") is seen[a]
    assert after.seen(b, "de").person.tags == ("chor",)
    assert after.looked_at.keys() == {(a, "de"), (b, "de")}
