"""What an answer may be: the only place of value rules (docs/scoring.md, sections 1 and 2).

An answer is one of, by the key of its item:

    {"current": 1, "target": 3, "note": "…", "action": "…"}     answered; every part may be missing
    {"state": "unknown", "target": 3, "note": "…", "action": "…"}
    {"state": "not_applicable", "reason": "no_such_activity", "note": "…"}

No entry, or an entry without "current" and "state", means unanswered.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from maturity.instruments.edition import Edition
from maturity.instruments.faults import Fault, InvalidFile, join_path
from maturity.scoring.levels import check_level
from maturity.scoring.strict_json import read_json

Answers: TypeAlias = Mapping[str, Mapping[str, Any]]

TEXT_LIMIT = 5_000
"""Characters of a note or an action: about three printed pages."""

_FIELDS = ("state", "current", "target", "reason", "note", "action")
_ALLOWED = {
    None: {"current", "target", "note", "action"},
    "unknown": {"state", "target", "note", "action"},
    "not_applicable": {"state", "reason", "note"},
}
# A database or a file in UTF-8 cannot hold these.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class InvalidAnswers(Exception):
    """The answers break a rule; `faults` says which, in the order of the answers."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.path}: {fault.code}" for fault in self.faults))


def read_answers(text: str | bytes) -> dict[str, Any]:
    """Read a file of answers: {"instrument": …, "edition": …, "answers": {…}}, strictly.

    The answers themselves are not looked at; `check_answers` does that. Raises InvalidFile with
    the codes of `strict_json.read_json`, or with all of `json_not_object`, `field_missing`,
    `field_unknown`, `not_text`, `answers_not_object` and `priorities_not_supported` found.
    """
    data = read_json(text)
    if not isinstance(data, dict):
        raise InvalidFile([Fault("", "json_not_object")])
    faults = list(_check_document(data))
    if faults:
        raise InvalidFile(faults)
    return data


def check_answers(edition: Edition, answers: object) -> list[Fault]:
    """Return every fault of the answers to one edition, none if they can be scored.

    Paths read `answers.VI.current`. Codes: `answers_not_object`, `item_unknown` (key),
    `answer_not_object`, `field_unknown` (field), `state_unknown` (value, allowed),
    `current_not_allowed` / `target_not_allowed` / `reason_not_allowed` / `action_not_allowed`
    (state), `not_applicable_not_offered`, `reason_missing` (allowed), `reason_unknown` (value,
    allowed), `note_required` (reason), `not_text`, `text_too_long` (length, limit),
    `text_not_storable` (character), and those of `levels.check_level`.
    """
    if not isinstance(answers, Mapping):
        return [Fault("answers", "answers_not_object")]
    faults: list[Fault] = []
    for key, answer in answers.items():
        path = join_path("answers", str(key))
        if not edition.has_item(key):
            faults.append(Fault(path, "item_unknown", {"key": str(key)}))
        elif not isinstance(answer, Mapping):
            faults.append(Fault(path, "answer_not_object"))
        else:
            faults.extend(_check_answer(edition, answer, path=path))
    return faults


def warn_about_answers(edition: Edition, answers: Answers) -> list[Fault]:
    """Return what is allowed but worth a second look, in the order of the items.

    Expects answers without faults. Code: `target_below_current` (current, target).
    """
    warnings = []
    for item in edition.items:
        answer = answers.get(item.key, {})
        current, target = answer.get("current"), answer.get("target")
        if current is not None and target is not None and target < current:
            params = {"current": current, "target": target}
            warnings.append(Fault(f"answers.{item.key}.target", "target_below_current", params))
    return warnings


def _check_document(data: Mapping[str, object]) -> Iterator[Fault]:
    for field in data:
        if field == "priorities":
            yield Fault(field, "priorities_not_supported")
        elif field not in ("instrument", "edition", "answers"):
            yield Fault(field, "field_unknown", {"field": field})
    for field in ("instrument", "edition"):
        if field not in data:
            yield Fault(field, "field_missing")
        elif not isinstance(data[field], str):
            yield Fault(field, "not_text")
    if "answers" not in data:
        yield Fault("answers", "field_missing")
    elif not isinstance(data["answers"], dict):
        yield Fault("answers", "answers_not_object")


def _check_answer(edition: Edition, answer: Mapping[Any, Any], *, path: str) -> Iterator[Fault]:
    for field in answer:
        if field not in _FIELDS:
            yield Fault(join_path(path, str(field)), "field_unknown", {"field": str(field)})
    state = answer.get("state")
    if "state" in answer and state not in ("unknown", "not_applicable"):
        params = {"value": _show(state), "allowed": ["unknown", "not_applicable"]}
        yield Fault(f"{path}.state", "state_unknown", params)
        return  # what else may be there depends on the state
    for field in _FIELDS[1:]:
        if field in answer:
            yield from _check_field(edition, answer, field, path=f"{path}.{field}")
    if state == "not_applicable":
        yield from _check_reason(edition, answer, path=path)


def _check_field(
    edition: Edition, answer: Mapping[Any, Any], field: str, *, path: str
) -> Iterator[Fault]:
    state = answer.get("state")
    if field not in _ALLOWED[state]:
        yield Fault(path, f"{field}_not_allowed", {"state": state or "answered"})
    elif field in ("current", "target"):
        yield from check_level(answer[field], top=edition.scale_top, path=path)
    elif field in ("note", "action"):
        yield from _check_text(answer[field], path=path)


def _check_reason(edition: Edition, answer: Mapping[Any, Any], *, path: str) -> Iterator[Fault]:
    allowed = list(edition.not_applicable_reasons)
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


def _check_text(value: object, *, path: str) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault(path, "not_text")
        return
    if len(value) > TEXT_LIMIT:
        yield Fault(path, "text_too_long", {"length": len(value), "limit": TEXT_LIMIT})
    found = _UNSTORABLE.search(value)
    if found:
        yield Fault(path, "text_not_storable", {"character": f"U+{ord(found[0]):04X}"})


def _show(value: object) -> str:
    if value is None:
        return "null"
    return value if isinstance(value, str) else type(value).__name__
