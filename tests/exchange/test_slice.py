"""A short slice of `python -m tests.exchange`."""

import sys

import pytest

from server.core.followup.exchange import claimed
from tests.exchange import pure, real


def test_x4_no_order_of_deeds_opens_without_two_consents() -> None:
    counts = pure.run("slice", 20_000)
    assert counts.opened > 100
    assert counts.late > 100
    assert counts.withdrawn > 100


def test_the_oracle_sees_an_opening_without_consent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that forgets to look whether an offer has run out."""
    monkeypatch.setattr(pure, "claimed", lambda relation, a, b, _at: claimed(relation, a, b, 0))
    with pytest.raises(pure.Unconsented):
        pure.run("slice", 20_000)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.timeout(360)
async def test_x4_workers_that_are_stopped_and_killed_reveal_nothing_that_was_withdrawn() -> None:
    counts = await real.run("slice", 200, pause_s=0.4)
    assert counts.opened > 2
    assert counts.withdrawn > 20
