"""`manage.py export_enterprise ID --output FILE`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments.models import Enterprise
from assessments.reports.files import new_file
from assessments.services.exports import export_for_operator


class Command(BaseCommand):
    help = (
        "Write everything held about an enterprise into a ZIP file, as its owner could; the event "
        "log of its organisation says so."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("enterprise", help="identifier of the enterprise")
        parser.add_argument("--output", type=Path, required=True, help="where the file goes")

    def handle(self, *args: Any, **options: Any) -> None:
        enterprise = find_enterprise(options["enterprise"])
        output: Path = options["output"]
        with new_file(output) as file:
            export_for_operator(enterprise, file)
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")


def find_enterprise(key: str) -> Enterprise:
    """Raises CommandError when there is none, or it is being erased."""
    try:
        return Enterprise.objects.get(pk=key, erasure__isnull=True)
    except (Enterprise.DoesNotExist, ValidationError):
        raise CommandError(f"There is no enterprise {key}.") from None
