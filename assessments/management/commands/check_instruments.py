"""Check what ships with the software: `python manage.py check_instruments [FILE …]`."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from django.core.management.base import BaseCommand

from assessments.wording import fault_text
from maturity.instruments.check import check_files, check_relations_file, check_tables_files
from maturity.instruments.edition import Edition
from maturity.instruments.faults import Fault
from maturity.instruments.loader import shipped_edition_paths, shipped_tables_paths
from maturity.instruments.relations import shipped_relations_path
from maturity.instruments.texts import Coverage

Write: TypeAlias = Callable[[str], object]
"""Takes one line without its end."""


def check_instruments(paths: Iterable[Path], *, out: Write, err: Write) -> int:
    """Check questionnaire files; one line each to `out`, one per fault to `err`.

    Returns the exit status, 2 if there was a fault.
    """
    _editions, status = _check_editions(paths, out=out, err=err)
    return status


def check_shipped(*, out: Write, err: Write) -> int:
    """Check all that ships: questionnaires, tables, and the relations between questionnaires."""
    editions, status = _check_editions(shipped_edition_paths(), out=out, err=err)
    for file in check_tables_files(shipped_tables_paths(), editions=editions):
        _write_faults(file.path, file.faults, err=err)
        if file.tables and file.coverage:
            tables = file.tables
            what = f"tables {tables.key} {tables.version}, {len(tables.relevance_cost)} items"
            out(f"{file.path.name}: {what}, {tables.hash}, {_lengths(file.coverage)}")
        status = status or (2 if file.faults else 0)
    path = shipped_relations_path()
    reading, coverage, faults = check_relations_file(path, editions=editions)
    _write_faults(path, faults, err=err)
    if reading and coverage:
        relations = sum(len(theme.relations) for theme in reading.themes)
        what = f"relations {reading.version}, {len(reading.themes)} themes, {relations} relations"
        out(f"{path.name}: {what}, {_lengths(coverage)}")
    return status or (2 if faults else 0)


def _check_editions(paths: Iterable[Path], *, out: Write, err: Write) -> tuple[list[Edition], int]:
    checked = check_files(paths)
    for file in checked:
        _write_faults(file.path, file.faults, err=err)
        if file.edition and file.coverage:
            out(f"{file.path.name}: {_describe(file.edition)}, {_lengths(file.coverage)}")
    editions = [file.edition for file in checked if file.edition]
    return editions, 2 if any(file.faults for file in checked) else 0


def _describe(edition: Edition) -> str:
    return (
        f"{edition.key} {edition.edition}, {len(edition.groups)} groups, "
        f"{len(edition.items)} items, {len(edition.quantities)} indicators, {edition.hash}"
    )


def _lengths(coverage: Coverage) -> str:
    length = coverage.length
    return (
        f"en {length['en']} words, zh-hans {length['zh-hans']} characters, "
        f"ja {length['ja']} characters"
    )


def _write_faults(path: Path, faults: Sequence[Fault], *, err: Write) -> None:
    for fault in faults:
        place = ": ".join(part for part in (str(path), fault.path) if part)
        err(" ".join(f"{place}: {fault_text(fault)}".splitlines()))


class Command(BaseCommand):
    """Reads files only: no database, no system checks."""

    help = "Check the questionnaires, their tables and relations: shape, languages, references."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="instead of the shipped ones")

    def handle(self, *args: object, **options: object) -> None:
        files, out, err = options["files"], self.stdout.write, self.stderr.write
        if isinstance(files, list) and files:
            status = check_instruments(files, out=out, err=err)
        else:
            status = check_shipped(out=out, err=err)
        if status:
            sys.exit(status)
