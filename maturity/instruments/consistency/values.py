"""Items answered by a value: units, limits, options, and what they say about one another."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from maturity.instruments.consistency.repeated import FileData, find_repeated
from maturity.instruments.faults import Fault

_WITH_UNIT = ("number", "share")
_WITH_OPTIONS = ("choice", "choices")


def check_values(data: FileData) -> Iterator[Fault]:
    """Yield what a value item lacks, has too much, or refers to in vain."""
    items = {item["key"]: item for item in data["items"]}
    for place in ("items", "quantities"):
        for position, item in enumerate(data.get(place, [])):
            if item.get("kind", "level") not in ("level", "practice"):
                path = f"{place}[{position}]"
                yield from _check_form(item, path=path)
                yield from _check_references(item, path=path, items=items)


def _check_form(item: FileData, *, path: str) -> Iterator[Fault]:
    kind = item["kind"]
    options = item.get("options", [])
    if kind in _WITH_UNIT and item.get("unit") is None:
        yield Fault(f"{path}.unit", "unit_missing", {"kind": kind})
    if kind in _WITH_OPTIONS and len(options) < 2:
        yield Fault(f"{path}.options", "options_missing", {"kind": kind})
    if kind not in _WITH_OPTIONS and options:
        yield Fault(f"{path}.options", "options_not_allowed", {"kind": kind})
    keys = [option["key"] for option in options]
    yield from find_repeated(keys, place=f"{path}.options", code="key_repeated", field=".key")
    count = item.get("count")
    if kind == "choices" and count is None:
        yield Fault(f"{path}.count", "count_missing", {"kind": kind})
    if count is not None and count > len(options):
        yield Fault(f"{path}.count", "count_too_high", {"found": len(options)})
    lowest, highest = item.get("lowest"), item.get("highest")
    fixed = [limit for limit in (lowest, highest) if limit not in (None, "current_year")]
    if len(fixed) == 2 and Decimal(fixed[0]) > Decimal(fixed[1]):
        yield Fault(f"{path}.highest", "limits_reversed", {"lowest": lowest, "highest": highest})


def _check_references(
    item: FileData, *, path: str, items: Mapping[str, FileData]
) -> Iterator[Fault]:
    whole = item.get("whole")
    if whole is not None and (
        whole == item["key"] or items.get(whole, {}).get("kind") not in _WITH_UNIT
    ):
        yield Fault(f"{path}.whole", "whole_unknown", {"key": whole})
    condition = item.get("opens_with")
    if condition is None:
        return
    opener = items.get(condition["item"])
    if opener is None or condition["item"] == item["key"]:
        yield Fault(f"{path}.opens_with.item", "condition_unknown", {"key": condition["item"]})
        return
    value = condition["value"]
    possible: list[object] = [option["key"] for option in opener.get("options", [])]
    if opener.get("kind") == "yes_no":
        possible = [True, False]
    if value not in possible or isinstance(value, bool) != (opener.get("kind") == "yes_no"):
        yield Fault(f"{path}.opens_with.value", "condition_value", {"key": condition["item"]})
