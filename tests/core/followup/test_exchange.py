"""The transitions of the exchange, by rule."""

import pytest

from server.core.followup.exchange import Offer, Opened, Sealed, claimed, offered, stands, withdrawn
from server.core.ids import PersonId

A, B, C = PersonId("a"), PersonId("b"), PersonId("c")
MINE, YOURS = Offer(mail="ada@example.org"), Offer(phone="030 123456")
BOTH = Sealed({A: MINE, B: YOURS}, until={A: 100, B: 200})
OPEN = Opened(5, {A: MINE, B: YOURS})


def test_x1_two_offers_open_and_one_does_not() -> None:
    assert claimed(Sealed({A: MINE}), A, B, 0) is None
    assert claimed(BOTH, A, B, 5) == claimed(BOTH, B, A, 5) == OPEN


def test_x4_what_was_withdrawn_is_not_claimed_and_what_was_claimed_is_not_withdrawn() -> None:
    for declined in (True, False):
        taken_back = withdrawn(BOTH, B, declined=declined)
        assert taken_back == Sealed({A: MINE}, frozenset([B] if declined else []), {A: 100})
        assert claimed(taken_back, A, B, 5) is None
    assert withdrawn(OPEN, A, declined=False) is None
    assert offered(OPEN, A, YOURS, 5) is None


def test_a_second_claim_gets_what_the_first_one_got_unless_one_was_erased() -> None:
    assert claimed(OPEN, A, B, 900) == OPEN
    assert claimed(Opened(5, {B: YOURS}), A, B, 900) is None


@pytest.mark.parametrize(("at", "opens"), [(99, True), (100, False), (199, False)])
def test_x6_an_offer_that_has_run_out_opens_nothing(at: int, opens: bool) -> None:
    assert (claimed(BOTH, A, B, at) is not None) == opens
    assert stands(BOTH, A, at) == opens


def test_x6_given_again_it_counts_again() -> None:
    again = offered(BOTH, A, MINE, 150, 300)
    assert again is not None
    assert claimed(again, A, B, 150) == Opened(150, {A: MINE, B: YOURS})


def test_a_yes_after_a_no_replaces_it() -> None:
    no = withdrawn(Sealed(), A, declined=True)
    assert no == Sealed(declined=frozenset([A]))
    assert no is not None
    assert offered(no, A, MINE, 5) == Sealed({A: MINE})


def test_x1_what_stood_when_both_had_said_yes_does_not_run_out_on_the_way_to_the_claim() -> None:
    first = offered(Sealed(), A, MINE, 0, 100)
    assert first is not None
    both = offered(first, B, YOURS, 99, 300)
    assert both == Sealed({A: MINE, B: YOURS}, until={A: 100, B: 300}, met_at=99)
    assert claimed(both, A, B, 150) == Opened(150, {A: MINE, B: YOURS})
    late = offered(first, B, YOURS, 100, 300)
    assert late is not None
    assert late.met_at is None
    assert claimed(late, A, B, 100) is None
    back = withdrawn(both, B, declined=False)
    assert back == first, "and nothing of it is left when one of them is taken back"
