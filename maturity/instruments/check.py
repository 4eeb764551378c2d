"""The check of many questionnaire files at once, as the command and the tests run it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from maturity.instruments.edition import LANGUAGES, Edition
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.loader import read_edition


@dataclass(frozen=True)
class CheckedFile:
    """One file: either its edition, or what is wrong with it."""

    path: Path
    edition: Edition | None
    faults: tuple[Fault, ...]


def check_files(paths: Iterable[Path]) -> list[CheckedFile]:
    """Read every file; beyond the faults of each, no edition may stand in two files.

    Codes of its own: `file_name` (expected: "key-edition.yaml"), `edition_repeated` (first).
    """
    checked = []
    first: dict[tuple[str, str], str] = {}
    for path in paths:
        try:
            edition = read_edition(path)
        except InvalidFile as error:
            checked.append(CheckedFile(path, None, error.faults))
            continue
        faults = []
        name = f"{edition.key}-{edition.edition}.yaml"
        if path.name != name:
            faults.append(Fault("", "file_name", {"expected": name}))
        known = first.setdefault((edition.key, edition.edition), str(path))
        if known != str(path):
            faults.append(Fault("edition", "edition_repeated", {"first": known}))
        checked.append(CheckedFile(path, None if faults else edition, tuple(faults)))
    return checked


def measure_texts(edition: Edition) -> dict[str, int]:
    """Return the length of all texts by language: words in English, characters in the others."""
    totals = dict.fromkeys(LANGUAGES, 0)
    for texts in _all_texts(edition):
        for language in LANGUAGES:
            text = texts[language]
            totals[language] += len(text.split()) if language == "en" else len(text)
    return totals


def _all_texts(edition: Edition) -> Iterator[Mapping[str, str]]:
    yield from (edition.title, edition.origin, edition.level_word)
    for names in edition.ladders.values():
        yield from names
    for group in edition.groups:
        yield group.name
    for item in edition.items:
        yield from (item.name, item.short, item.question, item.help, item.evidence)
        yield from (*item.levels, *item.actions)
