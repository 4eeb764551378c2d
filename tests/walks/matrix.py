"""Reading the table of who may do what, `matrix.txt`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

FILE = Path(__file__).with_name("matrix.txt")
LOGIN = "login"
"""Sent to a page where people sign in."""
ENROL = "enrol"
"""Sent to the page where a second factor is set up."""


@dataclass(frozen=True)
class Row:
    """One request, and what becomes of it by visitor: a status code, `LOGIN` or `ENROL`.

    `shows` are kinds of marks that everybody may meet there.
    """

    line: int
    method: str
    route: str
    things: tuple[str, ...]
    outcomes: Mapping[str, str]
    sends: str = ""
    asks: str = ""
    shows: tuple[str, ...] = ()
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
        return self.method != "GET" and outcome.isdigit() and outcome < "400"


class Unreadable(Exception):
    """The table does not say what it should; the message names the line."""


def read_rows(text: str, *, visitors: Iterable[str], enrolling: Iterable[str] = ()) -> list[Row]:
    """The rows of the table. Raises Unreadable: each visitor has to be named exactly once.

    What becomes of the `enrolling` follows from the others, where a row does not name them: open
    pages show them the same, all else is closed to them.
    """
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
            named = [visitor for visitor in visitors if visitor not in enrolling]
            block = list(_read_row(content, groups, visitors=named, line=line))
    return [_closed_to(enrolling, row) for row in rows + block]


def _closed_to(enrolling: Iterable[str], row: Row) -> Row:
    closed = {LOGIN: ENROL, "401": "403"}
    stranger = row.outcomes["anonymous"]
    default = closed.get(stranger, row.outcomes["outsider"])
    return replace(row, outcomes=dict.fromkeys(enrolling, default) | dict(row.outcomes))


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
        case "shows":
            return replace(row, shows=tuple(rest.split(" & ")))
        case "writes" if rest == "nothing":
            return replace(row, writes_nothing=True)
    raise Unreadable(f"line {line}: neither sends, asks, shows nor writes nothing")
