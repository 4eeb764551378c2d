"""The parts that all our YAML files share, and pydantic's errors in our words.

Importing this module loads pydantic (a fifth of a second), so it is imported only where files are
really read; what is stored as canonical JSON never needs it.
"""

from collections.abc import Collection
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.functional_validators import AfterValidator
from pydantic_core import ErrorDetails, PydanticCustomError

from maturity.instruments.faults import Fault, InvalidFile, join_path


def _check_text(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("text_blank", "blank")
    if text != text.strip():
        raise PydanticCustomError("text_not_trimmed", "spaces at an end")
    if "\n" in text or "\r" in text:
        raise PydanticCustomError("text_has_line_break", "more than one line")
    if "\x00" in text:  # PostgreSQL cannot hold it
        raise PydanticCustomError("text_not_storable", "zero", {"character": "U+0000"})
    return text


Text = Annotated[str, AfterValidator(_check_text)]
# Keys become parts of fault paths and of URLs, so no slash and no space.
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
ItemKey = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}(\.[a-z0-9_]{1,20})?$")
]
FigureKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$")]
EditionName = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(\.[0-9]+)?$")]
# One pattern instead of a union, whose members pydantic would tell apart in the path of a fault.
Limit = Annotated[
    str,
    StringConstraints(pattern=r"^(current_year|-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?)$"),
]


def _check_condition(value: object) -> object:
    if not isinstance(value, bool | str):
        expected = {"expected": "true, false or the key of an option"}
        raise PydanticCustomError("value_not_allowed", "neither", expected)
    return value


ConditionValue = Annotated[object, AfterValidator(_check_condition)]


def between(lowest: int, highest: int) -> AfterValidator:
    """Limit a whole number, and say both limits where it passes one of them."""

    def check(number: int) -> int:
        if not lowest <= number <= highest:
            limits = {"lowest": lowest, "highest": highest}
            raise PydanticCustomError("number_out_of_range", "out of range", limits)
        return number

    return AfterValidator(check)


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TextsPart(Part):
    en: Text
    zh_hans: Text = Field(alias="zh-hans")
    ja: Text


_CODES = {
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
    "string_type": "not_text",
    "int_type": "not_integer",
    "bool_type": "not_true_or_false",
    "list_type": "not_list",
    "dict_type": "not_mapping",
    "model_type": "not_mapping",
    "model_attributes_type": "not_mapping",
    "literal_error": "value_not_allowed",
    "union_tag_invalid": "value_not_allowed",
    "string_pattern_mismatch": "key_malformed",
    "too_short": "list_empty",
}
"""pydantic's names of errors → ours, which are part of the interface; ours pass through."""

_PARAMS = {
    "literal_error": ("expected", "expected"),
    "union_tag_invalid": ("expected", "expected_tags"),
    "string_pattern_mismatch": ("pattern", "pattern"),
}


def check_shape(model: type[BaseModel], data: object, *, tags: Collection[str] = ()) -> None:
    """Check data against a model; raises InvalidFile with every fault, coded as in `_CODES`.

    `tags` are the names of the members of a union, which pydantic puts into its paths.
    """
    try:
        model.model_validate(data)
    except ValidationError as error:
        raise InvalidFile([_as_fault(details, tags) for details in error.errors()]) from None


def _as_fault(details: ErrorDetails, tags: Collection[str]) -> Fault:
    path, before = "", None
    for step in details["loc"]:
        is_tag = isinstance(before, int) and step in tags
        if step != "[key]" and not is_tag:  # pydantic's mark for "the key itself is wrong"
            path = join_path(path, step)
        before = step
    if details["type"] not in _CODES:  # one of ours, with the params we gave it
        return Fault(path, details["type"], details.get("ctx", {}))
    code = _CODES[details["type"]]
    if details["type"] == "union_tag_invalid":
        path = join_path(path, "kind")
    if code == "field_unknown":
        return Fault(path, code, {"field": str(details["loc"][-1])})
    if details["type"] in _PARAMS:
        name, field = _PARAMS[details["type"]]
        return Fault(path, code, {name: str(details["ctx"][field])})
    return Fault(path, code)
