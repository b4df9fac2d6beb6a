"""The way back: for each character of a folded text, where in the original what it stands for was written."""

import re
from collections.abc import Callable
from typing import AnyStr, NamedTuple

from bot.model.decision import Span
from bot.signals.letters import LETTERS, WIRED

Rewrites = tuple[tuple[re.Pattern[AnyStr], Callable[[re.Match[AnyStr]], AnyStr]], ...]


class Way(NamedTuple):
    """All substitutions of one reading: on the text as written, then on the wire."""

    written: Rewrites[str]
    wired: Rewrites[bytes]


def trace(text: str, places: list[Span], way: Way) -> tuple[Span, ...]:
    """The places of the outcome's characters, given those of the text's; linear, and slow beside folding."""
    for pattern, rewrite in way.written:
        text, places = _traced(text, places, pattern, rewrite)
    read = [LETTERS[character] for character in text]
    places = [place for place, letters in zip(places, read, strict=True) for _ in letters]
    wire = b"".join(read)
    for step, rewritten in way.wired:
        wire, places = _traced(wire, places, step, rewritten)
    places = places[len(wire) - len(wire.lstrip(b" ")) : len(wire.rstrip(b" "))]
    said = wire.strip(b" ").decode("latin-1")
    ends = [match.end() for match in re.finditer(f"{WIRED.pattern}|.", said, re.DOTALL)]
    return tuple((places[start][0], places[end - 1][1]) for start, end in zip([0, *ends], ends, strict=False))


def _traced(
    text: AnyStr, places: list[Span], pattern: re.Pattern[AnyStr], rewrite: Callable[[re.Match[AnyStr]], AnyStr]
) -> tuple[AnyStr, list[Span]]:
    """One step; what it writes in as many characters stands for them one by one, else each for all."""
    pieces: list[AnyStr] = []
    traced: list[Span] = []
    done = 0
    for match in pattern.finditer(text):
        written = rewrite(match)
        pieces += [text[done : match.start()], written]
        traced += places[done : match.start()]
        inside = places[match.start() : match.end()]
        traced += inside if len(written) == len(inside) else [(inside[0][0], inside[-1][1])] * len(written)
        done = match.end()
    pieces.append(text[done:])
    return text[:0].join(pieces), traced + places[done:]
