"""Enterprises as they are sent and received."""

from rest_framework import serializers

from assessments.api.fields import Input, Text
from assessments.models import Enterprise


class EnterpriseInput(Input):
    name = Text(max_length=200, allow_blank=True, help_text="Kept as typed.")
    economy = Text(allow_blank=True, help_text="ISO 3166-1 alpha-2, such as CN.")
    sector = Text(
        allow_blank=True,
        help_text="ISIC Rev. 4: a section such as G, in manufacturing a division such as C28.",
    )
    size_band = Text(
        allow_blank=True, help_text="Persons engaged: 1-9, 10-49, 50-249, 250-999 or 1000+."
    )
    organisation = serializers.UUIDField(
        required=False, help_text="Where it is added. Needed by those who work in several."
    )


class EnterpriseOutput(serializers.ModelSerializer[Enterprise]):
    """Exactly one of `owner` (a client) and `prepared_by` (a consultancy) is set."""

    class Meta:
        model = Enterprise
        fields = (
            "id",
            "name",
            "economy",
            "sector",
            "size_band",
            "owner",
            "prepared_by",
            "created_at",
        )
        read_only_fields = fields
