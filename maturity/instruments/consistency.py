"""What the parts of a questionnaire file must say together, once each has the right shape."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from maturity.instruments.edition import LANGUAGES
from maturity.instruments.faults import Fault

FileData: TypeAlias = Mapping[str, Any]
"""The content of a file whose shape `schema.py` has checked."""

_KIND_OF_PARENT = {"overall": None, "block": "overall", "pillar": "block"}


def find_inconsistencies(data: FileData) -> list[Fault]:
    """Return what contradicts itself, in the order of the file.

    Codes: `key_repeated` and `number_repeated` (first), `reason_repeated` (first), `ladder_length`
    and `levels_count` and `actions_count` (expected, found), `ladder_name_repeated` (first),
    `ladder_unknown`, `group_unknown` and `parent_unknown` (key), `parent_missing`,
    `parent_not_allowed`, `parent_kind` (expected), `group_cycle`, `overall_count` (found),
    `group_not_pillar`, `group_empty`, `level_text_repeated` (first).
    """
    return [
        *_find_repeated(data["not_applicable"], place="not_applicable", code="reason_repeated"),
        *_check_ladders(data),
        *_check_groups(data["groups"]),
        *_check_items(data),
        *_find_repeated_level_texts(data["items"]),
    ]


def _find_repeated(values: Sequence[str], *, place: str, code: str, field: str = "") -> list[Fault]:
    first: dict[str, str] = {}
    faults = []
    for position, value in enumerate(values):
        path = f"{place}[{position}]{field}"
        if value in first:
            faults.append(Fault(path, code, {"value": value, "first": first[value]}))
        first.setdefault(value, path)
    return faults


def _check_ladders(data: FileData) -> Iterator[Fault]:
    expected = data["scale"]["top"] + 1
    for key, names in data["ladders"].items():
        path = f"ladders.{key}"
        if len(names) != expected:
            yield _count(path, "ladder_length", expected=expected, found=len(names))
        for language in LANGUAGES:
            words = [name[language] for name in names]
            yield from _find_repeated(
                words, place=path, code="ladder_name_repeated", field=f".{language}"
            )


def _check_groups(groups: Sequence[FileData]) -> Iterator[Fault]:
    keys = [group["key"] for group in groups]
    yield from _find_repeated(keys, place="groups", code="key_repeated", field=".key")
    kinds = {group["key"]: group["kind"] for group in groups}
    parents = {group["key"]: group.get("parent") for group in groups}
    for position, group in enumerate(groups):
        path = f"groups[{position}].parent"
        parent = group.get("parent")
        expected = _KIND_OF_PARENT[group["kind"]]
        if _runs_in_circles(group["key"], parents):
            yield Fault(path, "group_cycle", {"key": group["key"]})
        elif expected is None:
            if parent is not None:
                yield Fault(path, "parent_not_allowed")
        elif parent is None:
            yield Fault(path, "parent_missing", {"expected": expected})
        elif parent not in kinds:
            yield Fault(path, "parent_unknown", {"key": parent})
        elif kinds[parent] != expected:
            yield Fault(path, "parent_kind", {"expected": expected, "found": kinds[parent]})
    roots = sum(group["kind"] == "overall" for group in groups)
    if roots != 1:
        yield _count("groups", "overall_count", expected=1, found=roots)


def _runs_in_circles(start: str, parents: Mapping[str, str | None]) -> bool:
    seen = set()
    key: str | None = start
    while key is not None and key not in seen:
        seen.add(key)
        key = parents.get(key)
    return key == start


def _check_items(data: FileData) -> Iterator[Fault]:
    items = data["items"]
    top = data["scale"]["top"]
    kinds = {group["key"]: group["kind"] for group in data["groups"]}
    for field, code in (("key", "key_repeated"), ("number", "number_repeated")):
        values = [item[field] for item in items]
        yield from _find_repeated(values, place="items", code=code, field=f".{field}")
    for position, item in enumerate(items):
        path = f"items[{position}]"
        if item["group"] not in kinds:
            yield Fault(f"{path}.group", "group_unknown", {"key": item["group"]})
        elif kinds[item["group"]] != "pillar":
            yield Fault(f"{path}.group", "group_not_pillar", {"key": item["group"]})
        if item["ladder"] not in data["ladders"]:
            yield Fault(f"{path}.ladder", "ladder_unknown", {"key": item["ladder"]})
        for field, code, expected in (
            ("levels", "levels_count", top + 1),
            ("actions", "actions_count", top),
        ):
            found = len(item[field])
            if found != expected:
                yield _count(f"{path}.{field}", code, expected=expected, found=found)
    used = {item["group"] for item in items}
    for position, group in enumerate(data["groups"]):
        if group["kind"] == "pillar" and group["key"] not in used:
            yield Fault(f"groups[{position}]", "group_empty", {"key": group["key"]})


def _find_repeated_level_texts(items: Iterable[FileData]) -> list[Fault]:
    """Two levels that read the same cannot be told apart, so a level text occurs once per file.

    Compared without regard to case, spacing and full or half width; against every other text of
    every item, because a level pasted over an action is the same mistake.
    """
    first: dict[tuple[str, str], tuple[str, bool]] = {}
    faults = []
    for path, language, text, is_level in _item_texts(items):
        likeness = "".join(unicodedata.normalize("NFKC", text).casefold().split())
        known = first.setdefault((language, likeness), (path, is_level))
        if known[0] != path and (is_level or known[1]):
            faults.append(Fault(path, "level_text_repeated", {"first": known[0]}))
    return faults


def _item_texts(items: Iterable[FileData]) -> Iterator[tuple[str, str, str, bool]]:
    for position, item in enumerate(items):
        for field in ("name", "short", "question", "help", "levels", "evidence", "actions"):
            held = item[field]
            parts = enumerate(held) if isinstance(held, list) else [(None, held)]
            for index, texts in parts:
                place = f"items[{position}].{field}" + ("" if index is None else f"[{index}]")
                for language in LANGUAGES:
                    yield f"{place}.{language}", language, texts[language], field == "levels"


def _count(path: str, code: str, *, expected: int, found: int) -> Fault:
    return Fault(path, code, {"expected": expected, "found": found})
