"""Print the JSON Schema of the data of a report; it is kept in docs/report-data.schema.json."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from assessments.reports.data.schema import data_schema


class Command(BaseCommand):
    help = "Print the JSON Schema of the data that a report is handed out with."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(data_schema(), ensure_ascii=False, indent=1))
