"""Asking for reports."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments import queue
from assessments.access import reporting_organisations
from assessments.models import (
    Assessment,
    Branding,
    Comment,
    Event,
    Job,
    PoolRelease,
    Release,
    Report,
    ReportAssessment,
    User,
)
from assessments.queries.changes import find_earlier
from assessments.queries.pool import latest_pool_release
from assessments.queries.releases import latest_release
from assessments.queries.verification import CODE_ALPHABET
from assessments.reports.data.formats import FORMATS
from assessments.reports.data.reading import report_data
from assessments.reports.options import ReportOptions
from assessments.services.events import record_event
from assessments.services.glyphs import find_missing_glyphs
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault
from maturity.instruments.loader import canonical_json
from maturity.scoring.answers import check_text


def new_verification_code() -> str:
    """80 random bits as sixteen letters and digits."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(16))


@dataclass(frozen=True)
class _Part:
    """One assessment of a report with the releases that are particular to its questionnaire, and
    the earlier assessments that its result is printed beside, oldest first."""

    assessment: Assessment
    results_release: Release | None
    pool_release: PoolRelease | None
    earlier: list[UUID]


def _part(by: User, assessment: Assessment, options: ReportOptions) -> _Part:
    edition = assessment.edition
    return _Part(
        assessment,
        results_release=latest_release(instrument=edition.key, edition=edition.edition),
        pool_release=latest_pool_release(edition),
        earlier=find_earlier(by, assessment) if options.shows("change") else [],
    )


def _request_hash(
    *,
    parts: Sequence[_Part],
    language: str,
    release: Release | None,
    options: ReportOptions,
    branding: Branding | None,
) -> str:
    request: dict[str, Any] = {
        "assessments": [str(part.assessment.pk) for part in parts],
        "language": language,
        "release": release.hash if release else None,
    }
    enterprise, comments = parts[0].assessment.enterprise, _comments(parts)
    # What a request does without is left out, so that it is the request it always was.
    besides = {
        "results_release": _hashes(part.results_release for part in parts),
        "pool_release": _hashes(part.pool_release for part in parts),
        "compared_with": enterprise.compared_with,
        "options": options.as_json(),
        "branding": str(branding.pk) if branding else "",
        "comments": comments,
        "earlier": [str(pk) for part in parts for pk in part.earlier],
    }
    request |= {name: value for name, value in besides.items() if value}
    return hashlib.sha256(canonical_json(request).encode()).hexdigest()


def _hashes(releases: Iterable[Release | PoolRelease | None]) -> str:
    return " ".join(release.hash for release in releases if release)


def _comments(parts: Sequence[_Part]) -> list[str]:
    """What consultants said belongs to the request: one comment more makes another report."""
    found = Comment.objects.filter(assessment__in=[part.assessment.pk for part in parts])
    return sorted(str(pk) for pk in found.values_list("pk", flat=True))


def request_report(
    *,
    by: User,
    assessments: Sequence[Assessment],
    language: str,
    options: ReportOptions = ReportOptions(),  # noqa: B008 - frozen
    branding: Branding | None = None,
    mail_when_done: bool = False,
    priority: int = queue.SINGLE,
) -> Report:
    """Ask for the report on submitted assessments of one enterprise, in the order given, held
    against the latest releases.

    What the enterprise has chosen to be held against by now is part of the request, and so are the
    earlier results that whoever asks may read. The same request returns the same report; if making
    it had failed or was cancelled, it is tried once more, and if it waits behind others, it moves
    up to the higher of both priorities.
    Raises Rejected: `nothing_chosen`, `not_submitted`, `other_enterprise`, `instrument_twice`,
    `text_too_long`, `text_not_storable`, `glyph_missing` (preface), `branding_not_offered`.
    """
    if faults := list(_check_request(by, assessments, options, branding)):
        raise Rejected(faults)
    release = latest_release()
    parts = [_part(by, assessment, options) for assessment in assessments]
    enterprise = assessments[0].enterprise
    wanted = _request_hash(
        parts=parts, language=language, release=release, options=options, branding=branding
    )
    try:
        with transaction.atomic():
            found = Report.objects.select_for_update(of=("self",)).filter(request_hash=wanted)
            if report := found.select_related("job").first():
                return _ask_again(report, by=by, priority=priority, mail_when_done=mail_when_done)
            report = Report.objects.create(
                enterprise=enterprise,
                release=release,
                compared_with=enterprise.compared_with,
                language=language,
                options=options.as_json(),
                branding=branding,
                mail_when_done=mail_when_done,
                request_hash=wanted,
                requested_by=by,
                requested_at=timezone.now(),
                verification_code=new_verification_code(),
                job=queue.enqueue(kind=Job.Kind.REPORT, requested_by=by, priority=priority),
            )
            ReportAssessment.objects.bulk_create(
                ReportAssessment(
                    report=report,
                    assessment=part.assessment,
                    position=position,
                    results_release=part.results_release,
                    pool_release=part.pool_release,
                )
                for position, part in enumerate(parts, start=1)
            )
            beside = Report.earlier.through
            beside.objects.bulk_create(
                beside(report=report, assessment_id=pk) for part in parts for pk in part.earlier
            )
            record_event(
                kind=Event.Kind.REPORT_REQUESTED, by=by, about=report, enterprise=enterprise
            )
    except IntegrityError:  # the same request arrived twice at once; the other one won
        return Report.objects.get(request_hash=wanted)
    return report


def check_preface(options: ReportOptions) -> Iterator[Fault]:
    """Find what keeps the preface from being stored or printed: `text_too_long`,
    `text_not_storable`, `glyph_missing`."""
    yield from check_text(options.preface, path="preface")
    yield from find_missing_glyphs({"preface": options.preface})


def _check_request(
    by: User,
    assessments: Sequence[Assessment],
    options: ReportOptions,
    branding: Branding | None,
) -> Iterator[Fault]:
    if not assessments:
        yield Fault("assessments", "nothing_chosen")
    if any(not assessment.is_frozen for assessment in assessments):
        yield Fault("assessment", "not_submitted", {})
    if len({assessment.enterprise_id for assessment in assessments}) > 1:
        yield Fault("assessments", "other_enterprise")
    if len({assessment.edition.key for assessment in assessments}) < len(assessments):
        yield Fault("assessments", "instrument_twice")
    yield from check_preface(options)
    if branding and assessments:
        through = reporting_organisations(by, assessments[0].enterprise, assessments)
        if not through.filter(pk=branding.organisation_id).exists():
            yield Fault("in_name_of", "branding_not_offered")


def _ask_again(report: Report, *, by: User, priority: int, mail_when_done: bool) -> Report:
    if report.job.state in (Job.State.FAILED, Job.State.CANCELLED):
        report.job = queue.enqueue(kind=Job.Kind.REPORT, requested_by=by, priority=priority)
        report.mail_when_done = mail_when_done
        report.save(update_fields=["job", "mail_when_done"])
    elif not report.job.is_finished:
        queue.bring_forward(report.job, priority=priority)
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


def download_report_data(*, by: User, report: Report, form: str) -> bytes:
    """The data of a finished report as a file to keep, in one of `FORMATS`; noted in the event log.

    Raises DataNotFrozen for a report that was made before its data were kept.
    """
    made = FORMATS[form].write(report_data(report.context))
    record_event(
        kind=Event.Kind.REPORT_DATA_DOWNLOADED,
        by=by,
        about=report,
        enterprise=report.enterprise,
        format=form,
    )
    return made
