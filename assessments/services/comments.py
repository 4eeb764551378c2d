"""What consultants say about an assessment; a submitted one too: results are talked about."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assessments.access import speaks_for
from assessments.models import Assessment, Comment, Event, User
from assessments.services.events import record_event
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault
from maturity.scoring.answers import check_text


@transaction.atomic
def write_comment(*, by: User, assessment: Assessment, item: str, text: str) -> Comment:
    """Say something about an item, or with "" about the assessment as a whole.

    It stands in the name of the consultancy that may comment here. Raises Rejected: `item_unknown`
    (key), `missing`, `text_too_long`, `text_not_storable`; PermissionDenied without the right.
    """
    organisation = speaks_for(by, assessment)
    if organisation is None:
        raise PermissionDenied
    if item and item not in {one.key for one in assessment.content.all_items}:
        raise Rejected([Fault("item", "item_unknown", {"key": item})])
    if not text.strip():
        raise Rejected([Fault("text", "missing")])
    if faults := list(check_text(text, path="text")):
        raise Rejected(faults)
    comment = Comment.objects.create(
        assessment=assessment, item=item, text=text, author=by, organisation=organisation
    )
    record_event(
        kind=Event.Kind.COMMENTED,
        by=by,
        about=assessment,
        enterprise=assessment.enterprise,
        item=item,
    )
    return comment


@transaction.atomic
def delete_comment(*, by: User, comment: Comment) -> None:
    """Take back what one said, while one may comment. Reports keep what they print.

    Raises PermissionDenied for what others said.
    """
    if comment.author_id != by.pk or speaks_for(by, comment.assessment) is None:
        raise PermissionDenied
    comment.delete()
    record_event(
        kind=Event.Kind.COMMENT_DELETED,
        by=by,
        about=comment.assessment,
        enterprise=comment.assessment.enterprise,
        item=comment.item,
    )
