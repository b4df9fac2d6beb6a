"""Where a pattern stands: the engine's own module is asked, since its Python wrapper costs more than most matches."""

from typing import Any, Final

from re2 import _re2

from bot.model.decision import Span

MOST: Final = 64
"""Matches of one pattern that are looked for; more of the same tells nothing more."""
ANYWHERE: Final = _re2.RE2.Anchor.UNANCHORED


class Matcher:
    """One pattern, which was accepted by `re2.compile` with the same options."""

    def __init__(self, pattern: str, options: Any) -> None:
        """Compile."""
        self._match = _re2.RE2(pattern.encode(), options).Match

    def find(self, text: bytes) -> list[list[Span]]:
        """The first MOST matches, one behind the other: the span of each, then those of its groups; (-1, -1) of none.

        A match of nothing may be among them.
        """
        found: list[list[Span]] = []
        begin, end = 0, len(text)
        while len(found) < MOST:
            spans: list[Span] = self._match(ANYWHERE, text, begin, end)
            first, last = spans[0]
            if first < 0:
                break
            found.append(spans)
            if begin == end:
                break
            begin = last if last > begin else begin + 1
        return found
