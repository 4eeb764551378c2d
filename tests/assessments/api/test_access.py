"""Who may do what: 401 without a valid token, 404 for strangers, 403 without the right."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from assessments.models import Assessment, Enterprise, Report

Visit = Callable[[str], APIClient]

READERS = ("alice", "bob", "carol", "dora")
SAVE = {"current": 2, "client_id": "a", "save_id": 1, "based_on": 0}

pytestmark = pytest.mark.usefixtures("everybody")


def expected(**codes: int) -> list[tuple[str, int]]:
    outside = {"charlie": 404, "nobody": 401, "bad token": 401}
    return list((codes | outside).items())


READ = expected(**dict.fromkeys(READERS, 200))


@pytest.mark.parametrize(("visitor", "status"), READ)
@pytest.mark.parametrize("part", ["", "answers/", "answers/VI/"])
def test_assessment_is_read_by_those_who_may(
    visit: Visit, assessment: Assessment, part: str, visitor: str, status: int
) -> None:
    response = visit(visitor).get(f"/api/v1/assessments/{assessment.pk}/{part}")
    assert response.status_code == status


@pytest.mark.parametrize(("visitor", "status"), READ)
def test_enterprise_is_read_by_those_who_may(
    visit: Visit, enterprise: Enterprise, visitor: str, status: int
) -> None:
    response = visit(visitor).get(f"/api/v1/enterprises/{enterprise.pk}/")
    assert response.status_code == status


@pytest.mark.parametrize(("visitor", "status"), READ)
def test_result_is_read_by_those_who_may(
    visit: Visit, submitted: Assessment, visitor: str, status: int
) -> None:
    response = visit(visitor).get(f"/api/v1/assessments/{submitted.pk}/result/")
    assert response.status_code == status


@pytest.mark.parametrize(("visitor", "status"), READ)
@pytest.mark.parametrize("part", ["", "file/"])
def test_report_is_read_by_those_who_may(
    visit: Visit, finished: Report, part: str, visitor: str, status: int
) -> None:
    response = visit(visitor).get(f"/api/v1/reports/{finished.pk}/{part}")
    response.close()
    assert response.status_code == status


@pytest.mark.parametrize(("visitor", "status"), expected(alice=200, bob=200, carol=403, dora=403))
def test_answer_is_saved_by_those_who_may(
    visit: Visit, assessment: Assessment, visitor: str, status: int
) -> None:
    address = f"/api/v1/assessments/{assessment.pk}/answers/VI/"
    response = visit(visitor).put(address, SAVE)
    assert response.status_code == status
    assert assessment.answers.count() == (status == 200)


@pytest.mark.parametrize(("visitor", "status"), expected(alice=200, bob=200, carol=403, dora=403))
def test_assessment_is_submitted_by_those_who_may(
    visit: Visit,
    assessment: Assessment,
    answer: Callable[..., None],
    visitor: str,
    status: int,
) -> None:
    answer(assessment, "VI", current=1)
    response = visit(visitor).post(f"/api/v1/assessments/{assessment.pk}/submit/")
    assert response.status_code == status
    assessment.refresh_from_db()
    assert assessment.is_frozen == (status == 200)


@pytest.mark.parametrize(("visitor", "status"), expected(alice=201, bob=201, carol=403, dora=403))
def test_correction_is_started_by_those_who_may(
    visit: Visit, submitted: Assessment, visitor: str, status: int
) -> None:
    response = visit(visitor).post(f"/api/v1/assessments/{submitted.pk}/correct/")
    assert response.status_code == status
    assert Assessment.objects.filter(corrects=submitted).exists() == (status == 201)


@pytest.mark.parametrize(("visitor", "status"), expected(alice=201, bob=201, carol=403, dora=403))
def test_assessment_is_started_by_those_who_may(
    visit: Visit, enterprise: Enterprise, visitor: str, status: int
) -> None:
    body = {"enterprise": str(enterprise.pk), "instrument": "siri", "edition": "2020"}
    response = visit(visitor).post("/api/v1/assessments/", body)
    assert response.status_code == status
    assert enterprise.assessments.count() == (status == 201)


@pytest.mark.parametrize(("visitor", "status"), expected(alice=202, bob=202, carol=403, dora=202))
def test_report_is_requested_by_those_who_may(
    visit: Visit, submitted: Assessment, visitor: str, status: int
) -> None:
    address = f"/api/v1/assessments/{submitted.pk}/reports/"
    response = visit(visitor).post(address, {"language": "en"})
    assert response.status_code == status
    assert submitted.reports.count() == (status == 202)


@pytest.mark.parametrize("visitor", ["nobody", "bad token"])
@pytest.mark.parametrize(
    "part",
    ["enterprises", "assessments", "reports", "editions", "releases", "schema", "docs", "nowhere"],
)
def test_every_list_needs_a_valid_token(visit: Visit, part: str, visitor: str) -> None:
    response = visit(visitor).get(f"/api/v1/{part}/")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize(
    "header", ["Token", "Token a b", "Token \xff\xfe", "Token \x00", "Bearer x"]
)
def test_malformed_authorization_header_is_401(db: None, header: str) -> None:
    response = APIClient().get("/api/v1/enterprises/", HTTP_AUTHORIZATION=header)
    assert response.status_code == 401


@pytest.mark.parametrize("part", ["enterprises", "assessments", "reports"])
@pytest.mark.parametrize(("visitor", "count"), [("charlie", 0), ("carol", 1), ("dora", 1)])
def test_lists_never_show_another_organisations_rows(
    visit: Visit, report: Report, part: str, visitor: str, count: int
) -> None:
    """Charlie sees his own enterprise and assessment, and nothing of Alice's; the others hers."""
    own = 1 if visitor == "charlie" and part != "reports" else 0
    response = visit(visitor).get(f"/api/v1/{part}/")
    assert response.json()["count"] == count + own
    lakeside = str(report.enterprise_id)
    assert (lakeside in response.content.decode()) == (count == 1)


def test_filter_by_a_strangers_enterprise_is_empty(visit: Visit, assessment: Assessment) -> None:
    address = f"/api/v1/assessments/?enterprise={assessment.enterprise_id}"
    assert visit("charlie").get(address).json()["results"] == []
    assert visit("alice").get(address).json()["count"] == 1


def test_revoked_grant_closes_everything(visit: Visit, assessment: Assessment) -> None:
    assessment.enterprise.grants.update(revoked_at=assessment.created_at)
    dora = visit("dora")
    assert dora.get(f"/api/v1/assessments/{assessment.pk}/").status_code == 404
    assert dora.get("/api/v1/assessments/").json()["count"] == 0
