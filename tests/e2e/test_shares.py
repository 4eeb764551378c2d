"""A report leaves the house: by a link with a password, and back as a file to be verified."""

from functools import partial
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import ngettext
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.conftest import Visit
from tests.e2e.texts import NAMES, said, siri

pytestmark = pytest.mark.browser

PASSWORD = "between us two"


def make_report(page: Page, language: str) -> str:
    """The report on the first result of the demonstration; its address."""
    page.goto("/my-work/")
    result = said(language, "Result: %(title)s", title=siri().title[language])
    page.get_by_role("link", name=result, exact=True).first.click()
    page.get_by_role("radio", name=NAMES[language]).check()
    page.get_by_role("button", name=said(language, "Make the PDF report")).click()
    ready = page.get_by_role("link", name=said(language, "Download the PDF"))
    expect(ready).to_be_visible(timeout=60_000)
    return page.url


def take(page: Page, language: str, path: Path) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=said(language, "Download the PDF")).click()
    download.value.save_as(path)
    return path.read_bytes()


def verify(page: Page, language: str, path: Path) -> None:
    page.goto("/verify/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name=said(language, "Verify the file")).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_stranger_reads_a_report_by_its_link_and_verifies_it(
    scripts: bool, visit: Visit, tmp_path: Path
) -> None:
    language = "zh-hans"
    say = partial(said, language)
    owner = visit(language, email="owner@demo.example")
    report = make_report(owner, language)
    address = steps.make_share(owner, language, password=PASSWORD, label="湖畔银行")
    owner.goto(owner.url)
    expect(owner.locator("main .note.good .code")).to_have_count(0)

    stranger = visit(language, scripts=scripts, tolerated=("404", "422"))
    stranger.goto(address)
    expect(stranger.locator("main")).not_to_contain_text("湖畔精密零件厂")
    stranger.get_by_label(say("Password")).fill("not the one")
    stranger.get_by_role("button", name=say("Continue")).click()
    expect(stranger.get_by_role("alert")).to_contain_text(
        say("This is not the password of the link.")
    )
    stranger.get_by_label(say("Password")).fill(PASSWORD)
    stranger.get_by_role("button", name=say("Continue")).click()
    expect(stranger).to_have_url(address)
    expect(stranger.locator("main dl.meta")).to_contain_text("湖畔精密零件厂")
    genuine = tmp_path / "genuine.pdf"
    content = take(stranger, language, genuine)
    assert content.startswith(b"%PDF-")

    # Another browser knows nothing of the password given in this one.
    other = visit(language)
    other.goto(address)
    expect(other.get_by_label(say("Password"))).to_be_visible()

    verify(stranger, language, genuine)
    main = stranger.locator("main")
    expect(main).to_contain_text(say("Genuine: this is the file that was issued"))
    expect(main).not_to_contain_text("湖畔精密零件厂")
    (tmp_path / "altered.pdf").write_bytes(content[:-10] + bytes([content[-10] ^ 1]) + content[-9:])
    verify(stranger, language, tmp_path / "altered.pdf")
    expect(main).to_contain_text(say("Altered: not the file that was issued under this code"))
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    verify(stranger, language, tmp_path / "other.pdf")
    expect(main).to_contain_text(say("This file was not issued here"))

    owner.goto(f"{report}links/")
    link = owner.locator("main .tasks li", has_text="湖畔银行").first
    expect(link).to_contain_text(said_once(language))
    link.get_by_role("button").click()
    expect(owner.locator("main .note.good")).to_have_text(say("The link no longer opens."))
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_have_text(
        say("This link does not open anything")
    )


def said_once(language: str) -> str:
    """That a link was used one time."""
    with translation.override(language):
        return ngettext("read %(count)s time", "read %(count)s times", 1) % {"count": 1}
