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


@extend_schema_field(OpenApiTypes.ANY)
class ValueAsGiven(AsGiven):
    """Whatever the kind of item asks for; `GET /editions/{id}/` says which kind it is."""


class AnswerInput(Input):
    """One answer in the form of `manage.py score`, with the mark of this save.

    Leave out what there is not: an answer without `current` and `state` is unanswered.
    """

    current = ValueAsGiven(
        help_text="Level today, an integer; of an indicator: its value today, as text. "
        "Not together with `state`."
    )
    target = ValueAsGiven(
        help_text="Level aimed at; of an indicator: its value in three years, as text."
    )
    answer = TextAsGiven(help_text="Of a practice: `yes`, `partly` or `no`.")
    value = ValueAsGiven(
        help_text="Of a fact or an input of the priorities: true or false, a number as text, a "
        "code, a list of codes, or shares by code."
    )
    low = LevelAsGiven(help_text="Of a quick unit: everywhere at least this level.")
    high = LevelAsGiven(help_text="Of a quick unit: nowhere above this level.")
    method = TextAsGiven(help_text="Of an indicator: how it was calculated.")
    state = TextAsGiven(help_text="`unknown` or `not_applicable`, if there is no level.")
    reason = TextAsGiven(help_text="Why it does not apply: one of the edition's codes.")
    note = TextAsGiven(help_text="Kept as typed, at most 5000 characters.")
    action = TextAsGiven(help_text="What the enterprise means to do. As long as a note.")
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
        marks = ("print_note", "client_id", "save_id", "based_on")
        return {name: v for name, v in self.validated_data.items() if name not in marks}

    @property
    def save_mark(self) -> Save:
        names = ("client_id", "save_id", "based_on")
        return Save(**{name: self.validated_data[name] for name in names})


class AnswerOutput(serializers.ModelSerializer[Answer]):
    """The agreed answer to one item; version 0 and no date before the first save.

    Of `current` … `high` those are filled that the kind of item has; the others are null.
    """

    current = serializers.JSONField(read_only=True, allow_null=True)
    target = serializers.JSONField(read_only=True, allow_null=True)
    answer = serializers.CharField(read_only=True, allow_null=True)
    value = serializers.JSONField(read_only=True, allow_null=True)
    low = serializers.IntegerField(read_only=True, allow_null=True)
    high = serializers.IntegerField(read_only=True, allow_null=True)
    method = serializers.CharField(read_only=True)
    saved_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = Answer
        fields = (
            "item",
            "state",
            "current",
            "target",
            "answer",
            "value",
            "low",
            "high",
            "method",
            "reason",
            "note",
            "action",
            "print_note",
            "version",
            "saved_at",
        )
        read_only_fields = fields

    def to_representation(self, instance: Answer) -> dict[str, Any]:
        """The answer as `manage.py score` reads it, with its state and the marks of its save."""
        given = instance.as_input(instance.assessment.content)
        names = ("current", "target", "answer", "value", "low", "high")
        texts = ("method", "reason", "note", "action")
        return {
            "item": instance.item,
            "state": instance.state,
            **{name: given.get(name) for name in names},
            **{name: given.get(name, "") for name in texts},
            "print_note": instance.print_note,
            "version": instance.version,
            "saved_at": _moment(instance.saved_at) if instance.version else None,
        }


def _moment(moment: dt.datetime) -> str:
    return str(serializers.DateTimeField().to_representation(moment))
