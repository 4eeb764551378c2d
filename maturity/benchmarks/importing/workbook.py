"""What surrounds the rows of a workbook: which sheet, how numbers are shown, the shared texts."""

import os
import posixpath
import tempfile
import zipfile
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS

from maturity.benchmarks.importing.xlsx_stream import BrokenWorkbook, TextReader
from maturity.instruments.faults import Fault, InvalidFile

_TEXTS_HELD = 500
"""Shared texts in memory: those of some fifty rows. Each may have a hundred thousand characters."""


@dataclass(frozen=True)
class Sheet:
    """The first visible sheet: its name, its part of the archive, the part of the shared texts
    (empty if there is none), and the number formats by style."""

    name: str
    part: str
    texts: str
    formats: tuple[str, ...]


def find_sheet(archive: zipfile.ZipFile) -> Sheet:
    """Find the first visible sheet.

    Raises InvalidFile (`sheet_missing`), or KeyError, ValueError or StopIteration when the parts
    of the archive do not fit together.
    """
    book = _targets(_relations(archive, ""))["officeDocument"]
    links = _relations(archive, book)
    targets = _targets(links)
    for element in _find(fromstring(archive.read(book)), "sheet"):
        link = next(value for name, value in element.items() if name.endswith("}id"))
        kind, part = links[link]
        if kind == "worksheet" and element.get("state", "visible") == "visible":
            return Sheet(
                name=element.get("name", ""),
                part=part,
                texts=targets.get("sharedStrings", ""),
                formats=_formats(archive, targets.get("styles", "")),
            )
    raise InvalidFile([Fault("", "sheet_missing")])


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The links of a part by their id: the last word of the kind, the name of the other part."""
    folder, name = posixpath.split(part)
    root = fromstring(archive.read(posixpath.join(folder, "_rels", f"{name}.rels")))
    return {
        link.attrib["Id"]: (
            link.attrib["Type"].rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, link.attrib["Target"])).lstrip("/"),
        )
        for link in root
    }


def _targets(links: dict[str, tuple[str, str]]) -> dict[str, str]:
    return dict(links.values())


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
    numbers = [
        int(style.get("numFmtId", "0")) for cells in _find(root, "cellXfs") for style in cells
    ]
    # What neither the file nor Excel's own list explains is refused where it is used.
    return tuple(own.get(number) or BUILTIN_FORMATS.get(number, "?") for number in numbers)


class SharedTexts:
    """The texts that cells refer to by number, on disk: there may be a million of them.

    A class because its temporary file has to be closed.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._ends = array("Q", [0])
        self.get: Callable[[int], str] = lru_cache(maxsize=_TEXTS_HELD)(self._get)

    def __enter__(self) -> "SharedTexts":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def fill(self, part: IO[bytes]) -> None:
        """Take all texts of the part. Raises BrokenWorkbook."""
        for text in TextReader().texts(part):
            written = self._file.write(text.encode())
            self._ends.append(self._ends[-1] + written)
        self._file.flush()

    def _get(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise BrokenWorkbook
        start, end = self._ends[number], self._ends[number + 1]
        return os.pread(self._file.fileno(), end - start, start).decode()
