"""What concerns every page: refusals, the second factor, and when a session was last seen."""

import re
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django_structlog.middlewares import RequestMiddleware

from assessments.access import Frozen, lacks_second_factor
from assessments.models import User
from assessments.services.accounts import end_sessions
from assessments.web.requests import SignedInRequest

Respond = Callable[[HttpRequest], HttpResponse]

SEEN_EVERY = 300  # seconds between two writes about one session

# Names of the pages about one's own account. Those of API tokens are none of them: a token made
# with a password alone would outlive the day on which the second factor is set up.
ACCOUNT_PAGES = ("account", "mfa_", "sessions")


class Refusals:
    """409 for what can no longer be changed; 403 and 404 are Django's own."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Frozen):
            return render(request, "409.html", status=409)
        return None


class SecondFactor:
    """Whoever lacks the second factor that the account needs gets no further than the account.

    Pages that are open to everybody stay open; the API has its own answer (`api.permissions`).
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        lacked = getattr(request, "second_factor_missing", False)
        if lacked and isinstance(request.user, User) and not lacks_second_factor(request.user):
            # Another browser that knew no more than the password must not profit from it.
            end_sessions(user=request.user, but=request.session.session_key)
        return response

    def process_view(
        self, request: SignedInRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or "api" in match.namespaces or not getattr(view, "login_required", True):
            return None
        request.second_factor_missing = lacks_second_factor(request.user)
        if request.second_factor_missing and not (match.url_name or "").startswith(ACCOUNT_PAGES):
            return redirect("mfa_index")
        return None


class LastSeen:
    """Note when a session was last used, for the list of one's own sessions.

    At most once in a while, for it is a write; the cache, which all processes share, remembers.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"seen:{key}", 1, SEEN_EVERY):
            UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())
        return self.get_response(request)


class RequestLog(RequestMiddleware):
    """Requests in the log without what would open something: what follows the question mark may
    hold an address, and the last part of some addresses is a secret of its own."""

    SECRETS = re.compile(r"^(/invitations/[^/]+|/account/password/reset/key|/shared)/[^/]+")

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        path = RequestLog.SECRETS.sub(r"\1/…", request.path)
        return f"{request.method} {path}"
