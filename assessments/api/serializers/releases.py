"""Releases of published figures."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.api.serializers.editions import TextsOutput
from assessments.models import Figure, Release
from assessments.wording.figures import (
    kind_text,
    locator_text,
    period_text,
    qualified_value,
    status_text,
)
from assessments.wording.profile import active_language


class ReleaseOutput(serializers.ModelSerializer[Release]):
    """One issue of one publication; once published it never changes."""

    instrument = serializers.CharField(
        help_text="The questionnaire whose results are published; empty for national data."
    )
    head = serializers.DictField(
        help_text="Title, publisher, edition, population, method note and licence, by language."
    )

    class Meta:
        model = Release
        fields = (
            "id",
            "key",
            "state",
            "shipped",
            "hash",
            "instrument",
            "instrument_edition",
            "head",
            "supersedes",
            "published_at",
            "withdrawn_at",
            "withdrawn_reason",
        )
        read_only_fields = fields


class LocatorOutput(serializers.Serializer[Any]):
    """Where in the publication the figure stands."""

    chapter = serializers.CharField()
    section = serializers.CharField()
    page = serializers.IntegerField(allow_null=True)


class FigureWordsOutput(serializers.Serializer[Any]):
    """The figure in the language of the request."""

    label = serializers.CharField()  # type: ignore[assignment]  # the stubs mean Field.label
    value = serializers.CharField(help_text="With unit and qualifier.")
    status = serializers.CharField(help_text="Empty for what was observed.")
    kind = serializers.CharField()
    period = serializers.CharField()
    locator = serializers.CharField()


class FigureOutput(serializers.ModelSerializer[Figure]):
    locator = LocatorOutput(source="*")
    label = TextsOutput()  # type: ignore[assignment]
    source = serializers.DictField(  # type: ignore[assignment]
        help_text="Whom the publication names as its source."
    )
    caveat = serializers.DictField(help_text="What has to be said with it.")
    n = serializers.IntegerField(
        allow_null=True, help_text="Enterprises behind this very figure, where published."
    )
    base = serializers.DictField(help_text="Which enterprises, where not those of the release.")
    value = serializers.CharField(help_text="As printed.")
    normalised = serializers.SerializerMethodField(help_text="`value` without 万, 亿 or 万亿.")
    words = serializers.SerializerMethodField()

    class Meta:
        model = Figure
        fields = (
            "key",
            "economy",
            "dimension",
            "theme",
            "locator",
            "kind",
            "mode",
            "fact",
            "status",
            "qualifier",
            "value",
            "value_max",
            "normalised",
            "unit",
            "period",
            "label",
            "source",
            "caveat",
            "n",
            "base",
            "words",
        )
        read_only_fields = fields

    def get_normalised(self, figure: Figure) -> str:
        return f"{figure.normalised.normalize():f}"

    @extend_schema_field(FigureWordsOutput)
    def get_words(self, figure: Figure) -> dict[str, str]:
        content = figure.content
        return {
            "label": content.label[active_language()],
            "value": qualified_value(content),
            "status": status_text(content.status),
            "kind": kind_text(content.kind),
            "period": period_text(content),
            "locator": locator_text(content),
        }
