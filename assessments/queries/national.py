"""The economies that an enterprise may choose, with how much a release says about each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from maturity.benchmarks.economies import EconomyKind, choosable_economies, economies, standing

_GROUPS: tuple[tuple[EconomyKind, ...], ...] = (
    ("country",),
    ("union", "continent"),
    ("region",),
    ("city",),
)


@dataclass(frozen=True)
class EconomyOption:
    """An economy to choose; `figures` counts those of the release that are its own."""

    code: str
    figures: int
    chosen: bool


@dataclass(frozen=True)
class EconomyGroup:
    """Economies of one kind: those with figures, most of them first, and those without any."""

    kind: EconomyKind
    with_figures: list[EconomyOption]
    without: list[EconomyOption]

    @property
    def hides_chosen(self) -> bool:
        """Whether one without figures is chosen, so that they must not be folded away."""
        return any(option.chosen for option in self.without)


def economy_groups(
    counts: Mapping[str, int], *, own: str, chosen: Collection[str]
) -> list[EconomyGroup]:
    """Every economy that may stand beside the `own` one, by kind, in the order of their file.

    `counts` says how many figures the release has of each that it has any of.
    What is shown in any case is not offered: the own economy, its places, what it belongs to.
    """
    options = [
        EconomyOption(code, counts.get(code, 0), code in chosen)
        for code in choosable_economies()
        if standing(code, own) == "elsewhere"
    ]
    groups = []
    for kinds in _GROUPS:
        of_kind = [option for option in options if economies()[option.code].kind in kinds]
        published = [option for option in of_kind if option.figures]
        groups.append(
            EconomyGroup(
                kind=kinds[0],
                with_figures=sorted(published, key=lambda option: -option.figures),
                without=[option for option in of_kind if not option.figures],
            )
        )
    return groups
