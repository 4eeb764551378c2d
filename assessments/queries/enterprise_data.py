"""Everything held about one enterprise, in the documented form in which it is handed out.

The classes are the format: each takes its values from a row by name, `data_schema` makes of them
the JSON schema that lies in every export, and docs/data-export.md says the rest. A change that a
reader of older files would notice raises FORMAT.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from pydantic import AliasPath, BaseModel, ConfigDict, Field

from assessments.models import (
    Answer,
    Assessment,
    Assignment,
    Comment,
    Enterprise,
    Event,
    Grant,
    Invitation,
    Membership,
    Organisation,
    PoolConsent,
    PoolContribution,
    Reissue,
    Report,
    ReportAssessment,
    Response,
    Share,
    User,
)

FORMAT: Literal["2"] = "2"
"""Version of this format."""

PERSON = "person"
PersonKey = Annotated[UUID | None, PERSON]
"""`id` of somebody in `people`; null if the account was deleted."""


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, from_attributes=True, validate_by_name=True
    )


Part = TypeVar("Part", bound=_Part)


class PersonData(_Part):
    """Somebody whom another part of the file names."""

    id: UUID
    name: str = Field(description="the name or, without one, the e-mail address")
    role: str = Field(description="in the organisation, today; empty if not a member")


class OrganisationData(_Part):
    id: UUID
    name: str
    kind: str


class ProfileData(_Part):
    id: UUID
    name: str
    economy: str = Field(description="ISO 3166-1 alpha-2")
    sector: str = Field(description="ISIC Rev. 4: section or division")
    size_band: str = Field(description="persons engaged")
    compared_with: list[str] = Field(description="economies to be held against")
    created_at: dt.datetime


class EditionData(_Part):
    instrument: str = Field(validation_alias="key")
    edition: str
    hash: str = Field(description="SHA-256 of the canonical JSON of the questionnaire")


class TablesData(_Part):
    version: str
    hash: str


class GivenAnswerData(_Part):
    """`value`, `target`, `reason`, `note` and `action` as in docs/scoring.md."""

    item: str
    state: str
    value: Any
    target: int | None
    reason: str
    note: str
    action: str
    print_note: bool
    version: int = Field(description="how often it was saved")
    saved_at: dt.datetime


class AnswerData(GivenAnswerData):
    section: str
    saved_by: PersonKey = Field(validation_alias="saved_by_id")
    agreed_reason: str
    agreed_by: PersonKey = Field(validation_alias="agreed_by_id")
    agreed_at: dt.datetime | None


class AssignmentData(_Part):
    id: UUID
    user: PersonKey = Field(validation_alias="user_id")
    perspective: str
    items: list[str]
    due: dt.date | None
    created_by: PersonKey = Field(validation_alias="created_by_id")
    created_at: dt.datetime
    finished_at: dt.datetime | None
    responses: list[GivenAnswerData] = Field(
        validation_alias="shown_responses", description="empty until the collection is closed"
    )


class CollectionData(_Part):
    shares_result: bool
    opened_by: PersonKey = Field(validation_alias="opened_by_id")
    opened_at: dt.datetime
    closed_by: PersonKey = Field(validation_alias="closed_by_id")
    closed_at: dt.datetime | None


class CommentData(_Part):
    id: UUID
    item: str = Field(description="empty: about the assessment as a whole")
    text: str
    author: PersonKey = Field(validation_alias="author_id")
    organisation: str | None = Field(
        validation_alias=AliasPath("organisation", "name"), description="in whose name"
    )
    created_at: dt.datetime


class ResultData(_Part):
    engine: str
    created_at: dt.datetime
    data: dict[str, Any] = Field(description="the output of `manage.py score`")
    trace: dict[str, Any] = Field(description="the arithmetic behind every number in it")


class AssessmentData(_Part):
    id: UUID
    edition: EditionData
    tables: TablesData | None = Field(description="what its priorities are computed from")
    scope: str
    state: str
    corrects: UUID | None = Field(validation_alias="corrects_id")
    profile: dict[str, Any] = Field(description="of the enterprise when it was submitted")
    due: dt.date | None
    created_by: PersonKey = Field(validation_alias="created_by_id")
    created_at: dt.datetime
    submitted_by: PersonKey = Field(validation_alias="submitted_by_id")
    submitted_at: dt.datetime | None
    answers: list[AnswerData] = Field(validation_alias="held_answers")
    result: ResultData | None = None
    collection: CollectionData | None = None
    assignments: list[AssignmentData] = Field(validation_alias="held_assignments")
    comments: list[CommentData] = Field(validation_alias="held_comments")


class ShareData(_Part):
    id: UUID
    label: str
    has_password: bool
    until: dt.date
    created_by: PersonKey = Field(validation_alias="created_by_id")
    created_at: dt.datetime
    revoked_at: dt.datetime | None
    views: int = Field(description="how often the file was taken by the link")
    last_viewed_at: dt.datetime | None


class ReportData(_Part):
    id: UUID
    assessments: list[UUID]
    language: str
    requested_by: PersonKey = Field(validation_alias="requested_by_id")
    requested_at: dt.datetime
    verification_code: str
    options: dict[str, Any] = Field(description="what was asked for beside what is usual")
    releases: list[str] = Field(description="keys of the releases and the pool release in it")
    file: str | None = Field(description="name in the archive; null if it was not made")
    sha256: str
    pages: int | None
    shares: list[ShareData] = Field(description="links for people without an account")


class ReissueData(_Part):
    """A report that is made again at intervals."""

    id: UUID
    instrument: str
    language: str
    options: dict[str, Any] = Field(description="what is not usual, as docs/reports.md says")
    branding: str | None = Field(
        validation_alias=AliasPath("branding", "name"), description="in whose name"
    )
    every_months: int
    next_on: dt.date
    requested_by: PersonKey = Field(validation_alias="requested_by_id")
    requested_at: dt.datetime
    ended_at: dt.datetime | None
    last_report: UUID | None = Field(validation_alias="last_report_id")


class RightsData(_Part):
    may_comment: bool
    may_edit: bool
    may_report: bool
    until: dt.date | None = Field(description="the last day")


class GrantData(RightsData):
    id: UUID
    consultancy: str = Field(validation_alias=AliasPath("consultancy", "name"))
    assessment: UUID | None = Field(
        validation_alias="assessment_id", description="null: every assessment"
    )
    accepted_at: dt.datetime | None
    revoked_at: dt.datetime | None


class InvitationData(RightsData):
    """Without the secret of its link."""

    id: UUID
    purpose: str
    organisation: str = Field(
        validation_alias=AliasPath("organisation", "name"), description="in whose name"
    )
    email: str
    assessment: UUID | None = Field(validation_alias="assessment_id")
    invited_by: PersonKey = Field(validation_alias="invited_by_id")
    created_at: dt.datetime
    expires_at: dt.datetime
    accepted_at: dt.datetime | None
    declined_at: dt.datetime | None
    withdrawn_at: dt.datetime | None


class ConsentData(_Part):
    text: str = Field(description="version of the text agreed to")
    given_by: PersonKey = Field(validation_alias="given_by_id")
    given_at: dt.datetime
    withdrawn_by: PersonKey = Field(validation_alias="withdrawn_by_id")
    withdrawn_at: dt.datetime | None


class ContributionData(_Part):
    assessment: UUID = Field(validation_alias="assessment_id")
    submitted_at: dt.datetime
    obstacle: str = Field(description="why it can never count; empty if it can")
    numbers: Any
    release: str | None = Field(
        validation_alias=AliasPath("release", "key"),
        description="key of the pool release that contains it",
    )


class PoolData(_Part):
    consents: list[ConsentData]
    contributions: list[ContributionData]


class EventData(_Part):
    at: dt.datetime
    kind: str
    actor: PersonKey = Field(validation_alias="actor_id")
    object_type: str
    object_id: UUID
    details: dict[str, Any]


class EnterpriseData(_Part):
    """Everything held about one enterprise."""

    format: Literal["maturity-enterprise"]
    version: Literal["2"]
    exported_at: dt.datetime
    enterprise: ProfileData
    organisation: OrganisationData = Field(description="to which the enterprise belongs")
    people: list[PersonData]
    assessments: list[AssessmentData]
    reports: list[ReportData]
    reissues: list[ReissueData]
    grants: list[GrantData]
    invitations: list[InvitationData]
    pool: PoolData
    events: list[EventData]


def data_schema() -> dict[str, Any]:
    """The JSON schema of the file."""
    schema = EnterpriseData.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def collect_data(
    enterprise: Enterprise,
    *,
    assessments: Iterable[Assessment],
    reports: Iterable[Report],
    at: dt.datetime,
) -> EnterpriseData:
    """Everything that is held and may be seen by those who manage the enterprise.

    `assessments` and `reports` are its own, as `assessments_of` and `reports_of` read them.
    Responses are left out until their collection is closed: nobody but who gave them sees them
    before. Secrets of invitations are never in it. The same rows give the same file.
    """
    organisation = enterprise.organisation
    parts: dict[str, Any] = {
        "assessments": [_as(AssessmentData, row) for row in assessments],
        "reports": [_report(row) for row in reports],
        "reissues": [_as(ReissueData, row) for row in _reissues(enterprise)],
        "grants": [_as(GrantData, row) for row in _grants(enterprise)],
        "invitations": [_as(InvitationData, row) for row in _invitations(enterprise)],
        "pool": PoolData(
            consents=[_as(ConsentData, row) for row in _consents(enterprise)],
            contributions=[_as(ContributionData, row) for row in _contributions(enterprise)],
        ),
        "events": [_as(EventData, row) for row in _events(enterprise, organisation)],
    }
    return EnterpriseData(
        format="maturity-enterprise",
        version=FORMAT,
        exported_at=at,
        enterprise=_as(ProfileData, enterprise),
        organisation=_as(OrganisationData, organisation),
        people=_people(organisation, set(_persons_in([*parts.values()]))),
        **parts,
    )


def assessments_of(enterprise: Enterprise) -> list[Assessment]:
    """The assessments with all that belongs to them, in the order in which they were started."""
    closed = Response.objects.filter(assignment__assessment__collection__closed_at__isnull=False)
    shown = Prefetch("responses", closed.order_by("item"), to_attr="shown_responses")
    assignments = Assignment.objects.order_by("created_at", "pk").prefetch_related(shown)
    comments = Comment.objects.select_related("organisation").order_by("created_at", "pk")
    return list(
        enterprise.assessments.select_related("tables", "result", "collection")
        .prefetch_related(
            "edition",  # its text is long: once per edition, not per assessment
            Prefetch("answers", Answer.objects.order_by("pk"), to_attr="held_answers"),
            Prefetch("assignments", assignments, to_attr="held_assignments"),
            Prefetch("comments", comments, to_attr="held_comments"),
        )
        .order_by("created_at", "pk")
    )


_SHARES = Share.objects.order_by("created_at", "pk")
_PARTS = ReportAssessment.objects.select_related("results_release", "pool_release__edition").defer(
    "pool_release__content", "pool_release__edition__canonical"
)


def reports_of(enterprise: Enterprise) -> list[Report]:
    """The reports in the order in which they were asked for, without what is frozen in them."""
    return list(
        enterprise.reports.select_related("release")
        .defer("context")
        .prefetch_related(Prefetch("parts", _PARTS), Prefetch("shares", _SHARES))
        .order_by("requested_at", "pk")
    )


def name_in_archive(report: Report) -> str | None:
    """Where the file of a report lies in the archive; None if it was not made, or is lost."""
    if report.file and (settings.MEDIA_ROOT / report.file).is_file():
        return f"reports/{report.pk}.{report.language}.pdf"
    return None


def _as(part: type[Part], row: object) -> Part:
    return part.model_validate(row)


def _report(report: Report) -> ReportData:
    parts = list(report.parts.all())
    quoted = [report.release, *(part.results_release for part in parts)]
    pools = [part.pool_release for part in parts]
    return ReportData(
        id=report.pk,
        assessments=[part.assessment_id for part in parts],
        language=report.language,
        requested_by=report.requested_by_id,
        requested_at=report.requested_at,
        verification_code=report.verification_code,
        options=report.options,
        releases=[release.key for release in (*quoted, *pools) if release],
        file=name_in_archive(report),
        sha256=report.sha256,
        pages=report.pages,
        shares=[_as(ShareData, share) for share in report.shares.all()],
    )


def _reissues(enterprise: Enterprise) -> QuerySet[Reissue]:
    return enterprise.reissues.select_related("branding").order_by("requested_at", "pk")


def _grants(enterprise: Enterprise) -> QuerySet[Grant]:
    return enterprise.grants.select_related("consultancy").order_by("accepted_at", "pk")


def _invitations(enterprise: Enterprise) -> QuerySet[Invitation]:
    """To take it over, to advise it, to let somebody in, or to answer a part of it.

    Those of its organisation: to whom a consultancy offered it before it was taken over, or whom it
    asked there, is the consultancy's. Only the offer that was accepted belongs to both.
    """
    concerned = Q(enterprise=enterprise) | Q(assessment__enterprise=enterprise)
    concerned |= Q(assignments__assessment__enterprise=enterprise)
    accepted = Q(purpose=Invitation.Purpose.HAND_OVER, accepted_at__isnull=False)
    known = Q(organisation=enterprise.organisation) | accepted
    rows = Invitation.objects.filter(concerned, known).select_related("organisation")
    return rows.distinct().order_by("created_at", "pk")


def _consents(enterprise: Enterprise) -> QuerySet[PoolConsent]:
    return enterprise.pool_consents.order_by("given_at", "pk")


def _contributions(enterprise: Enterprise) -> QuerySet[PoolContribution]:
    rows = enterprise.pool_contributions.select_related("release__edition")
    return rows.defer("release__content").order_by("submitted_at", "pk")


def _events(enterprise: Enterprise, organisation: Organisation) -> QuerySet[Event]:
    """Those of the organisation's own log; what a consultancy noted is in the consultancy's."""
    concerned = Q(enterprise=enterprise.pk) | Q(object_type="enterprise", object_id=enterprise.pk)
    return organisation.events.filter(concerned).order_by("at", "pk")


def _persons_in(part: Any) -> Iterator[UUID]:
    """The keys of all people named anywhere in a part."""
    if isinstance(part, _Part):
        for name, field in type(part).model_fields.items():
            value = getattr(part, name)
            if PERSON not in field.metadata:
                yield from _persons_in(value)
            elif value:
                yield value
    elif isinstance(part, list):
        for one in part:
            yield from _persons_in(one)


def _people(organisation: Organisation, keys: set[UUID]) -> list[PersonData]:
    memberships = Membership.objects.filter(organisation=organisation)
    roles = dict(memberships.values_list("user", "role"))
    people = User.objects.filter(pk__in=keys).order_by("pk")
    return [PersonData(id=row.pk, name=str(row), role=roles.get(row.pk, "")) for row in people]
