"""Pairing, off the event loop: one warm child process, replaced when it dies, gone when its parent is."""

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import NamedTuple, TypeVar

from msgspec import Struct
from msgspec.structs import asdict, replace

from server.core.ahead import plan_ahead
from server.core.pairing.instance import Instance, Person
from server.core.pairing.plan import Ahead, Plan, Seats, Way
from server.core.pairing.problem import without_wishes
from server.core.pairing.repair import Mended, Worth, mend, worth
from server.core.pairing.swaps import Price, prices
from server.core.tables import mend_tables, uneven, worth_of_tables

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

NICE = 5
"""The child's: who types goes before who plans, where cores are few."""
LONGEST_S = 120.0
"""A plan takes seconds, and waits for those of others; a child that answers nothing for so long never will."""
LIVES = 3
"""Children that one plan may cost before it counts as impossible."""


class Task(Struct, frozen=True):
    """What the next round is planned from; see `plan_ahead`. A `size` from 3 on means tables."""

    instance: Instance
    seed: int
    size: int = 2
    rounds: int = 1
    locked: tuple[Seats, ...] = ()
    later: tuple[tuple[Seats, ...], ...] = ()
    standing: tuple[Seats, ...] = ()
    anew: bool = False


class Better(NamedTuple):
    """A plan, the ways out of what it lacks, and what the groups that stand and those of the plan are worth."""

    ahead: Ahead
    ways: tuple[Way, ...]
    before: Worth
    after: Worth
    evener: bool
    """Fewer tables have more or fewer people than they need have."""


class PlannerDied(Exception):
    """The child process died again and again over one plan, or never came to its end."""


class Planner:
    """`start` warms the child; `plan` may be called at any time; `close` ends it."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def start(self) -> None:
        warm = Instance(people=tuple(Person(name, level, langs=("en",)) for level, name in enumerate("abcd", start=1)))
        await self.plan(Task(warm, seed=0, rounds=2))

    async def plan(self, task: Task) -> Ahead:
        """As `plan_ahead`; raises what it raises, and PlannerDied."""
        return await self._run(_plan, task)

    async def explain(self, task: Task, plan: Plan) -> tuple[Plan, tuple[Way, ...]]:
        """As `ways.explained`, or for tables `explained_tables`; raises PlannerDied."""
        return await self._run(_explain, task, plan)

    async def improve(self, task: Task, standing: Sequence[Sequence[str]]) -> "Better | None":
        """The best plan if it is better than these groups; raises as `plan` does."""
        return await self._run(_improve, task, tuple(standing))

    async def mend(
        self, instance: Instance, groups: Sequence[Sequence[str]], fixed: Sequence[Sequence[str]] = (), size: int = 2
    ) -> Mended:
        """As `repair.mend`, or from a `size` of 3 on `mend_tables`; raises PlannerDied."""
        if size > 2:
            return await self._run(mend_tables, instance, size, groups, fixed)
        return await self._run(mend, instance, groups, fixed)

    async def prices(self, instance: Instance, groups: Sequence[Sequence[str]], person: str) -> dict[str, Price]:
        """As `swaps.prices`; raises what it raises, and PlannerDied."""
        return await self._run(prices, instance, groups, person)

    async def _run(self, work: Callable[..., Answer], *told: object) -> Answer:
        loop = asyncio.get_running_loop()
        for _ in range(LIVES):
            pool = self._pool = self._pool or _new_pool()
            try:
                async with asyncio.timeout(LONGEST_S):
                    return await loop.run_in_executor(pool, work, *told)
            except TimeoutError:
                log.error("the planner's process never comes to an end; starting another")  # noqa: TRY400 - ours is no news
                if self._pool is pool:
                    for child in tuple(pool._processes.values()):  # noqa: SLF001 - before Python 3.14 nothing else kills it
                        child.kill()
                self._replace(pool)
                break
            except BrokenProcessPool:
                log.warning("the planner's process died; starting another")
                self._replace(pool)
        raise PlannerDied

    def _replace(self, pool: ProcessPoolExecutor) -> None:
        if self._pool is pool:  # else somebody who waited too has
            self._pool = None
            pool.shutdown(wait=False)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _plan(task: Task) -> Ahead:
    return plan_ahead(**asdict(task))


def _explain(task: Task, plan: Plan) -> tuple[Plan, tuple[Way, ...]]:
    if task.size > 2:
        from server.core.table_ways import explained_tables  # noqa: PLC0415 - numpy and scipy load in the child alone

        return explained_tables(task.instance, task.size, task.seed, plan, task.locked)
    from server.core.pairing.ways import explained  # noqa: PLC0415 - as above

    return explained(task.instance, task.seed, plan, task.locked)


def _improve(task: Task, standing: Sequence[Sequence[str]]) -> Better | None:
    ahead, instance, size = _plan(task), task.instance, task.size
    best = [group.members for group in ahead.plan.groups]
    # Whoever is kept apart by now counts like all others: nothing that is offered tells of a wish (rule P2).
    open_ = without_wishes(instance)
    evener = size > 2 and uneven(instance.people, size, best) < uneven(instance.people, size, standing)
    weigh = worth_of_tables if size > 2 else worth
    before, after = weigh(open_, standing), weigh(open_, best)
    if after <= before and not (evener and after.placed >= before.placed):
        return None
    plan, ways = _explain(task, ahead.plan)
    return Better(replace(ahead, plan=plan), ways, before, after, evener=evener)


def _new_pool() -> ProcessPoolExecutor:
    # Forking a process that has threads and an event loop copies their locks; a spawned one starts clean.
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=1, mp_context=spawn, initializer=_begin)


def _begin() -> None:
    """Ctrl-C is the parent's affair; a parent that was killed takes the child along."""
    os.nice(NICE)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # numpy, loaded later, would take a core that others type on
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True, name="lifeline").start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
