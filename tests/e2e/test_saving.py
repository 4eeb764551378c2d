"""A saved answer is saved, and the page says truthfully which one is."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e import steps
from tests.e2e.conftest import Visit
from tests.e2e.steps import Choice, expect_saved, not_saved
from tests.e2e.texts import LANGUAGES, level_said, said, siri, squeezed
from tests.processes import Site

pytestmark = pytest.mark.browser

OWNER, EDITOR = "owner@demo.example", "editor@demo.example"
PLANT = "湖畔精密零件厂"
ITEM = "IPL"


def open_question(page: Page, language: str, item: str = ITEM, *, key: str = "siri") -> str:
    """Start an assessment and open one of its pages; returns the address of the task list."""
    page.goto("/my-work/")
    hub = steps.start(page, language, key)
    page.goto(f"{hub}items/{item}/")
    return hub


def stored(site: Site, hub: str, item: str = ITEM) -> dict[str, Any]:
    """The row of an answer as it stands in the database; {} if there is none."""
    query = "SELECT * FROM assessments_answer WHERE assessment_id = ? AND item = ?"
    key = hub.rstrip("/").rpartition("/")[2].replace("-", "")
    return next((dict(row) for row in site.rows(query, key, item)), {})


def wait_for(page: Page, condition: Callable[[], object]) -> None:
    """For what no page shows: rows, and requests that are being held."""
    for _ in range(100):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError("not within 5 seconds")


def hold_saves(page: Page) -> list[Route]:
    """From now on no save leaves the browser; the list fills with those that want to."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/items/**", hold)
    return held


def pick(page: Page, field: str, value: int | str) -> None:
    page.locator(f"input[name={field}][value='{value}']").check()


@pytest.mark.parametrize("language", LANGUAGES)
def test_saved_appears_only_after_the_server_said_so(
    language: str, visit: Visit, site: Site
) -> None:
    page = visit(language, email=OWNER)
    hub = open_question(page, language)
    saving = said(language, "Saving…")
    held = hold_saves(page)
    pick(page, "current", 2)
    expect(steps.save_state(page)).to_have_text(saving)
    pick(page, "current", 3)
    pick(page, "current", 4)
    page.wait_for_timeout(500)
    assert len(held) == 1, "one save of an item is in flight at a time"
    expect(steps.save_state(page)).to_have_text(saving)
    assert stored(site, hub) == {}

    held[0].continue_()
    wait_for(page, lambda: len(held) == 2)
    expect(steps.save_state(page)).to_have_text(saving)
    assert stored(site, hub)["value"] == "2"
    held[1].continue_()
    expect_saved(page, language)
    row = stored(site, hub)
    assert (row["value"], row["version"], row["save_id"]) == ("4", 2, 2)


def test_nothing_is_lost_when_clicking_fast_and_leaving_at_once(visit: Visit, site: Site) -> None:
    page = visit("en", email=OWNER)
    hub = open_question(page, "en")
    page.evaluate(
        """() => {
          for (const [name, value] of [
            ["current", 0], ["current", 5], ["target", 4], ["current", 3], ["target", 5]
          ]) document.querySelector(`input[name=${name}][value="${value}"]`).click();
        }"""
    )
    page.goto(hub)
    wait_for(page, lambda: stored(site, hub).get("value") == "3")
    page.wait_for_timeout(300)
    row = stored(site, hub)
    assert (row["value"], row["target"]) == ("3", 5), "no earlier choice arrived after the last"

    page.goto(f"{hub}items/{ITEM}/")
    note = "Typed, then left before half a second had passed."
    page.locator("textarea[name=note]").fill(note)
    page.get_by_role("link", name=said("en", "My work")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said("en", "My work"))
    wait_for(page, lambda: stored(site, hub)["note"] == note)
    row = stored(site, hub)
    assert (row["value"], row["target"]) == ("3", 5)


def test_choice_after_the_browsers_back_button_is_stored(visit: Visit, site: Site) -> None:
    page = visit("en", email=OWNER)
    hub = open_question(page, "en")
    pick(page, "current", 1)
    expect_saved(page, "en")
    steps.go_on(page, "en")
    page.wait_for_url("**/items/SFA/")
    page.go_back(wait_until="commit")
    page.wait_for_url(f"**/items/{ITEM}/")
    expect(page.locator("input[name=current][value='1']")).to_be_checked()
    pick(page, "current", 4)
    expect_saved(page, "en")
    assert stored(site, hub)["value"] == "4"


def test_choice_while_the_server_is_down_is_stored_once_it_is_back(
    visit: Visit, site: Site
) -> None:
    page = visit("ja", email=OWNER, tolerated=("ERR_CONNECTION",))
    hub = open_question(page, "ja")
    pick(page, "current", 1)
    expect_saved(page, "ja")
    site.stop_web_server()
    try:
        pick(page, "current", 2)
        offline = said("ja", "The server cannot be reached; trying again.")
        expect(steps.save_state(page)).to_have_text(offline)
        expect(steps.save_state(page).locator(".not")).to_be_visible()
        assert stored(site, hub)["value"] == "1"
    finally:
        site.start_web_server()
    expect(steps.save_state(page)).to_have_text(steps.saved_pattern("ja"), timeout=10_000)
    row = stored(site, hub)
    assert (row["value"], row["version"], row["save_id"]) == ("2", 2, 2)


def test_choice_after_signing_out_elsewhere_is_not_called_saved(visit: Visit, site: Site) -> None:
    page = visit("zh-hans", email=OWNER)
    hub = open_question(page, "zh-hans")
    page.context.clear_cookies(name="sessionid")
    pick(page, "current", 2)
    reason = said(
        "zh-hans", "You are signed out. Reload this page to sign in, then repeat your last choice."
    )
    expect(steps.save_state(page)).to_have_text(not_saved("zh-hans", reason))
    assert stored(site, hub) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_people_editing_one_answer_see_both_values(
    language: str, visit: Visit, site: Site
) -> None:
    mine, item = visit(language, email=OWNER, tolerated=("409",)), siri().item(ITEM)
    hub = open_question(mine, language)
    theirs = visit(language, email=EDITOR)
    theirs.goto(f"{hub}items/{ITEM}/")
    pick(theirs, "current", 4)
    expect_saved(theirs, language)

    pick(mine, "current", 1)
    said_now = said(language, "Somebody else saved this answer in the meantime.")
    expect(steps.save_state(mine)).to_have_text(not_saved(language, said_now))
    box = mine.get_by_role("alert")
    expect(box).to_contain_text(said(language, "Somebody else saved this answer in the meantime"))
    assert squeezed(box.locator(".lv").inner_text()) == squeezed(level_said(item, 4, language))
    expect(mine.locator("input[name=current][value='1']")).to_be_checked()
    assert stored(site, hub)["value"] == "4"

    steps.go_on(mine, language)
    mine.wait_for_url("**/items/SFA/")
    row = stored(site, hub)
    assert (row["value"], row["version"]) == ("1", 2)


def test_choice_made_before_a_conflict_was_seen_does_not_overwrite(
    visit: Visit, site: Site
) -> None:
    mine = visit("en", email=OWNER, tolerated=("409",))
    hub = open_question(mine, "en")
    theirs = visit("en", email=EDITOR)
    theirs.goto(f"{hub}items/{ITEM}/")
    pick(theirs, "current", 4)
    expect_saved(theirs, "en")

    held = hold_saves(mine)
    pick(mine, "current", 1)
    pick(mine, "current", 2)
    wait_for(mine, lambda: held)
    held[0].continue_()
    expect(mine.get_by_role("alert")).to_be_visible()
    mine.wait_for_timeout(300)
    assert len(held) == 1, "the second choice waits for a decision"
    expect(steps.save_state(mine).locator(".not")).to_be_visible()
    assert stored(site, hub)["value"] == "4"


@pytest.mark.parametrize("language", LANGUAGES)
def test_not_applicable_without_a_reason_is_refused_and_keeps_what_was_typed(
    language: str, visit: Visit, site: Site
) -> None:
    page = visit(language, email=OWNER, tolerated=("422",))
    hub = open_question(page, language)
    missing = said(language, "Please say why it does not apply.")
    note = "“Other” line — 見込み <i>&</i>"
    steps.choose(page, Choice("not_applicable", note=note))
    expect(steps.save_state(page)).to_have_text(not_saved(language, missing))
    steps.go_on(page, language)
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text(said(language, "There is a problem"))
    expect(summary.get_by_role("link", name=missing)).to_be_visible()
    expect(page).to_have_title(re.compile(re.escape(said(language, "Error:"))))
    expect(page.locator("input[value=not_applicable]")).to_be_checked()
    expect(page.locator("textarea[name=note]")).to_have_value(note)
    assert stored(site, hub) == {}

    pick(page, "reason", "outside_site")
    expect_saved(page, language)
    row = stored(site, hub)
    assert (row["state"], row["reason"], row["note"]) == ("not_applicable", "outside_site", note)
