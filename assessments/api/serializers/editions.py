"""Editions of questionnaires."""

import json
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.models import Edition


class TextsOutput(serializers.Serializer[Any]):
    """One text in every language."""

    en = serializers.CharField()
    ja = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return super().get_fields() | {"zh-hans": serializers.CharField()}


class EditionOutput(serializers.ModelSerializer[Edition]):
    """An edition never changes: `hash` is the SHA-256 of its canonical JSON, texts included."""

    instrument = serializers.CharField(source="key")
    state = serializers.CharField(
        help_text="`published`, or `retired`: answered by old assessments only."
    )
    title = serializers.SerializerMethodField()

    class Meta:
        model = Edition
        fields = ("id", "instrument", "edition", "hash", "state", "title")
        read_only_fields = fields

    @extend_schema_field(TextsOutput)
    def get_title(self, edition: Edition) -> dict[str, str]:
        return dict(edition.content.title)


class FullEditionOutput(EditionOutput):
    content = serializers.SerializerMethodField(
        help_text="Everything that is asked, in every language. Written with sorted keys, without "
        "spaces and unescaped, in UTF-8, it has the SHA-256 of `hash`."
    )

    class Meta:
        model = Edition
        fields = (*EditionOutput.Meta.fields, "content")
        read_only_fields = fields

    def get_content(self, edition: Edition) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(edition.canonical)
        return content
