"""Organisations as they are sent."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.models import Membership, Organisation


class OrganisationOutput(serializers.ModelSerializer[Organisation]):
    role = serializers.SerializerMethodField(help_text="Yours.")

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ("id", "name", "kind", "role")
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=Membership.Role.choices))
    def get_role(self, organisation: Any) -> str:
        return str(organisation.own_role)


class MemberOutput(serializers.ModelSerializer[Membership]):
    id = serializers.UUIDField(source="user.pk", help_text="Of the person.")
    name = serializers.CharField(source="user.name")

    class Meta:
        model = Membership
        fields = ("id", "name", "role", "joined_at")
        read_only_fields = fields


class OrganisationWithMembersOutput(OrganisationOutput):
    """A respondent is told of himself or herself and of those who manage the organisation."""

    members = serializers.SerializerMethodField()

    class Meta(OrganisationOutput.Meta):
        fields = (*OrganisationOutput.Meta.fields, "members")
        read_only_fields = fields

    @extend_schema_field(MemberOutput(many=True))
    def get_members(self, organisation: Any) -> Any:
        return MemberOutput(organisation.seen_members, many=True).data
