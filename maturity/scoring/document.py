"""A file of answers from its bytes to its result, without any database."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maturity.instruments.edition import Edition
from maturity.instruments.faults import Fault, InvalidFile, join_path
from maturity.instruments.items import Quantity
from maturity.instruments.tables import PREFIX
from maturity.scoring.answers import QUICK, Answers, InvalidAnswers
from maturity.scoring.engine import score
from maturity.scoring.result import Result
from maturity.scoring.strict_json import read_json

_SECTIONS = ("answers", "quantities", "quick", "priorities")
"""Parts of the file that hold answers; all but the first may be missing."""


def score_document(
    text: str | bytes, *, editions: Sequence[Edition]
) -> tuple[Edition, Answers, Result]:
    """Read, check and score a file of answers against the edition it names.

    Raises InvalidFile with the faults of `read_answers`, `gather_answers` or `check_answers`, or
    with `instrument_unknown` or `edition_unknown` (value, known).
    """
    data = read_answers(text)
    edition = _find_edition(data["instrument"], data["edition"], editions=editions)
    answers = gather_answers(edition, data)
    try:
        return edition, answers, score(edition, answers)
    except InvalidAnswers as error:
        raise InvalidFile(error.faults) from None


def read_answers(text: str | bytes) -> dict[str, Any]:
    """Read {"instrument": …, "edition": …, "answers": {…}, …} strictly; the answers come later.

    Raises InvalidFile with the codes of `strict_json.read_json`, or with all of `json_not_object`,
    `field_missing`, `field_unknown`, `not_text` and `answers_not_object` found.
    """
    data = read_json(text)
    if not isinstance(data, dict):
        raise InvalidFile([Fault("", "json_not_object")])
    faults = list(_check_document(data))
    if faults:
        raise InvalidFile(faults)
    return data


def gather_answers(edition: Edition, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of all parts of a file by the one key that each has in the program.

    Raises InvalidFile: `item_unknown` (key) for what stands in the wrong part,
    `priorities_not_offered`, `field_missing` and `field_unknown` in the priorities.
    """
    answers: dict[str, Any] = dict(data["answers"])
    faults = [
        Fault(join_path("answers", key), "item_unknown", {"key": key})
        for key in answers
        if key.startswith((QUICK, PREFIX)) or _is_quantity(edition, key)
    ]
    for key, given in data.get("quantities", {}).items():
        if not _is_quantity(edition, key):
            faults.append(Fault(join_path("quantities", key), "item_unknown", {"key": key}))
        answers[key] = given
    answers |= {QUICK + key: given for key, given in data.get("quick", {}).items()}
    if "priorities" in data:
        faults += _check_priorities(edition, data["priorities"])
        answers |= {PREFIX + key: {"value": given} for key, given in data["priorities"].items()}
    if faults:
        raise InvalidFile(faults)
    return answers


def _is_quantity(edition: Edition, key: str) -> bool:
    return edition.has_item(key) and isinstance(edition.item(key), Quantity)


def _check_priorities(edition: Edition, given: Mapping[str, Any]) -> Iterator[Fault]:
    if edition.tables is None:
        yield Fault("priorities", "priorities_not_offered")
        return
    asked = [item.key.removeprefix(PREFIX) for item in edition.tables.questions]
    for key in given:
        if key not in asked:
            yield Fault(join_path("priorities", key), "field_unknown", {"field": key})
    for key in asked:
        if key not in given:
            yield Fault(join_path("priorities", key), "field_missing")


def _check_document(data: Mapping[str, object]) -> Iterator[Fault]:
    for field in data:
        if field not in ("instrument", "edition", *_SECTIONS):
            yield Fault(field, "field_unknown", {"field": field})
    for field in ("instrument", "edition"):
        if field not in data:
            yield Fault(field, "field_missing")
        elif not isinstance(data[field], str):
            yield Fault(field, "not_text")
    if "answers" not in data:
        yield Fault("answers", "field_missing")
    for field in _SECTIONS:
        if field in data and not isinstance(data[field], dict):
            yield Fault(field, "answers_not_object")


def _find_edition(instrument: str, name: str, *, editions: Sequence[Edition]) -> Edition:
    held = [edition for edition in editions if edition.key == instrument]
    if not held:
        known = sorted({edition.key for edition in editions})
        params = {"value": instrument, "known": known}
        raise InvalidFile([Fault("instrument", "instrument_unknown", params)])
    for edition in held:
        if edition.edition == name:
            return edition
    params = {"value": name, "known": sorted(edition.edition for edition in held)}
    raise InvalidFile([Fault("edition", "edition_unknown", params)])


def as_document(edition: Edition, answers: Answers) -> dict[str, Any]:
    """Write answers given by key as the file that `score_document` reads, with the same result.

    A file has all inputs of the priorities or none: as long as some are missing, and so nothing is
    ranked, it has none.
    """
    parts: dict[str, dict[str, Any]] = {section: {} for section in _SECTIONS}
    for key, given in answers.items():
        if key.startswith(PREFIX):
            if "value" in given:
                parts["priorities"][key.removeprefix(PREFIX)] = given["value"]
        elif key.startswith(QUICK):
            parts["quick"][key.removeprefix(QUICK)] = dict(given)
        else:
            parts["quantities" if _is_quantity(edition, key) else "answers"][key] = dict(given)
    if edition.tables is None or len(parts["priorities"]) < len(edition.tables.questions):
        parts["priorities"] = {}
    head = {"instrument": edition.key, "edition": edition.edition}
    return head | {name: part for name, part in parts.items() if part or name == "answers"}
