"""The planner's child process: warm, replaced when it dies, gone when its parent is."""

import asyncio
import os
import pickle
import signal
import sys
import time
from pathlib import Path

import pytest

from server.core.pairing.instance import BadInstance, Instance, Person, Weights
from server.core.pairing.plan import Ahead
from server.core.pairing.round import plan_round
from server.live import planner as planner_module
from server.live.planner import Planner, PlannerDied, Task
from tests.live.eventually import eventually

NINE = Instance(people=tuple(Person(str(number), 3, langs=("en",)) for number in range(9)))
ROOT = Path(__file__).resolve().parent.parent.parent


def child_of(planner: Planner) -> int:
    assert planner._pool is not None
    (pid,) = planner._pool._processes
    return pid


async def test_plans_are_those_of_the_engine_and_errors_come_through() -> None:
    planner = Planner()
    try:
        await planner.start()
        child = child_of(planner)
        assert await planner.plan(Task(NINE, 7)) == Ahead(plan_round(NINE, 7))
        with pytest.raises(BadInstance):
            await planner.plan(Task(NINE, 7, locked=(("0", "1"), ("1", "2"))))
        best = [group.members for group in plan_round(NINE, 7).groups]
        assert await planner.improve(Task(NINE, 7), best) is None
        better = await planner.improve(Task(NINE, 7), best[1:])
        assert better is not None
        assert better.ahead == Ahead(plan_round(NINE, 7))
        assert better.after.placed - better.before.placed == len(best[0])
        assert child_of(planner) == child
        os.kill(child, signal.SIGKILL)
        plans = await asyncio.gather(*(planner.plan(Task(NINE, seed)) for seed in range(3)))
        assert plans == [Ahead(plan_round(NINE, seed)) for seed in range(3)]
    finally:
        planner.close()


def test_all_of_an_instance_reaches_the_child() -> None:
    two = frozenset({("a", "b")})
    people = (Person("a", 1, ("tea",), ("de",), ("go",), ("ada",), "Acme", trio=True), Person("b", 5))
    given = Instance(
        people, Weights(40, "similar", 20, 30, 10), two, two, two, frozenset("a"), {"a": 1}, {"b": 2}, {"a": 3}
    )
    assert pickle.loads(pickle.dumps(given)) == given


async def test_a_child_that_never_ends_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    planner = Planner()
    try:
        await planner.start()
        child = child_of(planner)
        with monkeypatch.context() as hasty:
            hasty.setattr(planner_module, "LONGEST_S", 0.2)
            with pytest.raises(PlannerDied):
                await planner._run(time.sleep, 600)
        assert await planner.plan(Task(NINE, 7)) == Ahead(plan_round(NINE, 7))
        await eventually(lambda: not Path(f"/proc/{child}").exists())
    finally:
        planner.close()


PARENT = """
import asyncio, time
from server.live.planner import Planner
async def main():
    planner = Planner()
    await planner.start()
    print(*planner._pool._processes, flush=True)
    time.sleep(60)
if __name__ == "__main__":
    asyncio.run(main())
"""


async def test_the_child_does_not_outlive_its_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        str(script),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    parent.kill()
    await parent.wait()

    def gone() -> bool:
        try:
            return Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
        except FileNotFoundError:
            return True

    await eventually(gone)
