"""The one shape of refusals, for the schema; `assessments.api.errors` makes it."""

from typing import Any

from rest_framework import serializers

from assessments.api.serializers.answers import AnswerOutput


class FaultOutput(serializers.Serializer[Any]):
    path = serializers.CharField(help_text="Where in the body; empty if all of it is meant.")
    code = serializers.CharField(help_text="Stable.")
    message = serializers.CharField(help_text="In the language of the request.")


class RefusalOutput(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="Stable.")
    message = serializers.CharField(help_text="In the language of the request.")
    faults = FaultOutput(many=True)


class ConflictOutput(RefusalOutput):
    """409: either somebody else's answer is stored (`theirs`), or the assessment is frozen."""

    theirs = AnswerOutput(required=False)
