import pytest

from maturity.benchmarks.economies import (
    ECONOMY_KINDS,
    WORLD,
    ancestors,
    children,
    choosable_economies,
    economies,
    economy_name,
    places_within,
    standing,
)


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("CN", "en", "China"),
        ("DE", "zh-hans", "德国"),
        ("EU", "en", "European Union"),
        ("YANGTZE-RIVER-DELTA", "ja", "長江デルタ"),
        (WORLD, "zh-hans", "全球"),
    ],
)
def test_economy_name_is_that_of_the_language(code: str, language: str, name: str) -> None:
    assert economy_name(code, language) == name


def test_name_of_an_unknown_economy_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        economy_name("XX", "en")


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("DE", ("EU", "EUROPE")),
        ("BERLIN", ("DE", "EU", "EUROPE")),
        ("EU", ("EUROPE",)),
        ("SHANGHAI", ("CN",)),
        ("CN", ()),
        ("US", ()),
        (WORLD, ()),
        ("BR", ()),
    ],
)
def test_ancestors_are_nearest_first(code: str, above: tuple[str, ...]) -> None:
    assert ancestors(code) == above


def test_united_kingdom_is_in_europe_and_not_in_the_union() -> None:
    assert "EUROPE" in ancestors("GB")
    assert "EU" not in ancestors("GB")


def test_all_member_states_belong_to_the_union() -> None:
    states = {code for code in children("EU") if economies()[code].kind == "country"}
    assert len(states) == 27
    assert {"AT", "DE", "ES", "FR", "IE", "LU", "PL"} <= states


def test_children_are_direct_and_in_the_order_of_the_file() -> None:
    assert children("US") == ("BOSTON-WASHINGTON", "SF-BAY-AREA", "LOS-ANGELES", "NEW-YORK")
    assert children("BERLIN") == ()


def test_places_within_do_not_pass_through_countries() -> None:
    assert places_within("DE") == ("BERLIN",)
    assert "BERLIN" not in places_within("EU")
    assert set(places_within("CN")) == {
        *("BEIJING-TIANJIN-HEBEI", "GREATER-BAY-AREA", "YANGTZE-RIVER-DELTA"),
        *("BEIJING", "HANGZHOU", "SHANGHAI"),
    }


@pytest.mark.parametrize(
    ("code", "own", "expected"),
    [
        ("CN", "CN", "own"),
        ("BEIJING", "CN", "within"),
        ("EU", "DE", "above"),
        ("EUROPE", "DE", "above"),
        ("EU", "GB", "elsewhere"),
        ("DE", "EU", "elsewhere"),  # a member, not a place
        ("CN", "JP", "elsewhere"),
        ("CN", "BR", "elsewhere"),  # of which the file knows nothing
        (WORLD, "CN", "world"),
    ],
)
def test_how_a_figures_economy_stands_to_the_own_one(code: str, own: str, expected: str) -> None:
    assert standing(code, own) == expected


def test_all_economies_but_the_world_can_be_chosen() -> None:
    assert set(economies()) - set(choosable_economies()) == {WORLD}
    assert list(choosable_economies()) == [code for code in economies() if code != WORLD]


@pytest.mark.parametrize("code", sorted(economies()))
def test_economy_is_complete(code: str) -> None:
    economy = economies()[code]
    assert economy.kind in ECONOMY_KINDS
    assert set(economy.name) == {"en", "zh-hans", "ja"}
    assert all(economy.name.values())
    assert set(economy.parents) <= set(economies()) - {code, WORLD}
    assert code not in ancestors(code)
