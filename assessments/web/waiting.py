"""What waits, as lines of the start page: what it is called and where one goes for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from assessments.models import Assignment, Edition, Release, User
from assessments.queries.waiting import Waiting, waiting_for
from assessments.wording import work as words
from assessments.wording.profile import active_language

FAILED_JOBS = "?state=failed"

URLS: Mapping[str, Callable[[Any], str]] = {
    "invitation": lambda about: reverse("invitation", args=(about.pk, about.token)),
    "join_request": lambda _about: reverse("organisations"),
    "respond": lambda about: reverse("responses", args=(about.pk,)),
    "close_collection": lambda about: reverse("colleagues", args=(about.pk,)),
    "agree": lambda about: reverse("meeting", args=(about.pk,)),
    "submit": lambda about: reverse("check_answers", args=(about.pk,)),
    "answer": lambda about: reverse("assessment", args=(about.pk,)),
    "report_failed": lambda about: reverse("report", args=(about.pk,)),
    "report_ready": lambda about: reverse("report", args=(about.pk,)),
    "grant_ends": lambda about: reverse("enterprise_access", args=(about.enterprise_id,)),
    "release_to_review": lambda about: reverse("release", args=(about.key,)),
    "release_returned": lambda about: reverse("release", args=(about.key,)),
    "import_refused": lambda about: reverse("import", args=(about.pk,)),
    "import_checked": lambda about: reverse("import", args=(about.pk,)),
    "edition_draft": lambda about: reverse("edition", args=(about.pk,)),
    "jobs_failed": lambda _about: reverse("all_jobs") + FAILED_JOBS,
}


@dataclass(frozen=True)
class WaitingRow:
    """One line; `place` is the enterprise it is about, if it is about one."""

    url: str
    text: str
    place: str
    due: str
    is_overdue: bool


def waiting_rows(user: User) -> list[WaitingRow]:
    """What waits for the person, in order."""
    return [
        WaitingRow(
            url=URLS[waiting.kind](waiting.about),
            text=words.waiting_text(waiting.kind, name=_name(waiting), count=waiting.count),
            place=_place(waiting),
            due=words.due_text(waiting.due, is_overdue=waiting.is_overdue),
            is_overdue=waiting.is_overdue,
        )
        for waiting in waiting_for(user)
    ]


def _name(waiting: Waiting) -> str:
    about = waiting.about
    match waiting.kind:
        case "invitation":
            return str(about.organisation)
        case "join_request":
            return str(about.user)
        case "grant_ends":
            return str(about.consultancy)
    language = active_language()
    if isinstance(about, Release):
        return str(about.head["title"][language])
    if isinstance(about, Edition):
        return about.content.title[language]
    assessment = about.assessment if isinstance(about, Assignment) else about
    edition = getattr(assessment, "edition", None)
    return edition.content.title[language] if edition else ""


def _place(waiting: Waiting) -> str:
    about = waiting.about
    assessment = about.assessment if isinstance(about, Assignment) else about
    enterprise = getattr(assessment, "enterprise", None)
    return str(enterprise.name) if enterprise else ""
