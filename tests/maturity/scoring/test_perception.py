"""How far people stand apart: spread, order, and the gap between perspectives."""

from fractions import Fraction
from typing import Any

import pytest

from maturity.instruments.edition import Edition
from maturity.instruments.loader import shipped_editions
from maturity.scoring.perception import Respondent, compare_perspectives, gather_views


@pytest.fixture(scope="module")
def editions() -> dict[str, Edition]:
    return {edition.key: edition for edition in shipped_editions()}


def person(key: str, perspective: str, **answers: Any) -> Respondent:
    given = {
        item: value if isinstance(value, dict) else {"current": value}
        for item, value in answers.items()
    }
    return Respondent(key, perspective, given)


def test_items_are_listed_widest_apart_first(editions: dict[str, Edition]) -> None:
    views = gather_views(
        editions["siri"],
        [
            person("a", "management", VI=4, HI=1, IPL=2, SFA=3),
            person("b", "it", VI=1, HI=1, IPL=3, SFA={"state": "unknown"}),
        ],
    )
    assert [(v.item.key, v.spread) for v in views] == [
        ("VI", Fraction(3, 5)),
        ("IPL", Fraction(1, 5)),
        ("SFA", None),  # before HI: somebody does not know
        ("HI", 0),
    ]
    assert [v.is_unanimous for v in views] == [False, False, False, True]
    assert [v.is_contested for v in views] == [True, True, False, False]


def test_the_gap_between_perspectives_breaks_ties(editions: dict[str, Edition]) -> None:
    views = gather_views(
        editions["siri"],
        [
            person("a", "management", VI=1, HI=3),
            person("b", "management", VI=3, HI=3),
            person("c", "it", VI=3, HI=1),
            person("d", "it", VI=1, HI=1),
        ],
    )
    assert [(v.item.key, v.perspective_gap) for v in views] == [("HI", Fraction(2, 5)), ("VI", 0)]


def test_some_say_that_it_does_not_apply(editions: dict[str, Edition]) -> None:
    absent = {"state": "not_applicable", "reason": "outsourced"}
    [views] = gather_views(
        editions["siri"], [person("a", "dx", VI=absent), person("b", "it", VI=2)]
    )
    assert (views.is_mixed, views.is_contested, views.spread) == (True, True, None)


def test_practices_and_facts_have_spreads_of_their_own(editions: dict[str, Edition]) -> None:
    def say(key: str, field: str, item: str, *values: object) -> Fraction | None:
        people = [
            Respondent(str(n), "it", {item: {field: value}}) for n, value in enumerate(values)
        ]
        [views] = gather_views(editions[key], people)
        return views.spread

    assert say("tiers", "answer", "L1-capability", "yes", "partly") == Fraction(1, 2)
    assert say("tiers", "answer", "L1-capability", "no", "yes", "yes") == 1
    assert say("facts", "value", "staff_total", "40", "40", "41") == Fraction(1, 3)
    assert say("facts", "value", "staff_total", "40", "40") == 0


def test_perspectives_are_compared_over_what_all_of_them_answered(
    editions: dict[str, Edition],
) -> None:
    groups = compare_perspectives(
        editions["siri"],
        [
            person("a", "management", VI=3, HI=4),
            person("b", "it", VI=1),
            person("c", "it", VI=2),
        ],
    )
    overall = groups[0]
    assert (overall.compared, overall.of) == (1, 16)
    assert overall.means == {"management": 3, "it": Fraction(3, 2)}
    assert overall.gap == Fraction(3, 2)


def test_different_questions_are_not_held_against_each_other(
    editions: dict[str, Edition],
) -> None:
    overall = compare_perspectives(
        editions["siri"], [person("a", "management", VI=5), person("b", "it", HI=0)]
    )[0]
    assert (overall.compared, dict(overall.means), overall.gap) == (0, {}, None)


def test_one_perspective_alone_has_no_gap(editions: dict[str, Edition]) -> None:
    people = [person("a", "it", VI=5), person("b", "it", VI=0)]
    assert all(group.gap is None for group in compare_perspectives(editions["siri"], people))
