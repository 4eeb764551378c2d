"""Batches of reports on the page: choosing, watching, holding up, fetching."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import queue
from assessments.models import Assessment, Batch, Event, Grant, Job, Organisation, Report, User
from assessments.services.batches import request_batch
from assessments.services.reports import request_report
from tests.assessments.services.batch_work import HANDLERS, refuse, submitted_at, work


@pytest.fixture
def consultancy(dora: User) -> Organisation:
    return Organisation.objects.get(kind="consultancy")


@pytest.fixture
def clients(dora: User, consultancy: Organisation, shipped: None) -> list[Assessment]:
    return [submitted_at(name, consultancy, by=dora) for name in ("Alpha", "Beta", "Gamma")]


@pytest.fixture
def batch(dora: User, clients: list[Assessment]) -> Batch:
    return request_batch(by=dora, assessments=clients, language="en")


def act(client: Client, batch: Batch, action: str) -> Any:
    return client.post(reverse("batch_state", args=[batch.pk]), {"action": action}, follow=True)


def taken(client: Client, batch: Batch) -> bytes:
    """How the file begins that is handed out."""
    answer = client.get(reverse("batch_file", args=[batch.pk]))
    return b"".join(answer.streaming_content)[:2]  # type: ignore[attr-defined]


def test_consultant_chooses_narrows_and_makes_a_batch(
    client: Client, dora: User, clients: list[Assessment]
) -> None:
    client.force_login(dora)
    url = reverse("batch_new")
    page = client.get(url).content.decode()
    assert page.count('name="assessment"') == 3
    assert "checked" not in page.partition("<tbody>")[2].partition("</tbody>")[0]
    page = client.get(url, {"name": "alph"}).content.decode()
    assert page.count('name="assessment"') == 1
    page = client.get(url, {"all": "1"}).content.decode()
    assert page.partition("<tbody>")[2].count(" checked") >= 3
    assert "No client fits this." in client.get(url, {"instrument": "dx"}).content.decode()
    # Ticked outside of what is shown: it is not lost.
    chosen = [str(clients[0].pk), str(clients[2].pk)]
    answer = client.post(f"{url}?name=alpha", {"assessment": chosen, "language": "ja"})
    batch = Batch.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("batch", args=[batch.pk]))
    assert [entry.assessment for entry in batch.entries.all()] == [clients[0], clients[2]]
    assert batch.language == "ja"


def test_nothing_chosen_is_refused_in_words_and_keeps_what_was_ticked(
    client: Client, dora: User, clients: list[Assessment]
) -> None:
    client.force_login(dora)
    answer = client.post(reverse("batch_new"), {"language": "en"})
    assert answer.status_code == 422
    assert "Please choose at least one assessment." in answer.content.decode()
    answer = client.post(reverse("batch_new"), {"assessment": str(clients[1].pk)})
    assert answer.status_code == 422
    assert f'value="{clients[1].pk}" checked' in answer.content.decode()
    assert not Batch.objects.exists()


def test_assessments_of_others_cannot_be_slipped_in(
    client: Client, dora: User, submitted: Assessment, clients: list[Assessment]
) -> None:
    client.force_login(dora)
    data = {"assessment": [str(submitted.pk)], "language": "en"}
    assert client.post(reverse("batch_new"), data).status_code == 422
    assert not Batch.objects.exists()


def test_grant_without_the_right_to_reports_offers_nothing(
    client: Client, dora: User, grant: Grant, submitted: Assessment
) -> None:
    client.force_login(dora)
    assert "Lakeside" in client.get(reverse("batch_new")).content.decode()
    Grant.objects.update(may_report=False)
    assert "Lakeside" not in client.get(reverse("batch_new")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts_do_not_grow_with_reports(
    client: Client,
    dora: User,
    clients: list[Assessment],
    count: int,
    django_assert_num_queries: Any,
) -> None:
    Assessment.objects.exclude(pk__in=[a.pk for a in clients[:count]]).delete()
    client.force_login(dora)
    with django_assert_num_queries(9):
        assert client.get(reverse("batch_new")).content.count(b'name="assessment"') == count
    for _number in range(count):
        batch = request_batch(by=dora, assessments=clients[:count], language="en")
        work()
    with django_assert_num_queries(6):
        assert client.get(reverse("batches")).content.count(b"<li>") >= count
    with django_assert_num_queries(12):
        page = client.get(reverse("batch", args=[batch.pk])).content.decode()
    assert page.count('class="tag done good"') == count


def test_page_follows_the_batch_and_stops_asking_when_it_is_over(
    client: Client, dora: User, batch: Batch
) -> None:
    client.force_login(dora)
    url = reverse("batch", args=[batch.pk])
    page = client.get(url).content.decode()
    assert 'hx-trigger="every 3s"' in page
    assert page.count('class="tag">Waiting') == 3
    queue.work_one(HANDLERS)
    queue.work_one({"report": refuse})
    part = client.get(url, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert "The report would have been incomplete: too wide" in part.content.decode()
    work()
    part = client.get(url, headers={"HX-Request": "true"})
    assert part.status_code == 286
    page = client.get(url).content.decode()
    assert "hx-get" not in page
    assert "2 of 3" in page
    assert reverse("batch_file", args=[batch.pk]) in page
    assert page.count(reverse("report", args=[Report.objects.first().pk])) == 1  # type: ignore[union-attr]


def test_buttons_hold_up_go_on_end_and_try_again(client: Client, dora: User, batch: Batch) -> None:
    client.force_login(dora)
    queue.work_one(HANDLERS)
    page = act(client, batch, "pause").content.decode()
    assert "The batch is paused." in page
    assert work() == 0
    page = act(client, batch, "resume").content.decode()
    assert "The reports are being made." in page
    page = act(client, batch, "retry").content.decode()
    assert "No report of this batch has failed." in page
    act(client, batch, "cancel")
    work()
    page = client.get(reverse("batch", args=[batch.pk])).content.decode()
    assert "cancelled" in page
    act(client, batch, "retry")
    work()
    batch.refresh_from_db()
    assert batch.concluded_at
    assert Report.objects.filter(job__state="done").count() == 3
    assert client.post(reverse("batch_state", args=[batch.pk])).status_code == 400


def test_zip_is_handed_out_and_kept_in_no_cache(client: Client, dora: User, batch: Batch) -> None:
    client.force_login(dora)
    url = reverse("batch_file", args=[batch.pk])
    early = client.get(url, follow=True).content.decode()
    assert "The ZIP file is not there any more." in early
    work()
    answer = client.get(url)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert Event.objects.filter(kind="report_downloaded").count() == 3


def test_zip_with_a_closed_report_is_not_handed_out(
    client: Client, dora: User, grant: Grant, submitted: Assessment, clients: list[Assessment]
) -> None:
    batch = request_batch(by=dora, assessments=[submitted, clients[0]], language="en")
    work()
    Grant.objects.update(revoked_at=timezone.now())
    client.force_login(dora)
    page = client.get(reverse("batch_file", args=[batch.pk]), follow=True).content.decode()
    assert "It is being made again without them" in page
    assert "Lakeside Precision Parts" not in page
    assert "(no longer visible to you)" in page
    work()
    assert taken(client, batch) == b"PK"


def test_lost_archive_is_made_again_by_its_button(
    client: Client, dora: User, batch: Batch, settings: Any
) -> None:
    work()
    batch.refresh_from_db()
    (settings.MEDIA_ROOT / batch.file).unlink()
    client.force_login(dora)
    page = client.get(reverse("batch_file", args=[batch.pk]), follow=True).content.decode()
    assert "The ZIP file is lost." in page
    batch.refresh_from_db()
    Job.objects.filter(pk=batch.archive_id).update(state="failed", error=None)
    Batch.objects.filter(pk=batch.pk).update(file="")
    page = client.get(reverse("batch", args=[batch.pk])).content.decode()
    assert "The ZIP file could not be made" in page
    act(client, batch, "archive")
    work()
    assert taken(client, batch) == b"PK"


def test_batch_is_nobody_elses(client: Client, alice: User, batch: Batch, charlie: User) -> None:
    for person in (alice, charlie):
        client.force_login(person)
        for name in ("batch", "batch_file"):
            assert client.get(reverse(name, args=[batch.pk])).status_code == 404
        url = reverse("batch_state", args=[batch.pk])
        assert client.post(url, {"action": "cancel"}).status_code == 404
        assert "No batch yet." in client.get(reverse("batches")).content.decode()
    batch.refresh_from_db()
    assert batch.cancelled_at is None


def test_pages_lead_to_it(
    client: Client, dora: User, clients: list[Assessment], carol: User
) -> None:
    client.force_login(dora)
    assert reverse("batch_new") in client.get(reverse("portfolio")).content.decode()
    assert reverse("batches") in client.get(reverse("my_work")).content.decode()
    client.force_login(carol)
    assert reverse("batches") not in client.get(reverse("my_work")).content.decode()


def test_cancelled_report_says_so_on_its_page(client: Client, dora: User, batch: Batch) -> None:
    queue.work_one(HANDLERS)
    client.force_login(dora)
    act(client, batch, "pause")
    report = Report.objects.first()
    assert report
    assert "Paused" in client.get(reverse("report", args=[report.pk])).content.decode()
    act(client, batch, "cancel")
    page = client.get(reverse("report", args=[report.pk])).content.decode()
    assert "It was cancelled before it was begun." in page


def test_report_that_came_later_can_be_put_into_the_zip(
    client: Client, dora: User, batch: Batch
) -> None:
    queue.work_one(HANDLERS)
    queue.work_one({"report": refuse})
    work()
    client.force_login(dora)
    url = reverse("batch", args=[batch.pk])
    assert 'value="archive"' not in client.get(url).content.decode()
    failed = Report.objects.get(job__state="failed")
    request_report(by=dora, assessments=[failed.first_assessment], language="en")
    work()
    assert 'value="archive"' in client.get(url).content.decode()
    act(client, batch, "archive")
    work()
    assert 'value="archive"' not in client.get(url).content.decode()
    assert batch.entries.filter(is_archived=True).count() == 3


def test_how_long_it_takes_is_said_once_it_is_known(
    client: Client, dora: User, batch: Batch
) -> None:
    client.force_login(dora)
    url = reverse("batch", args=[batch.pk])
    queue.work_one(HANDLERS)
    assert "It will be ready" not in client.get(url).content.decode()
    ended = timezone.now()
    for _number in range(3):
        Job.objects.create(
            kind="report",
            state="done",
            started_at=ended - dt.timedelta(minutes=2),
            finished_at=ended,
        )
    page = client.get(url).content.decode()
    assert "It will be ready in about 6 minutes, going by the last 3 reports." in page
