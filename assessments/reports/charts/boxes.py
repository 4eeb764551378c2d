"""Places for words in a drawing where nothing else stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle by its four sides, in units of the drawing; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def first_free(places: Iterable[Box], taken: Sequence[Box], *, room: Box) -> Box | None:
    """The first place inside the room that covers nothing taken; None if there is none."""
    return next(
        (
            place
            for place in places
            if place.within(room) and not any(place.overlaps(other) for other in taken)
        ),
        None,
    )
