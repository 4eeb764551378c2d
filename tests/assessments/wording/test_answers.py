"""Answers and outcomes of every kind in words, in each language."""

import pytest
from django.utils import translation

from assessments.models import Answer
from assessments.wording.answers import answer_text
from assessments.wording.results import bounds_text, leading_text, level_text, share_text, tier_text
from assessments.wording.tiers import count_text, statement
from maturity.instruments.loader import shipped_editions
from tests.assessments.services.given import COSTS

EDITIONS = {edition.key: edition for edition in shipped_editions()}
LANGUAGES = ("en", "zh-hans", "ja")


def said(key: str, item: str, value: object) -> str:
    answer = Answer(item=item, state="answered", value=value)
    return answer_text(EDITIONS[key].item(item), answer)


@pytest.mark.parametrize(
    ("key", "item", "value", "text"),
    [
        ("tiers", "L1-gain", "partly", "partly"),
        ("facts", "dx_certified", True, "Yes"),
        ("facts", "dx_certified", False, "No"),
        ("facts", "staff_total", "1200", "1200 people"),
        ("facts", "edge_share", "12.5", "12.5 %"),
        ("facts", "turnover_gain", "-12.5", "−12.5 %"),
        ("facts", "ict_posts", "did_not_try", "We did not try"),
        ("facts", "dx_certified.name", "DX認定", "DX認定"),
        ("siri", "priorities.kpis", ["safety"], "Safety"),
        ("siri", "priorities.cost_shares", COSTS, "10 shares given"),
        ("dx", "data_freshness", {"method": "asked around"}, "not answered"),
    ],
)
def test_answer_is_said_by_its_kind(key: str, item: str, value: object, text: str) -> None:
    assert said(key, item, value) == text


def test_indicator_is_said_as_far_as_given() -> None:
    item = "digitised_process_share"
    assert said("dx", item, {"current": "22", "target": "55"}) == (
        "22 % today, 55 % in three years"
    )
    assert said("dx", item, {"target": "55"}) == "55 % in three years"
    assert said("dx", item, {"current": "22"}) == "22 %"


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_speak_each_language(language: str) -> None:
    with translation.override(language):
        texts = [
            said("tiers", "L1-gain", "yes"),
            said("facts", "dx_certified", True),
            said("facts", "staff_total", "12"),
            said("dx", "digitised_process_share", {"current": "22", "target": "55"}),
            said("siri", "priorities.kpis", ["safety", "product_quality"]),
            bounds_text({"low": 0, "high": 2}),
            share_text({"k": "12", "n": "40", "rounded": "30.0"}),
            leading_text({"leading": False}),
            tier_text(1, 3),
            count_text(in_place=2, partly=1, of=3),
            statement({"low": 1, "high": 3}, scope="二号"),
        ]
        english = language == "en"
        assert all("%(" not in text for text in texts)
        assert [text.isascii() for text in texts[:-1]] == [english] * (len(texts) - 1)


def test_leading_is_said_only_where_it_is_known() -> None:
    texts = [leading_text({"leading": value}) for value in (True, False, None)]
    assert len(set(texts)) == 3
    assert leading_text({}) == ""


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0, 0, "below L1"),
        (2, 2, "L2"),
        (0, 3, "at most L3"),
        (1, 3, "at least L1, at most L3"),
    ],
)
def test_tier_is_one_or_between_two(low: int, high: int, text: str) -> None:
    assert tier_text(low, high) == text


def test_no_tier_is_said_of_the_scope_too() -> None:
    assert statement({"low": 0, "high": 0}, scope="Hall 1") == (
        "No tier of network applications is fully in production use at Hall 1."
    )


def test_first_steps_within_a_tier_show() -> None:
    assert count_text(in_place=2, partly=1, of=3) == (
        "2 of 3 deciding practices in place, 1 partly."
    )
    assert count_text(in_place=1, partly=0, of=1) == "1 of 1 deciding practice in place."


def test_level_of_a_mean_may_lie_between_two() -> None:
    assert level_text({"level": 2, "level_low": 2, "level_high": 2}) == "level 2"
    assert level_text({"level": None, "level_low": 1, "level_high": 3}) == "level 1 to 3"
    assert level_text({"level": None}) == ""
