"""What waits for a person: the enterprises he may see and their assessments."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from assessments.access import allowing, open_grants, visible_to
from assessments.models import Answer, Assessment, Enterprise, Organisation, User
from assessments.queries.pool import who_takes_part


@dataclass(frozen=True)
class EnterpriseWork:
    enterprise: Enterprise
    open: list[Assessment]
    submitted: list[Assessment]
    may_start: bool  # another assessment
    in_pool: bool | None  # None for those who do not decide about it


def my_work(user: User, organisation: Organisation | None = None) -> list[EnterpriseWork]:
    """Everything on the start page in six queries, whatever the number of enterprises.

    With an organisation only what belongs to it, is prepared by it, or is open to it by a grant.
    """
    counted = Q(answers__section=Answer.Section.ANSWERS)
    answered = Count("answers", filter=counted & ~Q(answers__state="unanswered"))
    assessments = (
        visible_to(Assessment, user)
        .select_related("corrected_by")
        .prefetch_related("edition")  # its text is long: once per edition, not per assessment
        .annotate(answered=answered)
        .order_by("-created_at")
    )
    enterprises = (
        visible_to(Enterprise, user)
        .prefetch_related(Prefetch("assessments", queryset=assessments, to_attr="seen"))
        .order_by("name", "pk")
    )
    if organisation:
        granted = open_grants().filter(consultancy=organisation).values("enterprise")
        enterprises = enterprises.filter(
            Q(owner=organisation) | Q(prepared_by=organisation) | Q(pk__in=granted)
        )
    startable = set(allowing(Enterprise, user, "answer").values_list("pk", flat=True))
    in_pool = who_takes_part(allowing(Enterprise, user, "manage"))
    return [
        EnterpriseWork(
            enterprise=enterprise,
            open=[a for a in enterprise.seen if not a.is_frozen],
            submitted=[a for a in enterprise.seen if a.is_frozen],
            may_start=enterprise.pk in startable,
            in_pool=in_pool.get(enterprise.pk),
        )
        for enterprise in enterprises
    ]
