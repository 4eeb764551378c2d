"""Shapes of what is sent to us. Nothing is converted: 3 is not "3", and "true" is not true."""

from typing import Any

from rest_framework import serializers

from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault

INTEGER_LIMIT = 2**31 - 1
"""The largest count that every supported database stores."""


class Input(serializers.Serializer[Any]):
    """The body of a request. Unknown fields are faults, so that a misspelt one is noticed."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        unknown = [name for name in data if name not in self.fields]
        if unknown:
            raise Rejected([Fault(name, "field_unknown", {"field": name}) for name in unknown])
        read: dict[str, Any] = super().to_internal_value(data)
        return read


class Text(serializers.CharField):
    """A JSON string, kept as typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Integer(serializers.IntegerField):
    """A JSON integer that fits into the database."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_value=INTEGER_LIMIT, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:  # True is an int to Python
            self.fail("invalid")
        return super().to_internal_value(data)


class Boolean(serializers.BooleanField):
    """JSON true or false."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class AsGiven(serializers.Field[Any, Any, Any, Any]):
    """Part of an answer, passed on untouched: `check_answers` alone knows its rules."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        """Null is passed on too: it is a fault, but not one that is found here."""
        return (True, None) if data is None else super().validate_empty_values(data)

    def to_internal_value(self, data: Any) -> Any:
        return data
