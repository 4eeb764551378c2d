"""Who may do what: the only module that answers it, for pages, API, files and jobs alike.

`ACTIONS_OF` is the table. `allowing` turns it into a queryset, `fetch` into one object or a
refusal: 404 for what one may not even see, 403 without the right, 409 when it is frozen.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar, cast
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from assessments.models import (
    Assessment,
    Assignment,
    Batch,
    Branding,
    Edition,
    Enterprise,
    EnterpriseExport,
    Event,
    Grant,
    Invitation,
    Job,
    JoinRequest,
    Membership,
    Organisation,
    Reissue,
    Release,
    ReleaseImport,
    Report,
    ReportAssessment,
    Share,
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

# The roles that are given out in each kind of organisation, the one that manages it last.
ROLES_IN: dict[str, tuple[Role, ...]] = {
    Organisation.Kind.CLIENT: (Role.VIEWER, Role.RESPONDENT, Role.EDITOR, Role.OWNER),
    Organisation.Kind.CONSULTANCY: CONSULTANCY_ROLES,
}

# What a valid grant adds for the consultants it was given to; None means every grant.
GRANTED: dict[Action, str | None] = {
    "read": None,
    "answer": "may_edit",
    "submit": "may_edit",
    "report": "may_report",
    "comment": "may_comment",
}

# Actions that need something still open, and how it is seen that it no longer is.
NEEDS_DRAFT: frozenset[Action] = frozenset({"answer", "submit", "write"})

READ_WITH: dict[type[Model], tuple[str, ...]] = {
    Assessment: ("edition", "tables"),  # nothing of it is shown without what it asks
    # Read a moment later, the job might be done while the row still has no file.
    Batch: ("job", "archive"),
    ReleaseImport: ("job",),
    Report: ("job",),
}
"""What `fetch` reads in the same query as the object."""


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


def open_grants() -> QuerySet[Grant]:
    """Those that hold now: accepted, not revoked, and their last day is not over."""
    return Grant.objects.filter(
        Q(until__isnull=True) | Q(until__gte=timezone.now().date()),
        accepted_at__isnull=False,
        revoked_at__isnull=True,
    )


def _grants(user: Person, action: Action) -> QuerySet[Grant]:
    """Valid grants that let this person do the action, as a consultant."""
    if action not in GRANTED:
        return Grant.objects.none()
    valid = open_grants().filter(
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
        shared = _own_assignments(user).filter(assessment=OuterRef("pk"))
        opened |= Q(Exists(shared), state="submitted", collection__shares_result=True)
    return Assessment.objects.filter(
        _memberships(user, action, "enterprise__owner")
        | _memberships(user, action, "enterprise__prepared_by")
        | opened,
        enterprise__erasure__isnull=True,
    )


def _own_assignments(user: Person) -> QuerySet[Assignment]:
    """What one was asked oneself, while one still belongs to those who asked."""
    colleagues = Membership.objects.filter(
        Q(organisation=OuterRef("assessment__enterprise__owner"))
        | Q(organisation=OuterRef("assessment__enterprise__prepared_by")),
        user=cast(User, user),
    )
    return Assignment.objects.filter(
        Exists(colleagues), user=cast(User, user), assessment__enterprise__erasure__isnull=True
    )


def _assignments(user: Person, action: Action) -> QuerySet[Assignment]:
    """Who was asked may respond; who assigns sees that somebody was asked, never the answers."""
    assigned = Assignment.objects.filter(assessment__in=_assessments(user, "assign").values("pk"))
    if action == "respond":
        return _own_assignments(user)
    if action == "assign":
        return assigned
    if action == "read":
        return _own_assignments(user) | assigned
    return assigned.none()


def _reports(user: Person, action: Action) -> QuerySet[Report]:
    """A report may be seen by those who may see every assessment in it, and it has at least one;
    and may read every earlier one whose result stands beside them."""
    parts = ReportAssessment.objects.filter(report=OuterRef("pk"))
    earlier = Report.earlier.through.objects.filter(report=OuterRef("pk"))
    allowed = _assessments(user, action).values("pk")
    readable = _assessments(user, "read").values("pk")
    return Report.objects.filter(
        Exists(parts.filter(assessment__in=allowed)),
        ~Exists(parts.exclude(assessment__in=allowed)),
        ~Exists(earlier.exclude(assessment__in=readable)),
    )


def _shares(user: Person, action: Action) -> QuerySet[Share]:
    """Links to a report: for those who may make such reports, and for the client's managers."""
    managed = _enterprises(user, "manage").values("pk")
    reports = _reports(user, "report").values("pk")
    shares = Share.objects.filter(Q(report__in=reports) | Q(report__enterprise__in=managed))
    return shares if action in ("read", "manage") else shares.none()


def _batches(user: Person, _action: Action) -> QuerySet[Batch]:
    """A batch is for whoever asked; each report in it is checked for itself."""
    return Batch.objects.filter(requested_by=cast(User, user))


def _reissues(user: Person, action: Action) -> QuerySet[Reissue]:
    """What is planned for an enterprise: seen by its readers, changed by whoever planned it and
    by those who manage the enterprise."""
    readable = Reissue.objects.filter(enterprise__in=_enterprises(user, "read").values("pk"))
    if action == "read":
        return readable
    managed = _enterprises(user, "manage").values("pk")
    return readable.filter(Q(requested_by=cast(User, user)) | Q(enterprise__in=managed))


def _brandings(user: Person, action: Action) -> QuerySet[Branding]:
    """Used by those who may make reports there, changed by those who manage the organisation."""
    wanted: Action = "manage" if action == "manage" else "report"
    return Branding.objects.filter(_memberships(user, wanted, "organisation"))


def _exports(user: Person, _action: Action) -> QuerySet[EnterpriseExport]:
    """Everything about an enterprise is for those who manage it, and not under a grant."""
    managed = _enterprises(user, "manage").values("pk")
    return EnterpriseExport.objects.filter(enterprise__in=managed)


def _organisations(user: Person, action: Action) -> QuerySet[Organisation]:
    """Everybody who belongs to one sees that it is there; who is in it, `_members` says."""
    if action == "read":
        return Organisation.objects.filter(memberships__user=cast(User, user))
    return Organisation.objects.filter(_memberships(user, action, "pk"))


def _members(user: Person, action: Action) -> QuerySet[Membership]:
    """Colleagues, for those who read there; a respondent sees himself and whom he can turn to."""
    allowed = _memberships(user, action, "organisation")
    if action != "read":
        return Membership.objects.filter(allowed)
    own = Membership.objects.filter(user=cast(User, user), organisation=OuterRef("organisation"))
    managing = Q(Exists(own), role__in=_roles_with("manage"))
    return Membership.objects.filter(allowed | managing | Q(user=cast(User, user)))


def _invitations(user: Person, _action: Action) -> QuerySet[Invitation]:
    """Those an organisation sent, for those who manage it; the addressee comes by the link."""
    return Invitation.objects.filter(_memberships(user, "manage", "organisation")).exclude(
        enterprise__erasure__isnull=False
    )


def _join_requests(user: Person, _action: Action) -> QuerySet[JoinRequest]:
    """Those written to a confirmed address of somebody who manages an organisation."""
    mine = EmailAddress.objects.filter(
        user=cast(User, user), verified=True, email__iexact=OuterRef("email")
    )
    managing = Membership.objects.filter(user=cast(User, user), role__in=_roles_with("manage"))
    return JoinRequest.objects.filter(Exists(mine), Exists(managing))


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


def _jobs(user: Person, action: Action) -> QuerySet[Job]:
    """Every job for an administrator, who is shown its kind, state, times and why it failed, and
    nothing of what it is about; none for anybody else."""
    if action not in ("read", "manage"):
        return Job.objects.none()
    return Job.objects.filter(Exists(_site_roles(user, SiteRole.Role.ADMINISTRATOR)))


def is_administrator(user: Person) -> bool:
    """Whether the person looks after editions, accounts and jobs of the whole site."""
    return _site_roles(user, SiteRole.Role.ADMINISTRATOR).exists()


def administered_organisations(user: Person) -> QuerySet[Organisation]:
    """Every organisation for an administrator, who is shown its name, kind, number of members and
    who owns it, and nothing of its content; none for anybody else."""
    return Organisation.objects.filter(Exists(_site_roles(user, SiteRole.Role.ADMINISTRATOR)))


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


# What these do concerns everybody on the site, so a password alone does not open it.
SECOND_FACTOR_ROLES = (SiteRole.Role.ADMINISTRATOR, SiteRole.Role.BENCHMARK_PUBLISHER)


def needs_second_factor(user: Person) -> bool:
    """Whether the person has to sign in with a second factor: administrators and publishers."""
    if not settings.MFA_REQUIRED or not isinstance(user, User):
        return False
    return user.is_staff or user.is_superuser or _site_roles(user, *SECOND_FACTOR_ROLES).exists()


def has_second_factor(user: Person) -> bool:
    """Whether an authenticator app or a passkey is set up; recovery codes alone are none."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def lacks_second_factor(user: Person) -> bool:
    """Whether the person needs one and has none yet: all but the own account stays closed."""
    return needs_second_factor(user) and not has_second_factor(user)


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
    Share: _shares,
    Batch: _batches,
    Reissue: _reissues,
    Branding: _brandings,
    EnterpriseExport: _exports,
    Organisation: _organisations,
    Membership: _members,
    Invitation: _invitations,
    JoinRequest: _join_requests,
    Grant: _granted,
    Event: _events,
    Edition: _issues(Edition),
    TableSet: _issues(TableSet),
    Release: _releases,
    ReleaseImport: _imports,
    Job: _jobs,
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


def consultancies_of(user: User) -> QuerySet[Organisation]:
    """The consultancies in whose name the person works for clients."""
    return _organisations(user, "comment")  # which no role of a client's has


def clients_of(user: User) -> QuerySet[Enterprise]:
    """The enterprises that the person works for as a consultant: granted or prepared."""
    granted = _grants(user, "read").filter(enterprise=OuterRef("pk"))
    prepared = _memberships(user, "comment", "prepared_by")
    return Enterprise.objects.filter(prepared | Exists(granted), erasure__isnull=True)


def grants_to(user: User) -> QuerySet[Grant]:
    """The open grants under which the person works for clients."""
    return _grants(user, "read")


def speaks_for(user: User, assessment: Assessment) -> Organisation | None:
    """The consultancy in whose name the person comments on this assessment, if any."""
    granted = _grants(user, "comment").filter(
        Q(assessment__isnull=True) | Q(assessment=assessment), enterprise=assessment.enterprise_id
    )
    working = Q(prepared=assessment.enterprise_id) | Q(pk__in=granted.values("consultancy"))
    return consultancies_of(user).filter(working).order_by("name", "pk").first()


def reporting_organisations(
    user: User, enterprise: Enterprise, assessments: Sequence[Assessment] = ()
) -> QuerySet[Organisation]:
    """Those through which the person may make reports on the enterprise: by role, or under a grant
    that covers all of `assessments`; without them, one that covers anything."""
    granted = _grants(user, "report").filter(enterprise=enterprise, consultancy=OuterRef("pk"))
    opened = Q(Exists(granted))
    for one in assessments:
        covering = granted.filter(Q(assessment__isnull=True) | Q(assessment=one))
        opened &= Q(Exists(covering))
    own = Q(pk__in=[pk for pk in (enterprise.owner_id, enterprise.prepared_by_id) if pk])
    return Organisation.objects.filter(opened | (own & Q(_memberships(user, "report", "pk"))))


def may_add_enterprise(user: User) -> bool:
    """Whether the person belongs nowhere yet, or somewhere with a role that answers."""
    roles = Membership.objects.filter(user=user).values_list("role", flat=True)
    return not roles or any("answer" in ACTIONS_OF[role] for role in roles)


def workplaces(user: Person) -> QuerySet[Organisation]:
    """The organisations in which the person may add an enterprise."""
    return allowing(Organisation, user, "answer")


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
        if together := READ_WITH.get(model):
            seen = seen.select_related(*together)
        found = seen.first()
    except (ValidationError, ValueError):  # not an identifier at all
        found = None
    if found is None:
        raise Http404
    if action != "read" and not allowing(model, user, action).filter(pk=pk).exists():
        raise PermissionDenied
    if action in NEEDS_DRAFT and getattr(found, "is_frozen", False):
        raise Frozen
    log_readings_under_grant(user=cast(User, user), found=[found])
    return found


def log_readings_under_grant(*, user: User, found: Sequence[Model]) -> None:
    """Once per person, object and hour: the client sees what a consultant looked at.

    One query for what is one's own, three for what is not, whatever the number of objects.
    """
    owned = {one.pk: pk for one in found if (pk := _enterprise_read_by(one))}
    read = {one.pk: one for one in found if one.pk in owned}
    if not read:
        return
    colleagues = Membership.objects.filter(user=user, organisation=OuterRef("owner"))
    clients = Enterprise.objects.filter(pk__in=set(owned.values()), owner__isnull=False)
    owners = dict(clients.exclude(Exists(colleagues)).values_list("pk", "owner"))
    outside = {pk for pk, enterprise in owned.items() if enterprise in owners}
    if not outside:
        return
    logged = Event.objects.filter(
        kind=Event.Kind.READ_UNDER_GRANT,
        actor=user,
        object_id__in=outside,
        at__gte=timezone.now() - dt.timedelta(hours=1),
    )
    Event.objects.bulk_create(
        Event(
            kind=Event.Kind.READ_UNDER_GRANT,
            actor=user,
            object_type=type(read[pk]).__name__.lower(),
            object_id=pk,
            organisation_id=owners[owned[pk]],
            enterprise=owned[pk],
        )
        for pk in outside - set(logged.values_list("object_id", flat=True))
    )


def _enterprise_read_by(found: Model) -> UUID | None:
    """Whose content it is; None for what is no client's content, as a grant itself."""
    if isinstance(found, Enterprise):
        return found.pk
    return found.enterprise_id if isinstance(found, Assessment | Report) else None
