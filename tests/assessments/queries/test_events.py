"""Reading the event log: found by kind, person, enterprise, day and name; with today's names."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.models import (
    Assessment,
    Assignment,
    Comment,
    Edition,
    Enterprise,
    Event,
    Grant,
    Invitation,
    Membership,
    Organisation,
    Report,
    User,
)
from assessments.queries.events import (
    Wanted,
    choose_events,
    enterprises_in,
    events_of,
    people_in,
    read_entries,
    read_in_batches,
)
from assessments.services.events import record_event
from assessments.services.invitations import invite
from assessments.services.reports import request_report
from assessments.wording.events import event_text

Kind = Event.Kind


def said(user: User, organisation: Organisation | None) -> list[str]:
    """The sentences of a log, the first event first."""
    entries = read_entries(events_of(user, organisation), user=user)
    return [
        event_text(entry.event, entry.names, is_hidden=entry.is_hidden)
        for entry in reversed(entries)
    ]


@pytest.fixture
def busy(
    submitted: Assessment,
    alice: User,
    bob: User,
    grant: Grant,
    client_organisation: Organisation,
    enterprise: Enterprise,
) -> Organisation:
    """An organisation in whose log an event of each type of object stands."""
    invite(
        by=alice,
        purpose=Invitation.Purpose.MEMBERSHIP,
        organisation=client_organisation,
        email="new@example.org",
        language="en",
        role="editor",
    )
    assignment = Assignment.objects.create(
        assessment=submitted, user=bob, perspective="it", items=["VI"]
    )
    comment = Comment.objects.create(assessment=submitted, item="VI", text="Well.")
    report = request_report(by=bob, assessments=[submitted], language="ja")
    for kind, about, details in (
        (Kind.ROLE_CHANGED, bob, {"role": "viewer"}),
        (Kind.GRANT_GIVEN, grant, {}),
        (Kind.ASSESSMENT_ASSIGNED, assignment, {}),
        (Kind.COMMENTED, comment, {"item": "VI"}),
        (Kind.COMMENTED, submitted, {"item": ""}),
        (Kind.ANSWER_AGREED, submitted, {"item": "VI"}),
        (Kind.ANSWER_AGREED, submitted, {"items": 2}),
        (Kind.REPORT_DOWNLOADED, report, {}),
    ):
        record_event(kind=kind, by=alice, about=about, enterprise=enterprise, **details)
    return client_organisation


def test_log_says_what_was_done_with_names(busy: Organisation, alice: User) -> None:
    siri = Edition.objects.get(key="siri").content
    title, item = siri.title["en"], siri.item("VI").name["en"]
    assert said(alice, busy) == [
        f"Started the assessment “{title}”",
        f"Submitted the assessment “{title}”",
        "Invited new@example.org as Editor",
        f"Asked for the report on “{title}”",
        "Gave Bob the role “Viewer”",
        "Gave Morimoto Consulting a grant",
        f"Asked Bob to answer questions of “{title}”",
        f"Commented on “{item}” in “{title}”",
        f"Commented on “{title}”",
        f"Agreed on the answer to “{item}” in “{title}”",
        f"Agreed on answers in “{title}”: 2",
        f"Downloaded the report on “{title}”",
    ]


def test_names_of_what_is_gone_are_gone(
    busy: Organisation, alice: User, bob: User, enterprise: Enterprise
) -> None:
    Report.objects.all().delete()
    Enterprise.objects.filter(pk=enterprise.pk).delete()
    bob.delete()
    entries = read_entries(events_of(alice, busy), user=alice)
    about_it = [entry for entry in entries if entry.event.enterprise == enterprise.pk]
    assert len(about_it) == 11
    assert {(entry.enterprise, entry.is_hidden) for entry in about_it} == {(None, False)}
    assert "Gave (erased) the role “Viewer”" in said(alice, busy)
    assert not [text for text in said(alice, busy) if "Bob" in text or "SIRI" in text]


def test_enterprise_that_was_handed_over_is_hidden_from_those_who_prepared_it(
    siri: Edition, dora: User, alice: User, client_organisation: Organisation
) -> None:
    consultancy = Organisation.objects.get(kind="consultancy")
    Membership.objects.filter(user=dora).update(role="lead")
    prepared = Enterprise.objects.create(
        name="Secret", economy="JP", sector="C25", size_band="1-9", prepared_by=consultancy
    )
    record_event(kind=Kind.ENTERPRISE_CREATED, by=dora, about=prepared, enterprise=prepared)
    (entry,) = read_entries(events_of(dora, consultancy), user=dora)
    assert (entry.enterprise, entry.is_hidden) == ("Secret", False)
    Enterprise.objects.update(owner=client_organisation, prepared_by=None)
    (entry,) = read_entries(events_of(dora, consultancy), user=dora)
    assert (entry.enterprise, entry.is_hidden) == (None, True)
    wanted = Wanted(text="secret")
    assert not choose_events(events_of(dora, consultancy), wanted, user=dora).exists()


def test_number_of_queries_does_not_grow_with_the_log(
    busy: Organisation, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    events = list(events_of(alice, busy))
    with django_assert_num_queries(16):
        read_entries(events, user=alice)
    with django_assert_num_queries(16):
        read_entries(events * 20, user=alice)


def test_whole_log_is_read_in_batches_in_its_order(
    enterprise: Enterprise, alice: User, client_organisation: Organisation
) -> None:
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    Event.objects.bulk_create(
        Event(
            kind=Kind.SIGNED_IN,
            at=day + dt.timedelta(minutes=minute),
            actor=alice,
            organisation=client_organisation,
            object_type="user",
            object_id=alice.pk,
        )
        for minute in range(1001)
    )
    batches = list(read_in_batches(events_of(alice, client_organisation), user=alice))
    assert [len(batch) for batch in batches] == [500, 500, 1]
    times = [entry.event.at for batch in batches for entry in batch]
    assert times == sorted(times, reverse=True)


@pytest.fixture
def log(
    alice: User, bob: User, enterprise: Enterprise, client_organisation: Organisation
) -> Callable[..., set[str]]:
    """log(text="lake"): the kinds of the events that are found among four."""
    other = Enterprise.objects.create(
        name="Seaside", economy="CN", sector="C25", size_band="1-9", owner=client_organisation
    )
    for number, (kind, by, whose) in enumerate(
        (
            (Kind.ENTERPRISE_CREATED, alice, enterprise),
            (Kind.POOL_CONSENT_GIVEN, bob, enterprise),
            (Kind.ENTERPRISE_CHANGED, bob, other),
        )
    ):
        Event.objects.create(
            at=dt.datetime(2026, 3, 1 + number, 23, 59, tzinfo=dt.UTC),
            kind=kind,
            actor=by,
            organisation=client_organisation,
            object_type="enterprise",
            object_id=whose.pk,
            enterprise=whose.pk,
        )
    Event.objects.create(
        at=dt.datetime(2026, 3, 9, tzinfo=dt.UTC),
        kind=Kind.SIGNED_IN,
        actor=alice,
        organisation=client_organisation,
        object_type="user",
        object_id=alice.pk,
    )

    def find(**wanted: object) -> set[str]:
        events = events_of(alice, client_organisation)
        found = choose_events(events, Wanted(**wanted), user=alice)  # type: ignore[arg-type]
        return set(found.values_list("kind", flat=True))

    return find


def test_nothing_chosen_finds_everything(log: Callable[..., set[str]]) -> None:
    assert len(log()) == 4


def test_events_are_found_by_group_person_and_enterprise(
    log: Callable[..., set[str]], bob: User, enterprise: Enterprise
) -> None:
    assert log(group="pool") == {Kind.POOL_CONSENT_GIVEN}
    assert log(person=bob) == {Kind.POOL_CONSENT_GIVEN, Kind.ENTERPRISE_CHANGED}
    assert log(enterprise=enterprise) == {Kind.ENTERPRISE_CREATED, Kind.POOL_CONSENT_GIVEN}
    assert log(person=bob, enterprise=enterprise) == {Kind.POOL_CONSENT_GIVEN}


def test_events_are_found_by_day_both_included(log: Callable[..., set[str]]) -> None:
    second = dt.date(2026, 3, 2)
    assert log(first_day=second, last_day=second) == {Kind.POOL_CONSENT_GIVEN}
    assert log(last_day=second) == {Kind.ENTERPRISE_CREATED, Kind.POOL_CONSENT_GIVEN}
    assert log(first_day=dt.date(2026, 3, 3)) == {Kind.ENTERPRISE_CHANGED, Kind.SIGNED_IN}


def test_events_are_found_by_a_part_of_a_name_of_today(
    log: Callable[..., set[str]], enterprise: Enterprise, alice: User
) -> None:
    assert log(text="SEA") == {Kind.ENTERPRISE_CHANGED}
    assert log(text="bob") == {Kind.POOL_CONSENT_GIVEN, Kind.ENTERPRISE_CHANGED}
    assert log(text="alice@") == {Kind.ENTERPRISE_CREATED, Kind.SIGNED_IN}
    Enterprise.objects.filter(pk=enterprise.pk).update(name="Renamed")
    assert log(text="Lakeside") == set()
    assert log(text="renamed") == {Kind.ENTERPRISE_CREATED, Kind.POOL_CONSENT_GIVEN}


def test_only_people_and_enterprises_of_the_log_are_offered(
    log: Callable[..., set[str]],
    alice: User,
    bob: User,
    charlie: User,
    client_organisation: Organisation,
) -> None:
    events = events_of(alice, client_organisation)
    assert list(people_in(events)) == [alice, bob]
    names = [one.name for one in enterprises_in(events, user=alice)]
    assert names == ["Lakeside Precision Parts", "Seaside"]


def test_event_of_an_enterprise_from_before_that_was_noted_is_found_by_its_object(
    log: Callable[..., set[str]],
    enterprise: Enterprise,
    alice: User,
    client_organisation: Organisation,
) -> None:
    Event.objects.create(
        kind=Kind.POOL_CONSENT_WITHDRAWN,
        actor=alice,
        organisation=client_organisation,
        object_type="enterprise",
        object_id=enterprise.pk,
        at=timezone.now(),
    )
    assert Kind.POOL_CONSENT_WITHDRAWN in log(enterprise=enterprise)
