from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.services.refusals import Rejected
from assessments.services.shipped import load_shipped
from assessments.wording import fault_text
from maturity.instruments.faults import InvalidFile


class Command(BaseCommand):
    help = "Load the shipped questionnaires, tables and releases that are not in the database yet."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_shipped()
        except (Rejected, InvalidFile) as error:
            raise CommandError(
                "\n".join(f"{fault.path}: {fault_text(fault)}" for fault in error.faults)
            ) from error
        for name in (*loaded.editions, *loaded.tables, *loaded.releases):
            self.stdout.write(f"loaded {name}")
