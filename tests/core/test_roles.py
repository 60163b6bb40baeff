"""Thinking alone first, and roles that go round: rules K7 and K8."""

import pytest
from msgspec.structs import replace

from server.core import commands as c
from server.core import rejections as no
from server.core.clock import thinks_until
from server.core.ids import GroupId, PersonId, PlaceId, TaskId
from server.core.people import Brochure, PlaceName, Profile, TaskText
from server.core.state import Task
from server.core.views.seat import seat
from server.core.views.shapes import GroupView, Surroundings
from tests.core.story import DESIGN, LEAD, Story, person

G0, G1 = GroupId("r1g0"), GroupId("r1g1")
TASK = Task(TaskId("a"), steps=0, minutes=12, roles=2, think_s=120)
WORDS = TaskText(TaskId("a"), "Pair", "", (), roles=("driver", "navigator"))


@pytest.fixture
def story() -> Story:
    """Two pairs at work, all of them here."""
    told = Story(replace(DESIGN, tasks=(TASK,)))
    told.join(*"abcd")
    told.publish("ab", "cd")
    told.wait(20)
    for name, group in (("a", G0), ("b", G0), ("c", G1), ("d", G1)):
        told.send(c.SayHere(group), person(name))
    return told


def view(told: Story, name: str) -> GroupView:
    around = Surroundings(
        Brochure("A day", "Lea", (WORDS,), (PlaceName(PlaceId("t1"), "1"),)),
        "ABCD2345",
        {p: Profile(p.upper()) for p in told.workshop.participants},
    )
    found = seat(told.workshop, around, PersonId(name), told.now).group
    assert found is not None
    return found


def roles(told: Story, *names: str) -> list[str]:
    return [view(told, name).role for name in names]


def test_k8_the_first_speaker_begins_and_half_time_swaps(story: Story) -> None:
    assert roles(story, "a", "b") == ["driver", "navigator"]
    assert view(story, "b").partners[0].role == "driver"
    story.wait(7 * 60 - 1)  # two minutes alone, then half of the ten that are left
    assert roles(story, "a", "b") == ["driver", "navigator"]
    story.wait(1)
    assert roles(story, "a", "b") == ["navigator", "driver"]
    story.send(c.ExtendRound(1, 0, 1200), LEAD)
    assert roles(story, "a", "b") == ["navigator", "driver"], "added time does not swap back"


def test_k8_a_pause_moves_half_time(story: Story) -> None:
    story.wait(400)
    story.send(c.PauseRound(1), LEAD)
    story.wait(600)
    assert roles(story, "a", "b") == ["driver", "navigator"]
    story.send(c.ResumeRound(1), LEAD)
    story.wait(19)
    assert roles(story, "a", "b") == ["driver", "navigator"]
    story.wait(1)
    assert roles(story, "a", "b") == ["navigator", "driver"]


def test_k8_either_swaps_and_the_second_click_is_told(story: Story) -> None:
    story.send(c.SwapRoles(G0, 0), person("b"))
    assert roles(story, "a", "b") == ["navigator", "driver"]
    assert view(story, "a").swaps == 1
    with pytest.raises(no.AlreadyDone):
        story.send(c.SwapRoles(G0, 0), person("a"))
    with pytest.raises(no.NotYourGroup):
        story.send(c.SwapRoles(G0, 1), person("c"))


def test_k8_in_a_trio_everyone_moves_by_one_chair(story: Story) -> None:
    story.send(c.LeaveGroup(G1), person("c"))
    story.send(c.TakePlace(G0), person("c"))
    assert roles(story, "a", "b", "c") == ["driver", "navigator", ""]
    story.send(c.SwapRoles(G0, 0), person("a"))
    assert roles(story, "a", "b", "c") == ["navigator", "", "driver"]


def test_k8_a_task_without_roles_swaps_nothing() -> None:
    told = Story()
    told.join("a", "b")
    told.publish("ab")
    with pytest.raises(no.UnknownThing):
        told.send(c.SwapRoles(G0, 0), person("a"))


def test_k7_alone_until_the_time_is_over_or_all_are_done(story: Story) -> None:
    started = story.now
    assert view(story, "a").think_until == started + 120_000
    story.send(c.SayThought(G0), person("a"))
    assert story.send(c.SayThought(G0), person("a")) == ()
    assert view(story, "a").thought
    assert view(story, "b").partners[0].thought
    assert view(story, "b").think_until == started + 120_000
    story.send(c.SayThought(G0), person("b"))
    assert view(story, "b").think_until is None
    assert view(story, "c").think_until == started + 120_000, "other groups think on"
    story.wait(120)
    assert view(story, "c").think_until is None


def test_k7_who_comes_later_hides_nothing_again(story: Story) -> None:
    for name in "ab":
        story.send(c.SayThought(G0), person(name))
    story.send(c.LeaveGroup(G1), person("c"))
    story.send(c.TakePlace(G0), person("c"))
    assert view(story, "c").think_until is None
    # and whose partner leaves waits for nobody
    story.send(c.SayThought(G1), person("d"))
    assert thinks_until(story.workshop.rounds[0], story.workshop.rounds[0].groups[G1]) is None


def test_k7_a_leaver_is_not_waited_for(story: Story) -> None:
    story.send(c.SayThought(G0), person("a"))
    story.send(c.LeaveGroup(G0), person("b"))
    assert view(story, "a").think_until is None


def test_k7_a_pause_stands_still_for_thinking_too(story: Story) -> None:
    story.wait(60)
    story.send(c.PauseRound(1), LEAD)
    story.wait(600)
    assert view(story, "a").think_until is not None
    story.send(c.ResumeRound(1), LEAD)
    story.wait(59)
    assert view(story, "a").think_until == story.now + 1000
