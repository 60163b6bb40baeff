"""A draft that stands while people come, go and change their answers is mended; better plans are computed beside it.

The mending moves few people, and of the locked groups only those that the rules forbid by now (rule D7); it is a draft,
so nobody is moved who knows of it.  The best plan is offered with its gain and never taken unasked.
"""

import asyncio
import logging
from collections.abc import Callable
from hashlib import sha256

from server.core.commands import ByClock, RecordDraft
from server.core.ids import PersonId
from server.core.pairing.instance import BadInstance, Instance
from server.core.pairing.problem import problem
from server.core.pairing.repair import moved, worth
from server.core.pairing.rules import illegal, people_by_id, without_choice
from server.core.state import Draft, DraftGroup, Gathering, Workshop
from server.core.views.shapes import BetterPlan
from server.live.drafting import Profiles, Seats, locks
from server.live.planner import Planner
from server.live.scribe import Answer, Order, Outcome
from server.store.ports import StoreError

log = logging.getLogger(__name__)

CALM_S = 0.25
"""So long a draft has to stand before it is tended: whoever changes their mind twice in a moment is mended once."""
AGAIN_S = 60.0
"""After so long a draft that could not be tended is looked at again."""

Looked = tuple[int, Profiles]
"""A draft's revision, and what its people have told of themselves."""


class Tender:
    """`look` after every change; `close` in the end.  `order` asks for a command and is told what came of it."""

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
        self._at_it: asyncio.Task[None] | None = None

    def look(self, state: Workshop | None, profiles: Profiles) -> None:
        draft = state.phase.draft if state is not None and isinstance(state.phase, Gathering) else None
        now = (draft.revision, profiles) if draft else None
        if now == self._looked:
            return
        before, self._looked = self._looked, now
        self.close()
        self._offer(None)
        if state is not None and draft is not None:
            self._at_it = asyncio.create_task(self._tend(state, draft, profiles, before), name="tend a draft")

    def close(self) -> None:
        if self._at_it is not None:
            self._at_it.cancel()

    async def _tend(self, state: Workshop, draft: Draft, profiles: Profiles, before: Looked | None) -> None:
        await asyncio.sleep(CALM_S)
        instance = problem(state, profiles)
        same = before is not None and before[0] == draft.revision
        retold = same and problem(state, before[1]) != instance if before else False
        try:
            record = await self._mended(state, draft, instance, retold=retold)
            if record is not None:  # then the mended draft is looked at in its turn
                self._order(
                    Order(f"mend:{draft.round}.{draft.revision}", record, ByClock()),
                    lambda outcome: self._answered(outcome, before),
                )
            elif draft.bound is None and draft.groups:
                self._offer(await self._better(draft, instance))
        except BadInstance as fault:
            log.warning("a draft could not be tended: %s", fault)  # its groups stand, and can be planned
        except Exception:
            log.exception("a draft could not be tended")
            await asyncio.sleep(self._again_s)
            self._looked = before

    def _answered(self, outcome: Outcome, before: Looked | None) -> None:
        if isinstance(outcome, StoreError):
            self._looked = before  # not saved: looked at again when the store is back

    async def _mended(self, state: Workshop, draft: Draft, instance: Instance, *, retold: bool) -> RecordDraft | None:
        """None if the draft may stay as it is.  With `retold`, nothing is known any more of how good it could be."""
        standing = [g.members for g in draft.groups]
        unfit = illegal(instance, standing)
        groups: tuple[tuple[str, ...], ...] = tuple(standing)
        unplaced = len(draft.unplaced)
        kept, released = locks(instance, draft)
        if unfit or (draft.unplaced and (retold or draft.bound is None)):
            mended = await self._planner.mend(instance, [g for g in standing if g not in unfit], kept)
            groups, unplaced = mended.groups, len(mended.unplaced)
        if not unfit and unplaced == len(draft.unplaced) and not (retold and draft.bound is not None):
            return None
        return _record(draft, instance, groups, released)

    async def _better(self, draft: Draft, instance: Instance) -> BetterPlan | None:
        """None if the draft is as good."""
        kept, _ = locks(instance, draft)
        seed = int.from_bytes(sha256(f"{draft.revision}".encode()).digest()[:4], "big")
        best = [g.members for g in (await self._planner.plan(instance, seed, kept)).groups]
        standing = [g.members for g in draft.groups]
        before, after = worth(instance, standing), worth(instance, best)
        if after <= before:
            return None
        return BetterPlan(
            revision=draft.revision,
            placed=after.placed - before.placed,
            repeats=before.repeats - after.repeats,
            points=after.points - before.points,
            people=after.placed,
            moved=len(moved(standing, best)),
        )


def _record(
    draft: Draft, instance: Instance, groups: tuple[tuple[str, ...], ...], released: tuple[Seats, ...]
) -> RecordDraft:
    """The draft with these groups; what is known of those that stayed is kept."""
    stood = {frozenset(g.members): g for g in draft.groups}
    known = people_by_id(instance)
    everybody = [p for g in draft.groups for p in g.members] + list(draft.unplaced)
    locked = {p for g in draft.groups if g.locked and g.members not in released for p in g.members}
    free = [p for p in everybody if p not in locked]

    def made(members: tuple[PersonId, ...]) -> DraftGroup:
        return DraftGroup(members, forced=without_choice(instance, members, free, known))

    after = tuple(stood.get(frozenset(g)) or made(g) for g in (tuple(map(PersonId, group)) for group in groups))
    placed = {p for g in after for p in g.members}
    unplaced = tuple(p for p in everybody if p not in placed)
    return RecordDraft(draft.round, after, unplaced, draft.weights, released=released, replaces=draft.revision)
