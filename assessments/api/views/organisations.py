"""Organisations: list, read. People are invited and removed on the pages."""

from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.serializers import BaseSerializer

from assessments.access import visible_to
from assessments.api.serializers.organisations import (
    OrganisationOutput,
    OrganisationWithMembersOutput,
)
from assessments.api.views.base import View, person
from assessments.models import Membership, Organisation


class Organisations(ListModelMixin, RetrieveModelMixin, View[Organisation]):
    """Clients and consultancies that you belong to."""

    queryset = Organisation.objects.none()

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        if self.action == "retrieve":
            return OrganisationWithMembersOutput
        return OrganisationOutput

    def get_queryset(self) -> QuerySet[Organisation]:
        user = person(self.request)
        own = Membership.objects.filter(user=user, organisation=OuterRef("pk"))
        rows = super().get_queryset().annotate(own_role=Subquery(own.values("role")[:1]))
        if self.action == "retrieve":
            members = visible_to(Membership, user).select_related("user")
            ordered = members.order_by("joined_at", "pk")
            rows = rows.prefetch_related(
                Prefetch("memberships", queryset=ordered, to_attr="seen_members")
            )
        return rows.order_by("name", "pk")
