"""A slice of the fault runs; the whole of them is `python -m tests.faults`."""

import sys

import pytest

from tests.faults.__main__ import POINTS
from tests.faults.act import Act
from tests.faults.ground import Ground

if sys.platform != "linux":
    pytest.skip("reads /proc", allow_module_level=True)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", ["slice 1", "slice 2"])
async def test_what_was_acknowledged_survives_every_kill(seed: str, capsys: pytest.CaptureFixture[str]) -> None:
    async with Ground() as ground:
        await Act(ground, seed, POINTS, print).run()
