"""Units of the national data: the scale a printed number stands in, and how it is read aloud.

The report counts in 万 (10⁴), 亿 (10⁸) and 万亿 (10¹²). Chinese and Japanese print the digits as
they are and name the scale; English moves the decimal point, which changes no digit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache
from typing import Any, Literal, cast

from maturity.benchmarks.release import DATA_FOLDER, PublishedFigure
from maturity.instruments.edition import Texts
from maturity.instruments.files import decode, read_bytes
from maturity.instruments.strict_yaml import read_yaml

_EXACT = Context(prec=60)
_WORDS = ((12, "trillion"), (9, "billion"), (6, "million"))
_DASHES = {"en": "–", "zh-hans": "～", "ja": "～"}


@dataclass(frozen=True)
class Unit:
    """`scale` is the power of ten that the printed number stands in: 0, 4, 8 or 12. `rate` is
    "year" if the figure is one per year. `one` and `other` hold "{value}"; they differ only where
    a language has a singular."""

    code: str
    scale: int
    rate: Literal["", "year"]
    one: Texts
    other: Texts


@cache
def units() -> Mapping[str, Unit]:
    """Return the units by code, in the order of the file."""
    data = cast("dict[str, Any]", read_yaml(decode(read_bytes(DATA_FOLDER / "units.yaml"))))
    return {code: _build(code, entry) for code, entry in data.items()}


def _build(code: str, entry: Mapping[str, Any]) -> Unit:
    text = entry["text"]
    return Unit(
        code=code,
        scale=entry["scale"].count("0"),
        rate=entry["rate"],
        one={**text, "en": text["en"]["one"]},
        other={**text, "en": text["en"]["other"]},
    )


def normalised(value: str, unit: str) -> Decimal:
    """Return a printed number multiplied out, exactly: "4.10" in trillions is 4100000000000.

    Only for sorting and checking; numbers of different units are not comparable by it. KeyError
    for a unit the file has not.
    """
    return _EXACT.multiply(Decimal(value), Decimal(10) ** units()[unit].scale)


def figure_value(figure: PublishedFigure, language: str) -> str:
    """Return a figure's number with its unit, as read in a language, without its qualifier.

    "1.27" in 亿 US dollars reads "USD 127 million", "1.27 亿美元", "1.27億米ドル". Digits after a
    printed point stay ("CNY 4.10 trillion"); a range is joined by the language's own dash.
    """
    unit = units()[figure.unit]
    printed = [figure.value] if figure.value_max is None else [figure.value, figure.value_max]
    if language == "en":
        numbers, word = _shift(printed, unit.scale)
    else:
        numbers, word = printed, ""
    single = numbers == ["1"] and not word
    number = _DASHES[language].join(number.replace("-", "−") for number in numbers)
    template = (unit.one if single else unit.other)[language]
    return template.replace("{value}", f"{number} {word}".rstrip())


def _shift(printed: list[str], scale: int) -> tuple[list[str], str]:
    """The numbers in English digits, and the word that names the power of ten left over."""
    if scale == 0:
        return [f"{Decimal(number):,f}" for number in printed], ""
    largest = max(abs(Decimal(number)).scaleb(scale, _EXACT) for number in printed)
    power, word = next(
        ((power, word) for power, word in _WORDS if largest >= Decimal(10) ** power), (0, "")
    )
    return [_move_point(number, scale - power) for number in printed], word


def _move_point(printed: str, places: int) -> str:
    moved = f"{Decimal(printed).scaleb(places, _EXACT):,f}"
    if "." in printed or "." not in moved:
        return moved
    # The zeros of a whole number only hold its place: 160 in 万 is 1.6 million, not 1.60.
    return moved.rstrip("0").rstrip(".")
