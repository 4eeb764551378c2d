"""JSON in which nothing is silently lost or bent: no repeated keys, no floats, no NaN."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from maturity.instruments.faults import Fault, InvalidFile, join_path
from maturity.instruments.files import decode

INTEGER_DIGITS = 18
"""More is refused: no count or level needs it, and Python's own limit would surface as a crash."""


@dataclass(frozen=True)
class _Refused:
    """Stands where a value was read that we do not take, so that its path can be told."""

    code: str
    text: str


class _Pairs(list[tuple[str, object]]):
    """The members of one object as they were written, repetitions included."""


def read_json(text: str | bytes) -> object:
    """Read one JSON value. Bytes must be UTF-8 without a byte order mark.

    Raises InvalidFile with all of `json_duplicate_key` (key), `json_float`, `json_constant`,
    `json_integer_too_long` (text) found, or one of `json_syntax` (line, column, problem),
    `json_too_deep` and the codes of `files.decode`.
    """
    decoded = decode(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    try:
        value = json.loads(
            decoded,
            object_pairs_hook=_Pairs,
            parse_float=lambda number: _Refused("json_float", number),
            parse_constant=lambda name: _Refused("json_constant", name),
            parse_int=_read_integer,
        )
        faults: list[Fault] = list(_find_faults(value, path=""))
        if faults:
            raise InvalidFile(faults)
        return _plain(value)
    except json.JSONDecodeError as error:
        params = {"line": error.lineno, "column": error.colno, "problem": error.msg}
        raise InvalidFile([Fault("", "json_syntax", params)]) from None
    except RecursionError:
        raise InvalidFile([Fault("", "json_too_deep")]) from None


def _read_integer(text: str) -> object:
    if len(text.lstrip("-")) > INTEGER_DIGITS:
        return _Refused("json_integer_too_long", text[:INTEGER_DIGITS] + "…")
    return int(text)


def _find_faults(value: object, *, path: str) -> Iterator[Fault]:
    if isinstance(value, _Refused):
        yield Fault(path, value.code, {"text": value.text})
    elif isinstance(value, _Pairs):
        seen = set()
        for key, inner in value:
            place = join_path(path, key)
            if key in seen:
                yield Fault(place, "json_duplicate_key", {"key": key})
            seen.add(key)
            yield from _find_faults(inner, path=place)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _find_faults(inner, path=join_path(path, position))


def _plain(value: object) -> object:
    if isinstance(value, _Pairs):
        return {key: _plain(inner) for key, inner in value}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
