"""How a number comes to be another one in writing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.draft.slips import NEAR, slip


@pytest.mark.parametrize(
    ("written", "meant"),
    [("98.91", "98.19"), ("272", "227"), ("4361", "4631"), ("19012", "1912"), ("4206", "4200")],
)
def test_one_digit_or_two_neighbours_speak_for_a_slip(written: str, meant: str) -> None:
    assert slip(Decimal(written), Decimal(meant)) > NEAR


@pytest.mark.parametrize(("written", "meant"), [("3", "8"), ("98.91", "53.70"), ("12", "4206")])
def test_small_counts_and_other_numbers_do_not(written: str, meant: str) -> None:
    assert slip(Decimal(written), Decimal(meant)) <= NEAR


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_number_is_no_slip_of_itself(value: Decimal) -> None:
    assert slip(value, value) == 0


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_it_is_the_same_either_way(one: int, other: int) -> None:
    assert slip(Decimal(one), Decimal(other)) == slip(Decimal(other), Decimal(one))
