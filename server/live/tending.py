"""A draft that stands while people come, go and change their answers is mended; better plans are computed beside it.

The mending moves few people, and of the locked groups only those that the rules forbid by now (rule D7); it is a draft,
so nobody is moved who knows of it.  The best plan is offered with its gain and never taken unasked.
"""

import asyncio
import logging
from collections.abc import Callable

from server.core.commands import ByClock, RecordDraft
from server.core.ids import PersonId
from server.core.pairing.instance import BadInstance, Instance
from server.core.pairing.problem import problem, told
from server.core.pairing.repair import moved
from server.core.pairing.rules import illegal, people_by_id, without_choice
from server.core.state import Draft, DraftGroup, Gathering, Workshop
from server.core.views.shapes import BetterPlan
from server.live.drafting import Profiles, Seats, locks, recorded, task_of
from server.live.planner import Planner
from server.live.scribe import Answer, Order, Outcome
from server.store.ports import StoreError

log = logging.getLogger(__name__)

CALM_S = 0.25
"""So long a draft has to stand before it is tended: whoever changes their mind twice in a moment is mended once."""
AGAIN_S = 60.0
"""After so long a draft that could not be tended is looked at again."""

Looked = tuple[int, int, Profiles]
"""A draft's revision, its mark of answers, and what its people have told of themselves by now."""


Offer = tuple[BetterPlan, RecordDraft]
"""What the best plan would bring, and the plan."""


class Tender:
    """`look` after every change; `close` in the end.  `order` asks for a command and is told what came of it.

    What a draft was tended for stands in the draft (`Draft.told`): nothing is forgotten that happens while nobody
    watches, while the planner works, or while the server is started anew.
    """

    def __init__(
        self,
        planner: Planner,
        order: Callable[[Order, Answer], None],
        offer: Callable[[BetterPlan | None], None],
        *,
        again_s: float = AGAIN_S,
    ) -> None:
        self._planner = planner
        self._order = order
        self._offer = offer
        self._again_s = again_s
        self._looked: Looked | None = None
        self._offered: RecordDraft | None = None
        self._compared: tuple[int, int] | None = None
        """The draft's revision and the mark of answers for which the best plan was compared with it."""
        self._unfit: int | None = None
        """The revision that was to be published, and that a rule forbids by now."""
        self._at_it: asyncio.Task[None] | None = None

    def look(self, state: Workshop | None, profiles: Profiles) -> None:
        draft = state.phase.draft if state is not None and isinstance(state.phase, Gathering) else None
        now = (draft.revision, draft.told, profiles) if draft else None
        if now == self._looked:
            return
        self._looked = now
        self._stop()
        if state is None or draft is None:
            self._compared = None
            self._say(None)
        else:
            self._at_it = asyncio.create_task(self._tend(state, draft, profiles), name="tend a draft")

    def mend(self, revision: int) -> None:
        """This draft was to be published, and a rule forbids one of its groups by now: the next look mends it."""
        self._unfit, self._looked = revision, None

    def offered(self, revision: int) -> RecordDraft | None:
        """The better plan that is offered for this revision of the draft, whole."""
        return self._offered if self._offered is not None and self._offered.replaces == revision else None

    def withdraw(self) -> None:
        """What was offered can't be had; the next look compares anew."""
        self._compared = self._looked = None
        self._say(None)

    def close(self) -> None:
        self._stop()
        self._looked = self._offered = None

    def _stop(self) -> None:
        if self._at_it is not None:
            self._at_it.cancel()
            self._at_it = None  # a task that was cancelled holds what it worked on

    async def _tend(self, state: Workshop, draft: Draft, profiles: Profiles) -> None:
        await asyncio.sleep(CALM_S)
        instance = problem(state, profiles)
        answers = told(instance)
        try:
            if answers != draft.told or draft.revision == self._unfit:
                record = await self._mended(draft, instance, answers, state.design.size)
                # The mended draft is looked at in its turn.
                self._order(Order(f"mend:{state.version}", record, ByClock()), self._answered)
            elif self._compared != (draft.revision, answers):
                self._say(None)
                if draft.bound is None and draft.groups:
                    self._say(await self._better(state, draft, instance))
                self._compared = draft.revision, answers
        except BadInstance as fault:
            log.warning("a draft could not be tended: %s", fault)  # its groups stand, and can be planned
        except Exception:
            log.exception("a draft could not be tended")
            await asyncio.sleep(self._again_s)
            self._looked = None

    def _say(self, offer: Offer | None) -> None:
        gain, self._offered = offer or (None, None)
        self._offer(gain)

    def _answered(self, outcome: Outcome) -> None:
        if isinstance(outcome, StoreError):
            self._looked = None  # not saved: looked at again when the store is back

    async def _mended(self, draft: Draft, instance: Instance, answers: int, size: int) -> RecordDraft:
        """The draft without the groups that the rules forbid by now (rule D8), and places for all who have none."""
        standing = [g.members for g in draft.groups]
        unfit = illegal(instance, standing)
        groups: tuple[tuple[str, ...], ...] = tuple(standing)
        kept, released = locks(instance, draft)
        if unfit or draft.unplaced:
            still = [g for g in standing if g not in unfit]
            groups = (await self._planner.mend(instance, still, kept, size)).groups
        return _record(draft, instance, groups, released, answers)

    async def _better(self, state: Workshop, draft: Draft, instance: Instance) -> Offer | None:
        """None if the draft is as good."""
        task = task_of(state, instance, draft, f"{draft.revision}", anew=False)
        standing = [g.members for g in draft.groups]
        found = await self._planner.improve(task, standing)
        if found is None:
            return None
        planned, before, after = found.ahead.plan, found.before, found.after
        gain = BetterPlan(
            revision=draft.revision,
            placed=after.placed - before.placed,
            repeats=after.repeats - before.repeats,  # counted below zero
            points=after.points - before.points,
            people=after.placed,
            moved=len(moved(standing, [g.members for g in planned.groups])),
            evener=found.evener,
        )
        bound = None if task.locked else planned.bound
        this = draft.revision
        record = await recorded(
            found.ahead, instance, draft.round, draft, bound=bound, ways=found.ways, shown=this, replaces=this
        )
        return gain, record


def _record(
    draft: Draft,
    instance: Instance,
    groups: tuple[tuple[str, ...], ...],
    released: tuple[Seats, ...],
    answers: int,
) -> RecordDraft:
    """The draft with these groups; what is known of those that stayed is kept."""
    counts = instance.weights
    stood = {frozenset(g.members): g.within(draft.weights, counts) for g in draft.groups}
    known = people_by_id(instance)
    everybody = [p for g in draft.groups for p in g.members] + list(draft.unplaced)
    locked = {p for g in draft.groups if g.locked and g.members not in released for p in g.members}
    free = [p for p in everybody if p not in locked]

    def made(members: tuple[PersonId, ...]) -> DraftGroup:
        return DraftGroup(members, no_choice=without_choice(instance, members, free, known))

    after = tuple(stood.get(frozenset(g)) or made(g) for g in (tuple(map(PersonId, group)) for group in groups))
    placed = {p for g in after for p in g.members}
    unplaced = tuple(p for p in everybody if p not in placed)
    return RecordDraft(draft.round, after, unplaced, counts, released=released, replaces=draft.revision, told=answers)
