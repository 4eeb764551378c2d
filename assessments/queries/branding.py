"""How the reports of organisations look by now."""

from collections.abc import Sequence

from django.db.models import OuterRef, QuerySet, Subquery

from assessments.access import allowing, reporting_organisations
from assessments.models import Assessment, Branding, Enterprise, Organisation, User


def last_version(organisation: Organisation) -> Branding | None:
    """The last one that was saved; without a name it says that reports look as ours again."""
    return organisation.brandings.order_by("-saved_at", "pk").first()


def latest_branding(organisation: Organisation) -> Branding | None:
    """The one that new reports take; None if they look as ours."""
    found = last_version(organisation)
    return found if found and found.name else None


def brandings_for(
    user: User, enterprise: Enterprise, assessments: Sequence[Assessment] = ()
) -> list[Branding]:
    """The brandings in which the person may have reports on the enterprise made.

    Those of the organisations through which that is allowed: for all of `assessments`, or without
    them for any. That of the enterprise's own organisation, or of who prepares it, comes first;
    the first one is what is usual. Without their logos.
    """
    through = reporting_organisations(user, enterprise, assessments).values("pk")
    own = (enterprise.owner_id, enterprise.prepared_by_id)
    return sorted(
        _in_use(Branding.objects.filter(organisation__in=through)),
        key=lambda row: row.organisation_id not in own,
    )


def brandings_of(user: User) -> list[Branding]:
    """Those of all organisations through which the person may have reports made, without logos."""
    return list(_in_use(allowing(Branding, user, "report")))


def _in_use(rows: QuerySet[Branding]) -> QuerySet[Branding]:
    """Of these the last of each organisation, unless it says that reports look as ours again."""
    latest = Branding.objects.filter(organisation=OuterRef("organisation"))
    newest = Subquery(latest.order_by("-saved_at", "pk").values("pk")[:1])
    return rows.filter(pk=newest).exclude(name="").defer("logo").order_by("name", "pk")


def usual_branding(user: User, assessments: Sequence[Assessment]) -> Branding | None:
    """The one that a report on these assessments bears if nobody chooses; None for ours."""
    enterprise = assessments[0].enterprise
    return next(iter(brandings_for(user, enterprise, assessments)), None)
