"""What the site says, looked up the way the site does it: the tests hold in every language."""

import re
from functools import cache

from django.utils import translation
from django.utils.translation import gettext

from assessments.wording import fault_text
from assessments.wording.answers import practice_text
from assessments.wording.figures import qualified_value
from assessments.wording.profile import economy_text, sector_text
from assessments.wording.results import reason_text, state_text
from maturity.benchmarks.context import national_context
from maturity.benchmarks.release import PublishedFigure, read_release, shipped_release_paths
from maturity.instruments.edition import Edition, Item
from maturity.instruments.faults import Fault
from maturity.instruments.loader import shipped_editions

LANGUAGES = ("en", "zh-hans", "ja")
LOCALES = {"en": "en-GB", "zh-hans": "zh-CN", "ja": "ja-JP"}
"""What a browser of that language sends as Accept-Language."""
TAGS = {"en": "en", "zh-hans": "zh-Hans", "ja": "ja"}
NAMES = {"en": "English", "zh-hans": "简体中文", "ja": "日本語"}


def said(language: str, msgid: str, **params: object) -> str:
    """A sentence of the interface, or a field's label of allauth, in a language."""
    with translation.override(language):
        text = gettext(msgid)
    return text % params if params else text


def profile_said(language: str, *, economy: str, sector: str) -> tuple[str, str]:
    """Names of an economy and a sector."""
    with translation.override(language):
        return economy_text(economy), sector_text(sector)


def state_said(language: str, state: str) -> str:
    with translation.override(language):
        return state_text(state)


def reason_said(language: str, reason: str) -> str:
    with translation.override(language):
        return reason_text(reason)


@cache
def edition(key: str) -> Edition:
    """One of the shipped questionnaires, with its tables if it has some."""
    return next(found for found in shipped_editions() if found.key == key)


def siri() -> Edition:
    return edition("siri")


def level_said(item: Item, level: int, language: str) -> str:
    """As pages and report print a level: "2 Digital"."""
    return f"{level} {siri().level_name(item, level)[language]}"


@cache
def figures_about(economy: str) -> list[PublishedFigure]:
    """The shipped national figures about the economy itself."""
    release = read_release(shipped_release_paths()[0])
    sections = national_context(release.figures, economy)
    own = next(section for section in sections if section.relation == "own")
    return [figure for group in own.groups for figure in group.figures]


def value_said(figure: PublishedFigure, language: str) -> str:
    with translation.override(language):
        return qualified_value(figure)


def said_of_practice(language: str, answer: str) -> str:
    """ "yes", "partly" or "no" as results print it."""
    with translation.override(language):
        return practice_text(answer)


def fault_said(language: str, code: str, **params: object) -> str:
    with translation.override(language):
        return fault_text(Fault("", code, params))


def squeezed(text: str) -> str:
    """Without any white space, for texts that were broken into lines somewhere."""
    return re.sub(r"\s+", "", text)
