"""What the tests of shipped questionnaires have in common."""

import json
import re
from typing import Any

from maturity.instruments.loader import DATA_FOLDER, read_canonical
from maturity.instruments.texts import walk_texts

LATIN = re.compile(r"[\x20-\x7e“”’–…€µ·×]*")


def content_of(name: str) -> dict[str, Any]:
    """Return the content of a shipped questionnaire file."""
    content: dict[str, Any] = json.loads(read_canonical(DATA_FOLDER / name))
    return content


def not_latin(data: object) -> list[str]:
    """Return the English texts that contain anything but Latin letters and their punctuation."""
    english = (text for _path, language, text in walk_texts(data) if language == "en")
    return [text for text in english if not LATIN.fullmatch(text)]
