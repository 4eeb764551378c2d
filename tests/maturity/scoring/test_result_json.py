from maturity.scoring import as_json, score
from tests.maturity.editions import build_edition
from tests.maturity.scoring.worked_example import EXAMPLE

EDITION = build_edition()


def test_json_has_exactly_the_agreed_keys():
    data = as_json(score(EDITION, EXAMPLE), warning_text=lambda fault: f"about {fault.path}")
    assert list(data) == [
        "instrument",
        "edition",
        "hash",
        "engine",
        "scores",
        "items",
        "priorities",
        "narrowing",
        "warnings",
    ]
    assert data["priorities"] is None
    assert data["narrowing"] == ["HI", "FC"]
    assert (data["instrument"], data["edition"], data["engine"]) == ("siri", "2020", "1")
    assert data["hash"] == EDITION.hash
    assert data["items"]["IIC"] == {"state": "answered", "current": 2, "target": 1, "gap": -1}
    assert data["items"]["IPL"] == {
        "state": "not_applicable",
        "current": None,
        "target": None,
        "gap": None,
    }
    assert data["warnings"] == [
        {
            "code": "target_below_current",
            "path": "answers.IIC.target",
            "message": "about answers.IIC.target",
        }
    ]


def test_json_for_storage_keeps_what_a_warning_needs_in_any_language():
    assert as_json(score(EDITION, EXAMPLE))["warnings"] == [
        {
            "code": "target_below_current",
            "path": "answers.IIC.target",
            "params": {"current": 2, "target": 1},
        }
    ]
