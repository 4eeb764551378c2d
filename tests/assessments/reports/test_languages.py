import pytest

from assessments.reports.languages import written_language


@pytest.mark.parametrize(
    ("text", "economy", "tag"),
    [
        ("湖畔精密零件厂", "CN", "zh-Hans"),
        ("湖畔精密部品", "JP", "ja"),
        ("湖畔精密", "TW", "zh-Hant"),
        ("湖畔精密", "DE", ""),
        ("サクラ精機", "CN", "ja"),
        ("삼성", "CN", "ko"),
        ("𠮷", "JP", "ja"),
        ("Lakeside’s parts", "CN", ""),
        ("", "CN", ""),
    ],
)
def test_written_language_follows_script_then_economy(text: str, economy: str, tag: str) -> None:
    assert written_language(text, economy=economy) == tag
