import pytest

from assessments.reports.phrases import phrases


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        (
            "已答的 35 项中，有 21 项处于第 1 级。",
            "zh-hans",
            ["已答的 35 项中，", "有 21 项处于第 1 级。"],
        ),
        (
            "自己診断（「DX推進指標」を参考に作成）",
            "ja",
            ["自己診断", "（「DX推進指標」を参考に作成）"],
        ),
        ("21 of your 35 items, so far.", "en", ["21 of your 35 items, so far."]),
        ("", "ja", []),
    ],
)
def test_phrases_end_where_a_reader_pauses(text: str, language: str, parts: list[str]) -> None:
    assert phrases(text, language=language) == parts


@pytest.mark.parametrize("text", ["、、あ", "（（甲）乙）丙。", "。", "「", "层级：L1。"])
def test_phrases_lose_nothing(text: str) -> None:
    assert "".join(phrases(text, language="ja")) == text
