"""Exact numbers become decimals here and nowhere else (docs/scoring.md, section 5)."""

from fractions import Fraction

FULL_PLACES = 12


def half_up(value: Fraction | int, places: int) -> str:
    """Round once, from the exact value, to `places` ≥ 0 decimals; ties go away from zero.

    1.625 gives "1.63" and -0.125 gives "-0.13"; a value that rounds to zero has no sign.
    """
    if places < 0:
        raise ValueError(places)
    # In whole numbers: a Fraction made on the way would cost five times as much.
    scaled, divisor = abs(value.numerator) * 10**places, value.denominator
    units = (2 * scaled + divisor) // (2 * divisor)
    sign = "-" if value < 0 and units else ""
    digits = str(units).rjust(places + 1, "0")
    if not places:
        return sign + digits
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def full(value: Fraction | int) -> str:
    """Write a value with up to 12 decimals, half up, without trailing zeros: "1.1875", "2"."""
    return half_up(value, FULL_PLACES).rstrip("0").rstrip(".")
