"""One's own account: profile, where one is signed in, leaving. Sign-in itself is allauth's."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods
from knox.models import AuthToken

from assessments.access import has_second_factor
from assessments.services import accounts
from assessments.services.refusals import Rejected
from assessments.web.accounts import remember_language
from assessments.web.forms import ProfileForm, SessionForm
from assessments.web.requests import SignedInRequest
from assessments.wording.profile import active_language


@require_http_methods(["GET", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """Name and language, and the way to everything else about the account."""
    user = request.user
    known = {"name": user.name, "language": user.language or active_language()}
    form = ProfileForm(request.POST or None, initial=known)
    if form.is_valid():
        accounts.change_profile(user=user, **form.cleaned_data)
        with override(user.language):
            messages.success(request, _("Your account was changed."))
        response = redirect("account")
        remember_language(response, user.language)
        return response
    context = {
        "section": "account",
        "form": form,
        "has_second_factor": has_second_factor(user),
        "session_count": len(UserSession.objects.purge_and_list(user)),
        "token_count": AuthToken.objects.filter(user=user).count(),
    }
    return render(request, "account/account.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def sessions(request: SignedInRequest) -> HttpResponse:
    """Every browser that is signed in; POST signs out the one it names, or all but this one."""
    if request.method == "POST":
        form = SessionForm(request.POST)
        if not form.is_valid():
            raise Http404
        if session := form.cleaned_data["session"]:
            get_object_or_404(UserSession, user=request.user, pk=session).end()
        else:
            accounts.end_sessions(user=request.user, but=request.session.session_key)
            messages.success(request, _("All other browsers were signed out."))
        return redirect("sessions")
    found = UserSession.objects.purge_and_list(request.user)
    found.sort(key=lambda session: (session.is_current(), session.last_seen_at), reverse=True)
    return render(request, "account/sessions.html", {"sessions": found})


@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator] # allauth has no types
def delete(request: SignedInRequest) -> HttpResponse:
    """Say what deleting the account means; POST does it, once the person has shown who it is."""
    if request.method != "POST":
        context = {"faults": accounts.faults_of_leaving(request.user)}
        return render(request, "account/delete.html", context)
    try:
        accounts.delete_account(user=request.user)
    except Rejected as rejection:
        return render(request, "account/delete.html", {"faults": rejection.faults}, status=409)
    get_adapter(request).logout(request)
    messages.success(request, _("Your account was deleted."))
    return redirect("home")
