"""From 'draft groups' to the `RecordDraft` that the planner's groups make."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from itertools import combinations
from typing import NamedTuple

from msgspec.structs import replace

from server.core.commands import Actor, ExplainDraft, RecordDraft
from server.core.ids import PersonId
from server.core.pairing.instance import BadInstance, Instance, pair
from server.core.pairing.plan import Ahead, Grouping, Plan, RepeatNeeded, Way, Witness, wanting
from server.core.pairing.problem import problem, told
from server.core.pairing.rules import illegal, people_by_id, without_choice
from server.core.people import Profile
from server.core.rejections import (
    BrokenDraft,
    DraftIsStale,
    NobodyToGroup,
    NoRoundsLeft,
    PeopleChanged,
    Rejection,
    RoundIsRunning,
    WorkshopIsClosed,
)
from server.core.state import Closed, Draft, DraftGroup, Gathering, Workshop
from server.core.tables import wanting_tables
from server.live.planner import Planner, PlannerDied, Task
from server.live.scribe import Answer, Order, Outcome
from server.live.turns import others_turn
from server.store.ports import StoreError

log = logging.getLogger(__name__)

TRIES = 3
"""How often a plan is computed when people come and go meanwhile, or other things count."""

AT_ONCE = 50
"""Groups that are looked at before others get a turn on the event loop."""

Profiles = dict[PersonId, Profile]
Seats = tuple[PersonId, ...]


class Drafter:
    """One plan at a time.  `fresh` is the newest state (it may raise StoreError), `order` asks for a command."""

    def __init__(
        self,
        planner: Planner,
        fresh: Callable[[], Awaitable[Workshop | None]],
        profiles: Callable[[], Profiles],
        order: Callable[[Order, Answer], None],
    ) -> None:
        self._planner = planner
        self._fresh = fresh
        self._profiles = profiles
        self._order = order
        self._at_it: dict[str, asyncio.Task[Outcome]] = {}
        self._explaining: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        return bool(self._at_it or self._explaining)

    def ask(self, key: str, by: Actor, shown: int | None = None) -> asyncio.Task[Outcome] | None:
        """Plans and records; the same key again is the same plan.  None while another one is computed.

        `shown` is the draft that was looked at, 0 for none: what a hand has changed since is not planned away.
        """
        if key in self._at_it:
            return self._at_it[key]
        if self._at_it:
            return None
        task = self._at_it[key] = asyncio.create_task(self._draft(key, by, shown), name="draft")
        task.add_done_callback(lambda _: self._at_it.pop(key))
        return task

    async def _draft(self, key: str, by: Actor, shown: int | None) -> Outcome:
        """Computes groups until they fit those who are there."""
        last: Outcome = PeopleChanged()
        self._explain_no_more()  # what an older draft lacks
        for _ in range(TRIES):
            try:
                state = await self._fresh()
                if state is None:
                    return last
                record, lacking = await plan(self._planner, state, self._profiles(), key, shown)
            except (Rejection, StoreError) as no:
                return no
            except Exception:
                log.exception("a plan failed")
                return BrokenDraft()
            asked: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
            self._order(Order(key, record, by), asked.set_result)
            last = await asked
            if isinstance(last, int) and lacking is not None:
                task = asyncio.create_task(self._explain(lacking, f"{key}:why", by), name="explain a draft")
                self._explaining.add(task)
                task.add_done_callback(self._explaining.discard)
            if not isinstance(last, (PeopleChanged, DraftIsStale)):
                break
        return last

    async def _explain(self, lacking: "Lacking", key: str, by: Actor) -> None:
        try:
            self._order(Order(key, await explain(self._planner, lacking), by), lambda _: None)
        except Exception:
            log.exception("a draft could not be explained")

    def _explain_no_more(self) -> None:
        for task in self._explaining:
            task.cancel()

    def close(self) -> None:
        """Whoever waits for a plan is told by its task's cancellation."""
        for task in self._at_it.values():
            task.cancel()
        self._explain_no_more()


class Lacking(NamedTuple):
    """A plan that could be better, and what it was made from."""

    plan: Plan
    task: Task
    record: RecordDraft


async def plan(
    planner: Planner, state: Workshop, profiles: Profiles, key: str, shown: int | None = None
) -> tuple[RecordDraft, Lacking | None]:
    """The draft of the round after `state`, in place of the one that was `shown`, or of whatever stands; and what
    `explain` needs if something is lacking, which takes longer than the plan.

    The request's key is the seed: asking anew shuffles anew, and repeating a request does not.  Raises Rejection.
    """
    instance, standing = _next_round(state, profiles)
    await others_turn()
    if shown is None:
        shown = standing.revision if standing else 0
    elif standing is not None and standing.hand > shown:
        raise DraftIsStale
    task = task_of(state, instance, standing, key)
    bound = standing.bound if standing and standing.told == told(instance) else None
    try:
        ahead = await planner.plan(task)
    except (BadInstance, PlannerDied) as error:
        raise BrokenDraft from error
    planned = ahead.plan
    if bound is None and not task.standing:  # what locks cost is no bound once they are opened
        bound = planned.bound
    record = await recorded(ahead, instance, len(state.rounds) + 1, standing, bound=bound, ways=(), shown=shown)
    if not (wanting_tables(planned, instance) if state.design.tables else wanting(planned, instance)):
        return record, None
    record = replace(record, witness=())  # what is known of it so far is not all
    return record, Lacking(planned, task, record)


async def explain(planner: Planner, lacking: Lacking) -> ExplainDraft:
    """Why the draft is no better, and ways out.  Raises PlannerDied."""
    planned, task, record = lacking
    planned, ways = await planner.explain(task, planned)
    groups = tuple(group.members for group in record.groups)
    return ExplainDraft(groups, record.unplaced, task.size, _told_of(planned, task.instance, task.locked), ways)


def task_of(state: Workshop, instance: Instance, standing: Draft | None, key: str, *, anew: bool = True) -> Task:
    """Planning `anew` means 'not like this' of the groups that stand and are not locked."""
    locked, _ = locks(instance, standing)
    return Task(
        instance,
        seed=int.from_bytes(sha256(key.encode()).digest()[:4], "big"),
        size=state.design.size,
        rounds=state.design.rounds - len(state.rounds),
        locked=locked,
        later=state.later,
        standing=tuple(g.members for g in standing.groups) if standing else (),
        anew=anew,
    )


async def recorded(
    ahead: Ahead,
    instance: Instance,
    number: int,
    standing: Draft | None,
    *,
    bound: int | None,
    ways: tuple[Way, ...],
    shown: int,
    replaces: int | None = None,
) -> RecordDraft:
    """What is planned ahead as a draft of round `number`, after the `standing` one, of which it keeps what is locked.

    Pauses now and then, so that a room of hundreds keeps nobody waiting.
    """
    planned, later = ahead.plan, tuple(tuple(tuple(map(PersonId, g)) for g in groups) for groups in ahead.later)
    kept, released = locks(instance, standing)
    locked: dict[Seats, DraftGroup] = {}
    if standing is not None:
        locked = {g.members: g.within(standing.weights, instance.weights) for g in standing.groups if g.members in kept}
    free = [i for group in planned.groups if not group.locked for i in group.members] + list(planned.unplaced)
    known = people_by_id(instance)

    def drafted(group: Grouping) -> DraftGroup:
        members = tuple(map(PersonId, group.members))
        # Whom the plan holds for forced doesn't count: there, who was seen in the draft before has met.
        stuck = without_choice(instance, members, free, known)
        return locked.get(members) or DraftGroup(members, points=group.points, no_choice=stuck)

    groups: list[DraftGroup] = []
    for group in planned.groups:
        if len(groups) % AT_ONCE == 0:
            await others_turn()
        groups.append(drafted(group))
    await others_turn()
    return RecordDraft(
        number,
        tuple(groups),
        tuple(map(PersonId, planned.unplaced)),
        instance.weights,
        bound,
        _told_of(planned, instance, kept),
        ways,
        released,
        replaces,
        shown,
        told(instance),
        later,
    )


def locks(instance: Instance, standing: Draft | None) -> tuple[tuple[Seats, ...], tuple[Seats, ...]]:
    """The locked groups that stay, and those whose lock gives way: rules P2 and P4 are stronger than a lock."""
    locked = tuple(g.members for g in standing.groups if g.locked) if standing else ()
    released = illegal(instance, locked)
    return tuple(group for group in locked if group not in released), released


def _next_round(state: Workshop, profiles: Profiles) -> tuple[Instance, Draft | None]:
    """What the planner needs.  Raises the Rejection that `RecordDraft` would meet, before anything is computed."""
    match state.phase:
        case Closed():
            raise WorkshopIsClosed
        case Gathering(draft):
            instance = problem(state, profiles)
        case _:
            raise RoundIsRunning(round=len(state.rounds))
    if len(state.rounds) >= state.design.rounds:
        raise NoRoundsLeft(rounds=state.design.rounds)
    if len(instance.people) < 2:
        raise NobodyToGroup(people=len(instance.people))
    return instance, draft


def _told_of(planned: Plan, instance: Instance, locked: Sequence[Sequence[str]]) -> tuple[Witness, ...]:
    found = (_of_those_who_met(each, instance, locked) for each in planned.witness)
    return tuple(each for each in found if each is not None)


def _of_those_who_met(found: Witness, instance: Instance, locked: Sequence[Sequence[str]]) -> Witness | None:
    """Only needed repeats are told of: not those with a draft that was seen, nor those that a lock keeps."""
    if not isinstance(found, RepeatNeeded):
        return found
    together = {pair(*sorted(two)) for group in locked for two in combinations(group, 2)}
    pairs = tuple(two for two in found.pairs if two in instance.met and two not in together)
    return replace(found, pairs=pairs) if pairs else None
