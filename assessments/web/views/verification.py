"""Verifying a report by the code printed on it; open to everybody who holds it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.queries.verification import verify_code


@require_GET
@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a code belongs to a report, and whether its figures still stand."""
    typed = request.GET.get("code", "").strip()
    found = verify_code(typed) if typed else None
    context = {"typed": typed, "found": found}
    status = 404 if typed and found is None else 200
    return render(request, "verification/verify.html", context, status=status)
