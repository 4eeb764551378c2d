import dataclasses
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
from django.conf import settings
from django.utils import translation

from assessments.models import Assessment
from assessments.reports.data.as_csv import write_csv
from assessments.reports.data.as_json import write_json
from assessments.reports.data.as_xlsx import write_xlsx
from assessments.wording import report_data as words
from tests.assessments.reports.data.conftest import Frozen, every_report

ODD = "=SUM(A1)\x0b𠮷 ㈱　"


def read(frozen: Frozen) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet by its key, heads included."""
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(frozen.data)))
    with translation.override(frozen.language):
        keys = {str(title): key for key, title in words.SHEETS.items()}
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    return {keys[sheet.title]: list(sheet.values) for sheet in book}


def columns(frozen: Frozen, rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Rows by the keys of their headings."""
    with translation.override(frozen.language):
        titles = {str(title): key for key, title in words.HEADINGS.items()}
    keys = [titles[title] for title in rows[0]]
    assert len(set(keys)) == len(keys)
    return [dict(zip(keys, row, strict=True)) for row in rows[1:]]


def same(cell: Any, stored: Any) -> bool:
    """Whether the cell is the number of the stored text, exactly; or both are nothing."""
    return cell is None if stored is None else Decimal(str(cell)) == Decimal(str(stored))


@every_report
def test_every_item_stands_once_with_its_exact_numbers(frozen: Frozen) -> None:
    stored = frozen.stored
    rows = {row["key"]: row for row in columns(frozen, read(frozen)["answers"]) if row["item"]}
    every = columns(frozen, read(frozen)["answers"])
    items = [row["key"] for row in every if row["key"] in stored["items"]]
    assert items == list(stored["items"])
    for key, held in stored["items"].items():
        for name, cell in (("current", "today"), ("target", "target"), ("gap", "gap")):
            assert same(rows[key][cell], held.get(name))
        assert rows[key]["item"] == frozen.edition.item(key).name[frozen.language]


@every_report
def test_every_group_stands_once_with_its_exact_numbers(frozen: Frozen) -> None:
    stored = frozen.stored
    rows = columns(frozen, read(frozen)["scores"]) if frozen.data.assessments[0].groups else []
    with translation.override(frozen.language):
        sides = {str(title): key for key, title in words.SIDES.items()}
    found = {(row["key"], sides[row["side"]]): row for row in rows}
    assert len(found) == len(rows)
    scores = stored.get("scores", {})
    expected = [(key, side) for key in scores for side in ("current", "target", "gap")]
    assert [pair for pair in found if pair[1] in ("current", "target", "gap")] == expected
    for key, side in expected:
        held = scores[key][side]
        for name in ("sum", "count", "of", "mean", "rounded", "low", "high"):
            assert same(found[key, side][name], held.get(name)), (key, side, name)
    assert [key for key, side in found if side == "tier"] == [
        tier["key"] for tier in stored.get("tiers", [])
    ]
    for share in stored.get("shares", []):
        assert same(found[share["key"], "share"]["mean"], share["percent"])


@every_report
def test_first_sheet_says_what_everything_rests_on(frozen: Frozen) -> None:
    (_head, *rows) = read(frozen)["about"]
    said = {content for _fact, content in rows}
    assert {str(frozen.report.pk), frozen.data.assessments[0].id} <= said
    assert frozen.edition.hash in said
    for release in frozen.data.releases:
        assert {release.key, release.hash, release.licence} <= said
    assert frozen.release.hash in said


@every_report
def test_comparisons_come_with_source_and_licence(frozen: Frozen) -> None:
    rows = columns(frozen, read(frozen)["comparisons"])
    assert len(rows) == len(frozen.data.comparisons)
    assert all(row["licence"] and row["locator"] and row["value"] for row in rows)


def test_text_is_text_whatever_it_begins_with(
    finish: Callable[..., Assessment], freeze: Callable[..., Frozen]
) -> None:
    frozen = freeze(finish("siri", {"VI": {"current": 1, "note": ODD, "action": "-1"}}))
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(frozen.data)))
    types = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert types == {"s", "n"}, "neither formulas nor dates"
    row = columns(frozen, read(frozen)["answers"])[0]
    assert (row["note"], row["action"]) == (ODD.replace("\x0b", "\ufffd"), "-1")


def test_number_that_a_spreadsheet_would_round_stays_text(
    dx: object, finish: Callable[..., Assessment], freeze: Callable[..., Frozen]
) -> None:
    exact = "123456789012.12345678"
    frozen = freeze(finish("facts", {"labour_saved.applies": {"value": True}}))
    (part,) = frozen.data.assessments
    items = [item.model_copy(update={"value": exact}) for item in part.items or []][:2]
    items[1] = items[1].model_copy(update={"value": "0.1"})
    part = part.model_copy(update={"items": items})
    data = frozen.data.model_copy(update={"assessments": [part]})
    rows = columns(frozen, read(dataclasses.replace(frozen, data=data))["answers"])
    assert [row["answer"] for row in rows] == [exact, 0.1]


MAKE = """
import hashlib, json, sys, django; django.setup()
from assessments.reports.data.formats import FORMATS
from assessments.reports.data.reading import report_data
data = report_data(json.load(open(sys.argv[1], encoding="utf-8")))
for form in FORMATS.values(): print(hashlib.sha256(form.write(data)).hexdigest())
"""


def test_same_context_gives_the_same_bytes_in_another_process(
    answered: Callable[[str], Assessment], freeze: Callable[..., Frozen], tmp_path: Path
) -> None:
    """At another time, elsewhere, and with sets in another order."""
    frozen = freeze(answered("siri"), answered("facts"), language="zh-hans")
    path = tmp_path / "context.json"
    path.write_text(json.dumps(frozen.context), encoding="utf-8")
    made = [
        subprocess.run(
            [sys.executable, "-c", MAKE, str(path)],
            env=os.environ
            | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC"))
    ]
    assert len(made[0]) == 3
    assert made[0] == made[1]
    here = [write(frozen.data) for write in (write_xlsx, write_csv, write_json)]
    assert made[0] == [hashlib.sha256(content).hexdigest() for content in here]


def test_file_does_not_say_when_it_was_written(submitted: Assessment, freeze: Any) -> None:
    frozen = freeze(submitted)
    with ZipFile(io.BytesIO(write_xlsx(frozen.data))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = archive.read("docProps/core.xml").decode()
    issued = frozen.context["report"]["issued"]
    assert about.count(issued) == 2
    assert "openpyxl" not in about
