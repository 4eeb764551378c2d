import json

import pytest
from django.core.management import call_command

from assessments.management.commands.score import score_file
from maturity.scoring import score, trace
from tests.maturity.scoring.shipped import COSTS, INPUTS, KPIS, SIRI

DX_HEAD = {"instrument": "dx", "edition": "2019"}
TIERS_HEAD = {"instrument": "tiers", "edition": "2022"}
FACTS_HEAD = {"instrument": "facts", "edition": "2022"}


@pytest.fixture
def write(tmp_path):
    def write_answers(answers, **head):
        path = tmp_path / "answers.json"
        data = {"instrument": "siri", "edition": "2020", **head, "answers": answers}
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    return write_answers


def run(path, *, with_trace=False):
    out, err = [], []
    status = score_file(path, with_trace=with_trace, out=out.append, err=err.append)
    return status, out, err


def test_score_file_prints_the_result_as_json(write):
    status, out, err = run(write({"VI": {"current": 1, "target": 3}}))
    assert (status, err) == (0, [])
    data = json.loads("".join(out))
    assert (data["instrument"], data["edition"], data["hash"]) == ("siri", "2020", SIRI.hash)
    assert data["scores"]["overall"]["current"]["mean"] == "1"
    assert data["scores"]["overall"]["current"]["high"] == "4.75"
    assert "trace" not in data


def test_score_file_adds_the_arithmetic_on_request(write):
    answers = {"VI": {"current": 1}}
    _, out, _ = run(write(answers), with_trace=True)
    assert json.loads("".join(out))["trace"] == trace(score(SIRI, answers), SIRI, answers)


def test_score_file_says_every_warning_in_a_sentence(write):
    _, out, _ = run(write({"VI": {"current": 3, "target": 2}}))
    (warning,) = json.loads("".join(out))["warnings"]
    assert (warning["code"], warning["path"]) == ("target_below_current", "answers.VI.target")
    assert "2" in warning["message"]
    assert "3" in warning["message"]


def test_score_file_prints_one_line_for_each_fault(write):
    path = write({"VI": {"current": 6}, "a\nb": {}, "HI": {"state": "not_applicable"}})
    status, out, err = run(path)
    assert (status, out) == (2, [])
    assert [line.split(": ")[:2] for line in err] == [
        [str(path), "answers.VI.current"],
        [str(path), "answers.a b"],
        [str(path), "answers.HI.reason"],
    ]
    assert all(len(line.splitlines()) == 1 for line in err)


@pytest.mark.parametrize(
    ("head", "place"), [({"edition": "1999"}, "edition"), ({"instrument": "dx2"}, "instrument")]
)
def test_score_file_names_an_edition_it_does_not_have(write, head, place):
    path = write({}, **head)
    status, out, err = run(path)
    assert (status, out) == (2, [])
    (line,) = err
    assert line.startswith(f"{path}: {place}: ")


@pytest.mark.parametrize(
    ("parts", "places"),
    [
        (
            {"priorities": INPUTS | {"cost_shares": COSTS | {"labour": "-1"}}},
            ["cost_shares.labour"],
        ),
        (
            {"priorities": INPUTS | {"cost_shares": COSTS | {"labour": "101"}}},
            ["cost_shares.labour"],
        ),
        ({"priorities": INPUTS | {"kpis": KPIS[:4]}}, ["kpis"]),
        ({"priorities": INPUTS | {"kpis": [*KPIS, "security"]}}, ["kpis"]),
        ({"priorities": INPUTS | {"industry": "Farming"}}, ["industry"]),
        (
            {"priorities": INPUTS | {"cost_shares": {"labour": "24"}}},
            [f"cost_shares.{key}" for key in COSTS if key != "labour"],
        ),
        (
            {"priorities": INPUTS | {"cost_shares": {k: COSTS[k] for k in COSTS if k != "labour"}}},
            ["cost_shares.labour"],
        ),
        ({"priorities": {"kpis": KPIS}}, ["industry", "horizon", "cost_shares"]),
    ],
)
def test_score_file_tells_every_fault_of_the_priorities(write, parts, places):
    path = write({"VI": {"current": 1}}, **parts)
    status, out, err = run(path)
    assert (status, out) == (2, [])
    assert [line.split(": ")[:2] for line in err] == [
        [str(path), f"priorities.{place}"] for place in places
    ]


@pytest.mark.parametrize(
    ("head", "answers", "parts", "place"),
    [
        (DX_HEAD, {}, {"priorities": INPUTS}, "priorities"),
        (DX_HEAD, {"closing_time": {"current": "12"}}, {}, "answers.closing_time"),
        (DX_HEAD, {}, {"quantities": {"4-1": {"current": 3}}}, "quantities.4-1"),
        (
            DX_HEAD,
            {},
            {"quantities": {"closing_time": {"target": "１２"}}},
            "quantities.closing_time.target",
        ),
        (DX_HEAD, {}, {"quick": {"1": {"low": 1, "high": 2}}}, "quick.1"),
        (DX_HEAD, {}, {"quick": {"4": {"low": 3, "high": 2}}}, "quick.4.high"),
        (TIERS_HEAD, {"L1-relief": {"answer": "maybe"}}, {}, "answers.L1-relief.answer"),
        (FACTS_HEAD, {"edge_share": {"value": 12}}, {}, "answers.edge_share.value"),
        (FACTS_HEAD, {"edge_share": {"value": 12.5}}, {}, "answers.edge_share.value"),
        (FACTS_HEAD, {}, {"colour": "red"}, "colour"),
    ],
)
def test_score_file_tells_a_fault_of_any_part_at_its_place(write, head, answers, parts, place):
    path = write(answers, **head, **parts)
    status, out, err = run(path)
    assert (status, out) == (2, [])
    (line,) = err
    assert line.startswith(f"{path}: {place}: ")


def test_score_file_prints_priorities_and_their_arithmetic(write):
    answers = {item.key: {"current": 1} for item in SIRI.level_items}
    status, out, err = run(write(answers, priorities=INPUTS), with_trace=True)
    assert (status, err) == (0, [])
    data = json.loads("".join(out))
    assert data["priorities"]["recommended"] == ["VI", "SFI", "IIC", "LC"]
    assert data["trace"]["priorities"]["totals"]["cost"]["exact"] == "91/4"


def test_score_file_warns_and_prints_the_result_all_the_same(write):
    costs = COSTS | {"labour": "100"}
    answers = {"VI": {"current": 3, "target": 2}, "SFA": {"current": 5}}
    quick = {"automation": {"low": 1, "high": 2}}
    path = write(answers, quick=quick, priorities=INPUTS | {"cost_shares": costs})
    status, out, err = run(path)
    assert (status, err) == (0, [])
    data = json.loads("".join(out))
    assert [(warning["path"], warning["code"]) for warning in data["warnings"]] == [
        ("answers.VI.target", "target_below_current"),
        ("quick.automation", "quick_contradicted"),
        ("priorities.cost_shares", "cost_shares_above_100"),
    ]
    assert all(warning["message"] for warning in data["warnings"])


@pytest.mark.parametrize(
    ("head", "answers", "shown"),
    [
        (TIERS_HEAD, {"L1-relief": {"answer": "no"}}, ("tier", 0)),
        (
            FACTS_HEAD,
            {"dx_certified": {"value": True}},
            ("shares", []),
        ),
        (DX_HEAD, {"1": {"current": 5}}, ("leading", None)),
    ],
)
def test_score_file_takes_every_instrument(write, head, answers, shown):
    status, out, err = run(write(answers, **head), with_trace=True)
    assert (status, err) == (0, [])
    key, value = shown
    assert json.loads("".join(out))[key] == value


def test_score_file_needs_a_file(tmp_path):
    path = tmp_path / "none.json"
    assert run(path) == (2, [], [f"{path}: There is no such file."])


def test_score_command_works_without_the_database(write, capsys):
    path = write({"VI": {"current": 2}})
    call_command("score", str(path))
    assert json.loads(capsys.readouterr().out)["items"]["VI"]["current"] == 2


def test_score_command_ends_with_2_on_faults(write, capsys):
    path = write({"VI": {"current": "3"}})
    with pytest.raises(SystemExit) as caught:
        call_command("score", str(path))
    assert caught.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"{path}: answers.VI.current: ")
