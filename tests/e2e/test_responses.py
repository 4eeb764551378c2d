"""Several people answer alone, see where they stand apart, and agree: in three windows."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.conftest import Visit
from tests.e2e.texts import siri

pytestmark = pytest.mark.browser

OWNER, RESPONDENT = "owner@demo.example", "respondent@demo.example"
NEW = "mei@plant.example"
REASON = "Only the new machines are connected."


def ask(page: Page, *, perspective: str, colleague: str = "", email: str = "") -> None:
    """On the page of colleagues, for the first block."""
    if colleague:
        page.locator("select[name=person]").select_option(colleague)
    else:
        page.locator("input[name=email]").fill(email)
    page.get_by_role("radio", name=perspective, exact=True).check()
    page.locator("input[name=groups]").first.check()
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("was asked")


def follow_mail(page: Page, email: str) -> None:
    link = re.compile(r"http://\S+/invitations/\S+")
    found = link.search(steps.read_mail(page, email, link))
    assert found
    page.goto(found[0])


def answer_alone(page: Page, level: int) -> None:
    """The first question, then say that one is finished."""
    page.get_by_role("link", name="Start answering").click()
    expect(page.get_by_text("For yourself alone")).to_be_visible()
    page.locator(f"input[name=current][value='{level}']").check()
    steps.expect_saved(page, "en")
    page.get_by_role("button", name="Save and return to the task list").click()
    page.get_by_role("button", name="I am finished").click()
    expect(page.get_by_text("You said that you are finished.")).to_be_visible()


def test_invited_to_agreed_and_submitted(visit: Visit) -> None:
    owner = visit("en", email=OWNER)
    owner.goto("/my-work/")
    hub = steps.start(owner, "en", "siri")
    owner.get_by_role("link", name="Ask colleagues").click()
    ask(owner, perspective="IT", colleague=RESPONDENT)
    ask(owner, perspective="Management", email=NEW)

    newcomer = visit("en")
    follow_mail(newcomer, NEW)
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("湖畔精密零件厂")
    invitation = newcomer.url
    newcomer.locator("main").get_by_role("link", name="Create an account").click()
    steps.fill_sign_up(newcomer, "en", email=NEW)
    newcomer.get_by_role("button", name="Accept").click()
    expect(newcomer.get_by_role("heading", name="Who will see your answers")).to_be_visible()
    answer_alone(newcomer, level=4)

    colleague = visit("en", email=RESPONDENT)
    colleague.goto("/my-work/")
    colleague.get_by_role("link", name="Give your own view").first.click()
    answer_alone(colleague, level=1)

    owner.goto(f"{hub}meeting/")
    expect(owner.get_by_text("Responses are still being collected.")).to_be_visible()
    assert "levels apart" not in owner.locator("main").inner_text()
    owner.goto("/my-work/")
    owner.get_by_role("link", name="Close collecting").click()
    owner.get_by_role("button", name="Close collecting and compare").click()

    first = siri().items[0]
    expect(owner.locator("ol.tasks li").first).to_contain_text("Management: 4 · IT: 1")
    owner.get_by_role("link", name=first.name["en"]).click()
    expect(owner.locator("main p b", has_text="The answers are 3 levels apart.")).to_be_visible()
    expect(owner.locator("table")).to_contain_text("Kim 金 🙂")  # the owner sees names
    owner.locator("input[name=current][value='2']").check()
    owner.get_by_label("Why this answer").fill(REASON)
    owner.get_by_role("button", name="Record and go on").click()
    expect(owner.locator("ol.tasks li").first).to_contain_text("agreed: 2")

    owner.get_by_role("link", name="Check your answers").click()
    steps.submit(owner, "en")
    perception = owner.locator("section[aria-labelledby=perception-title]")
    expect(perception).to_contain_text("Management sees 4.00, IT 1.00.")
    expect(perception).to_contain_text(REASON)
    assert "Kim" not in perception.inner_text()

    used = visit("en", tolerated=("410",))
    used.goto(invitation)
    expect(used.get_by_role("heading", level=1)).to_have_text("This link does not work")
    colleague.goto(owner.url)  # shared with those who were asked
    expect(colleague.get_by_text("How you see it yourselves")).to_be_visible()
