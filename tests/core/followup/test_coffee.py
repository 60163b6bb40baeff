"""Three times that are daytime for both."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.followup.coffee import TIMES, proposals
from server.core.followup.daytime import HOUR_MS, TOO_LATE_MS
from server.text.calendar import zone, zone_of

NAMES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Los_Angeles", "UTC"]
NEAR = ["Europe/Berlin", "Europe/Lisbon", "Africa/Nairobi", "America/New_York"]
CLOSED = st.integers(1_700_000_000_000, 1_900_000_000_000)


def local(at: int, name: str) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone_of(name))


@given(CLOSED, st.integers(0, 14 * 24), st.sampled_from(NEAR), st.sampled_from(NEAR))
def test_three_times_on_three_weekdays_in_both_peoples_daytime(closed: int, hours: int, one: str, other: str) -> None:
    opened = closed + hours * HOUR_MS
    times = proposals(closed, opened, (zone(one), zone(other)))
    assert len(times) == TIMES
    assert list(times) == sorted(times)
    assert times[0] >= max(closed + TOO_LATE_MS, opened), "never before the nudge that proposes it"
    for name in (one, other):
        moments = [local(at, name) for at in times]
        assert len({moment.date() for moment in moments}) == TIMES
        for moment in moments:
            assert moment.weekday() < 5
            assert 9 <= moment.hour <= 19
            assert moment.minute % 15 == 0


@pytest.mark.parametrize("one", NAMES)
@pytest.mark.parametrize("other", NAMES)
def test_there_are_three_wherever_two_people_live(one: str, other: str) -> None:
    times = proposals(1_764_000_000_000, 1_764_000_000_000, (zone(one), zone(other)))
    assert len(times) == TIMES
