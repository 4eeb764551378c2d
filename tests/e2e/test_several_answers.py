"""Pages with several answers, and answers of several parts: each is saved for itself."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e import steps
from tests.e2e.conftest import Visit
from tests.e2e.steps import answer_box, expect_saved, not_saved
from tests.e2e.test_saving import open_question, stored, wait_for
from tests.e2e.texts import LANGUAGES, edition, fault_said, said, siri
from tests.processes import Site

pytestmark = pytest.mark.browser

OWNER = "owner@demo.example"
TOTAL, DIGITAL = "staff_total", "staff_digital"
CERTIFIED = "dx_certified"
FOLLOW_UPS = ("dx_certified.name", "dx_certified.year")
COSTS, GOALS = "priorities.cost_shares", "priorities.kpis"


SAVES = "**/items/**"


class Gate:
    """Holds the saves of a page until it is opened; then all go through."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.held: list[Route] = []
        self.is_open = False
        page.route(SAVES, self.meet)

    def meet(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)

    def open(self) -> None:
        self.is_open = True
        for route in self.held:
            route.continue_()
        self.page.unroute(SAVES)  # a page that is being left has nobody who lets its saves through


def open_facts(page: Page, language: str, key: str) -> str:
    return open_question(page, language, key, key="facts")


def type_value(page: Page, item: str, text: str) -> None:
    page.locator(f"[name='{item}-value']").fill(text)


def test_two_answers_typed_and_clicked_fast_are_both_stored_after_leaving(
    visit: Visit, site: Site
) -> None:
    page = visit("en", email=OWNER)
    hub = open_facts(page, "en", "staff")
    type_value(page, TOTAL, "48")
    type_value(page, DIGITAL, "6")
    page.goto(hub)
    wait_for(page, lambda: stored(site, hub, TOTAL) and stored(site, hub, DIGITAL))
    assert stored(site, hub, TOTAL)["value"] == '"48"'
    assert stored(site, hub, DIGITAL)["value"] == '"6"'

    hub = open_question(page, "en", "L1", key="tiers")
    first, second, *_ = [item.key for item in edition("tiers").items]
    gate = Gate(page)
    for key, answer in ((first, "no"), (second, "no"), (first, "yes"), (second, "partly")):
        page.locator(f"[name='{key}-answer'][value='{answer}']").check()
    wait_for(page, lambda: len(gate.held) == 2)
    gate.open()
    page.goto(hub)
    wait_for(page, lambda: stored(site, hub, first).get("value") == '"yes"')
    wait_for(page, lambda: stored(site, hub, second).get("value") == '"partly"')
    page.wait_for_timeout(300)
    assert stored(site, hub, first)["value"] == '"yes"', "no earlier choice arrived last"
    assert stored(site, hub, second)["value"] == '"partly"'


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_refused_answer_leaves_the_other_one_saved(
    language: str, visit: Visit, site: Site
) -> None:
    page = visit(language, email=OWNER, tolerated=("422",))
    hub = open_facts(page, language, "staff")
    type_value(page, TOTAL, "12")
    expect_saved(answer_box(page, TOTAL), language)
    type_value(page, DIGITAL, "dozens")
    reason = fault_said(language, "number_malformed", value="dozens")
    expect(steps.save_state(answer_box(page, DIGITAL))).to_have_text(not_saved(language, reason))
    type_value(page, TOTAL, "14")
    expect_saved(answer_box(page, TOTAL), language)
    expect(steps.save_state(answer_box(page, DIGITAL))).to_have_text(not_saved(language, reason))

    steps.go_on(page, language)
    expect(page.get_by_role("alert").get_by_role("link", name=reason)).to_be_visible()
    expect(page.locator(f"[name='{DIGITAL}-value']")).to_have_value("dozens")
    expect(page.locator(f"[name='{TOTAL}-value']")).to_have_value("14")
    assert stored(site, hub, TOTAL)["value"] == '"14"'
    assert stored(site, hub, DIGITAL) == {}
    type_value(page, DIGITAL, "3")
    expect_saved(answer_box(page, DIGITAL), language)
    assert stored(site, hub, DIGITAL)["value"] == '"3"'


def test_what_is_typed_while_another_answer_is_refused_is_saved_by_continue(
    visit: Visit, site: Site
) -> None:
    page = visit("en", email=OWNER, tolerated=("422",))
    hub = open_facts(page, "en", "staff")
    gate = Gate(page)
    type_value(page, DIGITAL, "dozens")
    wait_for(page, lambda: gate.held)
    type_value(page, TOTAL, "31")
    steps.go_on(page, "en")
    gate.open()
    expect_saved(answer_box(page, TOTAL), "en")
    expect(steps.save_state(answer_box(page, DIGITAL)).locator(".not")).to_be_visible()
    assert stored(site, hub, TOTAL)["value"] == '"31"'
    assert page.url.endswith("/items/staff/"), "it stays, where the reason can be read"


def test_yes_opens_more_questions_and_keeps_what_was_typed(visit: Visit, site: Site) -> None:
    page = visit("en", email=OWNER)
    hub = open_facts(page, "en", CERTIFIED)
    box = answer_box(page, CERTIFIED)
    box.locator("summary").click()
    box.locator("textarea").fill("Granted in spring, the paper is in the office.")
    box.locator("input[value=yes]").check()
    box.locator("textarea").press_sequentially(" Twice.")  # while the first save is under way
    for key in FOLLOW_UPS:
        expect(answer_box(page, key)).to_be_visible()
    expect(page.locator("[data-answer]")).to_have_count(1 + len(FOLLOW_UPS))
    note = "Granted in spring, the paper is in the office. Twice."
    expect(box.locator("textarea")).to_have_value(note)
    expect(box.locator("textarea")).to_be_focused()
    expect_saved(box, "en")
    assert stored(site, hub, CERTIFIED)["note"] == note

    type_value(page, FOLLOW_UPS[0], "DX certification, METI")
    type_value(page, FOLLOW_UPS[1], "2021")
    steps.go_on(page, "en")
    pages = edition("facts").pages
    following = pages[[one.key for one in pages].index(CERTIFIED) + 1]
    expect(page.get_by_role("heading", level=1)).to_have_text(following.name["en"])
    assert stored(site, hub, FOLLOW_UPS[0])["value"] == '"DX certification, METI"'
    assert stored(site, hub, FOLLOW_UPS[1])["value"] == '"2021"'


def test_yes_and_continue_at_once_show_the_opened_questions(visit: Visit, site: Site) -> None:
    page = visit("en", email=OWNER, tolerated=("ERR_FAILED",))
    hub = open_facts(page, "en", CERTIFIED)

    def only_saves(route: Route) -> None:
        """No reading of the page while it is still open: Continue has to do."""
        if route.request.method == "GET" and route.request.resource_type == "fetch":
            route.abort()
        else:
            route.continue_()

    page.route("**/items/**", only_saves)
    answer_box(page, CERTIFIED).locator("input[value=yes]").check()
    steps.go_on(page, "en")
    for key in FOLLOW_UPS:
        expect(answer_box(page, key)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.url == f"{hub}items/{CERTIFIED}/"
    assert stored(site, hub, CERTIFIED)["value"] == "true"


@pytest.mark.parametrize("language", LANGUAGES)
def test_goals_wait_for_exactly_five_and_say_so(language: str, visit: Visit, site: Site) -> None:
    page = visit(language, email=OWNER)
    hub = open_question(page, language, GOALS)
    boxes = page.locator("main input[type=checkbox]")
    waiting = not_saved(language, said(language, "Please choose exactly %(count)s.", count=5))
    for number in range(4):
        boxes.nth(number).check()
        expect(steps.save_state(page)).to_have_text(waiting)
    assert stored(site, hub, GOALS) == {}
    boxes.nth(4).check()
    expect_saved(page, language)
    assert stored(site, hub, GOALS)["value"].count('"') == 10
    boxes.nth(5).check()
    expect(steps.save_state(page)).to_have_text(waiting)
    boxes.nth(0).uncheck()
    expect_saved(page, language)
    row = stored(site, hub, GOALS)
    keys = [option.key for option in siri().item(GOALS).options]  # type: ignore[union-attr]
    assert [key for key in keys if f'"{key}"' in row["value"]] == sorted(
        boxes.evaluate_all("all => all.filter(one => one.checked).map(one => one.value)"),
        key=keys.index,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_cost_shares_wait_for_all_ten(language: str, visit: Visit, site: Site) -> None:
    page = visit(language, email=OWNER)
    hub = open_question(page, language, COSTS)
    fields = page.locator("main input[type=text]")
    words = said(language, "Please fill in every field; 0 is an answer.")
    waiting = not_saved(language, words)
    for number, share in enumerate(steps.SHARES[:9]):
        fields.nth(number).fill(str(share))
    expect(steps.save_state(page)).to_have_text(waiting)
    page.wait_for_timeout(900)
    assert stored(site, hub, COSTS) == {}
    fields.nth(9).fill("５")  # full-width, as a Japanese keyboard types it
    expect_saved(page, language)
    assert '"5"' in stored(site, hub, COSTS)["value"]
    fields.nth(0).fill("95")
    over = fault_said(language, "cost_shares_above_100", sum=str(sum(steps.SHARES[1:]) + 95))
    expect(page.locator("[data-warnings]")).to_have_text(over)
    expect_saved(page, language)
    fields.nth(3).fill("")
    expect(steps.save_state(page)).to_have_text(waiting)


def test_two_long_texts_are_stored(visit: Visit, site: Site) -> None:
    """Percent-encoded they would be more than a browser sends while a page is left."""
    page = visit("zh-hans", email=OWNER)
    hub = open_question(page, "zh-hans")
    long = "数" * 5000
    page.locator("textarea[name=note]").fill(long)
    page.locator("textarea[name=action]").fill(long)
    page.goto(hub)
    wait_for(page, lambda: stored(site, hub))
    row = stored(site, hub)
    assert (len(row["note"]), len(row["action"])) == (5000, 5000)
    assert not re.search("[^数]", row["note"])
