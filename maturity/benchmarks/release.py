"""A release of published figures: frozen, checked, every figure with its origin.

A head file (YAML) names the release and its chapters, a table (CSV) holds one figure per row. Both
together have one canonical JSON form; its hash is what a stored release is recognised by.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from maturity.instruments.edition import Texts
from maturity.instruments.loader import canonical_json, content_hash

DATA_FOLDER = Path(__file__).parent / "data"
_NOT_RELEASES = (
    *("comparisons.yaml", "dimensions.yaml", "economies.yaml", "published-results.yaml"),
    "units.yaml",
)

DIMENSIONS = ("strategy", "network", "platform", "security", "talent", "economy")
"""The six dimensions of the national data, in the order of the report's chapters. A release of
results has dimensions of its own: parts of the questionnaire."""

Kind: TypeAlias = Literal[
    "share_of_enterprises",
    "share_of_people",
    "reference_case",
    "technical_capability",
    "weak_analogue",
    "national_context",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a figure is to one enterprise, from the strongest comparison to none at all."""

Mode: TypeAlias = Literal["compare", "side_by_side", "show"]
MODES: tuple[Mode, ...] = get_args(Mode)
"""compare: a word of relation may be said; side_by_side: both numbers, no relation; show: only
the figure."""

Status: TypeAlias = Literal["observed", "forecast", "target", "plan", "potential", "requirement"]
STATUSES: tuple[Status, ...] = get_args(Status)
"""Whether the figure was the case, was expected, was aimed at, was decided, could be, must be."""

Qualifier: TypeAlias = Literal["exact", "about", "nearly", "at_least", "more_than", "less_than"]
QUALIFIERS: tuple[Qualifier, ...] = get_args(Qualifier)
"""What the report says before the number; "nearly" is just under it."""


@dataclass(frozen=True)
class PublishedFigure:
    """One number as somebody published it.

    `value` and `value_max` (the upper end, if the figure is a range) are the digits as printed
    ("4.10"); the scale is in `unit` (units.yaml). `page` is the printed page on which `section`
    begins, None where there are no pages. `period` is YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Qn, FY…, two
    of them joined by "/", or None if the report gives no date. `fact` is what the figure is held
    against: a question of the `facts` questionnaire or, in a release of results, a group or item of
    that instrument; None exactly when `mode` is show. `source` is what the report itself names;
    `caveat` must be printed wherever the figure is. `n` is the number of enterprises behind this
    very figure and `base` says which ones, where they are not those of the whole release.
    """

    key: str
    economy: str
    dimension: str
    theme: str
    chapter: str
    section: str
    page: int | None
    kind: Kind
    mode: Mode
    fact: str | None
    status: Status
    qualifier: Qualifier
    value: str
    value_max: str | None
    unit: str
    period: str | None
    label: Texts
    source: Texts | None
    caveat: Texts | None
    n: int | None = None
    base: Texts | None = None


@dataclass(frozen=True)
class Section:
    """A section of the report: its heading, and the printed page on which it begins, if any."""

    title: Texts
    page: int | None = None


@dataclass(frozen=True)
class InstrumentRef:
    """The questionnaire, in one edition, whose results a release publishes."""

    key: str
    edition: str


@dataclass(frozen=True)
class ReleaseData:
    """One release as the program uses it.

    `hash` is "sha256:…" of the canonical JSON. `published` is YYYY, YYYY-MM or YYYY-MM-DD. `n` is
    the number of observations, None where the publisher gives none. `instrument` is None for
    national data. `chapters` (headings), `sections`, `dimensions` and `themes` are by code; figures
    keep the order of the table.
    """

    key: str
    hash: str
    published: str
    n: int | None
    title: Texts
    publisher: Texts
    edition: Texts
    population: Texts
    method_note: Texts
    licence_note: Texts
    chapters: Mapping[str, Texts]
    sections: Mapping[str, Section]
    dimensions: Mapping[str, Texts]
    themes: Mapping[str, Texts]
    figures: tuple[PublishedFigure, ...]
    instrument: InstrumentRef | None = None

    @cached_property
    def _figures_by_key(self) -> dict[str, PublishedFigure]:
        return {figure.key: figure for figure in self.figures}

    def has_figure(self, key: str) -> bool:
        """Tell whether this release holds a figure of that key."""
        return key in self._figures_by_key

    def figure(self, key: str) -> PublishedFigure:
        """Return the figure of that key; KeyError if this release has none."""
        return self._figures_by_key[key]


def read_release(head_path: Path) -> ReleaseData:
    """Read and check one release from its head file; raises InvalidFile like `read_canonical`."""
    return release_from_canonical(read_canonical(head_path))


def read_canonical(head_path: Path) -> str:
    """Read and check a head file and the table it names; return both as one canonical JSON text.

    Raises InvalidFile with every fault found; `reading.py` and `schema.py` list the codes.
    """
    # Not at the top: both cost time, and nobody who works with stored releases needs them.
    from maturity.benchmarks.reading import read_parts  # noqa: PLC0415
    from maturity.benchmarks.schema import validate_release  # noqa: PLC0415

    head, rows = read_parts(head_path)
    return canonical_json(validate_release(head, rows))


def release_from_canonical(text: str) -> ReleaseData:
    """Build the release from its canonical JSON, which was checked when it was made."""
    data: dict[str, Any] = json.loads(text)
    texts = ("title", "publisher", "edition", "population", "method_note", "licence_note")
    figures = tuple(PublishedFigure(**figure) for figure in data["figures"])
    instrument = data.get("instrument")
    return ReleaseData(
        key=data["key"],
        hash=content_hash(text),
        published=data["published"],
        n=data["n"],
        **{name: data[name] for name in texts},
        chapters={code: chapter["title"] for code, chapter in data["chapters"].items()},
        sections={code: Section(**section) for code, section in data["sections"].items()},
        # The canonical form sorts keys, so the order of the head file is not known here.
        dimensions={
            code: data["dimensions"][code]
            for code in (dimensions_used(figures) if instrument else DIMENSIONS)
        },
        themes=data["themes"],
        figures=figures,
        instrument=InstrumentRef(**instrument) if instrument else None,
    )


def dimensions_used(figures: Iterable[PublishedFigure]) -> tuple[str, ...]:
    """Return the dimensions that have figures: the six in their order, then others as they come."""
    used = dict.fromkeys(figure.dimension for figure in figures)
    return (
        *(code for code in DIMENSIONS if code in used),
        *(code for code in used if code not in DIMENSIONS),
    )


def shipped_release_paths() -> list[Path]:
    """Return the head files of the releases that come with the software, by name."""
    return sorted(path for path in DATA_FOLDER.glob("*.yaml") if path.name not in _NOT_RELEASES)
