from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from assessments.reports import pages
from tests.assessments.reports.conftest import Made


def test_report_html_leaves_no_space_at_the_end_of_a_line(made: Made) -> None:
    html = pages.report_html(made.context)
    for tag in ("</p>", "</td>", "</th>", "</h3>", "<br>"):
        assert tag in html
        assert f" {tag}" not in html
        assert f"\n{tag}" not in html


def test_report_html_escapes_what_people_typed(made: Made) -> None:
    enterprise = made.context["enterprise"] | {"name": "<b>Bold</b> & Sons"}
    html = pages.report_html(made.context | {"enterprise": enterprise})
    assert "<b>Bold" not in html
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; Sons" in html


def test_report_html_reads_nothing_but_the_context(
    made: Made, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with django_assert_num_queries(0):
        html = pages.report_html(made.context)
    assert made.context["report"]["code"] in html


def test_template_version_follows_the_style_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pages.template_version()
    monkeypatch.setattr(pages, "style_sheet", lambda: b"p { color: red }")
    assert pages.template_version() != before
