"""Names in scripts that are read as they are written: 李明, Марина, محمد."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from bot.dossier.forms import said
from bot.dossier.listed import foreign
from bot.model.decision import Span

BETWEEN: Final = r"[\W_]{0,3}"
"""What may part two letters: what cannot be seen, accents, a dot, a space."""


class Scripts:
    """Finds each wherever its letters stand one behind the other."""

    def __init__(self, known: Mapping[str, tuple[Collection[str], Collection[str]]]) -> None:
        """Take what people chose to be called, and what others call them, by what stands for them."""
        self._patterns: dict[re.Pattern[str], str] = {}
        for alias, (chosen, listed) in known.items():
            names = [one for one in chosen if not said(one)]
            for name in (*names, *(word for one in listed for word in foreign(one))):
                letters = [one for one in unicodedata.normalize("NFC", name) if not one.isspace()]
                if len(letters) > 1 and any(map(str.isalnum, letters)):
                    self._patterns[re.compile(BETWEEN.join(map(re.escape, letters)), re.IGNORECASE)] = alias

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._patterns)

    def find(self, text: str) -> Iterator[tuple[Span, str]]:
        """Where each stands, and what stands for it."""
        for pattern, alias in self._patterns.items():
            yield from ((one.span(), alias) for one in pattern.finditer(text))
