"""The order of steps: first, then, until the target."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.scoring.roadmap import BEGIN_WITH, Rest, Standing, Step, order_by_gap, plan_roadmap

TOP = 5
LEVELS = st.none() | st.integers(0, TOP)
STANDINGS = st.dictionaries(
    st.sampled_from("abcdefghijkl"), st.builds(Standing, LEVELS, LEVELS), max_size=12
)


def standings(**levels: tuple[int | None, int | None]) -> dict[str, Standing]:
    return {key: Standing(*pair) for key, pair in levels.items()}


def test_larger_gap_comes_first_then_lower_level_then_the_order_of_asking() -> None:
    found = standings(a=(1, 2), b=(2, 4), c=(1, 3), d=(1, 3), e=(4, 4), f=(3, 2))
    assert order_by_gap(found) == ["c", "d", "b", "a"]


def test_without_priorities_the_four_largest_gaps_come_first() -> None:
    found = standings(a=(1, 2), b=(2, 4), c=(1, 3), d=(0, 3), e=(2, 3), f=(3, 4))
    plan = plan_roadmap(found, top=TOP)
    assert plan.first == (Step("d", 0), Step("c", 1), Step("b", 2), Step("a", 1))
    assert plan.following == (Step("e", 2), Step("f", 3))
    assert plan.rest == (Rest("d", 1, 3), Rest("c", 2, 3), Rest("b", 3, 4))
    assert [rest.steps for rest in plan.rest] == [2, 1, 1]


def test_what_the_priorities_recommend_comes_first_whatever_its_target() -> None:
    found = standings(a=(1, 3), b=(2, 2), c=(0, None), d=(5, 5), e=(1, 2))
    plan = plan_roadmap(found, top=TOP, recommended=["d", "c", "b", "e"], ranking=[*"dcbea"])
    assert plan.first == (Step("c", 0), Step("b", 2), Step("e", 1)), "d is at the top"
    assert plan.following == (Step("a", 1),)
    assert plan.rest == (Rest("a", 2, 3),)


def test_the_others_follow_in_the_order_of_the_ranking() -> None:
    found = standings(a=(0, 5), b=(1, 2), c=(2, 3), d=(1, 2))
    plan = plan_roadmap(found, top=TOP, recommended=["d"], ranking=["d", "c", "a", "b"])
    assert [step.item for step in plan.following] == ["c", "a", "b"]


def test_what_has_no_place_in_it_is_named() -> None:
    found = standings(a=(1, None), b=(None, 3), c=(None, None), d=(2, 1), e=(3, 3))
    plan = plan_roadmap(found, top=TOP)
    assert plan.without_target == ("a",)
    assert plan.without_level == ("b", "c")
    assert (plan.first, plan.following, plan.rest) == ((), (), ())


@given(STANDINGS)
def test_steps_and_rest_together_are_all_gaps(found: dict[str, Standing]) -> None:
    plan = plan_roadmap(found, top=TOP)
    steps = [*plan.first, *plan.following]
    assert len({step.item for step in steps}) == len(steps)
    assert len(plan.first) == min(len(steps), BEGIN_WITH)
    total = len(steps) + sum(rest.steps for rest in plan.rest)
    assert total == sum(standing.gap for standing in found.values())
    assert all(found[step.item].current == step.level for step in steps)
