"""The shape of a questionnaire file, checked when a person has edited it.

Only `validate_edition` is meant for callers. Importing this module loads pydantic (a fifth of a
second), so it is imported only where a YAML file is really read; stored editions never need it.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.functional_validators import AfterValidator
from pydantic_core import ErrorDetails, PydanticCustomError

from maturity.instruments.consistency import find_inconsistencies
from maturity.instruments.faults import Fault, InvalidFile, join_path

LOWEST_TOP, HIGHEST_TOP = 1, 9
"""What the top of a scale may be: one digit, so that a level is one."""


def _check_text(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("text_blank", "blank")
    if text != text.strip():
        raise PydanticCustomError("text_not_trimmed", "spaces at an end")
    if "\n" in text or "\r" in text:
        raise PydanticCustomError("text_has_line_break", "more than one line")
    return text


Text = Annotated[str, AfterValidator(_check_text)]
# Keys become parts of fault paths and of URLs, so no dot and no space.
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TextsPart(_Part):
    en: Text
    zh_hans: Text = Field(alias="zh-hans")
    ja: Text


class ScalePart(_Part):
    top: int = Field(ge=LOWEST_TOP, le=HIGHEST_TOP)
    word: TextsPart


class GroupPart(_Part):
    key: Key
    kind: Literal["overall", "block", "pillar"]
    parent: Key | None = None
    name: TextsPart


class ItemPart(_Part):
    key: Key
    number: Text
    kind: Literal["level"] = "level"
    group: Key
    ladder: Key
    name: TextsPart
    short: TextsPart
    question: TextsPart
    help: TextsPart
    levels: list[TextsPart]
    evidence: TextsPart
    actions: list[TextsPart]


class EditionPart(_Part):
    schema_: Literal[1] = Field(alias="schema")
    key: Key
    edition: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(\.[0-9]+)?$")]
    title: TextsPart
    origin: TextsPart
    scale: ScalePart
    not_applicable: list[Key]
    ladders: dict[Key, list[TextsPart]]
    groups: list[GroupPart] = Field(min_length=1)
    items: list[ItemPart] = Field(min_length=1)


_CODES = {
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
    "string_type": "not_text",
    "int_type": "not_integer",
    "list_type": "not_list",
    "dict_type": "not_mapping",
    "model_type": "not_mapping",
    "literal_error": "value_not_allowed",
    "string_pattern_mismatch": "key_malformed",
    "greater_than_equal": "number_out_of_range",
    "less_than_equal": "number_out_of_range",
    "too_short": "list_empty",
}
"""pydantic's names of errors → ours, which are part of the interface; ours pass through."""

_PARAMS = {
    "value_not_allowed": "expected",
    "key_malformed": "pattern",
}


def validate_edition(data: object) -> None:
    """Check the content of one questionnaire file, shape first, then what its parts say together.

    Raises InvalidFile with every fault of the first of the two stages that fails; the codes are
    those of `_CODES`, `text_blank`, `text_not_trimmed`, `text_has_line_break` and the ones listed
    in `consistency.find_inconsistencies`.
    """
    try:
        EditionPart.model_validate(data)
    except ValidationError as error:
        raise InvalidFile([_as_fault(details) for details in error.errors()]) from None
    assert isinstance(data, dict)  # noqa: S101 - the model has just established it
    faults = find_inconsistencies(data)
    if faults:
        raise InvalidFile(faults)


def _as_fault(details: ErrorDetails) -> Fault:
    path = ""
    for step in details["loc"]:
        if step != "[key]":  # pydantic's mark for "the key itself is wrong"
            path = join_path(path, step)
    code = _CODES.get(details["type"], details["type"])
    if code == "number_out_of_range":
        return Fault(path, code, {"lowest": LOWEST_TOP, "highest": HIGHEST_TOP})
    if code == "field_unknown":
        return Fault(path, code, {"field": str(details["loc"][-1])})
    if code in _PARAMS:
        name = _PARAMS[code]
        return Fault(path, code, {name: str(details["ctx"][name])})
    return Fault(path, code)
