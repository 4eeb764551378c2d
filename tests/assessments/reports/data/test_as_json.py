import json
from io import StringIO
from pathlib import Path

import jsonschema
from django.conf import settings
from django.core.management import call_command

from assessments.reports.data.as_json import write_json
from assessments.reports.data.schema import SCHEMA_ID
from tests.assessments.reports.data.conftest import Frozen, every_report

SCHEMA_FILE = Path(settings.BASE_DIR) / "docs" / "report-data.schema.json"


def test_schema_equals_the_checked_in_file() -> None:
    """It is written again by `manage.py report_data_schema > docs/report-data.schema.json`."""
    made = StringIO()
    call_command("report_data_schema", stdout=made)
    assert made.getvalue() == SCHEMA_FILE.read_text()


def test_schema_describes_every_field_and_allows_no_other() -> None:
    schema = json.loads(SCHEMA_FILE.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == SCHEMA_ID
    for name, model in {"ReportData": schema, **schema["$defs"]}.items():
        assert model["additionalProperties"] is False, name
        assert model["description"], name
        for field, said in model["properties"].items():
            assert said.get("description"), f"{name}.{field}"


@every_report
def test_file_is_what_the_schema_promises(frozen: Frozen) -> None:
    content = json.loads(write_json(frozen.data))
    jsonschema.validate(content, json.loads(SCHEMA_FILE.read_text()))
    assert (content["$schema"], content["schema"]) == (SCHEMA_ID, "1")
    assert content["report"]["id"] == str(frozen.report.pk)


@every_report
def test_numbers_that_are_not_whole_are_text(frozen: Frozen) -> None:
    read: list[str] = []
    json.loads(write_json(frozen.data), parse_float=lambda text: read.append(text) or 0.0)
    assert read == []
