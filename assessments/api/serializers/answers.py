"""Answers as they are sent and received."""

import datetime as dt
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.api.fields import AsGiven, Boolean, Input, Integer, Text
from assessments.models import Answer
from assessments.services.assessments import Save


@extend_schema_field(OpenApiTypes.INT)
class LevelAsGiven(AsGiven):
    """An integer from 0 to the top of the scale."""


@extend_schema_field(OpenApiTypes.STR)
class TextAsGiven(AsGiven):
    """A string."""


class AnswerInput(Input):
    """One answer in the form of `manage.py score`, with the mark of this save.

    Leave out what there is not: an answer without `current` and `state` is unanswered.
    """

    current = LevelAsGiven(help_text="Level today. Not together with `state`.")
    target = LevelAsGiven(help_text="Level aimed at.")
    state = TextAsGiven(help_text="`unknown` or `not_applicable`, if there is no level.")
    reason = TextAsGiven(help_text="Why it does not apply: one of the edition's codes.")
    note = TextAsGiven(help_text="Kept as typed, at most 5000 characters.")
    print_note = Boolean(default=True, help_text="Whether the report prints the note.")
    client_id = Text(max_length=36, help_text="Your random name for this program or session.")
    save_id = Integer(
        min_value=1,
        help_text="Counts your saves of this item from 1. A repeated one changes nothing.",
    )
    based_on = Integer(
        min_value=0, help_text="The `version` you had seen; 0 if nothing was stored."
    )

    @property
    def given(self) -> dict[str, Any]:
        """The answer alone, as `check_answers` reads it."""
        names = ("current", "target", "state", "reason", "note")
        return {n: self.validated_data[n] for n in names if n in self.validated_data}

    @property
    def save_mark(self) -> Save:
        names = ("client_id", "save_id", "based_on")
        return Save(**{name: self.validated_data[name] for name in names})


class AnswerOutput(serializers.ModelSerializer[Answer]):
    """The agreed answer to one item; version 0 and no date before the first save."""

    current = serializers.IntegerField(source="value", allow_null=True, read_only=True)
    saved_at = serializers.SerializerMethodField()

    class Meta:
        model = Answer
        fields = (
            "item",
            "state",
            "current",
            "target",
            "reason",
            "note",
            "print_note",
            "version",
            "saved_at",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_saved_at(self, answer: Answer) -> dt.datetime | None:
        return answer.saved_at if answer.version else None
