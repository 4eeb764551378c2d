"""API tokens of the signed-in person."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from knox.models import AuthToken

from assessments.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def tokens(request: SignedInRequest) -> HttpResponse:
    """List the tokens; POST makes one and shows it this once (only its digest is stored)."""
    made = AuthToken.objects.create(request.user)[1] if request.method == "POST" else None
    rows = AuthToken.objects.filter(user=request.user).order_by("-created")
    return render(request, "account/tokens.html", {"tokens": rows, "made": made})


@require_POST
def revoke(request: SignedInRequest, digest: str) -> HttpResponse:
    get_object_or_404(AuthToken, user=request.user, digest=digest).delete()
    return redirect("tokens")
