"""What is written to the log about requests, and what is not."""

import pytest
from django.test import RequestFactory

from assessments.web.middleware import RequestLog


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/my-work/", "GET /my-work/"),
        ("/account/login/?next=/invitations/a/secret/&email=a@b.example", "GET /account/login/"),
        ("/invitations/1234/secret/", "GET /invitations/1234/…/"),
        ("/shared/secret/", "GET /shared/…/"),
        ("/account/password/reset/key/secret/", "GET /account/password/reset/key/…/"),
    ],
)
def test_nothing_that_opens_something_is_logged(path: str, logged: str) -> None:
    assert RequestLog.format_request(RequestFactory().get(path)) == logged


def test_the_site_logs_its_requests_that_way(settings: object) -> None:
    assert "assessments.web.middleware.RequestLog" in settings.MIDDLEWARE  # type: ignore[attr-defined]
