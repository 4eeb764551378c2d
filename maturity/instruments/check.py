"""The check of many questionnaire files at once, as the command and the tests run it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from maturity.instruments.edition import Edition
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.loader import (
    edition_from_canonical,
    read_canonical,
    read_canonical_tables,
    tables_from_canonical,
)
from maturity.instruments.relations import (
    CrossReading,
    find_gaps,
    read_relations,
    relations_json,
)
from maturity.instruments.tables import TableSet
from maturity.instruments.texts import Coverage, find_foreign_script, measure_texts


@dataclass(frozen=True)
class CheckedFile:
    """One file: its edition and the measure of its texts, or what is wrong with it."""

    path: Path
    edition: Edition | None
    coverage: Coverage | None
    faults: tuple[Fault, ...]


def check_files(paths: Iterable[Path]) -> list[CheckedFile]:
    """Read every file; beyond the faults of each, no edition may stand in two files.

    Codes of its own: `file_name` (expected: "key-edition.yaml"), `edition_repeated` (first), and
    `text_foreign_script` (language, found).
    """
    checked = []
    first: dict[tuple[str, str], str] = {}
    for path in paths:
        try:
            canonical = read_canonical(path)
        except InvalidFile as error:
            checked.append(CheckedFile(path, None, None, error.faults))
            continue
        data = json.loads(canonical)
        edition = edition_from_canonical(canonical)
        faults = []
        name = f"{edition.key}-{edition.edition}.yaml"
        if path.name != name:
            faults.append(Fault("", "file_name", {"expected": name}))
        known = first.setdefault((edition.key, edition.edition), str(path))
        if known != str(path):
            faults.append(Fault("edition", "edition_repeated", {"first": known}))
        faults += find_foreign_script(data)
        kept = None if faults else edition
        checked.append(CheckedFile(path, kept, measure_texts(data), tuple(faults)))
    return checked


@dataclass(frozen=True)
class CheckedTables:
    """One file of tables: the tables and the measure of their texts, or what is wrong."""

    path: Path
    tables: TableSet | None
    coverage: Coverage | None
    faults: tuple[Fault, ...]


def check_tables_files(
    paths: Iterable[Path], *, editions: Iterable[Edition]
) -> list[CheckedTables]:
    """Read every file of tables; each must fit every edition of its instrument."""
    held = list(editions)
    checked = []
    for path in paths:
        try:
            canonical = read_canonical_tables(path)
        except InvalidFile as error:
            checked.append(CheckedTables(path, None, None, error.faults))
            continue
        data, tables = json.loads(canonical), tables_from_canonical(canonical)
        faults = [
            *find_foreign_script(data),
            *(f for e in held if e.key == tables.key for f in find_misfits(tables, e)),
        ]
        checked.append(
            CheckedTables(path, None if faults else tables, measure_texts(data), tuple(faults))
        )
    return checked


def find_misfits(tables: TableSet, edition: Edition) -> list[Fault]:
    """Return what keeps tables from being used with an edition: the dimensions must be its items.

    Codes: `dimension_unknown` and `dimension_not_listed` (key), `level_above_scale` (value, top).
    """
    items = {item.key for item in edition.level_items}
    listed = set(tables.relevance_cost)
    levels = {level for row in tables.best_in_class.values() for level in row.values()}
    return [
        *(Fault("dimensions", "dimension_unknown", {"key": k}) for k in sorted(listed - items)),
        *(Fault("dimensions", "dimension_not_listed", {"key": k}) for k in sorted(items - listed)),
        *(
            Fault("best_in_class", "level_above_scale", {"value": v, "top": edition.scale_top})
            for v in sorted(levels)
            if v > edition.scale_top
        ),
    ]


def check_relations_file(
    path: Path, *, editions: Iterable[Edition]
) -> tuple[CrossReading | None, Coverage | None, tuple[Fault, ...]]:
    """Read a file of relations and hold it against one edition of each of its instruments."""
    try:
        reading, data = read_relations(path), json.loads(relations_json(path))
    except InvalidFile as error:
        return None, None, error.faults
    by_key = {edition.key: edition for edition in editions}
    lacking = [key for key in reading.instruments if key not in by_key]
    faults = [
        Fault("instruments", "instrument_unknown", {"value": key, "known": sorted(by_key)})
        for key in lacking
    ]
    if not lacking:
        faults = find_gaps(reading, by_key)
    faults += find_foreign_script(data)
    return None if faults else reading, measure_texts(data), tuple(faults)
