"""One running site and one browser for all tests here; a visitor is a window of its own.

Whatever a page writes to the console, and every error of its scripts, fails the test at its end:
that includes each violation of the Content-Security-Policy.
"""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from assessments.services.demo import PASSWORD
from tests.e2e.texts import LOCALES, said
from tests.processes import Site, running_site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
Visit = Callable[..., Page]

expect.set_options(timeout=10_000)  # two cores that others use too


def launch(playwright: Playwright) -> Browser:
    """The system's own Chromium."""
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium"),
        args=ARGUMENTS,
        # Back shows a page from memory, as it does for everybody else.
        ignore_default_args=["--disable-back-forward-cache"],
    )


# Not longer than this folder: while Playwright runs, Django refuses to touch a database here.
@pytest.fixture(scope="package")
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with running_site(demo=True) as site:
        yield site
        if request.session.testsfailed:  # what the site itself said is gone with its folder
            print("\n".join(site.read_log().splitlines()[-200:]))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sessions() -> dict[str, object]:
    """Cookies of people who have signed in before, by e-mail address."""
    return {}


@pytest.fixture
def visit(site: Site, browser: Browser, sessions: dict[str, object]) -> Iterator[Visit]:
    """visit("ja", email=…): a window whose browser speaks Japanese, signed in on wish.

    `tolerated` are the server's answers that the test provokes ("422"); Chromium reports every
    failed request on the console. `scripts=False` switches JavaScript off.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(
        language: str,
        *,
        email: str = "",
        scripts: bool = True,
        width: int = 1280,
        tolerated: tuple[str, ...] = (),
    ) -> Page:
        def note(message: ConsoleMessage) -> None:
            failed = message.text.startswith("Failed to load resource")
            if failed and any(reason in message.text for reason in tolerated):
                return
            complaints.append(f"{message.location.get('url', '')}: {message.text}")

        context = browser.new_context(
            locale=LOCALES[language],
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            base_url=site.url,
            storage_state=sessions.get(email),
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("console", note)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        if email and email not in sessions:
            sign_in(page, language=language, email=email)
            sessions[email] = context.storage_state()
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []
    assert site.has_worker(), site.read_log()[-4000:]  # else every later report is in vain


def sign_in(page: Page, *, language: str, email: str) -> None:
    """As one of the people of the demonstration."""
    page.goto("/account/login/")
    page.get_by_label(said(language, "Email")).fill(email)
    page.get_by_label(said(language, "Password")).fill(PASSWORD)
    page.locator("main").get_by_role("button", name=said(language, "Sign in"), exact=True).click()
    page.wait_for_url("**/my-work/")
