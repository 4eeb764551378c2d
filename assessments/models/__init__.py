"""What we remember. One file for each subject."""

from assessments.models.accounts import SiteRole, User
from assessments.models.assessments import Answer, Assessment, Result
from assessments.models.benchmarks import Figure, Release
from assessments.models.events import Event
from assessments.models.imports import ReleaseImport
from assessments.models.instruments import Edition, TableSet
from assessments.models.jobs import Job
from assessments.models.organisations import Enterprise, Grant, Membership, Organisation
from assessments.models.pool import CONSENT_TEXT, PoolConsent, PoolContribution, PoolRelease
from assessments.models.reports import Report, ReportAssessment

__all__ = [
    "CONSENT_TEXT",
    "Answer",
    "Assessment",
    "Edition",
    "Enterprise",
    "Event",
    "Figure",
    "Grant",
    "Job",
    "Membership",
    "Organisation",
    "PoolConsent",
    "PoolContribution",
    "PoolRelease",
    "Release",
    "ReleaseImport",
    "Report",
    "ReportAssessment",
    "Result",
    "SiteRole",
    "TableSet",
    "User",
]
