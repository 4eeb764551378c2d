"""Asking for reports."""

import hashlib
import secrets
from typing import Any, BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments import queue
from assessments.models import (
    Assessment,
    Event,
    Job,
    PoolRelease,
    Release,
    Report,
    ReportAssessment,
    User,
)
from assessments.queries.pool import latest_pool_release
from assessments.queries.releases import latest_release
from assessments.services.events import record_event
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault
from maturity.instruments.loader import canonical_json

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: read aloud without mistakes


def new_verification_code() -> str:
    """80 random bits as sixteen letters and digits."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(16))


def _request_hash(
    *,
    assessment: Assessment,
    language: str,
    release: Release | None,
    results: Release | None,
    pool_release: PoolRelease | None,
) -> str:
    request: dict[str, Any] = {
        "assessments": [str(assessment.pk)],
        "language": language,
        "release": release.hash if release else None,
    }
    # What a request does without is left out, so that it is the request it always was.
    if results:
        request["results_release"] = results.hash
    if pool_release:
        request["pool_release"] = pool_release.hash
    if chosen := assessment.enterprise.compared_with:
        request["compared_with"] = chosen
    return hashlib.sha256(canonical_json(request).encode()).hexdigest()


def request_report(
    *, by: User, assessment: Assessment, language: str, priority: int = queue.SINGLE
) -> Report:
    """Ask for the report on a submitted assessment, held against the latest releases.

    What the enterprise has chosen to be held against by now is part of the request. The same
    request returns the same report; if making it had failed, it is tried once more.
    Raises Rejected when the assessment is still open.
    """
    if not assessment.is_frozen:
        raise Rejected([Fault("assessment", "not_submitted", {})])
    release, edition = latest_release(), assessment.edition
    results = latest_release(instrument=edition.key, edition=edition.edition)
    pool_release = latest_pool_release(edition)
    wanted = _request_hash(
        assessment=assessment,
        language=language,
        release=release,
        results=results,
        pool_release=pool_release,
    )
    try:
        with transaction.atomic():
            found = Report.objects.select_for_update(of=("self",)).filter(request_hash=wanted)
            if report := found.select_related("job").first():
                return _retry_if_failed(report, by=by, priority=priority)
            report = Report.objects.create(
                enterprise=assessment.enterprise,
                release=release,
                results_release=results,
                pool_release=pool_release,
                compared_with=assessment.enterprise.compared_with,
                language=language,
                request_hash=wanted,
                requested_by=by,
                requested_at=timezone.now(),
                verification_code=new_verification_code(),
                job=queue.enqueue(kind=Job.Kind.REPORT, requested_by=by, priority=priority),
            )
            ReportAssessment.objects.create(report=report, assessment=assessment, position=1)
            record_event(
                kind=Event.Kind.REPORT_REQUESTED,
                by=by,
                about=report,
                enterprise=assessment.enterprise,
            )
    except IntegrityError:  # the same request arrived twice at once; the other one won
        return Report.objects.get(request_hash=wanted)
    return report


def _retry_if_failed(report: Report, *, by: User, priority: int) -> Report:
    if report.job.state == Job.State.FAILED:
        report.job = queue.enqueue(kind=Job.Kind.REPORT, requested_by=by, priority=priority)
        report.save(update_fields=["job"])
    return report


def open_report_file(report: Report) -> BinaryIO:
    """The stored file, for reading. Raises FileNotFoundError when there is none (yet)."""
    if not report.file:
        raise FileNotFoundError(report.pk)
    return (settings.MEDIA_ROOT / report.file).open("rb")


def download_report(*, by: User, report: Report) -> BinaryIO:
    """Open the file for somebody to keep, and note in the event log that it was taken."""
    stored = open_report_file(report)
    record_event(
        kind=Event.Kind.REPORT_DOWNLOADED, by=by, about=report, enterprise=report.enterprise
    )
    return stored
