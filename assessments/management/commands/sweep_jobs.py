from typing import Any

from django.core.management.base import BaseCommand

from assessments import queue
from assessments.services.import_leftovers import clean_up


class Command(BaseCommand):
    help = (
        "Wake a worker for every due job whose last wake-up got lost, and remove what dead imports "
        "left behind; the beat does it too."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{queue.sweep()} woken")
        clean_up()
