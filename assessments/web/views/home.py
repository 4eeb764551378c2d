"""The way in: landing page, start page, language, help."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from assessments.access import is_administrator, may_add_enterprise, reads_site_log
from assessments.models import User
from assessments.queries.instruments import published_editions
from assessments.queries.releases import latest_release
from assessments.queries.work import my_work as read_my_work
from assessments.web.organisations import active_organisation
from assessments.web.requests import SignedInRequest
from assessments.web.waiting import waiting_rows


@require_GET
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("my_work")
    return render(request, "home.html")


@require_GET
def my_work(request: SignedInRequest) -> HttpResponse:
    work = read_my_work(request.user, active_organisation(request))
    context = {
        "waiting": waiting_rows(request.user),
        "work": work,
        # Who answers somewhere makes reports there, too; consultants do for others.
        "makes_reports": any(row.may_start and row.submitted for row in work),
        "editions": published_editions(),
        "may_add": may_add_enterprise(request.user),
        "is_administrator": is_administrator(request.user),
        "reads_site_log": reads_site_log(request.user),
    }
    return render(request, "work/my_work.html", context)


@require_POST
@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    """Django's view, plus remembering the choice with the account."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and check_for_language(language):
        User.objects.filter(pk=request.user.pk).update(language=language)
    return django_set_language(request)


@require_GET
@login_not_required
def how_we_calculate(request: HttpRequest) -> HttpResponse:
    return render(request, "help/how_we_calculate.html", {"release": latest_release()})
