"""Reports that are made again: when they are due, for whom, and when nothing has changed."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from assessments import queue
from assessments.emails import send_email
from assessments.models import (
    Assessment,
    Branding,
    Enterprise,
    Event,
    Grant,
    Job,
    Membership,
    Reissue,
    Report,
    User,
)
from assessments.reports.options import ReportOptions
from assessments.services import reissues
from assessments.services.accounts import delete_account
from assessments.services.assessments import start_correction, submit_assessment
from assessments.services.erasure import erase, request_erasure
from assessments.services.refusals import Rejected
from assessments.services.reissues import (
    _next_after,
    announce_reissues,
    end_reissue,
    issue_due,
    plan_reissue,
)
from assessments.wording.batches import stored_fault_text
from assessments.wording.dates import today_in
from assessments.wording.events import actor_text
from tests.assessments.services.batch_work import refuse, work

Deliver = Callable[[], list[EmailMessage]]
TODAY = dt.date(2026, 11, 27)


@pytest.fixture
def plan(submitted: Assessment, alice: User) -> Reissue:
    """Every quarter, from today on."""
    return planned(submitted, alice)


def planned(assessment: Assessment, by: User, **changes: object) -> Reissue:
    enterprise = assessment.enterprise
    wanted: dict[str, object] = {
        "instrument": "siri",
        "language": "ja",
        "every_months": 3,
        "first_on": today_in(enterprise.economy),
    }
    return plan_reissue(by=by, enterprise=enterprise, **(wanted | changes))  # type: ignore[arg-type]


def make_due(plan: Reissue) -> None:
    """As if its next day had come."""
    day = today_in(plan.enterprise.economy)
    Reissue.objects.filter(pk=plan.pk).update(next_on=day, first_on=day)


def test_due_plan_asks_for_the_report_on_the_newest_result(
    plan: Reissue, submitted: Assessment, alice: User, deliver: Deliver
) -> None:
    newer = start_correction(by=alice, assessment=submitted)
    submit_assessment(by=alice, assessment=newer)
    assert issue_due() == 1
    assert issue_due() == 0, "its next day is three months away"
    report = Report.objects.get()
    assert (report.first_assessment, report.language) == (newer, "ja")
    assert (report.requested_by, report.job.priority) == (alice, queue.BATCH)
    plan.refresh_from_db()
    assert (plan.last_report, plan.error) == (report, None)
    assert plan.next_on > today_in("CN") + dt.timedelta(days=85)
    assert deliver() == [], "not before it is made"
    work()
    (mail,) = deliver()
    assert mail.to == [alice.email]
    assert mail.subject == "The report on Lakeside Precision Parts was made again"
    assert f"/reports/{report.pk}/" in mail.body
    assert announce_reissues() == 0


def test_nothing_changed_makes_no_report_and_no_mail(plan: Reissue, deliver: Deliver) -> None:
    issue_due()
    work()
    assert len(deliver()) == 1
    make_due(plan)
    assert issue_due() == 1
    work()
    plan.refresh_from_db()
    assert plan.error == {"code": "unchanged", "params": {}}
    assert Report.objects.count() == 1
    assert len(deliver()) == 1


def test_new_result_makes_a_new_report(
    plan: Reissue, submitted: Assessment, alice: User, deliver: Deliver
) -> None:
    issue_due()
    work()
    submit_assessment(by=alice, assessment=start_correction(by=alice, assessment=submitted))
    make_due(plan)
    issue_due()
    work()
    plan.refresh_from_db()
    assert plan.error is None
    assert Report.objects.count() == 2
    assert len(deliver()) == 2


def test_report_that_could_not_be_made_is_told_and_tried_again(
    plan: Reissue, deliver: Deliver
) -> None:
    issue_due()
    work(report=refuse)
    (mail,) = deliver()
    assert mail.subject == "The report on Lakeside Precision Parts could not be made again"
    assert "The report would have been incomplete: too wide" in mail.body
    make_due(plan)
    issue_due()
    work()
    assert [mail.subject for mail in deliver()][1:] == [
        "The report on Lakeside Precision Parts was made again"
    ]


def test_branding_is_the_latest_of_the_organisation(
    submitted: Assessment, alice: User, client_organisation: object
) -> None:
    old = Branding.objects.create(organisation=client_organisation, name="Old")
    plan = planned(submitted, alice, branding=old)
    new = Branding.objects.create(organisation=client_organisation, name="New")
    issue_due()
    assert Report.objects.get().branding == new
    assert plan.branding == old


def test_lost_right_ends_the_plan_with_a_mail(
    submitted: Assessment, grant: Grant, dora: User, deliver: Deliver
) -> None:
    plan = planned(submitted, dora)
    Grant.objects.update(may_report=False)
    assert issue_due() == 1
    plan.refresh_from_db()
    assert plan.ended_at
    assert plan.error == {"code": "report_right_lost", "params": {}}
    (mail,) = deliver()
    assert mail.to == [dora.email]
    assert mail.subject == "The report on Lakeside Precision Parts is no longer made again"
    event = Event.objects.get(kind="reissue_ended")
    assert (event.actor, event.enterprise) == (None, submitted.enterprise.pk)
    assert actor_text(event) == "The operator of this site"
    assert issue_due() == 0
    assert not Report.objects.exists()


def test_name_that_may_not_be_used_any_more_ends_the_plan_and_the_mail_says_so(
    submitted: Assessment, grant: Grant, dora: User, alice: User, deliver: Deliver
) -> None:
    """She may still make reports there, but not in the name of her former consultancy."""
    branding = Branding.objects.create(organisation=grant.consultancy, name="Morimoto")
    plan = planned(submitted, dora, branding=branding)
    Membership.objects.filter(user=dora).delete()
    client = submitted.enterprise.owner
    Membership.objects.create(user=dora, organisation=client, role="editor")
    issue_due()
    plan.refresh_from_db()
    assert plan.ended_at
    assert plan.error == {"code": "branding_not_offered", "params": {}}
    (mail,) = deliver()
    assert stored_fault_text(plan.error) in mail.body
    assert "You may not make reports" not in mail.body
    assert not Report.objects.exists()


def test_closed_account_ends_the_plan_and_gets_no_mail(
    plan: Reissue, alice: User, deliver: Deliver
) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    issue_due()
    plan.refresh_from_db()
    assert plan.ended_at
    assert deliver() == []


def test_report_that_may_not_be_read_by_then_is_not_announced(
    submitted: Assessment, grant: Grant, dora: User, deliver: Deliver
) -> None:
    planned(submitted, dora)
    issue_due()
    work()
    Grant.objects.update(revoked_at=timezone.now())
    assert deliver() == []


def test_one_that_fails_holds_up_no_other(
    plan: Reissue, submitted: Assessment, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = planned(submitted, alice, language="en")
    ask = reissues._ask_for

    def fail_in_japanese(plan: Reissue, assessment: Assessment) -> None:
        if plan.language == "ja":
            raise ConnectionError
        ask(plan, assessment)

    monkeypatch.setattr(reissues, "_ask_for", fail_in_japanese)
    assert issue_due() == 1
    monkeypatch.undo()
    assert issue_due() == 1, "the next hour does it"
    plan.refresh_from_db()
    other.refresh_from_db()
    assert plan.last_report
    assert other.last_report


def test_day_is_that_of_the_place(plan: Reissue, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 17:00 UTC of the 27th it is the 28th in China, and not yet in New York."""
    evening = dt.datetime(2026, 11, 27, 17, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: evening)
    Reissue.objects.update(next_on=dt.date(2026, 11, 28), first_on=dt.date(2026, 11, 28))
    Enterprise.objects.filter(pk=plan.enterprise_id).update(economy="US")
    assert issue_due() == 0
    Enterprise.objects.filter(pk=plan.enterprise_id).update(economy="CN")
    assert issue_due() == 1


@pytest.mark.parametrize(
    ("first", "months", "today", "expected"),
    [
        ("2027-01-31", 1, "2027-01-31", "2027-02-28"),
        ("2027-01-31", 1, "2027-02-28", "2027-03-31"),
        ("2027-01-31", 1, "2028-02-01", "2028-02-29"),
        ("2026-11-30", 3, "2026-11-30", "2027-02-28"),
        ("2026-11-30", 3, "2027-02-28", "2027-05-30"),
        ("2026-02-28", 12, "2026-02-28", "2027-02-28"),
        ("2028-02-29", 12, "2028-02-29", "2029-02-28"),
        ("2026-01-15", 6, "2029-03-02", "2029-07-15"),  # six that were missed, at once
        ("2026-12-15", 1, "2026-12-16", "2027-01-15"),
        ("2026-01-31", 1, "2026-03-30", "2026-03-31"),
    ],
)
def test_next_day_keeps_the_day_of_the_month(
    first: str, months: int, today: str, expected: str
) -> None:
    found = _next_after(
        dt.date.fromisoformat(today), first=dt.date.fromisoformat(first), months=months
    )
    assert found == dt.date.fromisoformat(expected)


def test_missed_months_are_not_made_up_for_one_by_one(plan: Reissue) -> None:
    long_ago = today_in("CN") - dt.timedelta(days=400)
    Reissue.objects.filter(pk=plan.pk).update(next_on=long_ago, first_on=long_ago)
    assert issue_due() == 1
    assert issue_due() == 0
    plan.refresh_from_db()
    assert plan.next_on > today_in("CN")
    assert Job.objects.filter(kind="report").count() == 1


def test_what_cannot_be_planned_is_refused(
    plan: Reissue, submitted: Assessment, alice: User
) -> None:
    def codes(**changes: object) -> list[str]:
        with pytest.raises(Rejected) as refused:
            planned(submitted, alice, **changes)
        return [fault.code for fault in refused.value.faults]

    yesterday = today_in("CN") - dt.timedelta(days=1)
    assert codes(language="en", every_months=2) == ["not_in_list"]
    assert codes(language="en", first_on=yesterday) == ["date_past"]
    assert codes(language="en", instrument="dx") == ["nothing_submitted"]
    assert codes(language="en", options=ReportOptions(preface="\U00012000")) == ["glyph_missing"]
    assert codes() == ["planned_already"]
    assert Reissue.objects.count() == 1
    end_reissue(by=alice, plan=plan)
    assert planned(submitted, alice).pk != plan.pk


def test_ended_plan_is_not_issued_and_ends_once(plan: Reissue, alice: User) -> None:
    assert Event.objects.filter(kind="reissue_planned", enterprise=plan.enterprise_id).count() == 1
    end_reissue(by=alice, plan=plan)
    end_reissue(by=alice, plan=plan)
    assert Event.objects.filter(kind="reissue_ended", actor=alice).count() == 1
    assert issue_due() == 0


def test_looking_for_reports_to_announce_is_one_query(
    plan: Reissue, django_assert_num_queries: Callable[..., object]
) -> None:
    issue_due()
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert announce_reissues() == 0


def test_plans_go_with_the_enterprise_and_their_mails_too(
    plan: Reissue, alice: User, deliver: Deliver
) -> None:
    issue_due()
    work()
    enterprise = plan.enterprise
    request_erasure(by=alice, enterprise=enterprise, typed_name=enterprise.name)
    while queue.work_one({"erasure": erase, "email": send_email}):
        pass
    assert not Reissue.objects.exists()
    assert all("made again" not in mail.subject for mail in deliver())
    assert not Job.objects.filter(kind="email", state="queued").exists()


def test_plans_go_with_the_account(plan: Reissue, alice: User, bob: User) -> None:
    Membership.objects.filter(user=bob).update(role="owner")
    delete_account(user=alice)
    assert not Reissue.objects.exists()
    assert issue_due() == 0
