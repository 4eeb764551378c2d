"""Who may see this: inviting, changing, revoking, handing over, and what was read."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import (
    Assessment,
    Enterprise,
    Event,
    Grant,
    Invitation,
    Membership,
    Organisation,
    Report,
    User,
)
from assessments.queries.grants import TAKEN
from assessments.services.grants import Terms, ask_for_access, invite_consultancy, offer_hand_over
from assessments.services.reports import request_report
from assessments.wording.grants import DONE
from tests.assessments.web.fields import LANGUAGES

UNTIL = str(timezone.now().date() + dt.timedelta(days=90))


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def link(invitation: Invitation) -> str:
    return url("invitation", invitation.pk, invitation.token)


def statuses(client: Client, pages: list[str]) -> set[int]:
    answers = [client.get(page) for page in pages]
    for answer in answers:
        if answer.streaming:
            answer.getvalue()  # read to its end, a file is closed
    return {answer.status_code for answer in answers}


def confirm(user: User) -> User:
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def consultancy(dora: User) -> Organisation:
    return Organisation.objects.get(kind="consultancy")


@pytest.fixture
def lena(consultancy: Organisation) -> User:
    lena = User.objects.create_user("lena@example.org", name="Lena")
    Membership.objects.create(user=lena, organisation=consultancy, role="lead")
    return lena


@pytest.fixture
def prepared(consultancy: Organisation) -> Enterprise:
    return Enterprise.objects.create(
        name="Yodogawa", economy="JP", sector="C25", size_band="10-49", prepared_by=consultancy
    )


@pytest.fixture
def open_terms() -> Terms:
    return Terms(["report"], timezone.now().date() + dt.timedelta(days=30))


@pytest.mark.parametrize("language", LANGUAGES)
def test_access_page_names_who_is_in_and_who_is_asked(
    client: Client,
    alice: User,
    grant: Grant,
    submitted: Assessment,
    open_terms: Terms,
    language: str,
) -> None:
    invite_consultancy(
        by=alice,
        enterprise=grant.enterprise,
        assessment=submitted,
        email="asked@example.org",
        language="en",
        terms=open_terms,
    )
    client.force_login(alice)
    page = client.get(
        url("enterprise_access", grant.enterprise_id), headers={"Accept-Language": language}
    )
    assert page.status_code == 200
    text = page.content.decode()
    assert "Morimoto Consulting" in text
    assert "asked@example.org" in text
    assert "%(" not in text


def test_access_page_is_for_those_who_decide(
    client: Client, bob: User, dora: User, charlie: User, grant: Grant
) -> None:
    pages = [
        url("enterprise_access", grant.enterprise_id),
        url("grant", grant.pk),
        url("grant_revoke", grant.pk),
    ]
    for person, refusals in ((bob, {403, 404}), (dora, {403}), (charlie, {404})):
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} <= refusals
        assert {client.post(page).status_code for page in pages} <= refusals
    assert Grant.objects.get().revoked_at is None


def test_inviting_sends_a_link_and_lists_it(
    client: Client, alice: User, enterprise: Enterprise, deliver: Callable[[], Any]
) -> None:
    client.force_login(alice)
    page = url("enterprise_access", enterprise.pk)
    sent = {"email": "c@example.org", "rights": ["comment"], "until": UNTIL, "language": "ja"}
    sent |= {"seen": enterprise.pk}
    answer = client.post(page, sent)
    assert (answer.status_code, answer.url) == (302, page)
    invitation = Invitation.objects.get()
    assert (invitation.rights, str(invitation.until)) == (["comment"], UNTIL)
    assert link(invitation) in deliver()[0].body

    client.post(url("invitation_withdraw", invitation.pk))
    assert Invitation.objects.get().withdrawn_at is not None
    client.get(page)  # which says so once
    assert "c@example.org" not in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"until": "2020-01-01"}, "must not lie in the past"),
        ({"until": "2099-01-01"}, "it can be prolonged later"),
        ({"until": "soon"}, "Enter a valid date."),
        ({"email": "nobody"}, "valid email address"),
        ({"rights": ["own"]}, "own is not one of the available choices"),
    ],
)
def test_refused_invitation_keeps_what_was_typed(
    client: Client, alice: User, enterprise: Enterprise, given: dict[str, Any], says: str
) -> None:
    client.force_login(alice)
    good = {"email": "c@example.org", "rights": ["comment"], "until": UNTIL, "language": "en"}
    good |= {"seen": enterprise.pk}
    page = client.post(url("enterprise_access", enterprise.pk), good | given)
    assert page.status_code == 422
    assert says in page.content.decode()
    assert not Invitation.objects.exists()


def test_assessment_of_somebody_else_cannot_be_chosen(
    client: Client, alice: User, charlie: User, enterprise: Enterprise
) -> None:
    client.force_login(alice)
    others = Assessment.objects.exclude(enterprise=enterprise).get()
    sent = {
        "email": "c@example.org",
        "seen": others.pk,
        "until": UNTIL,
        "language": "en",
    }
    assert client.post(url("enterprise_access", enterprise.pk), sent).status_code == 422
    assert not Invitation.objects.exists()


def test_revoking_asks_once_and_closes_page_report_file_and_program(
    client: Client, alice: User, dora: User, grant: Grant, submitted: Assessment
) -> None:
    report = request_report(by=dora, assessments=[submitted], language="en")
    path = settings.MEDIA_ROOT / "reports" / "made.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-")
    Report.objects.update(file="reports/made.pdf")
    pages = [
        url("result", submitted.pk),
        url("report", report.pk),
        url("report_file", report.pk),
        f"/api/v1/assessments/{submitted.pk}/",
        f"/api/v1/assessments/{submitted.pk}/answers/",
        f"/api/v1/reports/{report.pk}/file/",
    ]
    consultant = Client()
    consultant.force_login(dora)
    assert statuses(consultant, pages) == {200}

    client.force_login(alice)
    revoke = url("grant_revoke", grant.pk)
    assert client.get(revoke).status_code == 200
    assert Grant.objects.get().revoked_at is None  # looking at the question ends nothing
    assert client.post(revoke).status_code == 302
    assert statuses(consultant, pages) == {404}
    assert consultant.post(url("report_request", submitted.pk)).status_code == 404


def test_changed_grant_counts_from_the_next_click(
    client: Client, alice: User, dora: User, grant: Grant, submitted: Assessment
) -> None:
    client.force_login(alice)
    assert client.post(url("grant", grant.pk), {"rights": ["comment"], "until": UNTIL}).url == url(
        "enterprise_access", grant.enterprise_id
    )
    client.force_login(dora)
    assert client.post(url("report_request", submitted.pk), {"language": "en"}).status_code == 403


def test_what_a_consultant_read_and_took_is_listed_with_name_and_consultancy(
    client: Client, alice: User, bob: User, dora: User, grant: Grant, submitted: Assessment
) -> None:
    for person in (dora, bob):
        client.force_login(person)
        client.get(url("result", submitted.pk))
        client.get(f"/api/v1/assessments/{submitted.pk}/answers/")
        asked = client.post(url("report_request", submitted.pk), {"language": "ja"})
        client.get(asked.url)
    report = Report.objects.get()
    Event.objects.create(
        kind=Event.Kind.REPORT_DOWNLOADED,
        actor=dora,
        organisation=grant.enterprise.owner,
        object_type="report",
        object_id=report.pk,
        enterprise=grant.enterprise_id,
    )
    client.force_login(alice)
    text = client.get(url("enterprise_access", grant.enterprise_id)).content.decode()
    table = text[text.index("<tbody>") :]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    assert len(rows) == 4  # assessment and report read, report asked for and taken
    assert all("Dora" in row and "Morimoto Consulting" in row for row in rows)
    assert "took the file" in rows[0]
    assert "asked for the report" in table
    assert url("report", report.pk) in table
    assert "Bob" not in table


def test_program_that_lists_has_read_what_it_listed(
    client: Client, dora: User, grant: Grant, submitted: Assessment
) -> None:
    client.force_login(dora)
    for _ in range(2):
        client.get("/api/v1/assessments/")
        client.get("/api/v1/enterprises/")
    logged = Event.objects.filter(kind=Event.Kind.READ_UNDER_GRANT)
    assert {event.object_id for event in logged} == {submitted.pk, submitted.enterprise_id}
    assert logged.count() == 2  # once an hour


@pytest.mark.parametrize("count", [1, 60])
def test_list_of_what_was_read_comes_in_pages_and_costs_the_same(
    client: Client,
    alice: User,
    dora: User,
    grant: Grant,
    submitted: Assessment,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    Event.objects.bulk_create(
        Event(
            kind=Event.Kind.READ_UNDER_GRANT,
            actor=dora,
            organisation=grant.enterprise.owner,
            object_type="assessment",
            object_id=submitted.pk,
            enterprise=grant.enterprise_id,
        )
        for _ in range(count)
    )
    client.force_login(alice)
    with django_assert_num_queries(22):
        page = client.get(url("enterprise_access", grant.enterprise_id))
    assert page.content.count(b"looked at it") == min(count, 50)
    assert (b"?page=2" in page.content) == (count > 50)


def test_everything_that_is_listed_has_words() -> None:
    assert set(DONE) == {*TAKEN, Event.Kind.READ_UNDER_GRANT}


def test_consultant_accepts_without_being_asked_for_his_only_consultancy(
    client: Client, alice: User, dora: User, enterprise: Enterprise, open_terms: Terms
) -> None:
    invitation = invite_consultancy(
        by=alice,
        enterprise=enterprise,
        assessment=None,
        email=confirm(dora).email,
        language="en",
        terms=open_terms,
    )
    client.force_login(dora)
    text = client.get(link(invitation)).content.decode()
    assert "Name of your consultancy" not in text
    assert 'name="organisation"' not in text
    assert client.post(link(invitation), {"accept": ""}).url == url("portfolio")
    assert Grant.objects.get().rights == ["report"]


def test_link_with_another_token_leads_nowhere(
    client: Client, dora: User, alice: User, enterprise: Enterprise, open_terms: Terms
) -> None:
    invitation = invite_consultancy(
        by=alice,
        enterprise=enterprise,
        assessment=None,
        email=confirm(dora).email,
        language="en",
        terms=open_terms,
    )
    client.force_login(dora)
    assert client.get(url("invitation", invitation.pk, "0" * 64)).status_code == 404


def test_newcomer_founds_a_consultancy_on_accepting(
    client: Client, alice: User, enterprise: Enterprise, open_terms: Terms
) -> None:
    newcomer = confirm(User.objects.create_user("new@example.org"))
    invitation = invite_consultancy(
        by=alice,
        enterprise=enterprise,
        assessment=None,
        email=newcomer.email,
        language="en",
        terms=open_terms,
    )
    client.force_login(newcomer)
    assert client.post(link(invitation), {"name": " "}).status_code == 422
    assert client.post(link(invitation), {"name": "New & Partners"}).status_code == 302
    assert Grant.objects.get().consultancy.name == "New & Partners"


def test_owner_lets_in_for_one_assessment_and_gives_less(
    client: Client,
    alice: User,
    dora: User,
    consultancy: Organisation,
    enterprise: Enterprise,
    submitted: Assessment,
) -> None:
    asked = ask_for_access(
        by=dora,
        organisation=consultancy,
        email=confirm(alice).email,
        language="en",
        terms=Terms(["edit", "report"], timezone.now().date() + dt.timedelta(days=50)),
    )
    client.force_login(alice)
    text = client.get(link(asked)).content.decode()
    assert re.search(r'value="edit"[^>]* checked', text)  # what was asked for is filled in
    assert not re.search(r'value="comment"[^>]* checked', text)
    sent = {"seen": submitted.pk, "rights": ["report"], "until": UNTIL}
    assert client.post(link(asked), sent).url == url("enterprise_access", enterprise.pk)
    grant = Grant.objects.get()
    assert (grant.assessment, grant.rights) == (submitted, ["report"])


def test_what_was_asked_for_waits_on_the_page_and_the_lead_ends_it(
    client: Client, dora: User, lena: User
) -> None:
    page = url("access_ask")
    sent = {"email": "o@example.org", "rights": ["report"], "until": UNTIL, "language": "ja"}
    sent |= {"organisation": Organisation.objects.get(kind="consultancy").pk}
    client.force_login(dora)
    assert client.post(page, sent).url == page
    invitation = Invitation.objects.get()
    withdraw = url("invitation_withdraw", invitation.pk)
    client.get(page)  # the message that it was sent
    text = client.get(page).content.decode()
    assert "o@example.org" in text
    assert withdraw not in text
    client.force_login(lena)
    assert withdraw in client.get(page).content.decode()
    assert client.post(withdraw).url == page


def test_enterprise_of_somebody_else_cannot_be_let_in_to(
    client: Client, alice: User, dora: User, consultancy: Organisation, charlie: User
) -> None:
    asked = ask_for_access(
        by=dora,
        organisation=consultancy,
        email=confirm(alice).email,
        language="en",
        terms=Terms([], timezone.now().date()),
    )
    client.force_login(alice)
    others = Enterprise.objects.get(name="Charlie’s Secret Plant")
    assert client.post(link(asked), {"seen": others.pk, "until": UNTIL}).status_code == 422
    assert not Grant.objects.exists()


def test_new_owner_is_asked_whether_the_consultancy_stays_without_a_proposal(
    client: Client, lena: User, prepared: Enterprise, siri: object
) -> None:
    newcomer = confirm(User.objects.create_user("new@example.org"))
    offer = offer_hand_over(by=lena, enterprise=prepared, email=newcomer.email, language="en")
    client.force_login(newcomer)
    text = client.get(link(offer)).content.decode()
    assert re.findall(r'<input type="radio" name="keep"[^>]*checked', text) == []

    assert client.post(link(offer), {"until": UNTIL}).status_code == 422  # it must be said
    assert client.post(link(offer), {"keep": "yes"}).status_code == 422  # until when?
    assert Enterprise.objects.get(pk=prepared.pk).owner is None
    assert client.post(link(offer), {"keep": "no", "until": UNTIL}).url == url("my_work")
    assert Enterprise.objects.get(pk=prepared.pk).owner.name == "Yodogawa"
    assert not Grant.objects.exists()
    client.force_login(lena)
    assert client.get(url("economies", prepared.pk)).status_code == 404


def test_invitation_is_declined_with_one_button(
    client: Client, lena: User, prepared: Enterprise
) -> None:
    newcomer = confirm(User.objects.create_user("new@example.org"))
    offer = offer_hand_over(by=lena, enterprise=prepared, email=newcomer.email, language="en")
    client.force_login(newcomer)
    assert client.post(link(offer), {"decline": ""}).status_code == 302
    assert Invitation.objects.get().declined_at is not None
    assert client.post(link(offer), {"keep": "no", "until": UNTIL}).status_code in (410, 422)
    assert not Enterprise.objects.filter(owner__isnull=False).exists()


def test_only_the_lead_offers_to_hand_over(
    client: Client, dora: User, lena: User, prepared: Enterprise
) -> None:
    page = url("hand_over", prepared.pk)
    client.force_login(dora)
    assert client.post(page, {"email": "o@example.org", "language": "en"}).status_code == 403
    client.force_login(lena)
    assert client.post(page, {"email": "o@example.org", "language": "en"}).status_code == 302
    assert "o@example.org" in client.get(page).content.decode()


def test_due_date_is_set_on_the_task_list(
    client: Client, alice: User, carol: User, assessment: Assessment
) -> None:
    page = url("due", assessment.pk)
    client.force_login(alice)
    assert client.post(page, {"due": UNTIL}).url == url("assessment", assessment.pk)
    assert str(Assessment.objects.get().due) == UNTIL
    client.post(page, {"due": "2020-01-01"})
    assert (
        "must not lie in the past" in client.get(url("assessment", assessment.pk)).content.decode()
    )
    assert str(Assessment.objects.get().due) == UNTIL
    client.force_login(carol)
    assert client.post(page, {"due": UNTIL}).status_code == 403
