"""Pieces of one value in two places that say it together: two mentions of one author, or two parts of one mention."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from bot.model.vault import Part

WHOLE: Final = "whole"
BESIDE: Final = {
    "number": ("street",),
    "street": ("number",),
    "box": ("host",),
    "host": ("box",),
    "code": (WHOLE,),
    WHOLE: ("code",),
}
"""Which pieces of a value say it together; the halves of a number go by their lengths."""


def says_something(part: Part) -> bool:
    """Whether there is another piece beside which it says a value."""
    return bool(beside(_piece(part)))


def together(here: Iterable[Part], there: Iterable[Part]) -> Iterator[tuple[Part, Part]]:
    """The pieces that say a value together, those of either mention; each value once."""
    others: dict[tuple[str, str], Part] = {}
    for part in there:
        others.setdefault((part.value, _piece(part)), part)
    told: set[str] = set()
    for part in here:
        for piece in beside(_piece(part)):
            other = others.get((part.value, piece))
            if other is not None and part.value not in told:
                told.add(part.value)
                yield part, other


def across(parts: Iterable[Part]) -> Iterator[Part]:
    """The pieces of one mention that say a value together from different parts of it: a text, a picture, a name."""
    places: dict[str, list[Part]] = {}
    for part in parts:
        places.setdefault(part.within, []).append(part)
    for here, there in combinations(places.values(), 2):
        for pair in together(here, there):
            yield from pair


def _piece(part: Part) -> str:
    return WHOLE if part.piece.startswith(WHOLE) else part.piece


def beside(piece: str) -> tuple[str, ...]:
    """Beside which pieces of its value it says it."""
    half, _, length = piece.partition(":")
    if half == "before":
        return (f"behind:{length}",)
    if half == "behind":
        return (f"before:{length}",)
    return BESIDE.get(piece, ())
