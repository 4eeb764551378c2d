"""YAML as its authors mean it: text stays text, and nothing is silently lost.

Built on the parser's events instead of its object constructor, because YAML 1.1 would read `no` as
false, `12:30` as 750 and a repeated key as its last value, all without a word.
"""

import re
from collections.abc import Iterator

import yaml

from maturity.instruments.faults import Fault, InvalidFile, join_path

DEPTH_LIMIT = 20

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NULLS = ("", "~", "null")


def read_yaml(text: str) -> object:
    """Read one document of mappings, lists, text, integers, true, false and null.

    Everything else that is not quoted (`no`, `12:30`, `2020-01-01`, `1.5`, `0x10`) is text.
    Raises InvalidFile: `yaml_syntax`, `yaml_documents`, `yaml_duplicate_key`, `yaml_key_not_text`,
    `yaml_anchor`, `yaml_alias`, `yaml_tag`, `yaml_too_deep`, each with its line.
    """
    try:
        # The parser builds no objects, so the loader's constructor (S506) plays no part.
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        return _Reader(events).read_stream()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        params = {
            "line": mark.line + 1 if mark else 0,
            "column": mark.column + 1 if mark else 0,
            "problem": str(getattr(error, "problem", None) or getattr(error, "reason", "")),
        }
        raise InvalidFile([Fault("", "yaml_syntax", params)]) from None


class _Reader:
    """Walks the events once; a class because every step advances the same position."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self.events = events

    def read_stream(self) -> object:
        next(self.events)  # start of the stream
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            raise InvalidFile([Fault("", "file_empty")])
        value = self.read_value(next(self.events), path="", depth=0)
        next(self.events)  # end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _refuse(after, path="", code="yaml_documents")
        return value

    def read_value(self, event: yaml.Event, *, path: str, depth: int) -> object:
        if isinstance(event, yaml.AliasEvent):
            raise _refuse(event, path=path, code="yaml_alias")
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            raise _refuse(event, path=path, code="yaml_anchor")
        if getattr(event, "tag", None) is not None:
            raise _refuse(event, path=path, code="yaml_tag")
        if depth > DEPTH_LIMIT:
            raise _refuse(event, path=path, code="yaml_too_deep", limit=DEPTH_LIMIT)
        if isinstance(event, yaml.MappingStartEvent):
            return self.read_mapping(path=path, depth=depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.read_sequence(path=path, depth=depth)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - the only kind left
        return _plain_value(event.value) if event.implicit[0] else event.value

    def read_mapping(self, *, path: str, depth: int) -> dict[str, object]:
        held: dict[str, object] = {}
        first_lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.read_value(event, path=path, depth=depth + 1)
            if not isinstance(key, str):
                raise _refuse(event, path=path, code="yaml_key_not_text")
            inner = join_path(path, key)
            if key in held:
                first = first_lines[key]
                raise _refuse(event, path=inner, code="yaml_duplicate_key", key=key, first=first)
            first_lines[key] = _line(event)
            held[key] = self.read_value(next(self.events), path=inner, depth=depth + 1)
        return held

    def read_sequence(self, *, path: str, depth: int) -> list[object]:
        held: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            held.append(self.read_value(event, path=join_path(path, len(held)), depth=depth + 1))
        return held


def _plain_value(text: str) -> object:
    if text in ("true", "false"):
        return text == "true"
    if text in _NULLS:
        return None
    if _INTEGER.fullmatch(text):
        return int(text)
    return text


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 0


def _refuse(event: yaml.Event, *, path: str, code: str, **params: object) -> InvalidFile:
    return InvalidFile([Fault(path, code, {"line": _line(event), **params})])
