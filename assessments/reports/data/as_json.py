"""The data of a report as one JSON file; `schema.py` is its format."""

import json

from assessments.reports.data.schema import ReportData


def write_json(data: ReportData) -> bytes:
    """UTF-8, fields in the order of the schema, other keys sorted: equal data, equal bytes."""
    content = data.model_dump(mode="json", by_alias=True)
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
