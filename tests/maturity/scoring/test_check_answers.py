import pytest

from maturity.instruments.faults import Fault
from maturity.scoring import InvalidAnswers, check_answers, score, warn_about_answers
from maturity.scoring.answers import answer_path, reasons_of, value_field
from tests.maturity.editions import KEYS, build_edition, edition_data
from tests.maturity.scoring.shipped import DX, FACTS, SIRI, TIERS

EDITION = build_edition()
REASONS = ["no_such_activity", "no_such_equipment", "outside_site", "other"]
STATES = ["unknown", "not_applicable"]


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"current": 0},
        {"current": 5},
        {"current": 1, "target": 3, "note": "seen", "action": "do"},
        {"current": 3, "target": 1},
        {"target": 3},
        {"note": "ask the foreman"},
        {"note": ""},
        {"note": "㈱ 一\n二"},
        {"state": "unknown"},
        {"state": "unknown", "target": 3, "note": "n", "action": "a"},
        {"state": "not_applicable", "reason": "no_such_activity"},
        {"state": "not_applicable", "reason": "outside_site", "note": ""},
        {"state": "not_applicable", "reason": "other", "note": "leased hall"},
        {"note": "x" * 5_000},
    ],
)
def test_allowed_answer_has_no_fault(answer):
    assert check_answers(EDITION, {"VI": answer}) == []


@pytest.mark.parametrize("field", ["current", "target"])
@pytest.mark.parametrize(
    ("level", "code", "value"),
    [
        (True, "level_is_boolean", True),
        (False, "level_is_boolean", False),
        ("3.5", "level_is_decimal", "3.5"),
        ("3,5", "level_is_decimal", "3,5"),
        (".5", "level_is_decimal", ".5"),
        ("３", "level_is_full_width", "３"),
        ("３．５", "level_is_full_width", "３．５"),
        ("3", "level_is_text", "3"),
        ("", "level_is_text", ""),
        ("三", "level_is_text", "三"),
        (6, "level_too_high", 6),
        (10**30, "level_too_high", 10**30),
        (-1, "level_too_low", -1),
        (3.0, "level_is_float", "3.0"),
        (3.5, "level_is_float", "3.5"),
        (float("nan"), "level_is_float", "nan"),
        ([3], "level_wrong_type", "list"),
        ({}, "level_wrong_type", "dict"),
    ],
)
def test_level_that_is_no_level_has_its_own_code(field, level, code, value):
    expected = Fault(f"answers.VI.{field}", code, {"top": 5, "value": value})
    assert check_answers(EDITION, {"VI": {field: level}}) == [expected]


def test_null_level_is_no_way_to_say_unanswered():
    fault = Fault("answers.VI.current", "level_is_null", {"top": 5})
    assert check_answers(EDITION, {"VI": {"current": None}}) == [fault]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (None, Fault("answers.VI", "answer_not_object")),
        (3, Fault("answers.VI", "answer_not_object")),
        ("unknown", Fault("answers.VI", "answer_not_object")),
        ([], Fault("answers.VI", "answer_not_object")),
        (
            {"current": 1, "colour": "red"},
            Fault("answers.VI.colour", "field_unknown", {"field": "colour"}),
        ),
        (
            {"state": "answered", "current": 1},
            Fault("answers.VI.state", "state_unknown", {"value": "answered", "allowed": STATES}),
        ),
        (
            {"state": None},
            Fault("answers.VI.state", "state_unknown", {"value": "null", "allowed": STATES}),
        ),
        (
            {"state": ["unknown"]},
            Fault("answers.VI.state", "state_unknown", {"value": "list", "allowed": STATES}),
        ),
        (
            {"state": "unknown", "current": 2},
            Fault("answers.VI.current", "current_not_allowed", {"state": "unknown"}),
        ),
        (
            {"state": "unknown", "reason": "other"},
            Fault("answers.VI.reason", "reason_not_allowed", {"state": "unknown"}),
        ),
        (
            {"current": 1, "reason": "other"},
            Fault("answers.VI.reason", "reason_not_allowed", {"state": "answered"}),
        ),
        (
            {"state": "not_applicable", "reason": "outside_site", "current": 2},
            Fault("answers.VI.current", "current_not_allowed", {"state": "not_applicable"}),
        ),
        (
            {"state": "not_applicable", "reason": "outside_site", "target": 2},
            Fault("answers.VI.target", "target_not_allowed", {"state": "not_applicable"}),
        ),
        (
            {"state": "not_applicable", "reason": "outside_site", "action": "a"},
            Fault("answers.VI.action", "action_not_allowed", {"state": "not_applicable"}),
        ),
        (
            {"state": "not_applicable"},
            Fault("answers.VI.reason", "reason_missing", {"allowed": REASONS}),
        ),
        (
            {"state": "not_applicable", "reason": "outsourced"},
            Fault(
                "answers.VI.reason", "reason_unknown", {"value": "outsourced", "allowed": REASONS}
            ),
        ),
        (
            {"state": "not_applicable", "reason": None},
            Fault("answers.VI.reason", "reason_unknown", {"value": "null", "allowed": REASONS}),
        ),
        (
            {"state": "not_applicable", "reason": "other"},
            Fault("answers.VI.note", "note_required", {"reason": "other"}),
        ),
        (
            {"state": "not_applicable", "reason": "other", "note": " \u3000\n"},
            Fault("answers.VI.note", "note_required", {"reason": "other"}),
        ),
        (
            {"state": "not_applicable", "reason": "other", "note": 3},
            Fault("answers.VI.note", "not_text"),
        ),
        ({"note": None}, Fault("answers.VI.note", "not_text")),
        ({"action": 3}, Fault("answers.VI.action", "not_text")),
        (
            {"note": "x" * 5_001},
            Fault("answers.VI.note", "text_too_long", {"length": 5_001, "limit": 5_000}),
        ),
        (
            {"note": "a\x00b"},
            Fault("answers.VI.note", "text_not_storable", {"character": "U+0000"}),
        ),
        (
            {"action": "a\ud800b"},
            Fault("answers.VI.action", "text_not_storable", {"character": "U+D800"}),
        ),
    ],
)
def test_wrong_answer_is_one_fault_at_its_place(answer, fault):
    assert check_answers(EDITION, {"VI": answer}) == [fault]


@pytest.mark.parametrize("answers", [None, [], "VI", 3])
def test_answers_that_are_no_object_are_refused(answers):
    assert check_answers(EDITION, answers) == [Fault("answers", "answers_not_object")]


@pytest.mark.parametrize("key", ["XX", "vi", "", "overall", 1])
def test_unknown_item_is_refused(key):
    fault = Fault(f"answers.{key}" if key != "" else "answers.", "item_unknown", {"key": str(key)})
    assert check_answers(EDITION, {key: {"current": 1}}) == [fault]


def test_every_fault_is_told_in_the_order_of_the_answers():
    answers = {"SG": {"current": 6, "target": -1}, "VI": {"current": "3"}, "HI": {"current": 1}}
    assert [(fault.path, fault.code) for fault in check_answers(EDITION, answers)] == [
        ("answers.SG.current", "level_too_high"),
        ("answers.SG.target", "level_too_low"),
        ("answers.VI.current", "level_is_text"),
    ]


def test_not_applicable_is_refused_where_the_edition_does_not_offer_it():
    edition = build_edition(edition_data() | {"not_applicable": []})
    answers = {"VI": {"state": "not_applicable", "reason": "other"}}
    fault = Fault("answers.VI.state", "not_applicable_not_offered")
    assert check_answers(edition, answers) == [fault]


def test_score_refuses_what_the_check_refuses():
    with pytest.raises(InvalidAnswers) as caught:
        score(EDITION, {"VI": {"current": 6}})
    assert caught.value.faults == tuple(check_answers(EDITION, {"VI": {"current": 6}}))


def test_refusal_says_every_fault_in_short():
    with pytest.raises(InvalidAnswers) as caught:
        score(EDITION, {"VI": {"current": 6}, "HI": 3})
    text = "answers.VI.current: level_too_high; answers.HI: answer_not_object"
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("edition", "key", "path", "field"),
    [
        (SIRI, "VI", "answers.VI", "current"),
        (TIERS, "L1-relief", "answers.L1-relief", "answer"),
        (TIERS, "L1-gain", "answers.L1-gain", "answer"),
        (FACTS, "case_gains.port", "answers.case_gains.port", "value"),
        (FACTS, "edge_share", "answers.edge_share", "value"),
        (DX, "closing_time", "quantities.closing_time", ""),
        (DX, "data_freshness", "quantities.data_freshness", ""),
        (SIRI, "quick.automation", "quick.automation", ""),
        (SIRI, "priorities.kpis", "priorities.kpis", "value"),
    ],
)
def test_every_kind_of_answer_has_its_place_and_the_field_of_its_value(edition, key, path, field):
    assert answer_path(edition, key) == path
    assert value_field(edition, key) == field


@pytest.mark.parametrize(
    ("edition", "key", "reasons"),
    [
        (SIRI, "VI", REASONS),
        (DX, "1", []),
        (FACTS, "edge_share", REASONS),
        (DX, "closing_time", []),
        (SIRI, "priorities.kpis", []),
        (TIERS, "L2-scenario", ["no_moving_equipment"]),
        (TIERS, "L2-capability", []),
    ],
)
def test_reasons_are_those_of_the_item_or_of_its_edition(edition, key, reasons):
    assert list(reasons_of(edition, edition.item(key))) == reasons


def test_target_below_current_is_a_warning_and_no_fault():
    answers = {"HI": {"current": 4, "target": 0}, "VI": {"current": 3, "target": 2}}
    assert check_answers(EDITION, answers) == []
    assert warn_about_answers(EDITION, answers) == [
        Fault("answers.VI.target", "target_below_current", {"current": 3, "target": 2}),
        Fault("answers.HI.target", "target_below_current", {"current": 4, "target": 0}),
    ]
    assert score(EDITION, answers).warnings == tuple(warn_about_answers(EDITION, answers))


@pytest.mark.parametrize(
    "answer", [{}, {"target": 0}, {"current": 2, "target": 2}, {"state": "unknown", "target": 0}]
)
def test_other_targets_are_no_warning(answer):
    assert warn_about_answers(EDITION, dict.fromkeys(KEYS, answer)) == []
