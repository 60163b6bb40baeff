"""Each test is one rule of server/core/RULES.md, told as commands."""

import pytest
from msgspec.structs import replace

from server.core import commands as c
from server.core import events as e
from server.core import rejections as no
from server.core.clock import closes_itself_at, ends_at, starts_at
from server.core.decide.group import MOST_IDEAS
from server.core.errands import CloseLater, CountAfterwards, PlanFollowUp, errands
from server.core.groups import met, sign
from server.core.ids import FacilitatorId, GroupId, PersonId, TaskId, TextId
from server.core.pairing.instance import Weights
from server.core.pairing.plan import Cost, NoRepeats, RepeatNeeded
from server.core.pairing.problem import problem
from server.core.state import Closed, Draft, DraftGroup, Gathering, HelpClaimed, NoHelp, Task, Working
from tests.core.story import CLOCK, DESIGN, LEAD, SECOND, Story, person

G0, G1 = GroupId("r1g0"), GroupId("r1g1")


@pytest.fixture
def four() -> Story:
    story = Story()
    story.join("a", "b", "c", "d")
    return story


@pytest.fixture
def running(four: Story) -> Story:
    four.publish("ab", "cd")
    return four


def draft_of(story: Story) -> tuple[list[str], str, str]:
    phase = story.workshop.phase
    assert isinstance(phase, Gathering)
    assert phase.draft is not None
    d = phase.draft
    return ["".join(g.members) for g in d.groups], "".join(d.unplaced), "".join(d.sitting_out)


def test_w2_nobody_acts_in_anothers_place(running: Story) -> None:
    for command, by in (
        (c.EndRound(1), person("a")),
        (c.SitOut(PersonId("b"), sits_out=True), person("a")),
        (c.RemoveParticipant(PersonId("b")), person("a")),
        (c.JoinWorkshop(PersonId("x")), person("y")),
        (c.SayHere(G0), LEAD),
        (c.EndRound(1), SECOND),
        (c.EndRound(1), CLOCK),
        (c.SayHere(G0), person("stranger")),
    ):
        with pytest.raises(no.NotAllowed):
            running.send(command, by)
    with pytest.raises(no.NotYourGroup):
        running.send(c.TickStep(G1, 0, done=True), person("a"))


def test_w3_the_second_publish_is_told(four: Story) -> None:
    revision = four.draft("ab", "cd")
    four.send(c.PublishDraft(revision), LEAD)
    with pytest.raises(no.AlreadyDone):
        four.send(c.PublishDraft(revision), LEAD)
    assert len(four.workshop.rounds) == 1


def test_w11_places_and_tasks_count_from_the_next_round_on(running: Story) -> None:
    new = (Task(TaskId("c"), steps=1, minutes=5),)
    running.send(c.ChangeDesign(1, (), new), LEAD)
    assert running.workshop.rounds[0].task == DESIGN.tasks[0], "what has begun keeps its task"
    running.send(c.EndRound(1), LEAD)
    running.publish("ab", "cd")
    assert running.workshop.rounds[1].task == new[0]
    assert running.send(c.ChangeDesign(1, DESIGN.places, DESIGN.tasks), LEAD) == (), "a newer edition is there"
    with pytest.raises(no.UnknownThing):
        running.send(c.ChangeDesign(2, (), ()), LEAD)
    for by in (person("a"), SECOND, CLOCK):
        with pytest.raises(no.NotAllowed):
            running.send(c.ChangeDesign(2, (), new), by)
    running.send(c.CloseWorkshop(), LEAD)
    with pytest.raises(no.WorkshopIsClosed):
        running.send(c.ChangeDesign(2, (), new), LEAD)


def test_w4_full_and_closed_workshops_take_nobody() -> None:
    story = Story(replace(DESIGN, capacity=2))
    story.join("a", "b")
    with pytest.raises(no.WorkshopIsFull) as full:
        story.join("c")
    assert full.value.fields == {"capacity": 2}
    story.send(c.RemoveParticipant(PersonId("a")), person("a"))
    story.join("c")
    story.send(c.CloseWorkshop(), LEAD)
    with pytest.raises(no.WorkshopIsClosed):
        story.join("d")


def test_w5_closes_itself_two_hours_after_the_last_round() -> None:
    story = Story(replace(DESIGN, rounds=1))
    story.join("a", "b")
    story.publish("ab")
    story.wait(5)
    (extended,) = story.send(c.ExtendRound(1, 0), LEAD)
    at = closes_itself_at(story.workshop)
    assert at == 1_000_000 + 10_000 + 90_000 + 10 * 60_000 + 120_000 + 2 * 3_600_000
    assert errands(story.workshop, (extended,)) == (CloseLater(story.workshop.id, at),)
    story.wait(300)
    story.send(c.EndRound(1), LEAD)
    assert closes_itself_at(story.workshop) == story.now + 2 * 3_600_000
    closed = story.send(c.CloseWorkshop(), CLOCK)
    assert story.workshop.phase == Closed(story.now, by_itself=True)
    assert errands(story.workshop, closed) == (PlanFollowUp(story.workshop.id), CountAfterwards(story.workshop.id))
    with pytest.raises(no.AlreadyDone):
        story.send(c.CloseWorkshop(), LEAD)


def test_w5_a_long_lunch_closes_nothing(running: Story) -> None:
    """Rounds are left, or the clock was stopped: twelve hours."""
    running.send(c.PauseRound(1), LEAD)
    paused = closes_itself_at(running.workshop)
    running.send(c.EndRound(1), LEAD)
    between = closes_itself_at(running.workshop)
    assert paused is not None
    assert paused - running.now > 12 * 3_600_000
    assert between == running.now + 12 * 3_600_000


def test_w5_a_workshop_without_a_round_waits() -> None:
    assert closes_itself_at(Story().workshop) is None


def test_w6_after_the_close_ideas_and_results_and_nothing_else(running: Story) -> None:
    running.send(c.CloseWorkshop(), LEAD)
    running.send(c.NoteIdea(G0, TextId("t")), person("a"))
    assert running.workshop.rounds[0].groups[G0].ideas == ("t",)
    with pytest.raises(no.NotYourGroup):
        running.send(c.NoteIdea(G0, TextId("u")), person("c"))
    running.send(c.ProposeShowcase(G0, TextId("s")), person("a"))
    running.send(c.AgreeShowcase(G0, TextId("s")), person("b"))
    running.send(c.WithdrawShowcase(G0), person("b"))
    with pytest.raises(no.WorkshopIsClosed):
        running.send(c.SayHere(G0), person("a"))


def test_k5_a_yes_is_to_these_words(running: Story) -> None:
    running.send(c.ProposeShowcase(G0, TextId("one")), person("a"))
    running.send(c.AgreeShowcase(G0, TextId("one")), person("b"))
    assert running.send(c.AgreeShowcase(G0, TextId("one")), person("b")) == ()
    running.send(c.ProposeShowcase(G0, TextId("two")), person("b"))
    showcase = running.workshop.rounds[0].groups[G0].showcase
    assert showcase is not None
    assert showcase.yes == {"b"}, "the yes to the words before counts no more"
    with pytest.raises(no.ShowcaseChanged):
        running.send(c.AgreeShowcase(G0, TextId("one")), person("a"))
    running.send(c.WithdrawShowcase(G0), person("a"))
    assert running.send(c.WithdrawShowcase(G0), person("b")) == ()
    with pytest.raises(no.ShowcaseChanged):
        running.send(c.AgreeShowcase(G0, TextId("two")), person("a"))


def test_k5_who_left_early_only_takes_back(running: Story) -> None:
    running.send(c.LeaveGroup(G0), person("b"))
    for command in (c.ProposeShowcase(G0, TextId("one")), c.AgreeShowcase(G0, TextId("one"))):
        with pytest.raises(no.NotYourGroup):
            running.send(command, person("b"))
    running.send(c.ProposeShowcase(G0, TextId("one")), person("a"))
    running.send(c.WithdrawShowcase(G0), person("b"))
    with pytest.raises(no.NotYourGroup):
        running.send(c.WithdrawShowcase(G0), person("c"))


def test_a_group_notes_no_more_ideas_than_anybody_could_read(running: Story) -> None:
    for number in range(MOST_IDEAS):
        running.send(c.NoteIdea(G0, TextId(f"t{number}")), person("a"))
    with pytest.raises(no.TooManyIdeas) as refused:
        running.send(c.NoteIdea(G0, TextId("more")), person("a"))
    assert refused.value.fields == {"most": MOST_IDEAS}


def test_d1_no_draft_while_a_round_runs_or_none_is_left(running: Story) -> None:
    with pytest.raises(no.RoundIsRunning):
        running.draft("ac", "bd")
    for groups in (("ac", "bd"), ("ad", "bc")):
        running.send(c.EndRound(len(running.workshop.rounds)), LEAD)
        running.publish(*groups)
    running.send(c.EndRound(3), LEAD)
    with pytest.raises(no.NoRoundsLeft):
        running.draft("ab", "cd")


def test_d2_a_stale_tab_is_told(four: Story) -> None:
    old = four.draft("ab", "cd")
    four.send(c.SwapPeople(old, PersonId("b"), PersonId("c")), LEAD)
    for command in (
        c.PublishDraft(old),
        c.SwapPeople(old, PersonId("b"), PersonId("c")),
        c.LockGroup(old, (PersonId("a"), PersonId("c")), locked=True),
        c.DiscardDraft(old),
    ):
        with pytest.raises(no.DraftIsStale):
            four.send(command, LEAD)
    assert draft_of(four) == (["ac", "bd"], "", "")


def test_d2_planning_anew_keeps_what_a_hand_has_changed_since(four: Story) -> None:
    def anew(shown: int) -> None:
        groups = tuple(DraftGroup((PersonId(a), PersonId(b))) for a, b in ("ad", "bc"))
        four.send(c.RecordDraft(1, groups, (), four.workshop.design.weights, shown=shown), LEAD)

    nothing_there = 0
    drafted = four.draft("ab", "cd", shown=nothing_there)
    with pytest.raises(no.DraftIsStale):
        anew(nothing_there)
    four.send(c.SwapPeople(drafted, PersonId("b"), PersonId("c")), LEAD)
    with pytest.raises(no.DraftIsStale):
        anew(drafted)
    assert draft_of(four) == (["ac", "bd"], "", "")
    swapped = four.revision
    four.draft("ab", "cd")  # mended: no hand was at work
    anew(swapped)
    assert draft_of(four) == (["ad", "bc"], "", "")


def test_d2_a_revision_is_never_used_twice(four: Story) -> None:
    seen = {four.draft("ab", "cd")}
    four.send(c.DiscardDraft(four.revision), LEAD)
    assert four.draft("ab", "cd") not in seen


@pytest.mark.parametrize("groups", [("ab", "bc", "d"), ("abcd", "a"), ("ab", "c", "d")])
def test_d3_a_broken_plan_is_refused(four: Story, groups: tuple[str, ...]) -> None:
    with pytest.raises(no.BrokenDraft):
        four.draft(*groups)


def test_d3_a_plan_for_other_people_is_refused(four: Story) -> None:
    four.join("e")
    with pytest.raises(no.PeopleChanged):
        four.draft("ab", "cd")
    with pytest.raises(no.PeopleChanged):
        four.draft("ab", "cd", unplaced="ex")


def test_d3_one_person_is_nobody_to_group() -> None:
    story = Story()
    for people in ("", "a"):
        story.join(*people)
        with pytest.raises(no.NobodyToGroup):
            story.draft(unplaced=people)


def test_d4_who_comes_or_goes_changes_the_draft(four: Story) -> None:
    first = four.draft("ab", "cd")
    four.join("e")
    assert draft_of(four) == (["ab", "cd"], "e", "")
    four.send(c.SitOut(PersonId("a"), sits_out=True), person("a"))
    assert draft_of(four) == (["cd"], "eb", "a")
    four.send(c.RemoveParticipant(PersonId("c")), LEAD)
    assert draft_of(four) == ([], "ebd", "a")
    four.send(c.SitOut(PersonId("a"), sits_out=False), LEAD)
    assert draft_of(four) == ([], "ebda", "")
    with pytest.raises(no.DraftIsStale):
        four.send(c.PublishDraft(first), LEAD)
    with pytest.raises(no.NobodyToGroup):
        four.send(c.PublishDraft(four.revision), LEAD)


def test_d4_a_trio_that_loses_one_is_a_pair(four: Story) -> None:
    four.join("e")
    four.draft("abe", "cd")
    four.send(c.RemoveParticipant(PersonId("e")), person("e"))
    assert draft_of(four) == (["ab", "cd"], "", "")


def test_d5_locked_groups_stay_and_a_swap_unlocks(four: Story) -> None:
    four.draft("ab", "cd")
    four.send(c.LockGroup(four.revision, (PersonId("b"), PersonId("a")), locked=True), LEAD)
    with pytest.raises(no.PeopleChanged):
        four.draft("ac", "bd")
    four.send(c.SwapPeople(four.revision, PersonId("a"), PersonId("d")), LEAD)
    four.draft("ac", "bd")


def test_d5_someone_without_a_place_may_be_swapped_in(four: Story) -> None:
    four.join("e")
    four.draft("ab", "cd", unplaced="e")
    four.send(c.SwapPeople(four.revision, PersonId("e"), PersonId("d")), LEAD)
    assert draft_of(four) == (["ab", "ce"], "d", "")
    with pytest.raises(no.UnknownThing):
        four.send(c.SwapPeople(four.revision, PersonId("e"), PersonId("x")), LEAD)


def test_d6_publishing_makes_the_round_that_the_draft_shows(four: Story) -> None:
    four.send(c.SitOut(PersonId("d"), sits_out=True), person("d"))
    four.publish("abc")
    (round_,) = four.workshop.rounds
    assert isinstance(four.workshop.phase, Working)
    assert {g.members for g in round_.groups.values()} == {("a", "b", "c")}
    assert round_.sat_out == {"d"}
    assert round_.groups[G0].place == "t1"
    assert (round_.groups[G0].symbol, round_.groups[G0].colour) == sign(0, 1)


def test_no_two_of_96_groups_share_symbol_and_colour() -> None:
    for number in (1, 2, 7):
        assert len({sign(k, number) for k in range(96)}) == 96


def test_r2_the_clock_starts_when_all_are_here_or_by_itself(running: Story) -> None:
    round_ = running.workshop.rounds[0]
    by_itself = 1_000_000 + 10_000 + 90_000
    assert starts_at(round_, round_.groups[G0]) == by_itself
    running.wait(20)
    running.send(c.SayHere(G0), person("a"))
    assert running.send(c.SayHere(G0), person("a")) == ()
    running.wait(7)
    running.send(c.SayHere(G0), person("b"))
    round_ = running.workshop.rounds[0]
    assert starts_at(round_, round_.groups[G0]) == 1_000_000 + 27_000
    assert ends_at(round_, round_.groups[G0]) == 1_000_000 + 27_000 + 600_000
    assert starts_at(round_, round_.groups[G1]) == by_itself


def test_r3_tasks_take_turns(running: Story) -> None:
    running.send(c.EndRound(1), LEAD)
    running.publish("ac", "bd")
    running.send(c.EndRound(2), LEAD)
    running.publish("ad", "bc")
    assert [r.task.id for r in running.workshop.rounds] == ["a", "b", "a"]


def test_r5_added_time_and_pauses_move_every_end_alike(running: Story) -> None:
    for name, group in (("a", G0), ("b", G0)):
        running.send(c.SayHere(group), person(name))
    before = {g: ends_at(running.workshop.rounds[0], running.workshop.rounds[0].groups[g]) for g in (G0, G1)}
    running.send(c.ExtendRound(1, 0, 120), LEAD)
    running.wait(30)
    running.send(c.PauseRound(1), LEAD)
    assert running.send(c.PauseRound(1), LEAD) == ()
    running.wait(45)
    running.send(c.ResumeRound(1), LEAD)
    assert running.send(c.ResumeRound(1), LEAD) == ()
    after = {g: ends_at(running.workshop.rounds[0], running.workshop.rounds[0].groups[g]) for g in (G0, G1)}
    assert {g: after[g] - before[g] for g in after} == {G0: 165_000, G1: 165_000}


def test_w3_two_facilitators_add_two_minutes_once(running: Story) -> None:
    running.send(c.AddFacilitator(FacilitatorId("second")), LEAD)
    running.send(c.ExtendRound(1, 0), LEAD)
    with pytest.raises(no.AlreadyDone):
        running.send(c.ExtendRound(1, 0), SECOND)
    running.send(c.ExtendRound(1, 120), SECOND)
    assert running.workshop.rounds[0].extra_s == 240


def worked_ms(story: Story, group: GroupId) -> int:
    round_ = story.workshop.rounds[0]
    return ends_at(round_, round_.groups[group]) - starts_at(round_, round_.groups[group])


def test_r5_a_pause_before_the_start_is_not_added_to_the_work(running: Story) -> None:
    running.send(c.PauseRound(1), LEAD)
    running.wait(600)
    running.send(c.ResumeRound(1), LEAD)
    for name in "ab":
        running.send(c.SayHere(G0), person(name))
    assert worked_ms(running, G0) == worked_ms(running, G1) == 600_000


def test_r5_of_a_pause_that_runs_at_the_start_only_the_rest_counts(running: Story) -> None:
    running.send(c.PauseRound(1), LEAD)
    running.wait(60)
    for name in "ab":
        running.send(c.SayHere(G0), person(name))
    running.wait(30)
    running.send(c.ResumeRound(1), LEAD)
    assert worked_ms(running, G0) == 630_000


def test_r2_a_late_here_moves_nothing(running: Story) -> None:
    running.wait(10 + 90 + 1)
    before = ends_at(running.workshop.rounds[0], running.workshop.rounds[0].groups[G0])
    for name in "ab":
        running.send(c.SayHere(G0), person(name))
    assert running.workshop.rounds[0].groups[G0].here_at is None
    assert ends_at(running.workshop.rounds[0], running.workshop.rounds[0].groups[G0]) == before


def test_r2_those_who_are_here_start_when_the_one_who_is_not_leaves(four: Story) -> None:
    four.join("e")
    four.publish("abe", "cd")
    for name in "ab":
        four.send(c.SayHere(G0), person(name))
    four.wait(20)
    four.send(c.LeaveGroup(G0), person("e"))
    assert four.workshop.rounds[0].groups[G0].here_at == four.now


def test_r5_a_round_that_is_over_cannot_be_led(running: Story) -> None:
    running.send(c.EndRound(1), LEAD)
    for command in (c.EndRound(1), c.ExtendRound(1, 0), c.PauseRound(1), c.ResumeRound(1)):
        with pytest.raises(no.NoRoundIsRunning):
            running.send(command, LEAD)


def test_r6_ready_can_be_taken_back(running: Story) -> None:
    running.send(c.SayReady(G0, ready=True), person("a"))
    assert running.workshop.rounds[0].groups[G0].ready == {"a"}
    running.send(c.SayReady(G0, ready=False), person("a"))
    assert running.workshop.rounds[0].groups[G0].ready == frozenset()


def test_steps_are_ticked_by_either_and_only_those_that_exist(running: Story) -> None:
    running.send(c.TickStep(G0, 2, done=True), person("a"))
    assert running.send(c.TickStep(G0, 2, done=True), person("b")) == ()
    running.send(c.TickStep(G0, 2, done=False), person("b"))
    for step in (3, -1):
        with pytest.raises(no.UnknownThing):
            running.send(c.TickStep(G0, step, done=True), person("a"))


def test_r7_a_guest_makes_a_pair_a_trio_and_a_trio_takes_nobody(running: Story) -> None:
    running.send(c.LeaveGroup(G0), person("b"))
    running.send(c.TakePlace(G1), person("a"))
    group = running.workshop.rounds[0].groups[G1]
    assert group.members == ("c", "d", "a")
    assert running.workshop.rounds[0].groups[G0].members == ()
    running.join("e")
    with pytest.raises(no.UnknownThing):
        running.send(c.TakePlace(G1), person("e"))
    with pytest.raises(no.UnknownThing):
        running.send(c.TakePlace(G0), person("e"))
    assert frozenset("ab") in met(running.workshop)
    assert frozenset("ac") in met(running.workshop)


def test_r10_a_table_takes_guests_until_there_are_eight() -> None:
    story = Story(replace(DESIGN, size=4))
    story.join(*"abcdefghij")
    story.publish("abcd", "efghij")
    story.join("k", "l", "m")
    for guest in "kl":
        story.send(c.TakePlace(G1), person(guest))
    with pytest.raises(no.UnknownThing):
        story.send(c.TakePlace(G1), person("m"))
    story.send(c.TakePlace(G0), person("m"))


def test_w8_a_guest_has_not_met_who_left_before(four: Story) -> None:
    """B leaves A, C comes to A: C and B never sat together, and nobody had a trio seat."""
    four.publish("ab", "cd")
    four.send(c.LeaveGroup(G0), person("b"))
    four.send(c.TakePlace(G0), person("c"))
    assert met(four.workshop) == {frozenset("ab"), frozenset("cd"), frozenset("ac")}
    assert problem(four.workshop, {}).trio_seats == {}


def test_r7_who_leaves_the_workshop_leaves_the_group(running: Story) -> None:
    running.send(c.RemoveParticipant(PersonId("a")), person("a"))
    group = running.workshop.rounds[0].groups[G0]
    assert (group.members, group.left) == (("b",), ("a",))
    with pytest.raises(no.NotAllowed):
        running.send(c.SayHere(G0), person("a"))


def test_r8_the_first_word_rotates(running: Story) -> None:
    assert running.workshop.rounds[0].groups[G0].first == "a"
    running.send(c.EndRound(1), LEAD)
    running.publish("ab", "cd")
    assert running.workshop.rounds[1].groups[GroupId("r2g0")].first == "b"


def test_h1_the_second_facilitator_is_told(running: Story) -> None:
    running.send(c.AddFacilitator(FacilitatorId("second")), LEAD)
    running.send(c.AskHelp(G0, wanted=True), person("a"))
    assert running.send(c.AskHelp(G0, wanted=True), person("b")) == ()
    running.send(c.ClaimHelp(G0), LEAD)
    assert running.send(c.ClaimHelp(G0), LEAD) == ()
    with pytest.raises(no.AlreadyDone):
        running.send(c.ClaimHelp(G0), SECOND)
    with pytest.raises(no.AlreadyDone):
        running.send(c.ClaimHelp(G1), SECOND)


def test_h2_members_take_a_call_back_and_facilitators_settle_it(running: Story) -> None:
    for by in (person("b"), LEAD):
        running.send(c.AskHelp(G0, wanted=True), person("a"))
        running.send(c.AskHelp(G0, wanted=False), by)
        assert running.workshop.rounds[0].groups[G0].help == NoHelp()
    with pytest.raises(no.NotAllowed):
        running.send(c.AskHelp(G0, wanted=True), LEAD)


def test_h3_a_ready_group_and_an_ended_round_need_no_help(running: Story) -> None:
    running.send(c.AskHelp(G0, wanted=True), person("a"))
    running.send(c.AskHelp(G1, wanted=True), person("c"))
    running.send(c.SayReady(G0, ready=True), person("a"))
    running.send(c.SayReady(G0, ready=True), person("b"))
    assert running.workshop.rounds[0].groups[G0].help == NoHelp()
    running.send(c.EndRound(1), LEAD)
    assert running.workshop.rounds[0].groups[G1].help == NoHelp()


def test_h4_a_taken_call_clears_by_itself_and_can_be_made_again(running: Story) -> None:
    running.send(c.AskHelp(G0, wanted=True), person("a"))
    running.send(c.ClaimHelp(G0), LEAD)
    assert isinstance(running.workshop.rounds[0].groups[G0].help, HelpClaimed)
    running.wait(301)
    assert running.send(c.AskHelp(G0, wanted=True), person("b")) == (e.HelpWanted(G0, PersonId("b")),)


ALIKE = c.ChangeWeights(100, "similar", 0, 0, 0)


def test_p8_what_counts_changes_between_and_within_rounds_and_for_the_next_plan(four: Story) -> None:
    four.draft("ab", "cd")
    revision = four.revision
    four.send(ALIKE, LEAD)
    assert four.workshop.design.weights == Weights(100, "similar", 0, 0, 0)
    assert four.revision == revision + 1, "what is known of the draft has changed"
    assert four.send(ALIKE, LEAD) == ()
    for wrong in (replace(ALIKE, interests=1), replace(ALIKE, experience=101, interests=-1)):
        with pytest.raises(no.BadWeights):
            four.send(wrong, LEAD)
    with pytest.raises(no.NotAllowed):
        four.send(ALIKE, person("a"))


def test_d11_the_size_of_tables_changes_for_the_next_plan_and_pairs_stay_pairs(four: Story) -> None:
    with pytest.raises(no.UnknownThing):
        four.send(c.ChangeSize(4), LEAD)
    room = Story(replace(DESIGN, size=4))
    room.join(*"abcdefgh")
    tables = tuple(DraftGroup(tuple(map(PersonId, table))) for table in ("abcd", "efgh"))
    room.send(c.RecordDraft(1, tables, (), bound=9), LEAD)
    revision = room.revision
    changed, stands = room.send(c.ChangeSize(3), LEAD)
    assert (changed, room.workshop.design.size) == (e.SizeChanged(3), 3)
    assert isinstance(stands, e.DraftRecorded)
    assert stands.draft.groups == tables
    assert stands.draft.bound is None, "it was one of tables of four"
    assert room.revision == revision + 1, "what is known of the draft has changed"
    assert room.send(c.ChangeSize(3), LEAD) == ()
    for wrong in (2, 9):
        with pytest.raises(no.UnknownThing):
            room.send(c.ChangeSize(wrong), LEAD)
    with pytest.raises(no.NotAllowed):
        room.send(c.ChangeSize(5), person("a"))


def test_d12_what_a_draft_lacks_is_told_while_all_sit_where_they_sat(four: Story) -> None:
    tables = (tuple(map(PersonId, "ab")), tuple(map(PersonId, "cd")))
    said = c.ExplainDraft(tables, (), 2, (RepeatNeeded((("a", "b"),)),), (NoRepeats(Cost(repeats=-1)),))
    revision = four.draft("ab", "cd")
    four.send(c.LockGroup(revision, tables[0], locked=True), LEAD)
    assert four.send(said, LEAD) == (e.DraftExplained(said.witness, said.ways),)
    assert four.revision == revision + 1, "whoever looks at the draft need not look again"
    assert four.send(said, LEAD) == ()
    with pytest.raises(no.NotAllowed):
        four.send(said, person("a"))
    for other in (replace(said, size=4), replace(said, unplaced=(PersonId("e"),))):
        with pytest.raises(no.DraftIsStale):
            four.send(other, LEAD)
    four.send(c.SwapPeople(four.revision, PersonId("a"), PersonId("c")), LEAD)
    with pytest.raises(no.DraftIsStale):
        four.send(said, LEAD)
    four.send(c.DiscardDraft(four.revision), LEAD)
    with pytest.raises(no.DraftIsStale):
        four.send(said, LEAD)


def test_p9_a_plan_by_other_weights_is_refused(four: Story) -> None:
    """Somebody changed what counts while it was computed."""
    groups = (DraftGroup((PersonId("a"), PersonId("b"))), DraftGroup((PersonId("c"), PersonId("d"))))
    four.send(ALIKE, LEAD)
    with pytest.raises(no.DraftIsStale):
        four.send(c.RecordDraft(1, groups, ()), LEAD)
    four.send(c.RecordDraft(1, groups, (), four.workshop.design.weights), LEAD)


def test_p9_each_group_keeps_what_counted_when_it_came_about(four: Story) -> None:
    four.join("e", "f")
    four.draft("ab", "cd", "ef")
    four.send(ALIKE, LEAD)
    four.send(c.SwapPeople(four.revision, PersonId("a"), PersonId("c")), LEAD)
    four.send(c.PublishDraft(four.revision), LEAD)
    (begun,) = four.workshop.rounds
    counted = {"".join(sorted(g.members)): g.weights or begun.weights for g in begun.groups.values()}
    now = four.workshop.design.weights
    assert counted == {"bc": now, "ad": now, "ef": Weights()}


def test_p9_who_stays_of_a_trio_had_no_choice_or_had_one_as_before(four: Story) -> None:
    four.join("e")
    trio = DraftGroup((PersonId("a"), PersonId("b"), PersonId("e")), no_choice=(PersonId("a"), PersonId("e")))
    four.send(c.RecordDraft(1, (trio, DraftGroup((PersonId("c"), PersonId("d")))), ()), LEAD)
    four.send(c.RemoveParticipant(PersonId("e")), LEAD)
    assert isinstance(four.workshop.phase, Gathering)
    assert four.workshop.phase.draft is not None
    assert four.workshop.phase.draft.groups[0] == DraftGroup((PersonId("a"), PersonId("b")), no_choice=(PersonId("a"),))


def test_p8_a_draft_does_not_claim_to_be_the_best_by_other_weights(four: Story) -> None:
    four.send(c.RecordDraft(1, (), tuple(map(PersonId, "abcd")), bound=7), LEAD)
    four.send(ALIKE, LEAD)
    assert isinstance(four.workshop.phase, Gathering)
    assert four.workshop.phase.draft is not None
    assert four.workshop.phase.draft.bound is None


def test_d4_several_sit_out_at_once_and_the_draft_changes_once(four: Story) -> None:
    four.draft("ab", "cd")
    revision = four.revision
    four.send(c.LetSitOut((PersonId("a"), PersonId("c"), PersonId("a"))), LEAD)
    assert four.revision == revision + 1
    assert isinstance(four.workshop.phase, Gathering)
    draft = four.workshop.phase.draft
    assert draft is not None
    assert (draft.groups, set(draft.unplaced), set(draft.sitting_out)) == ((), {"b", "d"}, {"a", "c"})
    assert four.send(c.LetSitOut((PersonId("a"),)), LEAD) == ()
    with pytest.raises(no.UnknownThing):
        four.send(c.LetSitOut((PersonId("b"), PersonId("nobody"))), LEAD)
    assert not four.workshop.participants[PersonId("b")].sits_out, "all or none"
    with pytest.raises(no.NotAllowed):
        four.send(c.LetSitOut((PersonId("b"),)), person("b"))


def test_p16_what_was_planned_along_is_kept_until_its_turn(four: Story) -> None:
    """It outlasts a lock, a swap, a mended draft and the round itself, and a new plan takes its place."""
    design = four.workshop.design
    first, *later = four.seating("ab", "cd"), four.seating("ac", "bd"), four.seating("ad", "bc")
    groups = tuple(map(DraftGroup, first))
    planned = c.RecordDraft(1, groups, (), design.weights, shown=0, later=tuple(later))
    four.send(planned, LEAD)
    assert four.workshop.later == tuple(later)
    assert standing(four).ahead == 2
    four.send(c.LockGroup(four.revision, first[0], locked=True), LEAD)
    assert standing(four).ahead == 2
    four.send(c.SwapPeople(four.revision, PersonId("b"), PersonId("c")), LEAD)
    assert standing(four).ahead == 0, "nobody has judged that beside the later rounds"
    four.send(c.RecordDraft(1, groups, (), design.weights, replaces=four.revision), CLOCK)
    four.send(c.PublishDraft(four.revision), LEAD)
    four.send(c.EndRound(1), LEAD)
    assert four.workshop.later == tuple(later)
    anew = c.RecordDraft(2, tuple(map(DraftGroup, later[0])), (), design.weights, shown=0, later=(later[1],))
    four.send(anew, LEAD)
    assert four.workshop.later == (later[1],)


def test_p16_who_comes_was_not_planned_along(four: Story) -> None:
    groups, later = tuple(map(DraftGroup, four.seating("ab", "cd"))), four.seating("ac", "bd")
    four.send(c.RecordDraft(1, groups, (), four.workshop.design.weights, later=(later,)), LEAD)
    four.join("e")
    assert (standing(four).ahead, four.workshop.later) == (0, (later,))


def test_p16_a_draft_that_is_put_away_is_a_later_round(four: Story) -> None:
    first, later = four.seating("ab", "cd"), four.seating("ac", "bd")
    planned = c.RecordDraft(1, tuple(map(DraftGroup, first)), (), four.workshop.design.weights, later=(later,))
    four.send(planned, LEAD)
    four.send(c.DiscardDraft(four.revision), LEAD)
    assert four.workshop.later == (later, first)


def test_p16_a_draft_that_was_planned_by_itself_is_put_away_for_good(four: Story) -> None:
    four.draft("ab", "cd")
    four.send(c.DiscardDraft(four.revision), LEAD)
    assert four.workshop.later == ()


def test_p16_rounds_of_tables_of_another_size_are_planned_anew() -> None:
    story = Story(replace(DESIGN, size=4))
    story.join(*"abcdefgh")
    later = story.seating("aceg", "bdfh")
    groups = tuple(map(DraftGroup, story.seating("abcd", "efgh")))
    story.send(c.RecordDraft(1, groups, (), story.workshop.design.weights, later=(later,)), LEAD)
    story.send(c.ChangeSize(3), LEAD)
    assert (story.workshop.later, standing(story).ahead) == ((), 0)
    story.send(c.ChangeSize(4), LEAD)
    again = c.RecordDraft(1, groups, (), story.workshop.design.weights, later=(later,))
    story.send(again, LEAD)
    assert (story.workshop.later, standing(story).ahead) == ((later,), 1), "though all sit where they sat"
    story.send(c.PublishDraft(story.revision), LEAD)
    story.send(c.ChangeSize(3), LEAD)
    story.send(c.TakeBackRound(1, taken_back=0), LEAD)
    assert (story.workshop.later, standing(story).ahead) == ((), 0)


def test_p16_nothing_is_kept_beyond_the_close(four: Story) -> None:
    groups = tuple(map(DraftGroup, four.seating("ab", "cd")))
    four.send(c.RecordDraft(1, groups, (), four.workshop.design.weights, later=(four.seating("ac", "bd"),)), LEAD)
    four.send(c.CloseWorkshop(), LEAD)
    assert four.workshop.later == ()


def standing(story: Story) -> Draft:
    assert isinstance(story.workshop.phase, Gathering)
    assert story.workshop.phase.draft is not None
    return story.workshop.phase.draft
