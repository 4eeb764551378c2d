"""The other questionnaires, each by its own main job; and a new one from file to first answer."""

import json
import time
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assessments.services.demo import INDICATORS, LEVELS
from tests.e2e import pdf_reading, steps
from tests.e2e.conftest import Visit
from tests.e2e.steps import expect_saved
from tests.e2e.test_saving import stored
from tests.e2e.texts import (
    edition,
    fault_said,
    said,
    said_of_practice,
    squeezed,
)
from tests.processes import Site

pytestmark = pytest.mark.browser

OWNER, CONSULTANT = "owner@demo.example", "consultant@demo.example"
ADMINISTRATOR = "admin@demo.example"


def test_quick_pass_by_keyboard_and_a_level_that_drops_it(visit: Visit, site: Site) -> None:
    # On the way to its choice the keyboard passes bounds that are the wrong way round: 1 to 0.
    page = visit("en", email=OWNER, tolerated=("422",))
    page.goto("/my-work/")
    hub = steps.start(page, "en", "dx")
    page.goto(f"{hub}quick/")
    page.get_by_role("link", name=said("en", "Continue the quick pass")).focus()
    page.keyboard.press("Enter")
    for unit in edition("dx").quick_units:
        expect(page.get_by_role("heading", level=1)).to_have_text(unit.name["en"])
        if unit.is_single:
            choose_by_keyboard(page, "current", 1)
        else:
            choose_by_keyboard(page, "low", 1)
            choose_by_keyboard(page, "high", 2)
        expect_saved(page, "en")
        page.get_by_role("button", name=said("en", "Continue"), exact=True).focus()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(said("en", "Quick pass"))
    shown = page.locator("dl.figs .fig")
    expect(shown).to_contain_text("1.00")
    expect(shown).to_contain_text("provisional")
    assert stored(site, hub, "quick.5")["value"] == '{"low": 1, "high": 2}'

    page.goto(f"{hub}items/5-1/")
    page.locator("input[name=current][value='4']").check()
    dropped = fault_said("en", "quick_contradicted", level=4, low=1, high=2)
    expect(page.locator("[data-warnings]")).to_contain_text(dropped)
    expect_saved(page, "en")
    assert stored(site, hub, "quick.5") == {}
    assert stored(site, hub, "quick.6")["value"] == '{"low": 1, "high": 2}'
    page.goto(f"{hub}quick/")
    unit = page.locator("main ul.tasks li", has=page.locator("a[href$='/quick/5/']"))
    expect(unit.locator(".tag")).to_have_text(said("en", "not answered"))


def choose_by_keyboard(page: Page, field: str, level: int) -> None:
    """With Tab one reaches a group's first choice, with the arrows the others."""
    page.locator(f"input[name={field}]").first.focus()
    page.keyboard.press("Space")
    for _ in range(level):
        page.keyboard.press("ArrowDown")
    expect(page.locator(f"input[name={field}][value='{level}']")).to_be_checked()


def test_level_without_scripts_says_on_the_next_page_what_it_dropped(
    visit: Visit, site: Site
) -> None:
    page = visit("ja", email=OWNER, scripts=False)
    page.goto("/my-work/")
    hub = steps.start(page, "ja", "dx")
    page.goto(f"{hub}quick/6/")
    page.locator("input[name=low][value='0']").check()
    page.locator("input[name=high][value='1']").check()
    steps.go_on(page, "ja")
    assert stored(site, hub, "quick.6")["value"] == '{"low": 0, "high": 1}'
    page.goto(f"{hub}items/6-2/")
    page.locator("input[name=current][value='3']").check()
    steps.go_on(page, "ja")
    dropped = fault_said("ja", "quick_contradicted", level=3, low=0, high=1)
    expect(page.get_by_text(dropped)).to_be_visible()
    assert stored(site, hub, "quick.6") == {}


def test_tiers_to_a_result_in_under_a_minute(visit: Visit) -> None:
    language = "zh-hans"
    say, tiers = partial(said, language), edition("tiers")
    page = visit(language, email=OWNER)
    page.goto("/my-work/")
    began = time.monotonic()
    steps.start(page, language, "tiers")
    page.get_by_label(say("Site or workshop you answer for")).fill("三号车间 <东>")
    page.get_by_role("button", name=say("Save the name")).click()
    page.get_by_role("link", name=say("Start answering")).click()
    for number, asked in enumerate(tiers.pages):
        expect(page.get_by_role("heading", level=1)).to_have_text(asked.name[language])
        for item in asked.items:
            answer = "yes" if number < 2 else "partly"
            page.locator(f"[name='{item.key}-answer'][value='{answer}']").check()
        steps.go_on(page, language)
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Check your answers"))
    steps.submit(page, language)
    took = time.monotonic() - began
    statement = page.get_by_role("heading", level=1)
    expect(statement).to_contain_text("三号车间 <东>")
    expect(statement).to_contain_text("L2")
    assert took < 60
    reached = page.locator("section[aria-labelledby=tiers-title] h3 .tag.good")
    assert reached.count() == 2
    rows = page.locator("section[aria-labelledby=tiers-title] tbody tr")
    for item, row in zip(tiers.items, rows.all(), strict=True):
        answer = "yes" if item.group in ("L1", "L2") else "partly"
        expect(row.locator("th")).to_contain_text(item.name[language])
        expect(row.locator("td")).to_have_text(said_of_practice(language, answer))


def test_facts_with_scripts_off(visit: Visit, site: Site) -> None:
    language = "ja"
    say, facts = partial(said, language), edition("facts")
    page = visit(language, scripts=False, email=OWNER, tolerated=("422",))
    page.goto("/my-work/")
    hub = steps.start(page, language, "facts")
    page.get_by_role("link", name=say("Start answering")).click()
    page.locator("main input[type=text]").fill("２０２５")
    steps.go_on(page, language)
    assert stored(site, hub, facts.pages[0].items[0].key)["value"] == '"2025"'

    page.goto(f"{hub}items/dx_certified/")
    expect(page.locator("[data-answer]")).to_have_count(1)
    page.locator("main input[value=yes]").check()
    steps.go_on(page, language)
    expect(page.locator("[data-answer]")).to_have_count(3)
    page.locator("[name='dx_certified.name-value']").fill("DX認定（経済産業省）")
    page.locator("[name='dx_certified.year-value']").fill("next year")
    steps.go_on(page, language)
    wrong = fault_said(language, "number_malformed", value="next year")
    expect(page.get_by_role("alert").get_by_role("link", name=wrong)).to_be_visible()
    expect(page.locator("[name='dx_certified.name-value']")).to_have_value("DX認定（経済産業省）")
    kept = json.loads(stored(site, hub, "dx_certified.name")["value"])
    assert kept == "DX認定（経済産業省）"
    page.locator("[name='dx_certified.year-value']").fill("2022")
    steps.go_on(page, language)

    page.locator("[name='staff_total-value']").fill("120")
    page.locator("[name='staff_digital-value']").fill("150")
    steps.go_on(page, language)
    expect(page.get_by_role("alert")).to_be_visible()
    assert stored(site, hub, "staff_total")["value"] == '"120"'
    assert stored(site, hub, "staff_digital") == {}
    page.locator("[name='staff_digital-value']").fill("15")
    steps.go_on(page, language)
    page.goto(f"{hub}check/")
    steps.submit(page, language)
    shown = squeezed(page.locator("main").inner_text())
    for text in ("2025", "DX認定（経済産業省）", "2022", "120", "15"):
        assert text in shown


def test_new_questionnaire_from_file_to_first_answer(visit: Visit, site: Site) -> None:
    language, key = "en", "pilot"
    say = partial(said, language)
    page = visit(language, email=ADMINISTRATOR, tolerated=("422",))
    page.goto("/questionnaires/")
    steps.upload(page, language, steps.broken_tiers())
    expect(page.get_by_role("heading", level=1)).to_have_text(say("The file was not taken"))
    expect(page.locator("tbody th.code").first).to_have_text("title.ja")
    assert page.locator("tbody th.code").count() == 2
    assert not site.rows("SELECT * FROM assessments_edition WHERE shipped = 0 AND key = 'pilot'")

    page.get_by_role("link", name=say("Back to the questionnaires")).click()
    steps.upload(page, language, steps.other_tiers(key))
    expect(page.get_by_role("status").first).to_have_text(
        say("The file is in order. It is a draft until you publish it.")
    )
    title = f"Pilot: {edition('tiers').title[language]}"
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    owner = visit(language, email=OWNER)
    owner.goto("/my-work/")
    owner.locator("main details summary").first.click()
    name = f"{say('Start')} {title}"
    expect(owner.get_by_role("button", name=name, exact=True)).to_have_count(0)
    page.get_by_role("button", name=say("Publish for good")).click()
    retire = page.get_by_role("button", name=say("Retire: no new assessments"))
    expect(retire).to_be_visible()

    owner.reload()
    owner.locator("main details summary").first.click()
    owner.get_by_role("button", name=name, exact=True).click()
    expect(owner.get_by_role("heading", level=1)).to_have_text(title)
    hub = owner.url
    owner.get_by_role("link", name=say("Start answering")).click()
    owner.locator("main input[value=yes]").first.check()
    first = edition("tiers").items[0].key
    expect_saved(steps.answer_box(owner, first), language)
    assert stored(site, hub, first)["value"] == '"yes"'
    retire.click()  # whoever started keeps it
    expect(retire).to_have_count(0)
    owner.reload()
    expect(owner.locator("main input[value=yes]").first).to_be_checked()


def test_japanese_report_of_dx_has_every_item_once(visit: Visit, tmp_path: Path) -> None:
    language, dx = "ja", edition("dx")
    page = visit(language, email=CONSULTANT)
    page.goto("/my-work/")
    title = said(language, "Result: %(title)s", title=dx.title[language])
    page.get_by_role("link", name=title, exact=True).first.click()
    path = steps.make_report(page, language, tmp_path)
    reader = pdf_reading.read_pdf(path)
    text = squeezed(pdf_reading.text_of(reader))
    for item, (current, target) in zip(dx.items, LEVELS, strict=True):
        name = f"{item.number}{item.name[language]}"
        today, goal = (f"{n}{dx.level_name(item, n)[language]}" for n in (current, target))
        for row in (f"{name}{today}{goal}", f"{name}{item.question[language]}"):
            assert text.count(squeezed(row)) == 1, f"{row}: in the table, and on its own page"
    for quantity in INDICATORS:
        assert squeezed(dx.item(quantity).name[language]) in text
    assert pdf_reading.fonts_not_embedded(reader) == set()
    assert pdf_reading.missing_glyphs(reader) == 0
