"""`manage.py erase_enterprise ID [--yes]`"""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments import queue
from assessments.management.commands.export_enterprise import find_enterprise
from assessments.models import Job
from assessments.services.erasure import erase, request_erasure
from assessments.services.refusals import Rejected
from assessments.wording import fault_text


class Command(BaseCommand):
    help = (
        "Erase an enterprise with everything held about it, for good, in this process. "
        "Members of its organisation are told by mail."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("enterprise", help="identifier of the enterprise")
        parser.add_argument("--yes", action="store_true", help="do not ask for its name")

    def handle(self, *args: Any, **options: Any) -> None:
        enterprise = find_enterprise(options["enterprise"])
        typed = enterprise.name if options["yes"] else input("Exact name of the enterprise: ")
        try:
            job = request_erasure(by=None, enterprise=enterprise, typed_name=typed)
        except Rejected as refusal:
            raise CommandError(" ".join(fault_text(fault) for fault in refusal.faults)) from None
        _work_until_finished(job)
        self.stdout.write(f"{enterprise.pk} is erased.")


def _work_until_finished(job: Job) -> None:
    """Take the job here, or wait for the worker that took it first."""
    while True:
        job.refresh_from_db()
        if job.state == Job.State.DONE:
            return
        if job.state == Job.State.FAILED:
            raise CommandError(f"It failed and is tried again tomorrow: {job.error}")
        if not queue.work_one({Job.Kind.ERASURE: erase}):
            time.sleep(0.5)
