"""The shipped questionnaire `dx`: the 35 items of the 2019 edition, whole in each language."""

import pytest

from maturity.instruments.edition import Edition
from maturity.instruments.loader import DATA_FOLDER, read_edition
from maturity.instruments.texts import find_foreign_script, measure_texts
from tests.maturity.instruments.shipped import content_of

# Number, type, the publisher's name, our English name.
ITEMS = [
    ("1", "K", "ビジョンの共有", "Sharing the vision"),
    (
        "2",
        "K",
        "危機感とビジョン実現の必要性の共有",
        "Sharing the sense of crisis and the need for the vision",
    ),
    ("3", "K", "経営トップのコミットメント", "Top-management commitment"),
    ("4", "K", "マインドセット、企業文化", "Mindset and corporate culture"),
    ("4-1", "S", "体制", "Organisation"),
    ("4-2", "S", "KPI", "KPIs"),
    ("4-3", "S", "評価", "Evaluation"),
    ("4-4", "S", "投資意思決定、予算配分", "Investment decisions and budget allocation"),
    ("5", "K", "推進・サポート体制", "Promotion and support structure"),
    ("5-1", "S", "推進体制", "Promotion structure"),
    ("5-2", "S", "外部との連携", "External collaboration"),
    ("6", "K", "人材育成・確保", "Developing and securing talent"),
    ("6-1", "S", "事業部門における人材", "Talent in business units"),
    ("6-2", "S", "技術を支える人材", "Talent supporting technology"),
    ("6-3", "S", "人材の融合", "Blending of talent"),
    ("7", "K", "事業への落とし込み", "Putting DX into the business"),
    ("7-1", "S", "戦略とロードマップ", "Strategy and roadmap"),
    ("7-2", "S", "バリューチェーンワイド", "Value-chain wide"),
    ("7-3", "S", "持続力", "Staying power"),
    (
        "8",
        "K",
        "ビジョン実現の基盤としてのITシステムの構築",
        "IT systems as the basis of the vision",
    ),
    ("8-1", "S", "データ活用", "Data use"),
    ("8-2", "S", "スピード・アジリティ", "Speed and agility"),
    ("8-3", "S", "全社最適", "Company-wide optimisation"),
    ("8-4", "S", "IT資産の分析・評価", "Analysis and evaluation of IT assets"),
    ("8-5", "S", "廃棄", "Disposal"),
    ("8-6", "S", "競争領域の特定", "Identifying competitive areas"),
    ("8-7", "S", "非競争領域の標準化・共通化", "Standardising non-competitive areas"),
    ("8-8", "S", "ロードマップ", "Roadmap"),
    ("9", "K", "ガバナンス・体制", "Governance and structure"),
    ("9-1", "S", "体制", "Structure"),
    ("9-2", "S", "人材確保", "Securing people"),
    ("9-3", "S", "事業部門のオーナーシップ", "Business-unit ownership"),
    ("9-4", "S", "データ活用の人材連携", "Linking people for data use"),
    ("9-5", "S", "プライバシー、データセキュリティ", "Privacy and data security"),
    ("9-6", "S", "IT投資の評価", "Evaluation of IT investment"),
]
MANAGEMENT = [number for number, *_rest in ITEMS if number < "8"]
IT = [number for number, *_rest in ITEMS if number >= "8"]
LEVELS = [
    "未着手",
    "一部での散発的実施",
    "一部での戦略的実施",
    "全社戦略に基づく部門横断的推進",
    "全社戦略に基づく持続的実施",
    "グローバル市場におけるデジタル企業",
]
INDICATORS = [
    ("product_development_time", "competitiveness", "Product development time"),
    ("new_customer_share", "competitiveness", "Share of new customers"),
    ("spending_process_efficiency", "competitiveness", "Efficiency of the spending process"),
    ("closing_time", "competitiveness", "Time to close the books"),
    ("cash_conversion_cycle", "competitiveness", "Cash conversion cycle"),
    ("fulfilment_cycle_time", "competitiveness", "Fulfilment cycle time"),
    ("digital_service_share", "activity", "Share of digital services"),
    ("digital_service_profit", "activity", "Profit of digital services"),
    ("digital_service_investment", "activity", "Investment in digital services"),
    ("digital_service_staff", "activity", "Staff in digital services"),
    ("new_service_customers", "activity", "Customers using new services"),
    ("dx_trials", "activity", "Number of DX trials"),
    ("digitised_process_share", "activity", "Digitised share of processes"),
    ("value_up_budget_share", "it_indicators", "Budget ratio, run-the-business to value-up"),
    ("dx_talent_business", "it_indicators", "DX talent (business)"),
    ("dx_talent_technology", "it_indicators", "DX talent (technology)"),
    ("dx_training_budget", "it_indicators", "DX training budget"),
    ("data_freshness", "it_indicators", "Data freshness"),
    ("service_improvement_lead_time", "it_indicators", "Lead time of service improvement"),
    ("service_improvement_frequency", "it_indicators", "Frequency of service improvement"),
    ("agile_projects", "it_indicators", "Number of agile projects"),
]
CONFIRMED = ["dx_talent_business", "dx_talent_technology", "dx_training_budget"]


@pytest.fixture(scope="module")
def dx() -> Edition:
    return read_edition(DATA_FOLDER / "dx-2019.yaml")


def test_dx_has_the_thirty_five_items_under_their_published_names(dx):
    assert len(ITEMS) == 35
    assert [
        (item.number, item.type, item.name["ja"], item.name["en"]) for item in dx.level_items
    ] == ITEMS


def test_dx_item_is_called_by_its_number_because_one_name_occurs_twice(dx):
    assert [item.key for item in dx.items] == [item.number for item in dx.items]
    assert [item.key for item in dx.items if item.name["ja"] == "体制"] == ["4-1", "9-1"]


def test_dx_has_nine_key_questions_each_before_its_sub_questions(dx):
    keys = [item.key for item in dx.items if item.type == "K"]
    assert keys == [str(number) for number in range(1, 10)]
    for number in keys:
        key_question, *rest = dx.items_of(number)
        assert (key_question.key, key_question.type) == (number, "K")
        assert [item.key for item in rest] == [
            f"{number}-{position}" for position in range(1, len(rest) + 1)
        ]
        assert {item.type for item in rest} <= {"S"}
        assert dx.group(number).name == key_question.name


def test_dx_is_split_into_nineteen_management_and_sixteen_it_items(dx):
    assert (len(MANAGEMENT), len(IT)) == (19, 16)
    assert [block.key for block in dx.blocks] == ["management", "it"]
    assert [item.key for item in dx.level_items_of("management")] == MANAGEMENT
    assert [item.key for item in dx.level_items_of("it")] == IT
    assert [item.key for item in dx.level_items_of("overall")] == MANAGEMENT + IT


def test_dx_items_climb_the_six_published_levels(dx):
    assert dx.scale_top == 5
    assert [name["ja"] for name in dx.ladders["dx"]] == LEVELS
    assert {item.ladder for item in dx.level_items} == {"dx"}
    assert list(dx.short_ladders) == ["dx"]


def test_dx_item_has_six_level_texts_of_its_own_and_five_actions(dx):
    for item in dx.level_items:
        assert (len(item.levels), len(item.actions)) == (6, 5), item.key
    for language in ("en", "zh-hans", "ja"):
        texts = [level[language] for item in dx.level_items for level in item.levels]
        assert len(set(texts)) == 35 * 6


def test_dx_mean_has_a_level_and_three_is_leading(dx):
    assert (dx.mean_has_level, dx.leading, dx.method) == (True, 3, "means")


def test_dx_offers_no_answer_not_applicable(dx):
    assert dx.not_applicable_reasons == ()


def test_dx_quick_pass_asks_the_nine_groups(dx):
    assert [unit.key for unit in dx.quick_units] == [str(number) for number in range(1, 10)]
    assert [len(unit.items) for unit in dx.quick_units] == [1, 1, 1, 5, 3, 4, 4, 9, 7]
    assert [unit.key for unit in dx.quick_units if unit.is_single] == ["1", "2", "3"]


def test_dx_asks_twenty_one_indicators_in_three_groups(dx):
    assert [
        (quantity.key, quantity.group, quantity.name["en"]) for quantity in dx.quantities
    ] == INDICATORS
    assert [quantity.number for quantity in dx.quantities] == [
        f"Q{number}" for number in range(1, 22)
    ]
    assert [len(dx.items_of(g.key)) for g in dx.groups_of_kind("indicators")] == [6, 7, 8]


def test_dx_calls_only_three_names_of_indicators_confirmed(dx):
    standing = {quantity.key: quantity.standing for quantity in dx.quantities}
    assert [key for key, word in standing.items() if word == "confirmed"] == CONFIRMED
    assert set(standing.values()) == {"confirmed", "modelled_on"}
    names = [dx.item(key).name["ja"] for key in CONFIRMED]
    assert names[:2] == ["DX人材（事業）", "DX人材（技術）"]


def test_dx_shares_are_of_a_hundred_and_counts_are_whole(dx):
    for quantity in dx.quantities:
        if quantity.kind == "share":
            assert (quantity.lowest, quantity.highest) == ("0", "100"), quantity.key
        if quantity.unit.get("en") in ("people", "projects", "customers"):
            assert (quantity.lowest, quantity.decimals) == ("0", 0), quantity.key
    freshness = dx.item("data_freshness")
    assert [option.key for option in freshness.options] == [
        "real_time",
        "daily",
        "weekly",
        "monthly",
    ]


def test_dx_profit_and_cash_cycle_may_be_negative(dx):
    open_below = [q.key for q in dx.quantities if q.kind == "number" and q.lowest is None]
    assert open_below == ["cash_conversion_cycle", "digital_service_profit"]


def test_dx_says_that_it_is_not_official_and_which_edition_it_is(dx):
    assert "this is not an official tool" in dx.origin["en"]
    assert "不是官方工具" in dx.origin["zh-hans"]
    assert "公式のツールではなく" in dx.origin["ja"]
    for language in ("en", "zh-hans", "ja"):
        assert "2019" in dx.origin[language]
        assert "IPA" in dx.origin[language]
        assert "2026" in dx.origin[language]


def test_dx_is_whole_in_each_language_and_in_its_script():
    data = content_of("dx-2019.yaml")
    coverage = measure_texts(data)
    assert set(coverage.present.values()) == {coverage.texts}
    assert find_foreign_script(data) == []


def test_dx_labels_fit_their_tiles(dx):
    for item in dx.level_items:
        assert len(item.short["en"]) <= 16, item.key
        assert len(item.short["zh-hans"]) <= 7, item.key
        assert len(item.short["ja"]) <= 8, item.key
    for name in dx.short_ladders["dx"]:
        assert len(name["en"]) <= 12
        assert len(name["zh-hans"]) <= 5
        assert len(name["ja"]) <= 6
