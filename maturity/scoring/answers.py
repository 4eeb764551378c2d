"""What an answer may be: the only place of value rules (docs/scoring.md, sections 1 and 2).

Answers are given by key. The key is that of an item or of a quantity, "quick." and a quick unit, or
one of the four inputs of the priorities ("priorities.industry"). By kind of item an answer is:

    level      {"current": 1, "target": 3, "note": "…", "action": "…"}; every part may be missing
    practice   {"answer": "yes" | "partly" | "no", "note": "…"}
    value      {"value": true | "12.5" | "code" | …, "note": "…"}
    quantity   {"current": "12", "target": "5", "method": "…", "action": "…"}
    quick unit {"low": 1, "high": 3}

Level, practice and value may be {"state": "unknown"} instead, and where it is offered
{"state": "not_applicable", "reason": "no_such_activity", "note": "…"}. No entry means unanswered.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from maturity.instruments.edition import Edition, Item
from maturity.instruments.faults import Fault, join_path
from maturity.instruments.items import LevelItem, PracticeItem, Quantity, ValueItem
from maturity.instruments.tables import COST_SHARES, PREFIX
from maturity.scoring.levels import check_level
from maturity.scoring.values import check_value

Answers: TypeAlias = Mapping[str, Mapping[str, Any]]

TEXT_LIMIT = 5_000
"""Characters of a note or an action: about three printed pages."""

QUICK = "quick."
"""Prefix of the keys under which the bounds of a quick pass are kept."""

PRACTICE_ANSWERS = ("yes", "partly", "no")

_UNKNOWN, _NOT_APPLICABLE = "unknown", "not_applicable"
_REASONED = {"state", "reason", "note"}
_LEVEL: Mapping[str | None, set[str]] = {
    None: {"current", "target", "note", "action"},
    _UNKNOWN: {"state", "target", "note", "action"},
    _NOT_APPLICABLE: _REASONED,
}
_PRACTICE: Mapping[str | None, set[str]] = {
    None: {"answer", "note"},
    _UNKNOWN: {"state", "note"},
    _NOT_APPLICABLE: _REASONED,
}
_VALUE: Mapping[str | None, set[str]] = {
    None: {"value", "note"},
    _UNKNOWN: {"state", "note"},
    _NOT_APPLICABLE: _REASONED,
}
_QUANTITY: Mapping[str | None, set[str]] = {None: {"current", "target", "method", "action"}}
_INPUT: Mapping[str | None, set[str]] = {None: {"value"}}
_NOT_ALLOWED = {"value": "answer_not_allowed"}  # the other codes are FIELD_not_allowed

# A database or a file in UTF-8 cannot hold these.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class InvalidAnswers(Exception):
    """The answers break a rule; `faults` says which, in the order of the answers."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.path}: {fault.code}" for fault in self.faults))


def check_answers(edition: Edition, answers: object) -> list[Fault]:
    """Return every fault of the answers to one edition, none if they can be scored.

    Paths read as in a file of answers: `answers.VI.current`, `quantities.KEY.target`,
    `priorities.cost_shares.labour`, `quick.automation.low`. Codes: `answers_not_object`,
    `item_unknown` (key), `answer_not_object`, `field_unknown` (field), `state_unknown` (value,
    allowed), `current_not_allowed` / `answer_not_allowed` / `target_not_allowed` /
    `reason_not_allowed` / `action_not_allowed` (state), `not_applicable_not_offered`,
    `reason_missing` (allowed), `reason_unknown` (value, allowed), `note_required` (reason),
    `practice_unknown` (value, allowed), `not_text`, `text_too_long` (length, limit),
    `text_not_storable` (character), `field_missing`, `quick_unknown` (key),
    `quick_bounds_reversed` (low, high), `part_exceeds_whole` (value, whole), and those of
    `levels.check_level` and `values.check_value`.
    """
    if not isinstance(answers, Mapping):
        return [Fault("answers", "answers_not_object")]
    faults: list[Fault] = []
    for key, answer in answers.items():
        path = answer_path(edition, str(key))
        if str(key).startswith(QUICK):
            faults.extend(_check_quick(edition, str(key), answer, path=path))
        elif not edition.has_item(key):
            faults.append(Fault(path, "item_unknown", {"key": str(key)}))
        elif not isinstance(answer, Mapping):
            faults.append(Fault(path, "answer_not_object"))
        else:
            faults.extend(_check_answer(edition, edition.item(key), answer, path=path))
    return faults or list(_check_parts(edition, answers))


def answer_path(edition: Edition, key: str) -> str:
    """Return where an answer stands in a file of answers."""
    if key.startswith((QUICK, PREFIX)):
        return key
    is_quantity = edition.has_item(key) and isinstance(edition.item(key), Quantity)
    return join_path("quantities" if is_quantity else "answers", key)


def warn_about_answers(edition: Edition, answers: Answers) -> list[Fault]:
    """Return what is allowed but worth a second look, in the order of the items.

    Expects answers without faults. Codes: `target_below_current` (current, target),
    `quick_contradicted` (level, low, high: the level of an item lies outside the bounds of its
    unit, which are no longer used), `cost_shares_above_100` (sum).
    """
    warnings = []
    for item in edition.level_items:
        answer = answers.get(item.key, {})
        current, target = answer.get("current"), answer.get("target")
        if current is not None and target is not None and target < current:
            params = {"current": current, "target": target}
            warnings.append(Fault(f"answers.{item.key}.target", "target_below_current", params))
    for key, unit in edition.bounded_units.items():
        bounds = answers.get(QUICK + key)
        if bounds and (outside := find_outside(unit.items, bounds, answers)):
            level = answers[outside.key]["current"]
            params = {"level": level, "low": bounds["low"], "high": bounds["high"]}
            warnings.append(Fault(QUICK + key, "quick_contradicted", params))
    shares = answers.get(COST_SHARES, {}).get("value", {})
    if (total := sum(map(Decimal, shares.values()))) > 100:
        warnings.append(Fault(COST_SHARES, "cost_shares_above_100", {"sum": str(total)}))
    return warnings


def find_outside(
    items: Iterable[LevelItem], bounds: Mapping[str, int], answers: Answers
) -> LevelItem | None:
    """Return the first item whose level contradicts the bounds of its quick unit (section 11)."""
    for item in items:
        level = answers.get(item.key, {}).get("current")
        if level is not None and not bounds["low"] <= level <= bounds["high"]:
            return item
    return None


def _check_answer(
    edition: Edition, item: Item, answer: Mapping[Any, Any], *, path: str
) -> Iterator[Fault]:
    is_input = item.key.startswith(PREFIX)
    form = _form_of(item)
    known = {field for fields in form.values() for field in fields}
    for field in answer:
        if field not in known:
            yield Fault(join_path(path, str(field)), "field_unknown", {"field": str(field)})
    given = "state" in known and "state" in answer
    state = answer["state"] if given else None
    if given and state not in (_UNKNOWN, _NOT_APPLICABLE):
        params = {"value": _show(state), "allowed": [_UNKNOWN, _NOT_APPLICABLE]}
        yield Fault(f"{path}.state", "state_unknown", params)
        return  # what else may be there depends on the state
    for field, value in answer.items():
        if field not in known or field == "state":
            continue
        place = path if is_input else f"{path}.{field}"  # an input is its value in the file
        if field not in form[state]:
            code = _NOT_ALLOWED.get(field, f"{field}_not_allowed")
            yield Fault(place, code, {"state": state or "answered"})
        elif field != "reason":
            yield from _check_field(edition, item, field, value, path=place)
    if state == _NOT_APPLICABLE:
        yield from _check_reason(edition, item, answer, path=path)


def _form_of(item: Item) -> Mapping[str | None, set[str]]:
    if isinstance(item, LevelItem):
        return _LEVEL
    if isinstance(item, PracticeItem):
        return _PRACTICE
    if isinstance(item, Quantity):
        return _QUANTITY
    return _INPUT if item.key.startswith(PREFIX) else _VALUE


def _check_field(
    edition: Edition, item: Item, field: str, value: object, *, path: str
) -> Iterator[Fault]:
    if field in ("note", "action", "method"):
        yield from check_text(value, path=path)
    elif isinstance(item, LevelItem):
        yield from check_level(value, top=edition.scale_top, path=path)
    elif isinstance(item, PracticeItem):
        if value not in PRACTICE_ANSWERS:
            params = {"value": _show(value), "allowed": list(PRACTICE_ANSWERS)}
            yield Fault(path, "practice_unknown", params)
    elif isinstance(item, ValueItem):
        if item.kind == "text":
            yield from check_text(value, path=path)
        else:
            yield from check_value(item, value, path=path)


def value_field(edition: Edition, key: str) -> str:
    """Return the field that holds the value of an answer; empty if several hold one each."""
    if key.startswith(QUICK):
        return ""
    item = edition.item(key)
    if isinstance(item, LevelItem):
        return "current"
    if isinstance(item, PracticeItem):
        return "answer"
    return "" if isinstance(item, Quantity) else "value"


def reasons_of(edition: Edition, item: Item) -> tuple[str, ...]:
    """Return the codes of why this item may not apply; empty if that answer is not offered."""
    if isinstance(item, PracticeItem):
        return item.not_applicable_reasons
    if isinstance(item, Quantity) or item.key.startswith(PREFIX):
        return ()
    return edition.not_applicable_reasons


def _check_reason(
    edition: Edition, item: Item, answer: Mapping[Any, Any], *, path: str
) -> Iterator[Fault]:
    allowed = list(reasons_of(edition, item))
    if not allowed:
        yield Fault(f"{path}.state", "not_applicable_not_offered")
        return
    reason = answer.get("reason")
    if "reason" not in answer:
        yield Fault(f"{path}.reason", "reason_missing", {"allowed": allowed})
    elif reason not in allowed:
        params = {"value": _show(reason), "allowed": allowed}
        yield Fault(f"{path}.reason", "reason_unknown", params)
    elif reason == "other":
        note = answer.get("note", "")
        if isinstance(note, str) and not note.strip():
            yield Fault(f"{path}.note", "note_required", {"reason": reason})


def check_text(value: object, *, path: str) -> Iterator[Fault]:
    """Find what is wrong with a note, or another text that people write at such length."""
    if not isinstance(value, str):
        yield Fault(path, "not_text")
        return
    if len(value) > TEXT_LIMIT:
        yield Fault(path, "text_too_long", {"length": len(value), "limit": TEXT_LIMIT})
    found = _UNSTORABLE.search(value)
    if found:
        yield Fault(path, "text_not_storable", {"character": f"U+{ord(found[0]):04X}"})


def _check_quick(edition: Edition, key: str, bounds: object, *, path: str) -> Iterator[Fault]:
    name = key.removeprefix(QUICK)
    if name not in edition.bounded_units:
        yield Fault(path, "quick_unknown", {"key": name})
        return
    if not isinstance(bounds, Mapping):
        yield Fault(path, "answer_not_object")
        return
    faults = [
        Fault(join_path(path, str(field)), "field_unknown", {"field": str(field)})
        for field in bounds
        if field not in ("low", "high")
    ]
    for field in ("low", "high"):
        place = f"{path}.{field}"
        if field in bounds:
            faults += check_level(bounds[field], top=edition.scale_top, path=place)
        else:
            faults.append(Fault(place, "field_missing"))
    if not faults and bounds["low"] > bounds["high"]:
        params = {"low": bounds["low"], "high": bounds["high"]}
        faults.append(Fault(f"{path}.high", "quick_bounds_reversed", params))
    yield from faults


def _check_parts(edition: Edition, answers: Answers) -> Iterator[Fault]:
    """A part is at most its whole, where both are known."""
    for item in edition.items:
        if not isinstance(item, ValueItem) or not item.whole:
            continue
        part = answers.get(item.key, {}).get("value")
        whole = answers.get(item.whole, {}).get("value")
        if part is not None and whole is not None and Decimal(part) > Decimal(whole):
            params = {"value": part, "whole": whole}
            yield Fault(f"answers.{item.key}.value", "part_exceeds_whole", params)


def _show(value: object) -> str:
    if value is None:
        return "null"
    return value if isinstance(value, str) else type(value).__name__
