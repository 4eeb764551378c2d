import json

import pytest

from maturity.instruments.faults import Fault, InvalidFile
from maturity.scoring import read_answers, score, score_document
from tests.maturity.editions import build_edition

EDITION = build_edition()
HEAD = '"instrument":"siri","edition":"2020"'


def faults_of(text):
    with pytest.raises(InvalidFile) as caught:
        read_answers(text)
    return caught.value.faults


def test_answers_are_read_from_text_and_from_bytes():
    text = f'{{{HEAD},"answers":{{"VI":{{"current":1,"note":"级"}}}}}}'
    expected = {
        "instrument": "siri",
        "edition": "2020",
        "answers": {"VI": {"current": 1, "note": "级"}},
    }
    assert read_answers(text) == expected
    assert read_answers(text.encode()) == expected


def test_answers_themselves_are_left_to_the_check():
    assert read_answers(f'{{{HEAD},"answers":{{"XX":[6]}}}}')["answers"] == {"XX": [6]}


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        (
            '{"VI":{"current":1,"current":2}}',
            Fault("answers.VI.current", "json_duplicate_key", {"key": "current"}),
        ),
        ('{"VI":{},"VI":{}}', Fault("answers.VI", "json_duplicate_key", {"key": "VI"})),
        ('{"VI":{},"\\u0056I":{}}', Fault("answers.VI", "json_duplicate_key", {"key": "VI"})),
        ('{"VI":{"current":3.0}}', Fault("answers.VI.current", "json_float", {"text": "3.0"})),
        ('{"VI":{"current":3.5}}', Fault("answers.VI.current", "json_float", {"text": "3.5"})),
        ('{"VI":{"current":3e0}}', Fault("answers.VI.current", "json_float", {"text": "3e0"})),
        ('{"VI":[1,{"a":NaN}]}', Fault("answers.VI[1].a", "json_constant", {"text": "NaN"})),
        (
            '{"VI":{"current":-Infinity}}',
            Fault("answers.VI.current", "json_constant", {"text": "-Infinity"}),
        ),
        (
            '{"VI":{"current":' + "9" * 5000 + "}}",
            Fault("answers.VI.current", "json_integer_too_long", {"text": "9" * 18 + "…"}),
        ),
        ("[]", Fault("answers", "answers_not_object")),
        ("null", Fault("answers", "answers_not_object")),
    ],
)
def test_value_that_could_be_misread_is_refused_at_its_place(answers, fault):
    assert faults_of(f'{{{HEAD},"answers":{answers}}}') == (fault,)


@pytest.mark.parametrize("number", [10**18 - 1, 1 - 10**18, 0, -1])
def test_integer_of_eighteen_digits_is_read(number):
    text = f'{{{HEAD},"answers":{{"VI":{{"current":{number}}}}}}}'
    assert read_answers(text)["answers"] == {"VI": {"current": number}}


@pytest.mark.parametrize("number", [10**18, -(10**18)])
def test_integer_of_nineteen_digits_is_refused(number):
    (fault,) = faults_of(f'{{{HEAD},"answers":{{"VI":{{"current":{number}}}}}}}')
    shown = str(number)[:18] + "…"
    assert fault == Fault("answers.VI.current", "json_integer_too_long", {"text": shown})


def test_text_that_no_file_can_hold_is_refused_like_bytes_that_are_no_text():
    text = f'{{{HEAD},"answers":{{"VI":{{"note":"\ud800"}}}}}}'
    (fault,) = faults_of(text)
    assert (fault.path, fault.code) == ("", "not_utf8")
    assert fault.params == {"found": "other", "position": text.index("\ud800")}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [Fault("", "file_empty")]),
        (b"", [Fault("", "file_empty")]),
        ("  \n", [Fault("", "file_empty")]),
        ("[]", [Fault("", "json_not_object")]),
        ("3", [Fault("", "json_not_object")]),
        ("null", [Fault("", "json_not_object")]),
        ("NaN", [Fault("", "json_constant", {"text": "NaN"})]),
        (
            "{}",
            [
                Fault("instrument", "field_missing"),
                Fault("edition", "field_missing"),
                Fault("answers", "field_missing"),
            ],
        ),
        (
            '{"instrument":"siri","edition":2020,"answers":{},"colour":1}',
            [
                Fault("colour", "field_unknown", {"field": "colour"}),
                Fault("edition", "not_text"),
            ],
        ),
        (
            f'{{{HEAD},"answers":{{}},"priorities":[],"quantities":"","quick":null}}',
            [
                Fault("quantities", "answers_not_object"),
                Fault("quick", "answers_not_object"),
                Fault("priorities", "answers_not_object"),
            ],
        ),
        (
            b"\xef\xbb\xbf{}",
            [Fault("", "not_utf8", {"found": "utf-8-bom", "position": 0})],
        ),
        (
            "{}".encode("utf-16"),
            [Fault("", "not_utf8", {"found": "utf-16", "position": 0})],
        ),
        (
            '{"级":1}'.encode("gb18030"),
            [Fault("", "not_utf8", {"found": "other", "position": 2})],
        ),
        (
            '{"a":1,}',
            [
                Fault(
                    "",
                    "json_syntax",
                    {
                        "line": 1,
                        "column": 8,
                        "problem": "Expecting property name enclosed in double quotes",
                    },
                )
            ],
        ),
        (
            "{}\n{}",
            [Fault("", "json_syntax", {"line": 2, "column": 1, "problem": "Extra data"})],
        ),
        ("[" * 200_000, [Fault("", "json_too_deep")]),
        (
            b"1" * 2_000_001,
            [Fault("", "file_too_large", {"size": 2_000_001, "limit": 2_000_000})],
        ),
    ],
)
def test_file_that_holds_no_answers_is_refused(text, faults):
    assert list(faults_of(text)) == faults


def test_document_is_scored_against_the_edition_it_names():
    answers = {"VI": {"current": 1}}
    text = json.dumps({"instrument": "siri", "edition": "2020", "answers": answers})
    expected = (EDITION, answers, score(EDITION, answers))
    assert score_document(text, editions=[EDITION]) == expected


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (
            {"instrument": "dx", "edition": "2020"},
            Fault("instrument", "instrument_unknown", {"value": "dx", "known": ["siri"]}),
        ),
        (
            {"instrument": "siri", "edition": "2019"},
            Fault("edition", "edition_unknown", {"value": "2019", "known": ["2020"]}),
        ),
    ],
)
def test_document_of_an_unknown_edition_is_refused(head, fault):
    with pytest.raises(InvalidFile) as caught:
        score_document(json.dumps({**head, "answers": {}}), editions=[EDITION])
    assert caught.value.faults == (fault,)


def test_document_with_a_wrong_answer_is_refused():
    text = f'{{{HEAD},"answers":{{"VI":{{"current":6}}}}}}'
    with pytest.raises(InvalidFile) as caught:
        score_document(text, editions=[EDITION])
    fault = Fault("answers.VI.current", "level_too_high", {"top": 5, "value": 6})
    assert caught.value.faults == (fault,)
