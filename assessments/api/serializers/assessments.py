"""Assessments as they are sent and received."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.api.fields import Input, Text
from assessments.models import Assessment


class AssessmentInput(Input):
    enterprise = serializers.UUIDField()
    instrument = Text(help_text='The key of a questionnaire, such as "siri".')
    edition = Text(help_text='One of its published editions, such as "2020".')


class CountsOutput(serializers.Serializer[Any]):
    """Items by the state of their answer; the four add up to `total`."""

    answered = serializers.IntegerField()
    unknown = serializers.IntegerField()
    not_applicable = serializers.IntegerField()
    unanswered = serializers.IntegerField()
    total = serializers.IntegerField()


class ProfileOutput(serializers.Serializer[Any]):
    """The enterprise as it was when the assessment was submitted."""

    name = serializers.CharField()
    economy = serializers.CharField()
    sector = serializers.CharField()
    size_band = serializers.CharField()


class AssessmentOutput(serializers.ModelSerializer[Assessment]):
    """One enterprise answers one edition, which `hash` names to the last comma."""

    instrument = serializers.CharField(source="edition.key")
    edition = serializers.CharField(source="edition.edition")
    hash = serializers.CharField(source="edition.hash")
    edition_id = serializers.UUIDField()
    counts = serializers.SerializerMethodField()
    corrected_by = serializers.SerializerMethodField()
    profile = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields = (
            "id",
            "enterprise",
            "instrument",
            "edition",
            "hash",
            "edition_id",
            "state",
            "counts",
            "corrects",
            "corrected_by",
            "profile",
            "created_at",
            "submitted_at",
        )
        read_only_fields = fields

    @extend_schema_field(CountsOutput)
    def get_counts(self, assessment: Any) -> dict[str, int]:
        """From the annotations of the view's queryset, so that a list costs no query a row."""
        total = len(assessment.edition.content.items)
        counted = {
            "answered": assessment.answered,
            "unknown": assessment.unknown,
            "not_applicable": assessment.not_applicable,
        }
        return counted | {"unanswered": total - sum(counted.values()), "total": total}

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_corrected_by(self, assessment: Assessment) -> str | None:
        correction = getattr(assessment, "corrected_by", None)
        return str(correction.pk) if correction else None

    @extend_schema_field(ProfileOutput(allow_null=True))
    def get_profile(self, assessment: Assessment) -> dict[str, Any] | None:
        return assessment.profile or None
