"""The highest tier reached, certainly and possibly (docs/scoring.md, section 9)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.instruments.faults import Fault
from maturity.scoring import as_json, check_answers, score, trace
from maturity.scoring.result import PracticeResult, TierResult
from tests.maturity.scoring.answer_strategies import tiers_answers
from tests.maturity.scoring.shipped import NOTHING_MOVES, OUTSIDE, PRACTICES, TIERS, UNKNOWN

YES, PARTLY, NO = ({"answer": answer} for answer in ("yes", "partly", "no"))
DECIDING = [key for key in PRACTICES if not key.endswith("gain")]
GAINS = [key for key in PRACTICES if key.endswith("gain")]


def deciding_of(*tiers):
    return [key for key in DECIDING if key[:2] in tiers]


def all_yes(*tiers):
    return dict.fromkeys(deciding_of(*tiers), YES)


def ends(answers):
    result = score(TIERS, answers)
    return result.low, result.high


def tier_of(answers, key):
    (tier,) = (tier for tier in score(TIERS, answers).tiers if tier.key == key)
    return tier


def open_of(answers):
    return [key for key in DECIDING if answers.get(key, UNKNOWN) == UNKNOWN]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, (0, 5, None)),
        (dict.fromkeys(DECIDING, YES), (5, 5, 5)),
        (dict.fromkeys(DECIDING, NO), (0, 0, 0)),
        (all_yes("L1", "L2") | {"L3-relief": PARTLY}, (2, 2, 2)),
        (all_yes("L1", "L3") | {"L2-relief": PARTLY}, (1, 1, 1)),
        (all_yes("L1"), (1, 5, None)),
        (all_yes("L1") | {"L3-capability": NO}, (1, 2, None)),
        (all_yes("L2", "L3", "L4", "L5"), (0, 5, None)),
        (all_yes("L1", "L2", "L3", "L5"), (3, 5, None)),
        (all_yes("L1", "L2", "L3", "L4") | {"L5-capability": NO}, (4, 4, 4)),
        ({"L1-scenario": NO} | all_yes("L2", "L3", "L4", "L5"), (0, 0, 0)),
    ],
)
def test_tier_is_the_highest_with_all_below_it(answers, expected):
    result = score(TIERS, answers)
    assert (result.low, result.high, result.tier) == expected


@pytest.mark.parametrize("role", ["capability", "scenario", "relief"])
@pytest.mark.parametrize(
    ("answer", "expected"),
    [(YES, (1, 1)), (PARTLY, (0, 0)), (NO, (0, 0)), (UNKNOWN, (0, 1)), ({}, (0, 1))],
)
def test_each_of_three_practices_decides(role, answer, expected):
    answers = all_yes("L1") | {"L2-capability": NO, f"L1-{role}": answer}
    assert ends(answers) == expected


@pytest.mark.parametrize("gain", [YES, PARTLY, NO, UNKNOWN, {}])
def test_gain_never_decides(gain):
    answers = all_yes("L1", "L2") | {"L3-relief": NO} | dict.fromkeys(GAINS, gain)
    result = score(TIERS, answers)
    assert (result.low, result.high) == (2, 2)
    assert result.narrowing == ()
    for tier in result.tiers:
        assert not set(GAINS) & {*tier.missing, *tier.open}


def test_gain_is_shown_with_its_answer_or_its_state():
    answers = {"L1-gain": YES, "L2-gain": PARTLY, "L3-gain": NO, "L4-gain": UNKNOWN}
    supporting = [dict(tier.supporting) for tier in score(TIERS, answers).tiers]
    assert supporting == [
        {"L1-gain": "yes"},
        {"L2-gain": "partly"},
        {"L3-gain": "no"},
        {"L4-gain": "unknown"},
        {"L5-gain": "unanswered"},
    ]


def test_practices_that_do_not_apply_leave_the_list():
    away = dict.fromkeys(("L2-scenario", "L2-relief"), NOTHING_MOVES)
    answers = all_yes("L1") | {"L3-relief": NO} | away
    assert ends(answers | {"L2-capability": YES}) == (2, 2)
    assert ends(answers | {"L2-capability": PARTLY}) == (1, 1)
    assert ends(answers) == (1, 2)
    tier = tier_of(answers, "L2")
    assert (tier.missing, tier.open) == ((), ("L2-capability",))


def test_each_tier_says_what_it_lacks_and_what_is_open():
    answers = all_yes("L1") | {
        "L2-capability": YES,
        "L2-scenario": PARTLY,
        "L2-relief": UNKNOWN,
        "L3-capability": YES,
        "L3-scenario": YES,
        "L4-relief": NO,
        "L4-capability": PARTLY,
        "L2-gain": NO,
    }
    assert score(TIERS, answers).tiers == (
        TierResult("L1", True, True, (), (), {"L1-gain": "unanswered"}),
        TierResult("L2", False, False, ("L2-scenario",), ("L2-relief",), {"L2-gain": "no"}),
        TierResult("L3", None, False, (), ("L3-relief",), {"L3-gain": "unanswered"}),
        TierResult(
            "L4",
            False,
            False,
            ("L4-capability", "L4-relief"),
            ("L4-scenario",),
            {"L4-gain": "unanswered"},
        ),
        TierResult(
            "L5",
            None,
            False,
            (),
            ("L5-capability", "L5-scenario", "L5-relief"),
            {"L5-gain": "unanswered"},
        ),
    )


@pytest.mark.parametrize(
    ("answers", "met", "reached"),
    [
        (all_yes("L1", "L2"), True, True),
        (all_yes("L1"), None, None),
        (all_yes("L2"), True, None),
        (all_yes("L2") | {"L1-relief": NO}, True, False),
        ({"L1-relief": NO}, None, False),
        (all_yes("L1") | {"L2-relief": NO}, False, False),
        ({"L2-relief": NO}, False, False),
        ({}, None, None),
    ],
)
def test_tier_is_met_by_itself_and_reached_with_all_below(answers, met, reached):
    tier = tier_of(answers, "L2")
    assert (tier.met, tier.reached) == (met, reached)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ("L1-capability", "L1-scenario", "L1-relief")),
        (all_yes("L1"), ("L2-capability", "L2-scenario", "L2-relief")),
        (
            all_yes("L1") | {"L2-scenario": YES},
            ("L2-capability", "L2-relief", "L3-capability"),
        ),
        (
            all_yes("L1", "L3") | {"L2-scenario": YES, "L2-relief": YES, "L4-relief": NO},
            ("L2-capability",),
        ),
        (all_yes("L1") | {"L2-relief": NO}, ()),
        (all_yes("L2", "L3") | {"L1-relief": UNKNOWN}, (*deciding_of("L1")[:2], "L1-relief")),
        (all_yes("L1", "L2", "L3", "L4", "L5"), ()),
    ],
)
def test_lowest_undecided_tier_is_to_be_found_out_first(answers, expected):
    assert score(TIERS, answers).narrowing == expected


def test_items_keep_their_answer_state_and_reason():
    answers = {"L1-capability": PARTLY, "L1-gain": UNKNOWN, "L2-relief": NOTHING_MOVES}
    items = score(TIERS, answers).items
    assert list(items) == PRACTICES
    assert items["L1-capability"] == PracticeResult("L1-capability", "answered", "partly", None)
    assert items["L1-gain"] == PracticeResult("L1-gain", "unknown", None, None)
    assert items["L1-relief"] == PracticeResult("L1-relief", "unanswered", None, None)
    assert items["L2-relief"] == PracticeResult(
        "L2-relief", "not_applicable", None, "no_moving_equipment"
    )


def test_note_alone_is_unanswered():
    assert score(TIERS, {"L1-relief": {"note": "ask"}}).items["L1-relief"].state == "unanswered"


def test_json_of_tiers_has_exactly_the_agreed_keys():
    answers = all_yes("L1") | {"L2-relief": UNKNOWN, "L3-capability": NO, "L1-gain": YES}
    data = as_json(score(TIERS, answers))
    assert data == {
        "instrument": "tiers",
        "edition": "2022",
        "hash": TIERS.hash,
        "engine": "1",
        "tier": None,
        "low": 1,
        "high": 2,
        "tiers": [
            {
                "key": "L1",
                "met": True,
                "reached": True,
                "missing": [],
                "open": [],
                "supporting": {"L1-gain": "yes"},
            },
            {
                "key": "L2",
                "met": None,
                "reached": None,
                "missing": [],
                "open": ["L2-capability", "L2-scenario", "L2-relief"],
                "supporting": {"L2-gain": "unanswered"},
            },
            {
                "key": "L3",
                "met": False,
                "reached": False,
                "missing": ["L3-capability"],
                "open": ["L3-scenario", "L3-relief"],
                "supporting": {"L3-gain": "unanswered"},
            },
            *(
                {
                    "key": tier,
                    "met": None,
                    "reached": False,
                    "missing": [],
                    "open": deciding_of(tier),
                    "supporting": {f"{tier}-gain": "unanswered"},
                }
                for tier in ("L4", "L5")
            ),
        ],
        "items": {key: {"state": "unanswered", "answer": None} for key in PRACTICES}
        | {key: {"state": "answered", "answer": "yes"} for key in deciding_of("L1")}
        | {
            "L1-gain": {"state": "answered", "answer": "yes"},
            "L2-relief": {"state": "unknown", "answer": None},
            "L3-capability": {"state": "answered", "answer": "no"},
        },
        "narrowing": ["L2-capability", "L2-scenario", "L2-relief"],
        "warnings": [],
    }
    assert list(data["items"]) == PRACTICES
    assert list(data)[4:] == ["tier", "low", "high", "tiers", "items", "narrowing", "warnings"]


@pytest.mark.parametrize(
    ("answers", "rules"),
    [
        ({}, ["open"] * 5),
        (dict.fromkeys(DECIDING, YES), ["all_yes"] * 5),
        (
            all_yes("L1", "L3") | {"L2-relief": NO, "L4-relief": PARTLY},
            ["all_yes", "not_all_yes", "below_not_reached", "not_all_yes", "below_not_reached"],
        ),
        (
            all_yes("L2") | {"L4-scenario": PARTLY},
            ["open", "open", "open", "not_all_yes", "below_not_reached"],
        ),
    ],
)
def test_trace_names_the_rule_that_settled_each_tier(answers, rules):
    traced = trace(score(TIERS, answers), TIERS, answers)["tiers"]
    assert [(key, tier["rule"]) for key, tier in traced.items()] == list(
        zip(["L1", "L2", "L3", "L4", "L5"], rules, strict=True)
    )


def test_trace_shows_the_answers_of_what_decides():
    answers = {
        "L2-capability": PARTLY,
        "L2-scenario": NOTHING_MOVES,
        "L2-relief": UNKNOWN,
        "L2-gain": YES,
    }
    assert trace(score(TIERS, answers), TIERS, answers)["tiers"]["L2"] == {
        "rule": "not_all_yes",
        "deciding": [
            {"key": "L2-capability", "answer": "partly"},
            {"key": "L2-scenario", "answer": "not_applicable"},
            {"key": "L2-relief", "answer": "unknown"},
        ],
    }


@pytest.mark.parametrize(
    ("key", "answer", "fault"),
    [
        ("L1-relief", {"answer": "yes", "note": "since May"}, None),
        ("L1-relief", {"state": "unknown", "note": "ask"}, None),
        ("L1-relief", {}, None),
        ("L2-relief", NOTHING_MOVES | {"note": "hall 2"}, None),
        ("L2-scenario", NOTHING_MOVES, None),
        (
            "L1-relief",
            {"answer": "maybe"},
            ("answer", "practice_unknown", {"value": "maybe", "allowed": ["yes", "partly", "no"]}),
        ),
        (
            "L1-relief",
            {"answer": True},
            ("answer", "practice_unknown", {"value": "bool", "allowed": ["yes", "partly", "no"]}),
        ),
        (
            "L1-relief",
            {"answer": None},
            ("answer", "practice_unknown", {"value": "null", "allowed": ["yes", "partly", "no"]}),
        ),
        ("L1-relief", {"current": 3}, ("current", "field_unknown", {"field": "current"})),
        ("L1-relief", {"target": 3}, ("target", "field_unknown", {"field": "target"})),
        ("L1-relief", {"action": "a"}, ("action", "field_unknown", {"field": "action"})),
        ("L1-relief", {"note": 3}, ("note", "not_text", {})),
        (
            "L1-relief",
            {"state": "unknown", "answer": "yes"},
            ("answer", "answer_not_allowed", {"state": "unknown"}),
        ),
        (
            "L1-relief",
            {"answer": "yes", "reason": "no_moving_equipment"},
            ("reason", "reason_not_allowed", {"state": "answered"}),
        ),
        (
            "L2-relief",
            NOTHING_MOVES | {"answer": "no"},
            ("answer", "answer_not_allowed", {"state": "not_applicable"}),
        ),
        ("L1-relief", NOTHING_MOVES, ("state", "not_applicable_not_offered", {})),
        ("L2-capability", NOTHING_MOVES, ("state", "not_applicable_not_offered", {})),
        ("L2-gain", NOTHING_MOVES, ("state", "not_applicable_not_offered", {})),
        (
            "L2-relief",
            OUTSIDE,
            (
                "reason",
                "reason_unknown",
                {"value": "outside_site", "allowed": ["no_moving_equipment"]},
            ),
        ),
        (
            "L2-relief",
            {"state": "not_applicable"},
            ("reason", "reason_missing", {"allowed": ["no_moving_equipment"]}),
        ),
        (
            "L1-relief",
            {"state": "no"},
            (
                "state",
                "state_unknown",
                {"value": "no", "allowed": ["unknown", "not_applicable"]},
            ),
        ),
    ],
)
def test_practice_is_yes_partly_or_no(key, answer, fault):
    expected = []
    if fault:
        field, code, params = fault
        expected = [Fault(f"answers.{key}.{field}", code, params)]
    assert check_answers(TIERS, {key: answer}) == expected


@given(tiers_answers)
def test_low_is_all_open_no_and_high_is_all_open_yes(answers):
    still_open = open_of(answers)
    assert score(TIERS, answers | dict.fromkeys(still_open, NO)).tier == score(TIERS, answers).low
    assert score(TIERS, answers | dict.fromkeys(still_open, YES)).tier == score(TIERS, answers).high


@given(tiers_answers, st.randoms(use_true_random=False))
def test_every_completion_of_the_open_practices_is_within_the_range(answers, random):
    """Leaves at most six open, so that all their completions can be tried."""
    still_open = open_of(answers)
    random.shuffle(still_open)
    answers = answers | {key: random.choice((YES, NO)) for key in still_open[6:]}
    still_open = still_open[:6]
    result = score(TIERS, answers)
    reached = [
        score(TIERS, answers | dict(zip(still_open, completion, strict=True))).tier
        for completion in itertools.product((YES, NO), repeat=len(still_open))
    ]
    assert (result.low, result.high) == (min(reached), max(reached))
    for number, tier in enumerate(result.tiers, start=1):
        outcomes = {number <= one for one in reached}
        assert tier.reached is (outcomes.pop() if len(outcomes) == 1 else None)


@given(tiers_answers, st.sampled_from(GAINS), st.sampled_from([YES, PARTLY, NO, UNKNOWN]))
def test_no_gain_changes_a_tier(answers, gain, answer):
    before, after = score(TIERS, answers), score(TIERS, answers | {gain: answer})
    assert (after.low, after.high, after.narrowing) == (before.low, before.high, before.narrowing)


@given(tiers_answers, st.sampled_from(DECIDING))
def test_deciding_an_open_practice_never_widens_the_range(answers, key):
    low, high = ends(answers | {key: UNKNOWN})
    for answer in (YES, PARTLY, NO):
        after = ends(answers | {key: answer})
        assert low <= after[0] <= after[1] <= high


@given(tiers_answers, st.sampled_from(DECIDING))
def test_yes_never_lowers_a_tier_and_no_never_raises_it(answers, key):
    no, partly, yes = (ends(answers | {key: answer}) for answer in (NO, PARTLY, YES))
    assert no == partly
    assert no[0] <= yes[0]
    assert no[1] <= yes[1]


@given(tiers_answers, st.randoms(use_true_random=False))
def test_order_of_the_practices_does_not_matter(answers, random):
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert as_json(score(TIERS, dict(shuffled))) == as_json(score(TIERS, answers))


@given(tiers_answers)
def test_range_of_tiers_can_be_counted_again_from_the_trace(answers):
    result = score(TIERS, answers)
    traced = trace(result, TIERS, answers)["tiers"]
    deciding = [[one["answer"] for one in tier["deciding"]] for tier in traced.values()]
    certain = [set(given) <= {"yes", "not_applicable"} for given in deciding]
    possible = [not set(given) & {"partly", "no"} for given in deciding]
    for number, found in ((result.low, certain), (result.high, possible)):
        assert number == len(list(itertools.takewhile(bool, found)))
