"""The national report has no distribution, so nothing says where an enterprise stands among others.

Neither a field nor a word claims a position, and what is said of any answer holds no number but
the own one, the printed one and, of a share, what is left of the whole.
"""

import dataclasses
import importlib
import inspect
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from django.utils import translation

from assessments.reports.comparison_pictures import comparison_picture
from assessments.wording.comparisons import sentence
from assessments.wording.figures import period_text, qualified_value
from maturity.benchmarks.comparisons import Comparison
from maturity.benchmarks.release import Kind, Mode
from tests.assessments.reports.charts.drawing import SVG, parse
from tests.assessments.reports.facts_results import FACTS, FIGURES, comparisons, results

ROOT = Path(__file__).parents[1]
LANGUAGES = ("en", "zh-hans", "ja")
NATIONAL = [
    *(f"maturity.benchmarks.{name}" for name in ("comparisons", "context", "dimensions")),
    *(f"maturity.benchmarks.{name}" for name in ("economies", "release", "units")),
    *(f"assessments.queries.{name}" for name in ("dimensions", "national", "releases")),
    *("assessments.reports.facts", "assessments.reports.comparison_pictures"),
    *("assessments.wording.comparisons", "assessments.wording.economies"),
]
"""Every module that works on national data."""

CLAIM = re.compile(r"rank|percentile|quantile|quartile|decile|median|position|average|below_?share")
PAGES = [
    *sorted((ROOT / "templates/national").glob("*.html")),
    *(ROOT / f"templates/results/{name}.html" for name in ("facts", "_comparison", "dimensions")),
    *(ROOT / f"templates/reports/pdf/{name}.html" for name in ("facts", "national")),
]
DENIALS = (
    "so there is no rank and no percentile",
    "no rank, percentile or average maturity can be",
)
"""The sentences that say so are the only place of these words."""

NUMBER = re.compile(r"\d+(?:\.\d+)?")


def dataclasses_in(module: ModuleType) -> Iterator[type]:
    for _name, found in inspect.getmembers(module, inspect.isclass):
        if dataclasses.is_dataclass(found) and found.__module__ == module.__name__:
            yield found


@pytest.mark.parametrize("name", NATIONAL)
def test_no_field_and_no_function_is_about_a_position(name: str) -> None:
    module = importlib.import_module(name)
    names = [field.name for cls in dataclasses_in(module) for field in dataclasses.fields(cls)]
    names += [n for n, _f in inspect.getmembers(module, inspect.isfunction)]
    assert names
    assert [found for found in names if CLAIM.search(found.lower())] == []


def test_kinds_and_modes_know_no_position() -> None:
    assert not any(CLAIM.search(name) for name in (*Kind.__args__, *Mode.__args__))
    outcomes = {outcome for _comparison, outcome, _items in every_sentence()}
    assert len(outcomes) == 15
    assert not any(CLAIM.search(outcome) for outcome in outcomes)


def test_published_interface_has_no_field_for_a_position() -> None:
    schema = yaml.safe_load((ROOT / "docs/api/openapi.yaml").read_text(encoding="utf-8"))
    parts = schema["components"]["schemas"]
    national = {name: part for name, part in parts.items() if re.search("Figure|Release", name)}
    assert len(national) >= 2
    fields = [field for part in national.values() for field in part.get("properties", {})]
    assert len(fields) > 20
    assert [field for field in fields if CLAIM.search(field)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_claims_a_position(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for denial in DENIALS:
        text = text.replace(denial, "")
    assert re.findall(r"\b(?:rank|percentile|quartile|median|average|top \d+)\b", text) == []


def every_sentence() -> Iterator[tuple[Comparison, str, Mapping[str, Any]]]:
    for result in results():
        for comparison in comparisons(result):
            if comparison.outcome:
                yield comparison, comparison.outcome, result["items"]


def numbers(text: str) -> set[str]:
    """Every number of a text; 1,000 is one number."""
    return set(NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3})", "", text)))


def allowed(comparison: Comparison, items: Mapping[str, Any]) -> set[str]:
    """The own numbers, the printed ones with their times, the rest of a share of enterprises."""
    entry, language = comparison.entry, translation.get_language()
    said = [entry.sentences[str(comparison.outcome)][language], entry.caveat[language]]
    said += [str(items[key]["value"]) for key in (*entry.items, "reference_year")]
    if comparison.share:
        said += [str(comparison.share[name]) for name in ("k", "n", "rounded")]
    for figure in comparison.figures:
        said += [qualified_value(figure), period_text(figure), figure.label[language]]
    found = set().union(*(numbers(text) for text in said))
    if entry.kind == "share_of_enterprises":
        found.add(str(100 - Decimal(comparison.figures[0].value)))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentence_holds_no_number_but_the_own_and_the_printed(language: str) -> None:
    seen = 0
    with translation.override(language):
        for comparison, outcome, items in every_sentence():
            text = sentence(comparison, edition=FACTS, items=items)
            extra = numbers(text) - allowed(comparison, items)
            assert extra == set(), (comparison.entry.key, outcome, text)
            seen += len(numbers(text))
    assert seen > 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_picture_holds_no_number_but_the_own_and_the_printed(language: str) -> None:
    seen = 0
    with translation.override(language):
        for comparison, outcome, items in every_sentence():
            svg = comparison_picture(comparison, edition=FACTS, items=items)
            if not svg:
                continue
            root = parse(svg)
            texts = [e.text or "" for e in root.iter(f"{SVG}text") if e.get("class") != "c-ax"]
            texts += [root.find(f"{SVG}{part}").text or "" for part in ("title", "desc")]  # type: ignore
            extra = numbers(" ".join(texts)) - allowed(comparison, items)
            assert extra == set(), (comparison.entry.key, outcome, texts)
            seen += 1
    assert seen > 50


def test_rest_of_a_share_is_what_is_left_of_the_printed_one() -> None:
    rests = {
        comparison.entry.key: str(100 - Decimal(comparison.figures[0].value))
        for comparison, outcome, _items in every_sentence()
        if "{rest}" in comparison.entry.sentences[outcome]["en"]
    }
    assert rests == {
        "networked_collaboration": "60.5",
        "service_manufacturing": "69.9",
        "investment_delayed": "30",
    }


def test_ranks_in_the_release_are_printed_ones() -> None:
    """Of cities and countries, as the report gives them; no answer is ever held against one."""
    ranked = [figure for figure in FIGURES.values() if figure.unit == "rank"]
    assert len(ranked) >= 5
    assert {(figure.kind, figure.mode) for figure in ranked} == {("national_context", "show")}
