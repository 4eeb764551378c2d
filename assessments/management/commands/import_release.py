"""`manage.py import_release FILE [--head HEAD] [--key KEY] [--supersedes KEY] [--dry-run]`"""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments import queue
from assessments.models import Job, Release, ReleaseImport, SiteRole, User
from assessments.queries.releases import latest_release
from assessments.services.importing import run_import
from assessments.services.imports import (
    TableFile,
    Wanted,
    discard_import,
    receive_table,
    request_import,
)
from assessments.services.refusals import Rejected
from assessments.wording.imports import fault_line
from assessments.wording.jobs import error_text
from maturity.benchmarks.importing.encodings import ENCODINGS
from maturity.instruments.faults import Fault

FIRST = 100  # before every job that waits for a worker


class Command(BaseCommand):
    help = (
        "Check a CSV or XLSX table of figures in this process and make it a draft release: all or "
        "nothing, through the same job as the page."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--head", type=Path, help="head file (YAML) of the new release")
        parser.add_argument("--key", default="", help="key of the new release")
        parser.add_argument(
            "--supersedes",
            metavar="KEY",
            help="release it supersedes; without a head file the latest published one",
        )
        parser.add_argument("--by", metavar="EMAIL", help="the benchmark editor who imports")
        parser.add_argument("--encoding", choices=ENCODINGS, default="", help="of a CSV file")
        parser.add_argument("--dry-run", action="store_true", help="check and compare only")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        by = _find_editor(options["by"])
        try:
            finished = _import(path, by, options)
        except Rejected as rejected:
            self._report_faults(path, rejected.faults, len(rejected.faults))
            sys.exit(2)
        if finished.faults_total:
            self._report_faults(path, finished.faults_found, finished.faults_total)
            sys.exit(2)
        self._report_differences(finished)

    def _report_faults(self, path: Path, faults: list[Fault], total: int) -> None:
        for fault in faults:
            self.stderr.write(f"{path}: {fault_line(fault)}")
        if total > len(faults):
            self.stderr.write(f"{path}: and {total - len(faults)} more")
        self.stderr.write(f"{path}: {total} faults, nothing was written")

    def _report_differences(self, finished: ReleaseImport) -> None:
        for change in finished.changes:
            if change["kind"] != "changed":
                self.stdout.write(f"{change['kind']} {change['key']}")
                continue
            for cell in change["cells"]:
                place = f"{change['key']} {cell['column']}"
                self.stdout.write(f"changed {place}: {cell['before']!r} → {cell['after']!r}")
        counts = f"{finished.added} added, {finished.changed} changed, {finished.removed} removed"
        what = f"{finished.rows} figures, {counts}"
        if finished.dry_run:
            self.stdout.write(f"{finished.key}: {what}; a dry run, nothing was written")
        else:
            self.stdout.write(f"{finished.key}: {what}; a draft")


def _find_editor(email: str | None) -> User:
    """The person of that address, or the only one who may write releases."""
    role = SiteRole.Role.BENCHMARK_EDITOR
    editors = User.objects.filter(is_active=True, site_roles__role=role).order_by("email")
    found = list(editors.filter(email__iexact=email) if email else editors[:2])
    if len(found) != 1:
        raise CommandError(
            f"{email} is not a benchmark editor." if email else "Say with --by who imports."
        )
    return found[0]


def _import(path: Path, by: User, options: dict[str, Any]) -> ReleaseImport:
    """Do the whole of it; of anything but a draft no file and no row is kept."""
    head: Path | None = options["head"]
    for place, needed in (("", path), ("head", head)):
        if needed is not None and not needed.is_file():
            raise Rejected([Fault(place, "file_missing")])
    received = receive_table(
        by=by,
        file=TableFile(path.name, _pieces(path), path.stat().st_size, options["encoding"]),
        wanted=Wanted(
            key=options["key"] or ("" if head else path.stem),
            head=head.read_bytes() if head else None,
            supersedes=_find_release(options["supersedes"], otherwise_latest=head is None),
        ),
        dry_run=options["dry_run"],
    )
    try:
        request_import(by=by, release_import=received, dry_run=options["dry_run"], priority=FIRST)
        finished = _work_until_finished(received)
    except (Rejected, CommandError):
        discard_import(release_import=received)
        raise
    if finished.outcome != ReleaseImport.Outcome.IMPORTED:
        discard_import(release_import=ReleaseImport.objects.get(pk=finished.pk))
    return finished


def _find_release(key: str | None, *, otherwise_latest: bool) -> Release | None:
    if key is None:
        return latest_release() if otherwise_latest else None
    public = [Release.State.PUBLISHED, Release.State.WITHDRAWN]
    found = Release.objects.filter(key=key, state__in=public).first()
    if found is None:
        raise CommandError(f"There is no published release {key}.")
    return found


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece


def _work_until_finished(release_import: ReleaseImport) -> ReleaseImport:
    """Take the job here, or wait for the worker that took it first."""
    while True:
        current = ReleaseImport.objects.select_related("job").get(pk=release_import.pk)
        job = current.job
        if job is None or job.state == Job.State.DONE:
            return current
        if job.state == Job.State.FAILED:
            raise CommandError(error_text(job))
        if not queue.work_one({Job.Kind.IMPORT: run_import}):
            time.sleep(0.5)
