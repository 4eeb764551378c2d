"""Results of `facts` that between them lead to every outcome of every comparison."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from maturity.benchmarks.comparisons import Comparison, compare_facts
from maturity.benchmarks.release import PublishedFigure, read_release, shipped_release_paths
from maturity.instruments.loader import shipped_editions
from maturity.scoring import as_json, score

FACTS = next(edition for edition in shipped_editions() if edition.key == "facts")
RELEASE = next(r for p in shipped_release_paths() if not (r := read_release(p)).instrument)
FIGURES: Mapping[str, PublishedFigure] = {figure.key: figure for figure in RELEASE.figures}

_CASES = ("port", "haulage", "rfid", "cluster", "energy")
_ALWAYS: dict[str, Any] = {
    "reference_year": "2021",
    "labour_saved.applies": True,
    "labour_saved": "120000",
    "labour_saved.currency": "CNY",
    "turnover_gain.applies": True,
    "changeover.applies": True,
    "changeover_before": "4",
    "changeover_before.unit": "hours",
    "changeover_after": "1.5",
    "changeover_after.unit": "hours",
    **{f"case_gains.{case}": True for case in _CASES},
    "case_gains.replenishment": "2.5",
    "case_gains.electricity": "41000",
    "case_gains.co2": "23",
}
_GAINS = (
    "turnover_gain",
    *(f"case_gains.{gain}" for gain in ("loading_time", "berth_utilisation", "full_load_rate")),
    *(f"case_gains.{gain}" for gain in ("transport_cost", "production_cost", "quality")),
)
_CHOICES = {
    "networked_collaboration": ("yes", "no", "partly"),
    "service_manufacturing": ("yes", "no", "partly"),
    "ict_posts": ("tried_hard", "tried_not_hard", "did_not_try"),
    "investment_delayed": ("yes", "no", "none_planned"),
    "dx_certified": (True, False),
    "platform_modes.design": ("yes", "no", "partly"),
    "platform_modes.production": ("no", "partly", "yes"),
    "platform_modes.configuration": ("partly", "yes", "no"),
    "platform_modes.management": ("yes", "partly", "no"),
    "network.basis": ("measured", "specified"),
    "digital_growth.basis": ("revenue", "value_added"),
    "digital_growth_sector": ("primary", "secondary", "tertiary", "supplier"),
}
# All staff, digital, with basic skills, with a degree, with ten years; and the numbers beside them.
_STAFF = (
    ("1000", "1000", "0", "0", "0"),
    ("1000", "1000", "540", "524", "616"),
    ("1000", "1000", "1000", "1000", "1000"),
    ("9", "9", "9", "9", "0"),
    ("40", "0", "37", None, None),  # no digital staff: no share of them
)
_NUMBERS = (
    # every gain; sync, latency, reliability; share at the edge; growth
    ("-100", "0", "0", "100", "0", "-100"),
    ("15", "10", "10", "99.999", "75", "14.53"),
    ("1000", "1000000", "1000000", "0", "100", "1000"),
    ("20.4", "10.01", "9.99", "99.998999", "75.01", "0"),
    ("25.4", "12", "8", "99.9", "30", "6.48"),
)


def answers() -> Iterator[dict[str, Any]]:
    """One set of answers after the other: lowest and highest, equal to the figure, in between."""
    for number, (staff, numbers) in enumerate(zip(_STAFF, _NUMBERS, strict=True)):
        given = dict(_ALWAYS)
        given |= {key: options[number % len(options)] for key, options in _CHOICES.items()}
        keys = ("staff_total", "staff_digital", "staff_basic_digital")
        given |= dict(zip(keys, staff, strict=False))
        if staff[3] is not None:
            given |= {"digital_staff_masters": staff[3], "digital_staff_ten_years": staff[4]}
        gain, sync, latency, reliability, edge, growth = numbers
        given |= dict.fromkeys(_GAINS, gain)
        given |= {"network.sync": sync, "network.latency": latency, "edge_share": edge}
        given |= {"network.reliability": reliability, "digital_growth": growth}
        yield given


@cache
def results() -> tuple[Mapping[str, Any], ...]:
    """The result of each set, as `manage.py score` prints it."""
    return tuple(
        as_json(score(FACTS, {key: {"value": value} for key, value in given.items()}))
        for given in answers()
    )


def comparisons(result: Mapping[str, Any]) -> list[Comparison]:
    """What one result is held against in the shipped release."""
    return compare_facts(items=result["items"], shares=result["shares"], figures=FIGURES)
