"""Verifying a report by the code printed on it or by its file; open to everybody who holds it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.queries.verification import Verified, verify_code, verify_file
from assessments.web.limits import asks_too_often

A_MINUTE = 20  # files from one address
LARGEST = 25 * 2**20  # bytes; the longest report of ours has a tenth of it


@require_http_methods(["GET", "POST"])
@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a code or a file belongs to a report, and whether its figures still stand."""
    if request.method == "POST":
        return _verify_file(request)
    typed = request.GET.get("code", "").strip()
    found = verify_code(typed) if typed else None
    return _answer(request, found, typed=typed, asked=bool(typed))


def _verify_file(request: HttpRequest) -> HttpResponse:
    if asks_too_often(request, what="verify", a_minute=A_MINUTE):
        return render(request, "429.html", status=429)
    file = request.FILES.get("file")
    if file is None or not file.size:
        return _refuse(request, _("Choose the PDF file of the report."))
    if file.size > LARGEST:
        return _refuse(request, _("The file is larger than 25 MB; no report made here is."))
    return _answer(request, verify_file(file.chunks()), typed="", asked=True, is_file=True)


def _answer(
    request: HttpRequest, found: Verified | None, *, typed: str, asked: bool, is_file: bool = False
) -> HttpResponse:
    context = {"typed": typed, "found": found, "is_missing": asked and not found}
    status = 404 if asked and found is None else 200
    return render(
        request, "verification/verify.html", context | {"is_file": is_file}, status=status
    )


def _refuse(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "verification/verify.html", {"refusal": why}, status=422)
