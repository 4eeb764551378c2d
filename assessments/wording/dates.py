"""Dates as the language writes them."""

import datetime as dt

from babel.dates import format_date, format_datetime

from assessments.wording.profile import babel_locale


def date_text(date: dt.date) -> str:
    """20 November 2026 · 2026年11月20日"""
    return format_date(date, format="long", locale=babel_locale())


def date_time_text(moment: dt.datetime) -> str:
    return format_datetime(moment, format="medium", locale=babel_locale())
