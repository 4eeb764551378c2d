"""What we remember. One file for each subject."""

from assessments.models.accounts import SiteRole, User
from assessments.models.assessments import Answer, Assessment, GivenAnswer, Result
from assessments.models.batches import Batch, BatchEntry, Reissue
from assessments.models.benchmarks import Figure, Release
from assessments.models.branding import Branding
from assessments.models.emails import Email
from assessments.models.events import Event
from assessments.models.exports import EnterpriseExport
from assessments.models.imports import ReleaseImport
from assessments.models.instruments import Edition, TableSet
from assessments.models.invitations import Invitation, JoinRequest
from assessments.models.jobs import Job
from assessments.models.organisations import (
    RIGHTS,
    Enterprise,
    Grant,
    Membership,
    Organisation,
    Rights,
)
from assessments.models.pool import CONSENT_TEXT, PoolConsent, PoolContribution, PoolRelease
from assessments.models.reports import Report, ReportAssessment
from assessments.models.responses import Assignment, Collection, Comment, Response
from assessments.models.shares import Share

__all__ = [
    "CONSENT_TEXT",
    "RIGHTS",
    "Answer",
    "Assessment",
    "Assignment",
    "Batch",
    "BatchEntry",
    "Branding",
    "Collection",
    "Comment",
    "Edition",
    "Email",
    "Enterprise",
    "EnterpriseExport",
    "Event",
    "Figure",
    "GivenAnswer",
    "Grant",
    "Invitation",
    "Job",
    "JoinRequest",
    "Membership",
    "Organisation",
    "PoolConsent",
    "PoolContribution",
    "PoolRelease",
    "Reissue",
    "Release",
    "ReleaseImport",
    "Report",
    "ReportAssessment",
    "Response",
    "Result",
    "Rights",
    "Share",
    "SiteRole",
    "TableSet",
    "User",
]
