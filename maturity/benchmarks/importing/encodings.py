"""In which encoding a text file is written: recognised by a rule, refused by name, never patched.

1. A byte order mark decides: UTF-8 or UTF-16 (what Excel calls "Unicode text") are read.
2. Without one, a file that is valid UTF-8 is UTF-8.
3. Otherwise each encoding in `_READINGS` is tried on a sample of the lines that are not ASCII.
   Where the sample decodes, its score is the share of its letters that are kana or belong to the
   most frequent characters of the language that the encoding is used for. Bytes read in a wrong
   encoding become rare characters, so the right one scores many times higher. The best is taken if
   it has `_ENOUGH` and `_CLEARLY` times the score of the next; else the person has to say.
"""

import codecs
import unicodedata
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias, get_args

from maturity.instruments.faults import Fault, InvalidFile

Encoding: TypeAlias = Literal["UTF-8", "UTF-16", "GB18030", "Shift_JIS"]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)
"""What is read. Shift_JIS is taken as Windows writes it (code page 932)."""

CODECS: Mapping[str, str] = {
    "UTF-8": "utf-8-sig",
    "UTF-16": "utf-16",
    "GB18030": "gb18030",
    "Shift_JIS": "cp932",
}
"""Names of encodings → Python's codecs, which drop a byte order mark."""

LINE_LIMIT = 1_000_000
"""Bytes in one line; a figure with all its texts takes about 600."""

_SAMPLE = 200_000
_ENOUGH, _CLEARLY = Fraction(15, 100), Fraction(3, 2)

_CHINESE = (
    "的一是在不了有和人数业工用个部务定据时出与统年或产到责计负能员单每中要企设成为标报系分全量自上新同目次各比网由作"
    "后度行两并理国算备动三最化件没公指服多会间看告请下户划以入预么期内客外试发就选商可其做都制决增来从加管值本也小例"
    "规通周天此大台事技前济区省市指标签页码章节来源亿万元家产额占平台联互信息造智能"
)
_JAPANESE = (
    "業人者数部一合年間事経産計決見用全分値定時入日報設自場記出画月期要示新成手理国割使企予価後算先標案目変会額最比"
    "加方製備力対同行技前工率長度的発共基生実準市化中断評世開利点知術大小以上下億円位指域都道府県社員情報源章節頁"
)
_TRADITIONAL = (
    "的一是在不了有和人數業工用個部務定據時出與統年或產到責計負能員單每中要企設成為標報系分全量自上新同目次各比網由作"
    "後度行兩並理國算備動三最化件沒公指服多會間看告請下戶劃以入預麼期內客外試發就選商可其做都製決增來從加管值本也小例"
)
_KOREAN = (
    "이다의는에가을를은한로고도인사지시기대자전과하여수년국업산정보부제공연구나리어서해상주장원동일구조성비용중소경"
    "아라만들니스안요면세분실개단계회위무방력기술표준평균값"
)
_READINGS: Mapping[str, tuple[str, frozenset[str]]] = {
    "GB18030": ("gb18030", frozenset(_CHINESE)),
    "Shift_JIS": ("cp932", frozenset(_JAPANESE)),
    "Big5": ("big5", frozenset(_TRADITIONAL)),
    "EUC-JP": ("euc_jp", frozenset(_JAPANESE)),
    "EUC-KR": ("cp949", frozenset(_KOREAN)),
}


def detect_encoding(path: Path) -> Encoding:
    """Name the encoding of a text file by the rule above; the file is read once, line by line.

    Raises InvalidFile: `not_a_table` (bytes that are no text), `line_too_long` (line, limit),
    `encoding_refused` (found), `encoding_unknown`, `encoding_unclear` (candidates),
    `encoding_broken` (encoding, line).
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise InvalidFile([Fault("", "encoding_refused", {"found": "UTF-32"})])
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    if b"\x00" in start:
        raise InvalidFile([Fault("", "not_a_table")])
    if start.startswith(codecs.BOM_UTF8):
        return "UTF-8"
    broken = _first_broken_line(path, "utf-8")
    return "UTF-8" if broken is None else _recognise(_sample(path), broken)


def count_lines(path: Path, encoding: Encoding) -> int:
    """Count the lines of a file and check that all of it can be decoded.

    Raises InvalidFile: `encoding_broken` (encoding, line), `line_too_long` (line, limit).
    """
    number = 0
    try:
        with path.open(encoding=CODECS[encoding], newline="\n") as text:
            while line := text.readline(LINE_LIMIT):
                number += 1
                _check_length(line, number)
    except UnicodeError:
        # The decoder works in blocks, so only the bytes say in which line it stopped.
        broken = _first_broken_line(path, CODECS[encoding]) if encoding != "UTF-16" else None
        params = {"encoding": encoding, "line": broken or number + 1}
        raise InvalidFile([Fault("", "encoding_broken", params)]) from None
    return number


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(LINE_LIMIT):
        number += 1
        _check_length(line, number)
        yield number, line


def _check_length(line: str | bytes, number: int) -> None:
    if len(line) >= LINE_LIMIT:
        params = {"line": number, "limit": LINE_LIMIT}
        raise InvalidFile([Fault("", "line_too_long", params)])


def _first_broken_line(path: Path, codec: str) -> int | None:
    """The number of the first line that does not decode; an end of line is no part of a character
    in any of these encodings, so each line stands for itself."""
    with path.open("rb") as file:
        for number, line in _lines(file):
            try:
                line.decode(codec)
            except UnicodeDecodeError:
                return number
    return None


def _sample(path: Path) -> bytes:
    """The first lines that are not ASCII."""
    taken, size = [], 0
    with path.open("rb") as file:
        for _number, line in _lines(file):
            if not line.isascii():
                taken.append(line)
                size += len(line)
                if size > _SAMPLE:
                    break
    return b"".join(taken)


def _recognise(sample: bytes, broken: int) -> Encoding:
    patched = sample.decode("utf-8", "replace")
    foreign = [letter for letter in patched if not letter.isascii()]
    if foreign.count("\ufffd") * 2 < len(foreign):  # UTF-8 for the greater part, so a damaged one
        params = {"encoding": "UTF-8", "line": broken}
        raise InvalidFile([Fault("", "encoding_broken", params)])
    scores = {name: _score(sample, codec, often) for name, (codec, often) in _READINGS.items()}
    scores["Latin-1"] = _score_of_latin(sample)
    best, second = sorted(scores, key=lambda name: scores[name], reverse=True)[:2]
    if scores[best] < _ENOUGH:
        raise InvalidFile([Fault("", "encoding_unknown")])
    if scores[best] < scores[second] * _CLEARLY:
        raise InvalidFile([Fault("", "encoding_unclear", {"candidates": [best, second]})])
    for encoding in ENCODINGS:
        if encoding == best:
            return encoding
    raise InvalidFile([Fault("", "encoding_refused", {"found": best})])


def _score(sample: bytes, codec: str, often: frozenset[str]) -> Fraction:
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError:
        return Fraction(0)
    # Punctuation and signs look alike in many encodings and prove nothing.
    letters = [
        letter
        for letter in text
        if not letter.isascii() and unicodedata.category(letter)[0] not in "PSZ"
    ]
    known = sum(letter in often or _is_kana(letter) for letter in letters)
    return Fraction(known, len(letters)) if letters else Fraction(0)


def _is_kana(letter: str) -> bool:
    """Hiragana and full-width katakana; the half-width ones are what other encodings look like."""
    return "\u3041" <= letter <= "\u30fc"


def _score_of_latin(sample: bytes) -> Fraction:
    """Accented letters stand alone between others; characters of two bytes come in runs."""
    text = sample.decode("latin-1")
    foreign = alone = 0
    for before, letter, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if not letter.isascii():
            foreign += 1
            alone += letter.isalpha() and before.isascii() and after.isascii()
    return Fraction(alone, foreign) if foreign else Fraction(0)
