"""Whoever asked for a report is told that it is there, or why it is not, if he may know it."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.mail import EmailMessage

from assessments import queue
from assessments.models import Assessment, Email, Enterprise, Grant, Job, Report, User
from assessments.services.erasure import request_erasure
from assessments.services.report_mail import tell_of_failure, telling_when_made
from assessments.services.reports import request_report
from assessments.tasks import HANDLERS, work
from tests.reports import SHORT

Deliver = Callable[[], list[EmailMessage]]
Ask = Callable[..., Report]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_other_mail(submitted: Assessment) -> None:
    """What preparing the test caused is of no interest."""
    Job.objects.filter(kind="email").delete()


@pytest.fixture
def ask(submitted: Assessment) -> Ask:
    def ask_for_it(by: User, *, mail_when_done: bool = True) -> Report:
        return request_report(
            by=by,
            assessments=[submitted],
            language="ja",
            options=SHORT,
            mail_when_done=mail_when_done,
        )

    return ask_for_it


def make(handler: queue.Handler) -> None:
    """One report by a handler of ours instead of the one that renders for two seconds."""
    assert queue.work_one({"report": telling_when_made(handler)}, on_failed=tell_of_failure)


def nothing(_job: Job) -> Callable[[], None]:
    return lambda: None


def refuse(_job: Job) -> Callable[[], None]:
    raise queue.JobFailed("missing_glyph", character="\U0001f600", code="U+1F600", where="Note")


def break_down(_job: Job) -> Callable[[], None]:
    raise OSError("disk full")


@pytest.mark.storage
def test_worker_makes_a_report_and_tells_it(ask: Ask, alice: User, deliver: Deliver) -> None:
    report = ask(alice)
    assert set(HANDLERS) >= {"report", "email"}
    work()
    report.refresh_from_db()
    assert report.file
    (message,) = deliver()
    assert message.to == ["alice@example.org"]
    assert message.subject == "The report on Lakeside Precision Parts is ready"
    assert "Digital maturity of a plant, modelled on SIRI" in message.body
    assert f"{settings.PUBLIC_URL}/reports/{report.pk}/" in message.body


def test_message_is_in_the_language_of_whoever_asked(
    ask: Ask, alice: User, deliver: Deliver, submitted: Assessment
) -> None:
    alice.language = "ja"
    alice.save()
    ask(alice)
    make(nothing)
    (message,) = deliver()
    assert submitted.edition.content.title["ja"] in message.body


def test_message_and_end_of_the_job_are_kept_together(ask: Ask, alice: User) -> None:
    ask(alice)

    def broken(_job: Job) -> Callable[[], None]:
        def store() -> None:
            raise OSError("disk full")

        return store

    make(broken)
    assert Job.objects.get(kind="report").state == "queued"
    assert not Email.objects.exists()


def test_report_that_cannot_be_made_is_told_with_its_reason(
    ask: Ask, alice: User, deliver: Deliver
) -> None:
    report = ask(alice)
    make(refuse)
    (message,) = deliver()
    assert message.subject == "The report on Lakeside Precision Parts could not be made"
    assert "U+1F600" in message.body
    assert f"/reports/{report.pk}/" in message.body


def test_attempts_that_fail_are_not_told_but_giving_up_is(
    ask: Ask, alice: User, deliver: Deliver
) -> None:
    ask(alice)
    make(break_down)
    assert deliver() == []
    job = Job.objects.filter(kind="report")
    job.update(attempt=4, not_before="2020-01-01T00:00Z")
    make(break_down)
    (message,) = deliver()
    assert "5 attempts" in message.body
    assert "OSError" not in message.body
    assert "disk full" not in message.body


@pytest.mark.parametrize("handler", [nothing, refuse])
def test_nobody_is_told_who_did_not_ask_to_be(
    ask: Ask, alice: User, deliver: Deliver, handler: queue.Handler
) -> None:
    ask(alice, mail_when_done=False)
    make(handler)
    assert deliver() == []


@pytest.mark.parametrize("handler", [nothing, refuse])
def test_whoever_may_no_longer_read_the_report_is_not_told(
    ask: Ask, dora: User, grant: Grant, deliver: Deliver, handler: queue.Handler
) -> None:
    ask(dora)
    make(handler)
    Grant.objects.update(accepted_at=None)
    assert deliver() == []
    assert not Email.objects.exists()


@pytest.mark.parametrize("when", ["before", "after"])
def test_closed_account_is_not_told(ask: Ask, alice: User, deliver: Deliver, when: str) -> None:
    ask(alice)
    if when == "after":
        make(nothing)
    User.objects.update(is_active=False)
    if when == "before":
        make(nothing)
    assert deliver() == []


def test_nothing_is_told_of_an_enterprise_that_is_being_erased(
    ask: Ask, alice: User, enterprise: Enterprise, deliver: Deliver
) -> None:
    ask(alice)
    make(nothing)
    request_erasure(by=alice, enterprise=enterprise, typed_name=enterprise.name)
    subjects = [message.subject for message in deliver()]
    assert not any("report" in subject for subject in subjects)


def test_failure_that_was_overtaken_is_not_told(ask: Ask, alice: User, deliver: Deliver) -> None:
    ask(alice)
    make(refuse)
    ask(alice)
    assert deliver() == []
    make(nothing)
    (message,) = deliver()
    assert "is ready" in message.subject


def test_whoever_asked_again_is_told(ask: Ask, alice: User, bob: User, deliver: Deliver) -> None:
    ask(alice, mail_when_done=False)
    make(refuse)
    ask(bob)
    make(nothing)
    assert [message.to for message in deliver()] == [["bob@example.org"]]


def test_failure_of_other_jobs_is_told_to_nobody(alice: User, deliver: Deliver) -> None:
    Job.objects.create(kind="export", requested_by=alice)
    queue.work_one({"export": refuse}, on_failed=tell_of_failure)
    assert Job.objects.get().state == "failed"
    assert deliver() == []
