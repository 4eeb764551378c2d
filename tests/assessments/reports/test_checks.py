import pytest

from assessments.reports import checks, fonts


def test_checks_find_nothing_where_reports_can_be_made() -> None:
    assert checks.check_fonts() == []
    assert checks.check_harfbuzz_subset() == []


def test_check_fonts_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise fonts.FontsMissing(fonts.FILES[0])

    monkeypatch.setattr(checks, "font_files", missing)
    (found,) = checks.check_fonts()
    assert found.id == "reports.E001"
    assert fonts.FILES[0] in found.msg
    assert "fonts-noto-cjk" in str(found.hint)


def test_check_harfbuzz_subset_says_what_its_absence_costs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ctypes.util.find_library", lambda _: None)
    (found,) = checks.check_harfbuzz_subset()
    assert found.id == "reports.W001"
    assert "libharfbuzz-subset0" in str(found.hint)
