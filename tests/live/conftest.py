"""A planner that all of these tests share."""

from collections.abc import Iterator

import pytest

from server.live.planner import Planner


@pytest.fixture(scope="session")
def planner() -> Iterator[Planner]:
    """One warm child: spawning takes a second, loading scipy another."""
    planner = Planner()
    yield planner
    planner.close()
