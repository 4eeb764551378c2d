"""Groups: which kinds a method has, how they lie in one another, and which items they hold."""

from collections.abc import Iterator, Mapping

from maturity.instruments.consistency.repeated import FileData, find_repeated
from maturity.instruments.faults import Fault
from maturity.instruments.items import DECIDING_ROLES

_GROUP_KINDS = {
    "means": ("overall", "block", "pillar", "indicators"),
    "tiers": ("tier",),
    "facts": ("question",),
}
_KIND_OF_PARENT = {"block": "overall", "pillar": "block"}
RESERVED = ("quick.", "priorities.")
_GROUP_OF_ITEMS = {"means": "pillar", "tiers": "tier", "facts": "question"}


def check_method(data: FileData) -> Iterator[Fault]:
    """A method knows one way of answering and its own kinds of group."""
    method = data.get("method", "means")
    if method == "means" and data.get("scale") is None:
        yield Fault("scale", "scale_missing")
    for position, group in enumerate(data["groups"]):
        if group["kind"] not in _GROUP_KINDS[method]:
            params = {"method": method, "allowed": list(_GROUP_KINDS[method])}
            yield Fault(f"groups[{position}].kind", "group_kind_not_for_method", params)
    for position, item in enumerate(data["items"]):
        kind = item.get("kind", "level")
        fits = {"means": kind == "level", "tiers": kind == "practice"}.get(
            method, kind not in ("level", "practice")
        )
        if not fits:
            yield Fault(f"items[{position}].kind", "kind_not_for_method", {"method": method})


def check_keys(data: FileData) -> Iterator[Fault]:
    """Bounds of a quick pass and inputs of priorities are kept under keys of their own."""
    for place in ("items", "quantities"):
        for position, item in enumerate(data.get(place, [])):
            prefix = next((p for p in RESERVED if item["key"].startswith(p)), None)
            if prefix:
                yield Fault(f"{place}[{position}].key", "key_reserved", {"prefix": prefix})


def check_groups(data: FileData) -> Iterator[Fault]:
    """One tree where there are means, a plain list elsewhere; no group without items."""
    groups = data["groups"]
    keys = [group["key"] for group in groups]
    yield from find_repeated(keys, place="groups", code="key_repeated", field=".key")
    kinds = {group["key"]: group["kind"] for group in groups}
    parents = {group["key"]: group.get("parent") for group in groups}
    for position, group in enumerate(groups):
        yield from _check_parent(
            group, path=f"groups[{position}].parent", kinds=kinds, parents=parents
        )
    if data.get("method", "means") == "means":
        roots = sum(group["kind"] == "overall" for group in groups)
        if roots != 1:
            yield Fault("groups", "overall_count", {"expected": 1, "found": roots})
    yield from _check_membership(data, kinds)


def _check_parent(
    group: FileData, *, path: str, kinds: Mapping[str, str], parents: Mapping[str, str | None]
) -> Iterator[Fault]:
    parent = group.get("parent")
    expected = _KIND_OF_PARENT.get(group["kind"])
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


def _runs_in_circles(start: str, parents: Mapping[str, str | None]) -> bool:
    seen = set()
    key: str | None = start
    while key is not None and key not in seen:
        seen.add(key)
        key = parents.get(key)
    return key == start


def _check_membership(data: FileData, kinds: Mapping[str, str]) -> Iterator[Fault]:
    of_items = _GROUP_OF_ITEMS[data.get("method", "means")]
    used = set()
    for place, expected in (("items", of_items), ("quantities", "indicators")):
        for position, item in enumerate(data.get(place, [])):
            path, key = f"{place}[{position}].group", item["group"]
            used.add(key)
            if key not in kinds:
                yield Fault(path, "group_unknown", {"key": key})
            elif kinds[key] != expected:
                yield Fault(path, "group_kind", {"key": key, "expected": expected})
    for position, group in enumerate(data["groups"]):
        if group["kind"] not in ("overall", "block") and group["key"] not in used:
            yield Fault(f"groups[{position}]", "group_empty", {"key": group["key"]})
        if group["kind"] == "tier" and not any(
            item["group"] == group["key"] and item.get("role") in DECIDING_ROLES
            for item in data["items"]
        ):
            yield Fault(f"groups[{position}]", "tier_undecided", {"key": group["key"]})
