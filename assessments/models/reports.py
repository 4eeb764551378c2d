"""Reports: what was asked for, the frozen context, and the stored file."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.assessments import Assessment
from assessments.models.base import Identified
from assessments.models.benchmarks import Release
from assessments.models.branding import Branding
from assessments.models.jobs import Job
from assessments.models.organisations import Enterprise
from assessments.models.pool import PoolRelease


class Report(Identified):
    """Unique by what was asked: the same request gives the same row, code and date.

    `context` is frozen when the job is first claimed; rendering reads nothing else.
    """

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="reports")
    assessments = models.ManyToManyField(
        Assessment, through="ReportAssessment", related_name="reports"
    )
    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    options = models.JSONField(default=dict, blank=True)  # reports.options, what is not usual
    branding = models.ForeignKey(
        Branding, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    compared_with = models.JSONField(default=list)  # the enterprise's choice when it was asked for
    # Results that it prints beside those it is about; whoever reads it must be able to read them.
    earlier = models.ManyToManyField(Assessment, blank=True, related_name="+")
    request_hash = models.CharField(max_length=64, unique=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    mail_when_done = models.BooleanField(default=False)
    verification_code = models.CharField(max_length=20, unique=True)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="report")
    context = models.JSONField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)  # name below the media folder
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveIntegerField(null=True, blank=True)  # bytes
    pages = models.PositiveIntegerField(null=True, blank=True)
    versions = models.JSONField(default=dict)  # software, fonts and template that made the file

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def first_assessment(self) -> Assessment:
        """The assessment the report opens with; a report has at least one. Costs a query."""
        return self.assessments.order_by("reportassessment__position")[0]


class ReportAssessment(models.Model):
    """The assessments of a report, in the order in which they are printed, each with the releases
    that are particular to its questionnaire."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="parts")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField()
    results_release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.PROTECT, related_name="report_parts"
    )
    pool_release = models.ForeignKey(
        PoolRelease, null=True, blank=True, on_delete=models.PROTECT, related_name="report_parts"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "assessment"], name="report_assessment_once"),
        ]

    def __str__(self) -> str:
        return str(self.position)
