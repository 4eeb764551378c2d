"""Jobs as people see them: how far a report is, and what an administrator is shown of all jobs."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import queue
from assessments.models import Assessment, Enterprise, Job, Report, User
from assessments.services.exports import request_export
from assessments.services.reports import request_report

pytestmark = pytest.mark.django_db

PAGE = "/administration/jobs/"
LANGUAGES = ("en", "zh-hans", "ja")


def did(kind: str, *, seconds: float, count: int = 3) -> None:
    ended = timezone.now()
    for _ in range(count):
        begun = ended - dt.timedelta(seconds=seconds)
        Job.objects.create(kind=kind, state="done", started_at=begun, finished_at=ended)


@pytest.fixture
def report(submitted: Assessment, alice: User) -> Report:
    report = request_report(by=alice, assessments=[submitted], language="ja")
    Job.objects.filter(kind="email").delete()
    return report


def shown(client: Client, address: str, **headers: str) -> str:
    return client.get(address, headers=headers).content.decode()


def test_waiting_report_says_its_place_and_how_long(
    client: Client, alice: User, report: Report
) -> None:
    client.force_login(alice)
    page = reverse("report", args=[report.pk])
    text = shown(client, page)
    assert "It is the next in the queue." in text
    assert "It will be ready" not in text, "nothing was done before"
    did("report", seconds=60)
    did("export", seconds=60)
    Job.objects.create(kind="export", priority=20)
    text = shown(client, page, **{"HX-Request": "true"})
    assert "Waiting for its turn" in text
    assert "1 job in the queue is done before it." in text
    assert "It will be ready in about 2 minutes, going by the last 3 reports." in text


def test_running_report_says_what_is_done_and_how_long(
    client: Client, alice: User, report: Report
) -> None:
    client.force_login(alice)
    did("report", seconds=60)
    job = queue.claim()
    assert job == report.job
    queue.report_progress(job, phase="rendering", percent=20)
    page = reverse("report", args=[report.pk])
    text = shown(client, page, **{"HX-Request": "true"})
    assert "Laying out the pages" in text
    assert "It will be ready in about 1 minute, going by the last 3 reports." in text
    assert "queue" not in text
    Job.objects.filter(pk=job.pk).update(started_at=timezone.now() - dt.timedelta(minutes=5))
    text = shown(client, page, **{"HX-Request": "true"})
    assert "It takes longer than usual." in text
    assert "It will be ready" not in text


def test_cancelled_report_says_so_and_is_asked_for_no_more(
    client: Client, alice: User, report: Report
) -> None:
    client.force_login(alice)
    queue.cancel(Job.objects.all())
    answer = client.get(reverse("report", args=[report.pk]), headers={"HX-Request": "true"})
    assert answer.status_code == 286
    assert "It was cancelled before it was begun." in answer.content.decode()
    assert "A report is ready" not in shown(client, reverse("my_work"))


def test_cancelled_export_says_so_and_can_be_asked_for_again(
    client: Client, alice: User, enterprise: Enterprise
) -> None:
    client.force_login(alice)
    request_export(by=alice, enterprise=enterprise)
    queue.cancel(Job.objects.filter(kind="export"))
    text = shown(client, reverse("enterprise_data", args=[enterprise.pk]))
    assert "It was cancelled before it was begun." in text
    assert reverse("export_request", args=[enterprise.pk]) in text


def test_page_is_for_administrators(client: Client, alice: User, report: Report) -> None:
    client.force_login(alice)
    assert client.get(PAGE).status_code == 403
    for name in ("job_retry", "job_cancel"):
        assert client.post(reverse(name, args=[report.job.pk])).status_code == 404
    assert PAGE not in shown(client, reverse("my_work"))
    report.job.refresh_from_db()
    assert report.job.state == "queued"


@pytest.mark.parametrize("language", LANGUAGES)
def test_administrator_sees_what_happens_and_no_content(
    client: Client, administrator: User, alice: User, report: Report, language: str
) -> None:
    client.cookies["django_language"] = language
    where = "A note of Lakeside"
    Job.objects.filter(pk=report.job.pk).update(
        state="failed",
        attempt=1,
        error={"code": "missing_glyph", "params": {"character": "😀", "where": where}},
    )
    gave_up = {"code": "gave_up", "params": {"attempts": 5, "cause": "OperationalError"}}
    for _ in range(3):
        Job.objects.create(kind="email", state="failed", error=gave_up, requested_by=alice)
    now = timezone.now()
    Job.objects.create(
        kind="import", state="running", attempt=2, phase="reading", progress=40,
        started_at=now, lease_until=now - dt.timedelta(seconds=1),
    )  # fmt: skip
    Job.objects.create(kind="export", not_before=now - dt.timedelta(minutes=12))
    client.force_login(administrator)
    assert PAGE in shown(client, reverse("my_work"))
    text = shown(client, PAGE)
    assert "OperationalError" in text
    for secret in (where, "😀", report.enterprise.name, "alice@example.org", str(report.pk)):
        assert secret not in text
    if language == "en":
        assert "could have been begun about 12 minutes ago" in text
        assert '<span class="tag bad">3</span>' in text
        assert "A character that no font has" in text
        assert "Checking the rows, 40 %" in text
        assert "Its worker fell silent" in text


def test_list_is_narrowed_by_kind_and_state(client: Client, administrator: User) -> None:
    for kind, state in (("report", "failed"), ("report", "done"), ("email", "failed")):
        Job.objects.create(kind=kind, state=state)
    client.force_login(administrator)
    for chosen, count in (
        ({}, 3),
        ({"kind": "report"}, 2),
        ({"state": "failed"}, 2),
        ({"kind": "report", "state": "failed"}, 1),
        ({"kind": "nonsense", "state": "failed"}, 2),
    ):
        assert client.get(PAGE, chosen).context["page"].paginator.count == count


def test_failed_job_is_started_again_and_a_waiting_one_cancelled(
    client: Client, administrator: User, report: Report
) -> None:
    client.force_login(administrator)
    retry = reverse("job_retry", args=[report.job.pk])
    cancel = reverse("job_cancel", args=[report.job.pk])
    text = shown(client, PAGE)
    assert (cancel in text, retry in text) == (True, False)
    answer = client.post(f"{cancel}?state=queued", follow=True)
    assert answer.request["QUERY_STRING"] == "state=queued"
    assert "The job was cancelled." in answer.content.decode()
    report.job.refresh_from_db()
    assert report.job.state == "cancelled"

    Job.objects.update(state="failed")
    text = shown(client, PAGE)
    assert (cancel in text, retry in text) == (False, True)
    assert "The job is in the queue again." in client.post(retry, follow=True).content.decode()
    report.job.refresh_from_db()
    assert report.job.state == "queued"
    refused = client.post(retry, follow=True).content.decode()
    assert "This job has not failed" in refused


def test_job_of_which_nothing_is_left_offers_nothing(client: Client, administrator: User) -> None:
    job = Job.objects.create(kind="report", state="failed")
    client.force_login(administrator)
    assert reverse("job_retry", args=[job.pk]) not in shown(client, PAGE)
    refused = client.post(reverse("job_retry", args=[job.pk]), follow=True).content.decode()
    assert "there is nothing to start again" in refused


def test_page_takes_as_many_queries_for_many_as_for_one(
    client: Client, administrator: User, django_assert_num_queries: Any
) -> None:
    client.force_login(administrator)
    fields = {"lease_until": timezone.now(), "started_at": timezone.now()}
    states = ("queued", "running", "failed", "done")

    def add(count: int) -> None:
        for number in range(count):
            error = {"code": "gave_up", "params": {"cause": f"Error{number}", "attempts": 5}}
            for state in states:
                Job.objects.create(kind="email", state=state, error=error, **fields)

    add(1)
    client.get(PAGE)  # once in a while, when the session was last seen is written
    with django_assert_num_queries(14):
        client.get(PAGE)
    add(30)
    with django_assert_num_queries(14):
        text = shown(client, PAGE)
    assert "Page 1 of 3" in text
    assert "page=2" in text


def test_administrator_is_led_to_failed_jobs(client: Client, administrator: User) -> None:
    Job.objects.create(kind="report", state="failed", finished_at=timezone.now())
    client.force_login(administrator)
    text = shown(client, reverse("my_work"))
    assert "Look at 1 job that failed" in text
    assert f"{PAGE}?state=failed" in text
    assert client.get(f"{PAGE}?state=failed").context["page"].paginator.count == 1
