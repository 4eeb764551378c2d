"""The rule that a comparison's numbers are read from: always plain, always with its zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from assessments.reports.charts.frame import line, strokes, text
from assessments.reports.charts.palette import HAIR, INK, INK_SOFT

_STEPS = (Decimal(1), Decimal(2), Decimal(5))
_MOST_STEPS = 5


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, numbered at every `step`; zero is never left out.

    `unit` is what stands at a number, with "{number}" in it.
    """

    low: Decimal
    high: Decimal
    step: Decimal
    unit: str

    @property
    def count(self) -> int:
        """How many steps it has."""
        return int((self.high - self.low) / self.step)

    @property
    def numbers(self) -> list[Decimal]:
        return [self.low + self.step * number for number in range(self.count + 1)]

    def part(self, value: Decimal) -> float:
        """How far along the axis a value lies: 0 at its start, 1 at its end."""
        return float((value - self.low) / (self.high - self.low))


def share_axis(unit: str) -> Axis:
    """0 to 100 %: a share is never drawn on a part of the whole."""
    return Axis(Decimal(0), Decimal(100), Decimal(25), unit)


def axis_from_zero(values: Sequence[Decimal], unit: str) -> Axis:
    """The shortest axis of round numbers that holds zero and all values.

    Raises ValueError if all values are zero: there is nothing to draw.
    """
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    if low == high:
        raise ValueError("nothing but zero")
    power = Decimal(10) ** ((high - low).adjusted() - 1)
    steps = (step * power * scale for scale in (1, 10) for step in _STEPS)
    axes = (_axis(low, high, step, unit) for step in steps)
    return next(axis for axis in axes if axis.count <= _MOST_STEPS)


def _axis(low: Decimal, high: Decimal, step: Decimal, unit: str) -> Axis:
    """The axis on which both ends lie, widened to whole steps."""
    whole = [
        (end / step).to_integral_value(rounding)
        for end, rounding in ((low, ROUND_FLOOR), (high, ROUND_CEILING))
    ]
    return Axis(whole[0] * step, whole[1] * step, step, unit)


def draw_axis(axis: Axis, *, ends: tuple[float, float], top: float, y: float) -> list[str]:
    """The graduated rule at `y`, with numbers below and hairs up to `top`; takes 28 below `y`."""
    left, right = ends

    def at(value: Decimal) -> float:
        return left + (right - left) * axis.part(value)

    numbers = axis.numbers
    fifths = [axis.low + axis.step * fifth / 5 for fifth in range(5 * axis.count + 1)]
    ticks = "".join(f"M{at(v):.2f} {y:g}v{7 if v in numbers else 4}" for v in fifths)
    hairs = "".join(f"M{at(number):.2f} {top:g}V{y:g}" for number in numbers)
    drawn = [
        strokes(hairs, "c-hair", stroke=HAIR, width=0.7),
        line((left, y), (right, y), "c-rule", stroke=INK),
        strokes(ticks, "c-tick", stroke=INK_SOFT, width=0.6),
    ]
    for number in numbers:
        anchor = {numbers[0]: "start", numbers[-1]: "end"}.get(number, "middle")
        words = axis.unit.replace("{number}", _plain(number))
        drawn.append(text(at(number), y + 21, words, "c-ax", 11, anchor=anchor, fill=INK_SOFT))
    return drawn


def _plain(number: Decimal) -> str:
    """2.0 is 2, −0.5 has a minus sign."""
    whole = number == number.to_integral_value()
    return f"{number.quantize(Decimal(1)) if whole else number.normalize():f}".replace("-", "−")
