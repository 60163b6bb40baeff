"""A standing draft is tended: again when that failed, whatever happens meanwhile, and telling nothing of a wish."""

import asyncio
from collections.abc import Iterator, Sequence

import pytest
from msgspec.structs import replace

from server.core import commands as c
from server.core.fairness import Earlier
from server.core.ids import PersonId
from server.core.pairing.instance import Instance
from server.core.pairing.problem import Known, problem, told
from server.core.pairing.repair import Mended
from server.core.people import Profile
from server.core.rejections import DraftIsUnfit, PeopleChanged
from server.core.state import Draft, DraftGroup, Gathering
from server.core.views.shapes import BetterPlan
from server.live.checks import check_of
from server.live.planner import Planner, PlannerDied
from server.live.scribe import Answer, Order
from server.live.tending import Tender
from server.store.ports import Stale
from tests.core.story import DESIGN, LEAD, Story
from tests.core.test_views import around
from tests.live.eventually import eventually


class Mortal(Planner):
    """Dies over the first mending."""

    died = 0

    async def mend(
        self, instance: Instance, groups: Sequence[Sequence[str]], fixed: Sequence[Sequence[str]] = (), size: int = 2
    ) -> Mended:
        if not self.died:
            self.died += 1
            raise PlannerDied
        return await super().mend(instance, groups, fixed, size)


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    made = Mortal()
    yield made
    made.close()


@pytest.fixture
async def planner(mortal: Mortal) -> Mortal:
    mortal.died = 0
    await mortal.start()
    return mortal


@pytest.fixture
def story() -> Story:
    """Three people, of whom one has no place in the draft."""
    told = Story()
    told.join(*"ab")
    told.draft("ab")
    told.join("c")
    return told


class Room:
    """Two pairs of a draft that was tended for these answers, and a tender that is told of whatever comes."""

    def __init__(self, planner: Planner, *planned: str, size: int = 2) -> None:
        people = "".join(planned)
        self.profiles = {PersonId(p): Profile(p, langs=("de", "pl")) for p in people}
        self.story = Story(replace(DESIGN, size=size))
        self.story.join(*people)
        groups = tuple(DraftGroup(tuple(map(PersonId, group))) for group in planned)
        mark = told(problem(self.story.workshop, self.profiles))
        self.story.send(c.RecordDraft(1, groups, (), bound=9, told=mark), LEAD)
        self.asked: list[c.RecordDraft] = []
        self.offers: list[BetterPlan | None] = []
        self.tender = self.watched_by(planner)

    def watched_by(self, planner: Planner) -> Tender:
        self.tender = Tender(planner, self._order, self.offers.append)
        return self.tender

    def _order(self, order: Order, answer: Answer) -> None:
        assert isinstance(order.command, c.RecordDraft)
        self.asked.append(order.command)
        self.story.send(order.command, order.by)
        answer(self.story.workshop.version)

    def look(self) -> None:
        self.tender.look(self.story.workshop, self.profiles)

    def says(self, who: str, profile: Profile) -> None:
        self.profiles = {**self.profiles, PersonId(who): profile}
        self.look()

    async def tended(self) -> None:
        """Until nothing is under way."""
        while tasks := [task for task in asyncio.all_tasks() if task.get_name() == "tend a draft"]:
            await asyncio.wait(tasks)
            self.look()

    @property
    def draft(self) -> Draft:
        assert isinstance(self.story.workshop.phase, Gathering)
        assert self.story.workshop.phase.draft is not None
        return self.story.workshop.phase.draft

    @property
    def groups(self) -> set[str]:
        return {"".join(sorted(g.members)) for g in self.draft.groups}


@pytest.fixture
def room(planner: Mortal, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setattr("server.live.tending.CALM_S", 0.02)
    planner.died = 1
    return Room(planner, "ab", "cd")


async def test_d8_answers_that_change_are_not_forgotten_over_what_comes_after_them(room: Room) -> None:
    room.look()
    await room.tended()
    room.says("a", Profile("a", langs=("de",)))
    room.says("b", Profile("b", langs=("pl",)))
    room.story.send(c.LockGroup(room.draft.revision, (PersonId("c"), PersonId("d")), locked=True), LEAD)
    room.look()
    await room.tended()
    assert "ab" not in room.groups
    assert room.draft.bound is None


async def test_d8_answers_that_change_while_nobody_watches_are_noticed(room: Room, planner: Mortal) -> None:
    """The hub was closed, or the server is another one."""
    room.look()
    await room.tended()
    room.tender.close()
    room.profiles[PersonId("a")] = Profile("a", langs=("de", "pl"), employer="Somewhere")
    room.watched_by(planner)
    room.look()
    await room.tended()
    assert room.groups == {"ab", "cd"}
    assert room.draft.bound is None


async def test_s1_people_who_are_recognised_while_a_draft_stands_are_offered_new_partners(room: Room) -> None:
    room.look()
    await room.tended()
    met = frozenset({(PersonId("a"), PersonId("b"))})
    room.profiles = Known(room.profiles, earlier=Earlier(met))
    room.look()
    await room.tended()
    assert room.groups == {"ab", "cd"}, "nobody is moved unasked"
    assert room.draft.bound is None, "what it was reckoned with is no longer so"
    offer = room.offers[-1]
    assert offer is not None
    assert offer.repeats == 1


@pytest.fixture
async def offered(room: Room) -> Room:
    """A better plan is offered for its draft."""
    room.profiles = Known(room.profiles, earlier=Earlier(frozenset({(PersonId("a"), PersonId("b"))})))
    room.look()
    await room.tended()
    assert room.offers[-1] is not None
    return room


async def test_d7_an_offer_that_was_taken_stands_no_more(offered: Room) -> None:
    plan = offered.tender.offered(offered.draft.revision)
    assert plan is not None
    offered.story.send(plan, LEAD)
    offered.look()
    await offered.tended()
    assert offered.draft.bound is not None, "nothing better is looked for"
    assert offered.offers[-1] is None


async def test_d7_no_offer_outlives_its_draft(offered: Room) -> None:
    offered.story.send(c.PublishDraft(offered.draft.revision), LEAD)
    offered.look()
    assert offered.offers[-1] is None


async def test_d7_an_offer_that_was_withdrawn_is_gone_at_once_and_what_is_best_looked_for_anew(offered: Room) -> None:
    offered.tender.withdraw()
    assert offered.offers[-1] is None
    assert offered.tender.offered(offered.draft.revision) is None
    offered.look()
    await offered.tended()
    assert offered.offers[-1] is not None


async def test_d10_at_tables_a_newcomer_gets_a_chair_and_who_leaves_may_make_a_better_plan(
    room: Room, planner: Mortal
) -> None:
    tables = Room(planner, "abcd", "efg", size=4)
    tables.story.join("h")
    tables.says("h", Profile("h", langs=("de",)))
    await tables.tended()
    assert tables.groups == {"abcd", "efgh"}
    for gone in "gh":
        tables.story.send(c.SitOut(PersonId(gone), sits_out=True), LEAD)
    tables.look()
    await tables.tended()
    assert tables.groups == {"abcd", "ef"}, "nobody is moved unasked"
    offer = tables.offers[-1]
    assert offer is not None
    assert offer.evener


async def test_d8_what_a_draft_was_tended_for_is_noted_and_its_revision_stays(room: Room) -> None:
    room.says("a", Profile("a", langs=("de",), employer="Somewhere"))
    await room.tended()
    revision = room.draft.revision
    room.says("a", Profile("a", langs=("de",), employer="Elsewhere"))
    await room.tended()
    assert room.draft.revision == revision, "nothing of it has changed that one can see"
    assert room.draft.told == told(problem(room.story.workshop, room.profiles))
    assert len(room.asked) == 2


async def test_p9_groups_that_stay_were_planned_by_what_counted_before(room: Room) -> None:
    before = room.draft.weights
    room.story.send(c.ChangeWeights(100, "similar", 0, 0, 0), LEAD)
    room.story.join("e", "f")
    room.profiles |= {PersonId(p): Profile(p, langs=("de",)) for p in "ef"}
    room.look()
    await room.tended()
    assert room.draft.weights == room.story.workshop.design.weights != before
    counted = {"".join(sorted(g.members)): g.weights for g in room.draft.groups}
    stayed = counted.keys() & {"ab", "cd"}
    assert stayed
    assert {counted[g] for g in stayed} == {before}
    assert {weights for g, weights in counted.items() if g not in stayed} == {None}


async def test_p2_d8_a_wish_alone_changes_nothing_that_one_can_see(room: Room) -> None:
    room.story.send(c.SwapPeople(room.draft.revision, PersonId("a"), PersonId("c")), LEAD)
    room.story.send(c.SwapPeople(room.draft.revision, PersonId("a"), PersonId("c")), LEAD)  # now no bound is known
    room.story.send(c.ChangeWeights(100, "similar", 0, 0, 0), LEAD)
    room.look()
    await room.tended()
    before, offers = room.draft, len(room.offers)
    room.says("a", replace(room.profiles[PersonId("a")], not_with=(PersonId("b"),)))
    await room.tended()
    assert room.draft == before
    assert room.asked == []
    assert room.offers[offers:] == []


async def test_p2_a_better_plan_is_not_offered_for_a_wish(room: Room) -> None:
    """All pairs are worth the same; that two of them may not be together any more is worth nothing either."""
    room.profiles = {p: replace(profile, employer=p) for p, profile in room.profiles.items()}
    room.look()
    await room.tended()
    assert room.draft.bound is None, "so the best plan is looked for"
    room.says("a", replace(room.profiles[PersonId("a")], not_with=(PersonId("b"),)))
    for locked in (True, False):
        room.story.send(c.LockGroup(room.draft.revision, (PersonId("c"), PersonId("d")), locked=locked), LEAD)
    room.look()
    await room.tended()
    assert set(room.offers) == {None}


async def test_d8_a_wish_is_met_with_the_next_change_of_people(room: Room) -> None:
    room.says("a", replace(room.profiles[PersonId("a")], not_with=(PersonId("b"),)))
    await room.tended()
    room.story.join("e")
    room.profiles[PersonId("e")] = Profile("e", langs=("de",))
    room.look()
    await room.tended()
    assert len(room.asked) == 1
    assert {p for g in room.draft.groups for p in g.members} == set("abcde")
    assert not any({"a", "b"} <= set(g.members) for g in room.draft.groups)


async def test_d8_a_wish_is_met_at_the_latest_when_the_draft_is_to_be_published(room: Room) -> None:
    room.says("a", replace(room.profiles[PersonId("a")], not_with=(PersonId("b"),)))
    await room.tended()
    room.tender.mend(room.draft.revision)
    room.look()
    await room.tended()
    assert "ab" not in room.groups
    assert len(room.asked) == 1


async def test_d7_a_mending_that_failed_is_tried_again(story: Story, planner: Mortal) -> None:
    profiles = {p: Profile(p) for p in story.workshop.participants}
    asked: list[Order] = []

    def order(wanted: Order, answer: Answer) -> None:
        asked.append(wanted)
        answer(Stale() if len(asked) == 1 else PeopleChanged())

    tender = Tender(planner, order, lambda _better: None, again_s=0.01)

    def looked_at_until(enough: int) -> bool:
        tender.look(story.workshop, profiles)
        return len(asked) >= enough

    await eventually(lambda: looked_at_until(2))
    tender.close()
    assert planner.died == 1
    for each in asked:
        assert isinstance(each.command, c.RecordDraft)
        assert [set(group.members) for group in each.command.groups] == [{"a", "b", "c"}]


def test_p2_a_draft_that_a_wish_forbids_by_now_is_not_published(story: Story) -> None:
    draft = c.PublishDraft(story.revision)
    known = around(story, a=Profile("a", not_with=(PersonId("b"),)))
    check_of(draft, None, lambda: around(story))(story.workshop, story.now)
    with pytest.raises(DraftIsUnfit):
        check_of(draft, None, lambda: known)(story.workshop, story.now)
