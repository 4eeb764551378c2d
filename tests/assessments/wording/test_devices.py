"""A browser is called as its owner knows it."""

import pytest

from assessments.wording.devices import device_text

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel) AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("user_agent", "text"),
    [
        (f"{MAC} Chrome/140.0.0.0 Safari/537.36", "Chrome on macOS"),
        (f"{MAC} Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Edge on macOS"),
        (f"{MAC} Version/19.0 Safari/605.1.15", "Safari on macOS"),
        (f"{PHONE} Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        (f"{PHONE} Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0", "WeChat on Android"),
        (f"{IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Firefox/140.0", "Firefox on Windows"),
        ("curl/8.5.0", "Unknown program"),
        ("", "Unknown program"),
    ],
)
def test_device(user_agent: str, text: str) -> None:
    assert device_text(user_agent) == text
