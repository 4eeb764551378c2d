"""What a report holds its results against, row by row, from its frozen context."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessments.reports.contents import dimensions_printed, national_printed
from assessments.reports.data.schema import ComparisonRow, FigureData
from assessments.reports.options import ReportOptions

Context = Mapping[str, Any]


def comparison_rows(context: Context, options: ReportOptions) -> Iterator[ComparisonRow]:
    """Every row that the report prints, in its order; sections that it leaves out are left out."""
    national = context["release"]["key"] if context["release"] else ""
    for part in context["parts"]:
        yield from _facts(part, release=national)
        if part["published"] and options.shows("published"):
            yield from _published(part)
        if (part["pool"] or {}).get("release") and options.shows("pool"):
            yield from _pool(part)
    for dimension in dimensions_printed(context, options):
        for figure in dimension["figures"]:
            yield _shown(figure, section="dimensions", about=dimension["name"], release=national)
    for section in national_printed(context, options):
        for group in section["groups"]:
            for figure in group["figures"]:
                yield _shown(figure, section="national", about=section["name"], release=national)


def _row(
    section: str,
    *,
    name: str,
    value: str,
    release: str,
    part: Context | None = None,
    origin: Context | None = None,
    figures: Any = (),
    **others: str,
) -> ComparisonRow:
    """One row; `origin` is a printed figure with its period, locator and source."""
    printed = origin or {}
    figures = [FigureData(**figure) for figure in figures]
    counts = [figure.n for figure in figures if figure.n is not None]
    known: dict[str, Any] = {
        "section": section,
        "assessment": part["assessment"] if part else None,
        "about": "",
        "name": name,
        "own": "",
        "value": value,
        "said": "",
        "period": printed.get("period", ""),
        "n": str(counts[0]) if counts else "",
        "locator": printed.get("locator", ""),
        "source": printed.get("source", ""),
        "caveat": printed.get("caveat", ""),
        "release": release,
        "figures": figures,
    }
    return ComparisonRow(**{**known, **others})


def _facts(part: Context, *, release: str) -> Iterator[ComparisonRow]:
    """What is printed below the questions: a sentence, and the figures that it rests on."""
    for question, group in zip(part["questions"], _questions(part), strict=True):
        for said in question["comparisons"]:
            if not said["is_said"]:
                continue
            for origin in said["origins"]:
                yield _row(
                    "facts",
                    part=part,
                    about=group["key"],
                    name=origin["label"],
                    value=origin["value"],
                    said=said["sentence"],
                    caveat=" ".join(said["caveats"]),
                    origin=origin,
                    figures=[origin["data"]],
                    release=release,
                )


def _questions(part: Context) -> list[Context]:
    groups = part["data"]["groups"] if part["questions"] else []
    return [group for group in groups if group["kind"] == "question"]


def _published(part: Context) -> Iterator[ComparisonRow]:
    """Means by year, enterprises by their mean, and single items."""
    section, release = part["published"], part["results_release"]["key"]
    caveats = {note["number"]: note["text"] for note in section["caveats"]}

    def row(printed: Context, **said: Any) -> ComparisonRow:
        return _row(
            "published",
            part=part,
            origin=printed,
            caveat=caveats.get(printed["note"], ""),
            release=release,
            **{"figures": printed["data"], **said},
        )

    for position in section["positions"]:
        for group in position["groups"]:
            yield row(
                group,
                name=group["name"],
                value=group["count"],
                said=group["standing"],
                period=position["year"] or "",
            )
    for group in section["means"]:
        for year in group["years"]:
            # one figure for each side that was published, those of today first
            held = {"current": year["data"][:1], "target": year["data"][-1:]}
            for side, own in (("current", group["own"]), ("target", group["target"])):
                if year[side]:
                    yield row(
                        year,
                        about=group["key"],
                        name=group["name"],
                        own=own,
                        value=year[side],
                        said=side,
                        period=year["year"] or "",
                        figures=held[side],
                    )
    for item in section["items"]:
        yield row(
            item,
            about=item["item"],
            name=item["name"],
            own=item["own"],
            value=item["value"],
            period=item["year"],
        )


def _pool(part: Context) -> Iterator[ComparisonRow]:
    """Counted ranges, then means of the groups and items; nothing in it is one enterprise's."""
    pool = part["pool"]
    common = {"part": part, "release": pool["release"]["key"], "caveat": pool["caveat"]}
    for counted in pool["bins"]:
        own = pool["position"] if counted["is_own"] else ""
        yield _row("pool", name=counted["label"], value=str(counted["count"]), said=own, **common)
    for group in pool["groups"]:
        for row in (group, *group["items"]):
            yield _row(
                "pool",
                about=row["key"],
                name=row["name"],
                own=row["own"],
                value=row["pool"],
                **common,
            )


def _shown(figure: Context, *, section: str, about: str, release: str) -> ComparisonRow:
    """A figure of the national data that is held against nothing."""
    return _row(
        section,
        about=about,
        name=figure["label"],
        value=figure["value"],
        said=figure["status"],
        origin=figure,
        figures=[figure["data"]],
        release=release,
    )
