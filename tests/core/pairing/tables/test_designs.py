"""Fields, and the seatings that they give: nobody meets twice, every table is full, every stratum is everywhere."""

import numpy as np
import pytest

from server.core.pairing.tables.designs import Seats, affine, near, transversal
from server.core.pairing.tables.galois import prime_powers, ring, spread


def most_meetings(seats: Seats) -> int:
    """How often the two people meet who meet most."""
    meets = sum((row[:, None] == row).astype(int) for row in seats)
    return int((meets - len(seats) * np.eye(seats.shape[1], dtype=int)).max())


@pytest.mark.parametrize("order", [2, 3, 4, 8, 9, 16, 25, 27, 49, 64, 81])
def test_a_field_has_inverses_and_distributes(order: int) -> None:
    field = ring(order)
    assert all(sorted(field.mul[a, 1:]) == list(range(1, order)) for a in range(1, order)), "no divisor of zero"
    for a in range(min(order, 12)):
        assert np.array_equal(field.mul[a][field.add], field.add[field.mul[a][:, None], field.mul[a]])
    assert (field.add[np.arange(order), field.minus] == 0).all()


@pytest.mark.parametrize("order", [6, 12, 15, 20, 56, 63, 72])
def test_elements_apart_in_a_product_differ_by_units(order: int) -> None:
    whole = ring(order)
    assert len(whole.apart) == spread(order) == min(p**e for p, e in prime_powers(order))
    for a in whole.apart:
        for b in whole.apart:
            if a != b:
                difference = whole.add[a, whole.minus[b]]
                assert sorted(whole.mul[difference]) == list(range(order))


@pytest.mark.parametrize(
    ("tables", "strata", "rounds"), [(7, 7, 7), (8, 8, 8), (9, 6, 7), (12, 3, 12), (12, 12, 3), (63, 7, 7), (61, 8, 61)]
)
def test_a_transversal_seating_has_no_repeat_and_one_of_each_stratum_per_table(
    tables: int, strata: int, rounds: int
) -> None:
    seats = transversal(tables, strata, rounds)
    assert seats is not None
    assert most_meetings(seats) == 1
    for row in seats.reshape(rounds, strata, tables):
        assert all(sorted(stratum) == list(range(tables)) for stratum in row)


@pytest.mark.parametrize(("tables", "strata", "rounds"), [(6, 6, 4), (6, 3, 3), (5, 6, 2), (7, 7, 8), (10, 3, 3)])
def test_where_the_algebra_has_no_seating_there_is_none(tables: int, strata: int, rounds: int) -> None:
    assert transversal(tables, strata, rounds) is None
    assert near(tables, strata, rounds).shape == (rounds, strata * tables)


def test_every_room_from_42_on_has_tables_of_six_to_eight_for_seven_rotations() -> None:
    for people in range(42, 501):
        found = any(
            transversal(tables, -(-people // tables), 7) is not None
            for tables in range(people // 6, -(-people // 8) - 1, -1)
        )
        assert found, people


@pytest.mark.parametrize(("people", "size", "rounds"), [(49, 7, 8), (64, 8, 9), (27, 3, 13), (64, 4, 21), (16, 2, 15)])
def test_affine_seatings_use_up_all_meetings(people: int, size: int, rounds: int) -> None:
    seats = affine(people, size, rounds)
    assert seats is not None
    assert most_meetings(seats) == 1
    assert all((np.bincount(row) == size).all() for row in seats)
    assert affine(people, size, rounds + 1) is None


def test_affine_needs_a_power_of_a_prime_power() -> None:
    assert affine(36, 6, 2) is None
    assert affine(15, 3, 2) is None
