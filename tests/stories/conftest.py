"""Stories are told on the stage of tests/browser."""

from collections.abc import AsyncIterator

import pytest

from tests.browser.theatre import Theatre, open_theatre


@pytest.fixture
async def theatre(request: pytest.FixtureRequest) -> AsyncIterator[Theatre]:
    async with open_theatre(request.node.name) as opened:
        yield opened
