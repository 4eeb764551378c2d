from knox.models import AuthToken
from rest_framework.test import APIClient

from assessments.models import User


def test_delete_ends_the_presented_token_and_no_other(api: APIClient, alice: User) -> None:
    other = AuthToken.objects.create(alice)[0]
    assert api.delete("/api/v1/token/").status_code == 204
    assert list(AuthToken.objects.all()) == [other]
    assert api.get("/api/v1/enterprises/").status_code == 401


def test_delete_needs_a_token_not_a_session(alice: User) -> None:
    client = APIClient()
    client.force_login(alice)
    assert client.delete("/api/v1/token/").status_code == 401


def test_token_of_a_deactivated_person_is_401(api: APIClient, alice: User) -> None:
    User.objects.update(is_active=False)
    assert api.get("/api/v1/enterprises/").status_code == 401


def test_session_works_for_reading_and_needs_the_csrf_token_for_more(alice: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.get("/api/v1/enterprises/").status_code == 200
    response = client.post("/api/v1/enterprises/", {})
    assert (response.status_code, response.json()["code"]) == (403, "permission_denied")
