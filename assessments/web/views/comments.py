"""Comments on an assessment, item by item."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessments.access import allowing, fetch
from assessments.models import Assessment
from assessments.queries.comments import comments_on
from assessments.services.comments import delete_comment, write_comment
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults
from assessments.web.grant_forms import CommentForm
from assessments.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def comments(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Everybody who may read the assessment reads them; POST adds one."""
    posted = request.method == "POST"
    assessment = fetch(request.user, "comment" if posted else "read", Assessment, pk)
    form = CommentForm(request.POST or None)
    if posted and form.is_valid():
        item = form.cleaned_data["item"]
        try:
            write_comment(
                by=request.user, assessment=assessment, item=item, text=form.cleaned_data["text"]
            )
            return redirect(_place(assessment, item))
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    commented = comments_on(assessment)
    context = {
        "assessment": assessment,
        "edition": assessment.content,
        "commented": commented,
        "is_empty": not any(row.comments for row in commented),
        "may_comment": allowing(Assessment, request.user, "comment").filter(pk=pk).exists(),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/comments.html", context, status=status)


@require_POST
def delete(request: SignedInRequest, pk: UUID, comment: UUID) -> HttpResponse:
    assessment = fetch(request.user, "comment", Assessment, pk)
    found = get_object_or_404(assessment.comments, pk=comment)
    delete_comment(by=request.user, comment=found)
    return redirect(_place(assessment, found.item))


def _place(assessment: Assessment, item: str) -> str:
    return f"{reverse('comments', args=[assessment.pk])}#c-{item}"
