"""What is stored, how long, and who sees it; open to everybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.wording.profile import active_language


@require_GET
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """Each language has a text of its own: it is written in it, not translated by the sentence."""
    context = {
        "text": f"privacy/{active_language()}.html",
        "operator": settings.OPERATOR_NAME,
        "contact": settings.CONTACT_EMAIL,
        "event_days": settings.EVENT_RETENTION_DAYS,
        "export_days": settings.EXPORT_RETENTION_DAYS,
        "invitation_days": settings.INVITATION_RETENTION_DAYS,
        "job_days": settings.JOB_RETENTION_DAYS,
        "session_days": settings.SESSION_COOKIE_AGE // (24 * 60 * 60),
    }
    return render(request, "privacy/privacy.html", context)
