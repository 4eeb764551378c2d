import json

import pytest
from django.core.management import call_command

from assessments.management.commands.score import score_file
from maturity.instruments.loader import DATA_FOLDER, read_edition
from maturity.scoring import score, trace

SIRI = read_edition(DATA_FOLDER / "siri-2020.yaml")


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
    assert json.loads("".join(out))["trace"] == trace(SIRI, score(SIRI, answers))


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
