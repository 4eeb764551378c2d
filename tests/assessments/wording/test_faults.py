"""Every fault code has its words, and the words fit the parameters."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from assessments.wording.faults import PATTERNS, fault_text
from maturity.instruments.faults import Fault

ROOT = Path(__file__).parents[3]


POSITIONS = {"Fault": 1, "RowFault": 1, "Unreadable": 0}
"""Where the code stands among the arguments of what becomes a fault."""


def codes_in_the_program() -> set[str]:
    """The code of every Fault(...) and the like that is written with a literal one."""
    found = set()
    for path in [*(ROOT / "maturity").rglob("*.py"), *(ROOT / "assessments").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            position = POSITIONS.get(getattr(getattr(node, "func", None), "id", ""))
            if isinstance(node, ast.Call) and position is not None:
                given = node.args[position : position + 1]
                arguments = [*given, *(k.value for k in node.keywords if k.arg == "code")]
                found |= {a.value for a in arguments if isinstance(a, ast.Constant)}
    return found


def test_every_code_has_a_pattern() -> None:
    codes = codes_in_the_program()
    assert len(codes) > 90
    assert codes - set(PATTERNS) == set()


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
@pytest.mark.parametrize("code", sorted(PATTERNS))
def test_pattern_keeps_its_parameters_in_every_language(code: str, language: str) -> None:
    with translation.override("en"):
        names = set(re.findall(r"%\((\w+)\)s", str(PATTERNS[code])))
    with translation.override(language):
        text = fault_text(Fault("x", code, {name: f"<{name}>" for name in names}))
    assert {name for name in names if f"<{name}>" not in text} == set()
    assert "%(" not in text


def test_lists_are_joined() -> None:
    fault = Fault("x", "reason_unknown", {"value": "later", "allowed": ["a", "b"]})
    assert fault_text(fault) == "“later” is not one of the reasons: a, b."
