"""A standing draft is tended again when that failed: the store lost a race, or the planner died."""

from collections.abc import AsyncIterator, Sequence

import pytest

from server.core import commands as c
from server.core.ids import PersonId
from server.core.pairing.instance import Instance
from server.core.pairing.repair import Mended
from server.core.people import Profile
from server.core.rejections import BrokenDraft, PeopleChanged
from server.live.checks import check_of
from server.live.planner import Planner, PlannerDied
from server.live.scribe import Answer, Order
from server.live.tending import Tender
from server.store.ports import Stale
from tests.core.story import Story
from tests.core.test_views import around
from tests.live.eventually import eventually


class Mortal(Planner):
    """Dies over the first mending."""

    died = 0

    async def mend(
        self, instance: Instance, groups: Sequence[Sequence[str]], fixed: Sequence[Sequence[str]] = ()
    ) -> Mended:
        if not self.died:
            self.died += 1
            raise PlannerDied
        return await super().mend(instance, groups, fixed)


@pytest.fixture
async def planner() -> AsyncIterator[Mortal]:
    made = Mortal()
    await made.start()
    yield made
    made.close()


@pytest.fixture
def story() -> Story:
    """Three people, of whom one has no place in the draft."""
    told = Story()
    told.join(*"ab")
    told.draft("ab")
    told.join("c")
    return told


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
    with pytest.raises(BrokenDraft):
        check_of(draft, None, lambda: known)(story.workshop, story.now)
