"""What answers mean: exact rules in plain functions, written down in docs/scoring.md."""

from maturity.scoring.answers import Answers, InvalidAnswers, check_answers, warn_about_answers
from maturity.scoring.as_json import as_json
from maturity.scoring.document import as_document, read_answers, score_document
from maturity.scoring.engine import ENGINE, score
from maturity.scoring.numbers import full, half_up
from maturity.scoring.result import FactsResult, MeansResult, Result, TiersResult
from maturity.scoring.trace import trace

__all__ = [
    "ENGINE",
    "Answers",
    "FactsResult",
    "InvalidAnswers",
    "MeansResult",
    "Result",
    "TiersResult",
    "as_document",
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
