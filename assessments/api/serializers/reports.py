"""Reports as they are sent and received."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from assessments.api.fields import Boolean, Input, Text
from assessments.models import Job, Report, ReportAssessment
from assessments.reports.options import (
    CONFIDENTIALITIES,
    SECTIONS,
    ReportOptions,
    options_showing,
)
from assessments.wording.jobs import error_text, phase_text


class ReportInput(Input):
    """How a report is printed; all but the language may be left out."""

    language = serializers.ChoiceField(
        choices=settings.LANGUAGES, help_text="Of the report's texts."
    )
    sections = serializers.ListField(
        child=serializers.ChoiceField(choices=SECTIONS),
        default=list(SECTIONS),
        help_text="What stands in it beside cover, summary, method and verification; usually all.",
    )
    confidentiality = serializers.ChoiceField(
        choices=CONFIDENTIALITIES, default="", help_text="Mark on every page; usually none."
    )
    is_draft = Boolean(default=False, help_text="Says so across every page.")
    archival = Boolean(default=False, help_text="As PDF/A.")
    preface = Text(
        default="", allow_blank=True, help_text="Your own words after the cover; plain text."
    )
    mail_when_done = Boolean(default=False, help_text="Send a message to whoever asks.")

    def options(self) -> ReportOptions:
        """What was chosen, once the body was found valid."""
        given = self.validated_data
        names = ("confidentiality", "is_draft", "archival", "preface")
        return options_showing(given["sections"], **{name: given[name] for name in names})


class CombinedReportInput(ReportInput):
    assessments = serializers.ListField(
        child=serializers.UUIDField(),
        help_text="Submitted ones of this enterprise, of each questionnaire one, in this order.",
    )


class JobErrorOutput(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="Stable.")
    message = serializers.CharField(help_text="In the language of the request.")


class ReportPartOutput(serializers.ModelSerializer[ReportAssessment]):
    """An assessment in a report, and the releases particular to its questionnaire."""

    class Meta:
        model = ReportAssessment
        fields = ("assessment", "results_release", "pool_release")
        read_only_fields = fields


class ReportOutput(serializers.ModelSerializer[Report]):
    """A report and how far it is. The same request always leads to the same report."""

    parts = ReportPartOutput(many=True, read_only=True, help_text="In the order of printing.")
    state = serializers.ChoiceField(choices=Job.State.choices, source="job.state", read_only=True)
    phase = serializers.SerializerMethodField(help_text="What is being done, in words.")
    progress = serializers.IntegerField(source="job.progress", help_text="Per cent.")
    error = serializers.SerializerMethodField(help_text="Why it failed and what to do.")
    finished_at = serializers.DateTimeField(source="job.finished_at", allow_null=True)
    options = serializers.JSONField(help_text="What was asked for beside what is usual.")
    branding = serializers.CharField(
        source="branding.name",
        default=None,
        allow_null=True,
        read_only=True,
        help_text="In whose name it is; null for nobody’s.",
    )
    file = serializers.SerializerMethodField(help_text="Address of the PDF when it is done.")
    data_file = serializers.SerializerMethodField(help_text="Address of its data when it is done.")

    class Meta:
        model = Report
        fields = (
            "id",
            "enterprise",
            "release",
            "parts",
            "language",
            "options",
            "branding",
            "state",
            "phase",
            "progress",
            "error",
            "requested_at",
            "finished_at",
            "verification_code",
            "file",
            "data_file",
            "sha256",
            "size",
            "pages",
        )
        read_only_fields = fields

    def get_phase(self, report: Report) -> str:
        return "" if report.job.is_finished else phase_text(report.job)

    @extend_schema_field(JobErrorOutput(allow_null=True))
    def get_error(self, report: Report) -> dict[str, str] | None:
        job = report.job
        if job.state != Job.State.FAILED:
            return None
        return {"code": (job.error or {}).get("code", "gave_up"), "message": error_text(job)}

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_file(self, report: Report) -> str | None:
        return self._address("api:report_file", report)

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_data_file(self, report: Report) -> str | None:
        return self._address("api:report_data", report)

    def _address(self, name: str, report: Report) -> str | None:
        if not report.file:
            return None
        address: str = reverse(name, args=[report.pk], request=self.context.get("request"))
        return address
