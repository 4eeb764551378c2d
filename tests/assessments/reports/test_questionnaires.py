"""The report on each questionnaire in each language, read back from its pages."""

import dataclasses
import functools
import io
import json
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader

from assessments.models import Assessment, Report, User
from assessments.queries.results import stored_result
from assessments.reports.pages import report_html
from assessments.reports.pdf import render_pdf
from assessments.services.demo import PRACTICES, PRIORITIES
from tests.assessments.reports.conftest import NOTE
from tests.conftest import BANDS, TARGETS

LANGUAGES = ("en", "zh-hans", "ja")
QUESTIONNAIRES = ("siri", "dx", "tiers", "facts")
SCOPE = "二号車間 Hall 2"
PLAN = "Appoint 髙橋 by June."
WORDS = {
    "en": {"yes": "yes", "partly": "partly", "no": "no", "unknown": "not known yet"},
    "zh-hans": {"yes": "是", "partly": "部分", "no": "否", "unknown": "不清楚"},
    "ja": {"yes": "はい", "partly": "一部", "no": "いいえ", "unknown": "不明"},
}
CHOSEN = {
    "en": {True: "Yes", False: "No", None: "not answered"},
    "zh-hans": {True: "是", False: "否", None: "未回答"},
    "ja": {True: "はい", False: "いいえ", None: "未回答"},
}
PAGES = {"siri": 30, "dx": 36, "tiers": 15, "facts": 18}
"""No report on an economy of few figures is longer."""


@dataclasses.dataclass(frozen=True)
class Printed:
    """A report after its job, with the answers it was made from and what WeasyPrint said."""

    key: str
    language: str
    edition: Any  # its items are of the questionnaire's own kinds
    given: dict[str, Any]
    result: Any
    context: dict[str, Any]
    content: bytes
    report: Report
    records: list[logging.LogRecord]


def _siri(_edition: Any) -> dict[str, Any]:
    levels: dict[str, Any] = {key: {"current": BANDS[key], "target": TARGETS[key]} for key in BANDS}
    levels["VI"] |= {"note": NOTE, "action": PLAN}
    return levels | {key: {"value": value} for key, value in PRIORITIES.items()}


def _dx(edition: Any) -> dict[str, Any]:
    """A quick pass of two units, then most items; every indicator in another form."""
    given: dict[str, Any] = {"quick.4": {"low": 0, "high": 2}, "quick.8": {"low": 1, "high": 2}}
    for number, item in enumerate(edition.level_items):
        if number % 7 == 4:
            continue
        given[item.key] = {"current": 1 + number % 2, "target": 3 + number % 3}
        if number % 7 == 2:
            given[item.key] = {"state": "unknown", "target": 2}
    given["4-2"] = {"current": 1, "target": 4, "note": NOTE, "action": PLAN}
    for number, quantity in enumerate(edition.quantities):
        given[quantity.key] = {"current": str(20 + number), "target": str(60 + number)}
        if quantity.options:
            given[quantity.key] = {"current": "weekly", "target": "daily"}
        if number % 2:
            given[quantity.key] |= {"method": "Counted in the ledger.", "action": PLAN}
    return given


def _tiers(_edition: Any) -> dict[str, Any]:
    given: dict[str, Any] = {key: {"answer": answer} for key, answer in PRACTICES.items()}
    given["L2-capability"] |= {"note": NOTE}
    return given | {"L4-capability": {"state": "unknown"}}


def _facts(edition: Any) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for number, item in enumerate(edition.items):
        value: Any = {
            "yes_no": bool(number % 2),
            "choice": item.options[number % len(item.options)].key if item.options else None,
            "text": f"Certificate {number}",
        }.get(item.kind, "2022" if item.key.endswith("year") else str(12 + number))
        given[item.key] = {"value": value}
    given |= {"staff_total": {"value": "500"}, "staff_digital": {"value": "200"}}  # have parts
    given[edition.items[3].key]["note"] = NOTE
    return given | {edition.items[6].key: {"state": "unknown"}}


ANSWERS = {"siri": _siri, "dx": _dx, "tiers": _tiers, "facts": _facts}
_printed: dict[tuple[str, str], Printed] = {}


@pytest.fixture
def printed(
    db: None,
    request: pytest.FixtureRequest,
    make_report: Callable[..., Report],
    weasyprint_records: list[logging.LogRecord],
) -> Printed:
    """The report of a questionnaire in a language, made once per process."""
    key, language = request.param
    if request.param not in _printed:
        edition = request.getfixturevalue(key).content
        given = ANSWERS[key](edition)
        finish: Callable[..., Assessment] = request.getfixturevalue("finish")
        assessment = finish(key, given, scope=SCOPE if key == "tiers" else "")
        assessment.profile["economy"] = "SG"
        assessment.save(update_fields=["profile"])
        alice: User = request.getfixturevalue("alice")
        report = make_report(assessment, by=alice, language=language)
        assert report.job.error is None
        _printed[request.param] = Printed(
            key=key,
            language=language,
            edition=assessment.content,
            given=given,
            result=stored_result(assessment),
            context=report.context or {},
            content=(settings.MEDIA_ROOT / report.file).read_bytes(),
            report=report,
            records=list(weasyprint_records),
        )
    return _printed[request.param]


@pytest.fixture
def weasyprint_records() -> Iterator[list[logging.LogRecord]]:
    """What WeasyPrint logs meanwhile, from warnings upwards."""
    records: list[logging.LogRecord] = []
    collector = logging.Handler(logging.WARNING)
    collector.emit = records.append  # type: ignore[method-assign,assignment]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(collector)
    yield records
    logger.removeHandler(collector)


def every(*keys: str, languages: Sequence[str] = LANGUAGES) -> pytest.MarkDecorator:
    """Run with the report on each of these questionnaires in each of these languages."""
    cases = [(key, language) for key in keys for language in languages]
    ids = [f"{key}-{language}" for key, language in cases]
    return pytest.mark.parametrize("printed", cases, ids=ids, indirect=True)


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text).replace("〜", "～").replace("％", "%")


@functools.cache
def _pages(content: bytes) -> list[str]:
    """The text of every page without its header, footer and white space."""
    return [_squeeze(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


@functools.cache
def _chapters(content: bytes) -> dict[str, tuple[int, int]]:
    """First page of each chapter and the one behind its last, by title."""
    reader = PdfReader(io.BytesIO(content))
    entries = [entry for entry in reader.outline if not isinstance(entry, list)]
    starts = [reader.get_destination_page_number(entry) or 0 for entry in entries]
    ends = [*starts[1:], len(reader.pages)]
    titles = [_squeeze(str(entry.title)) for entry in entries]
    return {title: (start, end) for title, start, end in zip(titles, starts, ends, strict=True)}


def _chapter(printed: Printed, title: str) -> str:
    start, end = _chapters(printed.content)[_squeeze(title)]
    return "".join(_pages(printed.content)[start:end])


def _titles(printed: Printed) -> list[str]:
    return list(_chapters(printed.content))


def _parts(text: str, headings: Sequence[str]) -> list[str]:
    """What stands between each heading and the next; every heading is there, in this order."""
    places, at = [], 0
    for heading in headings:
        place = text.find(_squeeze(heading), at)
        assert place >= 0, heading
        places.append(place)
        at = place + 1
    return [text[start:end] for start, end in zip(places, [*places[1:], len(text)], strict=True)]


def _assert_says(text: str, *parts: str) -> None:
    for part in parts:
        assert _squeeze(part) in text, part


@every(*QUESTIONNAIRES)
def test_report_is_made_without_a_word_from_weasyprint(printed: Printed) -> None:
    assert [record.getMessage() for record in printed.records] == []
    assert printed.report.pages == len(_pages(printed.content)) <= PAGES[printed.key]


@every("siri", "dx")
def test_report_reads_back_every_level(printed: Printed) -> None:
    language, edition = printed.language, printed.edition
    for block in edition.blocks:
        items = edition.level_items_of(block.key)
        text = _chapter(printed, block.name[language])
        parts = _parts(text, [f"{item.number}{item.name[language]}" for item in items])
        for item, part in zip(items, parts, strict=True):
            given = printed.given.get(item.key, {})
            _assert_says(part, item.question[language], item.evidence[language])
            for level in {given[n] for n in ("current", "target") if n in given}:
                word = edition.level_name(item, level)[language]
                heading = _squeeze(f"{level}{word}{item.levels[level][language]}")
                assert part.count(heading) == 1, (item.key, level)
            _assert_says(part, given.get("note", ""), given.get("action", ""))
            if given.get("state") == "unknown":
                _assert_says(part, WORDS[language]["unknown"])
            if "current" in given and given["current"] < edition.scale_top:
                _assert_says(part, item.actions[given["current"]][language])


@every("dx")
def test_report_says_what_the_quick_pass_leaves_open(printed: Printed) -> None:
    items = [item for block in printed.context["parts"][0]["blocks"] for item in block["items"]]
    units = {"4": [0, 2], "8": [1, 2]}
    found = [item["bounds"] for item in items]
    assert found == [
        [] if "current" in printed.given.get(item.key, {}) else units.get(item.number[0], [0, 5])
        for item in printed.edition.level_items
    ]
    assert {tuple(bounds) for bounds in found} == {(), (0, 2), (1, 2), (0, 5)}


@every("dx")
def test_report_lists_the_indicators_as_given(printed: Printed) -> None:
    quantities = printed.edition.quantities
    text = _chapter(printed, _titles(printed)[4])
    parts = _parts(text, [quantity.name[printed.language] for quantity in quantities])
    for quantity, part in zip(quantities, parts, strict=True):
        given = printed.given[quantity.key]
        for value in (given["current"], given["target"]):
            said = f"{value}{quantity.unit.get(printed.language, '')}"
            if quantity.options:
                said = quantity.option(value).text[printed.language]
            assert part.count(_squeeze(said)) == 1, said
        _assert_says(part, given.get("method", "–"), given.get("action", "–"))


@every("tiers")
def test_report_reads_back_every_practice(printed: Printed) -> None:
    language, edition = printed.language, printed.edition
    for tier in edition.groups_of_kind("tier"):
        practices = [item for item in edition.practices if item.group == tier.key]
        text = _chapter(printed, tier.name[language])
        parts = _parts(text, [f"{item.number}{item.name[language]}" for item in practices])
        for item, part in zip(practices, parts, strict=True):
            given = printed.given[item.key]
            answer = given.get("answer", given.get("state"))
            _assert_says(part, item.question[language], given.get("note", ""))
            if answer != "yes":
                _assert_says(part, item.action[language])
            # The answer is the last cell of its row.
            said = WORDS[language][answer]
            row = part.split(_squeeze(item.question[language]))[1]
            row = row.replace(_squeeze(item.action[language]), "")
            assert row.replace(_squeeze(NOTE), "").count(_squeeze(said)) >= 1, item.key


@every("tiers")
def test_report_names_the_scope_of_the_tier(printed: Printed) -> None:
    headline = printed.context["parts"][0]["summary"]["headline"]
    assert SCOPE in headline
    assert "L1" in headline
    text = _chapter(printed, _titles(printed)[0])
    _assert_says(text, headline)
    for tier in printed.edition.groups_of_kind("tier"):
        _assert_says(text, tier.name[printed.language])


@every("facts")
def test_report_reads_back_every_fact(printed: Printed) -> None:
    language, edition = printed.language, printed.edition
    text = _chapter(printed, _titles(printed)[0])
    headings = [f"{item.number}{item.question[language]}" for item in edition.items]
    for item, part in zip(edition.items, _parts(text, headings), strict=True):
        given = printed.given[item.key]
        value = given.get("value")
        if printed.result.data["items"][item.key]["state"] == "unanswered":
            given, said = {}, CHOSEN[language][None]  # closed by the answer before it
        elif value is None:
            said = WORDS[language]["unknown"]
        elif item.kind == "yes_no":
            said = CHOSEN[language][value]
        elif item.kind == "choice":
            said = item.option(value).text[language]
        else:
            said = f"{value}{item.unit.get(language, '')}"
        _assert_says(part, said, given.get("note", ""))
        if item.held_against:
            _assert_says(part, item.help[language])
    for group in edition.groups_of_kind("question"):
        _assert_says(text, group.name[language])


@every("facts")
def test_report_prints_every_comparison_with_caveat_and_origin(printed: Printed) -> None:
    text = _chapter(printed, _titles(printed)[0])
    held = [
        found
        for question in printed.context["parts"][0]["questions"]
        for found in question["comparisons"]
    ]
    assert len(held) > 15
    for found in held:
        _assert_says(text, found["sentence"], *found["caveats"])
        assert found["origins"]
        for origin in found["origins"]:
            _assert_says(text, origin["label"], origin["value"], origin["period"])
            _assert_says(text, origin["locator"])


@every("siri")
def test_report_shows_where_to_begin(printed: Printed) -> None:
    language, edition = printed.language, printed.edition
    data = printed.result.data["priorities"]
    title = _titles(printed)[2]
    start, end = _chapters(printed.content)[title]
    assert end - start == 2
    text = _chapter(printed, title)
    names = [edition.item(key).name[language] for key in data["recommended"]]
    assert len(names) == 4
    _parts(text, [f"{number}.{name}" for number, name in enumerate(names, start=1)])
    for key in data["recommended"]:
        _assert_says(text, edition.item(key).actions[printed.given[key]["current"]][language])
    assert edition.tables
    horizons = [horizon.name[language] for horizon in edition.tables.horizons.values()]
    assert len(horizons) == 3
    _parts(_pages(printed.content)[start], horizons)
    for item in edition.level_items:  # once a horizon; the four once more; and in the arithmetic
        assert text.count(_squeeze(item.name[language])) >= 3 + 1
    _assert_says(_chapter(printed, _titles(printed)[-1]), edition.tables.provenance[language])


@every("dx")
def test_report_prints_the_divisions_with_the_bounds_of_the_quick_pass(printed: Printed) -> None:
    text = _chapter(printed, _titles(printed)[-2])
    side = printed.result.trace["scores"]["overall"]["current"]
    known = [str(item["value"]) for item in side["items"]]
    assert side["unrounded"] is None  # no mean while it is provisional
    _assert_says(text, f"{' + '.join(known)} = {side['sum']}")
    for end in ("low", "high"):
        bounds = [str(side[end]["each"][key]) for key in side[end]["missing"]]
        assert set(bounds) > {"1" if end == "low" else "2"}
        line = f"({side['sum']} + {' + '.join(bounds)}) ÷ 35 = {side[end]['sum']} ÷ 35"
        _assert_says(text, line, f"→ {side[end]['rounded']}")
        assert side[end]["sum"] == side["sum"] + sum(map(int, bounds))


def test_report_divides_the_sum_of_all_levels_by_35(
    dx: Any, finish: Callable[..., Assessment], make_report: Callable[..., Report], alice: User
) -> None:
    levels = {
        item.key: {"current": number % 4, "target": 4}
        for number, item in enumerate(dx.content.level_items)
    }
    assessment = finish("dx", levels)
    context = make_report(assessment, by=alice).context or {}
    total = sum(level["current"] for level in levels.values())
    formula = context["parts"][0]["arithmetic"][0]["sums"][0]["formula"]
    assert f") ÷ 35 = {total} ÷ 35 ≈ " in formula
    assert formula in report_html(context)


@every(*QUESTIONNAIRES)
def test_report_says_on_its_last_pages_what_it_was_made_with(printed: Printed) -> None:
    text = _chapter(printed, _titles(printed)[-1])
    edition, language = printed.edition, printed.language
    _assert_says(text, edition.origin[language], edition.title[language], edition.hash)
    _assert_says(
        text, printed.context["parts"][0]["edition"]["label"], printed.context["report"]["code"]
    )
    assert edition.edition in printed.context["parts"][0]["edition"]["label"]


@every(*QUESTIONNAIRES)
def test_contents_lead_to_the_chapters(printed: Printed) -> None:
    html = report_html(printed.context)
    anchors = re.findall(r'href="#([^"]+)"', html[: html.index("</nav>")])
    ids = re.findall(r'<h2 id="([^"]+)"', html)
    assert anchors == ids
    reader = PdfReader(io.BytesIO(printed.content))
    links = [note.get_object()["/Dest"] for note in reader.pages[0].annotations or []]
    assert [str(link) for link in dict.fromkeys(links)] == anchors
    assert set(anchors) <= set(reader.named_destinations)
    lines = reader.pages[0].extract_text(extraction_mode="layout").splitlines()
    cover = [_squeeze(line) for line in lines]
    for title, (start, _end) in _chapters(printed.content).items():
        assert any(f"{title}{start + 1}" in line for line in cover), title


@every(*QUESTIONNAIRES)
def test_report_keeps_its_summary_on_one_page_and_its_pictures_on_theirs(
    printed: Printed,
) -> None:
    first, *_ = _chapters(printed.content).values()
    if printed.key != "facts":
        assert first == (1, 2)
    drawn = json.dumps(printed.context["parts"][0]["pictures"])
    for width, height in re.findall(r'viewBox=\\"0 0 ([\d.]+) ([\d.]+)\\"', drawn):
        wide = 82 if float(width) < 400 else 174
        assert float(height) / float(width) * wide < 260, "higher than a page"


@every("dx", languages=["en"])
def test_report_describes_the_profile_of_each_block(printed: Printed) -> None:
    profile = printed.context["parts"][0]["pictures"]["profile"]
    assert len(profile) == len(printed.edition.blocks) == 2
    for page in profile:
        assert f">{page['meaning']}</title>" in page["picture"]
        _assert_says("".join(_pages(printed.content)), page["meaning"])


@every(*QUESTIONNAIRES, languages=["ja"])
def test_report_has_the_same_bytes_when_rendered_again(printed: Printed) -> None:
    # As a database may give it back: with its keys in another order.
    context = json.loads(json.dumps(printed.context, sort_keys=True))
    assert render_pdf(report_html(context)).content == printed.content
