"""The newest of an enterprise's assessments of each questionnaire, for reading them together."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from assessments.access import editable_by, visible_to
from assessments.models import Answer, Assessment, Edition, Enterprise, User
from assessments.queries.instruments import newest_edition
from maturity.instruments.edition import Edition as Content


@dataclass(frozen=True)
class Latest:
    """One questionnaire: what it asks, the newest submitted assessment, and a draft to write in.

    `edition` is the one that was answered; before that the newest one, for the names of its items.
    """

    edition: Edition
    content: Content
    submitted: Assessment | None
    draft: Assessment | None

    def answer(self, item: str) -> Answer | None:
        return _answer(self.submitted, item)

    def draft_note(self, item: str) -> str:
        found = _answer(self.draft, item)
        return found.note.strip() if found else ""


def latest_assessments(
    user: User, enterprise: Enterprise, instruments: Iterable[str]
) -> dict[str, Latest]:
    """By questionnaire, what this person may see; drafts only where the person may answer."""
    keys = list(instruments)
    seen = list(
        visible_to(Assessment, user)
        .filter(enterprise=enterprise, edition__key__in=keys)
        .select_related("edition", "tables", "result")
        .prefetch_related("answers")
        .order_by("-submitted_at", "-created_at")
    )
    may_edit = set(editable_by(user).filter(enterprise=enterprise).values_list("pk", flat=True))
    return {key: _latest(key, seen, may_edit) for key in keys}


def _latest(key: str, seen: list[Assessment], may_edit: set[UUID]) -> Latest:
    own = [assessment for assessment in seen if assessment.edition.key == key]
    submitted = next((assessment for assessment in own if assessment.is_frozen), None)
    edition = submitted.edition if submitted else newest_edition(key)
    return Latest(
        edition=edition,
        content=submitted.content if submitted else edition.content,
        submitted=submitted,
        draft=next((assessment for assessment in own if assessment.pk in may_edit), None),
    )


def _answer(assessment: Assessment | None, item: str) -> Answer | None:
    held = assessment.answers.all() if assessment else ()  # prefetched
    return next((answer for answer in held if answer.item == item), None)
