"""Second factors, passkeys and sessions as a person meets them, on a site that requires them.

A site of its own: with the demonstration, but with the second factor required. It is visited as
localhost, for browsers make passkeys for names only.
"""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Page, expect

from assessments.services.demo import PASSWORD
from tests.assessments.web.signing_in import code_now
from tests.e2e.texts import LANGUAGES, LOCALES, said
from tests.processes import Site, running_site

pytestmark = pytest.mark.browser

PEOPLE = {"en": "publisher@demo.example", "zh-hans": "admin@demo.example"}
Open = Callable[[str], Page]


@pytest.fixture(scope="module")
def strict_site() -> Iterator[Site]:
    with running_site(demo=True, MFA_REQUIRED="1", ALLOWED_HOSTS="127.0.0.1,localhost") as site:
        yield site


@pytest.fixture
def open_browser(strict_site: Site, browser: Browser) -> Iterator[Open]:
    """open_browser("ja"): a browser of its own; nothing may complain on its console."""
    contexts = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    def open_one(language: str) -> Page:
        address = strict_site.url.replace("127.0.0.1", "localhost")
        context = browser.new_context(base_url=address, locale=LOCALES[language])
        context.set_default_timeout(15_000)
        context.on("console", note)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def enter_password(page: Page, language: str, email: str) -> None:
    page.goto("/account/login/")
    page.get_by_label(said(language, "Email")).fill(email)
    page.get_by_label(said(language, "Password")).fill(PASSWORD)
    page.locator("main").get_by_role("button", name=said(language, "Sign in"), exact=True).click()


def enter_code(page: Page, language: str, code: str) -> None:
    page.wait_for_url("**/authenticate/")
    page.get_by_label(said(language, "Code")).fill(code)
    page.locator("main").get_by_role("button", name=said(language, "Sign in"), exact=True).click()


def sign_out(page: Page, language: str) -> None:
    page.locator("header").get_by_role("button", name=said(language, "Sign out")).click()
    expect(
        page.locator("header").get_by_role("button", name=said(language, "Sign out"))
    ).to_have_count(0)


def set_up_app(page: Page, language: str) -> tuple[str, list[str]]:
    """From the page one is sent to up to the recovery codes; returns key and codes."""
    say = partial(said, language)
    page.get_by_role("link", name=say("Set up an authenticator app")).click()
    expect(page.locator("img.qr")).to_be_visible()
    secret = page.locator("#totp-secret").inner_text()
    page.get_by_label(say("Authenticator code")).fill(code_now(secret))
    page.get_by_role("button", name=say("Finish")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Recovery codes"))
    return secret, page.locator(".codes li").all_inner_texts()


@pytest.mark.parametrize("language", PEOPLE)
def test_publisher_sets_up_an_app_and_signs_in_with_it(open_browser: Open, language: str) -> None:
    say, email = partial(said, language), PEOPLE[language]
    page = open_browser(language)
    enter_password(page, language, email)
    page.wait_for_url("**/account/second-factor/")
    page.goto("/national-data/")
    page.wait_for_url("**/account/second-factor/")
    secret, codes = set_up_app(page, language)
    page.get_by_role("link", name=say("I have kept them")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("My work"))
    sign_out(page, language)

    enter_password(page, language, email)
    enter_code(page, language, code_now(secret))
    expect(page.get_by_role("heading", level=1)).to_have_text(say("My work"))
    sign_out(page, language)

    enter_password(page, language, email)
    enter_code(page, language, codes[0])
    expect(page.get_by_role("heading", level=1)).to_have_text(say("My work"))
    sign_out(page, language)

    enter_password(page, language, email)
    enter_code(page, language, codes[0])  # used up
    expect(page.get_by_role("alert").first).to_contain_text(say("Incorrect code."))
    enter_code(page, language, codes[1])
    expect(page.get_by_role("heading", level=1)).to_have_text(say("My work"))


def plug_in_authenticator(page: Page) -> CDPSession:
    """A device that holds passkeys and always recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def test_passkey_is_added_and_replaces_password_and_code(open_browser: Open) -> None:
    language, email = "ja", "lead@demo.example"
    say = partial(said, language)
    page = open_browser(language)
    plug_in_authenticator(page)
    enter_password(page, language, email)
    page.wait_for_url("**/my-work/")
    page.get_by_role("link", name=say("Your account"), exact=True).click()
    page.get_by_role("link", name=say("Two-step sign-in")).click()
    page.get_by_role("link", name=say("Add a passkey")).click()
    page.get_by_label(say("Name of the passkey")).fill("工場の PC")
    page.get_by_role("button", name=say("Add the passkey")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Recovery codes"))
    page.goto("/account/second-factor/webauthn/")
    expect(page.locator(".tasks strong")).to_have_text("工場の PC")
    sign_out(page, language)

    page.goto("/account/login/")
    page.get_by_role("button", name=say("Sign in with a passkey")).click()
    page.wait_for_url("**/my-work/")
    sign_out(page, language)

    enter_password(page, language, email)  # as the second step
    page.wait_for_url("**/authenticate/")
    page.get_by_role("button", name=say("Use a passkey")).click()
    page.wait_for_url("**/my-work/")


def test_passkey_that_is_not_there_is_said_on_the_page(open_browser: Open) -> None:
    page = open_browser("en")
    plug_in_authenticator(page)
    page.goto("/account/login/")
    page.get_by_role("button", name=said("en", "Sign in with a passkey")).click()
    expect(page.get_by_role("alert").get_by_text("That did not work.")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_browser_signs_the_other_out(open_browser: Open, language: str) -> None:
    say, email = partial(said, language), "owner@demo.example"
    here, there = open_browser(language), open_browser(language)
    for page in (here, there):
        enter_password(page, language, email)
        page.wait_for_url("**/my-work/")
    here.goto("/account/sessions/")
    rows = here.locator(".tasks li")
    before = rows.count()
    rows.filter(has_not_text=say("this browser")).first.get_by_role("button").click()
    expect(rows).to_have_count(before - 1)
    there.reload()
    there.wait_for_url("**/account/login/**")
    here.reload()
    expect(rows.first).to_contain_text(say("this browser"))
