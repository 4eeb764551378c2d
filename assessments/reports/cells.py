"""Texts of people in files that a spreadsheet opens."""

# As OWASP lists them. For some spreadsheets in East Asia a full-width sign begins a formula too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
