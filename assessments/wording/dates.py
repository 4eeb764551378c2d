"""Dates as the language writes them, on the calendar of the place they concern."""

import datetime as dt
import functools
from zoneinfo import ZoneInfo

from babel.core import get_global
from babel.dates import format_date, format_time
from django.utils import timezone

from assessments.wording.profile import babel_locale

# Where an economy has several zones: the one in which most people live.
_MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}


@functools.cache
def time_zone_of(economy: str) -> ZoneInfo:
    """The zone in which an enterprise of that economy reads its dates; UTC if nobody can say."""
    if economy in _MAIN_ZONES:
        return ZoneInfo(_MAIN_ZONES[economy])
    zones = [name for name, code in get_global("zone_territories").items() if code == economy]
    return ZoneInfo(zones[0] if len(zones) == 1 else "UTC")


def date_text(moment: dt.datetime, economy: str = "") -> str:
    """20 November 2026 · 2026年11月20日: the day on which it was there."""
    local = moment.astimezone(time_zone_of(economy))
    return format_date(local.date(), format="long", locale=babel_locale())


def today_in(economy: str) -> dt.date:
    """The day it is there now."""
    return timezone.now().astimezone(time_zone_of(economy)).date()


def day_text(day: dt.date) -> str:
    """20 November 2026 · 2026年11月20日: a day that is the same everywhere, as a due date."""
    return format_date(day, format="long", locale=babel_locale())


def moment_text(moment: dt.datetime, economy: str = "") -> str:
    """20 Nov 2026 14:05 · 2026年11月20日 14:05: day and minute as they were there; without an
    economy in UTC, and it says so."""
    local, locale = moment.astimezone(time_zone_of(economy)), babel_locale()
    day = format_date(local.date(), format="medium", locale=locale)
    said = f"{day} {format_time(local, 'HH:mm', locale=locale)}"
    return said if economy else f"{said} UTC"
