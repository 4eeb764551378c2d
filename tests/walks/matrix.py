"""Reading the table of who may do what, `matrix.txt`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

FILE = Path(__file__).with_name("matrix.txt")
LOGIN = "login"
"""Sent to a page where people sign in."""


@dataclass(frozen=True)
class Row:
    """One request, and what becomes of it by visitor: a status code, or `LOGIN`."""

    line: int
    method: str
    route: str
    things: tuple[str, ...]
    outcomes: Mapping[str, str]
    sends: str = ""
    asks: str = ""
    writes_nothing: bool = False

    def __str__(self) -> str:
        return " ".join((self.method, self.route, *self.things, *self.asks.split()))

    @property
    def is_program(self) -> bool:
        """Whether a program asks this, which signs in by token."""
        return self.route.startswith("api:")

    def changes(self, visitor: str) -> bool:
        """Whether what this visitor asks for is done: reading and refusals change nothing."""
        outcome = self.outcomes[visitor]
        return self.method != "GET" and outcome != LOGIN and outcome < "400"


class Unreadable(Exception):
    """The table does not say what it should; the message names the line."""


def read_rows(text: str, *, visitors: Iterable[str]) -> list[Row]:
    """The rows of the table. Raises Unreadable: each visitor has to be named exactly once."""
    groups: dict[str, list[str]] = {visitor: [visitor] for visitor in visitors}
    rows: list[Row] = []
    block: list[Row] = []  # the rows of one line: several, if it names several routes
    for line, content in enumerate(text.splitlines(), start=1):
        if not content.strip() or content.startswith("#"):
            continue
        if content.startswith("group "):
            name, *members = content.removeprefix("group ").split()
            groups[name] = list(_expand(members, groups, line=line))
        elif content.startswith(" "):
            block = [_continue(row, content.strip(), line=line) for row in block]
        else:
            rows += block
            block = list(_read_row(content, groups, visitors=list(visitors), line=line))
    return rows + block


def _read_row(
    content: str, groups: Mapping[str, list[str]], *, visitors: list[str], line: int
) -> Iterator[Row]:
    try:
        method, route, things, outcomes = re.split(r"\s{2,}", content, maxsplit=3)
    except ValueError:
        raise Unreadable(f"line {line}: method, route, things and outcomes, please") from None
    read = _read_outcomes(outcomes, groups, visitors=visitors, line=line)
    named = () if things == "–" else tuple(things.split())
    before, several, after = re.fullmatch(r"([^{]*)(?:\{(.+)\})?(.*)", route).groups()  # type: ignore[union-attr]
    for one in (several or "").split(","):
        about = tuple(name.replace("{}", one) for name in named)
        yield Row(line, method, f"{before}{one}{after}", about, read)


def _read_outcomes(
    text: str, groups: Mapping[str, list[str]], *, visitors: list[str], line: int
) -> dict[str, str]:
    found: dict[str, str] = {}
    rest = ""
    for part in text.split("·"):
        outcome, _colon, names = part.strip().partition(": ")
        for visitor in _expand(names.split(), groups, line=line):
            if visitor == "else":
                rest = outcome
            elif visitor in found:
                raise Unreadable(f"line {line}: {visitor} is named twice")
            else:
                found[visitor] = outcome
    left = [visitor for visitor in visitors if visitor not in found]
    if left and not rest:
        raise Unreadable(f"line {line}: nothing is said of {', '.join(left)}")
    if rest and not left:
        raise Unreadable(f"line {line}: everybody is named, and yet somebody else")
    return found | dict.fromkeys(left, rest)


def _expand(names: Iterable[str], groups: Mapping[str, list[str]], *, line: int) -> Iterator[str]:
    for name in names:
        if name == "else":
            yield name
        elif name in groups:
            yield from groups[name]
        else:
            raise Unreadable(f"line {line}: who is {name}?")


def _continue(row: Row, content: str, *, line: int) -> Row:
    """What a row sends in its body or asks in its query."""
    word, _space, rest = content.partition(" ")
    match word:
        case "sends":
            return replace(row, sends=rest)
        case "asks":
            return replace(row, asks=rest)
        case "writes" if rest == "nothing":
            return replace(row, writes_nothing=True)
    raise Unreadable(f"line {line}: neither sends nor asks")
