"""From the answers to one edition to its result."""

from typing import Any

from maturity.instruments.edition import Edition
from maturity.scoring.answers import (
    Answers,
    InvalidAnswers,
    check_answers,
    warn_about_answers,
)
from maturity.scoring.facts import derive_shares, read_facts
from maturity.scoring.means import (
    decide_leading,
    rank_open_items,
    read_levels,
    summarise_groups,
)
from maturity.scoring.priorities import prioritise
from maturity.scoring.result import FactsResult, MeansResult, Result, TiersResult
from maturity.scoring.tiers import (
    count_reached,
    decide_tiers,
    rank_open_practices,
    read_practices,
)

ENGINE = "1"
"""The version of the rules. A rule that gives another number for the same answers raises it."""


def score(edition: Edition, answers: Answers) -> Result:
    """Score answers given by key (see `answers.py`); a missing key is unanswered.

    The result is a MeansResult, TiersResult or FactsResult, by the method of the edition. Raises
    InvalidAnswers if `check_answers` finds any fault.
    """
    faults = check_answers(edition, answers)
    if faults:
        raise InvalidAnswers(faults)
    head: dict[str, Any] = {
        "instrument": edition.key,
        "edition": edition.edition,
        "hash": edition.hash,
        "engine": ENGINE,
        "warnings": tuple(warn_about_answers(edition, answers)),
    }
    if edition.method == "tiers":
        return _score_tiers(edition, answers, head)
    if edition.method == "facts":
        facts = read_facts(edition, answers)
        shares = derive_shares(edition, facts)
        return FactsResult(**head, narrowing=(), items=facts, shares=shares)
    return _score_means(edition, answers, head)


def _score_means(edition: Edition, answers: Answers, head: dict[str, Any]) -> MeansResult:
    items = read_levels(edition, answers)
    scores = summarise_groups(edition, items)
    overall = scores[edition.groups_by_rank[0].key].current
    leading = None
    if edition.leading is not None:
        leading = decide_leading(overall, threshold=edition.leading, top=edition.scale_top)
    return MeansResult(
        **head,
        narrowing=rank_open_items(edition, items, scores),
        scores=scores,
        items=items,
        quantities={
            item.key: answers[item.key] for item in edition.quantities if item.key in answers
        },
        mean_has_level=edition.mean_has_level,
        knows_leading=edition.leading is not None,
        leading=leading,
        priorities=prioritise(edition, items, answers),
    )


def _score_tiers(edition: Edition, answers: Answers, head: dict[str, Any]) -> TiersResult:
    practices = read_practices(edition, answers)
    tiers = decide_tiers(edition, practices)
    low, high = count_reached(tiers)
    return TiersResult(
        **head,
        narrowing=rank_open_practices(tiers),
        low=low,
        high=high,
        tiers=tiers,
        items=practices,
    )
