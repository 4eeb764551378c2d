"""Reports: ask for one, watch it being made, fetch the file."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.access import fetch
from assessments.api.filters import ReportFilter
from assessments.api.refusals import NoData, NoFileYet
from assessments.api.schema import refusals
from assessments.api.serializers.reports import CombinedReportInput, ReportInput, ReportOutput
from assessments.api.views.base import View, created, person, read_body
from assessments.models import Assessment, Enterprise, Report
from assessments.queries.branding import usual_branding
from assessments.reports.data.formats import FORMATS
from assessments.reports.data.reading import DataNotFrozen
from assessments.services.refusals import Rejected
from assessments.services.reports import download_report, download_report_data, request_report
from maturity.instruments.faults import Fault

QUESTIONNAIRES_AT_MOST = 20
"""There are fewer; each assessment that is named costs some queries."""


class Reports(ListModelMixin, RetrieveModelMixin, View[Report]):
    """Reports on assessments that you may see."""

    queryset = Report.objects.none()
    serializer_class = ReportOutput
    filterset_class = ReportFilter

    def get_queryset(self) -> QuerySet[Report]:
        """Without the frozen context, which holds the whole report and is not sent."""
        return (
            super()
            .get_queryset()
            .select_related("job", "branding")
            .prefetch_related("parts")
            .defer("context", "branding__logo")
            .order_by("-requested_at", "pk")
        )

    @extend_schema(
        request=ReportInput, responses={202: ReportOutput} | refusals(400, 401, 403, 404)
    )
    def create(self, request: Request, pk: str) -> Response:
        """Ask for the report on a submitted assessment; the same request, the same report."""
        assessment = fetch(person(request), "report", Assessment, pk)
        return self._ask(request, [assessment], read_body(request, ReportInput))

    @extend_schema(
        request=CombinedReportInput, responses={202: ReportOutput} | refusals(400, 401, 403, 404)
    )
    def combine(self, request: Request, pk: str) -> Response:
        """Ask for one report on several assessments of an enterprise, or on one of them."""
        user = person(request)
        enterprise = fetch(user, "read", Enterprise, pk)
        given = read_body(request, CombinedReportInput)
        wanted = given.validated_data["assessments"]
        if len(wanted) > QUESTIONNAIRES_AT_MOST:
            raise Rejected([Fault("assessments", "instrument_twice")])
        chosen = [fetch(user, "report", Assessment, each) for each in wanted]
        if any(assessment.enterprise_id != enterprise.pk for assessment in chosen):
            raise Rejected([Fault("assessments", "other_enterprise")])
        return self._ask(request, chosen, given)

    def _ask(
        self, request: Request, assessments: Sequence[Assessment], given: ReportInput
    ) -> Response:
        """In the name of whoever it usually is: the branding of the organisation asked through."""
        user = person(request)
        report = request_report(
            by=user,
            assessments=assessments,
            language=given.validated_data["language"],
            options=given.options(),
            branding=usual_branding(user, assessments) if assessments else None,
            mail_when_done=given.validated_data["mail_when_done"],
        )
        shown = self.get_serializer(self.reload(report))
        return created(request, shown, "report", report.pk, status=202)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY} | refusals(401, 404))
    def file(self, request: Request, pk: str) -> FileResponse:
        """The PDF. That it was taken stands in the client's event log."""
        report = fetch(person(request), "read", Report, pk)
        if not report.file:
            raise NoFileYet
        return FileResponse(
            download_report(by=person(request), report=report),
            as_attachment=True,
            filename=f"{report.pk}.pdf",
            content_type="application/pdf",
            headers={"Cache-Control": "private, no-store"},
        )

    @extend_schema(responses={200: OpenApiTypes.OBJECT} | refusals(401, 404, 409))
    def data(self, request: Request, pk: str) -> HttpResponse:
        """What the report says, as docs/report-data.schema.json describes it: answers in the form
        that can be scored again, results, and what they are held against, with every release.
        """
        report = fetch(person(request), "read", Report, pk)
        if not report.file:
            raise NoFileYet
        try:
            content = download_report_data(by=person(request), report=report, form="json")
        except DataNotFrozen:
            raise NoData from None
        return HttpResponse(
            content,
            content_type=FORMATS["json"].content_type,
            headers={"Cache-Control": "private, no-store"},
        )
