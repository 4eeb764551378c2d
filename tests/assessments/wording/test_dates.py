"""Dates are those of the place, in the words of the language."""

import datetime as dt

import pytest
from django.utils import translation

from assessments.wording.dates import date_text, moment_text, time_zone_of
from assessments.wording.profile import economy_codes

EVENING = dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "economy", "text"),
    [
        ("en", "GB", "20 November 2026"),
        ("en", "US", "20 November 2026"),
        ("zh-hans", "CN", "2026年11月21日"),
        ("ja", "JP", "2026年11月21日"),
        ("en", "", "20 November 2026"),
    ],
)
def test_date_is_that_of_the_place(language: str, economy: str, text: str) -> None:
    with translation.override(language):
        assert date_text(EVENING, economy) == text


def test_every_economy_has_a_zone() -> None:
    zones = {code: time_zone_of(code).key for code in economy_codes()}
    assert (zones["CN"], zones["SG"], zones["DE"]) == (
        "Asia/Shanghai",
        "Asia/Singapore",
        "Europe/Berlin",
    )
    undecided = {code for code, zone in zones.items() if zone == "UTC"}
    assert undecided <= {"AQ", "BV", "FM", "GL", "HM", "KI", "MH", "PF", "PS", "UM"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "20 Nov 2026 23:30 UTC"),
        ("zh-hans", "2026年11月20日 23:30 UTC"),
        ("ja", "2026/11/20 23:30 UTC"),
    ],
)
def test_moment_names_its_zone(language: str, text: str) -> None:
    with translation.override(language):
        assert moment_text(EVENING) == text
