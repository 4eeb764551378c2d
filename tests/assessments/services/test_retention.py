"""What is forgotten after its time, and what is not: always a row on either side of the limit."""

import datetime as dt
import os
import time
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django.fixtures import Settings
from structlog.testing import capture_logs

from assessments import queue
from assessments.models import (
    Assessment,
    Batch,
    Edition,
    Email,
    Enterprise,
    EnterpriseExport,
    Event,
    Invitation,
    Job,
    JoinRequest,
    Organisation,
    PoolRelease,
    User,
)
from assessments.services import retention
from assessments.services.erasure import request_erasure
from assessments.services.exports import build_export, request_export
from assessments.services.reports import request_report
from assessments.tasks import clean_up_every_day

HOUR = dt.timedelta(hours=1)


def ago(days: int, *, later: dt.timedelta = dt.timedelta()) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days) + later


def either_side(days: int) -> tuple[dt.datetime, dt.datetime]:
    """A moment that is over the limit, and one that is not yet."""
    return ago(days, later=-HOUR), ago(days, later=HOUR)


def test_events_are_forgotten_after_three_years(
    alice: User, client_organisation: Organisation
) -> None:
    old, kept = (
        Event.objects.create(
            at=at,
            kind="signed_in",
            actor=alice,
            organisation=client_organisation,
            object_type="user",
            object_id=alice.pk,
        )
        for at in either_side(1096)
    )
    assert retention.forget_events() == 1
    assert list(Event.objects.all()) == [kept]
    assert old.pk != kept.pk


def test_who_added_an_enterprise_is_known_as_long_as_it_is_there(
    enterprise: Enterprise, alice: User
) -> None:
    for key in (enterprise.pk, uuid4()):
        Event.objects.create(at=ago(5000), kind="enterprise_created", actor=alice, object_id=key)
    retention.forget_events()
    assert Event.objects.get().object_id == enterprise.pk


def test_number_of_days_is_a_setting(alice: User, settings: Settings) -> None:
    Event.objects.create(at=ago(3), kind="signed_in", actor=alice, object_id=alice.pk)
    settings.EVENT_RETENTION_DAYS = 4
    assert retention.forget_events() == 0
    settings.EVENT_RETENTION_DAYS = 2
    assert retention.forget_events() == 1


def test_exports_are_forgotten_after_a_week_with_their_files(
    enterprise: Enterprise, alice: User
) -> None:
    exports = []
    for at in either_side(7):
        export = request_export(by=alice, enterprise=enterprise)
        queue.work_one({"export": build_export})
        EnterpriseExport.objects.filter(pk=export.pk).update(requested_at=at)
        exports.append(EnterpriseExport.objects.get(pk=export.pk))
    old, kept = exports
    retention.clean_up_daily()
    assert list(EnterpriseExport.objects.all()) == [kept]
    assert not (site.MEDIA_ROOT / old.file).exists()
    assert (site.MEDIA_ROOT / kept.file).exists()
    assert list(Job.objects.filter(kind="export")) == [kept.job]


def test_export_that_still_waits_is_not_forgotten(enterprise: Enterprise, alice: User) -> None:
    export = request_export(by=alice, enterprise=enterprise)
    EnterpriseExport.objects.update(requested_at=ago(30))
    retention.clean_up_daily()
    assert EnterpriseExport.objects.get() == export


@pytest.mark.parametrize("end", ["accepted_at", "declined_at", "withdrawn_at", "expires_at"])
def test_invitations_are_forgotten_ninety_days_after_they_ended(
    client_organisation: Organisation, end: str
) -> None:
    def invitation(**fields: object) -> Invitation:
        return Invitation.objects.create(
            purpose="membership",
            organisation=client_organisation,
            email="x@example.org",
            language="en",
            role="viewer",
            **fields,
        )

    over, not_yet = either_side(90)
    invitation(**{end: over})
    kept = {invitation(**{end: not_yet}), invitation()}
    retention.forget_invitations()
    assert set(Invitation.objects.all()) == kept


@pytest.mark.parametrize("end", ["decided_at", "expires_at"])
def test_requests_to_join_are_forgotten_ninety_days_after_they_ended(alice: User, end: str) -> None:
    over, not_yet = either_side(90)
    JoinRequest.objects.create(user=alice, email="1@example.org", **{end: over})
    kept = {
        JoinRequest.objects.create(user=alice, email="2@example.org", **{end: not_yet}),
        JoinRequest.objects.create(user=alice, email="3@example.org"),
    }
    retention.forget_invitations()
    assert set(JoinRequest.objects.all()) == kept


def test_finished_jobs_without_an_object_are_forgotten_after_thirty_days(db: None) -> None:
    over, not_yet = either_side(30)
    for state in ("done", "failed", "cancelled"):
        Job.objects.create(kind="email", state=state, finished_at=over)
    kept = {
        Job.objects.create(kind="email", state="done", finished_at=not_yet),
        Job.objects.create(kind="email", state="queued", created_at=over),
        Job.objects.create(kind="report", state="running", created_at=over),
        Job.objects.create(kind="report", state="paused", created_at=over),
    }
    retention.forget_jobs()
    assert set(Job.objects.all()) == kept


def test_message_that_could_not_be_sent_goes_with_its_job(db: None) -> None:
    for at in either_side(30):
        job = Job.objects.create(kind="email", state="failed", finished_at=at)
        Email.objects.create(job=job, to="x@example.org", language="en", kind="text")
    retention.forget_jobs()
    assert Email.objects.count() == Job.objects.count() == 1


def test_jobs_of_what_is_still_there_stay(
    enterprise: Enterprise, alice: User, siri: Edition
) -> None:
    request_export(by=alice, enterprise=enterprise)
    PoolRelease.objects.create(
        edition=siri,
        first_day=dt.date(2020, 1, 1),
        last_day=dt.date(2020, 12, 31),
        job=Job.objects.create(kind="pool_release"),
    )
    request_erasure(by=alice, enterprise=enterprise, typed_name=enterprise.name)
    Job.objects.exclude(kind="email").update(state="failed", finished_at=ago(400))
    Job.objects.filter(kind="email").delete()
    retention.forget_jobs()
    kinds = Job.objects.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["erasure", "export", "pool_release"]


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_reports_batches_and_archives_keep_their_jobs(
    submitted: Assessment, alice: User, state: str
) -> None:
    report = request_report(by=alice, assessments=[submitted], language="en")
    batch = Batch.objects.create(
        requested_by=alice,
        language="en",
        job=Job.objects.create(kind="batch"),
        archive=Job.objects.create(kind="archive"),
    )
    Job.objects.filter(kind="email").delete()
    Job.objects.update(state=state, finished_at=ago(400))
    retention.forget_jobs()
    batch.refresh_from_db()
    assert set(Job.objects.all()) == {report.job, batch.job, batch.archive}

    batch.delete()
    report.delete()
    retention.forget_jobs()
    assert not Job.objects.exists()


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_job_of_a_report_that_was_asked_for_again_is_forgotten(
    submitted: Assessment, alice: User, state: str
) -> None:
    first = request_report(by=alice, assessments=[submitted], language="en").job
    Job.objects.update(state=state, finished_at=ago(400))
    second = request_report(by=alice, assessments=[submitted], language="en").job
    retention.forget_jobs()
    kept = set(Job.objects.filter(kind="report"))
    assert kept == {second}
    assert first not in kept


def test_export_that_was_cancelled_is_forgotten_like_any_other(
    enterprise: Enterprise, alice: User
) -> None:
    request_export(by=alice, enterprise=enterprise)
    queue.cancel(Job.objects.filter(kind="export"))
    EnterpriseExport.objects.update(requested_at=ago(30))
    retention.clean_up_daily()
    assert not EnterpriseExport.objects.exists()


def test_sessions_that_ended_are_forgotten(alice: User) -> None:
    for key, ends in (("old", ago(0, later=-HOUR)), ("kept", ago(0, later=HOUR))):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
        UserSession.objects.create(
            user=alice, session_key=key, ip="127.0.0.1", user_agent="Browser", data={}
        )
    retention.forget_sessions()
    assert Session.objects.get().session_key == "kept"
    assert UserSession.objects.get().session_key == "kept"  # browser and address go with it


@pytest.mark.parametrize("folder", ["reports", "exports"])
def test_files_that_no_row_names_are_removed_a_day_later(
    db: None, folder: str, enterprise: Enterprise, alice: User
) -> None:
    def leave(key: object, age: dt.timedelta) -> Path:
        path: Path = site.MEDIA_ROOT / folder / str(key)
        path.mkdir(parents=True)
        (path / "file").write_text("left behind")
        moment = time.time() - age.total_seconds()
        os.utime(path, (moment, moment))
        return path

    orphan = leave(uuid4(), dt.timedelta(hours=25))
    young = leave(uuid4(), dt.timedelta(hours=23))
    export = request_export(by=alice, enterprise=enterprise)
    known = leave(export.pk, dt.timedelta(hours=25))
    retention.remove_orphaned_files()
    assert not orphan.exists()
    assert young.exists()
    assert known.exists() == (folder == "exports")


def test_beat_does_all_of_it(
    alice: User, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue.app, "send_task", lambda *_args, **_options: None)
    Event.objects.create(at=ago(2000), kind="signed_in", actor=alice, object_id=alice.pk)
    job = request_erasure(by=alice, enterprise=enterprise, typed_name=enterprise.name)
    Job.objects.filter(pk=job.pk).update(state="failed", finished_at=timezone.now())
    clean_up_every_day()
    assert not Event.objects.filter(kind="signed_in").exists()
    assert Enterprise.objects.get().erasure != job
    assert site.CELERY_BEAT_SCHEDULE["clean_up_daily"]["schedule"] == 24 * 60 * 60


def test_address_and_device_go_with_the_session(alice: User) -> None:
    UserSession.objects.create(user=alice, ip="192.0.2.1", session_key="gone", user_agent="x")
    retention.forget_sessions()
    assert not UserSession.objects.exists()


def test_a_folder_of_somebody_else_is_left_alone(db: None) -> None:
    foreign = site.MEDIA_ROOT / "reports" / "lost+found"
    foreign.mkdir(parents=True)
    long_ago = time.time() - 5 * 24 * 3600
    os.utime(foreign, (long_ago, long_ago))
    try:
        assert retention.remove_orphaned_files() == 0
        assert foreign.is_dir()
    finally:
        foreign.rmdir()


def test_a_step_that_fails_is_logged_and_keeps_no_other_from_being_done(
    db: None, settings: Settings
) -> None:
    settings.EVENT_RETENTION_DAYS = "three years"
    Session.objects.create(session_key="old", session_data="", expire_date=ago(0, later=-HOUR))
    with capture_logs() as logs:
        retention.clean_up_daily()
    assert [(entry["event"], entry["step"]) for entry in logs] == [("clean_up_failed", "events")]
    assert not Session.objects.exists()
