"""Editions of questionnaires."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.serializers import BaseSerializer

from assessments.access import visible_to
from assessments.api.serializers.editions import EditionOutput, FullEditionOutput
from assessments.api.views.base import View
from assessments.models import Edition
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault


class Editions(ListModelMixin, RetrieveModelMixin, View[Edition]):
    """Questionnaires you can answer, and retired ones that assessments are still bound to."""

    queryset = Edition.objects.none()

    def get_queryset(self) -> QuerySet[Edition]:
        """The same for everybody who is signed in: no client's content is in them."""
        return visible_to(Edition, self.request.user).order_by("key", "-edition")

    def get_object(self) -> Edition:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return FullEditionOutput if self.action == "retrieve" else EditionOutput


def find_edition(*, instrument: str, edition: str) -> Edition:
    """The edition that a body names. Raises Rejected."""
    issued = Edition.objects.exclude(state=Edition.State.DRAFT)
    held = issued.filter(key=instrument)
    found = held.filter(edition=edition).first()
    if found:
        return found
    known = sorted(held.values_list("edition", flat=True))
    if known:
        raise Rejected([Fault("edition", "edition_unknown", {"value": edition, "known": known})])
    keys = sorted(set(issued.values_list("key", flat=True)))
    raise Rejected(
        [Fault("instrument", "instrument_unknown", {"value": instrument, "known": keys})]
    )
