"""Enterprises of a test database that take part in the pool: invented, and never anywhere else.

Results are submitted as by people, through the service; only their dates are set back, because a
window can be computed once it is over.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from assessments import queue
from assessments.models import (
    Answer,
    Assessment,
    Edition,
    Enterprise,
    Grant,
    Membership,
    Organisation,
    PoolContribution,
    PoolRelease,
    User,
)
from assessments.services.assessments import start_assessment, submit_assessment
from assessments.services.pool import enqueue_due_pool_releases, give_consent
from assessments.tasks import HANDLERS

YEAR = 2020
"""The first window: long over, so that it and the next ones are due."""

PROFILE = {"size_band": "10-49", "economy": "CN", "sector": "C25"}


def issue_in(year: int, *editions: Edition) -> None:
    """Let the editions have been published in that year, so that their first window is that one."""
    for edition in editions:
        edition.published_at = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
        edition.save(update_fields=["published_at"])


def found_organisation(name: str, *, kind: str = "client", **fields: Any) -> Organisation:
    """An organisation with one person who may do everything there."""
    organisation = Organisation.objects.create(name=name, kind=kind, **fields)
    person = User.objects.create_user(f"{organisation.pk}@example.org", name=name)
    role = "owner" if kind == "client" else "lead"
    Membership.objects.create(user=person, organisation=organisation, role=role)
    return organisation


def head_of(organisation: Organisation) -> User:
    """The person who was there first."""
    return organisation.memberships.order_by("pk")[0].user


def found_enterprise(
    name: str, *, owner: Organisation | None = None, takes_part: bool = True, **profile: str
) -> Enterprise:
    """An enterprise with an owner, and on wish with consent."""
    owner = owner or found_organisation(name)
    enterprise = Enterprise.objects.create(name=name, owner=owner, **(PROFILE | profile))
    if takes_part:
        consent = give_consent(by=head_of(owner), enterprise=enterprise)
        consent.given_at = noon(dt.date(YEAR, 1, 1))
        consent.save(update_fields=["given_at"])
    return enterprise


def let_in(
    consultancy: Organisation, enterprise: Enterprise, *, on: dt.date, **fields: Any
) -> Grant:
    """A grant accepted on that day."""
    return Grant.objects.create(
        enterprise=enterprise, consultancy=consultancy, accepted_at=noon(on), **fields
    )


def submit(
    enterprise: Enterprise,
    edition: Edition,
    answers: Mapping[str, Mapping[str, Any]],
    *,
    on: dt.date,
    by: User | None = None,
    corrects: Assessment | None = None,
) -> Assessment:
    """A result submitted on that day, by the owner unless somebody else is named."""
    person = by or head_of(enterprise.owner)
    draft = start_assessment(by=person, enterprise=enterprise, edition=edition)
    if corrects:
        draft.corrects = corrects
        draft.save(update_fields=["corrects"])
    Answer.objects.bulk_create(_answer(draft, key, given) for key, given in answers.items())
    submit_assessment(by=person, assessment=draft)
    Assessment.objects.filter(pk=draft.pk).update(submitted_at=noon(on))
    PoolContribution.objects.filter(pk=draft.pk).update(submitted_at=noon(on))
    return Assessment.objects.get(pk=draft.pk)


def _answer(draft: Assessment, key: str, given: Mapping[str, Any]) -> Answer:
    if "state" in given:
        return Answer(assessment=draft, item=key, **given)
    value = given.get("current", given.get("answer"))
    return Answer(assessment=draft, item=key, state=Answer.State.ANSWERED, value=value)


def all_at(edition: Edition, level: int, **others: Mapping[str, Any]) -> dict[str, Any]:
    """Complete answers of a questionnaire with levels: all at one, but for those named."""
    return {item.key: {"current": level} for item in edition.content.level_items} | dict(others)


def tier_answers(edition: Edition, tier: int) -> dict[str, Any]:
    """Answers by which exactly that tier is reached."""
    return {
        item.key: {"answer": "yes" if int(item.group.removeprefix("L")) <= tier else "no"}
        for item in edition.content.practices
    }


def compute_next(edition: Edition) -> PoolRelease:
    """Let the beat and a worker do what is due next, for every edition; returns this one's."""
    enqueue_due_pool_releases()
    while queue.work_one(HANDLERS):
        pass
    return edition.pool_releases.order_by("last_day").last()


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
