"""The XML of a workbook as a stream: the rows of a sheet, and the texts that sheets share.

openpyxl reads this too; here it takes an eighth of the time and one row of memory, and formulas are
seen (docs/decisions/0009). Text in a cell may be of any length to XML, so there are limits.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import IO
from xml.parsers import expat

from maturity.benchmarks.importing.tables import COLUMN_LIMIT

_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # of "strict" workbooks
)
_TAGS = {
    f"{space} {tag}": tag for space in _SPACES for tag in ("row", "c", "v", "f", "t", "si", "rPh")
}
_DEPTH_LIMIT = 50
_TEXT_LIMIT = 100_000  # characters in one cell; Excel's own limit is 32,767
_CELLS_KEPT = COLUMN_LIMIT + 2  # of one row; the last lies too far to the right whatever it holds
_PIECE = 65_536


class BrokenWorkbook(Exception):
    """The XML is not that of a workbook, or is made to exhaust its reader."""


@dataclass(slots=True)
class RawCell:
    """A cell as the file has it. `column` counts from 0; `kind` is its attribute t; `text` is a
    number, a text, or the number of a shared text; `is_formula` if it holds one."""

    column: int
    kind: str
    style: int
    text: str = ""
    is_formula: bool = False


class _Reader:
    """Feeds a parser and listens to texts; a class because the parser calls back into it."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = _refuse_declaration
        self.pieces: list[str] = []
        self.depth = self.length = self.silent = 0

    def feed(self, part: IO[bytes]) -> Iterator[None]:
        """Go on by a piece of the part each time. Raises BrokenWorkbook."""
        try:
            while piece := part.read(_PIECE):
                self.parser.Parse(piece)
                yield
            self.parser.Parse(b"", True)
        except (expat.ExpatError, ValueError):
            raise BrokenWorkbook from None

    def take_text(self) -> str:
        """What was listened to since the last time."""
        text = "".join(self.pieces)
        self.pieces.clear()
        self.length = 0
        return text

    def begin(self, _tag: str, _attributes: Mapping[str, str]) -> None:
        raise NotImplementedError

    def finish(self, _tag: str) -> None:
        raise NotImplementedError

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEPTH_LIMIT:
            raise BrokenWorkbook
        tag = _TAGS.get(name)
        if tag in ("t", "v"):
            self.parser.CharacterDataHandler = None if self.silent else self._listen
        elif tag == "rPh":  # how a word is pronounced is no part of the text
            self.silent += 1
        elif tag:
            self.begin(tag, attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        tag = _TAGS.get(name)
        if tag in ("t", "v"):
            self.parser.CharacterDataHandler = None
        elif tag == "rPh":
            self.silent -= 1
        elif tag:
            self.finish(tag)

    def _listen(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)
        if self.length > _TEXT_LIMIT:
            raise BrokenWorkbook


class SheetReader(_Reader):
    """Reads the rows of one sheet; each instance reads once."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[int, list[RawCell]]] = []
        self._cells: list[RawCell] = []
        self._cell: RawCell | None = None
        self._column, self._number = -1, 0

    def rows(self, part: IO[bytes]) -> Iterator[tuple[int, list[RawCell]]]:
        """The rows that the sheet has, with their numbers, which rise, and their filled cells.

        Of a row with too many of these come as many as show that. Raises BrokenWorkbook.
        """
        for _ in self.feed(part):
            yield from self._rows
            self._rows.clear()

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            if self._cell is not None:
                raise BrokenWorkbook
            address = attributes.get("r")
            column = self._column + 1 if address is None else column_position(address)
            if column <= self._column:
                raise BrokenWorkbook
            self._column = column
            style = int(attributes.get("s", "0"))
            self._cell = RawCell(column, attributes.get("t", "n"), style)
        elif tag == "f" and self._cell is not None:
            self._cell.is_formula = True
        elif tag == "row":
            number = int(attributes.get("r", self._number + 1))
            if number <= self._number:
                raise BrokenWorkbook
            self._number, self._cells, self._column = number, [], -1

    def finish(self, tag: str) -> None:
        if tag == "c" and self._cell is not None:
            self._cell.text = self.take_text()
            is_filled = self._cell.text or self._cell.is_formula
            if is_filled and len(self._cells) < _CELLS_KEPT:
                self._cells.append(self._cell)
            self._cell = None
        elif tag == "row":
            self._rows.append((self._number, self._cells))


class TextReader(_Reader):
    """Reads the table of shared texts; each instance reads once."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: list[str] = []

    def texts(self, part: IO[bytes]) -> Iterator[str]:
        """The texts in their order. Raises BrokenWorkbook."""
        for _ in self.feed(part):
            yield from self._texts
            self._texts.clear()

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Nothing but the text counts."""

    def finish(self, tag: str) -> None:
        if tag == "si":
            self._texts.append(self.take_text())


def column_position(address: str) -> int:
    """Return the column of an address, from 0: "C14" is 2. Raises BrokenWorkbook."""
    return _column_of(address.rstrip("0123456789"))


@lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    column = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise BrokenWorkbook
        column = column * 26 + ord(letter) - ord("A") + 1
    if not 1 <= column <= 16_384:
        raise BrokenWorkbook
    return column - 1


def _refuse_declaration(*_: object) -> None:
    """Office never writes a DTD; a few bytes of one can stand for gigabytes."""
    raise BrokenWorkbook
