"""Every sentence of a comparison, in every language, with its numbers as printed."""

import dataclasses
from typing import Any

import pytest
from django.utils import translation

from assessments.wording.comparisons import caveats, sentence
from assessments.wording.figures import period_text, qualified_value
from maturity.benchmarks.comparisons import Comparison, comparables
from maturity.benchmarks.release import read_release, shipped_release_paths
from maturity.instruments.loader import shipped_editions
from maturity.scoring import as_json, score

LANGUAGES = ("en", "zh-hans", "ja")
FACTS = next(edition for edition in shipped_editions() if edition.key == "facts")
FIGURES = {f.key: f for f in read_release(shipped_release_paths()[0]).figures}
ANSWERS = {
    "reference_year": "2021",
    "platform_modes.design": "yes",
    "platform_modes.production": "no",
    "platform_modes.configuration": "partly",
    "platform_modes.management": "yes",
    "staff_total": "40",
    "staff_digital": "16",
    "staff_basic_digital": "22",
    "digital_staff_masters": "2",
    "digital_staff_ten_years": "3",
    "labour_saved.applies": True,
    "labour_saved": "120000",
    "labour_saved.currency": "CNY",
    "turnover_gain.applies": True,
    "turnover_gain": "15.4",
    "changeover.applies": True,
    "changeover_before": "4",
    "changeover_before.unit": "hours",
    "changeover_after": "1.5",
    "changeover_after.unit": "hours",
    "network.sync": "12",
    "network.latency": "8",
    "network.reliability": "99.9",
    "edge_share": "30",
    "digital_growth": "12.5",
    "digital_growth_sector": "secondary",
    "digital_growth.basis": "revenue",
}
CASES = {
    "case_gains.port": {"berth_utilisation": "6", "full_load_rate": "4", "loading_time": "30"},
    "case_gains.rfid": {"replenishment": "2"},
}
OUTCOMES = [(entry, outcome) for entry in comparables() for outcome in entry.sentences]


def result() -> dict[str, Any]:
    given: dict[str, Any] = dict(ANSWERS)
    for applies, gains in CASES.items():
        given |= {applies: True} | {f"case_gains.{key}": value for key, value in gains.items()}
    return as_json(score(FACTS, {key: {"value": value} for key, value in given.items()}))


RESULT = result()
SHARES = {share["key"]: share for share in RESULT["shares"]}


def comparison_of(key: str, outcome: str) -> Comparison:
    entry = next(entry for entry in comparables() if entry.key == key)
    figures = tuple(FIGURES[figure] for figure in entry.figures)
    return Comparison(
        entry, outcome, None, figures, SHARES.get(entry.items[0]), bool(entry.further_when)
    )


def said(key: str, outcome: str) -> str:
    return sentence(comparison_of(key, outcome), edition=FACTS, items=RESULT["items"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("entry", "outcome"), OUTCOMES, ids=lambda part: getattr(part, "key", part)
)
def test_sentence_prints_the_figure_and_is_complete(
    entry: Any, outcome: str, language: str
) -> None:
    with translation.override(language):
        text = said(entry.key, outcome)
        printed = [qualified_value(FIGURES[key]) for key in entry.figures]
        warnings = caveats(comparison_of(entry.key, outcome))
    template = entry.sentences[outcome][language]
    assert "{" not in text
    assert "None" not in text
    if "{figure}" in template:
        assert printed[0] in text
    if "{list}" in template:
        assert sum(value in text for value in printed) >= len(printed) - 1
    assert len(warnings) == (2 if entry.further_when else 1)
    assert all(warnings)


@pytest.mark.parametrize(
    ("key", "outcome", "language", "expected"),
    [
        (
            "basic_digital_skills_share",
            "above",
            "en",
            "55.0 % of your staff (22 of 40) have at least basic digital skills; "
            "among Europeans aged 16 to 74 it is 54 %: yours is above.",
        ),
        (
            "networked_collaboration",
            "no",
            "zh-hans",
            "贵企业未开展。报告显示，2022年第2季度中国有 39.5% 的企业开展网络化协同；"
            "60.5%（推算）的企业未开展。",
        ),
        (
            "dx_certified",
            "no",
            "ja",
            "貴社は公的な認定を受けていません。日本では2021年12月31日時点で219社が認定を受けていました。",
        ),
        (
            "changeover",
            "beside",
            "en",
            "The report: in the case of Huawei and China Mobile (year not stated), changing a line "
            "over went from 2 weeks to 2 days. You: from 4 hours to 1.5 hours.",
        ),
    ],
)
def test_sentence_word_for_word(key: str, outcome: str, language: str, expected: str) -> None:
    with translation.override(language):
        assert said(key, outcome) == expected


@pytest.mark.parametrize(
    ("period", "english", "chinese", "japanese"),
    [
        (None, "year not stated", "未注明年份", "年の記載なし"),
        ("2021", "2021", "2021", "2021"),
        ("FY2024-25", "FY2024-25", "FY2024-25", "FY2024-25"),
        ("2022-Q2", "Q2 2022", "2022年第2季度", "2022年第2四半期"),
        ("2022-09", "Sept 2022", "2022年9月", "2022年9月"),
        ("2021-12-31", "31 Dec 2021", "2021年12月31日", "2021年12月31日"),
        ("2013/2021-Q4", "2013 – Q4 2021", "2013 – 2021年第4季度", "2013 – 2021年第4四半期"),
    ],
)
def test_period(period: str | None, english: str, chinese: str, japanese: str) -> None:
    figure = dataclasses.replace(FIGURES["cn-networked-collaboration-share"], period=period)
    texts = []
    for language in LANGUAGES:
        with translation.override(language):
            texts.append(period_text(figure))
    assert texts == [english, chinese, japanese]


def with_figure(key: str, outcome: str | None, **change: Any) -> Comparison:
    comparison = comparison_of(key, outcome or "beside")
    figures = tuple(dataclasses.replace(figure, **change) for figure in comparison.figures)
    missing = None if outcome else "not_comparable"
    return dataclasses.replace(comparison, outcome=outcome, missing=missing, figures=figures)


CAVEAT = {"en": "Large firms only.", "zh-hans": "仅限大企业。", "ja": "大企業のみ。"}


def test_figure_of_another_release_brings_its_own_caveat() -> None:
    with translation.override("en"):
        written, own = caveats(with_figure("edge_share", "beside", value="80", caveat=CAVEAT))
        assert [written] == caveats(comparison_of("edge_share", "beside"))
        assert own == "Large firms only."
        several = with_figure("digital_staff_share", "beside", caveat=CAVEAT)
        assert caveats(several)[1:] == ["Large firms only."], "one that many share, once"
        assert len(caveats(with_figure("edge_share", "beside", caveat=None))) == 1


def test_figure_given_in_another_way_is_said_to_be_and_keeps_its_own_caveat_only() -> None:
    found = with_figure("edge_share", None, mode="show", caveat=CAVEAT)
    with translation.override("en"):
        assert sentence(found, edition=FACTS, items=RESULT["items"]) == (
            "Not comparable: the release gives this figure in another way than a comparison needs."
        )
        assert caveats(found) == ["Large firms only."]
