"""A tiny release of invented figures, and ways to write it with something changed."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from maturity.benchmarks.reading import COLUMNS, OPTIONAL_COLUMNS
from maturity.benchmarks.release import DIMENSIONS

Row = Mapping[str, str]

THREE = '{en: "E", zh-hans: "中", ja: "日"}'

HEAD = f"""
key: "tiny-2022"
published: "2022-11"
n: null
figures: "tiny-2022.csv"
title: {THREE}
publisher: {THREE}
edition: {THREE}
population: {THREE}
method_note: {THREE}
licence_note: {THREE}
chapters: {{"1": {{title: {THREE}}}, "2": {{title: {THREE}}}}}
sections: {{"1.1": {{page: 3, title: {THREE}}}, "2.1": {{page: 9, title: {THREE}}}}}
dimensions: {{{", ".join(f"{code}: {THREE}" for code in DIMENSIONS)}}}
themes: {{policy: {THREE}}}
"""

_PLAIN = {
    "key": "plain",
    "economy": "CN",
    "dimension": "strategy",
    "theme": "policy",
    "chapter": "1",
    "section": "1.1",
    "page": "3",
    "kind": "national_context",
    "mode": "show",
    "fact": "",
    "status": "observed",
    "qualifier": "exact",
    "value": "4.10",
    "value_max": "",
    "unit": "CNY_TRILLION",
    "period": "2021",
    "label_en": "Label",
    "label_zh_hans": "标签",
    "label_ja": "ラベル",
}


def row(**changes: str) -> dict[str, str]:
    """A valid row with some cells changed."""
    assert set(changes) <= set(COLUMNS)
    return {column: changes.get(column, _PLAIN.get(column, "")) for column in COLUMNS}


def table(rows: Sequence[Row], *, optional: bool = False) -> str:
    """The rows as the text of a CSV file, with or without the columns it may do without."""
    out = io.StringIO()
    columns = (*COLUMNS, *(OPTIONAL_COLUMNS if optional else ()))
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(folder: Path, *rows: Row, head: str = HEAD, text: str | None = None) -> Path:
    """Write head and table; the path of the head."""
    path = folder / "tiny-2022.yaml"
    path.write_text(head, encoding="utf-8")
    body = table(rows or [row()]) if text is None else text
    (folder / "tiny-2022.csv").write_text(body, encoding="utf-8")
    return path
