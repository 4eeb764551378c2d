"""The formats in which the data of a report are handed out, by the ending of the file's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assessments.reports.data.as_csv import write_csv
from assessments.reports.data.as_json import write_json
from assessments.reports.data.as_xlsx import write_xlsx
from assessments.reports.data.schema import ReportData


@dataclass(frozen=True)
class Format:
    """What writes the file, and what it is called on the way."""

    write: Callable[[ReportData], bytes]
    content_type: str


FORMATS: Mapping[str, Format] = {
    "xlsx": Format(write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": Format(write_csv, "text/csv; charset=utf-8"),
    "json": Format(write_json, "application/json"),
}
