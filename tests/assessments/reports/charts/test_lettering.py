import pytest

from assessments.reports.charts.lettering import fits_whole_words, text_width, wrap


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Strategy & Governance", ("Strategy & Governance",)),
        ("Inter- and Intra-Company Collaboration", ("Inter- and Intra-Company", "Collaboration")),
        ("エンタープライズのインテリジェンス", ("エンタープライズの", "インテリジェンス")),
        ("製造現場のインテリジェンス", ("製造現場の", "インテリジェンス")),
        ("該当なし：その業務がないため回答対象外", ("該当なし：その", "業務がないため回答対象外")),
        ("员工学习与发展以及企业内外协作能力", ("员工学习与发展以及", "企业内外协作能力")),
        ("", ()),
        ("  \n ", ()),
    ],
)
def test_wrap_breaks_where_a_reader_expects_it(words: str, lines: tuple[str, ...]) -> None:
    assert wrap(words, 168, 13) == lines


@pytest.mark.parametrize("width", [20, 45, 90, 200])
@pytest.mark.parametrize(
    "words",
    [
        "Inter- and Intra-Company Collaboration",
        "Donaudampfschifffahrtsgesellschaftskapitän",
        "データ（現場）の、標準化・共有ルール。",
        "5G+TSN、5G＋F5G和云网边协同（含标识解析）",
    ],
)
def test_wrap_loses_nothing_and_stays_inside(words: str, width: float) -> None:
    lines = wrap(words, width, 12)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    # A sign that may not begin a line can push a line over a width of one or two characters.
    assert all(text_width(line, 12) <= max(width, 36) for line in lines)


def test_wrap_keeps_closing_signs_off_the_start_of_a_line() -> None:
    lines = wrap("データ（現場）の、標準化・共有ルール。", 40, 12)
    assert len(lines) > 3
    assert not any(line[0] in "）、。ー・ッ" for line in lines)
    assert not any(line[-1] in "（" for line in lines)


def test_wrap_makes_lines_of_like_length() -> None:
    assert wrap("one two three four", 90, 13) == ("one two", "three four")


def test_width_counts_full_width_characters_as_one_em() -> None:
    assert text_width("製造現場", 10) == 40
    assert text_width("製造現場", 10, bold=True) == 40
    assert 0 < text_width("il", 10) < text_width("mw", 10) < text_width("製造", 10)


def test_words_that_need_an_inner_break_are_noticed() -> None:
    assert fits_whole_words("Limited Understanding", 100, 12)
    assert not fits_whole_words("Limited Understanding", 60, 12)
