"""What consultants said, as a report prints it: another voice than the enterprise's own."""

from collections.abc import Collection, Mapping
from typing import Any

from assessments.models import Assessment, Comment
from assessments.queries.comments import comments_on
from assessments.reports.languages import written_language
from assessments.wording.dates import date_text
from assessments.wording.results import item_name

Said = list[dict[str, str]]


def comments_by_item(assessment: Assessment) -> dict[str, Said]:
    """By the key of the item, in the order of asking; "" for the assessment as a whole."""
    economy = assessment.profile["economy"]
    return {
        found.key: [_said(comment, economy=economy) for comment in found.comments]
        for found in comments_on(assessment)
        if found.comments
    }


def remarks(
    assessment: Assessment, comments: Mapping[str, Said], *, printed_elsewhere: Collection[str]
) -> list[dict[str, Any]]:
    """The comments on the whole, then those on what has no place of its own in the report."""
    return [
        {"about": item_name(assessment.content.item(key)) if key else "", "comments": said}
        for key, said in comments.items()
        if key not in printed_elsewhere
    ]


def _said(comment: Comment, *, economy: str) -> dict[str, str]:
    """`by` is empty when the organisation is gone: nothing is put in its place."""
    by = comment.organisation.name if comment.organisation else ""
    text = comment.text.strip()
    return {
        "by": by,
        "by_lang": written_language(by, economy=economy),
        "date": date_text(comment.created_at, economy),
        "comment": text,
        "comment_lang": written_language(text, economy=economy),
    }
