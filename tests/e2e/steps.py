"""What a person does on the way from the first page to the report, one function a step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

import bootstrap
from assessments.models import Enterprise
from tests.e2e.texts import (
    NAMES,
    edition,
    level_said,
    profile_said,
    reason_said,
    said,
    siri,
    squeezed,
    state_said,
)

ENTERPRISES = {
    # (name, economy): names with characters that escaping or a poor font would spoil
    "en": ("O’Brien & Søn <Precision> Ltd", "US"),
    "zh-hans": ("湖畔精密零件（苏州）有限公司", "CN"),
    "ja": ("淀川金属加工㈱　髙槻工場", "JP"),
}
SECTOR = "C25"


@dataclass(frozen=True)
class Choice:
    """What is answered to one item; `current` is a level or a state."""

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
    page.get_by_role("link", name=said(language, "Create an account")).click()
    fill_sign_up(page, language, email=email)
    expect(page.get_by_role("heading", level=1)).to_have_text(said(language, "My work"))


def fill_sign_up(page: Page, language: str, *, email: str) -> None:
    """The form and the code that comes by mail, up to where one wanted to go."""
    say = partial(said, language)
    page.get_by_label(say("Your name")).fill("Kim 金 🙂")
    page.get_by_label(say("Email")).fill(email)
    page.get_by_label(say("Password")).fill("lathe spindle 47 coolant")
    page.get_by_role("button", name=say("Create the account")).click()
    with page.context.expect_page() as opened:
        page.locator("main a[target=_blank]").click()
    mail = opened.value
    message = read_mail(mail, email, _CODE)
    mail.close()
    page.locator("main input[type=text]").fill(find_code(message))
    page.get_by_role("button", name=say("Confirm"), exact=True).click()


_CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")  # in two groups of four


def find_code(message: str) -> str:
    found = _CODE.search(message)
    assert found, message
    return found[0]


def read_mail(page: Page, email: str, pattern: re.Pattern[str]) -> str:
    """The newest message to somebody that holds the pattern, as soon as the worker has sent it."""
    for _ in range(40):
        page.goto("/demo/mail/")
        for text in page.locator("article", has_text=email).all_inner_texts():
            if pattern.search(text):
                return text
        page.wait_for_timeout(250)
    raise AssertionError(f"no such message to {email}")


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


def start(page: Page, language: str, key: str) -> str:
    """On My work, start a questionnaire; returns the address of the task list.

    The list of questionnaires lies open where there is no work yet, else behind its heading.
    """
    title = edition(key).title[language]
    offers = page.locator("main details").first
    if offers.get_attribute("open") is None:
        offers.get_by_text(said(language, "Start an assessment"), exact=True).click()
    offers.get_by_role("button", name=f"{said(language, 'Start')} {title}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def answer_box(page: Page, key: str) -> Locator:
    """One answer of a page of several."""
    return page.locator(f"[data-answer='{key}']")


def choose(page: Page, choice: Choice) -> None:
    """Click what the choice says, as fast as the browser takes it."""
    field = page.locator("form[data-answers]")
    field.locator(f"input[name=current][value='{choice.current}']").check()
    if choice.reason:
        field.locator(f"input[name=reason][value='{choice.reason}']").check()
    if choice.target is not None:
        field.locator(f"input[name=target][value='{choice.target}']").check()
    if choice.note:
        field.locator("textarea[name=note]").fill(choice.note)


def save_state(around: Page | Locator) -> Locator:
    """Where a page of one answer says what is saved; or an answer among several."""
    return around.locator("[data-save-state]")


def expect_saved(around: Page | Locator, language: str) -> None:
    expect(save_state(around)).to_have_text(saved_pattern(language))


def not_saved(language: str, reason: str) -> str:
    return said(language, "Not saved. {reason}").replace("{reason}", reason)


def saved_pattern(language: str) -> re.Pattern[str]:
    """ "Saved at 10:15", with whatever time."""
    before, after = said(language, "Saved at {time}").split("{time}")
    return re.compile(re.escape(before) + r"\D*\d+:\d+.*" + re.escape(after))


def go_on(page: Page, language: str) -> None:
    page.get_by_role("button", name=said(language, "Continue"), exact=True).click()


def expect_answers(page: Page, language: str, choices: Mapping[str, Choice]) -> None:
    """The page to check the answers shows every choice, and nothing else as answered."""
    inputs = [item for item in siri().all_items if item not in siri().items]
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(len(siri().items) + len(inputs))
    for item, row in zip(siri().items, rows.all(), strict=False):
        name, today, target, _ = [
            squeezed(cell) for cell in row.locator("th, td").all_inner_texts()
        ]
        choice = choices.get(item.key, Choice("unanswered"))
        assert name.startswith(squeezed(item.name[language]))
        assert squeezed(choice.note) in name
        assert today == squeezed(today_said(language, item.key, choice))
        assert target == squeezed(
            level_said(item, choice.goal, language) if choice.goal is not None else "–"
        )


def today_said(language: str, key: str, choice: Choice) -> str:
    """What the page to check the answers prints under "Today"."""
    if choice.level is not None:
        return level_said(siri().item(key), choice.level, language)
    reason = reason_said(language, choice.reason) if choice.reason else ""
    return state_said(language, str(choice.current)) + reason


SHARES = (24, 3, 38, 2, 9, 3, 3, 1, 4, 5)
"""Ten cost shares in the order of the page."""
GOALS = (1, 4, 5, 8, 13)
"""Which of the goals are chosen, by their place on the page."""


def give_priorities(page: Page, language: str, hub: str) -> None:
    """The four pages that the ranking needs, from the task list to checking the answers."""
    page.goto(hub)
    industry, *_ = inputs = siri().tables.questions if siri().tables else ()
    page.get_by_role("link", name=industry.name[language], exact=True).click()
    for question in inputs:
        expect(page.get_by_role("heading", level=1)).to_have_text(question.name[language])
        if question.kind == "shares":
            for number, share in enumerate(SHARES):
                page.locator("main input[type=text]").nth(number).fill(str(share))
        elif question.kind == "choices":
            for number in GOALS:
                page.locator("main input[type=checkbox]").nth(number).check()
        else:
            page.locator("main input[type=radio]").first.check()
        expect_saved(page, language)
        go_on(page, language)
    expect(page.get_by_role("heading", level=1)).to_have_text(said(language, "Check your answers"))


def submit(page: Page, language: str) -> None:
    page.get_by_role("button", name=said(language, "Submit and see the result")).click()
    page.wait_for_url("**/result/")


TIERS = bootstrap.ROOT / "maturity" / "instruments" / "data" / "tiers-2022.yaml"


def next_tiers() -> FilePayload:
    """The next edition of the tiers: one question is asked in other words."""
    first, *others = edition("tiers").items
    asked = first.question["en"]
    note = 'note: {en: "Clearer.", zh-hans: "更清楚。", ja: "より明確に。"}'
    lines = [f'    - {{kind: "reworded", before: "{first.key}", item: "{first.key}", {note}}}']
    lines += [f'    - {{kind: "same", before: "{one.key}", item: "{one.key}"}}' for one in others]
    follows = "\n".join(["follows:", '  edition: "2022"', "  changes:", *lines])
    head = f'edition: "2022.1"\n{follows}'
    return _file("next", ('edition: "2022"', head), (asked, f"Reworded: {asked}"))


def other_tiers(key: str) -> FilePayload:
    """The same questions as a questionnaire of their own."""
    title = edition("tiers").title["en"]
    return _file(key, ('key: "tiers"', f'key: "{key}"'), (title, f"Pilot: {title}"))


def broken_tiers() -> FilePayload:
    """Two faults in a good file: no Japanese title, and a role that does not exist."""
    title = f'  ja: "{edition("tiers").title["ja"]}"\n'
    return _file("broken", (title, ""), ('role: "relief"', 'role: "comfort"'))


def _file(name: str, *changes: tuple[str, str]) -> FilePayload:
    text = TIERS.read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return {"name": f"{name}.yaml", "mimeType": "text/yaml", "buffer": text.encode()}


def upload(page: Page, language: str, file: FilePayload) -> None:
    page.get_by_label(said(language, "YAML file")).set_input_files(file)
    page.get_by_role("button", name=said(language, "Check the file")).click()


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


def make_share(page: Page, language: str, *, password: str = "", label: str = "") -> str:
    """From the page of a finished report: make a link to it; the address, shown this once."""
    page.get_by_role("link", name=said(language, "Links for people without an account")).click()
    page.get_by_label(said(language, "For whom")).fill(label)
    page.get_by_label(said(language, "Password")).fill(password)
    page.get_by_role("button", name=said(language, "Make the link")).click()
    address = page.locator("main .note.good .code")
    expect(address).to_be_visible()
    return address.inner_text()
