"""Batches: asked for, made, concluded, put into one file, held up, ended, tried again."""

import datetime as dt
import hashlib
import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as site
from django.core.mail import EmailMessage
from django.utils import timezone
from openpyxl import load_workbook

from assessments import queue
from assessments.models import (
    Assessment,
    Batch,
    BatchEntry,
    Branding,
    Edition,
    Enterprise,
    Event,
    Grant,
    Job,
    Membership,
    Organisation,
    Report,
    User,
)
from assessments.queries.batches import Progress, Wanted, entries_of, progress_of, reportable
from assessments.reports.batch_archive import file_name, safe_name
from assessments.reports.options import ReportOptions
from assessments.services import batches, retention
from assessments.services.accounts import delete_account
from assessments.services.assessments import (
    start_correction,
    submit_assessment,
)
from assessments.services.batch_archives import build_batch_archive, download_batch, remake_archive
from assessments.services.batches import (
    cancel_batch,
    conclude_batches,
    pause_batch,
    request_batch,
    resume_batch,
    retry_failed,
    start_batch,
)
from assessments.services.erasure import erase, request_erasure
from assessments.services.jobs import retry_job
from assessments.services.refusals import Rejected
from assessments.services.report_mail import tell_of_failure
from assessments.services.reports import request_report
from assessments.wording.batches import failure_text
from assessments.wording.jobs import error_text
from tests.assessments.services.batch_work import HANDLERS, make_file, refuse, submitted_at, work

Deliver = Callable[[], list[EmailMessage]]


@pytest.fixture
def clients(dora: User, siri: Edition) -> list[Assessment]:
    """Three enterprises that Dora's consultancy prepares, each with one submitted assessment."""
    consultancy = Organisation.objects.get(kind="consultancy")
    return [submitted_at(name, consultancy, by=dora) for name in ("大阪精密", "A/B: <c>", "=1+1")]


@pytest.fixture
def batch(dora: User, clients: list[Assessment]) -> Batch:
    return request_batch(by=dora, assessments=clients, language="zh-hans")


def states(batch: Batch) -> list[str]:
    return [row.state for row in entries_of(Batch.objects.get(pk=batch.pk), batch_owner(batch))]


def batch_owner(batch: Batch) -> User:
    assert batch.requested_by
    return batch.requested_by


def archive_of(batch: Batch) -> ZipFile:
    batch.refresh_from_db()
    return ZipFile(io.BytesIO((site.MEDIA_ROOT / batch.file).read_bytes()))


# Asking


def test_batch_asks_for_every_report_once_and_at_the_lowest_priority(
    batch: Batch, dora: User, clients: list[Assessment]
) -> None:
    assert (batch.job.kind, batch.job.priority) == ("batch", queue.BATCH)
    assert states(batch) == ["waiting"] * 3
    assert queue.work_one(HANDLERS)
    reports = Report.objects.order_by("batch_entries__position")
    assert [report.first_assessment for report in reports] == clients
    assert {(r.requested_by, r.language, r.job.priority) for r in reports} == {
        (dora, "zh-hans", queue.BATCH)
    }
    assert states(batch) == ["waiting"] * 3
    assert Event.objects.filter(kind="report_requested").count() == 3


def test_event_stands_in_the_log_of_the_consultancy(batch: Batch) -> None:
    event = Event.objects.get(kind="batch_requested")
    assert event.organisation == Organisation.objects.get(kind="consultancy")
    assert (event.object_id, event.details) == (batch.pk, {"reports": 3})


def test_event_of_an_own_batch_stands_in_the_log_of_the_client(
    submitted: Assessment, alice: User, client_organisation: Organisation
) -> None:
    request_batch(by=alice, assessments=[submitted], language="en")
    assert Event.objects.get(kind="batch_requested").organisation == client_organisation


def test_event_follows_the_branding_and_where_it_is_not_offered_there_is_no_report(
    dora: User, clients: list[Assessment]
) -> None:
    """Dora works for another consultancy too, which comes first by name and has one client."""
    other = Organisation.objects.create(name="Asahi Consulting", kind="consultancy")
    Membership.objects.create(user=dora, organisation=other, role="consultant")
    branding = Branding.objects.create(organisation=clients[0].enterprise.organisation, name="Ours")
    chosen = [clients[0], submitted_at("Client of Asahi", other, by=dora)]
    batch = request_batch(by=dora, assessments=chosen, language="en", branding=branding)
    event = Event.objects.get(kind="batch_requested")
    assert event.organisation == branding.organisation
    work()
    first, second = batch.entries.all()
    assert first.report is not None
    assert first.report.branding == branding
    assert second.error == {"code": "branding_not_offered", "params": {}}


def test_options_reach_every_report(dora: User, clients: list[Assessment]) -> None:
    options = ReportOptions(left_out=frozenset({"pool"}), preface="By us")
    request_batch(by=dora, assessments=clients, language="en", options=options)
    work()
    assert [report.options for report in Report.objects.all()] == [options.as_json()] * 3


def test_what_cannot_be_a_batch_is_refused_and_leaves_nothing(
    dora: User, clients: list[Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    def codes(chosen: list[Assessment], **options: str) -> list[str]:
        with pytest.raises(Rejected) as refused:
            request_batch(
                by=dora, assessments=chosen, language="en", options=ReportOptions(**options)
            )
        return [fault.code for fault in refused.value.faults]

    assert codes([]) == ["nothing_chosen"]
    draft = start_correction(by=dora, assessment=clients[0])
    assert codes([*clients, draft]) == ["not_submitted"]
    assert codes(clients, preface="x" * 100_000) == ["text_too_long"]
    assert codes(clients, preface="\U00012000") == ["glyph_missing"]
    monkeypatch.setattr(batches, "LIMIT", 2)
    assert codes(clients) == ["too_many_reports"]
    assert not Batch.objects.exists()
    assert not Job.objects.filter(kind="batch").exists()


def test_assessment_chosen_twice_is_reported_once(dora: User, clients: list[Assessment]) -> None:
    batch = request_batch(by=dora, assessments=[clients[0], clients[0]], language="en")
    assert batch.entries.count() == 1


def test_report_that_is_there_already_is_taken(
    batch: Batch, dora: User, clients: list[Assessment]
) -> None:
    before = request_report(by=dora, assessments=[clients[0]], language="zh-hans")
    queue.work_one({"report": make_file})
    work()
    assert batch.entries.get(position=1).report == before
    assert Report.objects.count() == 3
    assert states(batch) == ["done"] * 3


def test_right_is_asked_again_before_each_report(
    submitted: Assessment, clients: list[Assessment], grant: Grant, dora: User
) -> None:
    batch = request_batch(by=dora, assessments=[submitted, clients[0]], language="en")
    Grant.objects.update(may_report=False)
    work()
    first, second = batch.entries.all()
    assert first.error == {"code": "report_not_allowed", "params": {}}
    assert failure_text(first) == "You may not make reports on this assessment any more."
    assert second.report is not None
    assert not Report.objects.filter(enterprise=submitted.enterprise).exists()
    assert progress_of(batch) == Progress(2, 0, 0, done=1, failed=1, cancelled=0)


def test_closed_account_gets_nothing(batch: Batch, dora: User) -> None:
    User.objects.filter(pk=dora.pk).update(is_active=False)
    work()
    batch.refresh_from_db()
    assert batch.job.error == {"code": "not_allowed", "params": {}}
    assert error_text(batch.job).startswith("Your account is closed")
    assert batch.concluded_at
    assert not Report.objects.exists()
    assert progress_of(batch) == Progress(3, 0, 0, done=0, failed=3, cancelled=0)


def test_killed_worker_is_followed_by_one_that_goes_on(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = batches._ask_for

    class Killed(BaseException):
        """Nothing in the queue catches it, as nothing catches a signal."""

    def die_at_second(entry: BatchEntry, *, by: User) -> None:
        ask(entry, by=by)
        if entry.position == 2:
            raise Killed

    monkeypatch.setattr(batches, "_ask_for", die_at_second)
    with pytest.raises(Killed):
        queue.work_one({"batch": start_batch})
    assert Report.objects.count() == 1, "the second was not kept"
    monkeypatch.undo()
    Job.objects.filter(pk=batch.job_id).update(lease_until=timezone.now() - dt.timedelta(1))
    assert queue.work_one({"batch": start_batch})
    assert Report.objects.count() == 3
    assert Event.objects.filter(kind="report_requested").count() == 3


# Concluding


def test_last_report_concludes_the_batch_and_then_it_is_told(
    batch: Batch, deliver: Deliver, dora: User
) -> None:
    for _done in range(3):
        queue.work_one(HANDLERS)
        assert conclude_batches() == 0
    queue.work_one(HANDLERS)
    assert conclude_batches() == 1
    assert conclude_batches() == 0
    batch.refresh_from_db()
    assert batch.concluded_at
    assert batch.archive
    assert (batch.archive.kind, batch.archive.state) == ("archive", "queued")
    assert deliver() == []
    work()
    (mail,) = deliver()
    assert mail.to == [dora.email]
    assert mail.subject == "Your batch of reports is ready"
    assert "Reports that were made: 3 of 3." in mail.body
    assert f"/batches/{batch.pk}/" in mail.body
    assert "not made" not in mail.body


def test_looking_for_something_to_conclude_is_one_query(
    batch: Batch, django_assert_num_queries: Callable[..., object]
) -> None:
    queue.work_one(HANDLERS)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert conclude_batches() == 0


def test_failed_reports_are_counted_in_the_mail(batch: Batch, deliver: Deliver) -> None:
    queue.work_one(HANDLERS)
    queue.work_one({"report": refuse})
    work()
    (mail,) = deliver()
    assert "Reports that were made: 2 of 3." in mail.body
    assert "Reports that were not made: 1." in mail.body


def test_archive_that_cannot_be_made_is_told_too(batch: Batch, deliver: Deliver) -> None:
    def fail(_job: Job) -> Callable[[], None]:
        raise queue.JobFailed("gave_up", attempts=5)

    for _job in range(4):
        queue.work_one(HANDLERS)
    conclude_batches()
    queue.work_one({"archive": fail}, on_failed=tell_of_failure)
    (mail,) = deliver()
    assert "Reports that were made: 3 of 3." in mail.body
    remake_archive(batch)
    work()
    assert len(deliver()) == 1


def test_batch_whose_job_is_started_again_is_open_again(
    batch: Batch, administrator: User, deliver: Deliver
) -> None:
    Job.objects.filter(pk=batch.job_id).update(state="failed", attempt=5)
    conclude_batches()
    batch.refresh_from_db()
    assert batch.concluded_at
    assert len(deliver()) == 1
    retry_job(by=administrator, job=batch.job)
    work()
    assert states(batch) == ["done"] * 3
    assert len(archive_of(batch).namelist()) == 5
    assert len(deliver()) == 2


def test_batch_without_any_report_has_no_archive_and_is_told(
    batch: Batch, deliver: Deliver
) -> None:
    work(report=refuse)
    batch.refresh_from_db()
    assert (batch.archive, batch.file) == (None, "")
    (mail,) = deliver()
    assert mail.subject == "Your batch of reports could not be made"


# The archive


def test_archive_holds_every_report_and_sums_that_can_be_checked(
    batch: Batch, tmp_path: Path
) -> None:
    work()
    archive = archive_of(batch)
    names = [
        "01 大阪精密 siri zh-hans.pdf",
        "02 A B c siri zh-hans.pdf",
        "03 =1+1 siri zh-hans.pdf",
    ]
    assert archive.namelist() == [*names, "contents.xlsx", "SHA256SUMS"]
    archive.extractall(tmp_path)
    subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path, check=True)
    for name, report in zip(names, Report.objects.order_by("batch_entries__position"), strict=True):
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == report.sha256
    content = (site.MEDIA_ROOT / batch.file).read_bytes()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (batch.size, batch.sha256)


def rows_of(batch: Batch) -> Iterator[list[object]]:
    book = load_workbook(io.BytesIO(archive_of(batch).read("contents.xlsx")))
    return iter([[cell.value for cell in row] for row in book.active.iter_rows()])  # type: ignore[union-attr]


def test_contents_say_what_each_file_is_and_why_one_is_missing(batch: Batch) -> None:
    queue.work_one(HANDLERS)
    queue.work_one({"report": refuse})
    work()
    head, first, second, third = rows_of(batch)
    assert (head[0], head[-1]) == ("Number", "Why there is no report")
    title = Edition.objects.get(key="siri", shipped=True).content.title["en"]
    assert first[:4] == [1, "大阪精密", title, "2020"]
    assert first[6:10] == [None] * 4
    assert first[10] == "The report would have been incomplete: too wide"
    report = batch.entries.get(position=2).report
    assert report
    assert second[5:11] == [
        "zh-hans",
        3,
        "-".join(report.verification_code[n : n + 4] for n in range(0, 16, 4)),
        "02 A B c siri zh-hans.pdf",
        report.sha256,
        None,
    ]
    assert third[1] == "=1+1", "a text, not a formula"
    book = load_workbook(io.BytesIO(archive_of(batch).read("contents.xlsx")))
    assert book.active["B4"].data_type == "s"  # type: ignore[index]


def test_what_may_not_be_read_any_more_is_left_out_and_not_named(
    submitted: Assessment, clients: list[Assessment], grant: Grant, dora: User
) -> None:
    batch = request_batch(by=dora, assessments=[submitted, clients[0]], language="en")
    for _job in range(3):
        queue.work_one(HANDLERS)
    conclude_batches()
    Grant.objects.update(revoked_at=timezone.now())
    work()
    assert archive_of(batch).namelist()[0] == "02 大阪精密 siri en.pdf"
    _head, first, _second = rows_of(batch)
    assert first[1:10] == ["(no longer visible to you)", *[None] * 8]
    assert first[10] == "You may not read this report any more."
    assert [entry.is_archived for entry in batch.entries.all()] == [False, True]


@pytest.mark.parametrize(
    ("content", "said"), [(None, "is not there any more"), (b"%PDF-other", "not the one")]
)
def test_damaged_file_is_listed_and_not_handed_out(
    batch: Batch, content: bytes | None, said: str
) -> None:
    for _job in range(4):
        queue.work_one(HANDLERS)
    report = batch.entries.get(position=1).report
    assert report
    path = site.MEDIA_ROOT / report.file
    path.write_bytes(content) if content else path.unlink()
    conclude_batches()
    work()
    _head, first, *_others = rows_of(batch)
    assert said in str(first[10])
    assert len(archive_of(batch).namelist()) == 4


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ('a<b>c:d"e/f\\g|h?i*j', "a b c d e f g h i j"),
        ("  ends with dots ... ", "ends with dots"),
        ("../../etc/passwd", "etc passwd"),
        ("line\nbreak\ttab\x00", "linebreaktab"),
        ("gpj.\u202efdp.exe", "gpj.fdp.exe"),
        ("㈱大阪", "㈱大阪"),
        ("精" * 100, "精" * 40),
        ("???", ""),
    ],
)
def test_names_of_files_are_safe_everywhere(name: str, expected: str) -> None:
    assert safe_name(name) == expected


def test_file_without_a_name_has_its_number() -> None:
    assert file_name(7, "///", "dx", "ja", digits=3) == "007 dx ja.pdf"


def test_archive_of_a_worker_that_lost_its_lease_is_not_kept(batch: Batch) -> None:
    for _job in range(4):
        queue.work_one(HANDLERS)
    conclude_batches()

    def slow(job: Job) -> Callable[[], None]:
        store = build_batch_archive(job)
        retry = Batch.objects.get(pk=batch.pk)
        Job.objects.filter(report__batch_entries__batch=retry).update(state="failed")
        retry_failed(retry)  # meanwhile everything is asked for again
        return store

    queue.work_one({"archive": slow})
    batch.refresh_from_db()
    assert batch.file == ""
    assert list((site.MEDIA_ROOT / f"batches/{batch.pk}").iterdir()) == []


# Taking it


def test_taking_the_archive_is_noted_for_each_client(
    batch: Batch, dora: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    work()
    batch.refresh_from_db()
    with django_assert_max_num_queries(14), download_batch(by=dora, batch=batch) as file:  # type: ignore[attr-defined]
        assert hashlib.sha256(file.read()).hexdigest() == batch.sha256
    taken = Event.objects.get(kind="batch_downloaded")
    assert (taken.actor, taken.object_id, taken.details) == (dora, batch.pk, {"reports": 3})
    events = Event.objects.filter(kind="report_downloaded")
    assert {event.object_id for event in events} == set(Report.objects.values_list("pk", flat=True))
    assert {event.enterprise for event in events} == set(
        Enterprise.objects.values_list("pk", flat=True)
    )


def test_archive_with_a_report_that_was_closed_is_made_again_without_it(
    submitted: Assessment,
    clients: list[Assessment],
    grant: Grant,
    dora: User,
    deliver: Deliver,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    batch = request_batch(by=dora, assessments=[submitted, clients[0]], language="en")
    work()
    batch.refresh_from_db()
    old = site.MEDIA_ROOT / batch.file
    Grant.objects.update(revoked_at=timezone.now())
    with (
        pytest.raises(Rejected) as refused,
        django_capture_on_commit_callbacks(execute=True),  # type: ignore[attr-defined]
    ):
        download_batch(by=dora, batch=batch)
    assert [fault.code for fault in refused.value.faults] == ["archive_outdated"]
    work()
    names = archive_of(batch).namelist()
    assert names == ["02 大阪精密 siri en.pdf", "contents.xlsx", "SHA256SUMS"]
    download_batch(by=dora, batch=batch).close()
    assert [mail.subject for mail in deliver()] == ["Your batch of reports is ready"], "told once"
    assert old != site.MEDIA_ROOT / batch.file
    assert Event.objects.filter(kind="report_downloaded").count() == 1


def test_there_is_nothing_to_take_before_it_is_made(batch: Batch, dora: User) -> None:
    with pytest.raises(FileNotFoundError):
        download_batch(by=dora, batch=batch)
    remake_archive(batch)
    batch.refresh_from_db()
    assert batch.archive is None, "it is not concluded"


# Holding up, going on, ending, trying again


def test_paused_batch_begins_nothing_and_goes_on_when_resumed(batch: Batch) -> None:
    queue.work_one(HANDLERS)
    queue.work_one(HANDLERS)
    pause_batch(batch)
    assert work() == 0
    assert states(batch) == ["done", "paused", "paused"]
    batch.refresh_from_db()
    assert batch.concluded_at is None
    resume_batch(batch)
    work()
    assert states(batch) == ["done"] * 3


def test_batch_paused_before_it_began_asks_for_nothing(batch: Batch) -> None:
    pause_batch(batch)
    assert work() == 0
    assert states(batch) == ["paused"] * 3
    resume_batch(batch)
    work()
    assert states(batch) == ["done"] * 3


def test_batch_paused_while_it_asks_stops_asking(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = batches._ask_for
    job = batch.job

    def ask_and_pause(entry: BatchEntry, *, by: User) -> None:
        ask(entry, by=by)
        pause_batch(entry.batch)

    monkeypatch.setattr(batches, "_ask_for", ask_and_pause)
    assert queue.work_one(HANDLERS)
    monkeypatch.undo()
    job.refresh_from_db()
    assert (job.state, Report.objects.count()) == ("paused", 1)
    assert work() == 0
    resume_batch(batch)
    work()
    assert states(batch) == ["done"] * 3
    assert Report.objects.count() == 3


def test_pausing_does_not_wear_a_batch_out(batch: Batch, settings: object) -> None:
    """However often it is paused, no attempt is counted."""
    for _time in range(site.JOB_MAX_ATTEMPTS + 2):
        Job.objects.filter(pk=Batch.objects.get(pk=batch.pk).job_id).update(attempt=4)
        pause_batch(batch)
        resume_batch(batch)
    work()
    assert states(batch) == ["done"] * 3


def test_cancelled_batch_keeps_what_is_ready(batch: Batch, deliver: Deliver) -> None:
    queue.work_one(HANDLERS)
    queue.work_one(HANDLERS)
    cancel_batch(batch)
    conclude_batches()
    work()
    assert states(batch) == ["done", "cancelled", "cancelled"]
    assert len(archive_of(batch).namelist()) == 3
    assert deliver() == [], "whoever cancels it knows"
    assert progress_of(batch) == Progress(3, 0, 0, done=1, failed=0, cancelled=2)


def test_batch_cancelled_before_it_began_is_over_at_once(
    batch: Batch, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        cancel_batch(batch)
    batch.refresh_from_db()
    assert batch.concluded_at
    assert batch.archive is None
    assert states(batch) == ["cancelled"] * 3
    assert work() == 0


def test_failed_ones_are_tried_again_and_the_others_are_not(batch: Batch, deliver: Deliver) -> None:
    queue.work_one(HANDLERS)
    queue.work_one({"report": refuse})
    work()
    deliver()
    kept = set(Report.objects.filter(job__state="done").values_list("pk", "job"))
    retry_failed(batch)
    batch.refresh_from_db()
    assert (batch.concluded_at, batch.file, batch.archive) == (None, "", None)
    work()
    assert states(batch) == ["done"] * 3
    assert kept < set(Report.objects.values_list("pk", "job"))
    assert len(archive_of(batch).namelist()) == 5
    assert len(deliver()) == 2, "told again"


def test_cancelled_batch_can_be_taken_up_again(batch: Batch) -> None:
    cancel_batch(batch)
    conclude_batches()
    retry_failed(batch)
    work()
    assert states(batch) == ["done"] * 3


def test_there_must_be_something_to_try_again(batch: Batch) -> None:
    with pytest.raises(Rejected, match="batch_still_asking"):
        retry_failed(batch)
    work()
    with pytest.raises(Rejected, match="nothing_failed"):
        retry_failed(batch)


def test_report_that_somebody_waits_for_is_not_held_up(
    batch: Batch, dora: User, clients: list[Assessment]
) -> None:
    queue.work_one(HANDLERS)
    pause_batch(batch)
    report = request_report(by=dora, assessments=[clients[1]], language="zh-hans")
    report.job.refresh_from_db()
    assert (report.job.state, report.job.priority) == ("queued", queue.SINGLE)
    pause_batch(batch)
    cancel_batch(batch)
    report.job.refresh_from_db()
    assert report.job.state == "queued"


def test_report_of_two_batches_is_held_up_only_by_both(
    batch: Batch, dora: User, clients: list[Assessment]
) -> None:
    other = request_batch(by=dora, assessments=clients[:1], language="zh-hans")
    queue.work_one(HANDLERS)
    queue.work_one({"batch": start_batch})
    report = Report.objects.get(batch_entries__batch=other)

    def state() -> str:
        return Job.objects.get(report=report).state

    pause_batch(batch)
    assert (state(), states(other)) == ("queued", ["waiting"])
    pause_batch(other)
    assert state() == "paused"
    cancel_batch(other)
    assert state() == "paused", "the other one still wants it"
    cancel_batch(batch)
    assert state() == "cancelled"


def test_jobs_of_others_are_left_alone(
    batch: Batch, dora: User, alice: User, clients: list[Assessment]
) -> None:
    consultancy = Organisation.objects.get(kind="consultancy")
    Membership.objects.create(user=alice, organisation=consultancy, role="consultant")
    report = request_report(
        by=alice, assessments=[clients[0]], language="zh-hans", priority=queue.BATCH
    )
    Job.objects.filter(report=report).update(not_before=timezone.now() + dt.timedelta(hours=1))
    queue.work_one(HANDLERS)
    pause_batch(batch)
    assert states(batch) == ["waiting", "paused", "paused"]


# What may be chosen


def test_newest_submitted_assessment_of_each_client_is_offered(
    clients: list[Assessment], dora: User, charlie: User
) -> None:
    correction = start_correction(by=dora, assessment=clients[0])
    assert set(reportable(dora)) == set(clients)
    submit_assessment(by=dora, assessment=correction)
    assert set(reportable(dora)) == {*clients[1:], correction}
    assert list(reportable(charlie)) == []
    assert [a.pk for a in reportable(dora, Wanted(name="大阪"))] == [correction.pk]
    assert list(reportable(dora, Wanted(instrument="dx"))) == []


# Forgetting


def test_archive_goes_with_an_enterprise_in_it(
    batch: Batch, dora: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    work()
    batch.refresh_from_db()
    path = site.MEDIA_ROOT / batch.file
    enterprise = Enterprise.objects.get(name="大阪精密")
    request_erasure(by=dora, enterprise=enterprise, typed_name=enterprise.name)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert queue.work_one({"erasure": erase})
    batch.refresh_from_db()
    assert (batch.file, batch.archive, batch.entries.count()) == ("", None, 2)
    assert not path.exists()
    remake_archive(batch)
    work()
    assert archive_of(batch).namelist()[0] == "02 A B c siri zh-hans.pdf"


def test_erasing_while_the_archive_is_made_leaves_nothing_of_it(
    batch: Batch, dora: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    for _job in range(4):
        queue.work_one(HANDLERS)
    conclude_batches()
    enterprise = Enterprise.objects.get(name="大阪精密")

    def slow(job: Job) -> Callable[[], None]:
        store = build_batch_archive(job)
        request_erasure(by=dora, enterprise=enterprise, typed_name=enterprise.name)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            queue.work_one({"erasure": erase})
        return store

    queue.work_one({"archive": slow})
    batch.refresh_from_db()
    assert batch.file == ""
    assert list(site.MEDIA_ROOT.glob(f"batches/{batch.pk}/*")) == []


def test_archive_is_forgotten_after_its_days_and_can_be_made_again(
    batch: Batch, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    work()
    batch.refresh_from_db()
    path = site.MEDIA_ROOT / batch.file
    days = site.EXPORT_RETENTION_DAYS
    for age, is_kept in ((dt.timedelta(days=days - 1), True), (dt.timedelta(days=days + 1), False)):
        Job.objects.filter(pk=batch.archive_id).update(finished_at=timezone.now() - age)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            retention.clean_up_daily()
        assert path.exists() is is_kept
    batch.refresh_from_db()
    assert batch.file == ""
    remake_archive(batch)
    work()
    assert len(archive_of(batch).namelist()) == 5


def test_jobs_of_batches_are_not_forgotten(batch: Batch) -> None:
    work()
    Job.objects.update(finished_at=timezone.now() - dt.timedelta(days=1000))
    retention.forget_jobs()
    batch.refresh_from_db()
    assert batch.job.state == "done"
    assert batch.archive_id


def test_batches_go_with_the_account_and_their_files_too(
    batch: Batch, dora: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    work()
    batch.refresh_from_db()
    path = site.MEDIA_ROOT / batch.file
    Membership.objects.filter(user=dora).delete()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        delete_account(user=User.objects.get(pk=dora.pk))
    assert not Batch.objects.exists()
    assert not path.exists()
    assert Report.objects.count() == 3


def test_job_of_a_batch_that_went_with_its_account_does_nothing(batch: Batch, dora: User) -> None:
    dora.delete()
    work()
    assert Job.objects.get(kind="batch").state == "done"
    assert not Report.objects.exists()
