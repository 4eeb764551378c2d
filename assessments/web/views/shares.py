"""Links to a report: made and ended by those who may, opened by whoever has one."""

import datetime as dt
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments.access import allowing, fetch
from assessments.models import Enterprise, Report, Share
from assessments.queries.shares import find_open_share, maker_of, shares_of
from assessments.services.refusals import Rejected
from assessments.services.shares import create_share, opens_with, revoke_share, take_shared_report
from assessments.web.faults import add_faults
from assessments.web.limits import asks_too_often
from assessments.web.requests import SignedInRequest
from assessments.web.share_forms import ShareForm
from assessments.web.views.reports import file_name

Answer = TypeVar("Answer", bound=HttpResponse | FileResponse)
TRIES_A_MINUTE = 10  # passwords for one link from one address
OPENED = "opened"  # name of the cookie, which the page on privacy tells of
OPEN_FOR = dt.timedelta(minutes=15)  # after the password was given


@require_http_methods(["GET", "POST"])
@never_cache
def shares(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """List the links to a report; POST makes one and shows it this once."""
    report = fetch(request.user, "report", Report, pk)
    form, address = ShareForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _share, token = create_share(by=request.user, report=report, **form.cleaned_data)
            address = settings.PUBLIC_URL + reverse("shared", args=[token])
            form = ShareForm()
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    context = {
        "report": report,
        "assessment": report.first_assessment,
        "shares": shares_of(report),
        "form": form,
        "address": address,
    }
    return render(request, "shares/shares.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End a link, from the page of the report or from that of who may see the enterprise."""
    share = fetch(request.user, "manage", Share, pk)
    revoke_share(by=request.user, share=share)
    messages.success(request, _("The link no longer opens."))
    enterprise = share.report.enterprise_id
    managed = allowing(Enterprise, request.user, "manage").filter(pk=enterprise).exists()
    if "access" in request.POST and managed:
        return redirect("enterprise_access", enterprise)
    if allowing(Report, request.user, "report").filter(pk=share.report_id).exists():
        return redirect("shares", share.report_id)
    return redirect("my_work")


@require_http_methods(["GET", "POST"])
@login_not_required
def shared(request: HttpRequest, token: str) -> HttpResponse | FileResponse:
    """What a link leads to: its password if it has one, then what the report is; POST hands out
    the file.

    Nothing is said of links that do not open: not why, nor whether they ever did.
    """
    share = find_open_share(token)
    if share is None:
        return _private(render(request, "shares/over.html", status=404))
    if share.password and not _has_been_opened(request, share):
        return _private(_ask_for_password(request, share))
    if request.method == "GET":
        return _private(render(request, "shares/shared.html", _described(share)))
    return _private(
        FileResponse(
            take_shared_report(share),
            as_attachment="inline" not in request.POST,
            filename=file_name(share.report),
            content_type="application/pdf",
        )
    )


def _described(share: Share) -> dict[str, object]:
    report = share.report
    parts = report.parts.select_related("assessment__edition")
    assessments = [part.assessment for part in parts]
    return {
        "share": share,
        "report": report,
        "assessments": assessments,
        "profile": assessments[0].profile,
        "maker": maker_of(report),
    }


def _ask_for_password(request: HttpRequest, share: Share) -> HttpResponse:
    """The form; after the right password, back to the same address, which is open for a while."""
    given = request.POST.get("password", "")
    if not given:
        return render(request, "shares/locked.html", {"share": share})
    if asks_too_often(request, what=f"share-{share.pk}", a_minute=TRIES_A_MINUTE):
        return render(request, "429.html", status=429)
    if not opens_with(share, given):
        context = {"share": share, "is_wrong": True}
        return render(request, "shares/locked.html", context, status=422)
    answer = redirect(request.path)
    answer.set_signed_cookie(
        OPENED,
        "1",
        salt=str(share.pk),
        max_age=OPEN_FOR,
        path=request.path,  # other links have a cookie of their own
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _has_been_opened(request: HttpRequest, share: Share) -> bool:
    """Whether this browser gave the password a short while ago."""
    opened = request.get_signed_cookie(OPENED, default=None, salt=str(share.pk), max_age=OPEN_FOR)
    return opened is not None


def _private(answer: Answer) -> Answer:
    """Not kept by browsers, and found by no search engine.

    What the browser tells others of the address, `SECURE_REFERRER_POLICY` forbids: it tells none.
    Even stricter ("no-referrer"), browsers would send forms with the origin "null", and Django
    refuses those.
    """
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
