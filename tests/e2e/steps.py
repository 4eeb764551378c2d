"""What a person does on the way from the first page to the report, one function a step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from assessments.models import Enterprise
from tests.e2e.texts import NAMES, band, profile_said, reason_said, said, siri, squeezed, state_said

ENTERPRISES = {
    # (name, economy): names with characters that escaping or a poor font would spoil
    "en": ("O’Brien & Søn <Precision> Ltd", "US"),
    "zh-hans": ("湖畔精密零件（苏州）有限公司", "CN"),
    "ja": ("淀川金属加工㈱　髙槻工場", "JP"),
}
SECTOR = "C25"


@dataclass(frozen=True)
class Choice:
    """What is answered to one dimension; `current` is a band or a state."""

    current: int | str
    target: int | None = None
    note: str = ""
    reason: str = ""

    @property
    def level(self) -> int | None:
        return self.current if isinstance(self.current, int) else None

    @property
    def goal(self) -> int | None:
        """A target is kept except for what does not apply."""
        return None if self.current == "not_applicable" else self.target


def sign_up(page: Page, language: str, *, email: str) -> None:
    """From the landing page to the empty list of work."""
    say = partial(said, language)
    page.get_by_role("link", name=say("Create an account")).click()
    page.get_by_label(say("Your name")).fill("Kim 金 🙂")
    page.get_by_label(say("Email")).fill(email)
    page.get_by_label(say("Password")).fill("lathe spindle 47 coolant")
    page.get_by_role("button", name=say("Create the account")).click()
    with page.context.expect_page() as opened:
        page.locator("main a[target=_blank]").click()
    mail = opened.value
    message = mail.locator("article", has_text=email).first.inner_text()
    mail.close()
    page.locator("main input[type=text]").fill(find_code(message))
    page.get_by_role("button", name=say("Confirm"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("My work"))


def find_code(message: str) -> str:
    """The code of a mail, in two groups of four."""
    found = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", message)
    assert found, message
    return found[0]


def create_enterprise(page: Page, language: str) -> None:
    say = partial(said, language)
    name, economy = ENTERPRISES[language]
    economy_name, sector_name = profile_said(language, economy=economy, sector=SECTOR)
    page.get_by_role("link", name=say("Add an enterprise")).click()
    page.get_by_label(say("Name of the enterprise")).fill(name)
    page.get_by_label(say("Economy"), exact=True).select_option(label=economy_name)
    page.get_by_label(say("Sector"), exact=True).select_option(label=sector_name)
    page.get_by_role("radio", name=str(Enterprise.SizeBand.SMALL.label)).check()
    page.get_by_role("button", name=say("Save and continue")).click()
    expect(page.get_by_role("heading", level=2, name=name)).to_be_visible()


def start_siri(page: Page, language: str) -> str:
    """Returns the address of the task list."""
    name = said(language, "Start: %(title)s", title=siri().title[language])
    page.get_by_role("button", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(siri().title[language])
    return page.url


def choose(page: Page, choice: Choice) -> None:
    """Click what the choice says, as fast as the browser takes it."""
    field = page.locator("form[data-answer]")
    field.locator(f"input[name=current][value='{choice.current}']").check()
    if choice.reason:
        field.locator(f"input[name=reason][value='{choice.reason}']").check()
    if choice.target is not None:
        field.locator(f"input[name=target][value='{choice.target}']").check()
    if choice.note:
        field.locator("textarea[name=note]").fill(choice.note)


def save_state(page: Page) -> Locator:
    return page.locator("[data-save-state]")


def saved_pattern(language: str) -> re.Pattern[str]:
    """ "Saved at 10:15", with whatever time."""
    before, after = said(language, "Saved at {time}").split("{time}")
    return re.compile(re.escape(before) + r"\D*\d+:\d+.*" + re.escape(after))


def go_on(page: Page, language: str) -> None:
    page.get_by_role("button", name=said(language, "Continue"), exact=True).click()


def expect_answers(page: Page, language: str, choices: Mapping[str, Choice]) -> None:
    """The page to check the answers shows every choice, and nothing else as answered."""
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(len(siri().items))
    for item, row in zip(siri().items, rows.all(), strict=True):
        name, today, target, _ = [
            squeezed(cell) for cell in row.locator("th, td").all_inner_texts()
        ]
        choice = choices.get(item.key, Choice("unanswered"))
        assert name.startswith(squeezed(item.name[language]))
        assert squeezed(choice.note) in name
        assert today == squeezed(today_said(language, item.key, choice))
        assert target == squeezed(
            band(item, choice.goal, language) if choice.goal is not None else "–"
        )


def today_said(language: str, key: str, choice: Choice) -> str:
    """What the page to check the answers prints under "Today"."""
    if choice.level is not None:
        return band(siri().item(key), choice.level, language)
    reason = reason_said(language, choice.reason) if choice.reason else ""
    return state_said(language, str(choice.current)) + reason


def submit(page: Page, language: str) -> None:
    page.get_by_role("button", name=said(language, "Submit and see the result")).click()
    page.wait_for_url("**/result/")


def make_report(page: Page, language: str, folder: Path) -> Path:
    """Ask for the report in the language, watch its progress, and fetch the file."""
    say = partial(said, language)
    page.get_by_role("radio", name=NAMES[language]).check()
    page.get_by_role("button", name=say("Make the PDF report")).click()
    page.wait_for_url("**/reports/*/")
    expect(page.get_by_role("progressbar", name=say("Progress"))).to_be_visible()
    ready = page.get_by_role("link", name=say("Download the PDF"))
    expect(ready).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        ready.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path
