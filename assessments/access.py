"""Who may do what: the only module that answers it, for pages, API, files and jobs alike.

`ACTIONS_OF` is the table. `allowing` turns it into a queryset, `fetch` into one object or a
refusal: 404 for what one may not even see, 403 without the right, 409 when it is frozen.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Literal, TypeVar, cast
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from assessments.models import (
    Assessment,
    Assignment,
    Edition,
    Enterprise,
    EnterpriseExport,
    Event,
    Grant,
    Invitation,
    Membership,
    Organisation,
    Release,
    ReleaseImport,
    Report,
    ReportAssessment,
    SiteRole,
    TableSet,
    User,
)
from assessments.models.events import PUBLICATIONS

Action = Literal[
    "read",
    "respond",  # give one's own response to what one was asked
    "answer",  # change the agreed answers
    "assign",  # ask colleagues, and see who of them answered what once collection is closed
    "submit",
    "report",
    "comment",
    "edit_profile",
    "manage",  # people, grants, consent, closing a collection, hand-over, export, erasing
    "write",
    "publish",
]
Role = Membership.Role
M = TypeVar("M", bound=Model)
Issue = TypeVar("Issue", Edition, TableSet)
Person = User | AnonymousUser

_WORK: frozenset[Action] = frozenset({"read", "answer", "submit", "report"})

# What a role may do with the enterprises of its organisation. For a consultancy these are the
# ones it prepares; under a client's grant the grant decides (`GRANTED`). A respondent sees only
# what is assigned to him and results shared with him: nothing of the enterprise as a whole.
ACTIONS_OF: dict[str, frozenset[Action]] = {
    Role.VIEWER: frozenset({"read"}),
    Role.RESPONDENT: frozenset(),
    Role.EDITOR: _WORK | {"assign"},
    Role.OWNER: _WORK | {"assign", "edit_profile", "manage"},
    Role.CONSULTANT: _WORK | {"assign", "comment", "edit_profile"},
    Role.LEAD: _WORK | {"assign", "comment", "edit_profile", "manage"},
}
CONSULTANCY_ROLES = (Role.CONSULTANT, Role.LEAD)
BENCHMARK_ROLES = (SiteRole.Role.BENCHMARK_EDITOR, SiteRole.Role.BENCHMARK_PUBLISHER)

# What a valid grant adds for the consultants it was given to; None means every grant.
GRANTED: dict[Action, str | None] = {
    "read": None,
    "answer": "may_edit",
    "submit": "may_edit",
    "report": "may_report",
    "comment": "may_comment",
}

# Actions that need something still open, and how it is seen that it no longer is.
NEEDS_DRAFT: frozenset[Action] = frozenset({"answer", "submit", "write", "respond"})


class Frozen(Exception):
    """The right is there, but the object can no longer be changed (409)."""


def _roles_with(action: Action) -> list[str]:
    return [role for role, actions in ACTIONS_OF.items() if action in actions]


def _memberships(user: Person, action: Action, organisation: str) -> Exists:
    """Whether the organisation in that column gives this person the action by role."""
    return Exists(
        Membership.objects.filter(
            user=cast(User, user),
            organisation=OuterRef(organisation),
            role__in=_roles_with(action),
        )
    )


def _grants(user: Person, action: Action) -> QuerySet[Grant]:
    """Valid grants that let this person do the action, as a consultant."""
    if action not in GRANTED:
        return Grant.objects.none()
    valid = Grant.objects.filter(
        Q(until__isnull=True) | Q(until__gte=timezone.now().date()),
        accepted_at__isnull=False,
        revoked_at__isnull=True,
        consultancy__memberships__user=cast(User, user),
        consultancy__memberships__role__in=CONSULTANCY_ROLES,
    )
    right = GRANTED[action]
    return valid.filter(**{right: True}) if right else valid


def _enterprises(user: Person, action: Action) -> QuerySet[Enterprise]:
    granted = _grants(user, action).filter(enterprise=OuterRef("pk"))
    if action != "read":  # a grant for one assessment opens the enterprise for reading only
        granted = granted.filter(assessment__isnull=True)
    return Enterprise.objects.filter(
        _memberships(user, action, "owner")
        | _memberships(user, action, "prepared_by")
        | Exists(granted),
        erasure__isnull=True,
    )


def _assessments(user: Person, action: Action) -> QuerySet[Assessment]:
    granted = _grants(user, action).filter(
        Q(assessment__isnull=True) | Q(assessment=OuterRef("pk")),
        enterprise=OuterRef("enterprise"),
    )
    opened = Q(Exists(granted))
    if action == "read":
        shared = _assignments(user, "read").filter(assessment=OuterRef("pk"))
        opened |= Q(Exists(shared), state="submitted", collection__shares_result=True)
    return Assessment.objects.filter(
        _memberships(user, action, "enterprise__owner")
        | _memberships(user, action, "enterprise__prepared_by")
        | opened,
        enterprise__erasure__isnull=True,
    )


def _assignments(user: Person, action: Action) -> QuerySet[Assignment]:
    """One's own, while one still belongs to those who asked; responding ends with collection."""
    colleagues = Membership.objects.filter(
        Q(organisation=OuterRef("assessment__enterprise__owner"))
        | Q(organisation=OuterRef("assessment__enterprise__prepared_by")),
        user=cast(User, user),
    )
    own = Assignment.objects.filter(
        Exists(colleagues), user=cast(User, user), assessment__enterprise__erasure__isnull=True
    )
    return own if action in ("read", "respond") else own.none()


def _reports(user: Person, action: Action) -> QuerySet[Report]:
    """A report may be seen by those who may see every assessment in it, and it has at least one."""
    parts = ReportAssessment.objects.filter(report=OuterRef("pk"))
    allowed = _assessments(user, action).values("pk")
    return Report.objects.filter(
        Exists(parts.filter(assessment__in=allowed)),
        ~Exists(parts.exclude(assessment__in=allowed)),
    )


def _exports(user: Person, _action: Action) -> QuerySet[EnterpriseExport]:
    """Everything about an enterprise is for those who manage it, and not under a grant."""
    managed = _enterprises(user, "manage").values("pk")
    return EnterpriseExport.objects.filter(enterprise__in=managed)


def _organisations(user: Person, action: Action) -> QuerySet[Organisation]:
    return Organisation.objects.filter(_memberships(user, action, "pk"))


def _invitations(user: Person, _action: Action) -> QuerySet[Invitation]:
    """Those an organisation sent, for those who manage it; the addressee comes by the link."""
    return Invitation.objects.filter(_memberships(user, "manage", "organisation")).exclude(
        enterprise__erasure__isnull=False
    )


def _granted(user: Person, action: Action) -> QuerySet[Grant]:
    """Grants as objects: the client's managers change and end them, a consultancy's lead may end
    one too (`services.grants` says what each may); consultants see theirs."""
    by_client = _memberships(user, "manage", "enterprise__owner")
    kept = Grant.objects.filter(enterprise__erasure__isnull=True)
    if action == "read":
        consultants = Membership.objects.filter(
            user=cast(User, user),
            organisation=OuterRef("consultancy"),
            role__in=CONSULTANCY_ROLES,
        )
        return kept.filter(by_client | Exists(consultants))
    if action == "manage":
        return kept.filter(by_client | _memberships(user, "manage", "consultancy"))
    return Grant.objects.none()


def _events(user: Person, action: Action) -> QuerySet[Event]:
    """The log of an organisation, for those who manage it. Nobody changes it.

    What belongs to no organisation is for administrators; of it, publications for those who work
    on them.
    """
    if action != "read":
        return Event.objects.none()
    administrator = _site_roles(user, SiteRole.Role.ADMINISTRATOR)
    of_site = Q(Exists(administrator)) | Q(
        Exists(_site_roles(user, *BENCHMARK_ROLES)), kind__in=PUBLICATIONS
    )
    return Event.objects.filter(
        _memberships(user, "manage", "organisation") | Q(of_site, organisation__isnull=True)
    )


def _site_roles(user: Person, *roles: SiteRole.Role) -> QuerySet[SiteRole]:
    """Those of these roles for the whole site that the person has."""
    held = SiteRole.objects.filter(role__in=roles)
    return held.filter(user=user) if isinstance(user, User) else held.none()


def _releases(user: Person, action: Action) -> QuerySet[Release]:
    """Published ones are for everybody; what is not public yet is for those who make it so."""
    everything = Release.objects.exclude(state=Release.State.IMPORTING)
    editor, publisher = BENCHMARK_ROLES
    if action == "read":
        public = Q(state__in=[Release.State.PUBLISHED, Release.State.WITHDRAWN])
        return everything.filter(public | Exists(_site_roles(user, editor, publisher)))
    if action == "write":
        return everything.filter(Exists(_site_roles(user, editor)))
    if action == "publish":
        return everything.filter(Exists(_site_roles(user, publisher)))
    return everything.none()


def _imports(user: Person, _action: Action) -> QuerySet[ReleaseImport]:
    """A file on its way to a draft belongs to whoever brought it, while he may write drafts."""
    own = ReleaseImport.objects.filter(requested_by=cast(User, user))
    return own.filter(Exists(_site_roles(user, SiteRole.Role.BENCHMARK_EDITOR)))


def is_administrator(user: Person) -> bool:
    """Whether the person looks after editions, accounts and jobs of the whole site."""
    return _site_roles(user, SiteRole.Role.ADMINISTRATOR).exists()


def may_edit_benchmarks(user: Person) -> bool:
    """Whether the person writes drafts of published figures."""
    return _site_roles(user, SiteRole.Role.BENCHMARK_EDITOR).exists()


def may_publish_benchmarks(user: Person) -> bool:
    """Whether the person publishes and withdraws what others wrote."""
    return _site_roles(user, SiteRole.Role.BENCHMARK_PUBLISHER).exists()


def works_on_benchmarks(user: Person) -> bool:
    """Whether the person writes or publishes releases, and so sees them before everybody does."""
    return _site_roles(user, *BENCHMARK_ROLES).exists()


def reads_site_log(user: Person) -> bool:
    """Whether the person may see what was done for the whole site, at least its publications."""
    return _site_roles(user, SiteRole.Role.ADMINISTRATOR, *BENCHMARK_ROLES).exists()


def _issues(model: type[Issue]) -> Callable[[Person, Action], QuerySet[Issue]]:
    """Questionnaires and tables: no client's content is in them.

    Drafts are for administrators; what was published once stays readable for everybody.
    """

    def build(user: Person, action: Action) -> QuerySet[Issue]:
        everything = model._default_manager.all()
        if action in ("read", "manage") and is_administrator(user):
            return everything
        return everything.exclude(state="draft") if action == "read" else everything.none()

    return build


_BUILDERS: dict[type[Model], Any] = {
    Enterprise: _enterprises,
    Assessment: _assessments,
    Assignment: _assignments,
    Report: _reports,
    EnterpriseExport: _exports,
    Organisation: _organisations,
    Invitation: _invitations,
    Grant: _granted,
    Event: _events,
    Edition: _issues(Edition),
    TableSet: _issues(TableSet),
    Release: _releases,
    ReleaseImport: _imports,
}


def allowing(model: type[M], user: Person, action: Action) -> QuerySet[M]:
    """The rows of the model on which the person may take the action; none for strangers.

    Site roles and superusers get no client content here; administrators manage questionnaires.
    """
    if not user.is_authenticated:
        return model._default_manager.none()
    return cast("QuerySet[M]", _BUILDERS[model](user, action))


def visible_to(model: type[M], user: Person) -> QuerySet[M]:
    """Every list, page, API answer, job and download starts here."""
    return allowing(model, user, "read")


def submits_for_owner(user: User, enterprise: Enterprise) -> bool:
    """Whether the person may submit as a member of the owner, and not only under a grant."""
    return Membership.objects.filter(
        user=user, organisation=enterprise.owner_id, role__in=_roles_with("submit")
    ).exists()


def may_add_enterprise(user: User) -> bool:
    """Whether the person belongs nowhere yet, or somewhere with a role that answers."""
    roles = Membership.objects.filter(user=user).values_list("role", flat=True)
    return not roles or any("answer" in ACTIONS_OF[role] for role in roles)


def editable_by(user: Person) -> QuerySet[Assessment]:
    """The assessments whose answers the person may still change."""
    return allowing(Assessment, user, "answer").filter(state=Assessment.State.DRAFT)


def fetch(user: Person, action: Action, model: type[M], pk: UUID | str) -> M:
    """One object for one action.

    Raises Http404 (not visible), PermissionDenied (visible, without the right) or Frozen (the
    right is there, the object no longer changes). Reading through a grant is logged.
    """
    try:
        seen = visible_to(model, user).filter(pk=pk)
        if model is Assessment:  # nothing of it is shown without what it asks
            seen = seen.select_related("edition", "tables")
        found = seen.first()
    except (ValidationError, ValueError):  # not an identifier at all
        found = None
    if found is None:
        raise Http404
    if action != "read" and not allowing(model, user, action).filter(pk=pk).exists():
        raise PermissionDenied
    if action in NEEDS_DRAFT and getattr(found, "is_frozen", False):
        raise Frozen
    log_reading_under_grant(user=cast(User, user), found=found)
    return found


def log_reading_under_grant(*, user: User, found: Model) -> None:
    """Once per person, object and hour: the client sees what a consultant looked at."""
    enterprise_id = getattr(
        found, "enterprise_id", found.pk if isinstance(found, Enterprise) else None
    )
    if enterprise_id is None:
        return
    enterprise = Enterprise.objects.filter(pk=enterprise_id, owner__isnull=False)
    colleagues = Membership.objects.filter(user=user, organisation=OuterRef("owner"))
    outside = enterprise.exclude(Exists(colleagues)).first()
    if outside is None:
        return
    what: dict[str, Any] = {
        "kind": Event.Kind.READ_UNDER_GRANT,
        "actor": user,
        "object_type": type(found).__name__.lower(),
        "object_id": found.pk,
    }
    since = timezone.now() - dt.timedelta(hours=1)
    if not Event.objects.filter(**what, at__gte=since).exists():
        Event.objects.create(**what, organisation_id=outside.owner_id, enterprise=outside.pk)
