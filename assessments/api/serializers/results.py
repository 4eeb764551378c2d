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
    level_low = serializers.IntegerField(
        required=False, allow_null=True, help_text="Where a mean has a level."
    )
    level_high = serializers.IntegerField(required=False, allow_null=True)
    low = serializers.CharField(allow_null=True)
    high = serializers.CharField(allow_null=True)
    provisional = serializers.BooleanField(
        help_text="True while an item has only the bounds of a quick pass: no mean, a range."
    )


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
    """By kind of item: levels, the answer of a practice, or the value of a fact."""

    state = serializers.CharField(help_text="As in the answer.")
    current = serializers.IntegerField(required=False, allow_null=True)
    target = serializers.IntegerField(required=False, allow_null=True)
    gap = serializers.IntegerField(required=False, allow_null=True)
    answer = serializers.CharField(required=False, allow_null=True)
    value = serializers.JSONField(required=False, allow_null=True)


class PriorityOutput(serializers.Serializer[Any]):
    """One dimension under one horizon, with its three raw factors."""

    dimension = serializers.CharField()
    cost = serializers.CharField()
    kpi = serializers.CharField()
    proximity = serializers.CharField()
    impact = serializers.CharField()
    rank = serializers.IntegerField()


class RankingOutput(serializers.Serializer[Any]):
    weights = serializers.DictField(child=serializers.CharField())
    values = PriorityOutput(many=True)
    recommended = serializers.ListField(child=serializers.CharField())


class TablesOutput(serializers.Serializer[Any]):
    version = serializers.CharField()
    hash = serializers.CharField()


class PrioritiesOutput(serializers.Serializer[Any]):
    """Where to begin; without a ranking, `missing` names what it would need."""

    horizon = serializers.CharField(allow_null=True)
    values = PriorityOutput(many=True)
    recommended = serializers.ListField(child=serializers.CharField())
    horizons = serializers.DictField(child=RankingOutput())
    totals = serializers.DictField(child=serializers.CharField())
    tables = TablesOutput()
    missing = serializers.ListField(child=serializers.CharField())


class TierOutput(serializers.Serializer[Any]):
    """`reached` is null while it depends on `open` practices."""

    key = serializers.CharField()
    met = serializers.BooleanField(allow_null=True)
    reached = serializers.BooleanField(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField())
    open = serializers.ListField(child=serializers.CharField())
    supporting = serializers.DictField(child=serializers.CharField())


class ShareOutput(serializers.Serializer[Any]):
    """`k` of `n`, derived from two answers."""

    key = serializers.CharField()
    of = serializers.CharField()
    k = serializers.CharField()
    n = serializers.CharField()
    percent = serializers.CharField()
    rounded = serializers.CharField()


class WarningOutput(serializers.Serializer[Any]):
    """Allowed, but worth a second look."""

    code = serializers.CharField()
    path = serializers.CharField()
    message = serializers.CharField()


class TraceEndOutput(serializers.Serializer[Any]):
    """One end of a range: the `missing` items were counted as `each`, one level or by item."""

    missing = serializers.ListField(child=serializers.CharField())
    each = serializers.JSONField()
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


class TraceOutput(serializers.Serializer[Any]):
    """The arithmetic; which parts there are depends on the questionnaire."""

    scores = serializers.DictField(child=TracedGroupOutput(), required=False, help_text="By group.")
    priorities = serializers.JSONField(required=False, allow_null=True)
    tiers = serializers.JSONField(required=False)
    shares = serializers.JSONField(required=False)


class ResultOutput(serializers.Serializer[Any]):
    """The result computed when the assessment was submitted, never again since.

    Means: `scores`, `priorities`, where it applies `leading` and `quantities`. Tiers: `tier`,
    `low`, `high`, `tiers`. Facts: `shares`.
    """

    instrument = serializers.CharField()
    edition = serializers.CharField()
    hash = serializers.CharField()
    engine = serializers.CharField(help_text="Version of the rules.")
    items = serializers.DictField(child=ItemResultOutput(), help_text="By item.")
    scores = serializers.DictField(child=GroupScoresOutput(), required=False, help_text="By group.")
    leading = serializers.BooleanField(required=False, allow_null=True)
    priorities = PrioritiesOutput(required=False, allow_null=True)
    quantities = serializers.JSONField(required=False)
    tier = serializers.IntegerField(required=False, allow_null=True)
    low = serializers.IntegerField(required=False)
    high = serializers.IntegerField(required=False)
    tiers = TierOutput(many=True, required=False)
    shares = ShareOutput(many=True, required=False)
    narrowing = serializers.ListField(
        child=serializers.CharField(), help_text="Open items that would narrow the result most."
    )
    warnings = WarningOutput(many=True)
    trace = TraceOutput()

    def to_representation(self, instance: Result) -> dict[str, Any]:
        data, trace = stored_data(instance.assessment)
        warnings = [
            fault_as_json(Fault(stored["path"], stored["code"], stored["params"]))
            for stored in data["warnings"]
        ]
        return {**data, "warnings": warnings, "trace": trace}
