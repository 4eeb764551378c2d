"""From the first page to the PDF, in each language, by clicking what a person would click."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.e2e import pdf_reading, steps
from tests.e2e.conftest import Visit
from tests.e2e.steps import Choice
from tests.e2e.texts import (
    LANGUAGES,
    TAGS,
    figures_about,
    level_said,
    said,
    siri,
    squeezed,
    value_said,
)

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Story:
    """What is answered in one language, item by item, and the mean it makes."""

    current: tuple[int | str, ...]
    target: tuple[int | None, ...]
    low: str
    high: str
    notes: dict[str, str]
    reason: str = ""
    ranked: bool = True
    """Whether the pages of the priorities are answered, too; they are optional."""

    @property
    def choices(self) -> dict[str, Choice]:
        keys = [item.key for item in siri().items]
        return {
            key: Choice(
                current,
                target,
                self.notes.get(key, ""),
                self.reason if current == "not_applicable" else "",
            )
            for key, current, target in zip(keys, self.current, self.target, strict=True)
        }


STORIES = {
    # 15 known with the sum 22, one open: (22 + 0) ÷ 16 = 1.375, (22 + 5) ÷ 16 = 1.6875
    "en": Story(
        current=(1, 1, 2, 2, 1, 1, 1, 2, 0, 1, "unknown", 0, 5, 2, 2, 1),
        target=(3, 2, 2, 3, 2, None, 3, 3, 1, 2, 2, 1, 5, 3, 1, 3),
        low="1.38",
        high="1.69",
        notes={"VI": "ERP since 2021; line data on paper cards <b>&amp;</b> “spreadsheets”."},
    ),
    # one left out: 19 ÷ 15 = 1.2666…
    "zh-hans": Story(
        current=(1, 1, 2, 2, 1, 1, 1, 2, 0, 1, 1, "not_applicable", 1, 2, 2, 1),
        target=(3, 2, 2, 3, 2, 1, 3, 3, 1, 2, 2, None, 3, 3, 3, 3),
        low="1.27",
        high="1.27",
        notes={"SG": "数字化列入 2026 年经营计划：第一步是“透明工厂”。"},
        reason="no_such_equipment",
        ranked=False,
    ),
    # 36 ÷ 16 = 2.25
    "ja": Story(
        current=(3, 2, 2, 4, 2, 1, 3, 2, 1, 2, 2, 0, 3, 4, 2, 3),
        target=(4, 3, 3, 5, 2, 1, 4, 3, 2, 3, 3, 1, 3, 4, 3, 4),
        low="2.25",
        high="2.25",
        notes={"LC": "毎月、全員で改善会議を開き、結果を「見える化」ボードに残す。"},
    ),
}
RULE_START, RULE_LEVEL = 248, 76
"""The profile's rule, in units of its wide drawing."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_main_job_from_sign_up_to_pdf(language: str, visit: Visit, tmp_path: Path) -> None:
    story = STORIES[language]
    page = visit(language)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", TAGS[language])
    headline = said(language, "Find out where your plant stands. Then defend every figure.")
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)

    steps.sign_up(page, language, email=f"kim.{language}@example.org")
    steps.create_enterprise(page, language)
    hub = steps.start(page, language, "siri")
    answer_everything(page, language, story)
    steps.expect_answers(page, language, story.choices)
    page.goto(hub)
    check_task_list(page, language, story)
    if story.ranked:
        steps.give_priorities(page, language, hub)
    else:
        page.get_by_role("link", name=said(language, "Check your answers")).click()
    steps.submit(page, language)

    check_profile(page, language, story)
    check_mean(page, language, story)
    check_priorities(page, language, story)
    check_context(page, language)
    path = steps.make_report(page, language, tmp_path)
    assert squeezed(said(language, "Digital maturity report")) in path.name.replace("_", "")
    check_pdf(pdf_reading.read_pdf(path), language, story)


def answer_everything(page: Page, language: str, story: Story) -> None:
    """Every other item waits for "saved"; the rest goes on before the answer can be there."""
    page.get_by_role("link", name=said(language, "Start answering")).click()
    for number, item in enumerate(siri().items):
        expect(page.get_by_role("heading", level=1)).to_have_text(item.name[language])
        choice = story.choices[item.key]
        steps.choose(page, choice)
        if number % 2 == 0:
            expect(steps.save_state(page)).to_have_text(steps.saved_pattern(language))
        steps.go_on(page, language)
    expect(page.get_by_role("heading", level=1)).to_have_text(said(language, "Check your answers"))


def check_task_list(page: Page, language: str, story: Story) -> None:
    for item in siri().items:
        row = page.locator("ul.tasks li").filter(
            has=page.get_by_role("link", name=item.name[language], exact=True)
        )
        today = steps.today_said(language, item.key, Choice(story.choices[item.key].current))
        assert squeezed(row.inner_text()).endswith(squeezed(today))
    answered = [choice for choice in story.choices.values() if choice.level is not None]
    progress = said(
        language, "%(done)s of %(total)s answered", done=len(answered), total=len(siri().items)
    )
    expect(page.get_by_text(progress, exact=True)).to_be_visible()


def in_order(story: Story) -> list[tuple[str, Choice]]:
    """Item keys with their choices as result pages list them: block by block."""
    keys = [item.key for block in siri().blocks for item in siri().items_of(block.key)]
    return [(key, story.choices[key]) for key in keys]


def check_profile(page: Page, language: str, story: Story) -> None:
    """The drawing's discs and rings stand where the choices are, and its table says the same."""
    choices = [choice for _, choice in in_order(story)]
    chart = page.locator("svg.dots.ch-l")
    expect(chart).to_be_visible()
    assert levels_of(chart, "c-cur") == [c.level for c in choices if c.level is not None]
    assert levels_of(chart, "c-tgt") == [c.goal for c in choices if c.goal is not None]
    plan = page.locator("svg.heat.ch-l")
    numbers = [text for text in plan.locator("text").all_text_contents() if text in "–012345"]
    scale = [str(level) for level in range(siri().scale_top + 1)]
    expected = [str(c.level) if c.level is not None else "–" for c in choices]
    assert sorted(numbers) == sorted(expected + scale)

    page.get_by_text(said(language, "The same figures as a table")).click()
    table = page.locator("section[aria-labelledby=profile-title] table")
    rows = table.locator("tr:has(td)")
    for (key, choice), row in zip(in_order(story), rows.all(), strict=True):
        name, today, target, gap = row.locator("th, td").all_inner_texts()
        assert name == siri().item(key).name[language]
        assert squeezed(today) == squeezed(steps.today_said(language, key, Choice(choice.current)))
        goal = (
            level_said(siri().item(key), choice.goal, language) if choice.goal is not None else "–"
        )
        assert target.strip() == goal
        assert gap == signed_gap(choice)


def signed_gap(choice: Choice) -> str:
    if choice.level is None or choice.goal is None:
        return "–"
    gap = choice.goal - choice.level
    return f"+{gap}" if gap > 0 else str(gap).replace("-", "−")


def levels_of(chart: Locator, mark: str) -> list[float]:
    """Where the marks of one kind stand on the rule, from the top down; not those of the key."""
    marks = chart.locator(f"circle.{mark}").evaluate_all(
        "all => all.filter(one => !one.closest('g[transform]'))"
        ".map(one => [one.cy.baseVal.value, one.cx.baseVal.value])"
    )
    return [round((x - RULE_START) / RULE_LEVEL, 6) for _, x in sorted(marks)]


def check_mean(page: Page, language: str, story: Story) -> None:
    shown = page.locator("dl.figs .fig").first
    if story.low == story.high:
        expect(shown).to_have_text(story.low)
    else:
        between = said(language, "between %(low)s and %(high)s", low=story.low, high=story.high)
        expect(shown).to_have_text(between)


def check_priorities(page: Page, language: str, story: Story) -> None:
    """Four items to begin with, one a block and one more; nothing if nothing was asked for.

    With a level that is not known there is no ranking, and the page says so.
    """
    section = page.locator("section[aria-labelledby=priorities-title]")
    if not story.ranked:
        expect(section).to_have_count(0)
        return
    if "unknown" in story.current:
        expect(section.locator(".note.warn")).to_be_visible()
        expect(section.locator("ol.prio")).to_have_count(0)
        return
    begin = section.locator("ol.prio > li h3").all_inner_texts()
    blocks = [siri().block_of(item).key for item in siri().items if item.name[language] in begin]
    assert len(begin) == len(set(begin)) == 4
    assert set(blocks) == {block.key for block in siri().blocks}
    assert section.locator("table.ranks tbody tr").count() == len(siri().items)


def check_context(page: Page, language: str) -> None:
    """Every published figure of the enterprise's economy, as it is read in the language."""
    shown = page.locator("section[aria-labelledby=context-title]").first.text_content() or ""
    for figure in figures_about(steps.ENTERPRISES[language][1]):
        assert squeezed(figure.label[language]) in squeezed(shown)
        assert squeezed(value_said(figure, language)) in squeezed(shown)


def check_pdf(reader: PdfReader, language: str, story: Story) -> None:
    name, economy = steps.ENTERPRISES[language]
    text = pdf_reading.text_of(reader)
    assert "\ufffd" not in text
    assert "\0" not in text
    text = squeezed(text)
    assert squeezed(name) in text
    say = partial(said, language)
    for key, choice in in_order(story):
        item = siri().item(key)
        row = [item.number, item.name[language]]
        row.append(steps.today_said(language, key, Choice(choice.current)))
        if choice.goal is not None:
            row.append(level_said(item, choice.goal, language))
        assert squeezed("".join(row)) in text, "as in the table of the profile"
        assert squeezed(choice.note) in text
    for figure in figures_about(economy):
        assert squeezed(figure.label[language]) in text
        assert squeezed(value_said(figure, language)) in text
    assert squeezed(say("National context")) in text

    assert reader.trailer["/Root"]["/Lang"] == TAGS[language]
    assert name in str(reader.metadata.title)
    assert pdf_reading.font_names(reader)
    assert pdf_reading.fonts_not_embedded(reader) == set()
    assert pdf_reading.missing_glyphs(reader) == 0
    assert len(reader.outline) > 5
