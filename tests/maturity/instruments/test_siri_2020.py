"""The shipped questionnaire: its structure is the one of the framework, its texts are whole."""

import re
from collections.abc import Iterator

import pytest

from maturity.instruments.edition import Edition
from maturity.instruments.loader import DATA_FOLDER, read_edition, shipped_editions
from tests.maturity.editions import GROUPS, KEYS, TREE

LADDERS = {
    "process": "Undefined, Defined, Digital, Integrated, Automated, Intelligent",
    "automation": "None, Basic, Advanced, Full, Flexible, Converged",
    "connectivity": (
        "None, Connected, Interoperable, Interoperable and Secure, Real-Time, Scalable"
    ),
    "intelligence": "None, Computerised, Visible, Diagnostic, Predictive, Adaptive",
    "learning": "Informal, Structured, Continuous, Integrated, Adaptive, Forward-looking",
    "leadership": (
        "Unfamiliar, Limited Understanding, Informed, Semi-dependent, Independent, Adaptive"
    ),
    "collaboration": (
        "Informal, Communicating, Cooperating, Coordinating, Collaborating, Integrated"
    ),
    "strategy": "None, Formalisation, Development, Implementation, Scaling, Adaptive",
}
NAMES = [
    "Vertical Integration",
    "Horizontal Integration",
    "Integrated Product Lifecycle",
    "Shop Floor Automation",
    "Enterprise Automation",
    "Facility Automation",
    "Shop Floor Connectivity",
    "Enterprise Connectivity",
    "Facility Connectivity",
    "Shop Floor Intelligence",
    "Enterprise Intelligence",
    "Facility Intelligence",
    "Workforce Learning & Development",
    "Leadership Competency",
    "Inter- and Intra-Company Collaboration",
    "Strategy & Governance",
]
KANA = re.compile("[\u3041-\u30fa\u30fc-\u30ff]")
HALF_WIDTH_KANA = re.compile("[\uff66-\uff9f]")


@pytest.fixture(scope="module")
def siri() -> Edition:
    return read_edition(DATA_FOLDER / "siri-2020.yaml")


def texts_of(edition: Edition, language: str) -> Iterator[str]:
    yield from (edition.title[language], edition.origin[language], edition.level_word[language])
    for names in edition.ladders.values():
        yield from (name[language] for name in names)
    yield from (group.name[language] for group in edition.groups)
    for item in edition.items:
        for texts in (item.name, item.short, item.question, item.help, item.evidence):
            yield texts[language]
        yield from (texts[language] for texts in (*item.levels, *item.actions))


def test_shipped_editions_can_all_be_read(siri):
    editions = shipped_editions()
    assert [(edition.key, edition.edition) for edition in editions] == [
        ("dx", "2019"),
        ("facts", "2022"),
        ("siri", "2020"),
        ("tiers", "2022"),
    ]
    assert siri in [edition.with_tables(None) for edition in editions]


def test_siri_has_three_blocks_eight_pillars_sixteen_items(siri):
    assert [group.key for group in siri.groups_by_rank if group.kind == "block"] == list(TREE)
    assert sorted(group.key for group in siri.groups) == sorted(GROUPS)
    assert [item.key for item in siri.items] == KEYS
    assert [item.number for item in siri.items] == [str(number) for number in range(1, 17)]
    for block, pillars in TREE.items():
        assert [pillar.key for pillar in siri.pillars_of(siri.group(block))] == list(pillars)
        for pillar, keys in pillars.items():
            assert [item.key for item in siri.items_of(pillar)] == keys


def test_siri_keeps_the_published_names(siri):
    assert [item.name["en"] for item in siri.items] == NAMES
    words = {key: ", ".join(name["en"] for name in names) for key, names in siri.ladders.items()}
    assert words == LADDERS


def test_siri_items_use_the_ladder_of_their_kind(siri):
    ladders = ["process"] * 3 + ["automation"] * 3 + ["connectivity"] * 3 + ["intelligence"] * 3
    ladders += ["learning", "leadership", "collaboration", "strategy"]
    assert [item.ladder for item in siri.items] == ladders


def test_siri_has_the_agreed_scale_and_reasons(siri):
    assert siri.scale_top == 5
    assert siri.level_word == {"en": "Band", "zh-hans": "级别", "ja": "レベル"}
    assert siri.not_applicable_reasons == (
        "no_such_activity",
        "no_such_equipment",
        "outside_site",
        "other",
    )


def test_siri_says_that_it_is_not_official(siri):
    assert "Not an official SIRI assessment" in siri.origin["en"]
    assert "不是官方 SIRI 评估" in siri.origin["zh-hans"]
    assert "公式の SIRI 評価ではありません" in siri.origin["ja"]


def test_siri_chinese_is_written_in_simplified_characters(siri):
    for text in texts_of(siri, "zh-hans"):
        assert text.encode("gb2312"), text  # the character set holds no other forms
        assert not KANA.search(text), text


def test_siri_japanese_is_written_in_japanese_characters(siri):
    for text in texts_of(siri, "ja"):
        assert text.encode("cp932"), text  # the character set holds no simplified forms
        assert not HALF_WIDTH_KANA.search(text), text


def test_siri_english_is_written_in_latin_letters(siri):
    for text in texts_of(siri, "en"):
        assert text.isascii(), text


def test_siri_labels_fit_their_tiles(siri):
    for item in siri.items:
        assert len(item.short["en"]) <= 14, item.key
        assert len(item.short["zh-hans"]) <= 7, item.key
        assert len(item.short["ja"]) <= 7, item.key
