"""Published figures: written by one person, published by another, withdrawn, and verified."""

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.test_every_page import show_report
from tests.e2e.texts import said

pytestmark = pytest.mark.browser

EDITOR, PUBLISHER = "benchmarks@demo.example", "publisher@demo.example"
OWNER = "owner@demo.example"
SHARE = "cn-networked-collaboration-share"


def begin_draft(page: Page, language: str, key: str) -> None:
    """From the shipped national data to a draft of its own."""
    page.goto("/national-data/caii-2022-11/copy/")
    page.get_by_label(said(language, "Key of the new release"), exact=True).fill(key)
    page.get_by_role("button", name=said(language, "Begin the draft")).click()
    page.wait_for_url(f"**/national-data/{key}/")


def take_step(page: Page, language: str, key: str, button: str, *, state: str) -> None:
    page.goto(f"/national-data/{key}/")
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    page.get_by_role("button", name=said(language, button), exact=True).click()
    expect(page.locator("main .panel .tag")).to_have_text(said(language, state))


def test_figure_goes_from_a_draft_to_a_report_and_is_withdrawn(visit: Visit) -> None:
    say, key = partial(said, "ja"), "caii-2026-01"
    editor = visit("ja", email=EDITOR, tolerated=("422",))
    begin_draft(editor, "ja", key)
    editor.goto(f"/national-data/{key}/figures/{SHARE}/")
    value = editor.locator("input[name=value]")
    value.fill("41,5")
    editor.get_by_role("button", name=say("Save"), exact=True).click()
    expect(editor.get_by_role("alert")).to_be_visible()
    expect(value).to_have_value("41,5")
    value.fill("41.5")
    editor.get_by_role("button", name=say("Save"), exact=True).click()
    expect(editor.locator(f"#f-{SHARE}")).to_contain_text("41.5")
    take_step(editor, "ja", key, "Submit for review", state="In review")

    publisher = visit("ja", email=PUBLISHER)
    publisher.goto(f"/national-data/{key}/")
    publisher.locator("textarea[name=reason]").fill("第3.2節の数値をもう一度確認してください。")
    publisher.get_by_role("button", name=say("Return to its editors")).click()
    expect(publisher.locator("main .panel .tag")).to_have_text(say("Draft"))
    editor.goto(f"/national-data/{key}/")
    expect(editor.locator("main .note")).to_contain_text("第3.2節")
    take_step(editor, "ja", key, "Submit for review", state="In review")
    take_step(publisher, "ja", key, "Publish for good", state="Published")

    owner = visit("ja", email=OWNER, tolerated=("404",))
    show_report(owner, "ja")
    code = owner.locator("dd.code").last.inner_text()
    publisher.goto(f"/national-data/{key}/")
    publisher.locator("main details").evaluate_all("all => all.forEach(d => { d.open = true; })")
    publisher.locator("textarea[name=reason]").fill("数値の読み違いがありました。")
    publisher.get_by_role("button", name=say("Withdraw for good")).click()
    expect(publisher.locator("main .panel .tag")).to_have_text(say("Withdrawn"))
    owner.reload()
    expect(owner.locator("main .note.warn")).to_contain_text("数値の読み違い")

    stranger = visit("ja", tolerated=("404",))
    stranger.goto("/verify/")
    field = stranger.get_by_label(say("Verification code"))
    field.fill("0000-1111-2222-3333")
    stranger.get_by_role("button", name=say("Verify"), exact=True).click()
    expect(stranger.get_by_role("alert")).to_contain_text(say("No report has this code"))
    field.fill(code.lower())
    stranger.get_by_role("button", name=say("Verify"), exact=True).click()
    expect(stranger.locator("main .note.warn")).to_contain_text("数値の読み違い")
    expect(stranger.locator("main")).not_to_contain_text("湖畔精密零件厂")


def test_without_scripts_a_draft_is_begun_and_discarded(visit: Visit) -> None:
    editor = visit("zh-hans", email=EDITOR, scripts=False)
    begin_draft(editor, "zh-hans", "caii-2026-02")
    editor.get_by_text(said("zh-hans", "Discard the draft")).click()
    editor.get_by_role("button", name=said("zh-hans", "Discard for good")).click()
    editor.wait_for_url("**/national-data/")
    expect(editor.locator("main")).not_to_contain_text("caii-2026-02")
