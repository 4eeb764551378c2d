"""A stored result: what `manage.py score` prints, and the arithmetic behind it.

The fields describe the stored JSON to the schema; it is sent as it is stored, so that nothing is
rounded, renamed or left out on the way.
"""

from typing import Any

from rest_framework import serializers

from assessments.api.errors import fault_as_json
from assessments.models import Result
from assessments.queries.results import stored_data
from maturity.instruments.faults import Fault


class ScoreOutput(serializers.Serializer[Any]):
    """`count` of the `of` items that apply have a level; `low` and `high` bound the open ones."""

    sum = serializers.IntegerField()
    count = serializers.IntegerField()
    of = serializers.IntegerField()
    unknown = serializers.IntegerField()
    unanswered = serializers.IntegerField()
    not_applicable = serializers.IntegerField()
    mean = serializers.CharField(allow_null=True, help_text="At most 12 decimals.")
    rounded = serializers.CharField(allow_null=True, help_text="2 decimals, half up.")
    level = serializers.IntegerField(allow_null=True)
    low = serializers.CharField(allow_null=True)
    high = serializers.CharField(allow_null=True)


class GapOutput(serializers.Serializer[Any]):
    """Target minus current over the `count` items that have both."""

    sum = serializers.IntegerField()
    count = serializers.IntegerField()
    of = serializers.IntegerField()
    mean = serializers.CharField(allow_null=True)
    rounded = serializers.CharField(allow_null=True)


class GroupScoresOutput(serializers.Serializer[Any]):
    current = ScoreOutput()
    target = ScoreOutput()
    gap = GapOutput()


class ItemResultOutput(serializers.Serializer[Any]):
    state = serializers.CharField(help_text="As in the answer.")
    current = serializers.IntegerField(allow_null=True)
    target = serializers.IntegerField(allow_null=True)
    gap = serializers.IntegerField(allow_null=True)


class WarningOutput(serializers.Serializer[Any]):
    """Allowed, but worth a second look."""

    code = serializers.CharField()
    path = serializers.CharField()
    message = serializers.CharField()


class TraceEndOutput(serializers.Serializer[Any]):
    """One end of a range: the `missing` items were counted as `each`."""

    missing = serializers.ListField(child=serializers.CharField())
    each = serializers.IntegerField()
    sum = serializers.IntegerField()
    of = serializers.IntegerField()
    exact = serializers.CharField(allow_null=True)
    unrounded = serializers.CharField(allow_null=True)
    rounded = serializers.CharField(allow_null=True)


class TracedItemOutput(serializers.Serializer[Any]):
    key = serializers.CharField()
    value = serializers.IntegerField()
    current = serializers.IntegerField(required=False)
    target = serializers.IntegerField(required=False)


class LeftOutOutput(serializers.Serializer[Any]):
    key = serializers.CharField()
    why = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField(required=False)


class TracedNumberOutput(serializers.Serializer[Any]):
    """How one number came about: the rule, the items in it, those left out and why."""

    rule = serializers.CharField()
    items = TracedItemOutput(many=True)
    left_out = LeftOutOutput(many=True)
    sum = serializers.IntegerField()
    count = serializers.IntegerField()
    of = serializers.IntegerField()
    exact = serializers.CharField(allow_null=True, help_text='The fraction, such as "19/16".')
    unrounded = serializers.CharField(allow_null=True, help_text="At most 12 decimals.")
    rounded = serializers.CharField(allow_null=True, help_text="2 decimals, half up.")
    low = TraceEndOutput(allow_null=True)
    high = TraceEndOutput(allow_null=True)


class TracedGroupOutput(serializers.Serializer[Any]):
    current = TracedNumberOutput()
    target = TracedNumberOutput()
    gap = TracedNumberOutput()


class ResultOutput(serializers.Serializer[Any]):
    """The result computed when the assessment was submitted, never again since."""

    instrument = serializers.CharField()
    edition = serializers.CharField()
    hash = serializers.CharField()
    engine = serializers.CharField(help_text="Version of the rules.")
    scores = serializers.DictField(child=GroupScoresOutput(), help_text="By group.")
    items = serializers.DictField(child=ItemResultOutput(), help_text="By item.")
    warnings = WarningOutput(many=True)
    trace = serializers.DictField(child=TracedGroupOutput(), help_text="By group.")

    def to_representation(self, instance: Result) -> dict[str, Any]:
        data, trace = stored_data(instance.assessment)
        warnings = [
            fault_as_json(Fault(stored["path"], stored["code"], stored["params"]))
            for stored in data["warnings"]
        ]
        return {**data, "warnings": warnings, "trace": trace}
