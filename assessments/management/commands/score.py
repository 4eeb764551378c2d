"""Score a file of answers without the database: `python manage.py score FILE [--trace]`."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from django.core.management.base import BaseCommand

from assessments.wording import fault_text
from maturity.instruments.faults import InvalidFile
from maturity.instruments.files import read_bytes
from maturity.instruments.loader import shipped_editions
from maturity.scoring import as_json, score_document, trace

Write: TypeAlias = Callable[[str], object]
"""Takes one line without its end."""


def score_file(path: Path, *, with_trace: bool, out: Write, err: Write) -> int:
    """Write the result as JSON to `out`, or one line per fault to `err`; return the exit status.

    The editions are those shipped with the software. `with_trace` adds the key "trace".
    """
    editions = shipped_editions()
    try:
        edition, answers, result = score_document(read_bytes(path), editions=editions)
    except InvalidFile as error:
        for fault in error.faults:
            place = ": ".join(part for part in (str(path), fault.path) if part)
            err(" ".join(f"{place}: {fault_text(fault)}".splitlines()))
        return 2
    data = as_json(result, warning_text=fault_text)
    if with_trace:
        data["trace"] = trace(result, edition, answers)
    out(json.dumps(data, ensure_ascii=False, indent=2))
    return 0


class Command(BaseCommand):
    """Reads files only: no database, no system checks."""

    help = "Score a JSON file of answers and print the result as JSON."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--trace", action="store_true", help="add the arithmetic")

    def handle(self, *args: object, **options: object) -> None:
        status = score_file(
            Path(str(options["file"])),
            with_trace=bool(options["trace"]),
            out=self.stdout.write,
            err=self.stderr.write,
        )
        if status:
            sys.exit(status)
