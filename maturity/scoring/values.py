"""Rules for values: numbers as text, choices, shares. Nothing is converted, only judged."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from maturity.instruments.faults import Fault, join_path
from maturity.instruments.items import ValueItem

CURRENT_YEAR = "current_year"
"""A limit that moves: the year in which the answer is checked."""

INTEGER_DIGITS = 15
"""Digits before the point; more is a slip of the finger, and no amount of any enterprise."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_FULL_WIDTH = re.compile(r"[０-９＋－．，]+")


def check_value(item: ValueItem, value: object, *, path: str) -> Iterator[Fault]:
    """Yield every fault of the value of one item.

    Codes: `value_is_null`, `not_true_or_false`, `number_not_text`, `number_is_full_width`,
    `number_malformed` (value), `number_too_long` (limit), `number_too_precise` (decimals),
    `number_too_low` (lowest), `number_too_high` (highest), `not_text`, `option_unknown` (value,
    allowed), `not_list`, `options_count` (expected, found), `option_repeated` (value),
    `not_mapping`, `share_missing` (key), `share_unknown` (key).
    """
    if value is None:
        yield Fault(path, "value_is_null")
    elif item.kind == "yes_no":
        if not isinstance(value, bool):
            yield Fault(path, "not_true_or_false")
    elif item.kind in ("number", "share"):
        yield from check_number(item, value, path=path)
    elif item.kind == "choice":
        yield from _check_option(item, value, path=path)
    elif item.kind == "choices":
        yield from _check_options(item, value, path=path)
    elif item.kind == "shares":
        yield from _check_shares(item, value, path=path)
    elif not isinstance(value, str):
        yield Fault(path, "not_text")


def check_number(item: ValueItem, value: object, *, path: str) -> Iterator[Fault]:
    """Yield the first fault of a number, which is a decimal in ASCII digits, as text."""
    if not isinstance(value, str):
        yield Fault(path, "number_not_text", {"value": repr(value)})
    elif _FULL_WIDTH.fullmatch(value):
        yield Fault(path, "number_is_full_width", {"value": value})
    elif not _NUMBER.fullmatch(value):
        yield Fault(path, "number_malformed", {"value": value[:40]})
    elif len(value.lstrip("-").partition(".")[0]) > INTEGER_DIGITS:
        yield Fault(path, "number_too_long", {"limit": INTEGER_DIGITS})
    elif len(value.partition(".")[2]) > item.decimals:
        yield Fault(path, "number_too_precise", {"value": value, "decimals": item.decimals})
    else:
        lowest, highest = _limit(item.lowest), _limit(item.highest)
        if lowest is not None and Decimal(value) < Decimal(lowest):
            yield Fault(path, "number_too_low", {"value": value, "lowest": lowest})
        if highest is not None and Decimal(value) > Decimal(highest):
            yield Fault(path, "number_too_high", {"value": value, "highest": highest})


def _limit(limit: str | None) -> str | None:
    return str(dt.datetime.now(dt.UTC).year) if limit == CURRENT_YEAR else limit


def _check_option(item: ValueItem, value: object, *, path: str) -> Iterator[Fault]:
    allowed = [option.key for option in item.options]
    if value not in allowed:
        shown = value if isinstance(value, str) else type(value).__name__
        yield Fault(path, "option_unknown", {"value": shown, "allowed": allowed})


def _check_options(item: ValueItem, value: object, *, path: str) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault(path, "not_list")
        return
    for position, one in enumerate(value):
        unknown = list(_check_option(item, one, path=join_path(path, position)))
        yield from unknown
        if not unknown and one in value[:position]:
            yield Fault(join_path(path, position), "option_repeated", {"value": one})
    if item.count is not None and len(value) != item.count:
        yield Fault(path, "options_count", {"expected": item.count, "found": len(value)})


def _check_shares(item: ValueItem, value: object, *, path: str) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield Fault(path, "not_mapping")
        return
    keys = [option.key for option in item.options]
    for key in value:
        if key not in keys:
            yield Fault(join_path(path, str(key)), "share_unknown", {"key": str(key)})
    for key in keys:
        if key not in value:
            yield Fault(join_path(path, key), "share_missing", {"key": key})
        else:
            yield from check_number(item, value[key], path=join_path(path, key))
