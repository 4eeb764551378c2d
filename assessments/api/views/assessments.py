"""Assessments: list, start, read, submit, correct, and the result."""

from django.db.models import Count, Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.access import fetch
from assessments.api.filters import AssessmentFilter
from assessments.api.refusals import NoResultYet
from assessments.api.schema import refusals
from assessments.api.serializers.assessments import AssessmentInput, AssessmentOutput
from assessments.api.serializers.results import ResultOutput
from assessments.api.views.base import View, created, person, read_body
from assessments.api.views.editions import find_edition
from assessments.models import Assessment, Enterprise
from assessments.services.assessments import (
    start_assessment,
    start_correction,
    submit_assessment,
)


class Assessments(ListModelMixin, RetrieveModelMixin, View[Assessment]):
    """One enterprise answers one edition of a questionnaire."""

    queryset = Assessment.objects.none()
    serializer_class = AssessmentOutput
    filterset_class = AssessmentFilter

    def get_queryset(self) -> QuerySet[Assessment]:
        """Editions are prefetched, not joined: each carries all its texts and is read once."""
        answers = {
            state: Count("answers", filter=Q(answers__state=state, answers__section="answers"))
            for state in ("answered", "unknown", "not_applicable")
        }
        return (
            super()
            .get_queryset()
            .select_related("corrected_by")
            .prefetch_related("edition")
            .annotate(**answers)
            .order_by("-created_at", "pk")
        )

    @extend_schema(
        request=AssessmentInput, responses={201: AssessmentOutput} | refusals(400, 401, 403, 404)
    )
    def create(self, request: Request) -> Response:
        """Start to answer a published edition."""
        given = read_body(request, AssessmentInput).validated_data
        enterprise = fetch(person(request), "answer", Enterprise, given["enterprise"])
        edition = find_edition(instrument=given["instrument"], edition=given["edition"])
        assessment = start_assessment(by=person(request), enterprise=enterprise, edition=edition)
        shown = AssessmentOutput(self.reload(assessment))
        return created(request, shown, "assessment", assessment.pk)

    @extend_schema(
        request=None, responses={200: AssessmentOutput} | refusals(400, 401, 403, 404, 409)
    )
    def submit(self, request: Request, pk: str) -> Response:
        """Freeze the answers and compute the result. Final; open items stay open."""
        assessment = fetch(person(request), "submit", Assessment, pk)
        submit_assessment(by=person(request), assessment=assessment)
        return Response(AssessmentOutput(self.reload(assessment)).data)

    @extend_schema(request=None, responses={201: AssessmentOutput} | refusals(400, 401, 403, 404))
    def correct(self, request: Request, pk: str) -> Response:
        """Start a new assessment that corrects this submitted one, with its answers.

        Asking twice leads to the same correction.
        """
        assessment = fetch(person(request), "read", Assessment, pk)
        # It becomes another assessment of the enterprise, so the right to start one is needed.
        fetch(person(request), "answer", Enterprise, assessment.enterprise_id)
        correction = start_correction(by=person(request), assessment=assessment)
        shown = AssessmentOutput(self.reload(correction))
        return created(request, shown, "assessment", correction.pk)

    @extend_schema(responses={200: ResultOutput} | refusals(401, 404))
    def result(self, request: Request, pk: str) -> Response:
        """The stored result with the arithmetic behind every number."""
        assessment = fetch(person(request), "read", Assessment, pk)
        if not assessment.is_frozen:
            raise NoResultYet
        return Response(ResultOutput(assessment.result).data)
