"""The answers of one assessment."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.access import fetch
from assessments.api.schema import refusals
from assessments.api.serializers.answers import AnswerInput, AnswerOutput
from assessments.api.serializers.errors import ConflictOutput
from assessments.api.views.base import View, person, read_body
from assessments.models import Answer, Assessment
from assessments.services.assessments import save_answer
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault
from maturity.scoring.answers import QUICK


class Answers(View[Answer]):
    """One answer for each item of the edition, in the order of asking; quick units last."""

    queryset = Answer.objects.none()
    serializer_class = AnswerOutput
    lookup_field = "item"

    @extend_schema(responses={200: AnswerOutput(many=True)} | refusals(401, 404))
    def list(self, request: Request, pk: str) -> Response:
        """All items of the edition, those without an answer too."""
        assessment = fetch(person(request), "read", Assessment, pk)
        stored = {answer.item: answer for answer in assessment.answers.all()}
        for answer in stored.values():
            answer.assessment = assessment  # already here with its edition
        answers = [stored.get(key) or _not_saved_yet(assessment, key) for key in _keys(assessment)]
        page = self.paginate_queryset(answers)
        return self.get_paginated_response(AnswerOutput(page, many=True).data)

    @extend_schema(responses={200: AnswerOutput} | refusals(401, 404))
    def retrieve(self, request: Request, pk: str, item: str) -> Response:
        assessment = fetch(person(request), "read", Assessment, pk)
        if item not in _keys(assessment):
            raise NotFound
        stored = assessment.answers.filter(item=item).first()
        return Response(AnswerOutput(stored or _not_saved_yet(assessment, item)).data)

    @extend_schema(
        request=AnswerInput,
        responses={200: AnswerOutput, 409: ConflictOutput} | refusals(400, 401, 403, 404),
    )
    def update(self, request: Request, pk: str, item: str) -> Response:
        """Save one answer. Repeating a save is harmless; a save nobody knew of is a conflict."""
        assessment = fetch(person(request), "answer", Assessment, pk)
        body = read_body(request, AnswerInput)
        try:
            stored = save_answer(
                by=person(request),
                assessment=assessment,
                item=item,
                given=body.given,
                save=body.save_mark,
                print_note=body.validated_data["print_note"],
            )
        except Rejected as rejected:
            raise Rejected([_within_body(fault, item) for fault in rejected.faults]) from None
        return Response(AnswerOutput(stored).data)


def _keys(assessment: Assessment) -> list[str]:
    """What can be answered: the items, indicators and inputs, then the bounds of quick units."""
    content = assessment.content
    keys = [item.key for item in content.all_items]
    return keys + [QUICK + key for key in content.bounded_units]


def _not_saved_yet(assessment: Assessment, item: str) -> Answer:
    """How an item looks before its first save; never stored."""
    return Answer(assessment=assessment, item=item)


def _within_body(fault: Fault, item: str) -> Fault:
    """`answers.VI.current` is `current` in a body that is this one answer."""
    if fault.code in ("item_unknown", "quick_unknown"):
        return Fault("item", fault.code, fault.params)
    for head in (f"answers.{item}", f"quantities.{item}", item):
        if fault.path == head:  # an input of the priorities: its value stands at its own path
            return Fault("value", fault.code, fault.params)
        if fault.path.startswith(f"{head}."):
            return Fault(fault.path.removeprefix(f"{head}."), fault.code, fault.params)
    return fault
