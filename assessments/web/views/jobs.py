"""The jobs of the site for its administrators: what waits, what runs, what failed and why.

Of what a job is about nothing is shown, not even whose it is.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.access import allowing, fetch, is_administrator
from assessments.models import Job
from assessments.queries.all_jobs import list_jobs, overview
from assessments.services.jobs import cancel_job, retry_job
from assessments.services.refusals import Rejected
from assessments.web.faults import warn_of_faults
from assessments.web.job_forms import JobForm
from assessments.web.requests import SignedInRequest


@require_GET
def show(request: SignedInRequest) -> HttpResponse:
    if not is_administrator(request.user):
        raise PermissionDenied
    form, jobs = JobForm(request.GET), allowing(Job, request.user, "read")
    context = {
        "form": form,
        "overview": overview(jobs),
        "page": list_jobs(jobs, **form.chosen, page=request.GET.get("page", "")),
        "choice": _choice(form),
        "kinds": dict(Job.Kind.choices),
        "states": Job.State.choices,
        "now": timezone.now(),
    }
    return render(request, "administration/jobs.html", context)


@require_POST
def retry(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return _do(request, pk, retry_job, done=_("The job is in the queue again."))


@require_POST
def cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return _do(request, pk, cancel_job, done=_("The job was cancelled."))


def _do(
    request: SignedInRequest, pk: UUID, service: Callable[..., Any], *, done: str
) -> HttpResponse:
    """One thing about one job, then the same list again."""
    job = fetch(request.user, "manage", Job, pk)
    try:
        service(by=request.user, job=job)
        messages.success(request, done)
    except Rejected as rejected:
        warn_of_faults(request, rejected)
    choice = _choice(JobForm(request.GET))
    return redirect(reverse("all_jobs") + (f"?{choice}" if choice else ""))


def _choice(form: JobForm) -> str:
    """What is chosen, as it stands in an address."""
    return urlencode({name: value for name, value in form.chosen.items() if value})
