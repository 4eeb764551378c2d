"""Ladders, the items that climb them, and the units of a quick pass."""

from collections.abc import Iterator

from maturity.instruments.consistency.repeated import FileData, find_repeated
from maturity.instruments.faults import Fault
from maturity.instruments.items import LANGUAGES


def check_ladders(data: FileData) -> Iterator[Fault]:
    """A ladder, long or short, has a word for each level, and no word twice."""
    if data.get("scale") is None:
        return
    top = data["scale"]["top"]
    for path, names in (
        (f"{place}.{key}", names)
        for place in ("ladders", "short_ladders")
        for key, names in data.get(place, {}).items()
    ):
        if len(names) != top + 1:
            params = {"expected": top + 1, "found": len(names)}
            yield Fault(path, "ladder_length", params)
        for language in LANGUAGES:
            words = [name[language] for name in names]
            yield from find_repeated(
                words, place=path, code="ladder_name_repeated", field=f".{language}"
            )
    for key in data.get("short_ladders", {}):
        if key not in data.get("ladders", {}):
            yield Fault(f"short_ladders.{key}", "ladder_unknown", {"key": key})
    leading = data["scale"].get("leading")
    if leading is not None and leading > top:
        yield Fault("scale.leading", "leading_too_high", {"top": top})


def check_level_items(data: FileData) -> Iterator[Fault]:
    """Every level has its text, and every step between two levels its action."""
    if data.get("scale") is None:
        return
    top = data["scale"]["top"]
    for position, item in enumerate(data["items"]):
        if item.get("kind", "level") != "level":
            continue
        path = f"items[{position}]"
        if item["ladder"] not in data.get("ladders", {}):
            yield Fault(f"{path}.ladder", "ladder_unknown", {"key": item["ladder"]})
        for field, code, expected in (
            ("levels", "levels_count", top + 1),
            ("actions", "actions_count", top),
        ):
            found = len(item[field])
            if found != expected:
                yield Fault(f"{path}.{field}", code, {"expected": expected, "found": found})


def check_quick(data: FileData) -> Iterator[Fault]:
    """A unit is an item or the items of one pillar, on one ladder; no item is in two units."""
    pillars = {group["key"] for group in data["groups"] if group["kind"] == "pillar"}
    seen: set[str] = set()
    for position, key in enumerate(data.get("quick", [])):
        path = f"quick[{position}]"
        field = "group" if key in pillars else "key"
        unit = [item for item in data["items"] if item[field] == key]
        if not unit:
            yield Fault(path, "quick_unknown", {"key": key})
        if len({item.get("ladder") for item in unit}) > 1:
            yield Fault(path, "quick_ladders", {"key": key})
        if any(item["key"] in seen for item in unit):
            yield Fault(path, "quick_repeated", {"key": key})
        seen.update(item["key"] for item in unit)
