"""The rule of a comparison: round numbers, and zero always on it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.reports.charts import axis_from_zero, share_axis

NUMBERS = st.decimals(min_value=-100, max_value=1000, places=2)


@pytest.mark.parametrize(
    ("values", "low", "high", "step"),
    [
        (("15", "15.4"), "0", "20", "5"),
        (("6", "15"), "0", "15", "5"),
        (("25", "30"), "0", "30", "10"),
        (("8", "10"), "0", "10", "2"),
        (("12", "10"), "0", "15", "5"),
        (("-12.5", "15"), "-20", "20", "10"),
        (("1000", "15"), "0", "1000", "200"),
        (("0.004", "0.01"), "0", "0.010", "0.002"),
    ],
)
def test_axis_is_the_shortest_of_round_numbers(
    values: tuple[str, ...], low: str, high: str, step: str
) -> None:
    axis = axis_from_zero([Decimal(value) for value in values], "{number}")
    assert (axis.low, axis.high, axis.step) == (Decimal(low), Decimal(high), Decimal(step))


@given(st.lists(NUMBERS, min_size=1, max_size=8).filter(any))
def test_zero_and_every_value_lie_on_the_axis(values: list[Decimal]) -> None:
    axis = axis_from_zero(values, "{number}")
    assert axis.low <= min(0, *values)
    assert axis.high >= max(0, *values)
    assert Decimal(0) in axis.numbers
    assert 1 <= axis.count <= 5
    assert axis.numbers[-1] == axis.high


def test_share_is_drawn_on_the_whole() -> None:
    axis = share_axis("{number} %")
    assert axis.numbers == [0, 25, 50, 75, 100]
    assert axis.part(Decimal("39.5")) == 0.395


def test_nothing_but_zero_has_no_axis() -> None:
    with pytest.raises(ValueError, match="zero"):
        axis_from_zero([Decimal(0), Decimal("0.00")], "{number}")
