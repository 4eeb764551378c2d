"""The request as views see it behind LoginRequiredMiddleware."""

from django.http import HttpRequest

from assessments.models import User


class SignedInRequest(HttpRequest):
    """A request whose user is a person: anonymous ones were sent to the log-in."""

    user: User
    second_factor_missing: bool  # set by the middleware of that name
