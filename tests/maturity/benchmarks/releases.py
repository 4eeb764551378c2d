"""A tiny release of invented figures, and ways to write it with something changed."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from maturity.benchmarks.reading import COLUMNS
from maturity.benchmarks.release import DIMENSIONS

Row = Mapping[str, str]

_THREE = '{en: "E", zh-hans: "中", ja: "日"}'

HEAD = f"""
key: "tiny-2022"
published: "2022-11"
n: null
figures: "tiny-2022.csv"
title: {_THREE}
publisher: {_THREE}
edition: {_THREE}
population: {_THREE}
method_note: {_THREE}
licence_note: {_THREE}
chapters: {{"1": {{title: {_THREE}}}, "2": {{title: {_THREE}}}}}
sections: {{"1.1": {{page: 3, title: {_THREE}}}, "2.1": {{page: 9, title: {_THREE}}}}}
dimensions: {{{", ".join(f"{code}: {_THREE}" for code in DIMENSIONS)}}}
themes: {{policy: {_THREE}}}
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


def table(rows: Sequence[Row]) -> str:
    """The rows as the text of a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
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
