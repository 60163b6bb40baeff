"""The ledger of who got what over the rounds."""

from msgspec.structs import replace

from server.core import commands as c
from server.core.fairness import Share, fairness
from server.core.ids import GroupId, PersonId
from server.core.pairing.problem import problem
from server.core.pairing.round import plan_round
from server.core.people import Profile
from tests.core.story import LEAD, Story, person


def shares(story: Story, **levels: int) -> dict[str, Share]:
    profiles = {PersonId(p): Profile(p, level=level) for p, level in levels.items()}
    return {str(p): share for p, share in fairness(story.workshop, profiles).items()}


def test_a_ledger_counts_partners_trios_repeats_and_rounds_without_a_group() -> None:
    story = Story()
    story.join(*"abcde")
    story.send(c.SitOut(PersonId("e"), sits_out=True), LEAD)
    story.publish("abc", unplaced="d")
    story.wait(60)
    story.send(c.EndRound(1), LEAD)
    assert problem(story.workshop, {}).left_over == {"d": 1}, "the next plan owes d a place (P10)"
    story.join("f")
    story.send(c.SitOut(PersonId("e"), sits_out=False), LEAD)
    story.publish("ab", "cd", "ef")
    assert shares(story, a=5, b=1, c=4, e=5, f=3) == {
        "a": Share(partners=2, repeats=1, trios=1, helped=2),
        "b": Share(partners=2, repeats=1, trios=1),
        "c": Share(partners=3, trios=1, helped=1),
        "d": Share(partners=1, left_over=1),
        "e": Share(partners=1, out=1),
        "f": Share(partners=1),
    }, "f was not there in round one, and nobody knows whether d is new"


def test_a_group_that_somebody_left_counts_for_all_of_it() -> None:
    story = Story()
    story.join(*"abcd")
    story.publish("ab", "cd")
    story.send(c.LeaveGroup(GroupId("r1g0")), person("a"))
    story.send(c.TakePlace(GroupId("r1g1")), person("b"))
    assert shares(story)["b"] == Share(partners=3, trios=1)
    assert shares(story)["a"] == Share(partners=1)
    story.send(c.RemoveParticipant(PersonId("a")), LEAD)
    assert "a" not in shares(story)


def test_helping_goes_round() -> None:
    """P14: who has helped has company of their own, as long as somebody as experienced has not."""
    story = Story()
    story.join(*"abcdef")
    story.publish("ab", "cd", "ef")
    story.send(c.EndRound(1), LEAD)
    levels = {"a": 5, "b": 1, "c": 5, "d": 4, "e": 1, "f": 3}
    profiles = {
        PersonId(p): Profile(p, level=level, interests=("chess",) if p in "ae" else ()) for p, level in levels.items()
    }
    instance = problem(story.workshop, profiles)
    assert instance.helped == {"a": 1}
    assert instance.burdened() == {"a"}
    groups = [group.members for group in plan_round(instance, 1).groups]
    assert not {("a", "e"), ("a", "b")} & set(groups)
    unburdened = plan_round(replace(instance, helped={}), 1)
    assert ("a", "e") in [group.members for group in unburdened.groups], "what it would be by points alone"
