import pytest

from assessments.reports.assets import ADDRESS, asset


def test_asset_serves_the_style_sheet() -> None:
    content, kind = asset(f"{ADDRESS}report.css")
    assert b"@page" in content
    assert kind == "text/css"


def test_asset_draws_a_level() -> None:
    content, kind = asset(f"{ADDRESS}level/2-3.svg")
    assert kind == "image/svg+xml"
    assert [content.count(f'class="{cls}"'.encode()) for cls in ("lv-on", "lv-to", "lv-off")] == [
        2,
        1,
        2,
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/report.css",
        "file:///etc/passwd",
        f"{ADDRESS}level/6-none.svg",
        f"{ADDRESS}../report.css",
        "data:text/css,p{}",
    ],
)
def test_asset_refuses_everything_else(url: str) -> None:
    with pytest.raises(LookupError):
        asset(url)


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
def test_asset_draws_the_mark_of_drafts(language: str) -> None:
    content, kind = asset(f"{ADDRESS}draft/{language}.svg")
    assert kind == "image/svg+xml"
    assert content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297"')


def test_asset_takes_a_logo_that_stands_in_the_report() -> None:
    assert asset("data:image/svg+xml;base64,PHN2Zy8+") == (b"<svg/>", "image/svg+xml")
    assert asset("data:image/png;base64,iVBORw==") == (b"\x89PNG", "image/png")


@pytest.mark.parametrize(
    "url",
    [
        "data:text/html;base64,PHN2Zy8+",
        "data:image/svg+xml,<svg/>",
        "data:image/svg+xml;base64,PHN2Zy8",
        "data:image/svg+xml;base64,",
        "data:image/jpeg;base64,AAAA",
        f"{ADDRESS}draft/fr.svg",
        f"{ADDRESS}data:image/png;base64,iVBORw==",
    ],
)
def test_asset_takes_nothing_that_is_no_logo(url: str) -> None:
    with pytest.raises(LookupError):
        asset(url)
