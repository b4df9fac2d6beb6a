"""In which ways somebody is named whose names and handles are known."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bot.signals.language import KNOWN
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.tokens import tokens

WORDS: Final = 8
"""Words of a name that are compared."""
LETTERS: Final = 3
"""Letters of the shortest name."""
GLUED: Final = 6
"""The same of several words without what parts them."""
NUMBER: Final = 12
"""Characters of the shortest id that is looked for."""
STOP_WORDS: Final = frozenset(Plain(word).text.decode() for word in KNOWN)
"""Words that name nobody: `elle`, which many write behind their names."""
PARTS: Final = re.compile(r"[|(\[{/•·,·;:–—]|\s-\s")
"""What parts a display name from what else its owner tells there."""
PERSONAL: Final = 2
"""Words of a name that is a first name and a family name."""


class Form(NamedTuple):
    """One way in which somebody is named."""

    words: tuple[str, ...]
    alias: str
    sure: bool
    """Whether it is a name however it is written; else it may be a word like others."""
    anchor: int
    """Which of its words is looked for first: one that few others have."""


def of_name(name: str, alias: str) -> Iterator[Form]:
    """All of it, each part of it, turned round, and glued; of a first and a family name, each."""
    parts = [name, *filter(str.strip, PARTS.split(name))]
    for place, part in enumerate(parts):
        words = said(part)
        if len(words) > 1:
            yield from _of_words(words, alias)
        if (len(words) == 1 and place <= 1) or (len(words) == PERSONAL and part.strip().istitle()):
            yield from (form((word,), alias, sure=False) for word in words if _is_telling(word))


def of_handle(handle: str, alias: str) -> Iterator[Form]:
    """All of it, and what stands before its host."""
    words = said(handle)
    local = said(re.split(r"[@.]", handle.lstrip("@"), maxsplit=1)[0])
    if len(words) > 1:
        yield form(words, alias, sure=True, among=local or words)
    if len(local) > 1:
        yield from (form(one, alias, sure=sum(map(len, local)) >= GLUED) for one in (local, ("".join(local),)))
    elif local and _is_telling(local[0]):
        yield form(local, alias, sure=False)


def of_id(id_: str, alias: str) -> Iterator[Form]:
    """What a platform numbers an account with, where it is no number that is others', too."""
    words = said(id_)
    if sum(map(len, words)) >= NUMBER:
        yield form(words, alias, sure=True)


def said(name: str) -> tuple[str, ...]:
    """Its words, as they are compared."""
    return tuple(token.said for token in tokens(name).row)[:WORDS]


def _of_words(words: tuple[str, ...], alias: str) -> Iterator[Form]:
    for one in (words, (*words[1:], words[0])):
        yield form(one, alias, sure=True)
        if sum(map(len, one)) >= GLUED:
            yield form(("".join(one),), alias, sure=True)


def form(words: tuple[str, ...], alias: str, *, sure: bool, among: Sequence[str] = ()) -> Form:
    """One, with the word of it that few others have: of these, where some are told."""
    longest = max(among or words, key=len)
    return Form(words, alias, sure, words.index(longest) if longest in words else 0)


def _is_telling(word: str) -> bool:
    return len(word) >= LETTERS and not word.isdigit() and word not in STOP_WORDS
