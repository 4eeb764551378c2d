"""Every page in every language: accessible by axe's rules for WCAG 2.2 AA, and never too wide.

A page is loaded once a language and looked at in each width: the style sheet decides by width
alone. The fixture adds that no page may complain on the console, about its policy for instance.
"""

import re
import uuid
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect

from assessments.services.demo import PASSWORD, PLANT
from tests.e2e import steps
from tests.e2e.conftest import Visit
from tests.e2e.texts import LANGUAGES, LOCALES, NAMES, TAGS, edition, said, siri
from tests.processes import Site

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
    },
    "resultTypes": ["violations"],
}
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
WIDTHS = (1280, 375)
NARROWEST = 320
OWNER, CONSULTANT = "owner@demo.example", "consultant@demo.example"
LEAD = "lead@demo.example"
ADMINISTRATOR, EDITOR = "admin@demo.example", "benchmarks@demo.example"
# The tables of published figures take half of axe's time. They are looked at on the pages named
# here and need not be again on every other result.
FIGURES = "section[aria-labelledby=context-title], .scroll:has(table.published)"
WITH_FIGURES = ("show_result", "show_release", "show_figures_of_an_economy")


def show_home(page: Page, language: str) -> None:
    page.goto("/")


def show_sign_up(page: Page, language: str) -> None:
    page.goto("/account/signup/")


def show_refused_sign_up(page: Page, language: str) -> None:
    page.goto("/account/signup/")
    page.get_by_role("button", name=said(language, "Create the account")).click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_sign_in(page: Page, language: str) -> None:
    page.goto("/account/login/")


def show_help(page: Page, language: str) -> None:
    page.goto("/help/how-we-calculate/")


def show_my_work(page: Page, language: str) -> None:
    page.goto("/my-work/")


def show_enterprise(page: Page, language: str) -> None:
    page.goto("/enterprises/new/")


def show_refused_enterprise(page: Page, language: str) -> None:
    page.goto("/enterprises/new/")
    page.get_by_role("button", name=said(language, "Save and continue")).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.locator(".err").count() == 4


def show_task_list(page: Page, language: str, key: str = "siri") -> None:
    page.goto("/my-work/")
    title = edition(key).title[language]
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def show_question(page: Page, language: str) -> None:
    show_task_list(page, language)
    page.get_by_role("link", name=siri().item("VI").name[language], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(siri().item("VI").name[language])


def show_refused_answer(page: Page, language: str) -> None:
    show_task_list(page, language)
    page.get_by_role("link", name=siri().item("SG").name[language], exact=True).click()
    page.locator("input[value=not_applicable]").check()
    steps.go_on(page, language)
    expect(page.get_by_role("alert")).to_be_visible()


def show_check_answers(page: Page, language: str) -> None:
    show_task_list(page, language)
    page.get_by_role("link", name=said(language, "Check your answers")).click()


def show_result(page: Page, language: str, key: str = "siri") -> None:
    page.goto("/my-work/")
    title = said(language, "Result: %(title)s", title=edition(key).title[language])
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page.locator("h1.statement")).to_be_visible()
    open_details(page)


def open_details(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")


def show_report(page: Page, language: str) -> None:
    show_result(page, language)
    page.get_by_role("radio", name=NAMES[language]).check()
    page.get_by_role("button", name=said(language, "Make the PDF report")).click()
    ready = page.get_by_role("link", name=said(language, "Download the PDF"))
    expect(ready).to_be_visible(timeout=60_000)


def show_costs(page: Page, language: str) -> None:
    show_task_list(page, language)
    name = siri().item("priorities.cost_shares").name[language]
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("main input[type=text]")).to_have_count(10)


def show_refused_costs(page: Page, language: str) -> None:
    show_costs(page, language)
    page.locator("main input[type=text]").first.fill("1,5,2")
    steps.go_on(page, language)
    expect(page.get_by_role("alert")).to_be_visible()


def show_goals(page: Page, language: str) -> None:
    show_task_list(page, language)
    name = siri().item("priorities.kpis").name[language]
    page.get_by_role("link", name=name, exact=True).click()
    page.locator("main input[type=checkbox]").first.check()
    reason = said(language, "Please choose exactly %(count)s.", count=5)
    expect(steps.save_state(page)).to_have_text(steps.not_saved(language, reason))


def show_industries(page: Page, language: str) -> None:
    show_task_list(page, language)
    name = siri().item("priorities.industry").name[language]
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def show_my_work_with_offers(page: Page, language: str) -> None:
    page.goto("/my-work/")
    open_details(page)
    offer = page.get_by_role("button", name=edition("tiers").title[language])
    expect(offer.first).to_be_visible()


def show_dx_task_list(page: Page, language: str) -> None:
    show_task_list(page, language, "dx")


def show_dx_question(page: Page, language: str) -> None:
    show_dx_task_list(page, language)
    page.goto(f"{page.url}items/4-1/")


def show_indicator(page: Page, language: str) -> None:
    show_dx_task_list(page, language)
    page.goto(f"{page.url}items/product_development_time/")
    expect(page.locator("main input[type=text]")).to_have_count(2)


def show_quick_pass(page: Page, language: str) -> None:
    show_dx_task_list(page, language)
    page.get_by_role("link", name=said(language, "Quick pass"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said(language, "Quick pass"))


def show_quick_unit(page: Page, language: str) -> None:
    show_quick_pass(page, language)
    page.locator("main ul.tasks a[href$='/quick/5/']").click()
    expect(page.locator("[data-answer='quick.5']")).to_be_visible()


def show_refused_quick_unit(page: Page, language: str) -> None:
    show_quick_unit(page, language)
    page.locator("input[name=low][value='3']").check()
    page.locator("input[name=high][value='1']").check()
    expect(steps.save_state(page).locator(".not")).to_be_visible()
    steps.go_on(page, language)
    expect(page.get_by_role("alert")).to_be_visible()


def show_dx_check(page: Page, language: str) -> None:
    show_dx_task_list(page, language)
    page.goto(f"{page.url}check/")


def show_dx_result(page: Page, language: str) -> None:
    show_result(page, language, "dx")


def start(page: Page, language: str, key: str) -> str:
    page.goto("/my-work/")
    return steps.start(page, language, key)


def show_tiers_task_list(page: Page, language: str) -> None:
    start(page, language, "tiers")


def show_tier(page: Page, language: str) -> None:
    asked = next(item for item in edition("tiers").items if item.not_applicable_reasons)
    page.goto(f"{start(page, language, 'tiers')}items/{asked.group}/")
    page.locator("main input[value=not_applicable]").first.check()
    open_details(page)
    expect(page.locator("[data-answer]")).to_have_count(4)


def show_refused_tier(page: Page, language: str) -> None:
    show_tier(page, language)
    steps.go_on(page, language)
    expect(page.get_by_role("alert")).to_be_visible()


def show_tiers_result(page: Page, language: str) -> None:
    show_result(page, language, "tiers")


def show_facts_task_list(page: Page, language: str) -> None:
    start(page, language, "facts")


def show_facts(page: Page, language: str) -> None:
    page.goto(f"{start(page, language, 'facts')}items/dx_certified/")
    page.locator("main input[value=yes]").check()
    expect(page.locator("[data-answer]")).to_have_count(3)
    open_details(page)


def show_refused_facts(page: Page, language: str) -> None:
    page.goto(f"{start(page, language, 'facts')}items/staff/")
    page.locator("[name=staff_total-value]").fill("many")
    steps.go_on(page, language)
    expect(page.get_by_role("alert")).to_be_visible()


def show_facts_check(page: Page, language: str) -> None:
    page.goto(f"{start(page, language, 'facts')}check/")


def show_facts_result(page: Page, language: str) -> None:
    hub = start(page, language, "facts")
    page.goto(f"{hub}items/networked_collaboration/")
    page.locator("main input[value=yes]").check()
    steps.expect_saved(page, language)
    page.goto(f"{hub}check/")
    steps.submit(page, language)


def show_together(page: Page, language: str) -> None:
    page.goto("/my-work/")
    words = said(language, "Read the results beside each other")
    page.get_by_role("link", name=words).first.click()
    open_details(page)


def show_dimensions(page: Page, language: str) -> None:
    show_together(page, language)
    page.locator("main a[href$='/dimensions/']").click()
    expect(page.locator(".beside")).to_have_count(6)
    open_details(page)


def show_economies(page: Page, language: str) -> None:
    show_dimensions(page, language)
    page.locator("main a[href*='/economies/']").click()
    expect(page.locator("main fieldset")).to_have_count(4)
    open_details(page)


def show_refused_economies(page: Page, language: str) -> None:
    show_economies(page, language)
    for box in page.locator("main input[type=checkbox]").all()[:6]:
        box.check()
    page.locator("main .bar button").click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_questionnaires(page: Page, language: str) -> None:
    page.goto("/questionnaires/")


def show_edition(page: Page, language: str) -> None:
    show_questionnaires(page, language)
    page.locator("main ul.tasks li", has_text="tiers ·").last.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(edition("tiers").title[language])
    open_details(page)


def show_tables(page: Page, language: str) -> None:
    show_questionnaires(page, language)
    page.locator("main a[href^='/tables/']").first.click()


def show_refused_file(page: Page, language: str) -> None:
    show_questionnaires(page, language)
    steps.upload(page, language, steps.broken_tiers())
    expect(page.get_by_role("alert")).to_be_visible()


def show_draft(page: Page, language: str) -> None:
    show_questionnaires(page, language)
    steps.upload(page, language, steps.next_tiers())
    expect(page.get_by_role("button", name=said(language, "Publish for good"))).to_be_visible()


def show_changes(page: Page, language: str) -> None:
    show_draft(page, language)
    before = edition("tiers").edition
    words = said(language, "What changed since edition %(edition)s", edition=before)
    page.get_by_role("link", name=words).click()
    expect(page.locator("table.diff ins").first).to_be_visible()


def show_national_data(page: Page, language: str) -> None:
    page.goto("/national-data/")


def show_release(page: Page, language: str) -> None:
    page.goto("/national-data/")
    page.locator("main .tasks a[href$='/caii-2022-11/']").click()
    expect(page.locator("table.published").first).to_be_visible()


def show_figures_of_an_economy(page: Page, language: str) -> None:
    show_release(page, language)
    page.get_by_label(said(language, "Economy or region"), exact=True).select_option("SG")
    page.get_by_role("button", name=said(language, "Show")).click()
    page.wait_for_url("**economy=SG")


def show_statistics(page: Page, language: str) -> None:
    page.goto("/statistics/")


def show_pool(page: Page, language: str) -> None:
    page.goto("/my-work/")
    words = said(language, "The pool of enterprises")
    page.get_by_role("link", name=words, exact=True).first.click()
    expect(page.get_by_role("button", name=said(language, "Take part"))).to_be_visible()


def show_privacy(page: Page, language: str) -> None:
    page.goto("/privacy/")


def show_data(page: Page, language: str) -> None:
    """With an export that is ready."""
    page.goto("/my-work/")
    consent = page.locator("main a[href$='/pool/']").first.get_attribute("href")
    page.goto(str(consent).replace("/pool/", "/data/"))
    page.locator("form[action$='/export/'] button").click()
    expect(page.locator("main a[href$='/file/']")).to_be_visible()


def show_refused_erasure(page: Page, language: str) -> None:
    show_data(page, language)
    page.locator("main input[name=name]").fill("another")
    page.locator("form[action$='/erase/'] button").click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_log(page: Page, language: str) -> None:
    show_data(page, language)
    page.locator("main a[href$='/log/']").click()
    expect(page.locator("main table tbody tr").first).to_be_visible()
    open_details(page)


def show_site_log(page: Page, language: str) -> None:
    page.goto("/log/")
    open_details(page)


def show_release_draft(page: Page, language: str) -> None:
    """A draft of its own for each look: what is done to one does not disturb another."""
    page.goto("/national-data/caii-2022-11/copy/")
    key = f"walk-{uuid.uuid4()}"
    page.get_by_label(said(language, "Key of the new release"), exact=True).fill(key)
    page.get_by_role("button", name=said(language, "Begin the draft")).click()
    page.wait_for_url(f"**/{key}/")


def show_copying(page: Page, language: str) -> None:
    page.goto("/national-data/caii-2022-11/copy/")


def show_figure(page: Page, language: str) -> None:
    show_release_draft(page, language)
    page.goto(f"{page.url}figures/cn-networked-collaboration-share/")
    expect(page.locator("fieldset")).to_have_count(4)


def show_refused_figure(page: Page, language: str) -> None:
    show_figure(page, language)
    page.locator("input[name=value]").fill("39,5")
    page.get_by_role("button", name=said(language, "Save"), exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_release_texts(page: Page, language: str) -> None:
    show_release_draft(page, language)
    page.goto(f"{page.url}head/")


def show_release_history(page: Page, language: str) -> None:
    show_figure(page, language)
    page.locator("input[name=value]").fill("40.5")
    page.get_by_role("button", name=said(language, "Save"), exact=True).click()
    page.wait_for_url("**#f-*")
    page.get_by_role("link", name=said(language, "History of changes")).click()
    expect(page.get_by_role("cell", name="40.5", exact=True)).to_be_visible()


def show_release_changes(page: Page, language: str) -> None:
    show_release_history(page, language)
    page.goto(page.url.replace("/history/", "/changes/"))
    expect(page.locator("table.diff ins").first).to_have_text("40.5")


def show_coverage(page: Page, language: str) -> None:
    page.goto("/national-data/caii-2022-11/coverage/")


def show_verification(page: Page, language: str) -> None:
    page.goto("/verify/?code=0000-1111-2222-3333")
    expect(page.get_by_role("alert")).to_be_visible()


def show_verified_code(page: Page, language: str) -> None:
    show_report(page, language)
    code = page.locator("dl.meta dd.code").last.inner_text()
    page.goto(f"/verify/?code={code}")
    expect(page.locator("main dl.meta")).to_be_visible()


def show_altered_file(page: Page, language: str) -> None:
    show_report(page, language)
    code = page.locator("dl.meta dd.code").last.inner_text()
    send_to_verify(page, language, code.encode())
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("main dl.meta")).to_be_visible()


def show_file_that_is_not_ours(page: Page, language: str) -> None:
    send_to_verify(page, language, b"%PDF-1.7")
    expect(page.get_by_role("alert")).to_be_visible()


def send_to_verify(page: Page, language: str, content: bytes) -> None:
    page.goto("/verify/")
    file: FilePayload = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name=said(language, "Verify the file")).click()


def show_links(page: Page, language: str) -> None:
    """With one that was just made."""
    show_report(page, language)
    steps.make_share(page, language, password="between us two", label="湖畔银行")
    expect(page.locator("main form[action$='/end/']").first).to_be_visible()


def show_refused_link(page: Page, language: str) -> None:
    show_report(page, language)
    page.locator("main a[href$='/links/']").click()
    page.locator("main input[type=password]").fill("short")
    page.get_by_role("button", name=said(language, "Make the link")).click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_shared_report(page: Page, language: str) -> None:
    show_report(page, language)
    page.goto(steps.make_share(page, language))
    expect(page.locator("main dl.meta")).to_be_visible()


def show_wrong_password_of_a_link(page: Page, language: str) -> None:
    show_report(page, language)
    page.goto(steps.make_share(page, language, password="between us two"))
    page.locator("main input[type=password]").fill("something else")
    page.locator("main form button").click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_link_that_opens_nothing(page: Page, language: str) -> None:
    page.goto("/shared/nobody-made-this/")


def show_code_by_mail(page: Page, language: str) -> None:
    page.goto("/account/login/code/")
    page.get_by_label(said(language, "Email")).fill("nobody@example.org")
    page.get_by_role("button", name=said(language, "Send the code")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said(language, "Enter the code"))


def show_account(page: Page, language: str) -> None:
    page.goto("/account/")


def show_sessions(page: Page, language: str) -> None:
    page.goto("/account/sessions/")


def show_second_factor(page: Page, language: str) -> None:
    page.goto("/account/second-factor/")


def show_authenticator(page: Page, language: str) -> None:
    confirm_who_one_is(page, language, "/account/second-factor/totp/activate/")
    expect(page.locator("img.qr")).to_be_visible()


def show_passkey(page: Page, language: str) -> None:
    confirm_who_one_is(page, language, "/account/second-factor/webauthn/add/")
    add = page.get_by_role("button", name=said(language, "Add the passkey"))
    expect(add).to_be_visible()


def confirm_who_one_is(page: Page, language: str, address: str) -> None:
    """Go there; some minutes after signing in, the password is asked for once more."""
    page.goto(address)
    if "reauthenticate" in page.url:
        page.get_by_label(said(language, "Password")).fill(PASSWORD)
        page.get_by_role("button", name=said(language, "Confirm"), exact=True).click()


def show_confirmation(page: Page, language: str) -> None:
    page.goto("/account/reauthenticate/")


def show_refused_password(page: Page, language: str) -> None:
    page.goto("/account/password/change/")
    page.get_by_role("button", name=said(language, "Change the password")).click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_address(page: Page, language: str) -> None:
    page.goto("/account/email/")


def show_deletion(page: Page, language: str) -> None:
    page.goto("/account/delete/")


def show_tokens(page: Page, language: str) -> None:
    page.goto("/account/tokens/")
    page.get_by_role("button", name=said(language, "Make a token")).click()
    shown = said(language, "Your new token, shown only this once:")
    expect(page.get_by_text(shown)).to_be_visible()


def show_organisations(page: Page, language: str) -> None:
    page.goto("/organisations/")


def show_organisation(page: Page, language: str) -> None:
    show_organisations(page, language)
    page.locator("main .tasks a").first.click()
    expect(page.locator("main .tasks")).not_to_have_count(0)
    page.locator(".switch summary").click()


def show_inviting(page: Page, language: str) -> None:
    show_organisation(page, language)
    page.goto(f"{page.url}invite/")


def show_refused_inviting(page: Page, language: str) -> None:
    show_inviting(page, language)
    page.locator("input[name=email]").fill("nobody")
    page.locator("input[name=role]").first.check()
    page.locator("main .bar button").click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_member(page: Page, language: str) -> None:
    show_organisation(page, language)
    page.locator("main a[href*='/members/']").first.click()
    expect(page.locator("main button[name=remove]")).to_be_visible()


def show_ownership(page: Page, language: str) -> None:
    show_organisation(page, language)
    page.goto(f"{page.url}hand-over/")


def show_leaving(page: Page, language: str) -> None:
    show_organisation(page, language)
    page.goto(f"{page.url}leave/")


def show_founding(page: Page, language: str) -> None:
    page.goto("/organisations/new/")


def show_asking(page: Page, language: str) -> None:
    page.goto("/organisations/ask/")


def show_invitation(page: Page, language: str) -> None:
    link = re.compile(r"http\S+/invitations/\S+")
    found = link.search(steps.read_mail(page, "quality@demo.example", link))
    assert found
    page.goto(found[0])
    expect(page.locator("main dl.meta")).to_be_visible()


def show_link_that_does_not_work(page: Page, language: str) -> None:
    page.goto(f"/invitations/{uuid.uuid4()}/x/")


def show_all_organisations(page: Page, language: str) -> None:
    page.goto("/administration/organisations/")


def show_appointing(page: Page, language: str) -> None:
    show_all_organisations(page, language)
    page.locator("main .tasks a").first.click()
    expect(page.locator("main dl.meta")).to_be_visible()


def show_all_jobs(page: Page, language: str) -> None:
    page.goto("/administration/jobs/")


def show_sent_mail(page: Page, language: str) -> None:
    page.goto("/demo/mail/")


def show_nothing(page: Page, language: str) -> None:
    page.goto("/nothing-here/")


def show_portfolio(page: Page, language: str) -> None:
    page.goto("/portfolio/")
    expect(page.locator("table.portfolio tbody tr").first).to_be_visible()


def show_no_client_found(page: Page, language: str) -> None:
    page.goto("/portfolio/?name=nobody")
    expect(page.get_by_text(said(language, "No client fits this."))).to_be_visible()


def show_reports(page: Page, language: str) -> None:
    show_report(page, language)
    page.goto("/my-work/")
    page.locator("main a[href$='/reports/']").first.click()
    expect(page.locator("main a[href*='/reports/']").first).to_be_visible()


def show_asking_for_a_report(page: Page, language: str) -> None:
    page.goto("/my-work/")
    page.locator("main a[href$='/reports/']").first.click()
    page.locator("main a[href$='/reports/new/']").click()
    expect(page.locator("main input[name=sections]:checked").first).to_be_visible()


def show_refused_report(page: Page, language: str) -> None:
    show_asking_for_a_report(page, language)
    for box in page.locator("main input[name=assessments]").all():
        box.uncheck()
    page.locator("main form[method=post] .bar button").click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_branding(page: Page, language: str) -> None:
    """With a name and a colour, which the first look saves."""
    page.goto("/organisations/")
    page.locator("main .tasks a").first.click()
    page.locator("main a[href$='/branding/']").click()
    page.locator("main input[name=colour]").fill("#14507a")
    page.locator("main form[enctype] .bar button").first.click()
    page.locator("main").wait_for()
    expect(page.locator("main input[name=colour]")).to_have_value("#14507a")


def show_refused_branding(page: Page, language: str) -> None:
    show_branding(page, language)
    page.locator("main input[name=colour]").fill("#ffff00")
    page.locator("main form[enctype] .bar button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_new_batch(page: Page, language: str) -> None:
    page.goto("/batches/new/?all=1")
    expect(page.locator("main input[name=assessment]:checked").first).to_be_visible()


def show_refused_batch(page: Page, language: str) -> None:
    page.goto("/batches/new/")
    page.locator("form[method=post] .bar button").click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_batch(page: Page, language: str) -> None:
    """A finished one with its archive; as a draft, so that no other test finds its report made."""
    page.goto("/batches/new/")
    page.locator("main input[name=assessment]").first.check()
    page.locator("main input[name=is_draft]").check()
    page.get_by_role("radio", name=NAMES[language]).check()
    page.locator("form[method=post] .bar button").click()
    expect(page.locator("main a[href$='/file/']")).to_be_visible(timeout=90_000)


def show_batches(page: Page, language: str) -> None:
    show_batch(page, language)
    page.goto("/batches/")
    expect(page.locator("main .tasks a").first).to_be_visible()


def show_reissues(page: Page, language: str) -> None:
    """With a plan, which the first look makes; the same again is refused."""
    show_report(page, language)
    page.locator("main a[href$='/reissues/']").click()
    page.locator("main input[name=language]").first.check()
    page.locator("form.stack button").click()
    expect(page.locator("main form[action$='/end/']").first).to_be_visible()


def show_asking_for_access(page: Page, language: str) -> None:
    page.goto("/portfolio/ask/")


def show_handing_over(page: Page, language: str) -> None:
    page.goto("/portfolio/")
    page.locator("table.portfolio a[href$='/hand-over/']").first.click()


def show_access(page: Page, language: str) -> None:
    page.goto("/my-work/")
    enterprise = page.locator("main section h2[id^=e-]", has_text=PLANT).get_attribute("id")
    page.goto(f"/enterprises/{str(enterprise).removeprefix('e-')}/access/")
    expect(page.locator("main table")).to_be_visible()


def show_refused_access(page: Page, language: str) -> None:
    show_access(page, language)
    page.get_by_role("button", name=said(language, "Send the invitation")).click()
    expect(page.get_by_role("alert")).to_be_visible()


def show_changing_access(page: Page, language: str) -> None:
    show_access(page, language)
    page.get_by_role("link", name=said(language, "Change"), exact=False).first.click()


def show_revoking(page: Page, language: str) -> None:
    show_access(page, language)
    page.get_by_role("link", name=said(language, "Revoke"), exact=False).first.click()
    expect(page.get_by_role("button", name=said(language, "End it now"))).to_be_visible()


def show_comments(page: Page, language: str) -> None:
    show_result(page, language)
    page.locator("a[href$='/comments/']").click()
    expect(page.locator(".commented .note").first).to_be_visible()
    open_details(page)


Show = Callable[[Page, str], None]
PAGES: list[tuple[str, Show]] = [
    ("", show_home),
    ("", show_sign_up),
    ("", show_refused_sign_up),
    ("", show_sign_in),
    ("", show_help),
    ("", show_statistics),
    ("", show_privacy),
    (CONSULTANT, show_my_work),
    (CONSULTANT, show_enterprise),
    (CONSULTANT, show_refused_enterprise),
    (CONSULTANT, show_task_list),
    (CONSULTANT, show_question),
    (CONSULTANT, show_refused_answer),
    (CONSULTANT, show_check_answers),
    (OWNER, show_result),
    (OWNER, show_report),
    (OWNER, show_my_work_with_offers),
    (OWNER, show_together),
    (OWNER, show_dimensions),
    (OWNER, show_economies),
    (OWNER, show_refused_economies),
    (OWNER, show_pool),
    (OWNER, show_questionnaires),
    (OWNER, show_edition),
    (OWNER, show_tables),
    (OWNER, show_dx_task_list),
    (OWNER, show_dx_question),
    (OWNER, show_indicator),
    (OWNER, show_quick_pass),
    (OWNER, show_quick_unit),
    (OWNER, show_refused_quick_unit),
    (OWNER, show_dx_check),
    (OWNER, show_tiers_task_list),
    (OWNER, show_tier),
    (OWNER, show_refused_tier),
    (OWNER, show_tiers_result),
    (OWNER, show_facts_task_list),
    (OWNER, show_facts),
    (OWNER, show_refused_facts),
    (OWNER, show_facts_check),
    (OWNER, show_facts_result),
    (CONSULTANT, show_industries),
    (CONSULTANT, show_costs),
    (CONSULTANT, show_refused_costs),
    (CONSULTANT, show_goals),
    (CONSULTANT, show_dx_result),
    (ADMINISTRATOR, show_questionnaires),
    (ADMINISTRATOR, show_refused_file),
    (ADMINISTRATOR, show_draft),
    (ADMINISTRATOR, show_changes),
    (OWNER, show_national_data),
    (OWNER, show_release),
    (OWNER, show_figures_of_an_economy),
    (EDITOR, show_release_draft),
    (EDITOR, show_copying),
    (EDITOR, show_figure),
    (EDITOR, show_refused_figure),
    (EDITOR, show_release_texts),
    (EDITOR, show_release_history),
    (EDITOR, show_release_changes),
    (EDITOR, show_coverage),
    (LEAD, show_portfolio),
    (CONSULTANT, show_no_client_found),
    (OWNER, show_reports),
    (OWNER, show_asking_for_a_report),
    (OWNER, show_refused_report),
    (LEAD, show_branding),
    (LEAD, show_refused_branding),
    (CONSULTANT, show_new_batch),
    (CONSULTANT, show_refused_batch),
    (CONSULTANT, show_batch),
    (CONSULTANT, show_batches),
    (OWNER, show_reissues),
    (CONSULTANT, show_asking_for_access),
    (LEAD, show_handing_over),
    (OWNER, show_access),
    (OWNER, show_refused_access),
    (OWNER, show_changing_access),
    (OWNER, show_revoking),
    (OWNER, show_comments),
    (CONSULTANT, show_comments),
    (OWNER, show_data),
    (OWNER, show_refused_erasure),
    (OWNER, show_log),
    (ADMINISTRATOR, show_site_log),
    ("", show_verification),
    ("", show_file_that_is_not_ours),
    (OWNER, show_verified_code),
    (OWNER, show_altered_file),
    (OWNER, show_links),
    (OWNER, show_refused_link),
    (OWNER, show_shared_report),
    (OWNER, show_wrong_password_of_a_link),
    ("", show_link_that_opens_nothing),
    ("", show_code_by_mail),
    (OWNER, show_account),
    (OWNER, show_sessions),
    (OWNER, show_second_factor),
    (OWNER, show_authenticator),
    (OWNER, show_passkey),
    (OWNER, show_confirmation),
    (OWNER, show_refused_password),
    (OWNER, show_address),
    (OWNER, show_deletion),
    (CONSULTANT, show_deletion),
    (OWNER, show_organisations),
    (OWNER, show_organisation),
    (OWNER, show_inviting),
    (OWNER, show_refused_inviting),
    (OWNER, show_member),
    (OWNER, show_ownership),
    (OWNER, show_leaving),
    (OWNER, show_founding),
    (OWNER, show_asking),
    ("", show_invitation),
    (OWNER, show_invitation),
    ("", show_link_that_does_not_work),
    (ADMINISTRATOR, show_all_organisations),
    (ADMINISTRATOR, show_appointing),
    (ADMINISTRATOR, show_all_jobs),
    (OWNER, show_tokens),
    (OWNER, show_sent_mail),
    (OWNER, show_nothing),
]


def page_names() -> list[str]:
    """What the pages are called in the names of the tests; who looks, where two do."""
    names = [show.__name__[5:] for _, show in PAGES]
    return [
        f"{name}-{email.partition('@')[0]}" if names.count(name) > 1 else name
        for name, (email, _) in zip(names, PAGES, strict=True)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("email", "show"), PAGES, ids=page_names())
def test_page_is_accessible_and_fits(email: str, show: Show, language: str, visit: Visit) -> None:
    page = visit(language, email=email, tolerated=("422", "404"))
    show(page, language)
    expect(page.locator("html")).to_have_attribute("lang", TAGS[language])
    if show.__name__ not in WITH_FIGURES:
        page.locator(FIGURES).evaluate_all("all => all.forEach(one => one.remove())")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += overhanging(page)
        if width == WIDTHS[0] or language == "en":
            found += check(page, RULES, f"{width} px")
    if language == "en":  # colours and the narrow order are the same in all three
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += check(page, CONTRAST, "dark")
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    found += overhanging(page)
    assert found == []


def check(page: Page, rules: dict[str, object], where: str) -> list[str]:
    """axe's violations, one line an element."""
    violations = Axe().run(page, options=rules).response["violations"]
    return [
        f"{where}: {violation['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for violation in violations
        for node in violation["nodes"]
    ]


def overhanging(page: Page) -> list[str]:
    """Elements that make the page scroll sideways; wide tables scroll in a frame of their own."""
    return page.evaluate(
        """() => {
          const room = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= room) return [];
          return [...document.querySelectorAll("body *")]
            .filter((one) => one.getBoundingClientRect().right > room + 0.5)
            .filter((one) => !one.closest(".scroll"))
            .map((one) => `${room} px is too narrow for ${one.outerHTML.slice(0, 160)}`);
        }"""
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_browsers_language_decides_the_first_page_and_the_choice_every_later_one(
    language: str, site: Site, browser: Browser
) -> None:
    context = browser.new_context(locale=LOCALES[language], base_url=site.url)
    page = context.new_page()
    page.goto("/account/signup/")
    expect(page.locator("html")).to_have_attribute("lang", TAGS[language])
    title = re.compile("^" + re.escape(said(language, "Create an account")))
    expect(page).to_have_title(title)
    other = LANGUAGES[LANGUAGES.index(language) - 1]
    page.get_by_role("button", name=NAMES[other]).click()
    assert page.url == f"{site.url}/account/signup/"
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", TAGS[other])
    context.close()


def test_language_switch_keeps_the_page(visit: Visit) -> None:
    page = visit("en", email=CONSULTANT)
    show_question(page, "en")
    address = page.url
    for language in ("ja", "zh-hans", "en"):
        page.get_by_role("button", name=NAMES[language]).click()
        expect(page.locator("html")).to_have_attribute("lang", TAGS[language])
        name = siri().item("VI").name[language]
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        assert page.url == address


def test_api_documentation_is_drawn_under_the_policy(visit: Visit) -> None:
    page = visit("en", email=OWNER)
    page.goto("/account/tokens/")
    page.get_by_role("link", name="API documentation").click()
    expect(page.locator(".swagger-ui .opblock").first).to_be_visible()
