"""Folding: a text reduced to what it says, whatever it is dressed in, with the way back to what was written."""

from functools import cached_property
from typing import Final

from bot.model.decision import Span
from bot.signals.letters import LETTERS
from bot.signals.steps import DOUBT, LINK, OTHERWISE, PLAINLY, Step, parted

HEAD: Final = 65_536
TAIL: Final = 8_192
"""Code points read of a text: the first HEAD and, beyond them, the last TAIL. No platform we know takes 65,536; what is
longer is meant to wear a reader out, and has what it wants to be read at its ends."""


class Folded:
    """What a text reads as: letters and digits in words parted by one space, emoji as words of their own.

    Lower case, without accents, invisible signs, look-alikes, digits that pose as letters, spelled-out or stretched
    words. Links and full handles are left out.
    """

    def __init__(self, original: str, text: str, steps: tuple[Step, ...]) -> None:
        """Take the text as written, what it reads as, and the steps that led there."""
        self.text = text
        self._original = original
        self._steps = steps

    @cached_property
    def offsets(self) -> tuple[Span, ...]:
        """For each character of `text`, the span of the original that it stands for; ascending. Found when asked."""
        clipped = _clip(self._original)
        skipped = len(self._original) - len(clipped)
        places = [(at, at + 1) for at in range(len(clipped))]
        places[HEAD:] = [(start + skipped, end + skipped) for start, end in places[HEAD:]]
        text, places = _trace(clipped, places, Step(LINK, parted))
        read = [LETTERS[ord(character)] for character in text]
        places = [place for place, letters in zip(places, read, strict=True) for _ in letters]
        text = "".join(read)
        for step in self._steps:
            text, places = _trace(text, places, step)
        start = len(text) - len(text.lstrip(" "))
        return tuple(places[start : start + len(self.text)])

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the original, in code points; `start` < `end`."""
        return self.offsets[start][0], self.offsets[end - 1][1]


def fold(text: str) -> Folded:
    """Reduce a text to what it says; linear in its length. Stretched letters become one."""
    return _folded(text, _letters(text), PLAINLY)


def readings(text: str) -> tuple[Folded, ...]:
    """`fold(text)`, and where there is doubt another reading: stretched letters as two, 1 as l, ! as i, no emoji."""
    letters = _letters(text)
    plainly = _folded(text, letters, PLAINLY)
    if letters.isascii() and not DOUBT.search(letters):
        return (plainly,)
    otherwise = _folded(text, letters, OTHERWISE)
    return (plainly,) if otherwise.text == plainly.text else (plainly, otherwise)


def _letters(text: str) -> str:
    return LINK.sub(" ", _clip(text)).translate(LETTERS)


def _folded(text: str, letters: str, steps: tuple[Step, ...]) -> Folded:
    folded = letters
    for step in steps:
        if step.guard is None or step.guard.search(folded):
            folded = step.pattern.sub(step.rewrite, folded)
    return Folded(text, folded.strip(" "), steps)


def _clip(text: str) -> str:
    return text if len(text) <= HEAD + TAIL else text[:HEAD] + text[-TAIL:]


def _trace(text: str, places: list[Span], step: Step) -> tuple[str, list[Span]]:
    """One step, with the place of each character of its outcome."""
    pieces: list[str] = []
    traced: list[Span] = []
    done = 0
    for match in step.pattern.finditer(text):
        written = step.rewrite(match)
        pieces += [text[done : match.start()], written]
        traced += places[done : match.start()]
        inside = places[match.start() : match.end()]
        traced += inside if written == match[0] else [(inside[0][0], inside[-1][1])] * len(written)
        done = match.end()
    return "".join((*pieces, text[done:])), traced + places[done:]
