"""Reports: ask for one, watch it being made, fetch the file."""

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
from assessments.api.serializers.reports import ReportInput, ReportOutput
from assessments.api.views.base import View, created, person, read_body
from assessments.models import Assessment, Report
from assessments.reports.data.formats import FORMATS
from assessments.reports.data.reading import DataNotFrozen
from assessments.services.reports import download_report, download_report_data, request_report


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
            .select_related("job")
            .prefetch_related("parts")
            .defer("context")
            .order_by("-requested_at", "pk")
        )

    @extend_schema(
        request=ReportInput, responses={202: ReportOutput} | refusals(400, 401, 403, 404)
    )
    def create(self, request: Request, pk: str) -> Response:
        """Ask for the report on a submitted assessment; the same request, the same report."""
        assessment = fetch(person(request), "report", Assessment, pk)
        given = read_body(request, ReportInput).validated_data
        report = request_report(
            by=person(request), assessments=[assessment], language=given["language"]
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
