"""A planner that all of these tests share."""

import asyncio
from collections.abc import Iterator

import pytest

from server.live.planner import Planner


@pytest.fixture(scope="session")
def planner() -> Iterator[Planner]:
    """One warm child: spawning takes a second, loading scipy another."""
    planner = Planner()
    asyncio.run(planner.start())  # or the first test would wait for both
    yield planner
    planner.close()
