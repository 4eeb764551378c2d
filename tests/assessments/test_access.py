"""Who may do what: the table of roles, grants and strangers, asked through `access`."""

import datetime as dt
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from assessments.access import Frozen, allowing, editable_by, fetch, visible_to
from assessments.models import (
    Assessment,
    Batch,
    Enterprise,
    Event,
    Grant,
    Job,
    Membership,
    Organisation,
    Release,
    Report,
    User,
)
from assessments.services.batches import request_batch
from assessments.services.reports import request_report

CLIENT_ROLES = {
    # role: (read, answer, submit, report, edit_profile, manage)
    "viewer": (True, False, False, False, False, False),
    "respondent": (False, False, False, False, False, False),
    "editor": (True, True, True, True, False, False),
    "owner": (True, True, True, True, True, True),
}
ACTIONS = ("read", "answer", "submit", "report", "edit_profile", "manage")


@pytest.mark.parametrize("role", CLIENT_ROLES)
def test_client_role_allows_exactly_its_actions(
    role: str, enterprise: Enterprise, assessment: Assessment
) -> None:
    person = User.objects.create_user("someone@example.org")
    Membership.objects.create(user=person, organisation=enterprise.owner, role=role)

    assert tuple(
        allowing(Enterprise, person, action).filter(pk=enterprise.pk).exists()
        for action in ACTIONS
    ) == CLIENT_ROLES[role]  # fmt: skip
    assert tuple(
        allowing(Assessment, person, action).filter(pk=assessment.pk).exists()
        for action in ACTIONS
    ) == CLIENT_ROLES[role]  # fmt: skip


@pytest.mark.parametrize("site_role", ["benchmark_editor", "benchmark_publisher", "administrator"])
def test_site_roles_and_superusers_see_no_client_content(
    site_role: str, assessment: Assessment
) -> None:
    person = User.objects.create_superuser("root@example.org")
    person.site_roles.create(role=site_role)

    assert list(visible_to(Enterprise, person)) == []
    assert list(visible_to(Assessment, person)) == []


def test_stranger_sees_only_his_own(charlie: User, assessment: Assessment) -> None:
    assert [a.enterprise.name for a in visible_to(Assessment, charlie)] == [
        "Charlie’s Secret Plant"
    ]
    with pytest.raises(Http404):
        fetch(charlie, "read", Assessment, assessment.pk)


def test_anonymous_sees_nothing_not_even_releases(assessment: Assessment) -> None:
    assert list(visible_to(Assessment, AnonymousUser())) == []
    assert list(visible_to(Release, AnonymousUser())) == []


def test_grant_opens_reading_and_what_was_ticked(
    dora: User, grant: Grant, assessment: Assessment
) -> None:
    assert fetch(dora, "read", Assessment, assessment.pk) == assessment
    assert fetch(dora, "report", Assessment, assessment.pk) == assessment
    with pytest.raises(PermissionDenied):
        fetch(dora, "answer", Assessment, assessment.pk)
    assert list(editable_by(dora)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
        {"until": dt.date(2026, 1, 1)},
        {"accepted_at": None},
    ],
)
def test_revoked_expired_or_unaccepted_grant_opens_nothing(
    dora: User, grant: Grant, assessment: Assessment, change: dict[str, object]
) -> None:
    Grant.objects.filter(pk=grant.pk).update(**change)

    with pytest.raises(Http404):
        fetch(dora, "read", Assessment, assessment.pk)
    assert list(visible_to(Enterprise, dora)) == []


def test_grant_for_one_assessment_hides_the_others(
    dora: User, grant: Grant, assessment: Assessment, submitted: Assessment
) -> None:
    other = Assessment.objects.create(enterprise=assessment.enterprise, edition=assessment.edition)
    Grant.objects.filter(pk=grant.pk).update(assessment=submitted)

    assert list(visible_to(Assessment, dora)) == [submitted]
    with pytest.raises(Http404):
        fetch(dora, "read", Assessment, other.pk)


def test_client_role_in_a_consultancy_opens_no_granted_enterprise(
    grant: Grant, assessment: Assessment
) -> None:
    clerk = User.objects.create_user("clerk@example.org")
    Membership.objects.create(user=clerk, organisation=grant.consultancy, role="viewer")

    assert list(visible_to(Assessment, clerk)) == []


def test_prepared_enterprise_belongs_to_the_consultancy_alone(
    dora: User, alice: User, charlie: User
) -> None:
    prepared = Enterprise.objects.create(
        name="Prepared", economy="JP", sector="C25", size_band="1-9",
        prepared_by=Organisation.objects.get(kind="consultancy"),
    )  # fmt: skip

    assert list(visible_to(Enterprise, dora)) == [prepared]
    assert prepared not in visible_to(Enterprise, alice)
    assert prepared not in visible_to(Enterprise, charlie)


def test_submitted_assessment_can_be_read_but_not_answered(
    alice: User, submitted: Assessment
) -> None:
    assert fetch(alice, "read", Assessment, submitted.pk) == submitted
    for action in ("answer", "submit"):
        with pytest.raises(Frozen):
            fetch(alice, action, Assessment, submitted.pk)


def test_unknown_and_malformed_identifiers_are_not_found(alice: User) -> None:
    for pk in (uuid4(), "not-an-identifier"):
        with pytest.raises(Http404):
            fetch(alice, "read", Assessment, pk)


def test_a_row_and_its_job_are_of_one_moment(submitted: Assessment, alice: User) -> None:
    """Else a page would say that a report is ready and has no pages, and stop asking."""
    batch = request_batch(by=alice, assessments=[submitted], language="ja")
    report = request_report(by=alice, assessments=[submitted], language="en")
    found = fetch(alice, "read", Report, report.pk), fetch(alice, "read", Batch, batch.pk)
    Job.objects.update(state=Job.State.DONE)
    assert [each.job.state for each in found] == [Job.State.QUEUED, Job.State.QUEUED]
    assert Batch.archive.is_cached(found[1])


def test_reading_under_a_grant_is_logged_once_an_hour(
    dora: User, grant: Grant, assessment: Assessment
) -> None:
    fetch(dora, "read", Assessment, assessment.pk)
    fetch(dora, "read", Assessment, assessment.pk)
    logged = Event.objects.filter(kind=Event.Kind.READ_UNDER_GRANT)
    assert [(e.actor, e.object_id, e.organisation_id) for e in logged] == [
        (dora, assessment.pk, grant.enterprise.owner_id)
    ]

    earlier = logged.get()
    logged.forget()
    earlier.at -= dt.timedelta(minutes=61)
    Event.objects.bulk_create([earlier])  # as if it had been then
    fetch(dora, "read", Assessment, assessment.pk)
    assert logged.all().count() == 2


def test_reading_ones_own_is_not_logged(alice: User, assessment: Assessment) -> None:
    fetch(alice, "read", Assessment, assessment.pk)
    assert not Event.objects.filter(kind=Event.Kind.READ_UNDER_GRANT).exists()
