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
