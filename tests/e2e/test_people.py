"""People who come by an invitation, and an organisation that changes hands, in real browsers."""

import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from assessments.services.demo import PLANT
from tests.e2e import steps
from tests.e2e.conftest import Visit
from tests.e2e.texts import LANGUAGES, said

pytestmark = pytest.mark.browser

OWNER = "owner@demo.example"
LINK = re.compile(r"http\S+/invitations/\S+")


def open_organisation(page: Page, name: str) -> None:
    page.goto("/organisations/")
    page.locator("main").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def invite(page: Page, language: str, *, organisation: str, email: str, role: str) -> None:
    say = partial(said, language)
    open_organisation(page, organisation)
    page.get_by_role("link", name=say("Invite a member")).click()
    page.get_by_label(say("E-mail address")).fill(email)
    page.locator(f"input[name=role][value={role}]").check()
    page.get_by_role("button", name=say("Send the invitation")).click()
    expect(page.get_by_role("status")).to_have_text(say("The invitation is on its way."))
    expect(page.locator("main")).to_contain_text(email)


def join(page: Page, language: str, *, organisation: str, email: str) -> str:
    """By the link of the message, with a new account; returns the link."""
    say = partial(said, language)
    found = LINK.search(steps.read_mail(page, email, LINK))
    assert found
    link = found[0]
    page.goto(link)
    heading = page.get_by_role("heading", level=1)
    invitation = say("Invitation to %(organisation)s", organisation=organisation)
    expect(heading).to_have_text(invitation)
    page.locator("main").get_by_role("link", name=say("Create an account")).click()
    expect(page.get_by_label(say("Email"))).to_have_value(email)
    steps.fill_sign_up(page, language, email=email)
    expect(heading).to_have_text(invitation)
    page.get_by_role("button", name=say("Accept"), exact=True).click()
    expect(heading).to_have_text(say("My work"))
    return link


@pytest.mark.parametrize("language", LANGUAGES)
def test_colleague_comes_by_the_link_and_works_at_once(language: str, visit: Visit) -> None:
    email = f"colleague.{language}@example.org"
    owner = visit(language, email=OWNER)
    invite(owner, language, organisation=PLANT, email=email, role="viewer")

    page = visit(language, tolerated=("410",))
    link = join(page, language, organisation=PLANT, email=email)
    expect(page.get_by_role("heading", level=2, name=PLANT, exact=True)).to_be_visible()
    page.goto(link)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(said(language, "This link does not work"))

    owner.reload()
    expect(owner.locator("section[aria-labelledby=members-title]")).to_contain_text(email)


def test_organisation_changes_hands_between_two_browsers(visit: Visit) -> None:
    language, name = "en", steps.ENTERPRISES["en"][0]
    giver, taker = visit(language, tolerated=("403",)), visit(language)
    giver.goto("/")
    steps.sign_up(giver, language, email="giver@example.org")
    steps.create_enterprise(giver, language)
    open_organisation(giver, name)
    address = giver.url
    giver.get_by_role("link", name="Leave the organisation").click()
    expect(giver.locator("main .note")).to_contain_text("Nobody else manages this organisation.")

    invite(giver, language, organisation=name, email="taker@example.org", role="editor")
    join(taker, language, organisation=name, email="taker@example.org")
    taker.goto(address)
    expect(taker.get_by_role("link", name="Invite a member")).to_have_count(0)

    giver.goto(address)
    giver.get_by_role("link", name="Hand over the ownership").click()
    giver.get_by_label("Who takes over").select_option(index=1)
    giver.get_by_role("button", name="Hand over", exact=True).click()
    expect(giver.get_by_role("status")).to_contain_text("manages the organisation now")
    expect(giver.get_by_role("link", name="Invite a member")).to_have_count(0)
    giver.goto(f"{address}invite/")
    expect(giver.get_by_role("heading", level=1)).to_have_text(
        "You may see this, but not change it"
    )

    taker.reload()
    expect(taker.get_by_role("link", name="Invite a member")).to_be_visible()
    giver.goto(f"{address}leave/")
    giver.get_by_role("button", name="Leave", exact=True).click()
    expect(giver).to_have_url(re.compile(r"/organisations/$"))
    taker.reload()
    expect(taker.locator("main")).not_to_contain_text("giver@example.org")


def test_who_belongs_to_several_chooses_in_whose_name(visit: Visit) -> None:
    """Without scripts too: the switch is a list of buttons that opens by itself."""
    page = visit("en", email=OWNER, scripts=False)
    page.goto("/my-work/")
    switch = page.locator(".switch summary")
    expect(switch).to_contain_text("All organisations")
    switch.click()
    page.locator(".switch").get_by_role("button", name=PLANT).click()
    expect(switch).to_contain_text(PLANT)
    page.goto("/enterprises/new/")
    expect(page.get_by_label("Organisation", exact=True).locator(":checked")).to_have_text(PLANT)
    switch.click()
    page.locator(".switch").get_by_role("button", name="All organisations").click()
    expect(switch).to_contain_text("All organisations")
