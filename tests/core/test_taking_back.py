"""R11: a round that is taken back while it is only announced has not been."""

from collections.abc import Callable
from random import Random

import pytest
from msgspec.structs import replace

from server.core import commands as c
from server.core import rejections as no
from server.core.decide.draft import available
from server.core.fairness import fairness
from server.core.groups import met
from server.core.ids import FacilitatorId, GroupId, PersonId, TextId
from server.core.pairing.instance import Weights
from server.core.pairing.problem import problem
from server.core.state import Draft, DraftGroup, Gathering, Working
from tests.core.story import CLOCK, DESIGN, LEAD, SECOND, Story, person

BACK = c.TakeBackRound(1, taken_back=0)


@pytest.fixture
def announced() -> Story:
    story = Story()
    story.join(*"abcd")
    groups = tuple(DraftGroup(tuple(map(PersonId, g)), points=p) for g, p in (("ab", 7), ("cd", 5)))
    story.send(c.RecordDraft(1, groups, (), bound=13), LEAD)
    story.send(c.PublishDraft(story.revision), LEAD)
    return story


def stands(story: Story) -> Draft:
    assert isinstance(story.workshop.phase, Gathering)
    assert story.workshop.phase.draft is not None
    return story.workshop.phase.draft


def people_of(draft: Draft) -> tuple[list[str], set[PersonId], set[PersonId]]:
    return ["".join(g.members) for g in draft.groups], set(draft.unplaced), set(draft.sitting_out)


def test_r11_the_draft_stands_again_as_it_was_under_a_new_revision(announced: Story) -> None:
    phase = announced.workshop.phase
    assert isinstance(phase, Working)
    published = phase.draft
    assert published is not None
    announced.wait(9.999)
    announced.send(BACK, LEAD)
    assert stands(announced) == replace(published, revision=published.revision + 1)
    assert announced.workshop.rounds == ()
    with pytest.raises(no.DraftIsStale):
        announced.send(c.PublishDraft(published.revision), LEAD)


def test_r11_a_round_that_has_begun_is_not_taken_back(announced: Story) -> None:
    announced.wait(10)
    with pytest.raises(no.RoundHasBegun):
        announced.send(BACK, LEAD)


def test_r11_a_pause_holds_the_notice(announced: Story) -> None:
    announced.wait(4)
    announced.send(c.PauseRound(1), LEAD)
    announced.wait(600)
    still = Story()
    still.state, still.history, still.now = announced.state, [*announced.history], announced.now
    still.send(BACK, LEAD)
    announced.send(c.ResumeRound(1), LEAD)
    announced.wait(6)
    with pytest.raises(no.RoundHasBegun):
        announced.send(BACK, LEAD)


def test_r11_w3_a_second_click_is_told_and_takes_back_no_other_announcement(announced: Story) -> None:
    announced.send(c.AddFacilitator(FacilitatorId("second")), LEAD)
    announced.send(BACK, LEAD)
    for again in (LEAD, SECOND):
        with pytest.raises(no.AlreadyDone):
            announced.send(BACK, again)
    announced.send(c.PublishDraft(announced.revision), LEAD)
    with pytest.raises(no.AlreadyDone):
        announced.send(BACK, SECOND)
    announced.send(c.TakeBackRound(1, taken_back=1), SECOND)


def test_r11_w2_only_facilitators_and_only_the_running_round(announced: Story) -> None:
    for by in (person("a"), CLOCK, SECOND):
        with pytest.raises(no.NotAllowed):
            announced.send(BACK, by)
    with pytest.raises(no.NoRoundIsRunning):
        announced.send(c.TakeBackRound(2, taken_back=0), LEAD)
    announced.send(c.EndRound(1), LEAD)
    with pytest.raises(no.NoRoundIsRunning):
        announced.send(BACK, LEAD)


def test_r11_who_came_went_or_sat_out_meanwhile_does_so_in_the_draft(announced: Story) -> None:
    announced.join("e")
    announced.send(c.SitOut(PersonId("d"), sits_out=True), person("d"))
    announced.send(c.RemoveParticipant(PersonId("a")), LEAD)
    announced.send(BACK, LEAD)
    assert people_of(stands(announced)) == ([], {"b", "c", "e"}, {"d"})


def test_r11_nobody_is_late_for_it_but_for_an_earlier_round_one_is(announced: Story) -> None:
    announced.join("e")
    announced.send(BACK, LEAD)
    announced.publish("abe", "cd")
    announced.join("f")
    announced.send(c.EndRound(1), LEAD)
    announced.publish("ab", "cd", "ef")
    announced.send(c.TakeBackRound(2, taken_back=1), LEAD)
    late = {id_ for id_, who in announced.workshop.participants.items() if who.late}
    assert late == {"f"}


def test_r11_what_counted_less_meanwhile_is_unknown_of_the_draft(announced: Story) -> None:
    announced.send(c.ChangeWeights(100, "similar", 0, 0, 0), LEAD)
    announced.send(BACK, LEAD)
    assert (stands(announced).bound, stands(announced).weights) == (None, Weights())


def test_r11_the_groups_that_follow_are_others_and_the_old_ones_are_no_more(announced: Story) -> None:
    announced.send(c.NoteIdea(GroupId("r1g0"), TextId("t")), person("a"))
    announced.send(BACK, LEAD)
    with pytest.raises(no.UnknownThing):
        announced.send(c.NoteIdea(GroupId("r1g0"), TextId("u")), person("a"))
    seen = {"r1g0", "r1g1"}
    for times in (1, 2):
        announced.send(c.PublishDraft(announced.revision), LEAD)
        groups = announced.workshop.rounds[0].groups
        assert seen.isdisjoint(groups)
        assert not any(g.ideas for g in groups.values())
        seen |= set(groups)
        announced.send(c.TakeBackRound(1, times), LEAD)


@pytest.mark.parametrize("seed", range(40))
def test_r11_a_workshop_goes_on_as_if_the_round_had_not_been(seed: int) -> None:
    """Two of them, in one of which rounds are announced and taken back, whatever people do meanwhile."""
    chance = Random(seed)
    with_it, without_it = both = Story(replace(DESIGN, rounds=3)), Story(replace(DESIGN, rounds=3))
    names = iter("efghijkl")
    for story in both:
        story.join(*"abcd")
    for number in (1, 2, 3):
        for _ in range(chance.randrange(3)):
            with_it.publish(*drawn(with_it, chance))
            for _ in range(chance.randrange(5)):
                chance.choice(MEANWHILE)(with_it, chance)
            moves: list[c.JoinWorkshop | c.SitOut] = []
            if chance.random() < 0.3:
                moves.append(c.JoinWorkshop(PersonId(next(names))))
            who = chance.choice(sorted(available(with_it.workshop)))
            if len(available(with_it.workshop)) > 3:
                moves += [c.SitOut(who, sits_out=True), c.SitOut(who, sits_out=False)][: chance.randrange(3)]
            for move in moves:
                for story in both:
                    story.send(move, person(move.person))
            with_it.send(c.TakeBackRound(number, len(with_it.workshop.taken_back)), LEAD)
            now = stands(with_it)
            assert {*now.unplaced, *(p for g in now.groups for p in g.members)} == available(without_it.workshop)
        groups = drawn(without_it, chance)
        for story in both:
            story.publish(*groups)
            story.wait(60)
            story.send(c.EndRound(number), LEAD)
    assert with_it.workshop.participants == without_it.workshop.participants
    assert met(with_it.workshop) == met(without_it.workshop)
    assert fairness(with_it.workshop, {}) == fairness(without_it.workshop, {})
    assert problem(with_it.workshop, {}) == problem(without_it.workshop, {})
    unnamed = [[replace(g, id=GroupId("")) for r in s.workshop.rounds for g in r.groups.values()] for s in both]
    assert unnamed[0] == unnamed[1], "the first word goes to the same people"
    ids = [g for r in (*with_it.workshop.rounds, *with_it.workshop.taken_back) for g in r.groups]
    assert len(set(ids)) == len(ids)


def drawn(story: Story, chance: Random) -> list[str]:
    """All who take part, in pairs and a trio."""
    people = sorted(available(story.workshop))
    chance.shuffle(people)
    groups = ["".join(people[k : k + 2]) for k in range(0, len(people), 2)]
    return groups if len(groups[-1]) > 1 else [*groups[:-2], groups[-2] + groups[-1]]


def here(story: Story, chance: Random) -> None:
    group = chance.choice(list(story.workshop.rounds[-1].groups.values()))
    for member in group.members:
        story.send(c.SayHere(group.id), person(member))


def leave(story: Story, chance: Random) -> None:
    left, *others = sorted(story.workshop.rounds[-1].groups.values(), key=lambda _: chance.random())
    if left.members:
        who = person(left.members[0])
        story.send(c.LeaveGroup(left.id), who)
        if room := [other.id for other in others if len(other.members) == 2]:
            story.send(c.TakePlace(room[0]), who)


def pause(story: Story, chance: Random) -> None:
    story.send(c.PauseRound(len(story.workshop.rounds)), LEAD)


def extend(story: Story, chance: Random) -> None:
    story.send(c.ExtendRound(len(story.workshop.rounds), story.workshop.rounds[-1].extra_s), LEAD)


MEANWHILE: tuple[Callable[[Story, Random], None], ...] = (here, leave, pause, extend)
