"""E8, E9: shares of five or more with the right interval; what is close to none or all is a bound."""

import pytest
from scipy.stats import binomtest

from server.core.followup.report import figure, openings, report, wilson
from server.core.people import Reflection


def test_the_interval_is_the_one_of_scipy() -> None:
    for n in (1, 5, 7, 30, 499):
        for yes in {0, 1, n // 2, n - 1, n}:
            found = binomtest(yes, n).proportion_ci(method="wilson")
            assert wilson(yes, n) == pytest.approx((found.low, found.high), abs=1e-12)


def test_e8_four_answers_say_nothing_and_five_do() -> None:
    assert figure([5, 5, 4, 1, None, None]) is None
    found = figure([5, 5, 4, 1, 3, None])
    assert found is not None
    assert (found.counts, found.n, found.yes, found.low, found.high) == ((1, 0, 1, 1, 2), 5, 3, 23, 89)


def test_e8_a_question_that_few_answered_stays_out_and_lines_are_in_no_report() -> None:
    few = [Reflection(learned=5, line="secret")] * 4
    assert report(few, 9, 1) is None
    made = report([*few, Reflection(learned=4, could_grow=2)], 9, 1)
    assert made is not None
    assert (made.asked, made.learned is not None, made.could_grow, made.look_forward) == (9, True, None, None)
    assert "secret" not in repr(made)


def test_e9_counts_come_from_five_groups_on_and_never_tell_that_nobody_or_everybody_did() -> None:
    assert openings(4, 10, 5, 1) is None
    told = {opened: openings(5, 10, opened, 1) for opened in range(11)}
    said = {opened: (found.opened, found.bound) for opened, found in told.items() if found}
    assert {said[0], said[1], said[2]} == {(2, "at-most")}
    assert {said[8], said[9], said[10]} == {(8, "at-least")}
    assert said[5] == (5, "exact")
    five = {openings(5, 5, opened, 1) for opened in range(6)}
    assert len(five) == 2, "of five pairs only which half it is"
