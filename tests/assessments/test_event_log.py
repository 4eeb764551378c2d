"""The event log is only added to, and what people do is in it."""

import pytest
from django.db import DatabaseError, connection, transaction

from assessments.access import allowing
from assessments.models import (
    Assessment,
    Enterprise,
    Event,
    Grant,
    Membership,
    Organisation,
    Release,
    User,
)
from assessments.services.assessments import start_correction
from assessments.services.enterprises import create_enterprise
from assessments.services.events import record_event
from assessments.services.pool import give_consent, withdraw_consent
from assessments.services.reports import request_report

Kind = Event.Kind


@pytest.fixture
def event(enterprise: Enterprise, alice: User) -> Event:
    return record_event(
        kind=Kind.ENTERPRISE_CHANGED, by=alice, about=enterprise, enterprise=enterprise
    )


def test_event_is_never_changed_or_deleted_in_the_program(event: Event) -> None:
    event.kind = Kind.SIGNED_IN
    for attempt in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(kind=Kind.SIGNED_IN),
        lambda: Event.objects.bulk_update([event], ["kind"]),
        lambda: Event.objects.filter(pk=event.pk).update(actor=None),
    ):
        with pytest.raises(ValueError, match="event"), transaction.atomic():
            attempt()
    assert Event.objects.get().kind == Kind.ENTERPRISE_CHANGED


@pytest.mark.storage
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "signed_in"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("object_id", "dcd52d9caec643208b148938fca33847"),
        ("enterprise", None),
        ("details", '{"role": "owner"}'),
        ("organisation_id", None),
    ],
)
def test_database_refuses_to_change_an_event(event: Event, column: str, value: str | None) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE assessments_event SET {column} = %s", [value])  # noqa: S608


@pytest.mark.storage
def test_database_does_not_let_an_event_be_blamed_on_somebody_else(
    event: Event, charlie: User
) -> None:
    other = charlie.pk.hex if connection.vendor == "sqlite" else str(charlie.pk)
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE assessments_event SET actor_id = %s", [other])


@pytest.mark.storage
def test_deleted_account_leaves_its_events_without_a_name(event: Event, alice: User) -> None:
    Membership.objects.all().delete()
    alice.delete()
    left = Event.objects.get(pk=event.pk)
    assert (left.actor, left.kind, left.at) == (None, event.kind, event.at)


@pytest.mark.storage
def test_organisation_takes_its_log_with_it(
    event: Event, enterprise: Enterprise, client_organisation: Organisation
) -> None:
    enterprise.delete()
    client_organisation.delete()
    assert not Event.objects.exists()


def test_what_people_do_is_in_the_log_of_their_organisation(
    submitted: Assessment, alice: User, client_organisation: Organisation
) -> None:
    create_enterprise(by=alice, name="Second", economy="JP", sector="C25", size_band="1-9")
    start_correction(by=alice, assessment=submitted)
    request_report(by=alice, assessments=[submitted], language="en")
    give_consent(by=alice, enterprise=submitted.enterprise)
    withdraw_consent(by=alice, enterprise=submitted.enterprise)
    logged = client_organisation.events.order_by("at").values_list("kind", flat=True)
    assert list(logged) == [
        Kind.ASSESSMENT_STARTED,
        Kind.ASSESSMENT_SUBMITTED,
        Kind.ENTERPRISE_CREATED,
        Kind.ASSESSMENT_STARTED,
        Kind.REPORT_REQUESTED,
        Kind.POOL_CONSENT_GIVEN,
        Kind.POOL_CONSENT_WITHDRAWN,
    ]


def test_log_of_an_organisation_is_for_those_who_manage_it(
    event: Event, alice: User, grant: Grant, request: pytest.FixtureRequest
) -> None:
    assert list(allowing(Event, alice, "read").filter(pk=event.pk)) == [event]
    for name in ("bob", "carol", "dora", "charlie", "administrator", "edith"):
        person = request.getfixturevalue(name)
        assert not allowing(Event, person, "read").filter(pk=event.pk).exists(), name
    assert not allowing(Event, alice, "write").exists()


def test_what_concerns_the_whole_site_is_for_administrators_and_publications_for_their_people(
    alice: User, administrator: User, edith: User, paul: User, shipped: None
) -> None:
    release = Release.objects.filter(shipped=True)[0]
    published = record_event(kind=Kind.RELEASE_PUBLISHED, by=paul, about=release)
    signed_in = record_event(kind=Kind.SIGNED_IN, by=alice, about=alice)
    assert set(allowing(Event, administrator, "read")) == {published, signed_in}
    for person in (edith, paul):
        assert list(allowing(Event, person, "read")) == [published]
    assert not allowing(Event, alice, "read").exists()
