from pathlib import Path

import pytest
from django.conf import settings

from assessments.reports import fonts


@pytest.mark.parametrize(
    "text",
    [
        *(
            "髙橋",
            "𠮷野",
            "㈱",
            "山﨑",
            "Müller",
            "Nguyễn",
            "한국",
            "①②",
            "→ ÷ ×",
            "line\r\n\tline",
        ),
        *("Zakłady Wałbrzych", "Győri Gépgyár", "Škoda Plzeň", "Eskişehir İmalat", "Oțelărie"),
    ],
)
def test_missing_characters_accepts_what_names_and_notes_contain(text: str) -> None:
    assert fonts.missing_characters(text) == []


def test_missing_characters_are_named_once_in_order() -> None:
    assert fonts.missing_characters("a🙂b🏭c🙂") == ["🙂", "🏭"]


def test_missing_characters_include_control_characters() -> None:
    assert fonts.missing_characters("a\x07b") == ["\x07"]


def test_missing_characters_accepts_a_letter_and_its_accent() -> None:
    assert fonts.missing_characters("Mu\u0308ller") == []
    assert fonts.missing_characters("\ufa10") == []  # drawn as the unified 塚


def test_missing_characters_does_not_ask_for_a_variant() -> None:
    assert fonts.missing_characters("葛\U000e0100城 ☎\ufe0e") == []


def test_font_configuration_lists_the_files_and_rejects_all_others() -> None:
    text = fonts.write_font_configuration().read_text("utf-8")
    assert [name for name in fonts.FILES if f"/{name}</glob>" in text] == list(fonts.FILES)
    assert text.count("<glob>") == 1 + len(fonts.FILES)
    assert "<rejectfont><glob>*</glob></rejectfont>" in text


def test_font_configuration_lies_in_the_data_folder() -> None:
    assert fonts.write_font_configuration().parent == settings.DATA_DIR / "fonts"


def test_font_files_names_what_is_not_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / fonts.FILES[0]).touch()
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path, tmp_path / "none"))
    with pytest.raises(fonts.FontsMissing, match=", ".join(fonts.FILES[1:])):
        fonts.font_files.__wrapped__()


def test_font_versions_are_those_of_the_files() -> None:
    versions = fonts.font_versions()
    assert list(versions) == list(fonts.FILES)
    noto = [version for name, version in versions.items() if name.startswith("Noto")]
    assert all(version.startswith("2.") for version in noto)
    assert versions["OpenSans-Regular.ttf"] == "1.100"
