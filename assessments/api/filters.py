"""What lists can be narrowed down by."""

from django_filters import rest_framework as filters

from assessments.models import Assessment, Figure, Job, Report
from maturity.benchmarks.release import KINDS


class AssessmentFilter(filters.FilterSet):  # type: ignore[misc]
    # Not a choice among rows: whether somebody else's enterprise exists is not told.
    enterprise = filters.UUIDFilter(field_name="enterprise_id")
    state = filters.ChoiceFilter(choices=Assessment.State.choices)

    class Meta:
        model = Assessment
        fields = ("enterprise", "state")


class ReportFilter(filters.FilterSet):  # type: ignore[misc]
    enterprise = filters.UUIDFilter(field_name="enterprise_id")
    assessment = filters.UUIDFilter(field_name="parts__assessment_id")
    state = filters.ChoiceFilter(choices=Job.State.choices, field_name="job__state")

    class Meta:
        model = Report
        fields = ("enterprise", "assessment", "state")


class FigureFilter(filters.FilterSet):  # type: ignore[misc]
    kind = filters.ChoiceFilter(choices=[(code, code) for code in KINDS])

    class Meta:
        model = Figure
        fields = ("economy", "dimension", "theme", "kind")
