"""Reports that are made again at intervals, of the newest result and the latest published data."""

import calendar
import datetime as dt
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assessments import queue
from assessments.access import allowing
from assessments.emails import write_email
from assessments.models import Assessment, Branding, Enterprise, Event, Job, Reissue, User
from assessments.models.batches import EVERY_MONTHS
from assessments.queries.batches import newest_submitted
from assessments.reports.options import ReportOptions, options_from_json
from assessments.services.events import record_event
from assessments.services.refusals import Rejected
from assessments.services.reports import check_preface, request_report
from assessments.wording.dates import today_in
from assessments.wording.events import COMMAND
from maturity.instruments.faults import Fault

log = structlog.get_logger(__name__)

RIGHT_LOST = "report_right_lost"
UNCHANGED = "unchanged"
EASTMOST = dt.timedelta(days=1)
"""By how much the day can be ahead of that in UTC, where an enterprise is."""


@transaction.atomic
def plan_reissue(
    *,
    by: User,
    enterprise: Enterprise,
    instrument: str,
    language: str,
    every_months: int,
    first_on: dt.date,
    options: ReportOptions = ReportOptions(),  # noqa: B008 - frozen
    branding: Branding | None = None,
) -> Reissue:
    """Have the report on the newest result made on that day, and again every so many months.

    Raises Rejected: `not_in_list` (months other than 1, 3, 6, 12), `date_past`,
    `nothing_submitted`, `planned_already` (the same questionnaire in the same language),
    and those of `check_preface`.
    """
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)  # twice at once waits
    faults = list(check_preface(options))
    if every_months not in EVERY_MONTHS:
        faults.append(Fault("every_months", "not_in_list", {"value": every_months}))
    if first_on < today_in(enterprise.economy):
        faults.append(Fault("first_on", "date_past", {"date": first_on.isoformat()}))
    if newest_submitted(by, enterprise, instrument) is None:
        faults.append(Fault("instrument", "nothing_submitted"))
    same = {"enterprise": enterprise, "instrument": instrument, "language": language}
    if Reissue.objects.filter(**same, requested_by=by, ended_at__isnull=True).exists():
        faults.append(Fault("instrument", "planned_already"))
    if faults:
        raise Rejected(faults)
    plan = Reissue.objects.create(
        **same,
        requested_by=by,
        options=options.as_json(),
        branding=branding,
        every_months=every_months,
        first_on=first_on,
        next_on=first_on,
    )
    record_event(kind=Event.Kind.REISSUE_PLANNED, by=by, about=plan, enterprise=enterprise)
    return plan


@transaction.atomic
def end_reissue(*, by: User | None, plan: Reissue) -> None:
    """Make it no more; nobody (None) ends it when the right to reports is lost. Repeatable."""
    now = timezone.now()
    if Reissue.objects.filter(pk=plan.pk, ended_at__isnull=True).update(ended_at=now):
        record_event(
            kind=Event.Kind.REISSUE_ENDED,
            by=by,
            about=plan,
            enterprise=plan.enterprise,
            through="page" if by else COMMAND,
        )


def issue_due() -> int:
    """Ask for each report whose day has come where the enterprise is; returns how many plans.

    Each is a transaction of its own, and one that fails is tried again with the next call.
    """
    around = Reissue.objects.filter(
        ended_at__isnull=True,
        next_on__lte=timezone.now().date() + EASTMOST,
        enterprise__erasure__isnull=True,
    )
    count = 0
    for plan in around.select_related("enterprise"):
        try:
            count += _issue(plan)
        except Exception:
            log.exception("reissue_failed", reissue=str(plan.pk))
    return count


@transaction.atomic
def _issue(plan: Reissue) -> bool:
    """Whether it was due; of two callers at once the second finds that it is not any more."""
    found = Reissue.objects.select_for_update(of=("self",)).filter(
        pk=plan.pk, ended_at__isnull=True
    )
    current = found.select_related("enterprise", "requested_by", "last_report").first()
    if current is None or current.next_on > (today := today_in(current.enterprise.economy)):
        return False
    current.next_on = _next_after(today, first=current.first_on, months=current.every_months)
    assessment = _assessment_for(current)
    if assessment is None:
        _end_in_vain(current, RIGHT_LOST)
    else:
        _ask_for(current, assessment)
    current.save()
    return True


def _assessment_for(plan: Reissue) -> Assessment | None:
    """The newest submitted one, if whoever planned it may still make reports on the enterprise."""
    asker = plan.requested_by
    if asker is None or not asker.is_active:
        return None
    if not allowing(Enterprise, asker, "report").filter(pk=plan.enterprise_id).exists():
        return None
    return newest_submitted(asker, plan.enterprise, plan.instrument)


def _end_in_vain(plan: Reissue, code: str, **params: Any) -> None:
    """For good: what is refused today, a right or the name of a consultancy, stays refused."""
    end_reissue(by=None, plan=plan)
    plan.ended_at, plan.error = timezone.now(), {"code": code, "params": params}
    if (person := plan.requested_by) and person.is_active:
        write_email(kind="reissue_ended", to=person.email, language=person.language, about=plan)


def _ask_for(plan: Reissue, assessment: Assessment) -> None:
    if plan.requested_by is None:  # the row would have gone with the account
        return
    try:
        report = request_report(
            by=plan.requested_by,
            assessments=[assessment],
            language=plan.language,
            options=options_from_json(plan.options),
            branding=_latest_of(plan.branding),
            priority=queue.BATCH,
        )
    except Rejected as rejected:
        fault = rejected.faults[0]
        _end_in_vain(plan, fault.code, **fault.params)
        return
    is_same = report.pk == plan.last_report_id and bool(report.file)
    plan.error = {"code": UNCHANGED, "params": {}} if is_same else None
    plan.last_report = report
    plan.is_announced = is_same


def _latest_of(branding: Branding | None) -> Branding | None:
    """How the organisation's reports look by now."""
    if branding is None:
        return None
    return Branding.objects.filter(organisation=branding.organisation_id).first()  # newest first


def announce_reissues() -> int:
    """Tell whoever planned it of each report that is finished by now; returns how many.

    Called after each job and by the sweep, so with nothing to tell it is one small query.
    """
    finished = (Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED)
    count = 0
    ready = Reissue.objects.filter(
        Q(last_report__job__state__in=finished), is_announced=False
    ).select_related("requested_by")
    for plan in ready:
        with transaction.atomic():
            unsaid = Reissue.objects.filter(pk=plan.pk, is_announced=False)
            if unsaid.update(is_announced=True) and (person := plan.requested_by):
                write_email(
                    kind="report_reissued", to=person.email, language=person.language, about=plan
                )
                count += 1
    return count


def _next_after(today: dt.date, *, first: dt.date, months: int) -> dt.date:
    """The first of these days after today: months that were missed are not caught up one by one.

    Counted from the first day, so that the last of January becomes that of February, and after it
    that of March.
    """
    passed = (today.year - first.year) * 12 + today.month - first.month
    step = max(passed // months, 0)
    while (day := _months_later(first, step * months)) <= today:
        step += 1
    return day


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
