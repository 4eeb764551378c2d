"""The same job with JavaScript switched off: Continue saves."""

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.conftest import Visit
from tests.e2e.steps import Choice
from tests.e2e.texts import said, siri

pytestmark = pytest.mark.browser

CHOICES = {
    "VI": Choice(2, 4, note="Ohne Skript: äöü"),
    "HI": Choice("unknown", 3),
    "IPL": Choice("not_applicable", reason="no_such_activity"),
    "SFA": Choice(0),
    "SG": Choice(5, 5),
}
"""All other items are passed over."""


def test_answers_by_continue_up_to_the_report(visit: Visit) -> None:
    language = "ja"
    say = partial(said, language)
    page = visit(language, scripts=False, email="owner@demo.example", tolerated=("422", "409"))
    page.goto("/my-work/")
    hub = steps.start(page, language, "siri")
    page.get_by_role("link", name=say("Start answering")).click()
    for item in siri().items:
        expect(page.get_by_role("heading", level=1)).to_have_text(item.name[language])
        expect(steps.save_state(page)).to_have_text("")
        if item.key == "IPL":
            refuse_without_reason(page, language)
        if choice := CHOICES.get(item.key):
            steps.choose(page, choice)
        steps.go_on(page, language)
    steps.expect_answers(page, language, CHOICES)
    page.goto(f"{hub}items/VI/")
    expect(steps.save_state(page)).to_have_text(say("Saved"))
    page.get_by_role("button", name=say("Save and return to the task list")).click()
    expect(page).to_have_url(hub)
    page.get_by_role("link", name=say("Check your answers")).click()
    steps.submit(page, language)
    # 7 known of 3; 2 + 0 + 5 over 15 with 12 open: 7 ÷ 15 and (7 + 60) ÷ 15
    between = say("between %(low)s and %(high)s", low="0.47", high="4.47")
    expect(page.locator("dl.figs .fig").first).to_have_text(between)
    page.get_by_role("button", name=say("Make the PDF report")).click()
    ready = page.get_by_role("link", name=say("Download the PDF"))
    for _ in range(60):
        if ready.count():
            break
        page.get_by_role("link", name=say("See how far it is")).click()
        page.wait_for_timeout(500)
    with page.expect_download() as download:
        ready.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def refuse_without_reason(page: Page, language: str) -> None:
    """The page comes back with a message, and with what was typed."""
    steps.choose(page, Choice("not_applicable", note="外注している"))
    steps.go_on(page, language)
    missing = said(language, "Please say why it does not apply.")
    expect(page.get_by_role("alert").get_by_role("link", name=missing)).to_be_visible()
    expect(page.locator("input[value=not_applicable]")).to_be_checked()
    expect(page.locator("textarea[name=note]")).to_have_value("外注している")
    page.locator("textarea[name=note]").fill("")
