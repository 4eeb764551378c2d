"""What is wrong with a file or an answer, as codes; sentences are made by the callers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One thing wrong at one place.

    `path` names the place the way its author would look for it (`items[3].levels[2].ja`,
    `answers.VI.current`); it is empty when the whole file is meant. `code` is stable and part of
    the interface; `params` holds what a sentence about it needs: text, integers, lists of text.
    """

    path: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class InvalidFile(Exception):
    """The file was read and refused; `faults` says why, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.path}: {fault.code}" for fault in self.faults))


def join_path(base: str, step: str | int) -> str:
    """Lengthen a fault path by a key (`a.b`) or by a position (`a[0]`)."""
    if isinstance(step, int):
        return f"{base}[{step}]"
    return f"{base}.{step}" if base else step
