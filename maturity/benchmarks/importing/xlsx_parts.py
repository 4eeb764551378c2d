"""What surrounds the rows of a workbook: which sheet, how numbers are shown, the shared texts."""

import os
import posixpath
import tempfile
import zipfile
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import IO
from xml.etree.ElementTree import Element, fromstring  # no DTD gets this far: archives.py
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS

from maturity.instruments.faults import Fault, InvalidFile

_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # "strict" workbooks
)
_DEPTH_LIMIT = 50
_PIECE = 65_536


@dataclass(frozen=True)
class Sheet:
    """The first visible sheet. `part`, `texts` are names in the archive, `texts` empty if none;
    `formats` are the number formats by style."""

    name: str
    part: str
    texts: str
    formats: tuple[str, ...]


def find_sheet(archive: zipfile.ZipFile) -> Sheet:
    """Find the first visible sheet; raises InvalidFile (`sheet_missing`), KeyError, ParseError."""
    package = _relations(archive, "")
    book = next(target for kind, target in package.values() if kind == "officeDocument")
    related = _relations(archive, book)
    by_kind = {kind: target for kind, target in related.values()}
    for element in _find(fromstring(archive.read(book)), "sheet"):
        link = next(value for name, value in element.items() if name.endswith("}id"))
        kind, part = related[link]
        if kind == "worksheet" and element.get("state", "visible") == "visible":
            return Sheet(
                name=element.get("name", ""),
                part=part,
                texts=by_kind.get("sharedStrings", ""),
                formats=_formats(archive, by_kind.get("styles", "")),
            )
    raise InvalidFile([Fault("", "sheet_missing")])


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Links of a part by their id: the last word of the kind, and the name of the other part."""
    folder, name = posixpath.split(part)
    root = fromstring(archive.read(posixpath.join(folder, "_rels", f"{name}.rels")))
    return {
        link.attrib["Id"]: (
            link.attrib["Type"].rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, link.attrib["Target"])).lstrip("/"),
        )
        for link in root
    }


def _find(root: Element, tag: str) -> Iterator[Element]:
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == tag)


def _formats(archive: zipfile.ZipFile, part: str) -> tuple[str, ...]:
    if not part:
        return ()
    root = fromstring(archive.read(part))
    own = {
        int(element.attrib["numFmtId"]): element.attrib["formatCode"]
        for element in _find(root, "numFmt")
    }
    cells = next(_find(root, "cellXfs"), [])
    numbers = (int(style.get("numFmtId", "0")) for style in cells)
    # A number that neither the file nor Excel's list explains is shown who knows how.
    return tuple(own.get(number) or BUILTIN_FORMATS.get(number, "?") for number in numbers)


class SharedTexts:
    """The texts that cells refer to by number, on disk: there may be a million of them.

    A class because the temporary file has to be closed.
    """

    def __init__(self, part: IO[bytes] | None) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._ends = array("Q", [0])
        self.read: Callable[[int], str] = lru_cache(maxsize=4096)(self._read)
        if part is not None:
            self._fill(part)

    def __enter__(self) -> "SharedTexts":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _fill(self, part: IO[bytes]) -> None:
        for text in read_texts(part):
            written = self._file.write(text.encode("utf-8", "surrogatepass"))
            self._ends.append(self._ends[-1] + written)
        self._file.flush()

    def _read(self, number: int) -> str:
        """The text of that number; IndexError if there is none."""
        if number < 0:
            raise IndexError(number)
        start, end = self._ends[number], self._ends[number + 1]
        return os.pread(self._file.fileno(), end - start, start).decode("utf-8", "surrogatepass")


def read_texts(part: IO[bytes]) -> Iterator[str]:
    """Read the table of shared texts. What says how a word is pronounced is no part of a text."""
    found: list[str] = []
    pieces: list[str] = []
    silent = 0

    def start(tag: str, _attributes: Mapping[str, str]) -> None:
        nonlocal silent
        silent += tag == "rPh"
        parser.CharacterDataHandler = pieces.append if tag == "t" and not silent else None

    def end(tag: str) -> None:
        nonlocal silent
        silent -= tag == "rPh"
        parser.CharacterDataHandler = None
        if tag == "si":
            found.append("".join(pieces))
            pieces.clear()

    parser = make_parser(start, end)
    for piece in iter(lambda: part.read(_PIECE), b""):
        parser.Parse(piece)
        yield from found
        found.clear()


def make_parser(
    start: Callable[[str, Mapping[str, str]], None], end: Callable[[str], None]
) -> expat.XMLParserType:
    """A parser that calls back with plain tags; ExpatError for what nests without end."""
