"""What an edition says about the one before it: every item of now has one line."""

from collections.abc import Iterator, Sequence

from maturity.instruments.consistency.repeated import FileData
from maturity.instruments.faults import Fault

_NEEDS_NOTE = ("reworded", "rescaled")


def check_changes(data: FileData) -> Iterator[Fault]:
    """Yield what is wrong with the list of changes, if the edition has one."""
    follows = data.get("follows")
    if follows is None:
        return
    for position, change in enumerate(follows["changes"]):
        yield from _check_change(change, path=f"follows.changes[{position}]")
    asked = [item["key"] for item in data["items"]]
    for field in ("item", "before"):
        yield from _check_keys(follows["changes"], field, asked)


def _check_change(change: FileData, *, path: str) -> Iterator[Fault]:
    kind = change["kind"]
    expected = {"new": (True, False), "removed": (False, True)}.get(kind, (True, True))
    if tuple(change.get(field) is not None for field in ("item", "before")) != expected:
        yield Fault(path, "change_shape", {"kind": kind})
    if kind in _NEEDS_NOTE and change.get("note") is None:
        yield Fault(f"{path}.note", "change_note_missing", {"kind": kind})


def _check_keys(changes: Sequence[FileData], field: str, asked: Sequence[str]) -> Iterator[Fault]:
    """No key twice; of the items now, each one and no other."""
    seen = set()
    for position, change in enumerate(changes):
        key, path = change.get(field), f"follows.changes[{position}].{field}"
        if key is None:
            continue
        if key in seen:
            yield Fault(path, "change_repeated", {"key": key})
        seen.add(key)
        if field == "item" and key not in asked:
            yield Fault(path, "change_item_unknown", {"key": key})
    for key in asked if field == "item" else ():
        if key not in seen:
            yield Fault("follows.changes", "change_missing", {"key": key})
