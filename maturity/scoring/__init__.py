"""What answers mean: exact rules in plain functions, written down in docs/scoring.md."""

from maturity.scoring.answers import (
    InvalidAnswers,
    check_answers,
    read_answers,
    warn_about_answers,
)
from maturity.scoring.document import score_document
from maturity.scoring.engine import ENGINE, score
from maturity.scoring.numbers import full, half_up
from maturity.scoring.result import Gap, GroupResult, ItemResult, Result, Score, as_json
from maturity.scoring.trace import trace

__all__ = [
    "ENGINE",
    "Gap",
    "GroupResult",
    "InvalidAnswers",
    "ItemResult",
    "Result",
    "Score",
    "as_json",
    "check_answers",
    "full",
    "half_up",
    "read_answers",
    "score",
    "score_document",
    "trace",
    "warn_about_answers",
]
