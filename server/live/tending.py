"""A draft that stands while people come and go is mended at once, and what a new plan would gain is computed beside it.

The mending moves few people and touches no locked group (rule D7); it is a draft, so nobody is moved who knows of it.
The best plan is offered with its gain and never taken unasked.
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
from server.core.pairing.rules import people_by_id, without_choice
from server.core.people import Profile
from server.core.state import Draft, DraftGroup, Gathering, Workshop
from server.core.views.shapes import BetterPlan
from server.live.planner import Planner, PlannerDied
from server.live.scribe import Order
from server.store.ports import StoreError

log = logging.getLogger(__name__)

Profiles = dict[PersonId, Profile]


class Tender:
    """`look` after every change; `close` in the end.  `order` asks for a command and is told what came of it."""

    def __init__(
        self,
        planner: Planner,
        order: Callable[[Order, Callable[[object], None]], None],
        offer: Callable[[BetterPlan | None], None],
    ) -> None:
        self._planner = planner
        self._order = order
        self._offer = offer
        self._revision: int | None = None
        self._at_it: asyncio.Task[None] | None = None

    def look(self, state: Workshop | None, profiles: Profiles) -> None:
        draft = state.phase.draft if state is not None and isinstance(state.phase, Gathering) else None
        revision = draft.revision if draft else None
        if revision == self._revision:
            return
        self._revision = revision
        self.close()
        self._offer(None)
        if state is not None and draft is not None and draft.bound is None:
            self._at_it = asyncio.create_task(self._tend(state, draft, profiles), name="tend a draft")

    def close(self) -> None:
        if self._at_it is not None:
            self._at_it.cancel()

    def _mended(self, outcome: object) -> None:
        if isinstance(outcome, StoreError):
            self._revision = None  # not saved: looked at again when the store is back

    async def _tend(self, state: Workshop, draft: Draft, profiles: Profiles) -> None:
        instance = problem(state, profiles)
        standing = [g.members for g in draft.groups]
        locked = tuple(g.members for g in draft.groups if g.locked)
        try:
            if draft.unplaced:
                mended = await self._planner.mend(instance, standing, locked)
                if len(mended.unplaced) < len(draft.unplaced):
                    record = _record(state, draft, instance, mended.groups)
                    self._order(Order(f"mend:{draft.round}.{draft.revision}", record, ByClock()), self._mended)
                    return  # the mended draft is looked at in its turn
            if draft.groups:
                seed = int.from_bytes(sha256(f"{draft.revision}".encode()).digest()[:4], "big")
                best = await self._planner.plan(instance, seed, locked)
                self._offer(_better(instance, draft, standing, [g.members for g in best.groups]))
        except (BadInstance, PlannerDied) as fault:
            log.warning("a draft could not be tended: %s", type(fault).__name__)  # its groups stand, and can be planned


def _record(state: Workshop, draft: Draft, instance: Instance, groups: tuple[tuple[str, ...], ...]) -> RecordDraft:
    """The draft with these groups; what is known of those that stayed is kept."""
    stood = {frozenset(g.members): g for g in draft.groups}
    known = people_by_id(instance)
    everybody = [p for g in draft.groups for p in g.members] + list(draft.unplaced)
    locked = {p for g in draft.groups if g.locked for p in g.members}
    free = [p for p in everybody if p not in locked]

    def made(members: tuple[PersonId, ...]) -> DraftGroup:
        return DraftGroup(members, forced=without_choice(instance, members, free, known))

    after = tuple(stood.get(frozenset(g)) or made(g) for g in (tuple(map(PersonId, group)) for group in groups))
    placed = {p for g in after for p in g.members}
    unplaced = tuple(p for p in everybody if p not in placed)
    return RecordDraft(draft.round, after, unplaced, state.version, draft.weights, replaces=draft.revision)


def _better(
    instance: Instance, draft: Draft, standing: list[tuple[PersonId, ...]], best: list[tuple[str, ...]]
) -> BetterPlan | None:
    """None if the draft is as good."""
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
