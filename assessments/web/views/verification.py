"""Verifying a report by the code printed on it or by its file; open to everybody who holds it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from assessments.queries.verification import FileTrace, Verified, verify_code, verify_file
from assessments.web.limits import asks_too_often
from assessments.web.uploads import PassingBy, declared_size, throw_away_body

A_MINUTE = 20  # files from one address
LARGEST = 25_000_000  # bytes; the longest report of ours has a tenth of it
_AROUND = 100_000  # bytes of a form beside its file
_DISCARDED_AT_MOST = 10 * LARGEST


@csrf_exempt  # looks at the size first: the token stands in the body; `_verify_file` is protected
@require_http_methods(["GET", "POST"])
@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a code or a file belongs to a report, and whether its figures still stand."""
    if request.method == "POST":
        return _take_file(request)
    typed = request.GET.get("code", "").strip()
    found = verify_code(typed) if typed else None
    return _answer(request, found, typed=typed, asked=bool(typed))


def _take_file(request: HttpRequest) -> HttpResponse:
    """Read the file as it comes; it is never stored, and a large one is thrown away."""
    often = asks_too_often(request, what="verify", a_minute=A_MINUTE)
    if often or declared_size(request) > LARGEST + _AROUND:
        throw_away_body(request, at_most=_DISCARDED_AT_MOST)
        return render(request, "429.html", status=429) if often else _refuse_large(request)
    trace = FileTrace()
    request.upload_handlers = [PassingBy(request, trace.read)]
    return _verify_file(request, trace)


@csrf_protect  # which reads the body, if nobody has
def _verify_file(request: HttpRequest, trace: FileTrace) -> HttpResponse:
    request.POST  # noqa: B018 - now it is read in any case
    if not trace.size:
        return _refuse(request, _("Choose the PDF file of the report."))
    if trace.size > LARGEST:
        return _refuse_large(request)
    return _answer(request, verify_file(trace), typed="", asked=True, is_file=True)


def _answer(
    request: HttpRequest, found: Verified | None, *, typed: str, asked: bool, is_file: bool = False
) -> HttpResponse:
    context = {"typed": typed, "found": found, "is_missing": asked and not found}
    status = 404 if asked and found is None else 200
    return render(
        request, "verification/verify.html", context | {"is_file": is_file}, status=status
    )


def _refuse_large(request: HttpRequest) -> HttpResponse:
    return _refuse(request, _("The file is larger than 25 MB; no report made here is."))


def _refuse(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "verification/verify.html", {"refusal": why}, status=422)
