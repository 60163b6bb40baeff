"""A nudge comes by day, 20 to 40 hours after the close, in every time zone there is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import example, given
from hypothesis import strategies as st

from server.core.followup.daytime import DAY_MS, HOUR_MS, LATEST_MS, is_daytime, next_daytime, nudge_at
from server.text.calendar import zone

ZONES = sorted(available_timezones())
SPAN = (datetime(2024, 1, 1, tzinfo=UTC), datetime(2037, 12, 31, tzinfo=UTC))
INSTANTS = st.integers(*(int(each.timestamp()) * 1000 for each in SPAN))


def local(at: int, name: str) -> datetime:
    return datetime.fromtimestamp(at / 1000, ZoneInfo(name))


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


@given(INSTANTS, st.sampled_from(ZONES))
@example(ms("2026-03-28T20:00+01:00"), "Europe/Berlin")  # the clocks go forward in between
@example(ms("2026-10-24T20:00+02:00"), "Europe/Berlin")  # and back
@example(ms("2026-04-04T12:00+00:00"), "Australia/Lord_Howe")  # by half an hour
@example(ms("2026-06-10T12:07+00:00"), "Asia/Kathmandu")  # +05:45
def test_by_day_and_in_time(closed_at: int, name: str) -> None:
    at = nudge_at(closed_at, zone(name))
    assert 20 * HOUR_MS <= at - closed_at <= 40 * HOUR_MS
    assert 9 <= local(at, name).hour < 20


@given(INSTANTS, st.sampled_from(ZONES))
def test_the_offset_is_that_of_the_wall_clock(at: int, name: str) -> None:
    wall = local(at, name)
    seconds = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)
    assert (at // 1000 + zone(name)(at)) % 86_400 == seconds.total_seconds()


def test_a_zone_that_skips_a_day_still_gets_its_nudge_in_time() -> None:
    """Nowhere since Samoa in 2011; the bound holds whatever the zone does."""
    closed_at = 10 * DAY_MS

    def midnight(at: int) -> int:
        return -(at // 1000 % 86_400)

    assert nudge_at(closed_at, midnight) == closed_at + LATEST_MS
    assert next_daytime(closed_at, closed_at + DAY_MS, midnight) is None


def test_the_edges_of_the_day() -> None:
    utc = zone("UTC")
    assert not is_daytime(9 * HOUR_MS - 1, utc)
    assert is_daytime(9 * HOUR_MS, utc)
    assert is_daytime(20 * HOUR_MS - 1, utc)
    assert not is_daytime(20 * HOUR_MS, utc)


def test_a_browser_may_say_anything() -> None:
    at = ms("2026-06-10T12:00+00:00")
    for name in ("", "Nowhere/Land", "../../etc/passwd", "/etc/passwd", "Europe", "a\0b", "x" * 5000):
        assert zone(name)(at) == 2 * 3600
