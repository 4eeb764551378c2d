"""Every figure of the shipped national data on its page, whole and in each language."""

import re
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assessments.models import User
from assessments.wording.figures import (
    kind_text,
    locator_text,
    period_text,
    qualified_value,
    status_text,
)
from maturity.benchmarks.release import PublishedFigure
from tests.assessments.reports.facts_results import FIGURES, RELEASE

LANGUAGES = ("en", "zh-hans", "ja")
ENGLISH = re.compile(
    r"\b(the|of|and|for|with|share|number|growth|planned|total|report|year)\b", re.IGNORECASE
)
CHINESE_OR_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
KANA = re.compile(r"[\u3040-\u30ff]")


class Rows(HTMLParser):
    """The text of each row of a table that has an id, with spaces between its pieces."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: dict[str, list[str]] = {}
        self._row: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            key = dict(attrs).get("id")
            self._row = self.rows.setdefault(key, []) if key else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._row = None

    def handle_data(self, data: str) -> None:
        if self._row is not None and data.strip():
            self._row.append(" ".join(data.split()))


@cache
def expected(language: str) -> Mapping[str, list[str]]:
    """What must stand in the row of each figure."""
    with translation.override(language):
        return {key: _texts(figure, language) for key, figure in FIGURES.items()}


def _texts(figure: PublishedFigure, language: str) -> list[str]:
    texts = [figure.label[language], qualified_value(figure), period_text(figure)]
    texts += [locator_text(figure), kind_text(figure.kind)]
    if figure.status != "observed":
        texts.append(status_text(figure.status))
    texts += [text[language] for text in (figure.source, figure.caveat) if text]
    return texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_on_its_page(
    client: Client, alice: User, shipped: None, language: str
) -> None:
    client.force_login(alice)
    client.cookies["django_language"] = language
    page = client.get(reverse("release", args=[RELEASE.key])).content.decode()
    rows = Rows(page).rows
    assert len(FIGURES) == 263
    assert set(rows) == {f"f-{key}" for key in FIGURES}
    for key, texts in expected(language).items():
        row = rows[f"f-{key}"]
        missing = [text for text in texts if " ".join(text.split()) not in row]
        assert missing == [], key
        assert all(piece.strip() for piece in row)
        assert not set("{}") & set("".join(row)), key
        assert "%(" not in "".join(row), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_figure_is_empty_or_a_pattern(language: str) -> None:
    for key, texts in expected(language).items():
        assert all(text.strip() for text in texts), key
        assert not any(set("{}") & set(text) or "%(" in text for text in texts), key


def test_texts_are_in_their_language() -> None:
    """Proper names stay as they are (Gartner, Made Smarter); nothing else is left in English."""
    for figure in FIGURES.values():
        for text in (figure.label, figure.caveat):
            if text is None:
                continue
            chinese, japanese = text["zh-hans"], text["ja"]
            assert len({text["en"], chinese, japanese}) == 3, figure.key
            for said in (chinese, japanese):
                assert CHINESE_OR_JAPANESE.search(said), figure.key
                assert not ENGLISH.search(said), (figure.key, said)
            assert not KANA.search(chinese), figure.key
            assert not CHINESE_OR_JAPANESE.search(text["en"]), figure.key
        if figure.source:
            for said in (figure.source["zh-hans"], figure.source["ja"]):
                assert not ENGLISH.search(said), (figure.key, said)


@pytest.mark.parametrize("language", ["zh-hans", "ja"])
def test_words_around_a_figure_are_translated(language: str) -> None:
    for key, texts in expected(language).items():
        english = expected("en")[key]
        figure = FIGURES[key]
        value, locator, kind = texts[1], texts[3], texts[4]
        assert not ENGLISH.search(f"{value} {locator} {kind}"), key
        assert (locator != english[3], kind != english[4]) == (True, True), key
        if not figure.period:
            assert texts[2] != english[2], key
