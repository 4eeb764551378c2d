import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from rest_framework.test import APIClient

from assessments.models import (
    Assessment,
    Enterprise,
    Event,
    Grant,
    Job,
    Organisation,
    Report,
    User,
)
from assessments.reports.context import freeze_context
from assessments.reports.data.schema import data_schema
from assessments.reports.options import SECTIONS
from assessments.services.branding import save_branding
from maturity.celery import app

Conforms = Callable[[Any, str], None]


def test_request_is_accepted_and_says_where_to_look(
    api: APIClient, submitted: Assessment, conforms: Conforms
) -> None:
    response = api.post(f"/api/v1/assessments/{submitted.pk}/reports/", {"language": "zh-hans"})
    assert response.status_code == 202
    body = response.json()
    conforms(body, "ReportOutput")
    assert [part["assessment"] for part in body["parts"]] == [str(submitted.pk)]
    assert (body["state"], body["language"], body["file"]) == ("queued", "zh-hans", None)
    assert response["Location"] == f"http://testserver/api/v1/reports/{body['id']}/"
    assert api.get(response["Location"]).json() == body


def test_same_request_gives_the_same_report(api: APIClient, submitted: Assessment) -> None:
    address = f"/api/v1/assessments/{submitted.pk}/reports/"
    first, again = (api.post(address, {"language": "ja"}).json() for _ in range(2))
    assert first == again
    assert Job.objects.count() == 1


def test_request_wakes_a_worker(
    api: APIClient,
    submitted: Assessment,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    def waiting() -> int:
        with app.connection_for_read() as connection:
            queue = connection.SimpleQueue(settings.CELERY_TASK_DEFAULT_QUEUE)
            try:
                return int(queue.qsize())
            except connection.channel_errors:  # Redis knows no empty queue
                return 0

    before = waiting()
    with django_capture_on_commit_callbacks(execute=True):
        api.post(f"/api/v1/assessments/{submitted.pk}/reports/", {"language": "en"})
    assert waiting() - before == 1


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({"language": "fr"}, "language", "invalid_choice"),
        ({"language": ["en"]}, "language", "invalid_choice"),
        ({}, "language", "field_missing"),
        ({"language": "en", "pages": 3}, "pages", "field_unknown"),
    ],
)
def test_request_refuses_with_one_fault(
    api: APIClient, submitted: Assessment, given: dict[str, object], path: str, code: str
) -> None:
    response = api.post(f"/api/v1/assessments/{submitted.pk}/reports/", given)
    assert response.status_code == 400
    faults = response.json()["faults"]
    assert [(fault["path"], fault["code"]) for fault in faults] == [(path, code)]
    assert not Report.objects.exists()


def test_request_on_a_draft_is_refused(api: APIClient, assessment: Assessment) -> None:
    response = api.post(f"/api/v1/assessments/{assessment.pk}/reports/", {"language": "en"})
    assert response.status_code == 400
    assert [fault["code"] for fault in response.json()["faults"]] == ["not_submitted"]


def test_running_report_tells_phase_and_progress(
    api: APIClient, report: Report, conforms: Conforms
) -> None:
    Job.objects.update(state="running", phase="rendering", progress=40)
    body = api.get(f"/api/v1/reports/{report.pk}/").json()
    conforms(body, "ReportOutput")
    assert (body["state"], body["phase"], body["progress"]) == (
        "running",
        "Laying out the pages",
        40,
    )


def test_failed_report_says_why_in_words(
    api: APIClient, report: Report, conforms: Conforms
) -> None:
    error = {
        "code": "missing_glyph",
        "params": {"character": "𱁬", "code": "U+3106C", "where": "VI"},
    }
    Job.objects.update(state="failed", error=error)
    body = api.get(f"/api/v1/reports/{report.pk}/").json()
    conforms(body, "ReportOutput")
    assert body["error"]["code"] == "missing_glyph"
    assert "𱁬" in body["error"]["message"]
    assert (body["phase"], body["file"]) == ("", None)


def test_finished_report_leads_to_its_file(
    api: APIClient, finished: Report, conforms: Conforms
) -> None:
    body = api.get(f"/api/v1/reports/{finished.pk}/").json()
    conforms(body, "ReportOutput")
    assert (body["state"], body["sha256"], body["pages"]) == ("done", "0" * 64, 12)
    response = api.get(body["file"], headers={"accept": "application/pdf"})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{finished.pk}.pdf"'
    assert response.getvalue() == b"%PDF-1.7 only its bytes matter here"


def test_download_is_in_the_event_log(api: APIClient, finished: Report) -> None:
    assert api.get(f"/api/v1/reports/{finished.pk}/file/").getvalue().startswith(b"%PDF")
    event = Event.objects.get(kind=Event.Kind.REPORT_DOWNLOADED)
    assert (event.actor.name, event.object_id) == ("Alice", finished.pk)


def test_file_before_it_is_made_is_404(api: APIClient, report: Report, conforms: Conforms) -> None:
    response = api.get(f"/api/v1/reports/{report.pk}/file/")
    assert response.status_code == 404
    conforms(response.json(), "RefusalOutput")
    assert response.json()["code"] == "no_file_yet"


def test_list_filters_by_assessment_and_state(api: APIClient, report: Report) -> None:
    assessment = report.assessments.get()
    counts = [
        api.get(f"/api/v1/reports/?{query}").json()["count"]
        for query in (f"assessment={assessment.pk}", "state=queued", "state=done")
    ]
    assert counts == [1, 1, 0]


@pytest.fixture
def with_data(finished: Report) -> Report:
    finished.context = freeze_context(finished)
    finished.save(update_fields=["context"])
    return finished


def test_data_are_sent_as_their_own_schema_says(api: APIClient, with_data: Report) -> None:
    address = api.get(f"/api/v1/reports/{with_data.pk}/").json()["data_file"]
    response = api.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "private, no-store"
    jsonschema.validate(json.loads(response.content), data_schema())
    event = Event.objects.get(kind=Event.Kind.REPORT_DATA_DOWNLOADED)
    assert (event.actor.name, event.details) == ("Alice", {"format": "json"})


def test_data_before_the_report_is_made_are_404(
    api: APIClient, report: Report, conforms: Conforms
) -> None:
    response = api.get(f"/api/v1/reports/{report.pk}/data/")
    assert response.status_code == 404
    conforms(response.json(), "RefusalOutput")
    assert response.json()["code"] == "no_file_yet"


def test_report_from_before_has_no_data(
    api: APIClient, finished: Report, conforms: Conforms
) -> None:
    response = api.get(f"/api/v1/reports/{finished.pk}/data/")
    assert response.status_code == 409
    conforms(response.json(), "RefusalOutput")
    assert response.json()["code"] == "no_data"


EVERYTHING = {
    "language": "ja",
    "sections": ["items", "pool"],
    "confidentiality": "confidential",
    "is_draft": True,
    "archival": True,
    "preface": " Hello ",
    "mail_when_done": True,
}


def test_report_of_several_assessments_with_every_option(
    api: APIClient,
    submitted: Assessment,
    finish: Callable[..., Assessment],
    conforms: Conforms,
) -> None:
    other = finish("tiers", {"L1-gain": {"answer": "yes"}}, scope="Hall 1")
    address = f"/api/v1/enterprises/{submitted.enterprise_id}/reports/"
    chosen = [str(other.pk), str(submitted.pk)]
    response = api.post(address, EVERYTHING | {"assessments": chosen})
    assert response.status_code == 202
    body = response.json()
    conforms(body, "ReportOutput")
    assert [part["assessment"] for part in body["parts"]] == chosen
    options = dict(body["options"])
    assert options.pop("left_out") == [key for key in SECTIONS if key not in ("items", "pool")]
    expected = {"confidentiality": "confidential", "is_draft": True, "archival": True}
    assert options == expected | {"preface": "Hello"}
    assert body["branding"] is None
    assert Report.objects.get().mail_when_done
    assert api.get(response["Location"]).json() == body


def test_options_may_be_sent_for_one_assessment_too(api: APIClient, submitted: Assessment) -> None:
    response = api.post(f"/api/v1/assessments/{submitted.pk}/reports/", EVERYTHING)
    assert response.status_code == 202
    assert response.json()["options"]["is_draft"] is True


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({"assessments": []}, "assessments", "nothing_chosen"),
        ({}, "assessments", "field_missing"),
        ({"assessments": "{0}"}, "assessments", "not_a_list"),
        ({"assessments": ["{0}", "{0}"]}, "assessments", "instrument_twice"),
        ({"assessments": ["{0}"] * 21}, "assessments", "instrument_twice"),
        ({"assessments": ["{0}"], "sections": ["secrets"]}, "sections[0]", "invalid_choice"),
        ({"assessments": ["{0}"], "confidentiality": "top"}, "confidentiality", "invalid_choice"),
        ({"assessments": ["{0}"], "is_draft": "yes"}, "is_draft", "invalid"),
        ({"assessments": ["{0}"], "preface": "Well done 🎉"}, "preface", "glyph_missing"),
        ({"assessments": ["{0}"], "preface": "x" * 5001}, "preface", "text_too_long"),
        ({"assessments": ["{0}"], "colour": "red"}, "colour", "field_unknown"),
    ],
)
def test_what_cannot_stand_together_is_refused(
    api: APIClient, submitted: Assessment, given: dict[str, Any], path: str, code: str
) -> None:
    body = {"language": "en"} | json.loads(json.dumps(given).replace("{0}", str(submitted.pk)))
    response = api.post(f"/api/v1/enterprises/{submitted.enterprise_id}/reports/", body)
    assert response.status_code == 400
    faults = response.json()["faults"]
    assert [(fault["path"], fault["code"]) for fault in faults] == [(path, code)]
    assert not Report.objects.exists()


def test_assessment_of_another_enterprise_is_refused(
    api: APIClient, submitted: Assessment, client_organisation: Organisation, charlie: User
) -> None:
    other = Enterprise.objects.create(
        name="Second", economy="CN", sector="C25", size_band="10-49", owner=client_organisation
    )
    body = {"language": "en", "assessments": [str(submitted.pk)]}
    response = api.post(f"/api/v1/enterprises/{other.pk}/reports/", body)
    assert response.status_code == 400
    assert response.json()["faults"][0]["code"] == "other_enterprise"
    foreign = Assessment.objects.get(created_by=charlie)
    body = {"language": "en", "assessments": [str(submitted.pk), str(foreign.pk)]}
    address = f"/api/v1/enterprises/{submitted.enterprise_id}/reports/"
    assert api.post(address, body).status_code == 404
    assert not Report.objects.exists()


def test_report_of_a_consultants_program_bears_the_firms_name(
    program: Callable[[User], APIClient], dora: User, grant: Grant, submitted: Assessment
) -> None:
    save_branding(
        by=dora,
        organisation=grant.consultancy,
        name="Morimoto",
        contact="",
        colour="",
        logo=b"",
        preface="",
    )
    address = f"/api/v1/assessments/{submitted.pk}/reports/"
    assert program(dora).post(address, {"language": "en"}).json()["branding"] == "Morimoto"
