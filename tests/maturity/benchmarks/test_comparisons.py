"""What may be said when a fact is held against a published figure, and what may not."""

import dataclasses
import re
from pathlib import Path

import pytest

from maturity.benchmarks.comparisons import (
    Comparison,
    comparables,
    compare_facts,
    comparison_words,
    is_as_written_for,
)
from maturity.benchmarks.comparisons_schema import parse_comparisons_file
from maturity.benchmarks.release import DATA_FOLDER, read_release, shipped_release_paths
from maturity.instruments.faults import InvalidFile
from maturity.scoring import as_json, score
from tests.maturity.scoring.shipped import FACTS, OUTSIDE, UNKNOWN

LANGUAGES = ("en", "zh-hans", "ja")
FIGURES = {f.key: f for f in read_release(shipped_release_paths()[0]).figures}
ENTRIES = {entry.key: entry for entry in comparables()}
SOURCE = (DATA_FOLDER / "comparisons.yaml").read_text(encoding="utf-8")
PLACES = {
    *("own", "k", "n", "percent", "figure", "rest", "period", "economy", "case", "basis", "year"),
    *("list", "own_before", "own_after", "figure_before", "figure_after"),
}


def held(answers, figures=FIGURES):
    """Key of the entry -> what became of it."""
    given = {k: v if isinstance(v, dict) else {"value": v} for k, v in answers.items()}
    result = as_json(score(FACTS, given))
    found = compare_facts(items=result["items"], shares=result["shares"], figures=figures)
    return {comparison.entry.key: comparison for comparison in found}


def outcome(key, answers):
    comparison = held(answers)[key]
    return comparison.outcome or comparison.missing


def every_text():
    for entry in ENTRIES.values():
        texts = [entry.caveat, entry.case, entry.each, entry.further_caveat]
        for text in [*entry.sentences.values(), *(t for t in texts if t)]:
            yield entry, text


def test_every_figure_that_may_be_compared_is_used_and_no_other():
    usable = {f.key for f in FIGURES.values() if f.mode in ("compare", "side_by_side")}
    used = {key for entry in ENTRIES.values() for key in entry.figures}
    assert len(usable) == 39
    assert used == usable


@pytest.mark.parametrize("key", ENTRIES)
def test_entry_agrees_with_its_figures(key):
    entry = ENTRIES[key]
    assert {FIGURES[figure].kind for figure in entry.figures} == {entry.kind}
    assert {FIGURES[figure].mode for figure in entry.figures} == {entry.mode}


@pytest.mark.parametrize("key", ENTRIES)
def test_entry_asks_for_items_that_exist(key):
    entry = ENTRIES[key]
    options = [when for when in (entry.when, entry.further_when) if when]
    for item in [*entry.items, *(when.item for when in options)]:
        assert FACTS.item(item).key == item
    for when in options:
        assert when.option in {option.key for option in FACTS.item(when.item).options}
    assert 1 <= entry.needed <= len(entry.items)


@pytest.mark.parametrize("key", [k for k, e in ENTRIES.items() if e.rule == "answer"])
def test_every_option_has_a_sentence(key):
    entry = ENTRIES[key]
    item = FACTS.item(entry.items[0])
    options = {option.key for option in item.options} or {"yes", "no"}
    comparable = options - set(entry.not_comparable)
    assert set(entry.sentences) - {"not_comparable"} == comparable
    assert set(entry.not_comparable) <= options
    assert bool(entry.not_comparable) == ("not_comparable" in entry.sentences)


def test_texts_name_the_same_numbers_in_every_language():
    for entry, text in every_text():
        places = [set(re.findall(r"\{(\w+)\}", text[language])) for language in LANGUAGES]
        assert places[0] == places[1] == places[2], entry.key
        assert places[0] <= PLACES
    for entry, text in every_text():
        if any(text is sentence for sentence in entry.sentences.values()):
            shown = set(re.findall(r"\{(\w+)\}", text["en"]))
            assert shown & {"figure", "figure_before", "list", "k", "own"}, entry.key


@pytest.mark.parametrize(
    ("key", "answers", "expected"),
    [
        ("networked_collaboration", {"networked_collaboration": "yes"}, "yes"),
        ("networked_collaboration", {"networked_collaboration": "partly"}, "partly"),
        ("ict_posts", {"ict_posts": "did_not_try"}, "not_comparable"),
        ("investment_delayed", {"investment_delayed": "none_planned"}, "not_comparable"),
        ("dx_certified", {"dx_certified": True}, "yes"),
        ("dx_certified", {"dx_certified": False}, "no"),
        # 15 % is printed without decimals: 14.5 to 15.49 are the same
        ("turnover_gain", {"turnover_gain.applies": True, "turnover_gain": "14.4"}, "below"),
        ("turnover_gain", {"turnover_gain.applies": True, "turnover_gain": "14.5"}, "same"),
        ("turnover_gain", {"turnover_gain.applies": True, "turnover_gain": "15.4"}, "same"),
        ("turnover_gain", {"turnover_gain.applies": True, "turnover_gain": "15.5"}, "above"),
        ("network_latency", {"network.latency": "10"}, "within"),
        ("network_latency", {"network.latency": "10.1"}, "not_within"),
        ("network_reliability", {"network.reliability": "99.999"}, "within"),
        ("network_reliability", {"network.reliability": "99.99"}, "not_within"),
        ("edge_share", {"edge_share": "30"}, "beside"),
        ("edge_share", {"edge_share": UNKNOWN}, "unknown"),
        ("network_latency", {"network.latency": OUTSIDE}, "not_applicable"),
        ("network_latency", {}, "unanswered"),
    ],
)
def test_outcome(key, answers, expected):
    assert outcome(key, answers) == expected


@pytest.mark.parametrize(
    ("skilled", "staff", "share", "target"),
    [
        ("22", "40", "above", "not_reached"),  # 55.0 against 54
        ("534", "1000", "below", "not_reached"),  # 53.4
        ("535", "1000", "same", "not_reached"),  # 53.5 is 54 as printed
        ("544", "1000", "same", "not_reached"),
        ("545", "1000", "above", "not_reached"),
        ("799999", "1000000", "above", "not_reached"),  # exact, never rounded up to the target
        ("8", "10", "above", "reached"),  # ten people are enough
        ("9", "9", "few", "few"),
        ("5", UNKNOWN, "unanswered", "unanswered"),  # a part without its whole
    ],
)
def test_share_of_staff(skilled, staff, share, target):
    answers = {"staff_basic_digital": skilled, "staff_total": staff}
    assert outcome("basic_digital_skills_share", answers) == share
    assert outcome("basic_digital_skills_target", answers) == target


def test_times_of_a_changeover_need_their_units():
    answers = {
        "changeover.applies": True,
        "changeover_before": "4",
        "changeover_before.unit": "hours",
        "changeover_after": "1.5",
    }
    assert outcome("changeover", answers) == "unanswered"
    assert outcome("changeover", answers | {"changeover_after.unit": "hours"}) == "beside"


def test_growth_is_held_only_against_the_own_sector():
    answers = {"digital_growth": "12.5", "digital_growth_sector": "secondary"}
    growth = {key for key in held(answers) if key.startswith("digital_growth")}
    assert growth == {"digital_growth_total", "digital_growth_secondary"}


def test_revenue_has_a_caveat_of_its_own():
    answers = {"digital_growth": "12.5"}
    assert not held(answers)["digital_growth_total"].with_further_caveat
    answers["digital_growth.basis"] = "revenue"
    assert held(answers)["digital_growth_total"].with_further_caveat


def test_release_without_the_figure_says_so():
    fewer = {key: f for key, f in FIGURES.items() if key not in ENTRIES["edge_share"].figures}
    comparison = held({"edge_share": "30"}, fewer)["edge_share"]
    assert (comparison.outcome, comparison.missing) == (None, "no_figure")


def test_nothing_side_by_side_states_a_relation():
    """R11: the only outcomes are "both" and, of yes/no questions, the own answer."""
    for entry in ENTRIES.values():
        if entry.mode == "side_by_side":
            assert set(entry.sentences) <= {"beside", "few", "yes", "no"}, entry.key


def test_no_comparison_yields_a_rank_or_percentile():
    """The release has no distribution: neither a field nor a word may claim a position."""
    fields = {field.name for field in dataclasses.fields(Comparison)}
    assert fields == {"entry", "outcome", "missing", "figures", "share", "with_further_caveat"}
    claims = re.compile(
        r"percentile|quartile|\brank|\btop \d|better than|worse than|ahead of|behind"
        r"|百分位|排名|名次|领先|落后|优于|超过了|パーセンタイル|順位|上位|下位|勝|劣",
        re.IGNORECASE,
    )
    texts = [text[language] for _entry, text in every_text() for language in LANGUAGES]
    texts += [words[language] for words in comparison_words().values() for language in LANGUAGES]
    assert len(texts) > 250
    assert [text for text in texts if claims.search(text)] == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('key: "service_manufacturing"', 'key: "networked_collaboration"', "key_repeated"),
        ('      "below":', '      "lower":', "sentences_wrong"),
        ('rule: "beside"', 'rule: "rounded"', "mode_without_relation"),
        ('rule: "beside"', 'rule: "guess"', "value_not_allowed"),
        ('    rule: "answer"\n', '    rule: "answer"\n    scale: "share"\n', "picture_unfit"),
        ('      - outcome: "no"\n', '      - outcome: "never"\n', "picture_unfit"),
        ('      - outcome: "no"\n', '      - outcome: "yes"\n', "picture_unfit"),
        ('    rule: "rounded"\n    unit: "%"\n', '    rule: "rounded"\n', "unit_missing"),
        ('    rule: "beside"\n    unit: "%"\n', '    rule: "beside"\n', "unit_missing"),
        ('    qualifier: "exact"\n', "", "qualifier_missing"),
        ('    threshold_of: "5"\n', "", "threshold_for_any"),
    ],
)
def test_wrong_file_is_refused(old, new, expected):
    assert old in SOURCE
    with pytest.raises(InvalidFile) as caught:
        parse_comparisons_file(SOURCE.replace(old, new, 1).encode())
    assert expected in {fault.code for fault in caught.value.faults}


def test_file_is_no_release():
    assert Path("comparisons.yaml") not in {Path(p.name) for p in shipped_release_paths()}


def test_units_are_those_of_the_figures_and_stand_wherever_a_relation_is_said():
    for entry in ENTRIES.values():
        units = {FIGURES[key].unit for key in entry.figures}
        assert entry.unit is None or {entry.unit} == units, entry.key
        assert entry.unit or entry.rule in ("answer", "beside"), entry.key
        assert entry.qualifier in (None, FIGURES[entry.figures[0]].qualifier), entry.key


SKILLED = {"staff_basic_digital": "22", "staff_total": "40"}
SAID = {
    "networked_collaboration": ({"networked_collaboration": "no"}, "no"),
    "dx_certified": ({"dx_certified": True}, "yes"),
    "basic_digital_skills_share": (SKILLED, "above"),
    "basic_digital_skills_target": (SKILLED, "not_reached"),
    "network_latency": ({"network.latency": "8"}, "within"),
    "network_reliability": ({"network.reliability": "99.999"}, "within"),
    "edge_share": ({"edge_share": "30"}, "beside"),
    "labour_saved": (
        {"labour_saved.applies": True, "labour_saved": "1", "labour_saved.currency": "CNY"},
        "beside",
    ),
}


def held_otherwise(key, **change):
    """What becomes of an entry in a release that gives its figures in another way."""
    otherwise = {k: dataclasses.replace(FIGURES[k], **change) for k in ENTRIES[key].figures}
    comparison = held(SAID[key][0], FIGURES | otherwise)[key]
    return comparison.outcome or comparison.missing


@pytest.mark.parametrize("key", SAID)
def test_figure_given_as_the_sentence_needs_it_has_its_outcome(key):
    assert held_otherwise(key) == SAID[key][1]


@pytest.mark.parametrize("key", ["basic_digital_skills_share", "network_latency"])
@pytest.mark.parametrize(
    "change",
    [
        {"qualifier": "about"},
        {"qualifier": "more_than"},
        {"status": "forecast"},
        {"status": "target"},
        {"value_max": "60"},
        {"mode": "side_by_side"},
        {"mode": "show"},
        {"kind": "national_context"},
        {"unit": "companies"},
    ],
    ids=str,
)
def test_relation_is_said_only_of_an_exact_observed_figure(key, change):
    """R11; another release may use the key for a figure that allows no relation."""
    assert held_otherwise(key, **change) == "not_comparable"


@pytest.mark.parametrize(
    "change",
    [{"qualifier": "exact"}, {"qualifier": "about"}, {"status": "observed"}, {"value_max": "90"}],
    ids=str,
)
def test_only_a_target_of_at_least_so_much_can_be_reached(change):
    assert held_otherwise("basic_digital_skills_target", **change) == "not_comparable"


@pytest.mark.parametrize(
    ("key", "change", "expected"),
    [
        ("networked_collaboration", {"kind": "share_of_people"}, "not_comparable"),
        ("networked_collaboration", {"mode": "side_by_side"}, "not_comparable"),
        ("networked_collaboration", {"status": "forecast"}, "not_comparable"),
        # the sentence derives the rest, 100 less the figure, and says it without "about"
        ("networked_collaboration", {"qualifier": "about"}, "not_comparable"),
        ("networked_collaboration", {"unit": "companies"}, "not_comparable"),
        ("networked_collaboration", {"value_max": "60"}, "not_comparable"),
        ("dx_certified", {"qualifier": "about"}, "yes"),
        ("dx_certified", {"mode": "show"}, "not_comparable"),
        ("network_reliability", {"value": "4"}, "not_comparable"),  # the threshold is that of 5
        ("edge_share", {"qualifier": "about", "status": "observed", "value_max": "80"}, "beside"),
        ("edge_share", {"mode": "compare"}, "beside"),
        ("edge_share", {"mode": "show"}, "not_comparable"),
        ("edge_share", {"unit": "companies"}, "not_comparable"),  # both stand on one axis
        ("labour_saved", {"unit": "USD_100M"}, "beside"),
    ],
)
def test_sentence_without_a_relation_needs_less(key, change, expected):
    assert held_otherwise(key, **change) == expected


def test_what_the_enterprise_left_open_comes_before_how_the_figure_is_given():
    about = {k: dataclasses.replace(f, qualifier="about") for k, f in FIGURES.items()}
    found = held({"network.latency": OUTSIDE, "edge_share": UNKNOWN}, about)
    assert found["network_latency"].missing == "not_applicable"
    assert found["edge_share"].missing == "unknown"
    assert found["basic_digital_skills_share"].missing == "unanswered"


def test_only_the_very_figure_is_the_one_that_the_caveats_were_written_for():
    figure = FIGURES["cn-networked-collaboration-share"]
    assert is_as_written_for(figure)
    assert not is_as_written_for(dataclasses.replace(figure, value="41.0"))
    assert not is_as_written_for(dataclasses.replace(figure, key="another"))
