"""Planning the groups of the next round from a workshop's state."""

from itertools import combinations, pairwise

from msgspec.structs import replace

from server.core import commands as c
from server.core.fairness import Counts, Earlier
from server.core.ids import PersonId
from server.core.pairing.again import SatTogether
from server.core.pairing.plan import Cost, Host, NoRepeats, RepeatNeeded, Shortage, TablesOf, TriosNeeded
from server.core.pairing.problem import Known, problem, told
from server.core.people import Profile
from server.core.state import DraftGroup, Gathering, Workshop
from server.live import drafting
from server.live.planner import Planner
from tests.core.story import DESIGN, LEAD, Story


def profiles(story: Story) -> dict[PersonId, Profile]:
    return {person: Profile(name=person, langs=("de",)) for person in story.workshop.participants}


async def plan(planner: Planner, state: Workshop, known: dict[PersonId, Profile], key: str) -> c.RecordDraft:
    """With all that is found out about it."""
    record, lacking = await drafting.plan(planner, state, known, key)
    if lacking is None:
        return record
    why = await drafting.explain(planner, lacking)
    return replace(record, witness=why.witness, ways=why.ways)


async def drafted(story: Story, planner: Planner, key: str) -> set[frozenset[PersonId]]:
    record = await plan(planner, story.workshop, profiles(story), key)
    story.send(record, LEAD)
    return {frozenset(group.members) for group in record.groups}


async def test_d5_planning_anew_shows_other_groups_and_keeps_the_locked(planner: Planner) -> None:
    story = Story()
    story.join(*"abcdef")
    first = await drafted(story, planner, "one")
    kept = next(iter(first))
    story.send(c.LockGroup(story.revision, tuple(kept), locked=True), LEAD)
    second = await drafted(story, planner, "two")
    assert first & second == {kept}


async def test_d5_nobody_is_planned_again_with_whom_the_draft_had_them(planner: Planner) -> None:
    story = Story()
    story.join(*"abcdef")
    drafts = [await drafted(story, planner, key) for key in "12345678"]
    assert not any(before & after for before, after in pairwise(drafts))


async def test_d8_how_good_a_plan_could_be_is_not_reckoned_without_those_who_were_seen(planner: Planner) -> None:
    story = Story()
    story.join(*"abcdef")
    await drafted(story, planner, "one")
    known = {**profiles(story), PersonId("a"): Profile(name="a", langs=("de",), employer="Somewhere")}
    assert (await plan(planner, story.workshop, known, "two")).bound is None


async def test_d8_how_good_a_plan_could_be_is_not_reckoned_with_what_locks_cost(planner: Planner) -> None:
    story = Story()
    story.join(*"abcd")
    story.draft("ab", "cd")
    lock_all(story)
    assert (await plan(planner, story.workshop, profiles(story), "one")).bound is None


async def test_p2_how_good_a_plan_could_be_tells_of_no_wish(planner: Planner) -> None:
    """Nor where all locks give way to wishes."""
    story = Story()
    story.join(*"abcd")
    known = profiles(story)
    groups = tuple(DraftGroup(tuple(map(PersonId, group))) for group in ("ab", "cd"))
    story.send(c.RecordDraft(1, groups, (), bound=9, told=told(problem(story.workshop, known))), LEAD)
    lock_all(story)
    for who, other in ("ab", "cd"):
        known[PersonId(who)] = replace(known[PersonId(who)], not_with=(PersonId(other),))
    record = await plan(planner, story.workshop, known, "one")
    assert record.released == (("a", "b"), ("c", "d"))
    assert record.bound == 9


def lock_all(story: Story) -> None:
    for group in ("ab", "cd"):
        story.send(c.LockGroup(story.revision, tuple(map(PersonId, group)), locked=True), LEAD)


async def test_p3_planning_anew_never_prefers_people_who_have_met(planner: Planner) -> None:
    """Of four people who have met in two of three ways, only one way is new, however often it was looked at."""
    story = Story()
    story.join(*"abcd")
    story.publish("ab", "cd")
    story.send(c.EndRound(1), LEAD)
    story.publish("ac", "bd")
    story.send(c.EndRound(2), LEAD)
    new = {frozenset("ad"), frozenset("bc")}
    assert await drafted(story, planner, "one") == new
    assert await drafted(story, planner, "two") == new


async def test_s1_who_met_at_an_earlier_workshop_has_met_and_a_replay_knows_nothing_of_it(planner: Planner) -> None:
    """P7: `Story` replays what it is told, from the log alone."""
    story = Story()
    story.join(*"abcd")
    met = frozenset({("a", "b"), ("c", "d"), ("a", "c"), ("b", "d")})
    known = Known(profiles(story), earlier=Earlier(met, {PersonId(p): Counts() for p in "abcd"}))
    for key in ("one", "two"):
        record = await plan(planner, story.workshop, known, key)
        story.send(record, LEAD)
        assert {frozenset(group.members) for group in record.groups} == {frozenset("ad"), frozenset("bc")}


async def test_how_good_a_plan_could_be_and_why_it_is_not_better_go_with_it(planner: Planner) -> None:
    story = Story()
    story.join(*"abc")
    story.publish("ab", unplaced="c")
    story.send(c.EndRound(1), LEAD)
    known = {**profiles(story), PersonId("c"): Profile(name="c", langs=("pl",))}
    record = await plan(planner, story.workshop, known, "one")
    assert record.bound == record.groups[0].points
    assert record.groups[0].no_choice
    story.send(record, LEAD)
    again = await plan(planner, story.workshop, known, "two")
    assert again.bound == record.bound
    for found in (record, again):
        shortage, repeat = found.witness
        assert isinstance(shortage, Shortage)
        assert ("c",) in shortage.clusters
        assert isinstance(repeat, RepeatNeeded)
        assert repeat.pairs == (("a", "b"),), "and not those who were only seen in a draft"


async def test_p9_who_was_only_seen_in_a_draft_was_another_choice(planner: Planner) -> None:
    """The second plan would say that a has no other choice than c, having been shown b."""
    story = Story()
    story.join(*"abcd")
    langs = {"a": ("de", "pl"), "b": ("de", "fr"), "c": ("pl", "es"), "d": ("fr", "es")}
    known = {PersonId(p): Profile(name=p, langs=spoken) for p, spoken in langs.items()}
    first = await plan(planner, story.workshop, known, "one")
    story.send(first, LEAD)
    second = await plan(planner, story.workshop, known, "two")
    assert {frozenset(g.members) for g in first.groups} != {frozenset(g.members) for g in second.groups}
    assert not any(g.no_choice for g in (*first.groups, *second.groups))


async def test_d5_a_locked_group_stays_as_it_came_about(planner: Planner) -> None:
    story = Story()
    story.join(*"abcd")
    story.draft("ab", "cd")
    story.send(c.SwapPeople(story.revision, PersonId("b"), PersonId("c")), LEAD)
    story.send(c.LockGroup(story.revision, (PersonId("a"), PersonId("c")), locked=True), LEAD)
    record = await plan(planner, story.workshop, profiles(story), "one")
    assert {frozenset(g.members): g.by_hand for g in record.groups} == {frozenset("ac"): True, frozenset("bd"): False}


async def test_who_was_only_seen_in_a_draft_has_not_met(planner: Planner) -> None:
    story = Story()
    story.join(*"ab")
    await drafted(story, planner, "one")
    again = await plan(planner, story.workshop, profiles(story), "two")
    assert again.witness == ()


async def test_p11_ways_out_are_planned_and_stand_in_the_draft(planner: Planner) -> None:
    story = Story()
    story.join(*"abcdef")
    people = {p: Profile(name=p, langs=("de",) if p in "abc" else ("pl",)) for p in story.workshop.participants}
    record = await plan(planner, story.workshop, people, "one")
    assert record.witness == (TriosNeeded((("a", "b", "c"), ("d", "e", "f")), (), 2),)
    assert record.ways == (Host(("a", "d"), Cost(trios=-1)),)
    story.send(record, LEAD)
    assert isinstance(story.workshop.phase, Gathering)
    assert story.workshop.phase.draft is not None
    assert story.workshop.phase.draft.ways == record.ways


async def hold(story: Story, planner: Planner, *keys: str) -> set[frozenset[PersonId]]:
    """A round as it is drafted with the last of these keys, asked anew after each other one."""
    for key in keys:
        groups = await drafted(story, planner, key)
    story.send(c.PublishDraft(story.revision), LEAD)
    story.send(c.EndRound(len(story.workshop.rounds)), LEAD)
    return groups


async def test_p16_rounds_of_few_people_are_planned_together_and_each_is_drafted_in_its_turn(planner: Planner) -> None:
    """Every second one is asked anew, one is put away and drafted again: everybody meets everybody all the same."""
    story = Story(replace(DESIGN, rounds=7))
    story.join(*"abcdefgh")
    held: list[frozenset[PersonId]] = []
    for number in range(7):
        if number == 3:
            await drafted(story, planner, "put away")
            story.send(c.DiscardDraft(story.revision), LEAD)
        held += await hold(story, planner, *(f"{number}/{time}" for time in range(1 + number % 2)))
        assert len(story.workshop.later) == 6 - number
    assert len(held) == len(set(held)) == 28
    assert story.workshop.later == ()


async def test_p16_asking_anew_prefers_new_people_to_those_who_were_only_seen(planner: Planner) -> None:
    """Of four, two rounds of three are over, and this workshop has five: the only new round stays the next one."""
    story = Story(replace(DESIGN, rounds=5))
    story.join(*"abcd")
    story.publish("ab", "cd")
    story.send(c.EndRound(1), LEAD)
    story.publish("ac", "bd")
    story.send(c.EndRound(2), LEAD)
    for number in range(3):
        assert await drafted(story, planner, f"{number}") == {frozenset("ad"), frozenset("bc")}


async def test_p10_who_was_left_over_goes_first_whatever_comes_later(planner: Planner) -> None:
    """Each of three can be with the host alone: x has waited twice; y suits best, and sat out meanwhile."""
    story = Story(replace(DESIGN, rounds=5))
    story.join(*"hxyz")
    langs = {"h": ("fr", "es", "nl"), "x": ("fr",), "y": ("es",), "z": ("nl",)}
    likes = {"h": ("chess",), "y": ("chess",)}
    known = {PersonId(p): Profile(name=p, langs=langs[p], interests=likes.get(p, ())) for p in langs}
    story.send(c.SitOut(PersonId("y"), sits_out=True), LEAD)
    for number in range(2):
        story.publish("hz", unplaced="x")
        story.send(c.EndRound(number + 1), LEAD)
    story.send(c.SitOut(PersonId("y"), sits_out=False), LEAD)
    record = await plan(planner, story.workshop, known, "one")
    assert [set(group.members) for group in record.groups] == [set("hx")]


async def test_p16_tables_keep_their_design(planner: Planner) -> None:
    """Sixteen people at four tables meet nobody twice in five rounds: the affine plane of order four."""
    story = Story(replace(DESIGN, rounds=5, size=4))
    story.join(*"abcdefghijklmnop")
    held = [frozenset(two) for n in range(5) for g in await hold(story, planner, f"{n}") for two in combinations(g, 2)]
    assert len(held) == len(set(held)) == 120


async def test_p16_tables_of_another_size_have_a_design_of_their_own(planner: Planner) -> None:
    """The draft at fives is planned anew at fours, and all five rounds are still to be had."""
    story = Story(replace(DESIGN, rounds=5, size=5))
    story.join(*"abcdefghijklmnop")
    await drafted(story, planner, "at fives")
    story.send(c.ChangeSize(4), LEAD)
    await drafted(story, planner, "at fours")
    assert len(story.workshop.later) == 4
    held = [frozenset(two) for n in range(5) for g in await hold(story, planner, f"{n}") for two in combinations(g, 2)]
    assert len(held) == len(set(held)) == 120


async def test_p16_who_comes_and_goes_has_a_place_in_the_later_rounds(planner: Planner) -> None:
    story = Story(replace(DESIGN, rounds=4))
    story.join(*"abcdefgh")
    await hold(story, planner, "one")
    story.send(c.RemoveParticipant(PersonId("a")), LEAD)
    story.join("i", "j")
    groups = await drafted(story, planner, "two")
    assert set().union(*groups) == set("bcdefghij")


async def test_d9_a_workshop_at_tables_is_drafted_at_tables(planner: Planner) -> None:
    story = Story(replace(DESIGN, size=4))
    story.join(*"abcdefghi")
    first = await drafted(story, planner, "one")
    assert sorted(map(len, first)) == [4, 5]
    kept = next(group for group in first if len(group) == 4)
    story.send(c.LockGroup(story.revision, tuple(kept), locked=True), LEAD)
    record = await plan(planner, story.workshop, profiles(story), "two")
    assert {frozenset(group.members) for group in record.groups} == first
    assert record.ways == ()


async def test_p15_a_draft_of_tables_says_what_it_lacks_why_and_what_could_be_done(planner: Planner) -> None:
    story = Story(replace(DESIGN, size=4))
    story.join(*"abcdefghi")
    people = {**profiles(story), PersonId("i"): Profile(name="i", langs=("pl",))}
    story.publish("abcd", "efgh", unplaced="i")
    story.send(c.EndRound(1), LEAD)
    record = await plan(planner, story.workshop, people, "one")
    repeat, shortage = sorted(record.witness, key=lambda each: type(each).__name__)
    assert isinstance(shortage, Shortage)
    assert isinstance(repeat, RepeatNeeded)
    assert (repeat.at_least, len(repeat.pairs)) == (4, 4)
    assert repeat.why == (SatTogether(tuple("abcd"), 2, 2), SatTogether(tuple("efgh"), 2, 2))
    assert {type(way) for way in record.ways} == {NoRepeats, TablesOf, Host}
    assert record.bound is not None
    assert sum(group.points for group in record.groups) <= record.bound
