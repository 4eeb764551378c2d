"""Reading a checked YAML file a second time costs nothing: its JSON is kept beside the bytecode.

Like Python's own cache it may be deleted at any time and is not written where the folder is not
writable. An entry is named by the content of the file and of the modules that check files, so
neither an edited questionnaire nor a new rule ever meets an old entry.
"""

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "__pycache__" / "checked"
_PACKAGE = Path(__file__).parent


def cached(content: bytes, parse: Callable[[bytes], str]) -> str:
    """Return `parse(content)`, from the cache if it was computed before. Passes on its errors."""
    rules = _rules(_PACKAGE) + _rules(Path(parse.__code__.co_filename).parent)
    name = hashlib.sha256(parse.__name__.encode() + rules + content).hexdigest()
    path = FOLDER / f"{name}.json"
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        text = parse(content)
    _write(path, text)
    return text


@cache
def _rules(package: Path) -> bytes:
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


def _write(path: Path, text: str) -> None:
    """Whole or not at all, so that a process that dies leaves no half entry to be believed."""
    import tempfile  # noqa: PLC0415 - a tenth of the time of a read, which never needs it

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(part).replace(path)
    except OSError:
        return  # a cache that cannot be written is only slower
