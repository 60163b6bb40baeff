"""A slice of the hostile frames over real sockets."""

import pytest

from tests.browser.stage import Stage
from tests.fuzz.hostile import attacked
from tests.workspace.seated import seated


@pytest.mark.timeout(240)
async def test_t6_hostile_frames_over_real_sockets_leave_the_partner_alone() -> None:
    async with Stage(workers=False) as stage:
        workshop, group, evil, honest = await seated(stage)
        await attacked(stage, workshop, group, evil, honest, frames=1000, seed=7)
