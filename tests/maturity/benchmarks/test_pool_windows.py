"""Windows: whole years, one after the other, computed once and some time after their end."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.benchmarks.pool_windows import Window, first_window, next_window

Y2026 = Window(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


def test_window_is_a_calendar_year_in_utc() -> None:
    assert first_window(2026) == Y2026
    assert (Y2026.start, Y2026.end) == (utc(2026, 1, 1), utc(2027, 1, 1))


def test_window_is_due_fourteen_days_after_its_end() -> None:
    assert Y2026.due_at == utc(2027, 1, 15)


@pytest.mark.parametrize(
    ("is_carried_over", "first", "last"),
    [(False, (2027, 1, 1), (2027, 12, 31)), (True, (2026, 1, 1), (2027, 12, 31))],
)
def test_what_was_too_small_makes_the_next_window_longer(
    is_carried_over: bool, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    following = next_window(Y2026, is_carried_over=is_carried_over)
    assert following == Window(dt.date(*first), dt.date(*last))


@given(st.integers(1990, 2100), st.lists(st.booleans(), min_size=1, max_size=12))
def test_windows_that_are_published_never_share_a_day_and_leave_none_out(
    year: int, outcomes: list[bool]
) -> None:
    """True is a year that was carried over."""
    window, published = first_window(year), []
    for is_carried_over in outcomes:
        if not is_carried_over:
            published.append(window)
        window = next_window(window, is_carried_over=is_carried_over)
    published.append(window)
    assert published[0].first_day == dt.date(year, 1, 1)
    for one, following in pairwise(published):
        assert one.end == following.start
