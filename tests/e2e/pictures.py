"""Makes the pictures of the README: `python -m tests.e2e.pictures`, from the project's folder.

A fresh site with the demonstration, so that they can be made again after every change of looks.
"""

import os
import subprocess
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, expect, sync_playwright

import bootstrap
from tests.processes import Site, running_site

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.e2e.conftest import launch, sign_in  # noqa: E402 - they need Django's settings
from tests.e2e.steps import make_report  # noqa: E402
from tests.e2e.texts import LOCALES, siri  # noqa: E402

IMAGES = bootstrap.ROOT / "docs" / "images"
WIDTH, HEIGHT = 1280, 900
RESULT_HEIGHT = 1400  # down into the profile
REPORT_PAGE = 2  # the summary with the plan of levels
REPORT_WIDTH = 900


def open_window(browser: Browser, site: Site, *, language: str, email: str) -> Page:
    context = browser.new_context(
        base_url=site.url,
        locale=LOCALES[language],
        viewport={"width": WIDTH, "height": HEIGHT},
        reduced_motion="reduce",
    )
    page = context.new_page()
    sign_in(page, language=language, email=email)
    return page


def open_result(page: Page) -> None:
    page.locator("main a[href$='/result/']", has_text="SIRI").first.click()
    expect(page.locator("h1.statement")).to_be_visible()


def picture_result(browser: Browser, site: Site) -> None:
    page = open_window(browser, site, language="en", email="owner@demo.example")
    open_result(page)
    page.screenshot(
        path=IMAGES / "result.en.png",
        full_page=True,
        clip={"x": 0, "y": 0, "width": WIDTH, "height": RESULT_HEIGHT},
    )
    page.context.close()


def picture_question(browser: Browser, site: Site) -> None:
    page = open_window(browser, site, language="ja", email="consultant@demo.example")
    page.get_by_role("link", name=siri().title["ja"], exact=True).click()
    page.get_by_role("link", name=siri().item("SFA").name["ja"], exact=True).click()
    expect(page.locator("form[data-answers]")).to_be_visible()
    page.screenshot(path=IMAGES / "question.ja.png")
    page.context.close()


def picture_report(browser: Browser, site: Site, folder: Path) -> None:
    page = open_window(browser, site, language="zh-hans", email="owner@demo.example")
    open_result(page)
    report = make_report(page, "zh-hans", folder)
    page.context.close()
    command = ["pdftoppm", "-png", "-singlefile", "-f", str(REPORT_PAGE), "-scale-to-x"]
    command += [str(REPORT_WIDTH), "-scale-to-y", "-1", str(report)]
    subprocess.run([*command, str(IMAGES / "report.zh-hans")], check=True)


def make_pictures() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        running_site(demo=True) as site,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
    ):
        browser = launch(playwright)
        picture_result(browser, site)
        picture_question(browser, site)
        picture_report(browser, site, Path(folder))
        browser.close()
    for path in sorted(IMAGES.glob("*.png")):
        bootstrap.say(f"{path.relative_to(bootstrap.ROOT)}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    make_pictures()
