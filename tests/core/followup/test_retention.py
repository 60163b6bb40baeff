"""E6: nothing goes before its last purpose has ended and the clock can be believed."""

from server.core.followup.retention import DAY_MS, HOUR_MS, Seen, last_purpose, look
from tests.core.story import Story
from tests.workers.scene import NOON, closed

MINUTE = 60_000


def steadily(seen: Seen | None, start: int, ms: int) -> Seen:
    at = start
    found = look(seen, at)
    while at < start + ms:
        at += MINUTE
        found = look(found, at)
    return found


def test_a_steady_clock_is_believed() -> None:
    assert steadily(None, NOON, 3 * DAY_MS).trusted == NOON + 3 * DAY_MS


def test_a_leap_of_three_days_that_is_set_right_takes_no_time_at_all() -> None:
    before = steadily(None, NOON, HOUR_MS)
    leapt = steadily(before, NOON + HOUR_MS + 3 * DAY_MS, 23 * HOUR_MS)
    assert leapt.trusted == before.trusted
    after = look(leapt, NOON + HOUR_MS + MINUTE)
    assert after == Seen(NOON + HOUR_MS + MINUTE)


def test_a_stop_of_a_week_is_believed_after_a_day() -> None:
    before, start = steadily(None, NOON, HOUR_MS), NOON + 7 * DAY_MS
    assert steadily(before, start, DAY_MS - MINUTE).trusted == before.trusted
    assert steadily(before, start, DAY_MS).trusted == start + DAY_MS


def test_a_second_leap_begins_the_day_anew() -> None:
    before = steadily(None, NOON, 0)
    once = steadily(before, NOON + 3 * DAY_MS, 20 * HOUR_MS)
    twice = steadily(once, NOON + 30 * DAY_MS, 20 * HOUR_MS)
    assert twice.trusted == NOON


def test_a_clock_that_is_set_back_never_takes_time_back() -> None:
    before = steadily(None, NOON, HOUR_MS)
    assert look(before, NOON - DAY_MS).trusted == NOON + HOUR_MS
    assert steadily(look(before, NOON - DAY_MS), NOON - DAY_MS, DAY_MS + 3 * HOUR_MS).trusted == NOON + 3 * HOUR_MS


def test_the_last_purpose_is_the_exchange_or_a_mail_that_is_still_owed() -> None:
    state = closed().workshop
    assert last_purpose(state, NOON + 5, 14 * DAY_MS, ()) == NOON + 14 * DAY_MS
    assert last_purpose(state, NOON + 5, 14 * DAY_MS, (NOON, NOON + 42 * DAY_MS)) == NOON + 42 * DAY_MS
    assert last_purpose(Story().workshop, 7, 14 * DAY_MS, ()) == 7 + 14 * DAY_MS
    assert last_purpose(None, 7, 5, (20,)) == 20
