from typing import Any

from django.core.management.base import BaseCommand

from assessments.services.demo import PASSWORD, load_demo


class Command(BaseCommand):
    help = (
        "Load demonstration people, enterprises and assessments; repeatable. Never in production."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Demonstration accounts, password for all: {PASSWORD}")
        for person in load_demo():
            self.stdout.write(f"  {person.email:<28} {person.what}")
