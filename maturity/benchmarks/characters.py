"""Characters that a spreadsheet file, a database or an XML document cannot hold."""

import re

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def find_unstorable(text: str) -> str | None:
    """Name the first character of a text that cannot be stored ("U+0000"); None if all can."""
    found = UNSTORABLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else None
