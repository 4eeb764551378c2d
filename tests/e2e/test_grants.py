"""A client lets a consultancy in and out again; a consultancy hands an enterprise over."""

import re
from functools import partial
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import pgettext
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.conftest import Visit
from tests.e2e.steps import Choice
from tests.e2e.texts import said

pytestmark = pytest.mark.browser

CONSULTANT, LEAD = "consultant@demo.example", "lead@demo.example"
CONSULTANCY = "森本コンサルティング"


LINK = re.compile(r"http\S+/invitations/\S+")


def open_invitation(page: Page, *, to: str) -> None:
    """Follow the link of the newest invitation to that address."""
    found = LINK.search(steps.read_mail(page, to, LINK))
    assert found
    page.goto(found[0])


def submit_one_answer(page: Page, language: str) -> str:
    """From My work to the result of an assessment; its address."""
    hub = steps.start(page, language, "siri")
    page.get_by_role("link", name=said(language, "Start answering")).click()
    steps.choose(page, Choice(2, 3))
    steps.expect_saved(page, language)
    page.goto(f"{hub}check/")
    steps.submit(page, language)
    return page.url


def enterprise_on(page: Page) -> str:
    """The identifier of the first enterprise of My work."""
    page.goto("/my-work/")
    return str(page.locator("main h2[id^=e-]").first.get_attribute("id")).removeprefix("e-")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_owner_lets_a_consultancy_in_and_out(language: str, visit: Visit, tmp_path: Path) -> None:
    say = partial(said, language)
    owner = visit(language)
    owner.goto("/")
    steps.sign_up(owner, language, email=f"grants.{language}@example.org")
    steps.create_enterprise(owner, language)
    result = submit_one_answer(owner, language)
    access = f"/enterprises/{enterprise_on(owner)}/access/"
    owner.goto(access)
    owner.get_by_label(say("E-mail address")).fill(CONSULTANT)
    owner.get_by_role("checkbox", name=said_right(language)).check()
    owner.get_by_role("button", name=say("Send the invitation")).click()
    expect(owner.locator("b", has_text=CONSULTANT)).to_be_visible()

    consultant = visit(language, email=CONSULTANT)
    assert consultant.request.get(result).status == 404
    open_invitation(consultant, to=CONSULTANT)
    consultant.get_by_role("button", name=say("Accept")).click()
    consultant.wait_for_url("**/portfolio/")
    name, _economy = steps.ENTERPRISES[language]
    client = consultant.locator("table.portfolio tbody tr").filter(has_text=name)
    client.get_by_role("link", name=name).first.click()
    consultant.wait_for_url(result)
    steps.make_report(consultant, language, tmp_path)
    report = consultant.url

    owner.goto(access)
    expect(owner.locator("table")).to_contain_text(CONSULTANCY)
    expect(owner.locator("table")).to_contain_text(say("took the file"))
    owner.get_by_role("link", name=f"{say('Revoke')} {CONSULTANCY}").click()
    owner.get_by_role("button", name=say("End it now")).click()
    expect(owner.get_by_text(say("No consultancy sees it."))).to_be_visible()
    for address in (result, report, f"{report}file/"):
        assert consultant.request.get(address).status == 404
        assert owner.request.get(address).status == 200


def said_right(language: str) -> str:
    with translation.override(language):
        return pgettext("right of a consultancy", "make reports")


def test_prepared_enterprise_goes_to_a_new_account_and_the_consultancy_is_out(visit: Visit) -> None:
    language = "ja"
    say = partial(said, language)
    lead = visit(language, email=LEAD)
    lead.goto("/my-work/")
    steps.create_enterprise(lead, language)
    name, _economy = steps.ENTERPRISES[language]
    lead.goto("/portfolio/")
    lead.get_by_role("link", name=f"{say('Hand over')} {name}").click()
    email = "new.owner@example.org"
    lead.get_by_label(say("E-mail address")).fill(email)
    lead.get_by_role("button", name=say("Send the offer")).click()
    expect(lead.locator("b", has_text=email)).to_be_visible()

    owner = visit(language, tolerated=("422",))
    owner.goto("/")
    steps.sign_up(owner, language, email=email)
    open_invitation(owner, to=email)
    accept = owner.get_by_role("button", name=say("Accept"))
    accept.click()  # without saying whether the consultancy may stay
    expect(owner.get_by_role("alert")).to_be_visible()
    owner.get_by_role("radio", name=say("No, its access ends now")).check()
    accept.click()
    owner.wait_for_url("**/my-work/")
    expect(owner.get_by_role("heading", level=2, name=name)).to_be_visible()

    lead.goto("/portfolio/")
    expect(lead.locator("table.portfolio")).not_to_contain_text(name)
