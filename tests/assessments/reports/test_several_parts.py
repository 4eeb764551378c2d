"""One report on all four questionnaires, read back from its pages."""

import dataclasses
import io
import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader

from assessments.models import Assessment, User
from assessments.reports.pages import report_html
from assessments.services.reports import request_report
from tests.assessments.reports.conftest import made_by_its_job
from tests.assessments.reports.test_questionnaires import ANSWERS, QUESTIONNAIRES, SCOPE


@dataclasses.dataclass(frozen=True)
class Several:
    context: dict[str, Any]
    html: str
    reader: PdfReader
    pages: list[str]


_several: dict[str, Several] = {}


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text).replace("〜", "～")


@pytest.fixture(params=["en", "ja"])
def several(
    db: None, request: pytest.FixtureRequest, finish: Callable[..., Assessment], alice: User
) -> Several:
    """Made once per process and language; of an economy of few figures."""
    if request.param not in _several:
        parts = []
        for key in QUESTIONNAIRES:
            edition = request.getfixturevalue(key).content
            scope = SCOPE if key == "tiers" else ""
            part = finish(key, ANSWERS[key](edition), scope=scope)
            part.profile["economy"] = "SG"
            part.save(update_fields=["profile"])
            parts.append(part)
        report = made_by_its_job(
            request_report(by=alice, assessments=parts, language=request.param)
        )
        assert report.job.error is None
        reader = PdfReader(io.BytesIO((settings.MEDIA_ROOT / report.file).read_bytes()))
        context = report.context or {}
        _several[request.param] = Several(
            context=context,
            html=report_html(context),
            reader=reader,
            pages=[_squeeze(page.extract_text()) for page in reader.pages],
        )
    return _several[request.param]


def _outline(several: Several) -> list[tuple[int, str, int]]:
    """Depth, title and page of every bookmark."""
    found: list[tuple[int, str, int]] = []

    def walk(entries: Any, depth: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, depth + 1)
            else:
                page = several.reader.get_destination_page_number(entry)
                found.append((depth, str(entry.title), page or 0))

    walk(several.reader.outline, 0)
    return found


def test_every_anchor_is_there_once(several: Several) -> None:
    ids = re.findall(r' id="([^"]+)"', several.html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', several.html)) <= set(ids)


def test_every_answer_of_every_part_is_printed(several: Several) -> None:
    text = "".join(several.pages)
    for part in several.context["parts"]:
        names = [item["question"] for block in part.get("blocks", ()) for item in block["items"]]
        names += [p["question"] for tier in part.get("tiers", ()) for p in tier["practices"]]
        names += [fact["question"] for group in part["questions"] for fact in group["facts"]]
        assert names
        for name in names:
            assert text.count(_squeeze(name)) == 1, name


def test_bookmarks_lead_into_the_parts(several: Several) -> None:
    outline = _outline(several)
    parts = [part["edition"]["title"] for part in several.context["parts"]]
    tops = [title for depth, title, _page in outline if depth == 0]
    assert tops[1:-1] == parts, "after the overview, before what is about all of them"
    starts = {title: page for depth, title, page in outline if depth == 0}
    second = [(title, page) for depth, title, page in outline if depth == 1]
    for part in parts[:3]:
        page = starts[part]
        assert any(at == page for _title, at in second), part
        assert _squeeze(part) in several.pages[page]


def test_summaries_and_overview_are_one_page_each(several: Several) -> None:
    pages = [page for depth, _title, page in _outline(several) if depth < 2]
    starts = sorted(set(pages))
    following = dict(pairwise(starts))
    outline = _outline(several)
    overview = outline[0][2]
    assert following[overview] == overview + 1
    for part in several.context["parts"][:3]:
        start = next(p for depth, t, p in outline if depth == 0 and t == part["edition"]["title"])
        assert following[start] == start + 1, part["edition"]["key"]


def test_contents_name_the_pages_of_the_sections(several: Several) -> None:
    anchors = re.findall(r'href="#([^"]+)"', several.html[: several.html.index("</nav>")])
    found = several.reader.named_destinations
    pages = [several.reader.get_destination_page_number(found[anchor]) for anchor in anchors]
    assert len(pages) > 20
    assert pages == sorted(pages, key=lambda page: page or 0)
    titles = re.findall(r'href="#[^"]+">([^<]+)</a></li>', several.html)
    lines = several.reader.pages[1].extract_text(extraction_mode="layout").splitlines()
    printed = {_squeeze(line) for line in lines}
    for title, page in zip(titles, pages, strict=True):
        assert _squeeze(f"{unescape(title)}{(page or 0) + 1}") in printed, title


def test_header_names_the_part_from_its_first_page_on(several: Several) -> None:
    starts = {title: page for depth, title, page in _outline(several) if depth == 0}
    labels = [f"{p['edition']['title']}{p['edition']['label']}" for p in several.context["parts"]]
    for part, other in zip(several.context["parts"], [*labels[1:], ""], strict=True):
        title, label = part["edition"]["title"], part["edition"]["label"]
        page = several.pages[starts[title]]
        assert page.count(_squeeze(title)) == 2, "in its header and above its summary"
        assert _squeeze(label) in page
        if other:
            assert _squeeze(other) not in page
    overview = several.pages[2]
    assert overview.count(_squeeze(several.context["parts"][0]["edition"]["title"])) == 2


def test_report_is_no_longer_than_its_parts(several: Several) -> None:
    assert 60 <= len(several.pages) <= 85
