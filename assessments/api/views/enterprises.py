"""Enterprises: list, add, read."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.access import fetch
from assessments.api.schema import refusals
from assessments.api.serializers.enterprises import EnterpriseInput, EnterpriseOutput
from assessments.api.views.base import View, created, person, read_body
from assessments.models import Enterprise, Organisation
from assessments.services.enterprises import create_enterprise


class Enterprises(ListModelMixin, RetrieveModelMixin, View[Enterprise]):
    """Firms, plants and subsidiaries that you may see."""

    queryset = Enterprise.objects.none()
    serializer_class = EnterpriseOutput

    def get_queryset(self) -> QuerySet[Enterprise]:
        return super().get_queryset().order_by("name", "pk")

    @extend_schema(
        request=EnterpriseInput, responses={201: EnterpriseOutput} | refusals(400, 401, 403, 404)
    )
    def create(self, request: Request) -> Response:
        """Add an enterprise to your organisation; without any, found a client organisation."""
        given: dict[str, Any] = read_body(request, EnterpriseInput).validated_data
        if chosen := given.pop("organisation", None):
            given["organisation"] = fetch(person(request), "answer", Organisation, chosen)
        enterprise = create_enterprise(by=person(request), **given)
        return created(request, EnterpriseOutput(enterprise), "enterprise", enterprise.pk)
