"""All texts of a file at once: how long they are, how complete, and in whose script."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturity.instruments.faults import Fault, join_path
from maturity.instruments.items import LANGUAGES

_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_EAST_ASIAN = re.compile(r"[ぁ-ゖァ-ヺ㐀-鿿豈-﫿，。、；：！？「」（）]")
_WORDS = re.compile(r"[A-Za-z]{4,}")
_HAN_ONLY_LIMIT = 16
"""Han characters in a row that a Japanese text may hold without any kana: a long name."""


@dataclass(frozen=True)
class Coverage:
    """How many texts there are, and the length of those present in each language.

    Lengths are words in English and characters in the others.
    """

    texts: int
    present: Mapping[str, int]
    length: Mapping[str, int]


def measure_texts(data: object) -> Coverage:
    """Measure the texts of any of our files, complete or not.

    A text counts as soon as one language of it is there, so a half-translated file can be measured.
    """
    places = set()
    present = dict.fromkeys(LANGUAGES, 0)
    length = dict.fromkeys(LANGUAGES, 0)
    for path, language, text in walk_texts(data):
        places.add(path)
        if text.strip():
            present[language] += 1
            length[language] += len(text.split()) if language == "en" else len(text)
    return Coverage(len(places), present, length)


def walk_texts(data: object, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield (path of the text, language, text) for everything that is said in languages."""
    if isinstance(data, Mapping):
        if data and set(data) <= set(LANGUAGES):
            for language, text in data.items():
                if isinstance(text, str):
                    yield path, language, text
            return
        for key, held in data.items():
            yield from walk_texts(held, join_path(path, str(key)))
    elif isinstance(data, list | tuple):
        for position, held in enumerate(data):
            yield from walk_texts(held, join_path(path, position))


def find_foreign_script(data: object) -> list[Fault]:
    """Return the texts that seem to be left in another language, by the letters they are made of.

    Code `text_foreign_script`, params `language` and `found` (the letters that betray it). English
    may quote a Japanese or Chinese name in passing. Chinese is expected to be simplified: kana and
    characters outside GB 2312 betray another language. In Japanese it is characters outside JIS,
    and a long run of Han characters without any kana.
    """
    faults = []
    for path, language, text in walk_texts(data):
        found = {"en": _in_english, "zh-hans": _in_chinese, "ja": _in_japanese}[language](text)
        if found:
            params = {"language": language, "found": found}
            faults.append(Fault(f"{path}.{language}", "text_foreign_script", params))
    return faults


def _in_english(text: str) -> str:
    foreign = _EAST_ASIAN.findall(text)
    letters = sum(character.isalpha() for character in text)
    return "".join(foreign[:5]) if 2 * len(foreign) > letters else ""


def _in_chinese(text: str) -> str:
    kana = _KANA.findall(text)
    odd = [character for character in _HAN.findall(text) if not _fits(character, "gb2312")]
    return "".join([*kana, *odd][:5]) or _latin_only(text)


def _in_japanese(text: str) -> str:
    odd = [character for character in _HAN.findall(text) if not _fits(character, "euc_jis_2004")]
    if odd:
        return "".join(odd[:5])
    han = _HAN.findall(text)
    if len(han) > _HAN_ONLY_LIMIT and not _KANA.search(text):
        return "".join(han[:5])
    return _latin_only(text)


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _latin_only(text: str) -> str:
    """Two longer words in a row and nothing of the language's own: English left standing."""
    words = _WORDS.findall(text)
    return " ".join(words[:2]) if len(words) > 1 and not _EAST_ASIAN.search(text) else ""
