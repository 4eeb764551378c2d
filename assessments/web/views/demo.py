"""Sent mail, for demonstrations only: the address exists only while DEMO is on."""

import email
import email.policy

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
@login_not_required
def mail(request: HttpRequest) -> HttpResponse:
    """The fifty newest messages in the mail folder, newest first."""
    if not settings.DEMO:
        raise Http404
    folder = settings.EMAIL_FILE_PATH
    files = sorted(folder.glob("*.log"), key=lambda f: f.stat().st_mtime, reverse=True)[:50]
    messages = []
    for path in files:
        raw = path.read_bytes().split(b"\n" + b"-" * 79)[0]
        message = email.message_from_bytes(raw, policy=email.policy.default)
        body = message.get_body(("plain",))
        messages.append(
            {
                "to": message["to"],
                "subject": message["subject"],
                "text": body.get_content() if body else "",
            }
        )
    return render(request, "demo/mail.html", {"messages_sent": messages})
