"""The windows of a pool: whole calendar years in UTC, one after the other, never overlapping."""

import datetime as dt
from dataclasses import dataclass

DAYS_OF_GRACE = 14
"""A window is computed so many days after its end: corrections and second thoughts take time."""


@dataclass(frozen=True)
class Window:
    """Results submitted from the first to the last day belong to it, both in UTC."""

    first_day: dt.date
    last_day: dt.date

    @property
    def start(self) -> dt.datetime:
        return _midnight(self.first_day)

    @property
    def end(self) -> dt.datetime:
        """The moment after its last."""
        return _midnight(self.last_day) + dt.timedelta(days=1)

    @property
    def due_at(self) -> dt.datetime:
        """When it is computed, once."""
        return self.end + dt.timedelta(days=DAYS_OF_GRACE)


def first_window(year: int) -> Window:
    """The first window of an edition, by the year in which it was published."""
    return Window(dt.date(year, 1, 1), dt.date(year, 12, 31))


def next_window(window: Window, *, is_carried_over: bool) -> Window:
    """The window after one that was computed.

    What was too small to be shown is carried over: the next window begins on the same day and ends
    a year later. Otherwise it is the following year.
    """
    following = first_window(window.last_day.year + 1)
    return Window(window.first_day, following.last_day) if is_carried_over else following


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=dt.UTC)
