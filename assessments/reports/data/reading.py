"""From a frozen context to the data of the report. Nothing else is read: no row, no clock."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from assessments.reports.data.comparing import comparison_rows
from assessments.reports.data.schema import (
    ArithmeticRow,
    AssessmentData,
    CommentRow,
    EditionHead,
    GroupRow,
    ItemRow,
    Priorities,
    Profile,
    QuantityRow,
    RankingRow,
    ReleaseHead,
    ReportData,
    ReportHead,
    ShareRow,
    Tiers,
    WarningRow,
)
from assessments.reports.options import ReportOptions, options_from_json

Context = Mapping[str, Any]
Kind: TypeAlias = Literal["national", "results", "pool"]


class DataNotFrozen(Exception):
    """The report was made before its data were frozen beside what it prints."""


def has_data(context: Context | None) -> bool:
    """Whether the data of this report were frozen with it."""
    parts = context.get("parts", []) if context else []
    return bool(parts) and all("data" in part for part in parts)


def report_data(context: Context | None) -> ReportData:
    """All that the data formats say. Raises DataNotFrozen."""
    if context is None or not has_data(context):
        raise DataNotFrozen
    options = options_from_json(context["options"])
    head = context["report"]
    return ReportData(
        report=ReportHead(
            id=head["id"], code=head["code"], issued=head["issued"], language=context["language"]
        ),
        left_out=context["options"].get("left_out", []),
        notices=context["notices"],
        releases=list(_releases(context)),
        assessments=[_assessment(part, options) for part in context["parts"]],
        comparisons=list(comparison_rows(context, options)),
    )


def _assessment(part: Context, options: ReportOptions) -> AssessmentData:
    data, edition = part["data"], part["edition"]
    result = data["result"]
    # The report on facts always prints the answers: there is nothing else in it.
    shows_items = options.shows("items") or part["method"] == "facts"
    return AssessmentData(
        id=part["assessment"],
        submitted=part["submitted"],
        edition=EditionHead(
            instrument=edition["key"],
            edition=edition["edition"],
            hash=edition["hash"],
            title=edition["title"],
            method=part["method"],
            scale_top=edition["top"],
            engine=edition["engine"],
        ),
        profile=Profile(**data["profile"]),
        scope=data["scope"],
        notices=part["notices"],
        answers=_answers(data["answers"], options) if shows_items else None,
        items=list(_items(data)) if shows_items else None,
        groups=list(_groups(data)),
        quantities=list(_quantities(data)) if options.shows("quantities") else None,
        priorities=_priorities(result) if options.shows("priorities") else None,
        tiers=_tiers(result) if part["method"] == "tiers" else None,
        shares=[ShareRow(**share) for share in result.get("shares", [])],
        leading=result.get("leading"),
        narrowing=result["narrowing"],
        warnings=[WarningRow(**_ordered(warning)) for warning in result["warnings"]],
        arithmetic=list(_arithmetic(part)) if options.shows("arithmetic") else None,
        comments=[CommentRow(**row) for row in data["comments"]] if shows_items else None,
    )


def _answers(document: Context, options: ReportOptions) -> dict[str, Any]:
    """The file of answers without the parts that the report leaves out."""
    found: dict[str, Any] = _ordered(document)
    for part in ("quantities", "priorities"):
        if not options.shows(part):
            found.pop(part, None)
    return found


def _ordered(value: Any) -> Any:
    """The same with the keys of every object in order: what a database did to it is undone."""
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return [_ordered(each) for each in value] if isinstance(value, list) else value


def _items(data: Context) -> Iterator[ItemRow]:
    for item in data["items"]:
        yield ItemRow(**item, **data["result"]["items"][item["key"]])


def _groups(data: Context) -> Iterator[GroupRow]:
    none = {"current": None, "target": None, "gap": None}
    scores = data["result"].get("scores", {})
    for group in data["groups"]:
        yield GroupRow(**group, **scores.get(group["key"], none))


def _quantities(data: Context) -> Iterator[QuantityRow]:
    given = data["result"].get("quantities", {})
    for quantity in data["quantities"]:
        if row := given.get(quantity["key"]):
            yield QuantityRow(
                key=quantity["key"],
                name=quantity["name"],
                unit=quantity.get("unit", ""),
                current=row.get("current"),
                target=row.get("target"),
                method=row.get("method", ""),
                action=row.get("action", ""),
            )


def _priorities(result: Context) -> Priorities | None:
    found = result.get("priorities")
    if not found:
        return None
    rankings = found["horizons"]
    return Priorities(
        horizon=found["horizon"],
        rankings=[RankingRow(horizon=key, **rankings[key]) for key in sorted(rankings)],
        totals=found["totals"] or None,
        tables=found["tables"],
        missing=found["missing"],
    )


def _tiers(result: Context) -> Tiers:
    return Tiers(
        tier=result["tier"],
        low=result["low"],
        high=result["high"],
        tiers=[_ordered(tier) for tier in result["tiers"]],
    )


def _arithmetic(part: Context) -> Iterator[ArithmeticRow]:
    """Of means as printed; of tiers the rule that settled each; of facts each division."""
    data = part["data"]
    for group, printed in zip(data["groups"], part.get("arithmetic", []), strict=False):
        for row in printed["sums"]:
            yield _row(
                group,
                side=row["side"],
                formula=row["formula"],
                counted=row["counted"],
                left_out=row["left_out"],
                ranges=row["range"],
            )
    for group, tier in zip(data["groups"], part.get("tiers", []), strict=False):
        yield _row(group, side="tier", formula=tier["rule"], counted=tier["count"])
    items = {item["key"]: item for item in data["items"]}
    for share in data["result"].get("shares", []):
        formula = f"{share['k']} ÷ {share['n']} × 100 = {share['percent']} → {share['rounded']}"
        yield _row(items[share["key"]], side="share", formula=formula)


def _row(about: Context, *, side: str, formula: str, **others: Any) -> ArithmeticRow:
    empty: dict[str, Any] = {"counted": "", "left_out": "", "ranges": []}
    said = {"group": about["key"], "name": about["name"], "side": side, "formula": formula}
    return ArithmeticRow(**said, **{**empty, **others})


def _releases(context: Context) -> Iterator[ReleaseHead]:
    """Everything quoted, each release once."""
    seen = set()
    quoted: list[tuple[Kind, Any]] = [("national", context["release"])]
    quoted += [("results", part["results_release"]) for part in context["parts"]]
    pools = [(part["pool"] or {}).get("release") for part in context["parts"]]
    quoted += [("pool", release) for release in pools]
    for kind, release in quoted:
        if release and (kind, release["key"]) not in seen:
            seen.add((kind, release["key"]))
            yield ReleaseHead(
                kind=kind,
                key=release["key"],
                hash=release["hash"],
                state=release.get("state", "published"),
                title=release.get("title", ""),
                publisher=release.get("publisher", ""),
                edition=release.get("edition", ""),
                licence=release.get("licence_note", ""),
                n=release.get("n"),
            )
