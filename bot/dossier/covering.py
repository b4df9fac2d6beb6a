"""A text with what must not be read covered, until nothing of it is found any more."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from bot.dossier.finding import Finder
from bot.model.decision import Span

MASK: Final = "▮▮▮▮"
"""What stands for a value: as long whatever it covers."""
EDGE: Final = 200
"""Code points on either side of where two texts meet that may say something together."""
ROUNDS: Final = 32
"""How often a text is looked at again: what is covered may bring together what stood apart."""


def covered(text: str, finder: Finder) -> str:
    """Without it; all of it covered where it does not come to an end."""
    for _ in range(ROUNDS):
        spans = finder(text) if text else ()
        if not spans:
            return text
        text = over(text, spans)
    return MASK


def over(text: str, spans: Iterable[Span]) -> str:
    """The mask over each of these; over several that touch, one."""
    joined = merged(spans)
    ends = [0, *(end for _, end in joined)]
    between = [text[end:start] for end, (start, _) in zip(ends, joined, strict=False)]
    return MASK.join([*between, text[ends[-1] :]])


def merged(spans: Iterable[Span]) -> Sequence[Span]:
    """The same places, in order, none touching another."""
    found: list[Span] = []
    for start, end in sorted(one for one in spans if one[0] < one[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def over_both(before: str, behind: str, finder: Finder) -> tuple[str, str]:
    """Two texts that stand beside each other, with what they say only together covered in both."""
    kept = max(0, len(before) - EDGE)
    tail, edge = before[kept:], min(len(before), EDGE)
    across = [(start, end) for start, end in finder(f"{tail} {behind[:EDGE]}") if start < edge < end - 1]
    if not across:
        return before, behind
    return (
        over(before, [(kept + start, len(before)) for start, _ in across]),
        over(behind, [(0, end - edge - 1) for _, end in across]),
    )


def adjoining(texts: Sequence[str]) -> Iterable[tuple[int, int]]:
    """The places of texts that are read one behind the other, in both ways."""
    said = [place for place, text in enumerate(texts) if text]
    for first, second in pairwise(said):
        yield first, second
        yield second, first
