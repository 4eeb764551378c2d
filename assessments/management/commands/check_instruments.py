"""Check the questionnaire files: `python manage.py check_instruments [FILE …]`."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from django.core.management.base import BaseCommand

from assessments.wording import fault_text
from maturity.instruments.check import check_files, measure_texts
from maturity.instruments.edition import Edition
from maturity.instruments.loader import shipped_edition_paths

Write: TypeAlias = Callable[[str], object]
"""Takes one line without its end."""


def check_instruments(paths: Iterable[Path], *, out: Write, err: Write) -> int:
    """Write one line per edition to `out` and one per fault to `err`; return the exit status."""
    checked = check_files(paths)
    for file in checked:
        for fault in file.faults:
            place = ": ".join(part for part in (str(file.path), fault.path) if part)
            err(" ".join(f"{place}: {fault_text(fault)}".splitlines()))
        if file.edition:
            out(f"{file.path.name}: {_describe(file.edition)}")
    return 2 if any(file.faults for file in checked) else 0


def _describe(edition: Edition) -> str:
    lengths = measure_texts(edition)
    return (
        f"{edition.key} {edition.edition}, {len(edition.groups)} groups, "
        f"{len(edition.items)} items, {len(edition.ladders)} ladders, {edition.hash}, "
        f"en {lengths['en']} words, zh-hans {lengths['zh-hans']} characters, "
        f"ja {lengths['ja']} characters"
    )


class Command(BaseCommand):
    """Reads files only: no database, no system checks."""

    help = "Check the questionnaire files: shape, all languages, unique keys and level texts."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="instead of the shipped ones")

    def handle(self, *args: object, **options: object) -> None:
        files = options["files"]
        paths = files if isinstance(files, list) and files else shipped_edition_paths()
        status = check_instruments(paths, out=self.stdout.write, err=self.stderr.write)
        if status:
            sys.exit(status)
