"""The way back: for each character of a folded text, where in the original what it stands for was written."""

import re
from collections.abc import Callable
from typing import AnyStr, Generic, NamedTuple

from bot.model.decision import Span
from bot.signals.letters import LEADING, LETTERS


class Rewriting(NamedTuple, Generic[AnyStr]):
    """A step as one reading takes it."""

    pattern: re.Pattern[AnyStr]
    write: Callable[[re.Match[AnyStr]], AnyStr]
    even: bool


class Way(NamedTuple):
    """All substitutions of one reading: on the text as written, then on the wire."""

    written: tuple[Rewriting[str], ...]
    wired: tuple[Rewriting[bytes], ...]


def trace(text: str, places: list[Span], way: Way) -> tuple[Span, ...]:
    """The places of the outcome's characters, given those of the text's; linear, and slow beside folding."""
    for rewriting in way.written:
        text, places = _traced(text, places, rewriting)
    read = [LETTERS[character] for character in text]
    places = [place for place, letters in zip(places, read, strict=True) for _ in letters]
    wire = b"".join(read)
    for step in way.wired:
        wire, places = _traced(wire, places, step)
    places = places[len(wire) - len(wire.lstrip(b" ")) : len(wire.rstrip(b" "))]
    ends = [at for at, code in enumerate(wire.strip(b" "), 1) if code not in LEADING]
    return tuple((places[start][0], places[end - 1][1]) for start, end in zip([0, *ends], ends, strict=False))


def _traced(text: AnyStr, places: list[Span], step: Rewriting[AnyStr]) -> tuple[AnyStr, list[Span]]:
    pieces: list[AnyStr] = []
    traced: list[Span] = []
    done = 0
    for match in step.pattern.finditer(text):
        written = step.write(match)
        pieces += [text[done : match.start()], written]
        traced += places[done : match.start()]
        inside = places[match.start() : match.end()]
        kept = written == match[0] or (step.even and len(written) == len(inside))
        traced += inside if kept else [(inside[0][0], inside[-1][1])] * len(written)
        done = match.end()
    if not pieces:
        return text, places
    pieces.append(text[done:])
    return text[:0].join(pieces), traced + places[done:]
