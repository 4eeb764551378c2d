"""Durations as people say them, and a reason in words for every code with which a job can fail."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.utils import translation

from assessments.models import Job
from assessments.wording import jobs as words

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "a few seconds"),
        (5, "about 5 seconds"),
        (16.2, "about 20 seconds"),
        (55, "about 55 seconds"),
        (55.1, "about 1 minute"),
        (89, "about 1 minute"),
        (180, "about 3 minutes"),
        (89 * 60, "about 89 minutes"),
        (90 * 60, "about 2 hours"),
        (26 * 3600, "about 26 hours"),
    ],
)
def test_durations_are_rough(seconds: float, said: str) -> None:
    assert words.duration_text(dt.timedelta(seconds=seconds)) == said


def test_place_in_the_queue() -> None:
    assert words.place_text(0) == "It is the next in the queue."
    assert words.place_text(1) == "1 job in the queue is done before it."
    assert words.place_text(2) == "2 jobs in the queue are done before it."


def test_estimate_says_what_it_rests_on() -> None:
    said = words.left_text(dt.timedelta(seconds=20), count=12)
    assert said == "It will be ready in about 20 seconds, going by the last 12 reports."


def codes_in_the_program() -> set[str]:
    """The code of every JobFailed(...) that is written with a literal one."""
    found = set()
    for path in (ROOT / "assessments").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "JobFailed" and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def test_every_code_has_words_for_administrators() -> None:
    codes = codes_in_the_program()
    assert {"not_allowed", "missing_glyph", "file_gone"} <= codes
    assert codes | {"gave_up", "attempt_failed"} == set(words.REASONS)


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
def test_cause_is_said_in_every_language(language: str) -> None:
    with translation.override(language):
        assert "OSError" in words.reason_text("gave_up", cause="OSError")
        assert "%(" not in words.reason_text("gave_up", cause="")
    assert words.reason_text("of a later version", cause="") == "of a later version"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "queued"}, "Waiting for its turn"),
        ({"state": "queued", "attempt": 1}, "Waiting to be tried again"),
        ({"state": "paused", "phase": "rendering"}, "Paused"),
        ({"state": "running", "phase": "context"}, "Collecting the results"),
        ({"state": "running", "phase": "checking"}, "Checking that every character can be printed"),
        ({"state": "running", "phase": "rendering"}, "Laying out the pages"),
        ({"state": "running", "phase": "storing"}, "Storing the file"),
    ],
)
def test_phases(fields: dict[str, object], said: str) -> None:
    assert words.phase_text(Job(kind="report", **fields)) == said


def test_cancelled_job_says_so() -> None:
    assert "cancelled" in words.error_text(Job(kind="report", state="cancelled"))
