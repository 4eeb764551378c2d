"""The rule for one level: an integer from 0 to the top of the scale, and nothing like one."""

import re
from collections.abc import Iterator

from maturity.instruments.faults import Fault

_FULL_WIDTH = re.compile("[０-９＋－．]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*[.,][0-9]+")


def check_level(value: object, *, top: int, path: str) -> Iterator[Fault]:
    """Yield the one fault of a level, if it has one; all carry `top`, most the `value`.

    Codes: `level_is_null`, `level_is_boolean`, `level_is_float` (3.0), `level_is_decimal` ("3.5"),
    `level_is_full_width` ("３"), `level_is_text` ("3"), `level_wrong_type`, `level_too_low`,
    `level_too_high`. Nothing is converted: the caller knows what was meant, we do not.
    """
    params: dict[str, object] = {"top": top}
    code = None
    if value is None:
        code = "level_is_null"
    elif isinstance(value, bool):
        code, params["value"] = "level_is_boolean", value
    elif isinstance(value, float):
        code, params["value"] = "level_is_float", repr(value)
    elif isinstance(value, str):
        code, params["value"] = _name_text(value), value
    elif not isinstance(value, int):
        code, params["value"] = "level_wrong_type", type(value).__name__
    elif not 0 <= value <= top:
        code, params["value"] = "level_too_low" if value < 0 else "level_too_high", value
    if code:
        yield Fault(path, code, params)


def _name_text(text: str) -> str:
    if _FULL_WIDTH.fullmatch(text):
        return "level_is_full_width"
    if _DECIMAL.fullmatch(text):
        return "level_is_decimal"
    return "level_is_text"
