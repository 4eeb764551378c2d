from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.scoring import full, half_up


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (Fraction(13, 8), 2, "1.63"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(5, 1000), 2, "0.01"),
        (Fraction(-5, 1000), 2, "-0.01"),
        (Fraction(4999, 1000000), 2, "0.00"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(1, 200) - Fraction(1, 10**15), 2, "0.00"),
        (Fraction(19, 16), 2, "1.19"),
        (Fraction(104, 35), 2, "2.97"),
        (Fraction(2999, 1000), 2, "3.00"),
        (3, 2, "3.00"),
        (0, 2, "0.00"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(-2, 5), 0, "0"),
        (Fraction(49, 100), 1, "0.5"),
        (12345, 1, "12345.0"),
    ],
)
def test_half_up_rounds_ties_away_from_zero(value, places, written):
    assert half_up(value, places) == written


def test_half_up_refuses_negative_places():
    with pytest.raises(ValueError, match="-1"):
        half_up(1, -1)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(19, 16), "1.1875"),
        (Fraction(1, 15), "0.066666666667"),
        (Fraction(71, 15), "4.733333333333"),
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(-2, 3), "-0.666666666667"),
        (3, "3"),
        (10, "10"),
        (0, "0"),
        (Fraction(-1, 10**13), "0"),
        (Fraction(5, 10**13), "0.000000000001"),
        (Fraction(1, 10), "0.1"),
    ],
)
def test_full_cuts_trailing_zeros(value, written):
    assert full(value) == written


@given(st.fractions(min_value=-100, max_value=100), st.integers(0, 6))
def test_half_up_is_nearest_and_symmetric(value, places):
    step = Fraction(1, 10**places)
    written = Fraction(half_up(value, places))
    assert abs(written - value) <= step / 2
    if abs(written - value) == step / 2:
        assert abs(written) > abs(value)
    assert Fraction(half_up(-value, places)) == -written


@given(st.fractions(min_value=-100, max_value=100))
def test_no_writing_has_a_signed_zero(value):
    assert not half_up(value, 2).startswith("-0.00")
    assert full(value) != "-0"
