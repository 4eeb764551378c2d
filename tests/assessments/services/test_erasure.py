"""Erasing an enterprise: invisible at once, gone a moment later, and nothing of it is left."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import queue
from assessments.access import allowing, visible_to
from assessments.emails import send_email, write_email
from assessments.models import (
    Assessment,
    Assignment,
    Collection,
    Comment,
    Edition,
    Email,
    Enterprise,
    EnterpriseExport,
    Event,
    Grant,
    Invitation,
    Job,
    Membership,
    Organisation,
    PoolConsent,
    PoolContribution,
    Report,
    Response,
    User,
)
from assessments.queries.verification import verify_code
from assessments.reports.build import build_report
from assessments.services.assessments import start_correction
from assessments.services.erasure import ask_again_for_failed_erasures, erase, request_erasure
from assessments.services.exports import build_export, request_export
from assessments.services.invitations import invite, take_invitation
from assessments.services.pool import give_consent
from assessments.services.refusals import Rejected
from assessments.services.reports import request_report
from tests.assessments.services.conftest import SPRING
from tests.pools import all_at, compute_next, found_enterprise, head_of, submit
from tests.reports import SHORT

NAME = "Lakeside Precision Parts"
WORK = {Job.Kind.ERASURE: erase}
OnCommit = Callable[..., Any]


@pytest.fixture
def full(submitted: Assessment, grant: Grant, alice: User, bob: User, dora: User) -> Enterprise:
    """An enterprise with something in every table, and files."""
    enterprise = submitted.enterprise
    give_consent(by=alice, enterprise=enterprise)
    Comment.objects.create(assessment=submitted, item="VI", text="Begin here.", author=dora)
    Collection.objects.create(assessment=submitted, opened_by=alice)
    assignment = Assignment.objects.create(
        assessment=submitted, user=bob, perspective="it", items=["VI"], created_by=alice
    )
    Response.objects.create(assignment=assignment, item="VI", state="answered", value=4)
    invite(
        by=alice,
        purpose=Invitation.Purpose.CONSULTANCY,
        organisation=enterprise.organisation,
        email="advice@example.org",
        language="en",
        enterprise=enterprise,
    )
    second = start_correction(by=bob, assessment=submitted)
    assert second.corrects
    request_report(by=alice, assessments=[submitted], language="en", options=SHORT)
    assert queue.work_one({"report": build_report})
    request_export(by=alice, enterprise=enterprise)
    assert queue.work_one({"export": build_export})
    request_report(by=bob, assessments=[submitted], language="ja", options=SHORT)  # still waits
    return enterprise


def files_of(enterprise: Enterprise) -> list[str]:
    rows = [*enterprise.reports.all(), *enterprise.exports.all()]
    folders = [
        settings.MEDIA_ROOT / folder / str(row.pk)
        for row in rows
        for folder in ("reports", "exports")
    ]
    return [str(path) for folder in folders if folder.exists() for path in folder.iterdir()]


def everything_stored() -> str:
    """All rows of all tables as text, without the questionnaires and figures that ship."""
    found = []
    for model in apps.get_app_config("assessments").get_models():
        if model._meta.model_name not in ("edition", "tableset", "release", "figure"):
            found += [repr(row) for row in model._base_manager.values()]
    return "\n".join(found)


# At once


def test_only_the_exact_name_erases(enterprise: Enterprise, alice: User) -> None:
    for typed in ("", "lakeside precision parts", NAME + "x"):
        with pytest.raises(Rejected) as refused:
            request_erasure(by=alice, enterprise=enterprise, typed_name=typed)
        assert [fault.code for fault in refused.value.faults] == ["name_not_typed"]
    enterprise.refresh_from_db()
    assert enterprise.erasure is None
    assert not Job.objects.exists()
    assert request_erasure(by=alice, enterprise=enterprise, typed_name=f" {NAME} ")


def test_asking_twice_is_asking_once(enterprise: Enterprise, alice: User) -> None:
    first = request_erasure(by=alice, enterprise=enterprise, typed_name=NAME)
    assert request_erasure(by=alice, enterprise=enterprise, typed_name="again") == first
    assert Event.objects.filter(kind="enterprise_erased").count() == 1


def test_it_is_invisible_at_once(
    full: Enterprise, alice: User, bob: User, dora: User, client: Client
) -> None:
    report, export = full.reports.exclude(file="").get(), full.exports.get()
    assessment = full.assessments.get(state="submitted")
    assert verify_code(report.verification_code)
    request_erasure(by=alice, enterprise=full, typed_name=NAME)
    for person in (alice, bob, dora):
        for model in (Enterprise, Assessment, Assignment, Report, EnterpriseExport, Grant):
            assert not visible_to(model, person).exists(), (person, model)
        client.force_login(person)
        for name, key in (
            ("result", assessment.pk),
            ("assessment", assessment.pk),
            ("report", report.pk),
            ("report_file", report.pk),
            ("export_file", export.pk),
            ("enterprise_data", full.pk),
            ("pool_consent", full.pk),
            ("api:assessment", assessment.pk),
            ("api:report_file", report.pk),
            ("api:report_data", report.pk),
        ):
            assert client.get(reverse(name, args=[key])).status_code == 404, name
        page = client.get(reverse("my_work"))
        assert NAME not in page.content.decode()
        assert client.get(reverse("api:enterprises")).json()["count"] == 0
    assert not allowing(Invitation, alice, "manage").filter(enterprise=full).exists()
    assert verify_code(report.verification_code) is None


def test_pool_forgets_it_at_once(full: Enterprise, alice: User) -> None:
    assert PoolConsent.objects.exists()
    assert PoolContribution.objects.exists()
    request_erasure(by=alice, enterprise=full, typed_name=NAME)
    assert not PoolConsent.objects.exists()
    assert not PoolContribution.objects.exists()


def test_open_invitations_about_it_end(full: Enterprise, alice: User, dora: User) -> None:
    invitation = Invitation.objects.get(enterprise=full)
    request_erasure(by=alice, enterprise=full, typed_name=NAME)
    with pytest.raises(Rejected):
        take_invitation(by=dora, invitation=invitation)


def test_other_enterprises_are_not_touched(full: Enterprise, alice: User, charlie: User) -> None:
    theirs = Enterprise.objects.exclude(pk=full.pk).get()
    second = Enterprise.objects.create(
        name="Second", economy="CN", sector="C25", size_band="1-9", owner=full.owner
    )
    request_erasure(by=alice, enterprise=full, typed_name=NAME)
    queue.work_one(WORK)
    assert list(visible_to(Enterprise, alice)) == [second]
    assert list(visible_to(Enterprise, charlie)) == [theirs]
    assert theirs.assessments.count() == 1
    assert Organisation.objects.filter(pk=full.owner_id).exists()


def test_members_are_told_by_mail(
    full: Enterprise, alice: User, carol: User, deliver: Callable[[], list[EmailMessage]]
) -> None:
    respondent = User.objects.create_user("rita@example.org")
    Membership.objects.create(
        user=respondent, organisation=full.organisation, role=Membership.Role.RESPONDENT
    )
    request_erasure(by=alice, enterprise=full, typed_name=NAME)
    sent = {message.to[0]: message for message in deliver() if "Lakeside" in message.subject}
    assert set(sent) == {"alice@example.org", "bob@example.org", "carol@example.org"}
    body = str(sent["bob@example.org"].body)
    assert f"Alice had the enterprise “{NAME}” of “Lakeside” erased" in body


def test_mail_that_leaves_after_the_erasure_names_it_no_more(
    full: Enterprise, alice: User, deliver: Callable[[], list[EmailMessage]]
) -> None:
    deliver()
    request_erasure(by=alice, enterprise=full, typed_name=NAME)
    queue.work_one(WORK)
    *_earlier, last = deliver()
    assert "Alice had an enterprise of “Lakeside” erased" in str(last.body)
    assert NAME not in str(last.body)


# The job


def test_nothing_of_it_is_left(
    full: Enterprise, alice: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    Organisation.objects.filter(pk=full.owner_id).update(name="Its organisation")
    kept = Event.objects.filter(enterprise=full.pk).count()
    files = files_of(full)
    assert len(files) == 2
    write_email(
        kind="invitation", to="x@example.org", language="en", about=full.assessments.all()[0]
    )
    request_erasure(by=alice, enterprise=full, typed_name=NAME)
    with django_capture_on_commit_callbacks(execute=True):
        assert queue.work_one(WORK)
    left = everything_stored()
    for said in (NAME, "Begin here.", "advice@example.org"):
        assert said not in left
    for model in (
        Enterprise,
        Assessment,
        Assignment,
        Collection,
        Comment,
        Response,
        Report,
        EnterpriseExport,
        Grant,
        Grant.history.model,
        Invitation,
        PoolConsent,
        PoolContribution,
    ):
        assert not model._base_manager.exists(), model
    assert [job.kind for job in Job.objects.exclude(kind="email")] == ["erasure"]
    assert Email.objects.exclude(kind="enterprise_erased").count() == 0
    assert not any(settings.MEDIA_ROOT.joinpath(path).exists() for path in files)
    assert Event.objects.filter(enterprise=full.pk).count() == kept + 1
    event = Event.objects.get(kind="enterprise_erased")
    assert (event.actor, event.object_id, event.details) == (alice, full.pk, {"through": "page"})


def test_erasing_twice_is_erasing_once(full: Enterprise, alice: User) -> None:
    request_erasure(by=alice, enterprise=full, typed_name=NAME)
    job = queue.claim(WORK)
    assert job
    erase(job)  # the files are gone, and the worker dies
    assert files_of(full) == []
    assert Enterprise.objects.filter(pk=full.pk).exists()
    erase(job)()
    assert not Enterprise.objects.exists()
    erase(job)()  # by an attempt that was believed dead


def test_jobs_that_wait_for_it_end_quietly(
    full: Enterprise, alice: User, deliver: Callable[[], list[EmailMessage]]
) -> None:
    waiting = full.reports.get(file="").job
    request_export(by=alice, enterprise=full)
    request_erasure(by=alice, enterprise=full, typed_name=NAME)
    handlers = {"report": build_report, "export": build_export}
    while queue.work_one(handlers):
        pass
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == ("failed", {"code": "not_allowed", "params": {}})
    queue.work_one(WORK)
    sent = deliver()
    assert not [message for message in sent if "advice@example.org" in message.to]
    assert not Job.objects.filter(state__in=["queued", "running"]).exists()


@contextmanager
def meanwhile(statement: str, happens: Callable[[], object]) -> Iterator[None]:
    """Let something happen just before a statement with that text in it or in its values is run,
    once: what another worker does in this moment."""
    done = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if statement in f"{sql} {params}" and not done:
            done.append(True)
            happens()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield
    assert done


@pytest.mark.parametrize("kind", ["report", "export"])
def test_what_is_being_made_while_it_is_erased_leaves_no_file(
    full: Enterprise, alice: User, kind: str, django_capture_on_commit_callbacks: OnCommit
) -> None:
    if kind == "report":
        row: Any = full.reports.get(file="")
    else:
        row = request_export(by=alice, enterprise=full)
    folder = settings.MEDIA_ROOT / f"{kind}s" / str(row.pk)
    handler = {"report": build_report, "export": build_export}[kind]

    def erase_it() -> None:
        request_erasure(by=alice, enterprise=full, typed_name=NAME)
        with django_capture_on_commit_callbacks(execute=True):
            job = queue.claim(WORK)
            assert job
            erase(job)()
        assert not folder.exists()

    table = row._meta.db_table
    with meanwhile(f'AS "a" FROM "{table}" WHERE "{table}"."id" = ', erase_it):
        assert queue.work_one({kind: handler})
    assert not folder.exists()
    assert not Job.objects.filter(kind=kind).exists()


def test_erasure_that_gave_up_is_asked_for_again_and_stays_hidden(
    full: Enterprise, alice: User
) -> None:
    job = request_erasure(by=alice, enterprise=full, typed_name=NAME)
    Job.objects.filter(pk=job.pk).update(state="failed", finished_at=timezone.now())
    assert ask_again_for_failed_erasures() == 1
    assert not visible_to(Enterprise, alice).exists()
    assert ask_again_for_failed_erasures() == 0
    assert queue.work_one(WORK)
    assert not Enterprise.objects.exists()


def test_report_that_was_being_stored_is_no_longer_verified(full: Enterprise, alice: User) -> None:
    code = full.reports.exclude(file="").get().verification_code
    request_erasure(by=alice, enterprise=full, typed_name=NAME)
    queue.work_one(WORK)
    assert verify_code(code) is None


# The pool


def test_next_pool_release_does_not_contain_it(
    pooled: Edition, crowd: Callable[..., list[Assessment]]
) -> None:
    first, *_others = crowd(10)
    erased = found_enterprise("To be erased")
    submit(erased, pooled, all_at(pooled, 5), on=SPRING)
    request_erasure(by=head_of(erased.organisation), enterprise=erased, typed_name="To be erased")
    release = compute_next(pooled)
    assert release.state == "published"
    assert release.content["cells"][0]["overall"]["value"] == "2.0"
    assert set(release.contributions.values_list("enterprise", flat=True)) >= {first.enterprise_id}
    assert release.contributions.count() == 10
    assert not Enterprise.objects.filter(pk=erased.pk).exists()


def test_pool_that_it_would_have_completed_is_carried_over(
    pooled: Edition, crowd: Callable[..., list[Assessment]]
) -> None:
    first, *_others = crowd(10)
    name = first.enterprise.name
    person = head_of(first.enterprise.organisation)
    request_erasure(by=person, enterprise=first.enterprise, typed_name=name)
    assert compute_next(pooled).state == "carried_over"


def test_published_release_stays_as_it_is(
    pooled: Edition, crowd: Callable[..., list[Assessment]]
) -> None:
    first, *_others = crowd(12)
    release = compute_next(pooled)
    before = json.dumps(release.content)
    request_erasure(
        by=head_of(first.enterprise.organisation),
        enterprise=first.enterprise,
        typed_name=first.enterprise.name,
    )
    queue.work_one(WORK)
    release.refresh_from_db()
    assert json.dumps(release.content) == before
    assert release.contributions.count() == 11


def test_result_that_is_submitted_while_it_is_erased_does_not_count(
    pooled: Edition, crowd: Callable[..., list[Assessment]]
) -> None:
    """Saved by somebody who had passed the check a moment before."""
    first, *_others = crowd(10)
    enterprise = first.enterprise
    person = head_of(enterprise.organisation)
    request_erasure(by=person, enterprise=enterprise, typed_name=enterprise.name)
    give_consent(by=person, enterprise=enterprise)
    PoolConsent.objects.update(given_at=timezone.now() - dt.timedelta(days=4000))
    submit(enterprise, pooled, all_at(pooled, 5), on=SPRING)
    Job.objects.filter(kind="erasure").update(not_before=timezone.now() + dt.timedelta(days=1))
    assert compute_next(pooled).state == "carried_over"


def test_handler_of_an_unsent_mail_about_it_has_nothing_to_send(
    full: Enterprise, alice: User
) -> None:
    request_erasure(by=alice, enterprise=full, typed_name=NAME)
    queue.work_one(WORK)
    job = Job.objects.create(kind="email")
    assert send_email(job)() is None
