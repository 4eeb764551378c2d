"""The comments on an assessment, beside what they are about."""

from collections import defaultdict
from dataclasses import dataclass

from assessments.models import Assessment, Comment
from maturity.instruments.items import Item


@dataclass(frozen=True)
class Commented:
    """An item with what was said about it; without one, about the assessment as a whole."""

    item: Item | None
    comments: list[Comment]

    @property
    def key(self) -> str:
        return self.item.key if self.item else ""


def comments_on(assessment: Assessment) -> list[Commented]:
    """The whole first, then every item in the order of asking; one query."""
    found: dict[str, list[Comment]] = defaultdict(list)
    rows = assessment.comments.select_related("author", "organisation")
    for comment in rows.order_by("created_at", "pk"):
        found[comment.item].append(comment)
    items: list[Item | None] = [None, *assessment.content.all_items]
    return [Commented(item, found[item.key if item else ""]) for item in items]
