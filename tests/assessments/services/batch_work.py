"""A worker for tests of batches, whose reports are a few bytes, and clients to report on."""

import hashlib
from collections.abc import Callable

from django.conf import settings as site

from assessments import queue
from assessments.models import Assessment, Edition, Enterprise, Job, Organisation, Report, User
from assessments.reports.files import new_file
from assessments.services.assessments import (
    Save,
    save_answer,
    start_assessment,
    submit_assessment,
)
from assessments.services.batch_archives import build_batch_archive
from assessments.services.batches import conclude_batches, start_batch
from assessments.services.reissues import announce_reissues

CONTENT = b"%PDF-1.7 a report"


def make_file(job: Job) -> Callable[[], None]:
    """A worker that stores some bytes: what stands in a report is another test's matter."""
    report = Report.objects.get(job=job)
    content = CONTENT + str(report.pk).encode()
    name = f"reports/{report.pk}/file.pdf"
    with new_file(site.MEDIA_ROOT / name) as file:
        file.write(content)
    made = {
        "file": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "pages": 3,
    }
    return lambda: Report.objects.filter(pk=report.pk).update(**made) and None


def refuse(_job: Job) -> Callable[[], None]:
    raise queue.JobFailed("render_warning", message="too wide")


HANDLERS: dict[str, queue.Handler] = {
    Job.Kind.BATCH: start_batch,
    Job.Kind.REPORT: make_file,
    Job.Kind.ARCHIVE: build_batch_archive,
}


def work(**handlers: queue.Handler) -> int:
    """Everything that is due, as a worker does it; how many jobs."""
    done = 0
    while queue.work_one(HANDLERS | handlers):
        conclude_batches()
        announce_reissues()
        done += 1
    return done


def submitted_at(name: str, consultancy: Organisation, *, by: User) -> Assessment:
    plant = Enterprise.objects.create(
        name=name, economy="JP", sector="C25", size_band="10-49", prepared_by=consultancy
    )
    edition = Edition.objects.get(key="siri", shipped=True)
    draft = start_assessment(by=by, enterprise=plant, edition=edition)
    save_answer(by=by, assessment=draft, item="VI", given={"current": 2}, save=Save("test", 1, 0))
    submit_assessment(by=by, assessment=draft)
    return Assessment.objects.get(pk=draft.pk)
